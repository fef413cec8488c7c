"""What makes a value fit to be entered. Nothing here touches the database: new facts in, rows or reasons out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.errors import Refusal
from saovuong.core.period import YEARLY, BadPeriod, Period
from saovuong.core.quantity import MeasureKind, Modifier, Role, Scope
from saovuong.core.text import search_key
from saovuong.core.units import UnitInfo
from saovuong.ledger.shapes import Evidence, NewFact

# SQLite keeps decimals as 8-byte floats: up to fifteen digits come back exactly, and no office counts further.
_DIGITS, _PLACES = 15, 6
_LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class FactProblem:
    """Why one value is refused. ``place`` names it for a person: its number and its measure."""

    code: str
    place: str
    reason: str

    def __str__(self) -> str:
        return f"[{self.code}] {self.place}: {self.reason}"


class FactsRefused(Refusal):
    """Raised with every reason at once; none of the values was entered."""

    code = "SV-530"
    template = "Không ghi số liệu nào vào sổ. Cần sửa: {reasons}"

    def __init__(self, problems: Sequence[FactProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(reasons="; ".join(str(problem) for problem in problems))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where values are entered: what the submission says for facts that do not say it themselves, and what they are checked against.

    ``unit`` finds a unit by id; ``may_enter`` says whether the actor's rights cover it."""

    catalogue: Catalogue
    unit_id: str
    period_label: str
    scope: Scope
    cut_off_day: int
    today: date
    unit: Callable[[str], UnitInfo | None]
    may_enter: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ReadyFact:
    """A value with nothing left open, as it will be stored."""

    number: int | None
    unit_id: str
    measure: str
    period_label: str
    period_start: date
    period_end: date | None
    as_of: date
    role: Role
    scope: Scope
    value: Decimal | None
    high: Decimal | None
    rating: str | None
    flag: bool | None
    unquantified: bool
    modifier: Modifier
    uom: str
    comparator: str | None
    target_mode: str | None
    evidence: Evidence
    note: str
    joint: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """Two values under one key and from one source contradict or repeat each other."""
        source = self.evidence.document_id, self.evidence.source
        return self.unit_id, self.measure, self.period_label, self.role, self.scope, *source, self.joint


def facts_ready(
    facts: Sequence[NewFact], *, setting: Setting, taken: Sequence[tuple[tuple[object, ...], int]] = ()
) -> tuple[ReadyFact, ...]:
    """Every fact completed and checked. ``taken`` are the keys of the submission's present facts with their numbers.

    Raises :class:`FactsRefused` with all reasons."""
    problems: list[FactProblem] = []
    ready: list[ReadyFact] = []
    seen = dict(taken)
    for position, fact in enumerate(facts, start=1):
        found = fact_problems(fact, setting=setting, number=fact.number or position)
        if not found:
            row = _complete(fact, setting.catalogue.measures[fact.measure], setting)
            if row.key in seen:
                place = _place(fact, setting, fact.number or position)
                reason = (
                    f"hồ sơ này đã có số liệu {seen[row.key]} cho đúng chỉ tiêu, đơn vị, kỳ và nguồn này; sửa số liệu đó thay vì nhập thêm"
                )
                found.append(FactProblem("SV-541", place, reason))
            seen[row.key] = fact.number or position
            ready.append(row)
        problems.extend(found)
    if problems:
        raise FactsRefused(problems)
    return tuple(ready)


def fact_problems(fact: NewFact, *, setting: Setting, number: int) -> list[FactProblem]:
    """What is wrong with one value by itself; ``number`` is what to call it."""
    measure = setting.catalogue.measures.get(fact.measure)
    place = _place(fact, setting, number)
    return [FactProblem(code, place, reason) for code, reason in _problems(fact, measure, setting)]


def _place(fact: NewFact, setting: Setting, number: int) -> str:
    measure = setting.catalogue.measures.get(fact.measure)
    return f"số liệu {number} ({measure.name_vi if measure else fact.measure})"


