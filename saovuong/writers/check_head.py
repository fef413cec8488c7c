"""Rules about the head of a paper: Quốc hiệu, issuer, number, place and date, type, subject."""

import re
from collections.abc import Iterator

from saovuong.writers.metrics import text_width_pt
from saovuong.writers.paper import FormatFinding, Paper, closest, find_words, index_of, look_faults, quoted, rule_faults, size_faults
from saovuong.writers.wordml import twips


def nation(paper: Paper) -> Iterator[FormatFinding]:
    words = paper.profile.words.nation
    found = find_words(paper.head, words)
    if found is None:
        yield FormatFinding("nation", "đầu văn bản", "thiếu hoặc sai Quốc hiệu", closest(paper.head, words), words)
        return
    yield from look_faults("nation", found, "nation", paper)


def motto(paper: Paper) -> Iterator[FormatFinding]:
    words = paper.profile.words.motto
    found = find_words(paper.head, words)
    if found is None:
        yield FormatFinding("motto", "đầu văn bản", "thiếu hoặc sai Tiêu ngữ", closest(paper.head, words), words)
        return
    yield from look_faults("motto", found, "motto", paper)
    style = paper.profile.style("motto")
    wanted = twips(pt=text_width_pt(words, size=found.size[1] or style.size, bold=True))
    yield from rule_faults(
        "motto",
        paper.head,
        found,
        width=paper.head_widths.get(found.text, 0),
        length=(wanted * 0.9, wanted * 1.1),
        words="bằng độ dài dòng chữ",
    )


def issuer(paper: Paper) -> Iterator[FormatFinding]:
    left = [look for look in paper.head[: index_of(paper.head, paper.profile.words.nation)] if look.text]
    if not left:
        yield FormatFinding("issuer", "đầu văn bản", "thiếu tên cơ quan ban hành", "(trống)", "tên cơ quan, in hoa, đậm")
        return
    issuer = left[-1]
    yield from look_faults("issuer", issuer, "issuer", paper)
    width = paper.head_widths.get(issuer.text, 0)
    line = min(width, max(twips(pt=text_width_pt(line, size=issuer.size[1], bold=True)) for line in issuer.lines))
    low, high = paper.profile.rule_share
    yield from rule_faults(
        "issuer", paper.head, issuer, width=width, length=(line * low * 0.9, line * high * 1.1), words="1/3 đến 1/2 dòng chữ"
    )


def number(paper: Paper) -> Iterator[FormatFinding]:
    words = paper.profile.words
    label = words.number_label.rstrip(":")
    found = next((look for look in paper.head if look.text.startswith(label)), None)
    if found is None:
        yield FormatFinding("number", "đầu văn bản", "thiếu số, ký hiệu", "(trống)", f"{words.number_label} .../BC-...")
        return
    if not (re.match(words.number_pattern, found.text) or re.match(words.number_draft_pattern, found.text)):
        yield FormatFinding("number", quoted(found.text), "số, ký hiệu viết chưa đúng", found.text, f"{words.number_label} 05/BC-UBND")
    yield from size_faults("number", found, "number", paper)


def date(paper: Paper) -> Iterator[FormatFinding]:
    words = paper.profile.words
    found = next((look for look in paper.head if "ngày" in look.text and "tháng" in look.text), None)
    if found is None:
        yield FormatFinding("date", "đầu văn bản", "thiếu địa danh và thời gian ban hành", "(trống)", words.date)
        return
    if not (re.match(words.date_pattern, found.text) or re.match(words.date_draft_pattern, found.text)):
        yield FormatFinding(
            "date", quoted(found.text), "địa danh, thời gian viết chưa đúng", found.text, "Địa danh, ngày 05 tháng 01 năm 2024"
        )
    yield from look_faults("date", found, "place_date", paper)


def type_name(paper: Paper) -> Iterator[FormatFinding]:
    found = next((look for look in paper.title if look.text), None)
    if found is None:
        yield FormatFinding("type-name", "đầu văn bản", "thiếu tên loại văn bản", "(trống)", "BÁO CÁO")
        return
    yield from look_faults("type-name", found, "type_name", paper)


def subject(paper: Paper) -> Iterator[FormatFinding]:
    named = [look for look in paper.title if look.text]
    if len(named) < 2:
        yield FormatFinding("subject", "đầu văn bản", "thiếu trích yếu nội dung", "(trống)", "trích yếu, chữ thường, đậm, canh giữa")
        return
    yield from look_faults("subject", named[1], "subject", paper)
    after = paper.title[paper.title.index(named[1]) + 1 :]
    if not any(look.rule for look in after[:1]):
        yield FormatFinding(
            "subject", quoted(named[1].text), "thiếu đường kẻ dưới trích yếu", "không có đường kẻ", "đường kẻ 1/3 đến 1/2 dòng chữ"
        )
