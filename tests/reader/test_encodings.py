"""Text files from before UTF-8: recognised, converted, and said."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.errors import Refusal
from saovuong.reader.load import LoadedDocument, load_document
from saovuong.reader.old_encodings import from_tcvn3, from_vni, old_font, repaired
from saovuong.reader.syllables import is_syllable, vietnamese_words
from tests.reader.old_writing import tcvn3, vni, windows_1258

REPORT = (
    "Xã Bình An, ngày 5 tháng 12 năm 2024\r\n"
    "Kết quả công tác quốc phòng, quân sự địa phương năm 2024\r\n"
    "Giao quân 12/12 thanh niên, đạt 100% chỉ tiêu; khám sơ tuyển 145 người. Thăm, tặng 35 suất quà trị giá 17,5 triệu đồng.\r\n"
    "Quân số khỏe đạt 98,5%; Đảng ủy ra nghị quyết lãnh đạo.\r\n"
)
WRITERS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 không có dấu đầu tệp": lambda text: text.encode("utf-16-le"),
    "Windows-1258": windows_1258,
    "TCVN3 (ABC)": tcvn3,
    "VNI": vni,
}
VIETNAMESE = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"


def load(content: bytes) -> LoadedDocument:
    return load_document(content, "bao-cao.txt")


@pytest.mark.parametrize("encoding", WRITERS)
def test_the_same_report_in_every_encoding(encoding: str) -> None:
    document = load(WRITERS[encoding](REPORT))
    assert document.text == REPORT
    assert document.notes == (() if encoding == "UTF-8" else (f"Đã chuyển chữ từ {encoding} sang Unicode.",))


@pytest.mark.parametrize("encoding", WRITERS)
def test_one_short_line_is_enough(encoding: str) -> None:
    assert load(WRITERS[encoding]("giao 07/07, đạt 100%")).text == "giao 07/07, đạt 100%"


def test_utf16_big_endian_without_a_mark() -> None:
    assert load(REPORT.encode("utf-16-be")).text == REPORT


def test_what_a_font_shows() -> None:
    assert from_tcvn3("Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc") == (
        "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
    )
    assert from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ÑOÄC LAÄP - Töï do - Haïnh phuùc") == (
        "Cộng hòa xã hội chủ nghĩa Việt Nam, ĐỘC LẬP - Tự do - Hạnh phúc"
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (".VnTime", ("TCVN3 (ABC)", False)),
        (".VnTimeH", ("TCVN3 (ABC)", True)),
        ("ABCDEE+.VnArial NarrowH", ("TCVN3 (ABC)", True)),
        (".VnTimeH,Bold", ("TCVN3 (ABC)", True)),
        ("VNI-Times", ("VNI", False)),
        ("Times New Roman", None),
        (None, None),
    ],
)
def test_fonts_tell_the_encoding(name: str | None, found: tuple[str, bool] | None) -> None:
    font = old_font(name)
    assert (font and (font.encoding, font.capitals)) == found


def test_unicode_in_an_old_font_is_left_alone() -> None:
    font = old_font(".VnTime")
    assert font is not None
    assert font.read("Đạt 100% chỉ tiêu") == "Đạt 100% chỉ tiêu"
    assert font.read("hòa bình") == "hòa bình"
    assert font.read("hßa b×nh") == "hòa bình"


def test_a_capital_font_shows_capitals() -> None:
    font = old_font(".VnTimeH")
    assert font is not None
    assert font.read("b¸o c¸o") == "BÁO CÁO"


@pytest.mark.parametrize(
    "line",
    [
        "BÁO CÁO", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUỐC PHÒNG, QUÂN SỰ ĐỊA PHƯƠNG NĂM 2024", "Tổ chức giao quân ở xã Bình An",
        "ỦY BAN NHÂN DÂN XÃ BÌNH AN", "ĐẢNG ỦY QUÂN SỰ", "Đảng ủy, UBND và Ban CHQS xã", "I. ĐẶC ĐIỂM TÌNH HÌNH", "Số: 12/BC-BCH",
    ],
)  # fmt: skip
def test_capitals_with_tones_are_restored(line: str) -> None:
    assert load(tcvn3(f"giao quân đạt chỉ tiêu\n{line}\n")).text == f"giao quân đạt chỉ tiêu\n{line}\n"


def test_only_broken_lines_of_a_unicode_text_are_repaired() -> None:
    broken = "Céng hßa x· héi chñ nghÜa ViÖt Nam"
    text = f"Kết quả năm 2024\n{broken}\nCá»™ng hÃ²a xÃ£ há»™i\nDiện tích 12 km², 30°C, “tốt”\n"
    made, encodings = repaired(text)
    assert made.split("\n") == [
        "Kết quả năm 2024", "Cộng hòa xã hội chủ nghĩa Việt Nam", "Cộng hòa xã hội", "Diện tích 12 km², 30°C, “tốt”", "",
    ]  # fmt: skip
    assert set(encodings) == {"TCVN3 (ABC)", "UTF-8 bị mở nhầm bảng mã"}
    assert load(text.encode()).text == made


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("SV-211", "Общие результаты за год".encode("cp1251")),
        ("SV-211", "Résumé général".encode("cp1252")),
        ("SV-211", bytes(range(0xA1, 0xFF))),
        ("SV-205", REPORT.encode()[:-60] + b"\xe1\xbb"),
        ("SV-205", REPORT.encode().replace("ạ".encode(), b"\xff", 1)),
        ("SV-204", b"\x00\x01\x02\x03" * 40),
    ],
)
def test_what_fits_nothing_is_refused(code: str, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        load(content)
    assert refused.value.code == code
    assert "bao-cao.txt" in refused.value.message


@given(st.text(alphabet=VIETNAMESE + " ,.;:%/0123456789-\r\n"))
def test_tables_read_back_what_was_written(text: str) -> None:
    assert from_tcvn3(tcvn3(text).decode("cp1252")) == text
    assert from_vni(vni(text).decode("cp1252")) == text
    assert from_vni(vni(text.upper()).decode("cp1252")) == text.upper()


SENTENCES = [line for line in REPORT.replace("\r\n", ". ").split(". ") if line]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.sampled_from(sorted(WRITERS)))
def test_any_sentences_in_any_encoding(sentences: list[str], encoding: str) -> None:
    text = "\n".join(sentences)
    assert load(WRITERS[encoding](text)).text == text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        text = load(content).text
    except Refusal:
        return
    assert text


def test_syllables() -> None:
    assert all(map(is_syllable, ["nghiêng", "khuya", "quốc", "giếng", "ưu", "ươm", "Đắk", "HUYỆN", "yếu", "gì", "thuở", "hoà", "hòa"]))
    assert not any(map(is_syllable, ["hßa", "BÃ¹i", "străng", "nghíá", "chạć", "ătt", "đ¹t"]))
    assert vietnamese_words("QĐ số 12/QĐ-UBND của đ/c Hòa 👍 đạt") == (4, 4)


def test_decomposed_text_is_kept_as_it_is() -> None:
    apart = unicodedata.normalize("NFD", REPORT)
    assert load(apart.encode()).text == apart
