"""Columns of tables give role, period, unit and title; titles over several lines and merged cells keep their meaning."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from saovuong.reader.layout import HEADING, PARAGRAPH, find_blocks
from saovuong.reader.normal import NormalText
from saovuong.reader.shapes import Reading
from saovuong.reader.tables import HEADER, ROW, TableLine, TableReader

Figures = list[tuple[str, str | None, str, str | None, str]]


def told(reading: Reading) -> Figures:
    """Quote, value, measure, period and role of each figure, in order; figures without a measure are left out."""
    rows = sorted(reading.candidates, key=lambda one: one.start)
    return [(one.quote, str(one.value), one.measure or "", one.period, one.role.value) for one in rows]


def table_of(*lines: str) -> list[TableLine | None]:
    text = "\n".join(lines)
    reader, out, position = TableReader(), [], 0
    for line in lines:
        out.append(reader.line(text, position, position + len(line)))
        position += len(line) + 1
    return out


def columns(line: TableLine | None) -> list[str]:
    assert line is not None
    return [cell.column for cell in line.cells]


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


TWO_LINES = (
    "stt\tnội dung\tđvt\tnăm 2023\t\tnăm 2024\t\t\tso sánh\tghi chú",
    "\t\t\tkế hoạch\tthực hiện\tkế hoạch\tthực hiện\ttỷ lệ\ttăng, giảm\t",
    "(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)\t(8)\t(9)\t(10)",
    "1\tgiao quân\tngười\t11\t11\t12\t12\t100\t+1\t",
)


def test_titles_over_two_lines() -> None:
    lines = table_of(*TWO_LINES)
    assert [line.kind if line else None for line in lines] == [HEADER, HEADER, HEADER, ROW]
    assert columns(lines[3]) == ["index", "label", "uom", "target", "result", "target", "result", "rate", "change", "note"]
    assert lines[3] is not None
    text = "\n".join(TWO_LINES)
    assert words(text, lines[3].cells[4].titles) == ["năm 2023", "thực hiện"]
    assert words(text, lines[3].cells[7].titles) == ["năm 2024", "tỷ lệ"]
    assert words(text, lines[3].cells[1].titles) == ["nội dung"]


def test_titles_over_three_lines() -> None:
    lines = table_of(
        "tt\tnội dung\tkết quả\t\t\t\tghi chú",
        "\t\tnăm 2023\t\tnăm 2024\t\t",
        "\t\tquý i\tquý ii\tquý i\tquý ii\t",
        "1\tgiao\t1\t2\t3\t4\t",
    )
    assert columns(lines[3]) == ["index", "label", "result", "result", "result", "result", "note"]
    assert lines[3] is not None
    assert [len(cell.titles) for cell in lines[3].cells] == [1, 1, 3, 3, 3, 3, 1]


@pytest.mark.parametrize(
    ("titles", "meaning"),
    [
        ("TT|Nội dung|ĐVT|Kết quả|Năm trước|So sánh", "index label uom result previous change"),
        ("TT|Nội dung|ĐVT|Kế hoạch|Kết quả|So sánh (%)", "index label uom target result rate"),
        ("STT|Chỉ tiêu|Năm 2023|Năm 2024|Chênh lệch", "index label   change"),
        ("Chỉ tiêu|Thực hiện 2023|Thực hiện 2024", "label result result"),
        ("STT|Nội dung|Chỉ tiêu|Kết quả|Tỷ lệ|Ghi chú", "index label target result rate note"),
        ("Nội dung|Kế hoạch năm|Ước thực hiện|Đạt (%)", "label target result rate"),
    ],
)
def test_one_line_of_titles(titles: str, meaning: str) -> None:
    lines = table_of(titles.lower(), "|".join("x" for _ in titles.split("|")))
    assert columns(lines[1]) == meaning.split(" ")


def test_a_line_of_text_and_a_row_of_data_are_no_titles() -> None:
    assert table_of("giao quân; khám tuyển; huấn luyện") == [None]
    lines = table_of("nội dung|năm 2023|năm 2024", "tuyển quân|11|12", "|13|14")
    assert [line.kind if line else None for line in lines] == [HEADER, ROW, ROW]


def test_merged_labels() -> None:
    rows = ("stt|nội dung||đvt|kết quả", "1|huấn luyện|cơ động|người|28", "||tại chỗ|người|59", "2|giao quân||người|12", "|||người|3")
    lines = table_of(*rows)
    text = "\n".join(rows)
    labels = [next(text[cell.start : cell.end] for cell in line.cells if cell.column == "label") for line in lines[1:] if line]
    assert labels == ["huấn luyện|cơ động", "tại chỗ", "giao quân", "giao quân"]
    assert [line.group and text[slice(*line.group)] for line in lines[1:] if line] == [None, "huấn luyện", None, None]


REPORT = "BÁO CÁO KẾT QUẢ NĂM 2024\n\n"


def test_years_and_roles_reach_the_figures(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(REPORT + "\n".join(("STT\tNội dung\tĐVT\tNăm 2023\t\tNăm 2024\t\t\tSo sánh\tGhi chú", *TWO_LINES[1:])))
    assert told(reading) == [
        ("11", "11", "conscription_quota", "2023", "target"),
        ("11", "11", "conscripts_enlisted_count", "2023", "result"),
        ("12", "12", "conscription_quota", "2024", "target"),
        ("12", "12", "conscripts_enlisted_count", "2024", "result"),
        ("100", "100", "conscription_target_completion_rate", "2024", "result"),
    ]
    assert [(one.quote, one.why[0]) for one in reading.not_understood] == [("1", "mức tăng, giảm so với kỳ khác")]


def test_the_same_part_of_the_year_before(reading_of: Callable[..., Reading]) -> None:
    text = "BÁO CÁO 6 THÁNG ĐẦU NĂM 2024\n\nTT|Nội dung|ĐVT|Kết quả|Cùng kỳ\n1|Giao quân|người|12|11\n"
    assert [(one.quote, one.period) for one in reading_of(text).candidates] == [("12", "2024-H1"), ("11", "2023-H1")]


def test_next_years_plan_beside_this_years_result(reading_of: Callable[..., Reading]) -> None:
    text = REPORT + "TT\tNội dung\tĐVT\tThực hiện năm 2024\tKế hoạch năm 2025\n1\tGiao quân\tngười\t12\t14\n"
    assert [(one.quote, one.period, one.role.value) for one in reading_of(text).candidates] == [
        ("12", "2024", "result"),
        ("14", "2025", "target"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Đơn vị tính: triệu đồng\n\nTT\tNội dung\tKết quả\n1\tKinh phí quốc phòng địa phương\t460,5\n",
        "TT\tNội dung\tKết quả (triệu đồng)\n1\tKinh phí quốc phòng địa phương\t460,5\n",
        "TT\tNội dung\tĐVT\tKết quả\n1\tKinh phí quốc phòng địa phương\ttriệu đồng\t460,5\n",
    ],
)
def test_the_unit_of_a_table_a_column_or_a_row(reading_of: Callable[..., Reading], text: str) -> None:
    (one,) = reading_of(REPORT + text).candidates
    assert (one.quote, str(one.value), one.uom) == ("460,5", "460500000", "VND")


def test_hostile_tables_take_no_long_time() -> None:
    import time

    began = time.process_time()
    table_of(*["stt|nội dung|kết quả", *["|" * 2000 for _ in range(50)]])
    table_of("đvt:" + " " * 20000, "a" * 20000 + "|b|c", "năm " * 5000 + "|nội dung|kết quả")
    assert time.process_time() - began < 6.0


def kinds(text: str) -> list[str]:
    return [block.kind for block in find_blocks(NormalText.of(text))]


def columns_of(text: str) -> list[list[str]]:
    return [[cell.column for cell in block.cells] for block in find_blocks(NormalText.of(text)) if block.kind == ROW]


TITLES = [
    ("STT\tNội dung\tĐVT\tChỉ tiêu\tKết quả\tTỷ lệ", ["index", "label", "uom", "target", "result", "rate"]),
    ("TT\tChỉ tiêu\tĐVT\tKH năm\tThực hiện\tSo KH", ["index", "label", "uom", "target", "result", "rate"]),
    ("Số TT\tKhoản mục\tĐơn vị tính\tDự toán\tThực chi\tGhi chú", ["index", "label", "uom", "target", "result", "note"]),
    ("STT\tMặt công tác\tĐVT\tGiao\tĐạt\tTăng/giảm", ["index", "label", "uom", "target", "result", "change"]),
]


@pytest.mark.parametrize(("header", "expected"), TITLES)
def test_columns_are_known_by_their_titles(header: str, expected: list[str]) -> None:
    row = "1\tGiao quân\tngười\t45\t45\t100"
    assert columns_of(f"{header}\n{row}\n2\tTuần tra\tbuổi\t60\t66\t110\n")[0] == expected


def test_bars_around_a_table_and_its_rules_are_no_cells() -> None:
    text = "| TT | Nội dung | Chỉ tiêu | Kết quả |\n|---|:--|---:|---|\n| 1 | Giao quân | 12 | 12 |\n| 2 | Tuần tra | 60 | 66 |\n"
    assert kinds(text) == [HEADER, HEADER, ROW, ROW]
    assert columns_of(text) == [["index", "label", "target", "result"]] * 2


def test_a_table_without_titles_has_rows_all_the_same() -> None:
    assert columns_of("Số buổi tuần tra | 42\nSố lượt dân quân | 336\n") == [["label", "result"]] * 2


def test_one_line_with_a_bar_is_no_table() -> None:
    assert kinds("Trụ sở: thôn Đông | mở cửa hằng ngày.\n\nXã có 6 thôn.\n") == [PARAGRAPH, PARAGRAPH]


def test_a_row_of_words_divides_the_table() -> None:
    text = "STT\tNội dung\tKết quả\nI\tTuyển quân\t\n1\tGiao quân\t12\nII\tHuấn luyện\t\n2\tTuần tra\t66\n"
    assert kinds(text) == [HEADER, HEADING, ROW, HEADING, ROW]


def test_running_numbers_and_digits_of_titles_are_no_figures(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(
        "KẾT QUẢ TUYỂN QUÂN NĂM 2021\n| STT | Nội dung | ĐVT | Kết quả |\n|---|---|---|---|\n"
        "| 1 | Nam công dân đủ 17 tuổi đăng ký lần đầu | người | 214 |\n| 2 | Tỷ lệ đăng ký tuổi 17 | % | 98,6 |\n"
        "| 3 | Giao quân | người | 31 |\n"
    )
    assert [one.value for one in (*reading.candidates, *reading.not_understood)] == [214, Decimal("98.6"), 31]


def test_a_titles_brackets_give_the_unit(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(
        "CHI QUỐC PHÒNG NĂM 2022\nKhoản mục | Dự toán (tr.đ) | Thực chi (tr.đ)\nKinh phí diễn tập | 310 | 296\n"
        "Tăng gia sản xuất (nghìn đồng) | 45.000 | 51.500\n"
    )
    values = [one.value for one in (*reading.candidates, *reading.not_understood)]
    assert values == [310_000_000, 296_000_000, 45_000_000, 51_500_000]


def test_changes_in_a_table_are_no_values(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(
        "VĂN BẢN NĂM 2022\n| Nội dung | Năm 2021 | Năm 2022 | Tăng/giảm |\n|---|---|---|---|\n| Ban hành chỉ thị | 3 | 5 | +2 |\n"
        "| Ban hành kế hoạch | 18 | 15 | -3 |\n"
    )
    assert [one.value for one in reading.candidates] == [3, 5, 18, 15]


def test_no_pattern_reaches_over_a_tab(reading_of: Callable[..., Reading]) -> None:
    rows = "STT\tNội dung\tĐVT\tChỉ tiêu\tKết quả\n4\tQuân số huấn luyện DQTV\t%\ttừ 97 trở lên\t98,3\n"
    tabs, bars = (reading_of(REPORT + text) for text in (rows, rows.replace("\t", "|")))
    assert told(tabs) == told(bars)
    assert {one.period for one in tabs.candidates} == {"2024"}
