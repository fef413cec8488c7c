"""Profile, package, manifest, metrics and the reading of what a file shows."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from saovuong.writers.manifest import BadManifest, Manifest, NoManifest, build_manifest, from_json, read_manifest, to_json
from saovuong.writers.metrics import text_width_pt
from saovuong.writers.package import LockedDocx, NotADocx, OversizedDocx, open_package, write_package
from saovuong.writers.profile import BadProfile, load_profile
from saovuong.writers.reading import read_shown
from tests.writers.samples import DOCUMENT, paper, parts_of, profile, profile_text, shape, spoiled, swap, swap_pattern

ITEM = "customXml/item1.xml"


# --- profile ---


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("width_mm = 210", 'width_mm = "rộng"', "page.width_mm"),
        ("width_mm = 210", "", "page.width_mm"),
        ('code = "nd30"', 'code = "nd30"\nstrange = 1', "strange"),
        ('code = "nd30"', "code = ", "cú pháp TOML"),
    ],
)
def test_a_bad_profile_is_refused_with_its_place(old: str, new: str, place: str) -> None:
    with pytest.raises(BadProfile) as refusal:
        load_profile(profile_text().replace(old, new, 1), name="thử")
    assert refusal.value.code == "SV-801"
    assert place in refusal.value.message


def test_a_missing_style_is_refused_by_name() -> None:
    with pytest.raises(BadProfile, match=r"styles\.motto"):
        replace(profile(), styles={}).style("motto")


# --- package ---


def test_a_package_keeps_its_parts_and_their_order() -> None:
    package = open_package(write_package({"word/document.xml": "<a/>", "b": "hai"}), name="x")
    assert list(package.parts) == ["word/document.xml", "b"]


@pytest.mark.parametrize("content", [b"", b"khong phai zip", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_docx_is_refused(content: bytes) -> None:
    with pytest.raises(NotADocx, match=r"thử\.docx"):
        open_package(content, name="thử.docx")


def test_a_zip_without_a_document_is_refused() -> None:
    with pytest.raises(NotADocx, match=r"word/document\.xml"):
        open_package(write_package({"a.txt": "x"}), name="x")


def test_every_cut_of_a_paper_is_refused_or_read_but_never_crashes() -> None:
    content = paper()
    for end in range(0, len(content), 199):
        with pytest.raises(NotADocx):
            open_package(content[:end], name="x")


def test_an_old_or_locked_file_is_told_apart() -> None:
    with pytest.raises(LockedDocx):
        open_package(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, name="x")


def test_an_encrypted_zip_is_locked() -> None:
    content = bytearray(write_package({"word/document.xml": "<a/>"}))
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    with pytest.raises(LockedDocx):
        open_package(bytes(content), name="x")


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(OversizedDocx):
        open_package(buffer.getvalue(), name="x")


def test_entities_are_not_resolved() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "dài"><!ENTITY y SYSTEM "file:///etc/passwd">]><a>&x;&y;</a>'
    root = open_package(write_package({"word/document.xml": bomb}), name="x").xml("word/document.xml")
    assert root is not None
    assert (root.text or "") == ""


def test_broken_xml_is_refused_with_the_part() -> None:
    package = open_package(write_package({"word/document.xml": "<a>"}), name="x")
    with pytest.raises(NotADocx, match=r"word/document\.xml"):
        package.xml("word/document.xml")


# --- manifest ---


def test_a_manifest_survives_its_json() -> None:
    manifest = build_manifest(shape(), plain_numbers=("1", "2024"))
    assert from_json(to_json(manifest), name="x") == manifest
    assert from_json(to_json(manifest), name="x").digest() == manifest.digest()


def test_any_change_of_a_figure_changes_the_digest() -> None:
    manifest = build_manifest(shape(), plain_numbers=())
    other = replace(manifest, figures=(replace(manifest.figures[0], value="513"), *manifest.figures[1:]))
    assert other.digest() != manifest.digest()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version":9}', '{"version":1,"about":{},"figures":[{}]}', "không"])
def test_a_broken_manifest_is_refused(text: str) -> None:
    with pytest.raises(BadManifest):
        from_json(text, name="x")


def test_a_paper_without_a_manifest_is_refused() -> None:
    parts = {name: text for name, text in parts_of(paper()).items() if name != ITEM}
    with pytest.raises(NoManifest):
        read_manifest(open_package(write_package(parts), name="x"))


def test_a_renamed_manifest_part_is_still_found() -> None:
    parts = parts_of(paper())
    parts["customXml/item7.xml"] = parts.pop(ITEM)
    assert isinstance(read_manifest(open_package(write_package(parts), name="x")), Manifest)


# --- metrics ---


@pytest.mark.parametrize(
    ("text", "size", "bold", "millimetres"),
    [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, 88.3), ("Độc lập - Tự do - Hạnh phúc", 13, True, 56.1), ("", 12, False, 0)],
)
def test_widths_of_known_lines(text: str, size: int, bold: bool, millimetres: float) -> None:
    assert text_width_pt(text, size=size, bold=bold) * 25.4 / 72 == pytest.approx(millimetres, abs=0.1)


def test_marks_add_no_width_but_horns_do() -> None:
    assert text_width_pt("ấ", size=10) == text_width_pt("a", size=10)
    assert text_width_pt("ướ", size=10) > text_width_pt("uo", size=10)


# --- reading what a file shows ---


def shown(content: bytes, blank: str = "") -> tuple[dict[str, str], list[str], list[str], int]:
    today = read_shown(etree.fromstring(parts_of(content)[DOCUMENT].encode()), blank=blank)
    loose = [one.text for one in today.loose if not one.glued]
    return dict(today.figures), loose, [one.text for one in today.loose if one.glued], today.blanks


def test_figures_are_read_by_bookmark_and_other_numbers_apart() -> None:
    figures, loose, glued, blanks = shown(paper(), "(đơn vị bổ sung)")
    assert figures["so_00001"] == "512"
    assert figures["so_00005"] == "hơn 40"
    assert "512" not in loose
    assert "2023" in loose
    assert glued == []
    assert blanks == 1


def test_what_the_pen_fills_in_is_not_a_loose_number() -> None:
    before = shown(paper(shape(number=None, issued_on=None)))[1]
    assert shown(paper())[1] == before


def test_an_edited_figure_shows_its_new_words() -> None:
    edited = spoiled(paper(), DOCUMENT, swap(">512<", ">521<", count=1))
    assert shown(edited)[0]["so_00001"] == "521"


def test_digits_typed_right_at_a_figure_are_found() -> None:
    edited = spoiled(paper(), DOCUMENT, swap("- Tuần tra </w:t>", "- Tuần tra 1</w:t>"))
    assert shown(edited)[2] == ["1…"]


def test_a_tracked_deletion_does_not_count_and_an_insertion_does() -> None:
    deleted = swap_pattern(
        r'(so_00001"/><w:hyperlink[^>]*>)<w:r><w:t [^>]*>512</w:t></w:r>',
        r"\1<w:del><w:r><w:delText>512</w:delText></w:r></w:del><w:ins><w:r><w:t>600</w:t></w:r></w:ins>",
    )
    assert shown(spoiled(paper(), DOCUMENT, deleted))[0]["so_00001"] == "600"
