"""The checks of a pack: read from its ``checks/`` folder, compared with its measures. Pure, like the rest of the pack's loading."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from importlib.resources.abc import Traversable
from pathlib import Path

from saovuong.catalogue.check_rows import PLACEHOLDERS, Sentences, read_check, refuse_placeholders
from saovuong.catalogue.files import pack_folder, read_row, shipped_pack, toml_names
from saovuong.catalogue.packs import DEFAULT_PACK, load_catalogue, load_folder
from saovuong.catalogue.references import DUPLICATE, UNKNOWN
from saovuong.catalogue.rows import TOP, BadPack
from saovuong.catalogue.shapes import Finding, Placed
from saovuong.catalogue.trying import OnBad, each_tried, tried
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.checks import (
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
    PartOf,
    Percentage,
    Reported,
    Requires,
)
from saovuong.core.errors import Refusal
from saovuong.core.quantity import MeasureKind

CHECKS = "checks"
SENTENCES = "checks/sentences.toml"
DOES_NOT_FIT = "SV-150"
DATES = "SV-151"
NO_REASON = "SV-152"

_COUNTED = frozenset((MeasureKind.FLOW, MeasureKind.STOCK))
_NUMBERS = _COUNTED | {MeasureKind.RATIO}


def load_checks(*, pack: str = DEFAULT_PACK) -> tuple[CheckRule, ...]:
    """The checks of a pack that comes with the product, cached. Raises UnknownPack, BadPack with the file and place."""
    return _shipped(pack)


class UnknownCheck(Refusal):
    code = "SV-153"
    template = "Không có quy tắc kiểm tra nào mang mã “{rule}”.{hint} Xem danh sách bằng: saovuong check rules."


def chosen_checks(*, pack: str = DEFAULT_PACK, codes: Iterable[str] | None = None) -> tuple[CheckRule, ...]:
    """The pack's checks of these ``codes`` (None: all), in its order. Raises as :func:`load_checks`, :class:`UnknownCheck`."""
    known = load_checks(pack=pack)
    if codes is None:
        return known
    wanted = set(codes)
    for code in sorted(wanted - {rule.code for rule in known}):
        near = [rule.code for rule in known if code and code in rule.code][:5]
        raise UnknownCheck(rule=code, hint=f" Có phải: {', '.join(near)}?" if near else "")
    return tuple(rule for rule in known if rule.code in wanted)


@lru_cache(maxsize=8)
def _shipped(pack: str) -> tuple[CheckRule, ...]:
    return _sound(shipped_pack(pack), load_catalogue(pack=pack).measures)


def load_checks_folder(*, folder: Path) -> tuple[CheckRule, ...]:
    """The checks of a pack in any folder, read anew; otherwise as :func:`load_checks`."""
    return _sound(pack_folder(folder), load_folder(folder=folder).measures)


def _sound(folder: Traversable, measures: Mapping[str, Measure]) -> tuple[CheckRule, ...]:
    rows = read_checks(folder, on_bad=_refuse)
    for finding in check_findings(rows, measures):
        if finding.level == "error":
            raise BadPack(file=finding.file, place=finding.where, reason=finding.message)
    return tuple(row.value for row in rows)


def _refuse(bad: BadPack) -> None:
    raise bad


def read_checks(folder: Traversable, *, on_bad: OnBad) -> list[Placed[CheckRule]]:
    """Every rule with its place, by file; a pack may have none. ``on_bad`` is told of what cannot be read and may raise."""
    names = toml_names(folder, below=CHECKS)
    sentences = tried(lambda: _sentences(folder), on_bad) if SENTENCES in names else None
    out: list[Placed[CheckRule]] = []
    for name in names:
        if name != SENTENCES:
            out += tried(partial(_file, folder, name, sentences or Sentences({}, {}), on_bad), on_bad) or ()
    return out


def _sentences(folder: Traversable) -> Sentences:
    row = read_row(folder, SENTENCES)
    found, english = row.mapping("sentence"), row.mapping("sentence_en")
    row.finish()
    for kind, sentence in (*found.items(), *english.items()):
        if kind not in PLACEHOLDERS:
            raise BadPack(file=SENTENCES, place=TOP, reason=f"không có loại kiểm tra “{kind}”")
        refuse_placeholders(row, kind, sentence)
    return Sentences(found, english)


def _file(folder: Traversable, name: str, sentences: Sentences, on_bad: OnBad) -> list[Placed[CheckRule]]:
    row = read_row(folder, name)
    names = row.mapping("names")
    rows = row.rows("check")
    row.finish()
    return each_tried(rows, partial(read_check, sentences=sentences, names=names), on_bad)


