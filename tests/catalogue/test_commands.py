"""``saovuong catalogue``."""

import json

from tests.catalogue.small_pack import change, write_pack


def test_lint_of_the_shipped_pack_is_clean(saovuong):
    result = saovuong("catalogue", "lint")
    assert result.status == 0
    assert "0 lỗi" in result.out


def test_lint_of_a_folder_with_an_error(saovuong, tmp_path):
    folder = write_pack(tmp_path)
    change(folder, "topics/01_force.toml", 'name_en = "Women"\n', "")
    result = saovuong("catalogue", "lint", folder)
    assert result.status == 1
    assert "SV-416" in result.out
    assert "1 lỗi, 0 cảnh báo." in result.out
    result = saovuong("catalogue", "lint", folder, "--json")
    assert result.status == 1
    assert [json.loads(line) for line in result.out.splitlines()] == [
        {
            "code": "SV-416",
            "level": "error",
            "file": "topics/01_force.toml",
            "where": "measure women",
            "message": "thiếu tên tiếng Anh (name_en)",
        }
    ]


def test_lint_with_warnings_only_leaves_with_zero(saovuong, tmp_path):
    folder = write_pack(tmp_path)
    change(folder, "topics/01_force.toml", 'phrases = ["nữ"]\n', "")
    result = saovuong("catalogue", "lint", folder)
    assert result.status == 0
    assert "Cảnh báo SV-422" in result.out


def test_lint_of_no_pack_is_refused(saovuong, tmp_path):
    result = saovuong("catalogue", "lint", tmp_path)
    assert result.status == 2
    assert "SV-401" in result.err


def test_show_a_measure(saovuong):
    result = saovuong("catalogue", "show", "militia_population_rate", "--json")
    assert result.status == 0
    row = json.loads(result.out)
    assert (row["numerator"], row["denominator"], row["uom"]) == ("militia_total", "population", "percent")
    assert "commune_year" in row["forms"]
    text = saovuong("catalogue", "show", "conscription_quota").out
    assert "Luật NVQS 78/2015/QH13 Điều 33–35 từ 2016-01-01" in text


def test_show_an_unknown_measure_is_refused(saovuong):
    result = saovuong("catalogue", "show", "militia_totals")
    assert result.status == 2
    assert "SV-403" in result.err
    assert "militia_total" in result.err


def test_list_by_topic(saovuong):
    result = saovuong("catalogue", "list", "--topic", "coordination", "--json")
    codes = [json.loads(line)["code"] for line in result.out.splitlines()]
    assert result.status == 0
    assert {"joint_patrol_count", "decree03_meeting_count"} <= set(codes)
    assert "militia_total" not in codes
    assert "chỉ tiêu, phiên bản danh mục" in saovuong("catalogue", "list").out


def test_list_of_an_unknown_topic_is_refused(saovuong):
    result = saovuong("catalogue", "list", "--topic", "space")
    assert result.status == 2
    assert "SV-404" in result.err
