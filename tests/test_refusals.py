"""Every refusal has a code of its own and a Vietnamese sentence that can be filled."""

import importlib
import pkgutil

import pytest

import saovuong
from saovuong.core.errors import Refusal


def _all_refusals() -> list[type[Refusal]]:
    for module in pkgutil.walk_packages(saovuong.__path__, "saovuong."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: list[type[Refusal]] = []
    waiting = [Refusal]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            found.append(kind)
            waiting.append(kind)
    return sorted((kind for kind in found if kind.__module__.startswith("saovuong.")), key=lambda kind: (kind.code, kind.__name__))


REFUSALS = _all_refusals()


def test_codes_are_unique():
    codes: dict[str, list[str]] = {}
    for kind in REFUSALS:
        # A family of refusals may share its parent's code only by saying so, that is by not setting one of its own.
        if "code" in vars(kind):
            codes.setdefault(kind.code, []).append(f"{kind.__module__}.{kind.__name__}")
    assert {code: kinds for code, kinds in codes.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: f"{kind.code} {kind.__name__}")
def test_sentence(kind):
    assert kind.code.startswith("SV-")
    assert kind.code != Refusal.code
    assert kind.template != Refusal.template
    assert kind.template.rstrip()[-1] in ".}", "a sentence ends"
