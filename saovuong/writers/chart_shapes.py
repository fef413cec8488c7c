"""What a chart shows, before any picture exists. Numbers come with the words that a table beside the picture uses, so both say the same.

A value of None is unknown and is drawn as such, never as zero. ``title`` says what is shown, ``finding`` in one sentence what is to be
seen: it is the picture's alternative text."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of the pages (``--ink`` ... of the style sheet) and of the classes of a map, the best class first.

    The classes grow darker from the best to the worst, so that a print in black and white keeps their order."""

    ink: str = "#1b231f"
    soft: str = "#55605a"
    paper: str = "#fff"
    line: str = "#cfd5cd"
    line_strong: str = "#8b968e"
    lead: str = "#234534"
    lead_pale: str = "#e6eee8"
    wrong: str = "#9b1c16"
    right: str = "#1f6136"
    classes: tuple[str, ...] = ("#c3ddca", "#6ea884", "#a86405", "#7d1712")
    # Arial on Windows; the others have all Vietnamese letters too, which the Liberation Sans inside vl-convert lacks.
    font: str = "Arial, Arimo, 'Noto Sans', 'DejaVu Sans', 'Liberation Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """``met`` True is filled, False is drawn hollow; None: nothing to judge by. ``gap_before``: others that stood between are left out."""

    label: str
    value: Decimal | None
    text: str
    met: bool | None = None
    gap_before: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Lying bars from zero. ``mark`` is a value to compare with (a target), ``mark_text`` its words."""

    title: str
    finding: str
    bars: tuple[Bar, ...]
    mark: Decimal | None = None
    mark_text: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """One target: ``percent`` of it is done, ``due`` percent should be by now; either is None where it cannot be told."""

    label: str
    percent: Decimal | None
    due: Decimal | None
    text: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class ProgressChart:
    title: str
    finding: str
    rows: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """``label`` is the period. ``estimated`` is drawn hollow, ``note`` stands under the period (``ước``, ``chưa có số``)."""

    label: str
    value: Decimal | None
    text: str
    estimated: bool = False
    note: str = ""
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TrendChart:
    """``target_word`` names the marks of the targets."""

    title: str
    finding: str
    points: tuple[Point, ...]
    target_word: str = "chỉ tiêu"


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """``counts`` stand in the order of the chart's ``levels``."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SpreadChart:
    """How many units stand on each level, best first; every row adds up to its whole width."""

    title: str
    finding: str
    levels: tuple[str, ...]
    rows: tuple[SpreadRow, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """``group`` is the place of its class among ``DotMap.groups``; None: nothing is known, so it has no class and is drawn hollow."""

    label: str
    lat: float
    lon: float
    group: int | None


@dataclass(frozen=True, slots=True)
class DotMap:
    """``groups`` are the classes in words, the best first, at most four; ``unknown`` names the dots without one."""

    title: str
    finding: str
    groups: tuple[str, ...]
    dots: tuple[Dot, ...]
    unknown: str = "chưa có số liệu"


Chart = BarChart | ProgressChart | TrendChart | SpreadChart | DotMap
