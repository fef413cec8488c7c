"""Ratings and answers over units: a distribution and a count, never an average (DESIGN 6.3)."""

from saovuong.core.catalogue import Scale
from saovuong.engine.over_units import Fold
from saovuong.engine.shapes import RatingSpread, YesNoCount


def rating_spread(fold: Fold, *, scale: Scale) -> RatingSpread:
    """How many expected units stand on each level, every level of the scale present, best first."""
    by_unit = {unit: pick.rating for place, unit in _once(fold) for pick in fold.picks(place) if pick.rating is not None}
    expected = _expected(fold)
    counts = dict.fromkeys(scale.levels, 0)
    for unit, level in by_unit.items():
        if unit in expected:
            counts[level] += 1
    return RatingSpread(counts, by_unit, {unit: level for unit, level in by_unit.items() if unit not in expected})


def yes_no_count(fold: Fold) -> YesNoCount:
    """How many of the expected units that answered said yes, and who said no."""
    answers = {unit: pick.flag for place, unit in _once(fold) for pick in fold.picks(place) if pick.flag is not None}
    among = _expected(fold)
    expected = {unit: flag for unit, flag in answers.items() if unit in among}
    return YesNoCount(
        sum(expected.values()),
        len(expected),
        tuple(unit for unit, flag in expected.items() if not flag),
        {unit: flag for unit, flag in answers.items() if unit not in among},
    )


def _once(fold: Fold) -> tuple[tuple[str, str], ...]:
    return fold.tree.counted_once(divided=False)


def _expected(fold: Fold) -> frozenset[str]:
    return frozenset(unit for place, unit in _once(fold) if place in fold.tree.expected)
