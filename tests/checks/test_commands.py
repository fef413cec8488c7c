"""``saovuong check`` as a user runs it."""

import json
from pathlib import Path

import pytest

from saovuong.catalogue.checks import load_checks
from tests.consolidation.world import CITY, DUC_XUAN, SONG_CAU, said

CONFIG = '[people]\ndefault = "tra-cuu"\n'
ASK = ("--unit", "thành phố Bắc Kạn", "--period", "2024")
FIT, ATTENDED = "medical_passed_count", "medical_attended_count"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder to the eye of the command line; the rows are the test database's."""
    monkeypatch.setenv("SAOVUONG_DATA", str(tmp_path))
    monkeypatch.setenv("SAOVUONG_NOW", "2025-01-10T08:30:00+00:00")
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "db.sqlite3").write_bytes(b"")
    return tmp_path


@pytest.fixture
def wrong(office, folder):
    """One error, one note; the ward's fit are more than those who came, and its gifts have a value without a number."""
    office.hand_in(DUC_XUAN, [said(ATTENDED, 120), said(FIT, 130), said("policy_gift_value_vnd", 5_000_000)])
    office.hand_in(SONG_CAU, [said(ATTENDED, 40), said(FIT, 40)])


def flat(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def rows(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_the_table_spells_the_fault_out(wrong, saovuong):
    result = saovuong("check", *ASK)
    assert (result.status, result.err) == (1, "")
    text = flat(result.out)
    for words in (
        "Ban Chỉ huy quân sự thành phố Bắc Kạn, năm 2024 (15/12/2023 - 14/12/2024)",
        "Đã kiểm tra 5 số liệu của 9 đơn vị theo",
        "Phường Đức Xuân",
        "Lỗi",
        "có mặt khám 120 người < đủ sức khỏe 130 người: hơn 10",
        "120 người, 2024 (Phường Đức Xuân báo cáo, hồ sơ",
        "“medical_attended_count: 120” [Báo cáo mẫu]",
        "1 lỗi, 0 cảnh báo, 1 lưu ý (1 không hiện, xem bằng --level info).",
        "saovuong check waive MÃ",
    ):
        assert words in text, words
    assert "Sông Cầu" not in text


def test_notes_are_shown_when_asked_for(wrong, saovuong):
    text = flat(saovuong("check", *ASK, "--level", "info").out)
    assert "Có giá trị quà, không nêu số suất" in text
    assert "không hiện" not in text


def test_json_has_everything(wrong, saovuong):
    result = saovuong("check", *ASK, "--json", "--level", "info")
    assert result.status == 1
    first, note, summary = rows(result.out)
    assert (first["row"], note["row"], summary["row"]) == ("finding", "finding", "summary")
    assert (first["rule"], first["kind"], first["level"], first["unit"]) == ("conscription_funnel", "funnel", "error", DUC_XUAN)
    assert [one["measure"] for one in first["measures"]] == [FIT, ATTENDED]
    assert [(one["measure"], one["value"]) for one in first["facts"]] == [(ATTENDED, 120), (FIT, 130)]
    assert all(one["quote"] and one["fact"] and one["document"] == "Báo cáo mẫu" for one in first["facts"])
    assert first["numbers"] == {"difference": 10}
    assert (first["start"], first["end"], first["period"]) == ("2023-12-15", "2024-12-15", "2024")
    assert first["legal_basis"][0]["verified"] is False
    assert first["waiver"] is None
    assert len(first["key"]) == 16
    counts = {key: summary[key] for key in ("errors", "warnings", "infos", "waived", "shown", "figures", "units")}
    assert counts == {"errors": 1, "warnings": 0, "infos": 1, "waived": 0, "shown": 2, "figures": 5, "units": 9}


def test_both_quotes_of_a_contradiction(office, folder, saovuong):
    office.hand_in(DUC_XUAN, [said(ATTENDED, 120)])
    office.hand_in(CITY, [said(ATTENDED, 125, unit_id=DUC_XUAN, source="Báo cáo của thành phố")])
    result = saovuong("check", *ASK)
    text = flat(result.out)
    assert result.status == 0
    assert "đơn vị ghi 120 người, Ban Chỉ huy quân sự thành phố Bắc Kạn ghi 125 người" in text
    assert "“medical_attended_count: 120” [Báo cáo mẫu]" in text
    assert "“medical_attended_count: 125” [Báo cáo của thành phố]" in text
    (found, _) = rows(saovuong("check", *ASK, "--json").out)
    assert [one["value"] for one in found["facts"]] == [120]
    assert [one["value"] for one in found["others"]] == [125]


def test_nothing_wrong_and_nothing_there(office, folder, saovuong):
    empty = saovuong("check", *ASK)
    assert (empty.status, "Chưa có số liệu nào được duyệt" in empty.out) == (0, True)
    office.hand_in(SONG_CAU, [said(ATTENDED, 40), said(FIT, 40)])
    fine = saovuong("check", *ASK)
    assert (fine.status, "Không thấy gì sai." in fine.out) == (0, True)


def test_warnings_leave_with_zero(office, folder, saovuong):
    office.hand_in(SONG_CAU, [said("militia_trained_count", 99), said("militia_training_required_count", 100)])
    office.hand_in(CITY, [said("population", 0, unit_id=SONG_CAU)])
    result = saovuong("check", *ASK)
    assert (result.status, "1 cảnh báo" in result.out) == (0, True)


def test_errors_leave_with_one_even_if_they_are_not_shown(wrong, saovuong):
    assert saovuong("check", *ASK, "--only-unit").status == 0
    assert saovuong("check", *ASK, "--rule", "reports_on_time").status == 0
    assert saovuong("check", *ASK, "--rule", "conscription_funnel").status == 1


def test_waive_show_and_take_back(wrong, people, saovuong):
    (found, _) = rows(saovuong("check", *ASK, "--json").out)
    key = found["key"][:8]
    done = saovuong("check", "waive", key, *ASK, "--reason", "hai đợt khám", "--as", "kiem-tra")
    assert (done.status, done.err) == (0, "")
    assert "Đã bỏ qua" in done.out
    assert "hai đợt khám" in done.out
    after = saovuong("check", *ASK)
    assert (after.status, "120 người" in after.out, "1 đã bỏ qua, xem bằng --all" in flat(after.out)) == (0, False, True)
    everything = flat(saovuong("check", *ASK, "--all").out)
    assert "Đã bỏ qua: kiem-tra, 10/01/2025: hai đợt khám" in everything
    (told, _) = rows(saovuong("check", *ASK, "--all", "--json").out)
    assert (told["waiver"]["by"], told["waiver"]["reason"]) == ("kiem-tra", "hai đợt khám")
    undone = saovuong("check", "unwaive", key, "--reason", "xem lại biên bản", "--as", "kiem-tra")
    assert (undone.status, "Thôi bỏ qua" in undone.out) == (0, True)
    assert saovuong("check", *ASK).status == 1
    listed = saovuong("check", "waivers").out
    assert listed.count("kiem-tra, 10/01/2025:") == 2
    (row,) = rows(saovuong("check", "waivers", "--json").out)
    assert (row["key"], row["ended_by"]) == (found["key"], "kiem-tra")


def test_nobody_waived_anything(office, folder, saovuong):
    assert "Chưa có kết quả kiểm tra nào được bỏ qua" in saovuong("check", "waivers").out
    assert saovuong("check", "waivers", "--json").out == ""


def test_the_rules_are_listed_with_their_reasons(folder, office, saovuong):
    result = saovuong("check", "rules")
    assert result.status == 0
    assert f"{len(load_checks())} quy tắc." in result.out
    found = rows(saovuong("check", "rules", "--json", "--rule", "medical_classes").out)
    assert [one["rule"] for one in found] == ["medical_classes"]
    assert found[0]["measures"][0] == "medical_passed_count"
    assert found[0]["legal_basis"][0]["text"].startswith("Thông tư 105/2023")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--unit", "phường Không Có", "--period", "2024"), "SV-301"),
        (("--unit", CITY, "--period", "2024-13"), "SV-101"),
        (("--unit", CITY, "--period", "2021/.."), "SV-711"),
        (("--unit", CITY, "--period", "2024", "--rule", "khong_co"), "SV-153"),
        (("--unit", CITY, "--period", "2024", "--level", "fatal"), "SV-181"),
        (("--unit", CITY, "--period", "2024", "--as", "khach"), "SV-161"),
        (("--unit", CITY), "SV-180"),
        (("--period", "2024"), "SV-180"),
        (("waive", "abcd1234", "--unit", CITY, "--period", "2024", "--reason", "r", "--as", "kiem-tra"), "SV-172"),
        (("waive", "abcd1234", "--unit", CITY, "--period", "2024", "--reason", " ", "--as", "kiem-tra"), "SV-175"),
        (("unwaive", "abcd1234", "--reason", "r", "--as", "kiem-tra"), "SV-176"),
        (("waive", "abcd1234", "--unit", CITY, "--period", "2024"), "SV-900"),
    ],
)
def test_refusals(office, folder, saovuong, words, code):
    result = saovuong("check", *words)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"Lỗi [{code}]: ")
    assert result.err.count("\n") == 1


def test_a_clerk_may_not_waive(wrong, saovuong):
    (found, _) = rows(saovuong("check", *ASK, "--json").out)
    result = saovuong("check", "waive", found["key"], *ASK, "--reason", "r", "--as", "tra-cuu")
    assert (result.status, result.err.startswith("Lỗi [SV-170]")) == (2, True)
