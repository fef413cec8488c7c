"""What a reading is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from saovuong.core.quantity import FigureClass, Modifier, Role

Value = Decimal | tuple[Decimal, Decimal] | str | bool | None


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit that a text names. ``unit_id`` is None where several units or none fit the words."""

    start: int
    end: int
    text: str
    unit_id: str | None


class UnitNames(Protocol):
    """What the reader needs to know of the units; the org room has one."""

    def mentions(self, text: str, *, on: date | None, near: str | None) -> Sequence[UnitMention]:
        """Units named in ``text``, in order of position; ``near`` is the id of the reporting unit, whose surroundings win."""
        ...

    def name_of(self, unit_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """One figure and one measure, or one figure that fits no measure (``measure`` None).

    ``start`` and ``end`` count code points of :attr:`Reading.text` and cover the number with its money word, km or %, without the
    modifier word. ``value`` is a Decimal, a pair for a range, a level of the measure's scale, a bool, or None for *hàng trăm triệu*.
    ``uom`` is a code of the catalogue. ``period`` is a label of :mod:`saovuong.core.period`, ``yearly`` or None. ``confidence`` is 0 to 1.
    ``why`` lists the phrases and rules that decided, most telling first."""

    doc: str
    start: int
    end: int
    quote: str
    value: Value
    uom: str | None
    modifier: Modifier
    measure: str | None
    measure_name: str | None
    organisation: str | None
    unit_id: str | None
    period: str | None
    role: Role
    figure_class: FigureClass | None
    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one document.

    The same text, reporting unit, period, reader version, pack version and taught knowledge give the same reading on every machine.
    ``taught_sha256`` is '' where nothing was taught. ``notes`` are Vietnamese sentences on how the document was opened: what was
    converted, what could not be read."""

    doc: str
    text: str
    text_sha256: str
    reader_version: str
    pack_version: str
    candidates: tuple[Candidate, ...]
    not_understood: tuple[Candidate, ...]
    notes: tuple[str, ...] = ()
    taught_sha256: str = ""
