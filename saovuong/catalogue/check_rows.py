"""Rows of a pack's ``checks/`` into the shapes of :mod:`saovuong.core.checks`. Each function refuses what its own row gets wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from string import Formatter

from saovuong.catalogue.rows import Row
from saovuong.core.checks import (
    LEVELS,
    Answer,
    Breakdown,
    CheckRule,
    Claim,
    Contradiction,
    Cumulative,
    Duplicate,
    Funnel,
    Limits,
    Missing,
    Monotone,
    NotZero,
    Outlier,
    Params,
    PartOf,
    Percentage,
    Reported,
    Requires,
)

_SHARED = frozenset(("unit", "period"))
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "funnel": frozenset(("before", "before_value", "after", "after_value", "difference")),
    "part_of": frozenset(("whole", "whole_value", "part", "part_value", "difference")),
    "breakdown": frozenset(("whole", "whole_value", "sum", "sum_value", "relation", "difference")),
    "percentage": frozenset(("ratio", "ratio_value", "numerator", "numerator_value", "denominator", "denominator_value", "computed")),
    "claim": frozenset(("ratio", "ratio_value", "result", "result_value", "target", "target_value", "computed")),
    "limits": frozenset(("measure", "value", "limit")),
    "history": frozenset(("measure", "value", "side", "median", "count", "range")),
    "peers": frozenset(("measure", "value", "side", "median", "count", "range")),
    "duplicate": frozenset(("measure", "value", "count", "share", "periods")),
    "contradiction": frozenset(("measure", "used", "others", "reporter")),
    "reported": frozenset(("measure", "reported", "computed", "difference", "side")),
    "cumulative": frozenset(("measure", "value", "sum", "difference", "relation")),
    "monotone": frozenset(("measure", "value", "earlier", "earlier_period", "change", "way")),
    "requires": frozenset(("given", "given_value", "needs")),
    "answer": frozenset(("answer", "count", "value")),
    "not_zero": frozenset(("measure",)),
    "missing": frozenset(("measure", "count", "earlier")),
}
"""What a sentence of each kind may say beside the unit and the period. The keys are the kinds."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of the kinds, in Vietnamese and in English."""

    vi: Mapping[str, str]
    en: Mapping[str, str]


def read_check(row: Row, *, sentences: Sentences, names: Mapping[str, str]) -> CheckRule:
    kind = row.choice("kind", PLACEHOLDERS)
    own = row.maybe("sentence")
    sentence = own or sentences.vi.get(kind)
    if sentence is None:
        raise row.refuse(f"thiếu khóa “sentence”, và sentences.toml không có câu cho “{kind}”")
    # The kind's English would say something else than a rule's own sentence.
    sentence_en = row.maybe("sentence_en") or ("" if own else sentences.en.get(kind, ""))
    for each in (sentence, sentence_en):
        refuse_placeholders(row, kind, each)
    rule = CheckRule(
        code=row.text("code"),
        kind=kind,
        level=row.choice("level", LEVELS),
        title_vi=row.text("title_vi"),
        title_en=row.maybe("title_en") or "",
        sentence=sentence,
        params=_READERS[kind](row),
        reason=row.maybe("reason") or "",
        legal_basis=row.legal(),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        names=names,
        sentence_en=sentence_en,
        reason_en=row.maybe("reason_en") or "",
    )
    row.finish()
    return rule


def refuse_placeholders(row: Row, kind: str, sentence: str) -> None:
    try:
        used = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError as error:
        raise row.refuse(f"câu “{sentence}” không đúng cú pháp ({error})") from None
    unknown = sorted(used - PLACEHOLDERS[kind] - _SHARED)
    if unknown:
        known = ", ".join(sorted(PLACEHOLDERS[kind] | _SHARED))
        raise row.refuse(f"câu của “{kind}” không có chỗ điền “{unknown[0]}”, chỉ có: {known}")


def _several(row: Row, key: str, *, least: int = 1) -> tuple[str, ...]:
    found = row.texts(key)
    if len(found) < least:
        raise row.refuse(f"“{key}” phải có ít nhất {least} mã chỉ tiêu")
    if len(set(found)) < len(found):
        raise row.refuse(f"“{key}” có một mã hai lần")
    return found


def _amount(row: Row, key: str, *, default: str | None = None) -> Decimal:
    text = row.maybe(key) or default
    try:
        value = Decimal(text) if text is not None else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or value < 0:
        raise row.refuse(f'“{key}” phải là số thập phân không âm, viết như "3.5"')
    return value


def _part_of(row: Row) -> PartOf:
    return PartOf(row.text("whole"), _several(row, "parts"))


def _breakdown(row: Row) -> Breakdown:
    return Breakdown(row.text("whole"), _several(row, "parts", least=2), row.flag("exhaustive"))


def _limits(row: Row) -> Limits:
    low = _amount(row, "low") if "low" in row.data else None
    high = _amount(row, "high") if "high" in row.data else None
    if low is None and high is None:
        raise row.refuse("phải có “low” hoặc “high”")
    return Limits(_several(row, "measures"), low, high)


def _outlier(against: str) -> Callable[[Row], Outlier]:
    def read(row: Row) -> Outlier:
        return Outlier(
            against=against,
            measures=_several(row, "measures"),
            at_least=row.number("at_least", low=3, high=100),
            times=_amount(row, "times"),
            share=_amount(row, "share", default="0"),
            least=_amount(row, "least", default="0"),
        )

    return read


def _duplicate(row: Row) -> Duplicate:
    return Duplicate(row.choice("what", ("repeat", "quote", "copied")), row.number("at_least", low=2, high=500, default=2))


def _requires(row: Row) -> Requires:
    return Requires(_several(row, "given"), _several(row, "needs"), row.choice("mode", ("stated", "positive")))


def _answer(row: Row) -> Answer:
    if "says" not in row.data:
        raise row.refuse("thiếu khóa “says” (true hoặc false)")
    return Answer(row.text("answer"), row.flag("says"), _several(row, "counts"))


_READERS: Mapping[str, Callable[[Row], Params]] = {
    "funnel": lambda row: Funnel(_several(row, "steps", least=2), row.flag("mixed")),
    "part_of": _part_of,
    "breakdown": _breakdown,
    "percentage": lambda row: Percentage(row.texts("measures"), row.texts("besides")),
    "claim": lambda row: Claim(row.texts("measures")),
    "limits": _limits,
    "history": _outlier("history"),
    "peers": _outlier("peers"),
    "duplicate": _duplicate,
    "contradiction": lambda row: Contradiction(row.choice("between", ("documents", "reporters"))),
    "reported": lambda row: Reported(row.texts("besides")),
    "cumulative": lambda row: Cumulative(row.texts("measures"), row.texts("besides")),
    "monotone": lambda row: Monotone(_several(row, "measures"), row.choice("way", ("up", "down", "steady"))),
    "requires": _requires,
    "answer": _answer,
    "not_zero": lambda row: NotZero(_several(row, "measures")),
    "missing": lambda row: Missing(_several(row, "measures"), row.number("at_least", low=2, high=60)),
}
