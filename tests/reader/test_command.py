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
