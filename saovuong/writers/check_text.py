"""Rules about the running text, the signature, recipients and annexes."""

import re
from collections.abc import Iterator

from saovuong.writers.formatting import ParagraphLook
from saovuong.writers.pages import ROMAN
from saovuong.writers.paper import FormatFinding, Paper, look_faults, millimetres, near, quoted, size_faults
from saovuong.writers.wordml import style_id, twips


def body(paper: Paper) -> Iterator[FormatFinding]:
    free = {style_id(name) for name in ("addressee", "caption", "after_table", "rule")}
    wrong: dict[tuple[str, str, str], list[str]] = {}
    for look in paper.body:
        if not look.text or look.bold or look.style in free or look.text.startswith(paper.profile.words.addressee):
            continue
        for finding in _body_faults(look, paper):
            wrong.setdefault(finding, []).append(look.text)
    for (message, measured, expected), texts in wrong.items():
        count = f" ({len(texts)} đoạn)" if len(texts) > 1 else ""
        yield FormatFinding("body", quoted(texts[0]), message + count, measured, expected)


def _body_faults(look: ParagraphLook, paper: Paper) -> Iterator[tuple[str, str, str]]:
    rule, sizes = paper.profile.body, paper.profile.style("body").sizes or (13, 14)
    if look.align != "both":
        yield "không canh đều hai lề", look.align, "both"
    if not sizes[0] <= look.size[0] <= look.size[1] <= sizes[1]:
        yield "cỡ chữ ngoài khoảng cho phép", f"{look.size[0]:g} - {look.size[1]:g}", f"{sizes[0]:g} - {sizes[1]:g}"
    if not any(near(look.first_line, twips(mm=wanted), 12) for wanted in rule.first_line_mm):
        yield (
            "lùi đầu dòng không đúng",
            f"{millimetres(look.first_line)} mm",
            " hoặc ".join(f"{wanted:g} mm" for wanted in rule.first_line_mm),
        )
    if look.before + look.after < twips(pt=rule.spacing_pt):
        yield "khoảng cách đoạn nhỏ", f"{(look.before + look.after) / 20:g} pt", f"từ {rule.spacing_pt:g} pt"
    low, high = rule.line
    if look.line is not None and not low - 0.01 <= look.line <= high + 0.01:
        yield "giãn dòng ngoài khoảng cho phép", f"{look.line:g}", f"{low:g} - {high:g} dòng"


def ending(paper: Paper) -> Iterator[FormatFinding]:
    texts = [look.text for look in paper.body if look.text]
    if not texts or not texts[-1].endswith(paper.profile.words.ending):
        last = texts[-1] if texts else "(trống)"
        yield FormatFinding("ending", quoted(last), "nội dung không kết thúc bằng “./.”", last[-20:].strip(), paper.profile.words.ending)


def recipients(paper: Paper) -> Iterator[FormatFinding]:
    words = paper.profile.words
    cell = next((cell for cell in paper.end if any(look.text.startswith(words.recipients.rstrip(":")) for look in cell)), ())
    lines = [look for look in cell if look.text]
    if not lines:
        yield FormatFinding("recipients", "cuối văn bản", "thiếu phần nơi nhận", "(trống)", words.recipients)
        return
    if lines[0].text != words.recipients:
        yield FormatFinding("recipients", quoted(lines[0].text), "dòng “Nơi nhận” viết chưa đúng", lines[0].text, words.recipients)
    yield from look_faults("recipients", lines[0], "recipients_head", paper)
    for number, look in enumerate(lines[1:], start=2):
        mark = "." if number == len(lines) else ";"
        if not look.text.startswith("- ") or not look.text.endswith(mark):
            yield FormatFinding(
                "recipients", quoted(look.text), "dòng nơi nhận viết chưa đúng", look.text, f"bắt đầu “- ”, kết thúc “{mark}”"
            )
        yield from size_faults("recipients", look, "recipient", paper)
    if "Lưu:" not in lines[-1].text:
        yield FormatFinding("recipients", quoted(lines[-1].text), "dòng cuối phải là nơi lưu", lines[-1].text, "- Lưu: VT, ....")


def signature(paper: Paper) -> Iterator[FormatFinding]:
    words = paper.profile.words
    cell = next((cell for cell in paper.end if not any(look.text.startswith(words.recipients.rstrip(":")) for look in cell)), ())
    lines = [look for look in cell if look.text]
    authority = [look for look in lines if look.text == look.text.upper()]
    if not authority:
        yield FormatFinding("signature", "cuối văn bản", "thiếu quyền hạn, chức vụ người ký", "(trống)", "chức vụ in hoa, đậm")
        return
    for look in authority:
        yield from look_faults("signature", look, "authority", paper)
    powers = [next((power for power in words.powers if look.text.startswith(power)), "") for look in authority]
    ranks = [words.powers.index(power) for power in powers if power]
    if ranks != sorted(ranks):
        yield FormatFinding(
            "signature",
            quoted(authority[0].text),
            "thứ tự quyền hạn không đúng",
            " / ".join(look.text for look in authority),
            "TM. trước KT.",
        )
    if powers[-1] and powers[-1] != "Q.":
        yield FormatFinding(
            "signature",
            quoted(authority[-1].text),
            "thiếu chức vụ của người ký dưới quyền hạn",
            authority[-1].text,
            "dòng chức vụ của người ký",
        )


def annex(paper: Paper) -> Iterator[FormatFinding]:
    label = paper.profile.words.annex.partition("{")[0].strip()
    named = [look for look in paper.after if re.fullmatch(rf"{label}( [IVXL]+)?", look.text)]
    running = " ".join(look.text for look in paper.body)
    for number, look in enumerate(named, start=1):
        wanted = label if len(named) == 1 else f"{label} {ROMAN[number]}"
        if look.text != wanted:
            yield FormatFinding("annex", quoted(look.text), "số thứ tự Phụ lục không đúng", look.text, wanted)
        if look.text not in running:
            yield FormatFinding("annex", quoted(look.text), "trong văn bản không có chỉ dẫn về Phụ lục", "không dẫn", f"dẫn “{look.text}”")
        yield from look_faults("annex", look, "annex_number", paper)


def secrecy_stamp(paper: Paper) -> Iterator[FormatFinding]:
    for look in paper.everything:
        if look.text.strip(" .[]") in paper.profile.words.secrecy_stamps:
            yield FormatFinding(
                "secrecy-stamp",
                quoted(look.text),
                "văn bản mang dấu chỉ độ mật",
                look.text,
                "không có; độ mật do người có thẩm quyền quyết định",
            )
