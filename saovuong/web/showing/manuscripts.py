"""A report in the making as its writer sees it: the sheet, the parts to write, what to look at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from saovuong.core.units import UnitInfo
from saovuong.reports.heads import issuer_for
from saovuong.reports.mentions import stale_mentions
from saovuong.reports.shapes import Draft, Manuscript, PartVersion, StaleMention
from saovuong.reports.templates import Node, Template
from saovuong.web.showing.sheets import explain_address


@dataclass(frozen=True, slots=True)
class Stale:
    """A number in the words that the report no longer shows; ``href`` explains the figure that it was about."""

    number: str
    label: str
    now: str
    href: str


@dataclass(frozen=True, slots=True)
class PartCard:
    """One part to be written. ``place`` is the heading above it. ``theirs`` is what somebody else saved meanwhile, where that is so."""

    code: str
    label: str
    place: str
    text: str
    version: int
    written_at: datetime | None
    written_by: str
    stale: tuple[Stale, ...]
    left_out: bool
    problem: str = ""
    theirs: PartVersion | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody sent for a part. With a ``problem`` it was not kept, and goes back into its field on top of the version ``base``;
    ``theirs``: because somebody else saved that part meanwhile."""

    part: str
    text: str
    problem: str = ""
    base: int = 0
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class SectionChoice:
    code: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SignerChoice:
    code: str
    words: str


def part_cards(manuscript: Manuscript, template: Template, draft: Draft | None, *, written: Written | None = None) -> list[PartCard]:
    """In the order of the paper, each with the numbers in it that need another look, where ``draft`` is given to see them by."""
    places, unit = _places(template), manuscript.info.unit_id
    stale = stale_mentions(manuscript.parts, draft.shape) if draft is not None else ()
    cards = [part_card(one, places, stale, unit=unit, left_out=manuscript.choices.left_out) for one in manuscript.parts]
    return [_not_kept(card, manuscript, written) if written and written.problem and card.code == written.part else card for card in cards]


def _not_kept(card: PartCard, manuscript: Manuscript, written: Written) -> PartCard:
    theirs = manuscript.part(card.code) if written.theirs else None
    return replace(card, text=written.text, version=written.base, problem=written.problem, theirs=theirs)


def part_card(
    part: PartVersion,
    places: Mapping[str, tuple[str, str, tuple[str, ...]]],
    stale: Sequence[StaleMention],
    *,
    unit: str,
    left_out: Sequence[str],
) -> PartCard:
    label, place, inside = places[part.part]
    return PartCard(
        code=part.part,
        label=label,
        place=place,
        text=part.text,
        version=part.version,
        written_at=part.written_at,
        written_by=part.written_by,
        stale=tuple(Stale(one.number, one.label, one.now, explain_address(one.key, unit)) for one in stale if one.part == part.part),
        left_out=not set(inside).isdisjoint(left_out),
    )


def section_choices(manuscript: Manuscript, template: Template) -> list[SectionChoice]:
    return [SectionChoice(node.code, node.title, node.code not in manuscript.choices.left_out) for node in template.optional()]


def signer_choices(template: Template, unit: UnitInfo) -> list[SignerChoice]:
    issuer = issuer_for(template, unit)
    return [SignerChoice(code, ", ".join(lines)) for code, lines in issuer.signers.items()]


def _places(template: Template) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """By the code of a part: its label, the heading above it, and the codes of the sections that it stands in."""
    out: dict[str, tuple[str, str, tuple[str, ...]]] = {}

    def walk(node: Node, inside: tuple[str, ...]) -> None:
        inside = (*inside, node.code) if node.code else inside
        for blank in node.blanks:
            out[blank.code] = (blank.label, node.title, inside)
        for inner in node.sections:
            walk(inner, inside)

    for part in template.parts:
        walk(part, ())
    return out
