"""What the readers of a pack hand each other, and what lint tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from saovuong.core.catalogue import Form, Measure, ReadingWords, Regime, Scale, Topic, Uom

_T_co = TypeVar("_T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a pack. ``level`` is ``error`` or ``warning``; ``file`` and ``where`` lead to it."""

    code: str
    level: str
    file: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Placed(Generic[_T_co]):
    """A value with the file and place it was read from."""

    file: str
    place: str
    value: _T_co


@dataclass(frozen=True, slots=True)
class FormLine:
    """A measure asked from the shortest period ``since`` on: ``month`` is asked in the half-year and year reports too.

    ``levels`` empty means every level."""

    measure: str
    since: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormPart:
    title_vi: str
    title_en: str
    lines: tuple[FormLine, ...]


@dataclass(frozen=True, slots=True)
class FormPlan:
    """A form without its sections, and the sections of its file that it draws from."""

    form: Form
    parts: tuple[FormPart, ...]


@dataclass(slots=True)
class PackParts:
    """Everything a pack's files say, unchecked against each other, in the order of the files."""

    head: Mapping[str, str] = field(default_factory=dict)
    uoms: list[Placed[Uom]] = field(default_factory=list)
    scales: list[Placed[Scale]] = field(default_factory=list)
    topics: list[Placed[Topic]] = field(default_factory=list)
    measures: list[Placed[Measure]] = field(default_factory=list)
    regimes: list[Placed[Regime]] = field(default_factory=list)
    forms: list[Placed[FormPlan]] = field(default_factory=list)
    ratio_pairs: frozenset[tuple[str, str]] = frozenset()
    reading: ReadingWords = field(default_factory=ReadingWords)
