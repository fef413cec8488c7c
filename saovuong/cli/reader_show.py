"""Examples, proposals and versions of taught knowledge on the screen and as JSON rows."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from saovuong.cli.console import console
from saovuong.cli.figures import ROLE_NAMES, period_text, value_text

if TYPE_CHECKING:
    from saovuong.core.catalogue import Catalogue
    from saovuong.intake.shapes import ExampleInfo, Figure
    from saovuong.reader.learning_shapes import Change, Effect, Example, Item, Proposal
    from saovuong.reader.taught import TaughtVersion

Row = dict[str, object]
DECISION_NAMES = {
    "confirmed": "xác nhận",
    "passed": "xác nhận một loạt",
    "corrected": "sửa",
    "rejected": "loại",
    "added": "nhập thêm",
}
_PLACE_NAMES = {"after": "đứng sau số", "before": "đứng trước số", "itself": "là câu khẳng định"}
_SHOWN = 6
_SPACE = re.compile(r"\s+")


def proposal(found: "Proposal", catalogue: "Catalogue") -> None:
    out = console()
    out.print(f"Xem {found.examples} ví dụ đã giữ; {found.wrong} ví dụ bộ đọc còn đọc khác người.", soft_wrap=True)
    if found.other:
        out.print(f"{found.other} ví dụ chỉ sửa giá trị, kỳ, đơn vị hoặc loại: giữ lại, không học từ đó.", soft_wrap=True)
    for number, item in enumerate(found.items, start=1):
        _item(out, number, item, catalogue)
    for conflict in found.conflicts:
        out.print(
            f"[yellow]Mâu thuẫn[/yellow]: cùng lời “{escape(conflict.words)}” mà người quyết định khác nhau; không học:", soft_wrap=True
        )
        for one in conflict.examples:
            out.print(f"   {_marked(one)}: {escape(_name(one.right or '-', catalogue))} ({escape(one.told)})", soft_wrap=True)
    for left in found.unlearnt:
        out.print(f"Chưa học được: {_marked(left.example)}: {escape(left.reason)}.", soft_wrap=True)
    if any(not item.held for item in found.items):
        effect = found.effect
        out.print(f"Áp dụng các đề xuất trên: đúng thêm {len(effect.better)} chỗ, sai thêm {len(effect.worse)} chỗ.", soft_wrap=True)
    elif not found.items:
        out.print("Không có gì để dạy thêm.")


def _item(out: Console, number: int, item: "Item", catalogue: "Catalogue") -> None:
    what = "để riêng, không gắn chỉ tiêu nào" if item.measure == "-" else f"{_name(item.measure, catalogue)} ({item.measure})"
    said = "; ".join(f"“{phrase.words}” {_PLACE_NAMES[phrase.place]}" for phrase in item.phrases)
    if item.weights:
        said = "; ".join(part for part in (said, f"chỉnh {len(item.weights)} trọng số") if part)
    out.print(f"[bold]{number}. {escape(said)}[/bold]: {escape(what)}; từ {len(item.keys)} ví dụ", soft_wrap=True)
    _effect(out, item.effect, catalogue)
    if item.held:
        out.print(
            f"   [yellow]Để lại[/yellow]: {escape(item.held)}. Vẫn muốn dạy: saovuong reader learn --only {number} --apply", soft_wrap=True
        )


def _effect(out: Console, effect: "Effect", catalogue: "Catalogue") -> None:
    for sign, word, changes in (("+", "đúng thêm", effect.better), ("-", "sai thêm", effect.worse)):
        for change in changes[:_SHOWN]:
            was, now = (" và ".join(_name(code, catalogue) for code in codes) for codes in (change.was, change.now))
            out.print(f"   {sign} {word}: {_quoted(change)}: {escape(was)} -> {escape(now)}", soft_wrap=True)
        if len(changes) > _SHOWN:
            out.print(f"   {sign} và {len(changes) - _SHOWN} chỗ {word} khác")


def _name(code: str, catalogue: "Catalogue") -> str:
    measure = catalogue.measures.get(code)
    return measure.name_vi if measure else "không gắn chỉ tiêu" if code == "-" else code


def _quoted(change: "Change") -> str:
    return _around(change.before, change.quote, change.after)


def _marked(one: "Example") -> str:
    return _around(one.text[max(0, one.start - 60) : one.start], one.text[one.start : one.end], one.text[one.end : one.end + 50])


def _around(before: str, quote: str, after: str) -> str:
    left, word, right = (_SPACE.sub(" ", part) for part in (before, quote, after))
    return f"“{escape(left.lstrip())}[bold]{escape(word)}[/bold]{escape(right.rstrip())}”"


def proposal_row(found: "Proposal") -> Row:
    return {
        "examples": found.examples,
        "wrong": found.wrong,
        "other": found.other,
        "items": [_item_row(number, item) for number, item in enumerate(found.items, start=1)],
        "conflicts": [{"words": one.words, "examples": [_lesson_row(row) for row in one.examples]} for one in found.conflicts],
        "unlearnt": [{**_lesson_row(one.example), "reason": one.reason} for one in found.unlearnt],
        "taught_sha256": found.taught.sha256 or None,
        **_effect_row(found.effect),
    }


def _item_row(number: int, item: "Item") -> Row:
    return {
        "number": number,
        "measure": None if item.measure == "-" else item.measure,
        "phrases": [{"words": phrase.words, "place": phrase.place} for phrase in item.phrases],
        "weights": [{"measure": one.measure, "cue": one.cue, "thousandths": one.thousandths} for one in item.weights],
        "examples": list(item.keys),
        "held": item.held or None,
        **_effect_row(item.effect),
    }


def _effect_row(effect: "Effect") -> Row:
    return {"better": [_change_row(one) for one in effect.better], "worse": [_change_row(one) for one in effect.worse]}


def _change_row(one: "Change") -> Row:
    return {
        "doc": one.doc,
        "before": one.before,
        "quote": one.quote,
        "after": one.after,
        "was": list(one.was),
        "now": list(one.now),
        "right": list(one.right),
    }


def _lesson_row(one: "Example") -> Row:
    return {
        "key": one.key,
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "decision": one.decision,
        "read": one.read,
        "right": one.right,
        "told": one.told,
    }


def examples(rows: "Sequence[ExampleInfo]", catalogue: "Catalogue") -> None:
    from rich.table import Table

    out = console()
    if not rows:
        out.print("Chưa có ví dụ nào: mỗi quyết định khi duyệt hồ sơ sẽ được giữ làm một ví dụ.", soft_wrap=True)
        return
    table = Table("Quyết định", "Trong câu", "Đọc là", "Đúng ra", "Ai, lúc nào")
    for row in rows:
        quote = _around(
            row.text[max(0, row.text_start - 40) : row.text_start], row.text[row.text_start : row.text_end], row.text[row.text_end :][:30]
        )
        who = ", ".join(part for part in (row.by, f"{row.at:%d/%m/%Y}", row.origin) if part)
        table.add_row(DECISION_NAMES[row.decision], quote, *(escape(part) for part in (*_said(row, catalogue), who)))
    out.print(table)
    counts = ", ".join(f"{count} {name}" for code, name in DECISION_NAMES.items() if (count := sum(row.decision == code for row in rows)))
    out.print(f"{len(rows)} ví dụ: {counts}.", soft_wrap=True)


def _said(row: "ExampleInfo", catalogue: "Catalogue") -> tuple[str, str]:
    """What was read and what is right; of the right one only what differs."""
    read = _figure(row.read, catalogue) if row.read else "không đọc ra"
    if row.right is None:
        return read, "để riêng"
    return read, "như đã đọc" if row.right == row.read else _figure(row.right, catalogue)


def _figure(figure: "Figure", catalogue: "Catalogue") -> str:
    name = _name(figure.measure, catalogue) if figure.measure else "chưa rõ chỉ tiêu"
    return f"{name}: {value_text(figure, catalogue)}, {period_text(figure.period_label)}, {ROLE_NAMES[figure.role]}"


def version_row(version: "TaughtVersion", current: "TaughtVersion | None") -> Row:
    return {
        "version": version.number,
        "parent": version.parent,
        "in_force": current is not None and current.number == version.number,
        "changed_by_hand": _by_hand(version, current),
        "made_at": version.made_at.isoformat(),
        "made_by": version.made_by,
        "examples": version.examples,
        "phrases": [{"measure": one.measure, "words": one.words, "place": one.place} for one in version.taught.phrases],
        "weights": len(version.taught.weights),
        "sha256": version.taught.sha256,
        "reader_version": version.reader,
        "pack_version": version.pack,
    }


def _by_hand(version: "TaughtVersion", current: "TaughtVersion | None") -> bool:
    return current is not None and current.number == version.number and current.taught.sha256 != version.taught.sha256


def history(versions: "Iterable[TaughtVersion]", current: "TaughtVersion | None", catalogue: "Catalogue") -> None:
    from rich.table import Table

    from saovuong.reader.version import reader_version

    out = console()
    out.print(f"Bộ đọc {reader_version()}, danh mục {catalogue.version}.", markup=False, soft_wrap=True)
    rows = list(versions)
    if not rows:
        out.print("Chưa dạy gì thêm.")
        return
    table = Table("Bản", "Lúc, ai", "Từ bản", "Ví dụ", "Dạy thêm", "Mã SHA-256")
    before = {version.number: version.taught for version in rows}
    for version in rows:
        mark = f"{version.number}{' đang dùng' if current is not None and current.number == version.number else ''}"
        earlier = before.get(version.parent)
        new = [one for one in version.taught.phrases if earlier is None or one not in earlier.phrases]
        told = "; ".join(f"“{one.words}”: {_name(one.measure, catalogue)}" for one in new) or "trọng số"
        table.add_row(
            *map(escape, (mark, f"{version.made_at:%d/%m/%Y %H:%M}, {version.made_by}", str(version.parent), str(version.examples))),
            escape(told),
            version.taught.sha256[:12],
        )
    out.print(table)
    if any(_by_hand(version, current) for version in rows):
        out.print("[yellow]Lưu ý[/yellow]: bản đang dùng đã bị sửa tay so với bản lưu.", soft_wrap=True)
    gone = current.taught.unknown(catalogue) if current else ()
    if gone:
        out.print(
            f"[yellow]Lưu ý[/yellow]: danh mục không còn chỉ tiêu {escape(', '.join(gone))}; phần đã dạy về đó không dùng.", soft_wrap=True
        )
