"""``saovuong reader``: a wording taught once in review is read right in the next document, until the step is undone."""

import io
import json

import pytest

from saovuong.intake.knowledge import current_file
from saovuong.ledger.models import Submission
from tests.intake.test_commands import UNIT, folder, rows, typed

__all__ = ["folder", "typed"]

FIRST = "Báo cáo của phường Thử Nhất.\nTrong năm, phường gửi 34 túi ấm nghĩa tình.\n"
NEXT = "Báo cáo của phường Thử Nhì.\nQuý này đoàn phường Thử Nhì chuyển tới bà con 125 túi ấm nghĩa tình.\n"


class AtKeyboard(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def read(saovuong, tmp_path, folder):
    def read(text, *words):
        file = tmp_path / "tiep-theo.txt"
        file.write_text(text, "utf-8")
        return [row["measure"] for row in rows(saovuong("read", file, "--json", "--period", "2024", *words))]

    return read


@pytest.fixture
def corrected(saovuong, folder, tmp_path, typed):
    """The first report handed in, and its one figure corrected at the keyboard."""
    file = tmp_path / "bao-cao.txt"
    file.write_text(FIRST, "utf-8")
    assert saovuong("submit", file, *UNIT).status == 0
    number = Submission.objects.get().pk
    typed("s", "policy_gift_count", "34", "", "", "", "k")
    result = saovuong("review", number)
    assert "Lỗi" not in result.out, result.out
    return number


def test_taught_once_read_right_next_time_and_undone(saovuong, corrected, read, folder):
    assert read(NEXT) == [None]
    shown = saovuong("reader", "learn")
    assert shown.status == 1
    for words in (
        "Xem 1 ví dụ đã giữ; 1 ví dụ",
        "“ấm nghĩa tình” đứng sau số",
        "policy_gift_count",
        "đúng thêm 1 chỗ, sai thêm 0",
        "Chưa áp dụng",
    ):
        assert words in " ".join(shown.out.split()), words
    assert read(NEXT) == [None]
    assert not current_file(folder).exists()
    applied = saovuong("reader", "learn", "--apply")
    assert applied.status == 0
    assert "Đã áp dụng: kiến thức bản 1" in applied.out
    assert read(NEXT) == ["policy_gift_count"]
    assert read(NEXT, "--taught", "0") == [None]
    again = saovuong("reader", "learn")
    assert (again.status, "Không có gì để dạy thêm" in again.out) == (0, True)
    undone = saovuong("reader", "learn", "--undo")
    assert (undone.status, "không còn kiến thức nào" in " ".join(undone.out.split())) == (0, True)
    assert read(NEXT) == [None]
    assert read(NEXT, "--taught", "1") == ["policy_gift_count"]
    assert saovuong("reader", "learn", "--undo").err.startswith("Lỗi [SV-653]")


def test_the_next_report_is_read_with_it_and_says_so(saovuong, corrected, folder, tmp_path):
    saovuong("reader", "learn", "--apply")
    file = tmp_path / "bao-cao-2.txt"
    file.write_text(NEXT, "utf-8")
    (row,) = rows(saovuong("submit", file, "--unit", "phường Thử Nhì", "--period", "2024", "--json"))
    assert (row["figures"], row["not_understood"]) == (1, 0)
    shown = " ".join(saovuong("submission", row["submission"]).out.split())
    assert "đọc 10/01/2025 bằng bộ đọc 1." in shown
    assert "kiến thức bản 1" in shown
    assert "kiến thức" not in " ".join(saovuong("submission", corrected).out.split())


def test_a_yes_at_the_keyboard(saovuong, corrected, read, monkeypatch):
    monkeypatch.setattr("sys.stdin", AtKeyboard("\n"))
    assert "Chưa áp dụng" in saovuong("reader", "learn").out
    monkeypatch.setattr("sys.stdin", AtKeyboard("c\n"))
    assert "Đã áp dụng" in saovuong("reader", "learn").out
    assert read(NEXT) == ["policy_gift_count"]


def test_json_says_what_is_proposed_and_what_was_applied(saovuong, corrected):
    (shown,) = rows(saovuong("reader", "learn", "--json"))
    (item,) = shown["items"]
    assert (item["measure"], item["phrases"], item["held"]) == ("policy_gift_count", [{"words": "ấm nghĩa tình", "place": "after"}], None)
    assert ([one["quote"] for one in item["better"]], item["worse"]) == (["34"], [])
    (applied,) = rows(saovuong("reader", "learn", "--json", "--apply"))
    assert (applied["applied"], applied["taught_sha256"]) == (1, shown["taught_sha256"])
    (nothing,) = rows(saovuong("reader", "learn", "--json", "--apply"))
    assert (nothing["applied"], nothing["items"]) == (None, [])


def test_only_some_proposals(saovuong, corrected, read):
    assert saovuong("reader", "learn", "--only", 2).err.startswith("Lỗi [SV-243]")
    assert saovuong("reader", "learn", "--only", 1, "--apply").status == 0
    assert read(NEXT) == ["policy_gift_count"]


def test_a_rejection_is_held_back_until_asked_for(saovuong, folder, tmp_path, read):
    text = "Tặng 30 suất quà cho đoàn thanh tra nội bộ.\n"
    file = tmp_path / "bao-cao.txt"
    file.write_text("Báo cáo của phường Thử Nhất.\n" + text, "utf-8")
    saovuong("submit", file, *UNIT)
    saovuong("review", Submission.objects.get().pk, "--reject", 1)
    held = saovuong("reader", "learn", "--apply")
    assert (held.status, "Để lại" in held.out) == (1, True)
    assert read(text) != [None]
    assert saovuong("reader", "learn", "--only", 1, "--apply").status == 0
    assert read(text) == [None]


def test_the_corpus_is_tried_too(saovuong, corrected, tmp_path):
    corpus = tmp_path / "ngu-lieu"
    corpus.mkdir()
    # The taught sentence itself, told to be no figure: whatever reads the one right reads the other wrong.
    (corpus / "a.txt").write_text(FIRST, "utf-8")
    at = FIRST.index("34")
    told = {"doc": "a", "start": at, "end": at + 2, "measure": None, "class": "other"}
    (corpus / "gold.jsonl").write_text(json.dumps(told) + "\n", "utf-8")
    result = saovuong("reader", "learn", "--corpus", corpus)
    assert "Để lại: làm sai 1 chỗ" in " ".join(result.out.split())
    assert saovuong("reader", "learn", "--corpus", tmp_path / "không có").err.startswith("Lỗi [SV-242]")


def test_history(saovuong, corrected, folder):
    assert "Chưa dạy gì thêm" in saovuong("reader", "history").out
    saovuong("reader", "learn", "--apply")
    shown = " ".join(saovuong("reader", "history").out.split())
    for words in ("Bộ đọc 1.", "1 đang dùng", "nhap-lieu", "ấm nghĩa tình"):
        assert words in shown, words
    (row,) = rows(saovuong("reader", "history", "--json"))
    assert (row["version"], row["parent"], row["in_force"], row["changed_by_hand"], row["examples"]) == (1, 0, True, False, 1)
    spoilt = current_file(folder).read_text("utf-8").replace("ấm nghĩa tình", "ấm nghĩa")
    current_file(folder).write_text(spoilt, "utf-8")
    assert "sửa tay" in saovuong("reader", "history").out
    current_file(folder).write_text(spoilt.replace("policy_gift_count", "gone_count"), "utf-8")
    assert "không còn chỉ tiêu gone_count" in " ".join(saovuong("reader", "history").out.split())


def test_examples_are_shown_exported_and_imported(saovuong, corrected, tmp_path):
    assert "1 ví dụ: 1 sửa." in saovuong("reader", "examples").out
    (row,) = rows(saovuong("reader", "examples", "--json"))
    assert (row["decision"], row["right"]["measure"], row["read"]["measure"]) == ("corrected", "policy_gift_count", None)
    there = tmp_path / "huyen-ben.jsonl"
    there.write_text(json.dumps({**row, "key": "a" * 64}) + "\n", "utf-8")
    assert rows(saovuong("reader", "examples", "--import", there, "--json")) == [{"added": 1, "known": 0}]
    assert "1 ví dụ đã có" in saovuong("reader", "examples", "--import", there).out
    assert "huyen-ben" in saovuong("reader", "examples").out
    for content, code in ((b"\xff", "SV-244"), (b"[]", "SV-651")):
        there.write_bytes(content)
        assert saovuong("reader", "examples", "--import", there).err.startswith(f"Lỗi [{code}]")
    assert saovuong("reader", "examples", "--import", tmp_path / "không có").err.startswith("Lỗi [SV-244]")


def test_before_any_decision(saovuong, folder):
    assert "Chưa có ví dụ nào" in saovuong("reader", "examples").out
    assert "Không có gì để dạy thêm" in saovuong("reader", "learn").out
    assert saovuong("reader", "learn", "--as", "chi-huy", "--undo").err.startswith("Lỗi [SV-650]")
