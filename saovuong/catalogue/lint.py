"""Everything wrong with a pack at once, for the person who edits it. The loader only refuses what it cannot work with."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from saovuong.catalogue.checks import check_findings, read_checks
from saovuong.catalogue.files import pack_folder, toml_names
from saovuong.catalogue.headlines import headline_findings
from saovuong.catalogue.parts import collect
from saovuong.catalogue.phrases import shared_phrases
from saovuong.catalogue.references import UNKNOWN, broken
from saovuong.catalogue.rows import BadPack
from saovuong.catalogue.shapes import Finding, PackParts, Placed
from saovuong.core.catalogue import LegalBasis, Measure
from saovuong.core.quantity import MeasureKind

NO_PARTS = "SV-413"
PARTS_DO_NOT_FIT = "SV-414"
NO_TRANSLATION = "SV-416"
NO_SCALE = "SV-417"
DATES = "SV-418"
NOWHERE = "SV-419"
BAD_ALIAS = "SV-420"
WRONG_UOM = "SV-421"
NO_PHRASE = "SV-422"

_UOM_OF_KIND = {
    MeasureKind.RATIO: ("percent", "coefficient"),
    MeasureKind.RATING: ("rating",),
    MeasureKind.YES_NO: ("yes_no",),
}


def lint_pack(folder: Path) -> list[Finding]:
    """Findings in the order of the files, errors before warnings. Raises BadPack only where the folder holds no pack at all."""
    pack_folder(folder)
    found: list[Finding] = []
    parts = collect(folder, on_bad=lambda bad: found.append(_unreadable(bad)))
    found += broken(parts)
    found += _ratios(parts)
    found += _scales(parts)
    found += _uoms_of_kinds(parts)
    found += shared_phrases(parts)
    found += _translations(parts)
    found += _dates(parts)
    found += _unused(parts)
    found += _report_codes(folder, parts)
    found += _checks(folder, parts)
    found += _headlines(folder, parts)
    return sorted(found, key=lambda each: each.level != "error")


def _unreadable(bad: BadPack) -> Finding:
    return Finding(BadPack.code, "error", str(bad.fields["file"]), str(bad.fields["place"]), str(bad.fields["reason"]))


def _error(code: str, row: Placed[object], message: str) -> Finding:
    return Finding(code, "error", row.file, row.place, message)


def _ratios(parts: PackParts) -> Iterator[Finding]:
    measures = {row.value.code: row.value for row in parts.measures}
    for row in parts.measures:
        measure = row.value
        if measure.kind != MeasureKind.RATIO:
            if measure.numerator or measure.denominator:
                yield _error(PARTS_DO_NOT_FIT, row, "chỉ tỷ lệ (ratio) mới có numerator, denominator")
            continue
        missing = [name for name, code in (("numerator", measure.numerator), ("denominator", measure.denominator)) if not code]
        if missing:
            yield _error(NO_PARTS, row, f"tỷ lệ thiếu {' và '.join(missing)}")
            continue
        top, bottom = measures.get(measure.numerator or ""), measures.get(measure.denominator or "")
        if top and bottom:
            yield from _ratio_fits(parts, row, top, bottom)


def _ratio_fits(parts: PackParts, row: Placed[Measure], top: Measure, bottom: Measure) -> Iterator[Finding]:
    if top.code == bottom.code:
        yield _error(PARTS_DO_NOT_FIT, row, f"tử số và mẫu số là cùng một chỉ tiêu “{top.code}”")
    uncountable = [part for part in (top, bottom) if part.kind not in (MeasureKind.FLOW, MeasureKind.STOCK)]
    for part in uncountable:
        yield _error(PARTS_DO_NOT_FIT, row, f"“{part.code}” là {part.kind}, phần của tỷ lệ phải là số đếm (flow hoặc stock)")
    if not uncountable and top.uom != bottom.uom and (top.uom, bottom.uom) not in parts.ratio_pairs:
        yield _error(
            PARTS_DO_NOT_FIT,
            row,
            f"đơn vị tính của tử số là “{top.uom}”, của mẫu số là “{bottom.uom}”; nếu đúng thì khai [[ratio_pair]] trong pack.toml",
        )


def _scales(parts: PackParts) -> Iterator[Finding]:
    for row in parts.measures:
        rating = row.value.kind == MeasureKind.RATING
        if rating and row.value.scale is None:
            yield _error(NO_SCALE, row, "chỉ tiêu xếp loại (rating) thiếu scale")
        if not rating and row.value.scale is not None:
            yield _error(NO_SCALE, row, "chỉ xếp loại (rating) mới có scale")
    for placed in parts.scales:
        scale = placed.value
        for name, table in (("aliases", set(scale.aliases.values())), ("labels", set(scale.labels))):
            for level in sorted(table - set(scale.levels)):
                yield _error(BAD_ALIAS, placed, f"{name} trỏ tới mức “{level}” không có trên thang")
        if len(set(scale.levels)) != len(scale.levels):
            yield _error(BAD_ALIAS, placed, "một mức có hai lần trên thang")


def _uoms_of_kinds(parts: PackParts) -> Iterator[Finding]:
    special = {uom for uoms in _UOM_OF_KIND.values() for uom in uoms}
    for row in parts.measures:
        measure = row.value
        allowed = _UOM_OF_KIND.get(measure.kind)
        if allowed is not None and measure.uom not in allowed:
            yield _error(WRONG_UOM, row, f"{measure.kind} phải có đơn vị tính {' hoặc '.join(allowed)}, không phải “{measure.uom}”")
        if allowed is None and measure.uom in special:
            yield _error(WRONG_UOM, row, f"{measure.kind} không dùng đơn vị tính “{measure.uom}”")
        if not measure.phrases:
            yield Finding(NO_PHRASE, "warning", row.file, row.place, "không có phrases nên không đọc được từ văn bản")


def _translations(parts: PackParts) -> Iterator[Finding]:
    named: list[Placed[object]] = [*parts.uoms, *parts.scales, *parts.topics, *parts.measures, *parts.regimes]
    for row in named:
        if not getattr(row.value, "name_en", ""):
            yield _error(NO_TRANSLATION, row, "thiếu tên tiếng Anh (name_en)")
    for placed in parts.scales:
        if len(placed.value.levels_en) != len(placed.value.levels):
            yield _error(NO_TRANSLATION, placed, f"levels_en có {len(placed.value.levels_en)} mức, levels có {len(placed.value.levels)}")
    titles: set[tuple[str, str]] = set()
    for form in parts.forms:
        if not form.value.form.name_en:
            yield _error(NO_TRANSLATION, form, "thiếu tên tiếng Anh (name_en)")
        for part in form.value.parts:
            if not part.title_en and (form.file, part.title_vi) not in titles:
                titles.add((form.file, part.title_vi))
                yield Finding(NO_TRANSLATION, "error", form.file, f"mục “{part.title_vi}”", "thiếu tên tiếng Anh (title_en)")


def _dates(parts: PackParts) -> Iterator[Finding]:
    for row in parts.measures:
        yield from _basis_dates(row, row.value.legal_basis)
    for placed in parts.regimes:
        regime = placed.value
        yield from _basis_dates(placed, (*regime.legal_basis, *(each.legal_basis for each in regime.deadlines)))


def _basis_dates(row: Placed[object], bases: tuple[LegalBasis, ...]) -> Iterator[Finding]:
    for basis in bases:
        if basis.valid_from and basis.valid_to and basis.valid_to <= basis.valid_from:
            yield _error(DATES, row, f"căn cứ “{basis.text}” hết hiệu lực ({basis.valid_to}) trước khi có hiệu lực ({basis.valid_from})")


def _unused(parts: PackParts) -> Iterator[Finding]:
    used = {line.measure for form in parts.forms for part in form.value.parts for line in part.lines}
    for row in parts.measures:
        used |= {code for code in (row.value.numerator, row.value.denominator) if code}
    for row in parts.measures:
        if row.value.code not in used:
            yield Finding(NOWHERE, "warning", row.file, row.place, "không có trong biểu nào và không là phần của tỷ lệ nào")


def _checks(folder: Path, parts: PackParts) -> list[Finding]:
    unreadable: list[Finding] = []
    rows = read_checks(folder, on_bad=lambda bad: unreadable.append(_unreadable(bad)))
    found = [*unreadable, *check_findings(rows, {row.value.code: row.value for row in parts.measures})]
    found += [_error(NO_TRANSLATION, row, "thiếu tên tiếng Anh (title_en)") for row in rows if not row.value.title_en]
    found += [_error(NO_TRANSLATION, row, "thiếu câu báo tiếng Anh (sentence_en)") for row in rows if not row.value.sentence_en]
    found += [
        _error(NO_TRANSLATION, row, "thiếu lý do tiếng Anh (reason_en)") for row in rows if row.value.reason and not row.value.reason_en
    ]
    for row in rows:
        found += _basis_dates(row, row.value.legal_basis)
    return found


def _headlines(folder: Path, parts: PackParts) -> Iterator[Finding]:
    bad = headline_findings(folder, {row.value.code: row.value for row in parts.measures})
    if bad is not None:
        yield _unreadable(bad)


def _report_codes(folder: Path, parts: PackParts) -> Iterator[Finding]:
    """Codes under the keys ``measure`` and ``measures`` in the templates of the reports room."""
    known = {row.value.code for row in parts.measures}
    for name in toml_names(folder, below="reports"):
        try:
            data = tomllib.loads(folder.joinpath(*name.split("/")).read_text(encoding="utf-8-sig"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            yield Finding(BadPack.code, "error", name, "đầu tệp", f"không đúng cú pháp TOML ({error})")
            continue
        for code in sorted(set(_codes_in(data)) - known):
            yield Finding(UNKNOWN, "error", name, "measure", f"không có chỉ tiêu “{code}”")


def _codes_in(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _codes_in(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "measure" and isinstance(value, str):
                yield value
            elif key == "measures" and isinstance(value, list):
                yield from (item for item in value if isinstance(item, str))
                yield from _codes_in(value)
            else:
                yield from _codes_in(value)
