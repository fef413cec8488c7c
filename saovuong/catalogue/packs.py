"""Load a pack into the shapes of :mod:`saovuong.core.catalogue`. Pure: no Django, no clock, no environment."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from saovuong.catalogue.files import content_hash, pack_folder, shipped_pack
from saovuong.catalogue.parts import collect
from saovuong.catalogue.references import broken
from saovuong.catalogue.rows import BadPack
from saovuong.catalogue.shapes import FormPlan, PackParts
from saovuong.core.catalogue import Catalogue, Form, FormSection, LegalBasis, Measure
from saovuong.core.errors import Refusal

DEFAULT_PACK = "local_defence"
_LENGTH = {"day": 0, "month": 1, "quarter": 3, "half": 6, "year": 12, "range": 60}


class UnknownMeasure(Refusal):
    code = "SV-403"
    template = "Danh mục không có chỉ tiêu “{measure}”.{hint}"


class UnknownTopic(Refusal):
    code = "SV-404"
    template = "Danh mục không có chủ đề “{topic}”. Các chủ đề: {known}."


def load_catalogue(*, pack: str = DEFAULT_PACK, switched_on: frozenset[str] = frozenset(), regime: str | None = None) -> Catalogue:
    """A pack that comes with the product, cached.

    ``regime`` comes first among the regimes, where the pack has it: the office's own, whose forms and deadlines are meant when none is
    named.

    Measures of sensitivity ``co_the_mat`` load with ``enabled`` False and stay out of every form unless their codes are in ``switched_on``.
    Raises UnknownPack, BadPack, and :class:`UnknownMeasure` for a code in ``switched_on`` that the pack lacks.
    """
    return _shipped(pack, switched_on, regime)


@lru_cache(maxsize=8)
def _shipped(pack: str, switched_on: frozenset[str], regime: str | None) -> Catalogue:
    if regime is None:
        return _build(shipped_pack(pack), switched_on)
    plain = _shipped(pack, switched_on, None)
    if regime not in plain.regimes or regime == next(iter(plain.regimes)):
        return plain
    return replace(plain, regimes={regime: plain.regimes[regime], **plain.regimes})


def load_folder(*, folder: Path, switched_on: frozenset[str] = frozenset()) -> Catalogue:
    """A pack in any folder, read anew on each call; otherwise as :func:`load_catalogue`."""
    return _build(pack_folder(folder), switched_on)


def measure_get(*, catalogue: Catalogue, code: str) -> Measure:
    """Raises :class:`UnknownMeasure`, naming codes that look alike."""
    found = catalogue.measures.get(code)
    if found is not None:
        return found
    near = [known for known in catalogue.measures if code and (code in known or known in code)][:5]
    raise UnknownMeasure(measure=code, hint=f" Có phải: {', '.join(near)}?" if near else " Xem: saovuong catalogue list")


def legal_basis_on(*, measure: Measure, day: date) -> tuple[LegalBasis, ...]:
    """The legal bases of a measure that hold on a day; a basis without dates always holds."""
    return tuple(basis for basis in measure.legal_basis if basis.holds_on(day))


def _refuse(error: BadPack) -> None:
    raise error


def _build(folder: Traversable, switched_on: frozenset[str]) -> Catalogue:
    parts = collect(folder, on_bad=_refuse)
    for finding in broken(parts):
        raise BadPack(file=finding.file, place=finding.where, reason=finding.message)
    measures = _switched({row.value.code: row.value for row in parts.measures}, switched_on)
    return Catalogue(
        pack=parts.head["code"],
        version=f"{parts.head['version']}+{content_hash(folder)}",
        topics={row.value.code: row.value for row in parts.topics},
        measures=measures,
        scales={row.value.code: row.value for row in parts.scales},
        uoms={row.value.code: row.value for row in parts.uoms},
        regimes={row.value.code: row.value for row in parts.regimes},
        forms=_forms(parts, measures),
        reading=parts.reading,
    )


def _switched(measures: Mapping[str, Measure], switched_on: Iterable[str]) -> Mapping[str, Measure]:
    out = dict(measures)
    for code in sorted(switched_on):
        if code not in out:
            raise UnknownMeasure(measure=code, hint=" Sửa danh sách chỉ tiêu được bật trong cấu hình.")
        out[code] = replace(out[code], enabled=True)
    return out


def _forms(parts: PackParts, measures: Mapping[str, Measure]) -> Mapping[str, Form]:
    return {row.value.form.code: fill_form(row.value, measures) for row in parts.forms}


def fill_form(plan: FormPlan, measures: Mapping[str, Measure]) -> Form:
    """The form with the lines of its level and period; sections without a line, and measures that are switched off, are left out."""
    form = plan.form
    sections = []
    for part in plan.parts:
        codes = tuple(
            line.measure
            for line in part.lines
            if _LENGTH[line.since] <= _LENGTH[form.period_kind]
            and (not line.levels or form.level in line.levels)
            and measures[line.measure].enabled
        )
        if codes:
            sections.append(FormSection(part.title_vi, part.title_en, codes))
    return replace(form, sections=tuple(sections))
