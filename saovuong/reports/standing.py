"""What a report shows for a total: which of the reported and the computed value, on which facts, and how complete. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from saovuong.engine.shapes import Amount, Coverage, ListedSpread, Part, TimePick, Total
from saovuong.reports.data import ReportData


@dataclass(frozen=True, slots=True)
class Standing:
    """The one value that stands for a total in the report: one of ``amount``, ``rating``, ``flag``, ``spread``, ``levels``,
    ``answers`` is set, or none when units spoke of it without a number.

    ``spread`` are bare percentages of several units, ``levels`` how many units stand on each level, ``answers`` (yes, answered).
    ``facts`` are the ledger ids. ``whole`` is False while expected units are missing; ``reported`` is True for a total that the
    unit itself gave. ``narrower`` is True for a ratio over fewer units than its numerator is known of."""

    facts: tuple[int, ...]
    whole: bool
    amount: Amount | None = None
    rating: str | None = None
    flag: bool | None = None
    spread: ListedSpread | None = None
    levels: tuple[tuple[str, int], ...] = ()
    answers: tuple[int, int] | None = None
    reported: bool = False
    narrower: bool = False

    @property
    def known(self) -> bool:
        return any(part is not None for part in (self.amount, self.rating, self.flag, self.spread, self.answers)) or bool(self.levels)


def standing_of(total: Total) -> Standing | None:
    """None where nobody said anything.

    A sum of parts stands when all expected units are in it; while some are missing, a total that the unit itself reported stands
    in its place and the difference is shown beside. The unit's own rating or answer stands before the spread of those below."""
    for find in (_amount, _own_word, _spread, _below):
        standing = find(total)
        if standing is not None:
            return standing
    facts = tuple(sorted({fact for pick in _picks(total.part) if pick.stated for fact, _ in pick.left_out}))
    return Standing(facts, whole=False) if facts else None


def below_of(total: Total) -> Standing | None:
    """What the units below say, apart from the unit's own word: the spread of ratings, the count of answers."""
    return _below(total)


def _amount(total: Total) -> Standing | None:
    whole = not lacking(total.coverage)
    if total.amount is None or total.part is None:
        return None
    reported = total.part.reported
    if total.pair is None and total.part.taken == "computed" and not whole and reported and reported.amount:
        return Standing(reported.facts, whole=True, amount=reported.amount, reported=True)
    if total.pair is not None and total.numerator and total.denominator:
        sides = (total.numerator, total.denominator)
        facts = {fact for side in sides for fact in _summed(side.part)}
        whole = not total.pair.unmatched and all(_stands_whole(side) for side in sides)
        own = next((one for one in total.claimed if one.unit == total.unit), None)
        if own is not None and not whole:
            return Standing(own.facts, whole=True, amount=own.claimed, reported=True)
        return Standing(tuple(sorted(facts)), whole=whole, amount=total.amount, narrower=bool(total.pair.unmatched))
    stands_alone = total.part.taken == "reported"
    return Standing(tuple(sorted(_summed(total.part))), whole=whole or stands_alone, amount=total.amount, reported=stands_alone)


def _own_word(total: Total) -> Standing | None:
    pick = own_pick(total.part)
    if pick is None or (pick.rating is None and pick.flag is None):
        return None
    return Standing(pick.facts, whole=True, rating=pick.rating, flag=pick.flag, reported=True)


def _spread(total: Total) -> Standing | None:
    listed = total.listed
    if not listed:
        return None
    values = [one.amount.value for one in listed]
    spread = total.listed_spread or ListedSpread(len(values), min(values), max(values))
    facts = tuple(sorted({fact for one in listed for fact in one.facts}))
    return Standing(facts, whole=not lacking(total.coverage), spread=spread)


def _below(total: Total) -> Standing | None:
    whole = not lacking(total.coverage)
    if total.ratings and any(total.ratings.counts.values()):
        levels = tuple((level, count) for level, count in total.ratings.counts.items() if count)
        return Standing(_facts_where(total.part, lambda pick: pick.rating is not None), whole=whole, levels=levels)
    if total.yes_no and total.yes_no.answered:
        answers = (total.yes_no.yes, total.yes_no.answered)
        return Standing(_facts_where(total.part, lambda pick: pick.flag is not None), whole=whole, answers=answers)
    return None


def lacking(coverage: Coverage) -> tuple[str, ...]:
    """Expected units that are in the figure neither by themselves nor inside a total from above."""
    return tuple(unit for unit in coverage.missing if unit not in coverage.represented)


def _stands_whole(total: Total) -> bool:
    return not lacking(total.coverage) or (total.part is not None and total.part.taken == "reported")


def heard_of(total: Total) -> Coverage | None:
    """The coverage that a reader is told: for a ratio that of the weaker of its sums; None where the unit's own total stands alone."""
    sides = [total.numerator, total.denominator] if total.pair and total.numerator and total.denominator else [total]
    summed = [side.coverage for side in sides if side.part is not None and side.part.taken != "reported"]
    return min(summed, key=lambda coverage: coverage.heard) if summed else None


def is_stale(standing: Standing, total: Total, data: ReportData) -> bool:
    """True for a value carried over from before the year: nothing behind it belongs to the year itself."""
    ends = [data.facts[fact].period_end for fact in standing.facts if fact in data.facts]
    return bool(ends) and all(end is not None and end <= total.start for end in ends)


def facts_of_unit(total: Total, unit: str) -> tuple[int, ...]:
    """The facts behind what one unit of the tree contributes; for a ratio, those of both its sums."""
    sides = [total.numerator, total.denominator] if total.pair and total.numerator and total.denominator else [total]
    found: set[int] = set()
    for side in sides:
        part = _part_of(side.part, unit)
        if part is not None:
            found |= _summed(part) or {fact for pick in (part.own, part.reported) if pick for fact in pick.facts}
    return tuple(sorted(found))


def _part_of(part: Part | None, unit: str) -> Part | None:
    if part is None or part.unit == unit:
        return part
    return next((found for child in part.children if (found := _part_of(child, unit)) is not None), None)


def own_pick(part: Part | None) -> TimePick | None:
    """What the unit itself said of the whole: its reported total, else its own value."""
    if part is None:
        return None
    return next((pick for pick in (part.reported, part.own) if pick is not None and pick.known), None)


def _summed(part: Part | None) -> set[int]:
    """The facts that stand in a part's counted amount."""
    if part is None or part.counted is None:
        return set()
    if part.taken == "reported":
        pick = part.reported or part.own
        return set(pick.facts) if pick else set()
    found = set(part.own.facts) if part.own and part.own.amount is not None else set()
    for child in part.children:
        found |= _summed(child)
    return found


def _facts_where(part: Part | None, wanted: Callable[[TimePick], bool]) -> tuple[int, ...]:
    return tuple(sorted({fact for pick in _picks(part) if wanted(pick) for fact in pick.facts}))


def _picks(part: Part | None) -> Iterator[TimePick]:
    if part is None:
        return
    yield from (pick for pick in (part.own, part.reported) if pick is not None)
    for child in part.children:
        yield from _picks(child)
