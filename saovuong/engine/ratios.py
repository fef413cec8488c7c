"""Ratios: recomputed from the totals of their parts over the same units; bare percentages listed, never rolled up (DESIGN 6.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from saovuong.core.quantity import MeasureKind
from saovuong.engine.amounts import claim_agrees, quotient
from saovuong.engine.joint import Strand, put_together, strand_of
from saovuong.engine.over_units import Fold, coverage_from
from saovuong.engine.shapes import Amount, ClaimedRatio, Coverage, ListedRatio, ListedSpread, Part, RatioPair

_Slot = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Basis:
    """Which units an amount rests on: ``needed`` with the share of the period each covers; a reported total may hold ``optional`` ones."""

    needed: frozenset[_Slot]
    optional: frozenset[str] = frozenset()

    def fits(self, other: "Basis") -> bool:
        mine, theirs = self.needed - other.needed, other.needed - self.needed
        return all(unit in other.optional for unit, _ in mine) and all(unit in self.optional for unit, _ in theirs)


_NO_BASIS = Basis(frozenset())


@dataclass(slots=True)
class Ratios:
    """The pair of every unit of the tree that has one, and the percentages that units gave."""

    percentages: Fold
    numerator: Fold
    denominator: Fold
    pairs: Mapping[str, RatioPair]

    def amount(self, unit: str) -> Amount | None:
        pair = self.pairs.get(unit)
        return quotient(pair.numerator, pair.denominator, uom=self.percentages.measure.uom) if pair else None


def combine(*, percentages: Fold, numerator: Fold, denominator: Fold) -> Ratios:
    """Pair numerator and denominator for every unit. All three folds are over the same tree and period."""
    by_share = numerator.measure.kind is MeasureKind.FLOW and denominator.measure.kind is MeasureKind.FLOW
    pairing = _Pairing(numerator, denominator, by_share, _bases(numerator, by_share=by_share), _bases(denominator, by_share=by_share))
    for unit in reversed(percentages.tree.units()):
        pairing.settle(unit)
    return Ratios(percentages, numerator, denominator, pairing.pairs)


def _bases(fold: Fold, *, by_share: bool) -> dict[str, Basis]:
    bases: dict[str, Basis] = {}
    inside: dict[str, frozenset[str]] = {}
    for unit in reversed(fold.tree.units()):
        part, children = fold.parts[unit], fold.tree.children.get(unit, ())
        inside[unit] = frozenset((unit,)).union(*(inside[child] for child in children), fold.tree.stands_for.get(unit, ()))
        if part.counted is None:
            bases[unit] = _NO_BASIS
        elif part.taken == "reported" and part.reported is not None:
            share = part.reported.share if by_share else Decimal(1)
            needed = frozenset((one, share) for one in inside[unit] & fold.tree.expected)
            bases[unit] = Basis(needed, inside[unit] - fold.tree.expected)
        else:
            own: frozenset[_Slot] = frozenset()
            if part.own is not None and part.own.amount is not None:
                own = frozenset(((unit, part.own.share if by_share else Decimal(1)),))
            bases[unit] = Basis(
                own.union(*(bases[child].needed for child in children)),
                frozenset[str]().union(*(bases[child].optional for child in children)),
            )
    return bases


@dataclass(slots=True)
class _Pairing:
    """Works up the tree. ``lacking`` holds, for every unit, who at or below it gave only one part, and which one lacks."""

    numerator: Fold
    denominator: Fold
    by_share: bool
    tops: Mapping[str, Basis]
    bottoms: Mapping[str, Basis]
    pairs: dict[str, RatioPair] = field(default_factory=dict)
    lacking: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    strands: dict[str, tuple[Strand, Strand]] = field(default_factory=dict)

    def settle(self, unit: str) -> None:
        top, base = self.numerator.parts[unit], self.denominator.parts[unit]
        if top.counted is not None and base.counted is not None and self.tops[unit].fits(self.bottoms[unit]):
            self.pairs[unit], self.lacking[unit] = RatioPair(top.counted, base.counted), []
            self.strands[unit] = self.numerator.strand(unit), self.denominator.strand(unit)
            return
        pair, lacking = self.matched(unit)
        if pair is None and top.reported and base.reported and top.reported.amount and base.reported.amount:
            pair, lacking = RatioPair(top.reported.amount, base.reported.amount), []
            depth = self.numerator.depth(unit)
            told = (strand_of(one.reported, unit=unit, depth=depth) for one in (top, base))
            self.strands[unit] = next(told), next(told)
        elif pair is None and not lacking and (top.counted is None) != (base.counted is None):
            lacking = [(unit, "numerator" if top.counted is None else "denominator")]
        self.lacking[unit] = lacking
        if pair is not None:
            self.pairs[unit] = pair

    def matched(self, unit: str) -> tuple[RatioPair | None, list[tuple[str, str]]]:
        """Own work and children that gave both parts, and who gave only one."""
        children = self.numerator.tree.children.get(unit, ())
        lacking = [entry for child in children for entry in self.lacking[child]]
        found = [self.strands[child] for child in children if child in self.pairs]
        tops, bases = [pair[0] for pair in found], [pair[1] for pair in found]
        own_top, own_base = self.numerator.parts[unit].own, self.denominator.parts[unit].own
        top, base = own_top.amount if own_top else None, own_base.amount if own_base else None
        same_days = not self.by_share or (own_top and own_top.share) == (own_base and own_base.share)
        if top is not None and base is not None and same_days:
            depth = self.numerator.depth(unit)
            tops.append(strand_of(own_top, unit=unit, depth=depth))
            bases.append(strand_of(own_base, unit=unit, depth=depth))
        elif top is not None or base is not None:
            lacking.append((unit, "numerator" if top is None else "denominator"))
        (top_strand, _), (base_strand, _) = put_together(tops), put_together(bases)
        self.strands[unit] = top_strand, base_strand
        sum_top, sum_base = top_strand.amount(), base_strand.amount()
        pair = RatioPair(sum_top, sum_base, tuple(lacking)) if sum_top is not None and sum_base is not None else None
        return pair, lacking


def ratio_part(ratios: Ratios, unit: str) -> Part:
    """The explanation of a ratio: at every unit the recomputed value, and the percentage the unit gave itself."""
    part, amount = ratios.percentages.parts[unit], ratios.amount(unit)
    given = (part.reported and part.reported.amount) or (part.own and part.own.amount)
    taken = "computed" if amount is not None else "reported" if given else "nothing"
    children = tuple(ratio_part(ratios, child.unit) for child in part.children)
    return Part(unit, part.own, part.reported, amount, taken, children)


def given_by_unit(ratios: Ratios) -> tuple[tuple[ListedRatio, ...], tuple[ClaimedRatio, ...], ListedSpread | None]:
    """Percentages that units gave, in tree order: those without parts are listed, those with parts stand beside the recomputed value."""
    listed: list[ListedRatio] = []
    claimed: list[ClaimedRatio] = []
    tree = ratios.percentages.tree
    for unit in tree.units():
        part = ratios.percentages.parts[unit]
        recomputed = ratios.amount(unit)
        for pick in (part.reported, part.own):
            if pick is None or pick.amount is None:
                continue
            whole = pick is part.reported or not part.children
            if recomputed is not None and whole:
                agrees = claim_agrees(claimed=pick.amount, recomputed=recomputed)
                claimed.append(ClaimedRatio(unit, pick.amount, recomputed, agrees, pick.facts))
            else:
                listed.append(ListedRatio(unit, pick.amount, pick.facts))
    values = [one.amount.value for one in listed if one.unit in tree.expected]
    spread = ListedSpread(len(values), min(values), max(values)) if values else None
    return tuple(listed), tuple(claimed), spread


def ratio_coverage(ratios: Ratios) -> Coverage:
    """A unit is heard for a ratio when it gave the percentage, or when both parts are known and it stated one of them itself: a quota
    comes from above."""
    heard: set[str] = set()
    by_others: set[str] = set()
    for unit in ratios.percentages.tree.units():
        parts = [(fold.measure, fold.parts[unit].own) for fold in (ratios.numerator, ratios.denominator)]
        given = tuple(ratios.percentages.picks(unit))
        both = all(pick is not None and pick.known for _, pick in parts)
        itself = any(pick is not None and pick.stated and not measure.always_target for measure, pick in parts)
        if any(pick.stated for pick in given) or (both and itself):
            heard.add(unit)
        elif both or any(pick.known for pick in given):
            by_others.add(unit)
    return coverage_from(ratios.percentages.tree, heard=heard, by_others=by_others)
