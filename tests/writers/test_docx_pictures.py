"""Pictures in the written paper: held with their captions, told in words, the same bytes, no rule of format broken."""

import io
import zipfile
from decimal import Decimal

import docx
from lxml import etree

from saovuong.writers.chart_shapes import Bar, BarChart
from saovuong.writers.check import check_format
from saovuong.writers.docx import write_docx
from saovuong.writers.manifest import read_manifest
from saovuong.writers.package import open_package
from saovuong.writers.reading import read_shown
from saovuong.writers.report_shapes import Annex, Picture, placed_runs
from saovuong.writers.wordml import W
from tests.writers.samples import profile, shape, table

T = f"{{{W}}}"
CHART = BarChart("Quà (suất)", 'Cao nhất: Xã "Một" & Hai (45).', (Bar("Xã Một", Decimal(45), "45"), Bar("Xã Hai", None, "-")))


def drawn(*pictures: Picture) -> bytes:
    told = shape(annexes=(Annex("Theo đơn vị", (table(2), *pictures), landscape=True),))
    return write_docx(shape=told, profile=profile())


ONE, TWO = Picture(CHART, "Biểu đồ 1: Quà (suất)", 50), Picture(CHART, "Biểu đồ 2: Quà nữa", 100)


def test_a_picture_stands_with_its_caption_and_is_told_in_words() -> None:
    content = drawn(ONE, TWO)
    opened = docx.Document(io.BytesIO(content))
    assert len(opened.inline_shapes) == 2
    small, large = opened.inline_shapes
    assert abs(large.width - 2 * small.width) < 2000
    assert abs(small.width / small.height - large.width / large.height) < 0.01
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    told = [node.get("descr") for node in root.iter() if etree.QName(node).localname == "docPr"]
    assert told == ['Quà (suất). Cao nhất: Xã "Một" & Hai (45).'] * 2
    texts = [p.text for p in opened.paragraphs]
    assert "Biểu đồ 1: Quà (suất)" in texts
    holders = [p for p in root.iter(f"{T}p") if p.find(f".//{T}drawing") is not None]
    assert all(p.find(f"{T}pPr/{T}keepNext") is not None for p in holders)
    # The caption lets go of the next picture, or all of them would hold together.
    assert all(p.getnext().find(f"{T}pPr/{T}keepNext").get(f"{T}val") == "0" for p in holders)


def test_every_picture_is_a_part_with_a_type_and_a_relation() -> None:
    package = zipfile.ZipFile(io.BytesIO(drawn(ONE, TWO)))
    assert {name for name in package.namelist() if "media" in name} == {"word/media/image1.png", "word/media/image2.png"}
    assert package.read("word/media/image1.png")[:8] == b"\x89PNG\r\n\x1a\n"
    assert b'Extension="png"' in package.read("[Content_Types].xml")
    relations = package.read("word/_rels/document.xml.rels").decode()
    text = package.read("word/document.xml").decode()
    for number in (1, 2):
        assert f'Target="media/image{number}.png"' in relations
    assert all(f'Id="{one}"' in relations for one in ("rId6", "rId7"))
    assert 'r:embed="rId6"' in text


def test_equal_papers_are_equal_bytes_and_break_no_rule() -> None:
    assert drawn(ONE) == drawn(ONE)
    assert check_format(open_package(drawn(ONE), name="x"), profile()) == check_format(open_package(drawn(), name="x"), profile())


def test_a_paper_without_pictures_has_nothing_of_them() -> None:
    package = zipfile.ZipFile(io.BytesIO(drawn()))
    assert b"png" not in package.read("[Content_Types].xml")
    assert not [name for name in package.namelist() if "media" in name]


def test_the_numbers_of_captions_are_no_loose_figures() -> None:
    """The list of plain numbers inside the file knows them, so that a later check does not take them for typed ones."""
    package = open_package(drawn(ONE), name="x")
    document = package.xml("word/document.xml")
    assert document is not None
    assert {one.text for one in read_shown(document).loose} <= set(read_manifest(package).plain_numbers)
    told = shape(annexes=(Annex("Theo đơn vị", (ONE,)),))
    assert [one.runs for one in placed_runs(told)][-1] == ONE.runs
