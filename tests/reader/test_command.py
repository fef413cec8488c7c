"""``saovuong read``, before any init."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saovuong.reader.rows import KEYS

TEXT = "BÁO CÁO\nKết quả công tác quốc phòng, quân sự địa phương năm 2024\n\nGiao quân 12/12 thanh niên, đạt 100% chỉ tiêu.\n"
Run = Callable[..., Any]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAOVUONG_DATA", str(tmp_path / "chưa có"))
    path = tmp_path / "bao-cao.txt"
    path.write_text(TEXT, encoding="utf-8", newline="")
    return path


def test_json_lines_have_exactly_the_agreed_keys(saovuong: Run, report: Path) -> None:
    result = saovuong("read", report, "--json")
    assert result.status == 0, result.err
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert {tuple(row) for row in rows} == {KEYS}
    assert {row["doc"] for row in rows} == {"bao-cao"}
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert [row["value"] for row in rows if row["measure"] == "conscripts_enlisted_count"] == [12]


def test_what_was_converted_is_said_beside_the_figures(saovuong: Run, report: Path) -> None:
    report.write_bytes(TEXT.encode("utf-16"))
    table = saovuong("read", report)
    assert "Đã chuyển chữ từ UTF-16 sang Unicode." in table.out + table.err
    rows = saovuong("read", report, "--json")
    assert "Đã chuyển" in rows.err
    assert all(json.loads(line)["doc"] == "bao-cao" for line in rows.out.splitlines())


def test_table_and_counts(saovuong: Run, report: Path) -> None:
    result = saovuong("read", report)
    assert result.status == 0
    assert "bao-cao" in result.out
    assert "số chưa hiểu" in result.out


def test_unit_and_period_stand_where_the_text_names_none(saovuong: Run, tmp_path: Path, report: Path) -> None:
    report.write_text("Giao quân 12/12 thanh niên.\n", encoding="utf-8")
    result = saovuong("read", report, "--json", "--unit", "phường Đức Xuân, thành phố Bắc Kạn", "--period", "2023")
    assert result.status == 0, result.err
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert {row["period"] for row in rows} == {"2023"}
    assert all(row["unit_id"] for row in rows)


def test_explain_one_figure(saovuong: Run, report: Path) -> None:
    result = saovuong("read", report, "--explain", "1")
    assert result.status == 0
    assert "điểm" in result.out
    assert saovuong("read", report, "--explain", "99").status == 2


def test_a_bad_file_is_told_and_the_good_ones_are_still_read(saovuong: Run, report: Path, tmp_path: Path) -> None:
    old = tmp_path / "cũ.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    result = saovuong("read", old, report, tmp_path / "không có.txt", "--json")
    assert result.status == 2
    assert "SV-206" in result.err
    assert "cũ.doc" in result.err
    assert "SV-201" in result.err
    assert '"bao-cao"' in result.out


@pytest.mark.parametrize("words", [("--unit", "xã Không Ở Đâu Cả"), ("--period", "2024-13")])
def test_unknown_unit_or_period_is_refused(saovuong: Run, report: Path, words: tuple[str, str]) -> None:
    result = saovuong("read", report, *words)
    assert result.status == 2
    assert "SV-" in result.err


def test_explain_shows_the_next_measures_and_why_they_lost(saovuong: Run, report: Path) -> None:
    result = saovuong("read", report, "--explain", "1")
    for words in ("Giá trị: 12", "đọc là 12", "Kỳ: 2024", "Vai trò: ", "Đơn vị: ", "Chỉ tiêu: ", "điểm", "Đứng sau:", ": kém "):
        assert words in result.out, words
    (row,) = [json.loads(line) for line in saovuong("read", report, "--explain", "1", "--json").out.splitlines()]
    assert (row["number"], row["value"]) == (1, 12)
    assert row["explanation"]["chosen"]["measure"] == row["measure"]
    assert row["explanation"]["rivals"][0]["because"]


def test_numbers_that_were_not_understood_are_numbered_and_explained_too(saovuong: Run, tmp_path: Path, report: Path) -> None:
    report.write_text(TEXT + "Làm 31 việc lạ lùng, mỗi việc 2 ngày.\n", encoding="utf-8")
    understood = len([line for line in saovuong("read", report, "--json").out.splitlines() if json.loads(line)["measure"]])
    result = saovuong("read", report, "--explain", str(understood + 1))
    assert result.status == 0
    assert f"{understood + 1}. chưa hiểu: " in result.out
    assert f"│ {understood + 1}" in saovuong("read", report).out


def test_by_what_it_was_read(saovuong: Run, report: Path) -> None:
    first, *rows = [json.loads(line) for line in saovuong("read", report, "--json", "--meta", "--period", "2023").out.splitlines()]
    assert rows
    about = first["reading"]
    assert about["reader_version"].startswith("1.")
    assert len(about["text_sha256"]) == 64
    assert (about["doc"], about["period"], about["taught_sha256"]) == ("bao-cao", "2023", None)
    assert about["pack_version"]
    assert "Đọc bằng bộ đọc 1." in saovuong("read", report, "--meta").out


def test_a_version_of_the_taught_knowledge_that_is_not_there(saovuong: Run, report: Path) -> None:
    assert saovuong("read", report, "--taught", "0").status == 0
    refused = saovuong("read", report, "--taught", "7")
    assert (refused.status, refused.err[:13]) == (2, "Lỗi [SV-241]:")


def test_taught_knowledge_of_the_data_folder_is_used(saovuong: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dữ liệu"
    (folder / "reader" / "versions").mkdir(parents=True)
    head = 'version = 1\nparent = 0\nmade_at = "2025-01-10T08:30:00+00:00"\nmade_by = "a"\nreader = "1"\npack = "2"\nexamples = 1\n'
    taught = head + '[[phrase]]\nwords = "chuyến xe ấm lòng"\nplace = "after"\nmeasure = "policy_gift_count"\n'
    for name in ("taught.toml", "versions/0001.toml"):
        (folder / "reader" / name).write_text(taught, encoding="utf-8")
    monkeypatch.setenv("SAOVUONG_DATA", str(folder))
    report.write_text("Năm 2024 tổ chức 14 chuyến xe ấm lòng.\n", encoding="utf-8")

    def measures(*words: str) -> list[str]:
        return [json.loads(line)["measure"] for line in saovuong("read", report, "--json", *words).out.splitlines()]

    assert measures() == measures("--taught", "1") == ["policy_gift_count"]
    assert measures("--taught", "0") != ["policy_gift_count"]
    (folder / "reader" / "taught.toml").write_text("không phải TOML", encoding="utf-8")
    assert saovuong("read", report).err.startswith("Lỗi [SV-240]")
