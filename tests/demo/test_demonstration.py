"""The demonstration from end to end, run once as a user runs it; the figures expected here were added by hand from the documents."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import NewDatabase, on_postgresql

pytestmark = pytest.mark.journey

CITY = "thành phố Bắc Kạn"

# Sums over the eight reports, by hand. The city's own quick report states 865 for the storm.
ADDED_BY_HAND = {
    "resolution_issued_count": 8,
    "plan_issued_count": 95,
    "guidance_document_count": 253,
    "conference_count": 27,
    "duty_person_turns": 4901,
    "militia_total": 644,
    "militia_party_member_count": 163,
    "militia_admitted_count": 148,
    "reservist_registered_count": 899,
    "age17_registered_count": 403,
    "prescreen_called_count": 570,
    "prescreen_passed_count": 343,
    "medical_passed_count": 141,
    "conscripts_enlisted_count": 57,
    "conscription_quota": 57,
    "police_service_enlisted_count": 20,
    "conscription_law_violation_cases": 0,
    "defence_edu_group4_count": 268,
    "defence_propaganda_session_count": 86,
    "decree03_meeting_count": 96,
    "info_exchanged_count": 223,
    "joint_patrol_count": 592,
    "security_model_count": 27,
    "disaster_militia_turns": 795,
    "disaster_person_days": 1173,
    "house_repaired_count": 47,
    "civil_work_person_days": 1503,
    "canal_dredged_km": "18.5",
    "recruit_gift_count": 77,
    "award_collective_count": 11,
    "award_individual_count": 26,
    "discipline_violation_count": 0,
}


@dataclass(frozen=True)
class Shown:
    status: int
    out: str
    err: str
    seconds: float  # of the processor; Windows does not count them
    folder: Path
    database: dict[str, str]

    def asked(self, *words: object) -> subprocess.CompletedProcess[str]:
        """A further command on what the demonstration left behind."""
        return run(*words, "--data", "demo-data", folder=self.folder, database=self.database)

    @property
    def words(self) -> str:
        """What was printed on one line, without frames, so that wrapping does not matter."""
        return " ".join(self.out.replace("│", " ").split())


def run(*words: object, folder: Path, database: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("SAOVUONG_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "saovuong", *map(str, words)],
        cwd=folder,
        env={**environment, **(database or {}), "SAOVUONG_NOW": "2026-01-15T08:00:00+07:00", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Shown:
    folder, database = tmp_path_factory.mktemp("demo"), new_database()
    begun = os.times()
    done = run("demo", folder=folder, database=database)
    ended = os.times()
    worked = ended.children_user + ended.children_system - begun.children_user - begun.children_system
    return Shown(done.returncode, done.stdout, done.stderr, worked, folder, database)


@pytest.fixture(scope="module")
def totals(shown: Shown) -> dict[str, dict[str, Any]]:
    done = shown.asked("totals", "--unit", CITY, "--period", "2024", "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["measure"]: row for row in rows if row["row"] == "total"}


def test_it_ends_well_and_fits_the_screen(shown: Shown) -> None:
    assert (shown.status, shown.err) == (0, "")
    assert shown.seconds < 90
    assert max(len(line.rstrip()) for line in shown.out.splitlines() if "saovuong " not in line and str(shown.folder) not in line) <= 100
    assert "số liệu mẫu, không phải số liệu thật" in shown.words
    for number in range(1, 8):
        assert f"\n{number}. " in shown.out


def test_totals_are_the_sums_of_the_documents(totals: dict[str, dict[str, Any]]) -> None:
    wrong = {
        code: (totals.get(code, {}).get("value"), value)
        for code, value in ADDED_BY_HAND.items()
        if totals.get(code, {}).get("value") != value
    }
    assert not wrong
    for code in ADDED_BY_HAND:
        assert totals[code]["coverage"]["heard"] == 8, code


def test_modifiers_survive(totals: dict[str, dict[str, Any]]) -> None:
    assert (totals["duty_person_turns"]["modifier"], totals["duty_person_turns"]["low"]) == ("over", 4901)
    assert (totals["defence_propaganda_listener_turns"]["modifier"], totals["defence_propaganda_listener_turns"]["value"]) == (
        "about",
        8985,
    )


def test_the_commune_that_did_not_report_is_named(shown: Shown, totals: dict[str, dict[str, Any]]) -> None:
    gifts = totals["policy_gift_count"]
    assert gifts["value"] == 265
    assert (gifts["coverage"]["heard"], gifts["coverage"]["expected"]) == (7, 8)
    assert [one["unit_name"] for one in gifts["coverage"]["missing"]] == ["Xã Nông Thượng"]
    assert "7/8 (thiếu: Xã Nông" in shown.words


def test_a_bare_percentage_is_listed_and_not_rolled_up(totals: dict[str, dict[str, Any]]) -> None:
    rate = totals["militia_training_attendance_rate"]
    assert [one["value"] for one in rate["listed"]] == ["98.2"]
    assert (rate["numerator"]["value"], rate["denominator"]["value"]) == (521, 529)


def test_ratings_are_counted(totals: dict[str, dict[str, Any]]) -> None:
    counts = totals["overall_task_rating"]["ratings"]["counts"]
    assert counts == {
        "hoàn thành xuất sắc nhiệm vụ": 2,
        "hoàn thành tốt nhiệm vụ": 5,
        "hoàn thành nhiệm vụ": 1,
        "không hoàn thành nhiệm vụ": 0,
    }


def test_both_planted_contradictions_and_the_typing_error_are_found(shown: Shown) -> None:
    assert "tự báo cáo 865, cộng từ đơn vị trực thuộc 795 (lệch +70)" in shown.words
    found = shown.words.partition("Mâu thuẫn cần xem lại")[2].partition("Truy nguồn")[0]
    assert "118 lượt người (Xã Dương Quang báo cáo)" in found
    assert "128 lượt người (Ban Chỉ huy quân sự thành phố Bắc Kạn báo cáo)" in found
    inside = shown.words.partition("Mâu thuẫn trong một văn bản (Phường Huyền Tụng)")[2]
    assert "giúp dân 185 ngày công" in inside
    assert "150 158 105,3" in inside


def test_the_batch_is_large_and_mostly_right(shown: Shown) -> None:
    found = re.search(r"xác nhận cả loạt: (\d+) số\. Người rà lại loạt đó, sửa hoặc loại (\d+) số", shown.words)
    assert found is not None
    batch, overruled = int(found[1]), int(found[2])
    assert batch >= 200
    assert overruled <= batch * 0.05


def test_a_figure_was_returned_and_corrected(shown: Shown, totals: dict[str, dict[str, Any]]) -> None:
    assert "1.450 ngày công → 145 ngày công" in shown.words
    assert totals["disaster_person_days"]["value"] == 1173
    done = shown.asked("explain", "--unit", CITY, "--period", "2024", "--measure", "disaster_person_days")
    assert "thay số 1.450 ngày công" in " ".join(done.stdout.replace("│", " ").split())


def test_published_figures_agree_with_the_sum(totals: dict[str, dict[str, Any]]) -> None:
    for code, stated in {"conscripts_enlisted_count": 57, "police_service_enlisted_count": 20, "enlisted_volunteer_count": 4}.items():
        assert totals[code]["reported"]["value"] == stated
        assert all(one["agrees"] for one in totals[code]["reconciliations"] if one["unit"] == "bch-d63-058")


def test_the_report_is_written_and_holds(shown: Shown) -> None:
    report = "demo-output/bao-cao-mau-thanh-pho-bac-kan-2024.docx"
    assert (shown.folder / report).is_file()
    done = shown.asked("report", "check", report)
    assert done.returncode == 0, done.stdout
    assert len(list((shown.folder / "demo-output" / "bao-cao-mau").iterdir())) == 9


def test_the_same_year_on_todays_tree(shown: Shown) -> None:
    today = shown.words.partition("7. Cùng năm 2024")[2]
    for militia in ("329 người", "259 người", "56 người"):
        assert militia in today
    assert ADDED_BY_HAND["militia_total"] == 329 + 259 + 56
    assert "đã giải thể" in today
    asked = ("--unit", "xã Phong Quang, tỉnh Thái Nguyên", "--period", "2024", "--tree", "2025-07-01", "--measure", "militia_total")
    done = shown.asked("totals", *asked, "--json")
    row = json.loads(done.stdout.splitlines()[0])
    assert (row["value"], row["coverage"]["heard"], row["coverage"]["expected"]) == (56, 1, 2)
    assert [one["unit_name"] for one in row["coverage"]["missing"]] == ["Xã Đôn Phong"]


def test_it_runs_again_on_its_own_folder_only(shown: Shown, tmp_path: Path) -> None:
    foreign = tmp_path / "du-lieu-that"
    foreign.mkdir()
    (foreign / "so-lieu.xlsx").write_bytes(b"precious")
    done = run("demo", "--folder", foreign, folder=tmp_path, database=shown.database)
    assert done.returncode == 2
    assert "SV-950" in done.stderr
    assert [path.name for path in foreign.iterdir()] == ["so-lieu.xlsx"]
    assert not (tmp_path / "demo-output").exists()


@pytest.mark.skipif(not on_postgresql(), reason="chỉ trên PostgreSQL: số liệu nằm ngoài thư mục")
def test_it_clears_its_own_rows_on_a_server_and_no_others(shown: Shown) -> None:
    before = shown.asked("audit", "verify").stdout
    elsewhere = run("demo", "--folder", "khac", folder=shown.folder, database=shown.database)
    assert elsewhere.returncode == 2
    assert elsewhere.stderr.startswith("Lỗi [SV-965]: ")
    assert not (shown.folder / "khac").exists()
    assert shown.asked("audit", "verify").stdout == before
    again = run("demo", folder=shown.folder, database=shown.database)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == shown.out


def test_help(shown: Shown) -> None:
    done = run("demo", "--help", folder=shown.folder)
    assert done.returncode == 0
    assert "--folder" in done.stdout
