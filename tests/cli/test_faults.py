"""A fault of the program's own is one sentence too, never a traceback on a user's screen."""

import pytest

from saovuong.cli import main


def test_an_unexpected_fault_is_written_down_and_named(saovuong, tmp_path, monkeypatch):
    def fail(**_words):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setenv("SAOVUONG_DATA", str(tmp_path))
    monkeypatch.setattr(main, "app", fail)
    result = saovuong("units", "find", "x")
    assert result.status == 2
    assert result.out == ""
    assert result.err.startswith("Lỗi [SV-999]: ")
    assert "Traceback" not in result.err
    assert "secret detail" not in result.err
    log = (tmp_path / "loi-chuong-trinh.log").read_text("utf-8")
    assert "secret detail" in log
    assert str(tmp_path / "loi-chuong-trinh.log") in result.err


def test_developers_may_ask_for_the_traceback(saovuong, monkeypatch):
    def fail(**_words):
        raise ZeroDivisionError

    monkeypatch.setenv("SAOVUONG_TRACEBACK", "1")
    monkeypatch.setattr(main, "app", fail)
    with pytest.raises(ZeroDivisionError):
        saovuong("units", "find", "x")
