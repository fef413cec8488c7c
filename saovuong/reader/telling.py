"""Why a figure was read so: its measure, its value, its modifier and its unit, each in words that a person can check against the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.core.quantity import Modifier
from saovuong.reader.claims import RATING, YES_NO, Claim
from saovuong.reader.features import Place
from saovuong.reader.link import Evidence, Linker, Ranked
from saovuong.reader.model import NONE
from saovuong.reader.numbers import has_comma_groups
from saovuong.reader.quantity import Quantity
from saovuong.reader.reasons import cue_in_words, rule_in_words
from saovuong.reader.shapes import Value

REPORTING = "đơn vị báo cáo: trước số trong câu không nêu đơn vị nào"
HEADED = "đơn vị nêu ở đầu văn bản: trước số trong câu không nêu đơn vị nào"
NO_UNIT = "không nêu đơn vị nào"
_MOST_CUES, _MOST_RULES, _MOST_RIVALS = 4, 3, 2
_MEANT = {
    Modifier.OVER: "cao hơn số này",
    Modifier.UNDER: "sát dưới số này",
    Modifier.ABOUT: "xấp xỉ số này",
    Modifier.AT_LEAST: "từ số này trở lên",
    Modifier.AT_MOST: "không quá số này",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the linker was asked of one number or claim, and its answer; best first."""

    kind: str
    place: Place
    evidence: Evidence
    ranked: Sequence[Ranked]


@dataclass(frozen=True, slots=True)
class Told:
    """What lies behind one candidate: the number or claim, the question for its measure, and the other reasons in words."""

    event: Quantity | Claim
    asked: Asked | None
    value: tuple[str, ...]
    scope: tuple[str, ...]
    unit: str


def measure_in_words(linker: Linker, asked: Asked, chosen: Ranked, others: Sequence[Ranked]) -> tuple[str, ...]:
    """The strongest phrase rules with their phrases, the strongest cues, the score, and the next measures with theirs."""
    reasons = asked.evidence.reasons
    if chosen.measure not in reasons:
        reasons[chosen.measure] = _speaks_for(linker, asked, chosen.measure)
    after = [one for one in others if one.measure not in (chosen.measure, NONE)][:_MOST_RIVALS]
    return (
        *reasons[chosen.measure],
        f"điểm {chosen.score:.2f}",
        *[f"kế tiếp: {linker.names[one.measure]} ({one.measure}; điểm {one.score:.2f}; {one.share:.2f})" for one in after],
    )


def _speaks_for(linker: Linker, asked: Asked, measure: str) -> tuple[str, ...]:
    evidence = asked.evidence
    cues = [one for one in linker.weights.explained(evidence.cues, measure)[:_MOST_CUES] if one[1] > 0]
    found = linker.rules(evidence, measure)
    rules = sorted([(-weight, name) for name, weight in found.items() if weight > 0])[:_MOST_RULES]
    said = evidence.rules.words(asked.place, measure) if any(name in evidence.phrases.told for _, name in rules) else {}
    return (
        *[f"{rule_in_words(name, said.get(name))} ({-weight:+.2f})" for weight, name in rules],
        *[f"{cue_in_words(name, linker.names)} ({weight:+.2f})" for name, weight in cues],
    )


def value_in_words(event: Quantity | Claim, low: str, value: Value, measure: Measure | None, catalogue: Catalogue) -> tuple[str, ...]:
    """How the value and its modifier were read; ``low`` is the text in matching form."""
    if isinstance(event, Claim):
        return (_claim_in_words(event),)
    said = _number_in_words(event, value, measure, catalogue)
    if event.value is not None and has_comma_groups(low[event.start : event.end], event.value):
        said += " (dấu phẩy ngăn hàng nghìn)"
    return (said, _modifier_in_words(event, low))


def _claim_in_words(claim: Claim) -> str:
    if claim.kind == RATING:
        return f"mức “{claim.word}”" + (" trở lên" if claim.modifier is Modifier.AT_LEAST else "")
    if claim.kind == YES_NO:
        return "câu khẳng định" if claim.yes else "câu nói chưa, không"
    return "câu nói không có: bằng 0"


def _number_in_words(one: Quantity, value: Value, measure: Measure | None, catalogue: Catalogue) -> str:
    if value is None:
        return "nêu mức chung, không nêu số"
    uom = catalogue.uoms.get(measure.uom) if measure else None
    unit = uom.name_vi if uom else ""
    parts = value if isinstance(value, tuple) else (value,)
    shown = " đến ".join(format_number(part) for part in parts if isinstance(part, Decimal))
    told = f"đọc là {shown}{'' if unit == '%' else ' '}{unit}".rstrip()
    if one.of is not None and one.value is not None:
        return f"{told}: {_pair_in_words(one, value)}"
    return f"{told} (viết bằng chữ)" if one.written else told


def _pair_in_words(one: Quantity, value: Value) -> str:
    if value == one.of:
        return "số sau dấu gạch chéo" if value != one.value else "hai số hai bên dấu gạch chéo bằng nhau"
    if value == one.share:
        return "tỷ lệ ghi cạnh cặp số"
    if value == one.value:
        return "số trước dấu gạch chéo"
    return "tỷ lệ tính từ cặp số"


def _modifier_in_words(one: Quantity, low: str) -> str:
    if one.modifier is Modifier.RANGE:
        return "khoảng giữa hai số"
    if one.modifier not in _MEANT:
        return "đúng số này: không có từ chỉ mức"
    before = " ".join(low[one.from_ : one.start].split())
    return f"“{before}” trước số: {_MEANT[one.modifier]}" if before else f"từ chỉ mức quanh số: {_MEANT[one.modifier]}"
