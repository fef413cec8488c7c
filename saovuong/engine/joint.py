"""Joint events: what several units report of one and the same activity counts once above them (DESIGN 6.3, REPORT 3.1).

A unit's figure of a joint event stands inside the unit's own figure where that covers its days (*12 cuộc, trong đó 1 cuộc phối hợp*), else
beside it. Above the participants one of them counts: the one highest in the tree, then the newest as-of day, then the highest id; what the
others said is taken out of the sum. Nothing below changes: every unit keeps what it did itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from saovuong.core.quantity import Bounds, Modifier
from saovuong.engine.amounts import add, agree, take_away
from saovuong.engine.shapes import Amount, JointDeduction, JointMention, TimePick

_ONE = Decimal(1)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Strand:
    """What one unit contributes, kept apart so far that a joint event can be taken out, and parts of one unit put together, exactly.

    ``base`` has no joint events but those inside other figures; of these ``removed`` count elsewhere. ``held`` are the joint events by
    key. ``pieces`` are units divided by declared shares of which not all is here: the whole unit's strand and the share."""

    base: Amount | None = None
    removed: tuple[Amount, ...] = ()
    held: Mapping[str, JointMention] = field(default_factory=dict)
    pieces: "Mapping[str, tuple[Strand, Decimal]]" = field(default_factory=dict)

    def amount(self) -> Amount | None:
        """The sum with its modifier and bounds; None is unknown."""
        beside = [one.beside for one in self.held.values() if one.beside is not None]
        whole = add([*([self.base] if self.base else []), *beside])
        for one in self.removed:
            whole = take_away(whole, one) if whole is not None else None
        parts = [part for strand, share in self.pieces.values() if (part := scaled(strand.amount(), share)) is not None]
        return add([*([whole] if whole is not None else []), *parts])


def strand_of(pick: TimePick | None, *, unit: str, depth: int) -> Strand:
    """One unit's own work or reported total. ``depth`` counts from the root."""
    if pick is None or pick.amount is None:
        return Strand()
    if not pick.joint:
        return Strand(pick.amount)
    return Strand(pick.apart, held={one.key: replace(one, unit=unit, depth=depth) for one in pick.joint})


def piece_of(strand: Strand, *, unit: str, share: Decimal) -> Strand:
    """``share`` of what the divided ``unit`` contributes."""
    return Strand(pieces={unit: (strand, share)}) if strand.amount() is not None else Strand()


def put_together(strands: Iterable[Strand]) -> tuple[Strand, tuple[JointDeduction, ...]]:
    """The strand of a unit above others, and what was taken out because it is the same event."""
    joined = [*strands]
    pieces: dict[str, tuple[Strand, Decimal]] = {}
    for strand in joined:
        for unit, (whole, share) in strand.pieces.items():
            pieces[unit] = (pieces[unit][0], pieces[unit][1] + share) if unit in pieces else (whole, share)
    joined += [whole for whole, share in pieces.values() if share == _ONE]
    mentions: dict[str, list[JointMention]] = {}
    for strand in joined:
        for key, one in strand.held.items():
            mentions.setdefault(key, []).append(one)
    removed = [one for strand in joined for one in strand.removed]
    held: dict[str, JointMention] = {}
    deductions = []
    for key in sorted(mentions):
        kept, *dropped = sorted(mentions[key], key=_rank)
        held[key] = kept
        removed += [one.inside for one in dropped if one.inside is not None]
        if dropped:
            deductions.append(_deduction(key, kept, dropped))
    base = add([strand.base for strand in joined if strand.base is not None])
    left = {unit: piece for unit, piece in pieces.items() if piece[1] != _ONE}
    return Strand(base, tuple(removed), held, left), tuple(deductions)


def scaled(amount: Amount | None, share: Decimal) -> Amount | None:
    """A share of an amount, estimated: nobody counted where it happened, so all or nothing of it may be here."""
    if amount is None:
        return None
    return Amount(amount.value * share, Modifier.ABOUT, Bounds(_ZERO, amount.bounds.high), amount.uom, None, estimated=True)


def _rank(one: JointMention) -> tuple[int, int, int]:
    return one.depth, -one.as_of.toordinal(), -max(one.facts)


def _deduction(key: str, kept: JointMention, dropped: Sequence[JointMention]) -> JointDeduction:
    everyone = (kept, *dropped)
    lows, highs = [one.amount.bounds.low for one in everyone], [one.amount.bounds.high for one in everyone]
    ends = Bounds(
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )
    taken_out = sum((one.amount.value for one in dropped), _ZERO)
    differing = tuple(one for one in dropped if not agree(kept.amount, one.amount))
    return JointDeduction(key, kept, tuple(dropped), taken_out, ends, differing)
