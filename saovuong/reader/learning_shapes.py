"""What learning from people's decisions is made of."""

from dataclasses import dataclass

from saovuong.reader.taught import Taught, TaughtPhrase, TaughtWeight

CONFIRMED, PASSED, CORRECTED, REJECTED, ADDED = "confirmed", "passed", "corrected", "rejected", "added"
"""``passed`` was confirmed in a batch, without a person looking at the figure itself."""


@dataclass(frozen=True, slots=True)
class Example:
    """What a person decided about one number: ``text[start:end]`` in as much text as is needed to read it again.

    ``read`` is the measure that the reader gave (None: none, or the number was missed), ``right`` the measure that a person gave
    (None: the number is to be left alone). ``told`` names who decided and when, for showing."""

    key: str
    text: str
    start: int
    end: int
    decision: str
    read: str | None
    right: str | None
    told: str


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right of one span: all ``measures``, and none of ``wrong`` (None: nothing else)."""

    start: int
    end: int
    measures: frozenset[str]
    wrong: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with what is right in it. ``complete``: every number of the text is in ``gold``, so any other figure is wrong."""

    doc: str
    text: str
    period: str | None
    gold: tuple[Gold, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One number that is read otherwise: ``was`` and ``now`` are the measures read, ``right`` those that are right."""

    doc: str
    before: str
    quote: str
    after: str
    was: tuple[str, ...]
    now: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    better: tuple[Change, ...] = ()
    worse: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to teach, and what it changes alone. ``keys`` are the examples it comes from.

    ``held`` says in Vietnamese why it is not offered without being asked for; '' where it is."""

    measure: str
    phrases: tuple[TaughtPhrase, ...]
    weights: tuple[TaughtWeight, ...]
    keys: tuple[str, ...]
    effect: Effect
    held: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same words that people linked to different measures (None: left alone); nothing is learned from these examples."""

    words: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Unlearnt:
    """An example that is still read wrong, and why nothing could be learned from it."""

    example: Example
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """``items`` in order of their number from 1; ``taught`` and ``effect`` are with every item that is not held.

    ``examples`` counts all that were looked at, ``wrong`` those whose measure is read wrong now, ``other`` the corrections of something
    else (value, period, unit, role), from which nothing is learned."""

    items: tuple[Item, ...]
    conflicts: tuple[Conflict, ...]
    unlearnt: tuple[Unlearnt, ...]
    examples: int
    wrong: int
    other: int
    taught: Taught
    effect: Effect
