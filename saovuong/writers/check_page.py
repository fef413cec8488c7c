"""Rules about the page: size, margins, font, page numbers."""

from collections.abc import Iterator

from saovuong.core.text import nfc
from saovuong.writers.formatting import StyleSheet, paragraph_look
from saovuong.writers.package import Package
from saovuong.writers.paper import NEAR, FormatFinding, Paper, attribute, millimetres, near, quoted, section_name, size_faults
from saovuong.writers.wordml import R, W, twips

_T = f"{{{W}}}"
_R = f"{{{R}}}"


def page_size(paper: Paper) -> Iterator[FormatFinding]:
    page = paper.profile.page
    upright = (twips(mm=page.width_mm), twips(mm=page.height_mm))
    for number, section in enumerate(paper.sections):
        size = section.find(f"{_T}pgSz")
        found = (attribute(size, "w"), attribute(size, "h"))
        allowed = [upright] if number == 0 else [upright, upright[::-1]]  # only annexes may lie on their side
        if not any(near(found[0], one[0]) and near(found[1], one[1]) for one in allowed):
            yield FormatFinding(
                "page-size",
                section_name(number),
                "khổ giấy không đúng",
                f"{millimetres(found[0])} x {millimetres(found[1])} mm",
                f"{page.width_mm:g} x {page.height_mm:g} mm",
            )


def margins(paper: Paper) -> Iterator[FormatFinding]:
    page = paper.profile.page
    ranges = {"top": page.allowed_top_mm, "bottom": page.allowed_bottom_mm, "left": page.allowed_left_mm, "right": page.allowed_right_mm}
    # A page on its side keeps the binding edge: what was left is on top.
    turned = {"top": page.allowed_left_mm, "bottom": page.allowed_right_mm, "left": page.allowed_bottom_mm, "right": page.allowed_top_mm}
    names = {"top": "lề trên", "bottom": "lề dưới", "left": "lề trái", "right": "lề phải"}
    for number, section in enumerate(paper.sections):
        size, margin = section.find(f"{_T}pgSz"), section.find(f"{_T}pgMar")
        lying = attribute(size, "w") > attribute(size, "h")
        for side, (low, high) in ranges.items():
            found = attribute(margin, side)
            options = [(low, high), turned[side]] if lying else [(low, high)]
            if not any(twips(mm=least) - NEAR <= found <= twips(mm=most) + NEAR for least, most in options):
                yield FormatFinding(
                    "margins",
                    section_name(number),
                    f"{names[side]} ngoài khoảng cho phép",
                    f"{millimetres(found)} mm",
                    f"{low:g} - {high:g} mm",
                )


def font(paper: Paper) -> Iterator[FormatFinding]:
    wrong: dict[str, list[str]] = {}
    for look in (*paper.everything, *paper.headers):
        for run in look.runs:
            for name in run.fonts - {paper.profile.font}:
                wrong.setdefault(f"phông {name}", []).append(run.text)
            if run.color not in ("auto", "000000"):
                wrong.setdefault(f"màu #{run.color}", []).append(run.text)
    for measured, texts in wrong.items():
        yield FormatFinding(
            "font", quoted(texts[0]), f"{len(texts)} chỗ không đúng phông hoặc màu", measured, f"{paper.profile.font}, màu đen"
        )


def unicode(paper: Paper) -> Iterator[FormatFinding]:
    broken = [run.text for look in paper.everything for run in look.runs if nfc(run.text) != run.text.replace("\u00a0", " ")]
    if broken:
        yield FormatFinding("unicode", quoted(nfc(broken[0])), f"{len(broken)} chỗ dùng dấu tổ hợp", "Unicode tổ hợp", "Unicode dựng sẵn")


def page_number(paper: Paper) -> Iterator[FormatFinding]:
    if not paper.sections:
        return
    main = paper.sections[0]
    if main.find(f"{_T}titlePg") is None:
        yield FormatFinding(
            "page-number", "trang 1", "trang thứ nhất hiện số trang", "không có trang đầu khác biệt", "không hiển thị số trang thứ nhất"
        )
    default = next((ref for ref in main.findall(f"{_T}headerReference") if ref.get(f"{_T}type") == "default"), None)
    part = _target(paper.package, default.get(f"{_R}id") or "") if default is not None else None
    root = paper.package.xml(part) if part else None
    field_codes = "".join(node.text or "" for node in root.iter(f"{_T}instrText")) if root is not None else ""
    simple = [node.get(f"{_T}instr") or "" for node in root.iter(f"{_T}fldSimple")] if root is not None else []
    if "PAGE" not in field_codes and not any("PAGE" in code for code in simple):
        yield FormatFinding("page-number", "lề trên", "không có số trang ở lề trên", "không có trường PAGE", "số trang canh giữa lề trên")
        return
    sheet = StyleSheet(paper.package.xml("word/styles.xml"))
    looks = [paragraph_look(p, sheet) for p in root.iter(f"{_T}p")] if root is not None else []
    if looks and all(look.align != "center" for look in looks):
        yield FormatFinding("page-number", "lề trên", "số trang không canh giữa", looks[0].align, "center")
    for look in looks:
        yield from size_faults("page-number", look, "page_number", paper, place="lề trên")


def _target(package: Package, relation: str) -> str | None:
    root = package.xml("word/_rels/document.xml.rels")
    for row in root if root is not None else ():
        if row.get("Id") == relation:
            return f"word/{row.get('Target')}"
    return None
