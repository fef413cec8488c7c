"""Facts indexed once, so that thousands of questions over the same facts stay cheap."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from saovuong.core.catalogue import Measure
from saovuong.core.quantity import Role
from saovuong.engine.shapes import Fact

_NOTHING: Final[Mapping[str, Sequence[Fact]]] = {}


class FactIndex:
    """Effective facts by measure and role, then by the unit they are about. Build once, ask often."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_measure: dict[str, dict[Role, dict[str, list[Fact]]]] = {}
        for fact in facts:
            self._by_measure.setdefault(fact.measure, {}).setdefault(fact.role, {}).setdefault(fact.unit, []).append(fact)

    @classmethod
    def of(cls, facts: "Iterable[Fact] | FactIndex") -> "FactIndex":
        return facts if isinstance(facts, FactIndex) else cls(facts)

    def of_measure(self, measure: Measure, role: Role) -> Mapping[str, Sequence[Fact]]:
        """Unit -> facts. A measure that is always a target (a quota) is what it is under either role."""
        by_role = self._by_measure.get(measure.code)
        if by_role is None:
            return _NOTHING
        if not measure.always_target:
            return by_role.get(role, _NOTHING)
        merged: dict[str, list[Fact]] = {}
        for one in (Role.RESULT, Role.TARGET):
            for unit, facts in by_role.get(one, {}).items():
                merged.setdefault(unit, []).extend(facts)
        return merged

    def measures(self) -> frozenset[str]:
        """Codes of the measures that have any fact."""
        return frozenset(self._by_measure)

    def by_unit(self, measures: Iterable[str]) -> Mapping[str, Sequence[Fact]]:
        """Unit -> facts of any role, over several measures."""
        merged: dict[str, list[Fact]] = {}
        for code in measures:
            for units in self._by_measure.get(code, {}).values():
                for unit, facts in units.items():
                    merged.setdefault(unit, []).extend(facts)
        return merged
