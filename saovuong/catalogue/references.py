"""What the parts of a pack say of each other: codes that are double or unknown. The loader refuses these, lint lists them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from saovuong.catalogue.parts import READING
from saovuong.catalogue.shapes import Finding, FormPlan, PackParts, Placed
from saovuong.core.catalogue import Measure

DUPLICATE = "SV-411"
UNKNOWN = "SV-412"


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


def broken(parts: PackParts) -> Iterator[Finding]:
    """Findings that make a pack unusable, in the order of the files."""
    yield from _duplicates("đơn vị tính", parts.uoms)
    yield from _duplicates("thang", parts.scales)
    yield from _duplicates("chủ đề", parts.topics)
    yield from _duplicates("chỉ tiêu", parts.measures)
    yield from _duplicates("chế độ báo cáo", parts.regimes)
    yield from _duplicates("biểu", [Placed(each.file, each.place, each.value.form) for each in parts.forms])
    yield from _measure_references(parts)
    yield from _form_references(parts)
    yield from _reading_references(parts)


def _duplicates(noun: str, rows: Sequence[Placed[_Coded]]) -> Iterator[Finding]:
    first: dict[str, Placed[_Coded]] = {}
    for row in rows:
        known = first.setdefault(row.value.code, row)
        if known is not row:
            yield Finding(DUPLICATE, "error", row.file, row.place, f"mã {noun} “{row.value.code}” đã có ở {known.file}")


def _codes(rows: Iterable[Placed[_Coded]]) -> set[str]:
    return {row.value.code for row in rows}


def _unknown(row: Placed[Measure] | Placed[FormPlan], noun: str, code: str) -> Finding:
    return Finding(UNKNOWN, "error", row.file, row.place, f"không có {noun} “{code}”")


def _measure_references(parts: PackParts) -> Iterator[Finding]:
    uoms, scales, measures = _codes(parts.uoms), _codes(parts.scales), _codes(parts.measures)
    for row in parts.measures:
        measure = row.value
        if measure.uom not in uoms:
            yield _unknown(row, "đơn vị tính", measure.uom)
        if measure.scale is not None and measure.scale not in scales:
            yield _unknown(row, "thang", measure.scale)
        for part in (measure.numerator, measure.denominator):
            if part is not None and part not in measures:
                yield _unknown(row, "chỉ tiêu", part)


def _form_references(parts: PackParts) -> Iterator[Finding]:
    measures = _codes(parts.measures)
    kinds = {row.value.code: row.value.period_kinds for row in parts.regimes}
    seen: set[tuple[str, str]] = set()
    for row in parts.forms:
        form = row.value.form
        if form.regime not in kinds:
            yield _unknown(row, "chế độ báo cáo", form.regime)
        elif form.period_kind not in kinds[form.regime]:
            yield Finding(UNKNOWN, "error", row.file, row.place, f"chế độ “{form.regime}” không có kỳ “{form.period_kind}”")
        for part in row.value.parts:
            for line in part.lines:
                if line.measure not in measures and (row.file, line.measure) not in seen:
                    seen.add((row.file, line.measure))
                    yield Finding(UNKNOWN, "error", row.file, f"mục “{part.title_vi}”", f"không có chỉ tiêu “{line.measure}”")


def _reading_references(parts: PackParts) -> Iterator[Finding]:
    measures, words = _codes(parts.measures), parts.reading
    named = [("context_measures", code) for code in sorted(words.context_measures)]
    named += [("done_ahead", code) for code in sorted(words.done_ahead)]
    named += [("pair_targets", code) for pair in words.pair_targets.items() for code in pair]
    named += [("claims", absence.measure) for absence in words.absences]
    named += [("claims", statement.measure) for statement in words.said]
    named += [("claims", rating.measure) for rating in words.rated]
    named += [("together", code) for code in words.works]
    for place, code in named:
        if code not in measures:
            yield Finding(UNKNOWN, "error", READING, place, f"không có chỉ tiêu “{code}”")