def _problems(fact: NewFact, measure: Measure | None, setting: Setting) -> Iterator[tuple[str, str]]:
    if measure is None:
        yield "SV-531", f"danh mục không có chỉ tiêu “{fact.measure}”"
    elif not measure.enabled:
        yield "SV-532", "chỉ tiêu này đang tắt vì có thể thuộc danh mục bí mật; chỉ người có thẩm quyền mới bật được trong config.toml"
    else:
        yield from _value_problems(fact, measure, setting.catalogue)
        yield from _joint_problems(fact, measure)
    yield from _role_problems(fact)
    yield from _period_problems(fact, setting)
    yield from _unit_problems(fact, setting)
    yield from _evidence_problems(fact.evidence)


def _value_problems(fact: NewFact, measure: Measure, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    if fact.uom is not None and fact.uom != measure.uom:
        yield "SV-533", f"đơn vị tính “{fact.uom}” khác đơn vị tính của chỉ tiêu (“{measure.uom}”)"
    given = [fact.value is not None, fact.rating is not None, fact.flag is not None, fact.unquantified]
    if sum(given) != 1:
        yield "SV-534", "phải có đúng một giá trị: số, mức xếp loại, có/không, hoặc ghi rõ là không nêu số"
        return
    wanted = {MeasureKind.RATING: fact.rating is not None, MeasureKind.YES_NO: fact.flag is not None}
    is_number = fact.value is not None or fact.unquantified
    if not wanted.get(measure.kind, is_number):
        yield "SV-535", f"giá trị không đúng loại của chỉ tiêu ({_KIND_NAMES[measure.kind]})"
    elif fact.rating is not None and fact.rating not in catalogue.scale_of(measure).levels:
        yield "SV-536", f"“{fact.rating}” không có trong thang: {', '.join(catalogue.scale_of(measure).levels)}"
    yield from _number_problems(fact)


def _number_problems(fact: NewFact) -> Iterator[tuple[str, str]]:
    numbers = [number for number in (fact.value, fact.high) if number is not None]
    if not all(fits_the_book(number) and number >= 0 for number in numbers):
        yield "SV-537", f"số phải không âm, tối đa {_DIGITS} chữ số và {_PLACES} chữ số thập phân"
    elif (fact.modifier is Modifier.RANGE) != (fact.high is not None) or (fact.high is not None and (fact.value or 0) > fact.high):
        yield "SV-538", "khoảng giá trị phải có số đầu và số cuối, số đầu không lớn hơn số cuối"


def fits_the_book(number: Decimal) -> bool:
    """Whether a number comes back from every database exactly as it went in."""
    if not number.is_finite():
        return False
    if not number:
        return True
    digits, exponent = number.normalize().as_tuple()[1:]
    return isinstance(exponent, int) and exponent >= -_PLACES and len(digits) + max(exponent, 0) <= _DIGITS


def joint_key(text: str | None) -> str | None:
    """The key under which a joint event is kept, the same however its participants spell it: ``Diễn tập KV1 2024`` is
    ``DIEN-TAP-KV1-2024``. None for no words."""
    return "-".join(search_key(text.replace("-", " ")).split()).upper() or None if text else None


def _joint_problems(fact: NewFact, measure: Measure) -> Iterator[tuple[str, str]]:
    if fact.joint is None:
        return
    if measure.kind is not MeasureKind.FLOW or measure.always_target or fact.role is not Role.RESULT or fact.value is None:
        yield "SV-554", "mã việc chung chỉ dùng cho số phát sinh trong kỳ, là kết quả và có nêu số"
    elif len(joint_key(fact.joint) or "") not in range(1, _LONGEST_KEY + 1):
        yield "SV-555", f"mã việc chung phải có chữ hoặc số, tối đa {_LONGEST_KEY} ký tự; các bên cùng dùng một mã"


def _role_problems(fact: NewFact) -> Iterator[tuple[str, str]]:
    if fact.role is Role.CONTEXT:
        yield "SV-539", "số liệu bối cảnh không ghi vào sổ; chọn kết quả hoặc chỉ tiêu (mục tiêu)"
    elif fact.role is Role.RESULT and (fact.comparator or fact.target_mode):
        yield "SV-539", "chỉ mục tiêu mới có phép so sánh hoặc cách giao"
    elif fact.comparator not in (None, "=", ">=", "<=") or fact.target_mode not in (None, "each", "total"):
        yield "SV-539", "phép so sánh phải là =, >= hoặc <=; cách giao phải là each hoặc total"


def _period_problems(fact: NewFact, setting: Setting) -> Iterator[tuple[str, str]]:
    try:
        label, start, _ = _days(fact, setting)
    except BadPeriod as bad:
        yield BadPeriod.code, bad.message
        return
    if fact.role is Role.RESULT and start > setting.today:
        yield "SV-540", f"kỳ {label} chưa bắt đầu (từ {start:%d/%m/%Y}) nên chưa thể có kết quả"


def _days(fact: NewFact, setting: Setting) -> tuple[str, date, date | None]:
    """Label and data range. What is said of every year (*hằng năm*) holds from the submission's period on. Raises BadPeriod."""
    said = (fact.period_label or "").strip()
    period = Period.parse(setting.period_label if said in ("", YEARLY) else said)
    start, end = period.data_range(cut_off_day=setting.cut_off_day)
    return (YEARLY, start, None) if said == YEARLY else (period.label, start, end)


def _unit_problems(fact: NewFact, setting: Setting) -> Iterator[tuple[str, str]]:
    if fact.unit_id is None or fact.unit_id == setting.unit_id:
        return
    info = setting.unit(fact.unit_id)
    if info is None:
        yield "SV-542", f"không có đơn vị “{fact.unit_id}”"
    elif not setting.may_enter(fact.unit_id):
        yield "SV-543", f"tài khoản không có quyền nhập số liệu cho “{info.name}”"


def _evidence_problems(evidence: Evidence) -> Iterator[tuple[str, str]]:
    if not evidence.source.strip() or len(evidence.source) > 500:
        yield "SV-544", "phải ghi nguồn của số liệu (tối đa 500 ký tự): tên tệp, hoặc tên bài, nơi công bố và ngày"
    spans = evidence.start, evidence.end
    if spans != (None, None) and (
        evidence.document_id is None or evidence.start is None or evidence.end is None or not 0 <= evidence.start < evidence.end
    ):
        yield "SV-545", "vị trí trích dẫn phải nằm trong một tài liệu và có đầu, cuối"
    elif (evidence.figure_start, evidence.figure_end) != (None, None) and not (
        (evidence.start or 0) <= (evidence.figure_start or 0) < (evidence.figure_end or 0) <= (evidence.end or 0)
    ):
        yield "SV-545", "vị trí của số phải nằm trong đoạn trích dẫn"


def _complete(fact: NewFact, measure: Measure, setting: Setting) -> ReadyFact:
    label, start, end = _days(fact, setting)
    last_day = setting.today if end is None else min(setting.today, end - timedelta(days=1))
    return ReadyFact(
        number=fact.number,
        unit_id=fact.unit_id or setting.unit_id,
        measure=measure.code,
        period_label=label,
        period_start=start,
        period_end=end,
        as_of=fact.as_of or last_day,
        role=fact.role,
        scope=fact.scope or setting.scope,
        value=fact.value,
        high=fact.high,
        rating=fact.rating,
        flag=fact.flag,
        unquantified=fact.unquantified,
        modifier=fact.modifier,
        uom=measure.uom,
        comparator=fact.comparator,
        target_mode=fact.target_mode,
        evidence=fact.evidence,
        note=fact.note,
        joint=joint_key(fact.joint),
    )


_KIND_NAMES = {
    MeasureKind.FLOW: "số phát sinh trong kỳ",
    MeasureKind.STOCK: "số có tại một thời điểm",
    MeasureKind.RATIO: "tỷ lệ",
    MeasureKind.RATING: "mức xếp loại",
    MeasureKind.YES_NO: "có hoặc không",
}