def check_findings(rows: Sequence[Placed[CheckRule]], measures: Mapping[str, Measure]) -> Iterator[Finding]:
    """What the checks of a pack get wrong beside its measures and each other: errors that no check may be run with, and warnings."""
    first: dict[str, Placed[CheckRule]] = {}
    for row in rows:
        rule = row.value
        if first.setdefault(rule.code, row) is not row:
            yield _error(DUPLICATE, row, f"mã kiểm tra “{rule.code}” đã có ở {first[rule.code].file}")
        unknown = sorted({code for code in (*codes_of(rule), *rule.names) if code not in measures})
        for code in unknown:
            yield _error(UNKNOWN, row, f"không có chỉ tiêu “{code}”")
        if not unknown:
            yield from _fits(row, measures)
        if rule.valid_from and rule.valid_to and rule.valid_to <= rule.valid_from:
            yield _error(DATES, row, f"hết hiệu lực ({rule.valid_to}) trước khi có hiệu lực ({rule.valid_from})")
        if not rule.reason and not rule.legal_basis:
            yield Finding(NO_REASON, "warning", row.file, row.place, "không nêu căn cứ (legal_basis) hay lý do (reason)")


def codes_of(rule: CheckRule) -> tuple[str, ...]:
    """The measures that a rule names; none for a rule over every measure of a kind."""
    match rule.params:
        case Funnel(steps, _):
            return steps
        case PartOf(whole, parts) | Breakdown(whole, parts, _):
            return (whole, *parts)
        case Percentage(measures, besides) | Cumulative(measures, besides):
            return (*measures, *besides)
        case Claim(measures) | NotZero(measures):
            return measures
        case Limits() | Monotone() | Missing() | Outlier() as each:
            return each.measures
        case Reported(besides):
            return besides
        case Requires(given, needs, _):
            return (*given, *needs)
        case Answer(answer, _, counts):
            return (answer, *counts)
        case _:
            return ()


def rules_about(*, measure: Measure, rules: Iterable[CheckRule], catalogue: Catalogue) -> tuple[CheckRule, ...]:
    """The rules that look at a measure, in their order: those that name it, and those over every measure of its kind."""
    return tuple(rule for rule in rules if _looks_at(rule, measure, catalogue))


def _looks_at(rule: CheckRule, measure: Measure, catalogue: Catalogue) -> bool:
    match rule.params:
        case Percentage(chosen, besides):
            return measure.code not in besides and (measure.code in chosen or (not chosen and measure.kind is MeasureKind.RATIO))
        case Cumulative(chosen, besides):
            return measure.code not in besides and (measure.code in chosen or (not chosen and measure.kind is MeasureKind.FLOW))
        case Claim(()):
            quota = catalogue.measures.get(measure.denominator or "")
            return quota is not None and quota.always_target
        case Reported(besides):
            return measure.code not in besides and measure.kind in _COUNTED
        case Duplicate() | Contradiction():
            return True
        case _:
            return measure.code in codes_of(rule)


def _error(code: str, row: Placed[CheckRule], message: str) -> Finding:
    return Finding(code, "error", row.file, row.place, message)


def _fits(row: Placed[CheckRule], measures: Mapping[str, Measure]) -> Iterator[Finding]:
    """Kinds and units of measure that a rule of its kind can compare."""
    match row.value.params:
        case Funnel() | PartOf() | Breakdown() as params:
            codes = codes_of(row.value)
            if params.whole in params.parts if isinstance(params, PartOf | Breakdown) else False:
                yield _error(DOES_NOT_FIT, row, "cái toàn thể không thể là một phần của chính nó")
            yield from _of_kinds(row, [measures[code] for code in codes], _COUNTED, "số đếm (flow, stock)")
            uoms = {measures[code].uom for code in codes}
            if len(uoms) > 1 and not (isinstance(params, Funnel) and params.mixed):
                yield _error(DOES_NOT_FIT, row, f"so các chỉ tiêu khác đơn vị tính: {', '.join(sorted(uoms))}")
        case Percentage(chosen, besides):
            yield from _of_kinds(row, [measures[code] for code in (*chosen, *besides)], frozenset((MeasureKind.RATIO,)), "tỷ lệ (ratio)")
        case Claim(chosen):
            yield from _of_kinds(row, [measures[code] for code in chosen], frozenset((MeasureKind.RATIO,)), "tỷ lệ (ratio)")
        case Cumulative(chosen, besides):
            yield from _of_kinds(
                row, [measures[code] for code in (*chosen, *besides)], frozenset((MeasureKind.FLOW,)), "số phát sinh (flow)"
            )
        case Monotone(chosen, _):
            yield from _of_kinds(row, [measures[code] for code in chosen], frozenset((MeasureKind.STOCK,)), "số hiện có (stock)")
        case Answer(answer, _, counts):
            yield from _of_kinds(row, [measures[answer]], frozenset((MeasureKind.YES_NO,)), "câu trả lời có, không (yes_no)")
            yield from _of_kinds(row, [measures[code] for code in counts], _COUNTED, "số đếm (flow, stock)")
        case Limits() | Outlier() | NotZero() | Requires() as params:
            yield from _of_kinds(row, [measures[code] for code in codes_of(row.value)], _NUMBERS, "số (flow, stock, ratio)")
        case _:
            return


def _of_kinds(row: Placed[CheckRule], found: Sequence[Measure], kinds: frozenset[MeasureKind], words: str) -> Iterator[Finding]:
    for measure in found:
        if measure.kind not in kinds:
            yield _error(DOES_NOT_FIT, row, f"“{measure.code}” là {measure.kind}, kiểm tra “{row.value.kind}” cần {words}")
