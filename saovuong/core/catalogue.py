"""What a pack says, as frozen values: topics, measures, scales, units of measure, regimes, forms.

The catalogue room reads these from TOML; the reader, the engine and the reports only ever see these shapes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from saovuong.core.quantity import MeasureKind


@dataclass(frozen=True, slots=True)
class Uom:
    """A unit of measure. ``words`` are the spellings that may follow a number in a text, longest first; ``factors`` are words that
    must be multiplied to reach this unit (``m`` 0.001 for km). ``many_en`` is the English of more than one, where it differs."""

    code: str
    name_vi: str
    name_en: str
    words: tuple[str, ...] = ()
    factors: Mapping[str, str] = field(default_factory=dict)
    many_en: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordinal scale, best first. ``aliases`` maps other spellings to a level (``HTTNV`` -> ``hoàn thành tốt nhiệm vụ``).

    ``labels`` are the words to print for levels whose stored name is long; ``levels_en`` are the English names in the same order."""

    code: str
    name_vi: str
    name_en: str
    levels: tuple[str, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    levels_en: tuple[str, ...] = ()

    def label(self, level: str) -> str:
        """What people read for a level."""
        return self.labels.get(level, level)

    def rank(self, level: str) -> int:
        """0 is best. Raises ValueError for a level that is not on the scale."""
        return self.levels.index(level)


@dataclass(frozen=True, slots=True)
class Topic:
    code: str
    name_vi: str
    name_en: str
    order: int
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """An act and what it says. ``valid_to`` is the first day on which it no longer holds; a side without a date is open or not known.

    ``verified`` is False where nobody has compared the words and dates with the act itself."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None
    verified: bool = False

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted. ``numerator`` and ``denominator`` are measure codes and are set for every ratio; ``scale`` is set for every
    rating. ``direction`` is ``up`` (more is better), ``down`` or ``neutral``. ``enabled`` is False for measures that may be state
    secrets (``co_the_mat``) until an administrator switches them on."""

    code: str
    name_vi: str
    name_en: str
    topic: str
    kind: MeasureKind
    uom: str
    direction: str
    sensitivity: str
    phrases: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    scale: str | None = None
    legal_basis: tuple[LegalBasis, ...] = ()
    breakdowns: tuple[str, ...] = ()
    target_rule: str | None = None
    note: str | None = None
    source: str | None = None
    always_target: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """A level's report must arrive before ``month``/``day`` (the law says *trước ngày*).

    ``month`` None is the last month of the period, so a monthly report is due in its own month; ``year_offset`` 1 is the year after the
    period. ``to`` names the receiving level."""

    level: str
    period_kind: str
    day: int
    month: int | None
    year_offset: int
    legal_basis: LegalBasis
    to: str = ""


@dataclass(frozen=True, slots=True)
class Regime:
    """A reporting regime: which period kinds it knows, the day the data close, and the dated deadlines per level."""

    code: str
    name_vi: str
    name_en: str
    period_kinds: tuple[str, ...]
    cut_off_day: int
    legal_basis: tuple[LegalBasis, ...]
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSection:
    title_vi: str
    title_en: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Which measures a level reports in a regime for a kind of period, in the order of the official report."""

    code: str
    name_vi: str
    name_en: str
    regime: str
    level: str
    period_kind: str
    sections: tuple[FormSection, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(code for section in self.sections for code in section.measures)


@dataclass(frozen=True, slots=True)
class AbsenceWords:
    """``words`` are what did not happen where *không*, *chưa* stand before them. With ``befalls`` they count only where one of those
    stands between (*không có đảng viên vi phạm*), and then before all others."""

    measure: str
    words: tuple[str, ...]
    befalls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementWords:
    """A statement of yes or no: one of ``says`` beside one of ``about`` says yes of ``measure``, one of ``denies`` says no.

    Without ``about`` the words name their subject themselves. Of several measures with the same ``says`` the one counts whose ``about``
    stands nearest, or one of whose ``bearers`` stands right before, else the one that is ``usual``. ``asks`` are titles of table rows
    whose cells answer (*có*, *chưa*)."""

    measure: str
    says: tuple[str, ...]
    about: tuple[str, ...] = ()
    bearers: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    usual: bool = False


@dataclass(frozen=True, slots=True)
class RatingWords:
    """``about``: what is rated by ``measure`` where a level of its scale follows; ``strong`` if it outdoes other subjects of its clause
    (*tự vệ bắn đạn thật giỏi*). ``bearers`` are rated only right before the level (*xã hoàn thành tốt nhiệm vụ*, not *diễn tập ở xã ...*).
    Words in ``generally`` may stand for several measures (*huấn luyện khá*): what the text named before decides, else the ``usual`` one."""

    measure: str
    about: tuple[str, ...] = ()
    bearers: tuple[str, ...] = ()
    generally: tuple[str, ...] = ()
    strong: bool = False
    usual: bool = False


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """What the reader must know of a pack's field of work beside the measures themselves; codes are measure codes.

    ``context_measures`` describe the place and not the work. The work of ``done_ahead`` for a year is done before it (sifting before
    enlistment), so a coming year makes them no targets. ``pair_targets``: the number behind the slash counts the second measure
    (*giao 07/07*). ``works``: words that name a measure's work, so that one percentage before ``closes`` (*100% chỉ tiêu*) may close
    several quotas.

    Claims: ``absences`` are what did not happen where *không*, *chưa* stand before it (*không có* điểm nóng), but for the longer wordings
    ``not_absent`` (*vi phạm vùng biển*); ``said`` the statements of yes or no, but for the longer wordings ``not_said`` (*nghiêm trọng*);
    ``rated`` what has a level of a scale, but for those who have one only as a part that is counted, ``not_rated`` (*đảng viên*). A short
    level counts behind ``level_before``. ``statements`` are wordings of yes or no whose measure the words around decide."""

    context_measures: frozenset[str] = frozenset()
    done_ahead: frozenset[str] = frozenset()
    pair_targets: Mapping[str, str] = field(default_factory=dict)
    absences: tuple[AbsenceWords, ...] = ()
    not_absent: tuple[str, ...] = ()
    not_said: tuple[str, ...] = ()
    not_rated: tuple[str, ...] = ()
    said: tuple[StatementWords, ...] = ()
    rated: tuple[RatingWords, ...] = ()
    statements: tuple[str, ...] = ()
    level_before: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    works: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """A loaded pack. Mappings keep the pack's order. ``version`` names the pack's content and is stored with every reading."""

    pack: str
    version: str
    topics: Mapping[str, Topic]
    measures: Mapping[str, Measure]
    scales: Mapping[str, Scale]
    uoms: Mapping[str, Uom]
    regimes: Mapping[str, Regime]
    forms: Mapping[str, Form]
    reading: ReadingWords = field(default_factory=ReadingWords)

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Measure, ...]]:
        out: dict[str, list[Measure]] = {code: [] for code in self.topics}
        for measure in self.measures.values():
            out[measure.topic].append(measure)
        return {code: tuple(rows) for code, rows in out.items()}

    def scale_of(self, measure: Measure) -> Scale:
        return self.scales[measure.scale or ""]
