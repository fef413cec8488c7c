"""``saovuong report build`` and ``report check`` as a user runs them."""

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password

from saovuong.accounts.models import User
from saovuong.accounts.services import grant_give, user_create
from saovuong.reports.models import ReportRecord, Signature
from tests.consolidation.world import CITY, NONG_THUONG, Office, said
from tests.writers.samples import DOCUMENT, spoiled, swap

ASK = ("--unit", "Ban CHQS thành phố Bắc Kạn", "--period", "2024")


def rows(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_build_writes_the_file_and_names_what_is_missing(city: Office, folder: Path, saovuong: Callable) -> None:
    out = folder / "báo cáo.docx"
    result = saovuong("report", "build", *ASK, "--out", out, "--issued-on", "05/12/2024", "--number", "7")
    assert (result.status, result.err) == (0, "")
    assert out.read_bytes()[:2] == b"PK"
    assert "Đã ghi báo cáo" in result.out
    assert "công tác hậu cần, kỹ thuật, tài chính" in result.out
    assert sorted(path.name for path in folder.iterdir()) == ["báo cáo.docx", "config.toml", "db.sqlite3"]


def test_build_then_check_says_that_nothing_differs(city: Office, folder: Path, saovuong: Callable) -> None:
    out = folder / "bc.docx"
    (built,) = rows(saovuong("report", "build", *ASK, "--out", out, "--json").out)
    assert (built["unit"], built["period"], built["file"]) == (CITY, "2024", str(out))
    assert {"place", "about"} == set(built["missing"][0])
    result = saovuong("report", "check", out)
    assert result.status == 0
    assert "không có điều gì cần xem" in result.out
    assert "Còn 13 chỗ để đơn vị bổ sung." in result.out


def test_check_lists_findings_and_leaves_with_one(city: Office, folder: Path, saovuong: Callable) -> None:
    out = folder / "bc.docx"
    saovuong("report", "build", *ASK, "--out", out)
    city.hand_in(NONG_THUONG, [said("patrol_count", 12)])
    out.write_bytes(spoiled(out.read_bytes(), DOCUMENT, swap(">721<", ">812<", count=1)))
    result = saovuong("report", "check", out)
    assert result.status == 1
    flat = " ".join(result.out.split())
    for words in ("sửa tay", "812", "721", "mới duyệt"):
        assert words in flat, words
    found = rows(saovuong("report", "check", out, "--json").out)
    assert found[-1]["row"] == "summary"
    assert found[-1]["differences"] == len(found) - 1
    assert {"edited", "new"} <= {row["kind"] for row in found[:-1]}


def test_an_existing_file_is_kept_unless_forced(city: Office, folder: Path, saovuong: Callable) -> None:
    out = folder / "bc.docx"
    out.write_bytes(b"tai lieu cua toi")
    result = saovuong("report", "build", *ASK, "--out", out)
    assert (result.status, "SV-831" in result.err) == (2, True)
    assert out.read_bytes() == b"tai lieu cua toi"
    assert ReportRecord.objects.count() == 0
    assert saovuong("report", "build", *ASK, "--out", out, "--force").status == 0
    assert out.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--out", "{}/bc.txt"), "SV-832"),
        (("--out", "{}/khong-co/bc.docx"), "SV-832"),
        (("--out", "{}/bc.docx", "--issued-on", "31/02/2024"), "SV-834"),
        (("--out", "{}/bc.docx", "--number", "7a"), "SV-835"),
        (("--out", "{}/bc.docx", "--signer", "ai"), "SV-815"),
        (("--out", "{}/bc.docx", "--template", "thang"), "SV-813"),
        (("--out", "{}/bc.docx", "--period", "2024-07"), "SV-817"),
        (("--out", "{}/bc.docx", "--period", "khi nào đó"), "SV-101"),
        (("--out", "{}/bc.docx", "--unit", "xã Không Có Ở Đâu"), "SV-301"),
        (("--out", "{}/bc.docx", "--unit", "vn"), "SV-814"),
        (("--out", "{}/bc.docx", "--as", "bach-thong"), "SV-713"),
    ],
)
def test_bad_words_of_build_are_refused_and_nothing_is_written(
    city: Office, folder: Path, saovuong: Callable, more: tuple[str, ...], code: str
) -> None:
    result = saovuong("report", "build", *ASK, *(word.format(folder) for word in more))
    assert result.status == 2
    assert code in result.err
    assert ReportRecord.objects.count() == 0
    assert not list(folder.glob("*.docx"))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("khong-co.docx", None, "SV-833"),
        ("trong.docx", b"", "SV-802"),
        ("nhi-phan.docx", b"\0\1\2" * 50, "SV-802"),
        ("cu.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "SV-803"),
    ],
)
def test_bad_files_of_check_are_refused_by_name(
    city: Office, folder: Path, saovuong: Callable, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    result = saovuong("report", "check", folder / name)
    assert result.status == 2
    assert code in result.err
    assert name in result.err


def test_a_folder_is_not_a_report(city: Office, folder: Path, saovuong: Callable) -> None:
    assert "SV-833" in saovuong("report", "check", folder).err


def test_a_file_of_over_a_hundred_megabytes_is_refused_unread(city: Office, folder: Path, saovuong: Callable) -> None:
    big = folder / "to.docx"
    with big.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024 + 1)
    assert "SV-833" in saovuong("report", "check", big).err


@pytest.mark.parametrize("command", [("report",), ("report", "build"), ("report", "check"), ("report", "sign"), ("report", "changes")])
def test_help_is_in_vietnamese(saovuong: Callable, command: tuple[str, ...]) -> None:
    result = saovuong(*command, "--help")
    assert result.status == 0
    assert "báo cáo" in result.out


# --- signing ---


@pytest.fixture
def commander(city: Office, now, monkeypatch: pytest.MonkeyPatch) -> str:  # type: ignore[no-untyped-def]
    """An account that may sign; its password comes as a line from a program."""
    monkeypatch.setattr("saovuong.accounts.services._require_admin", lambda **_: None)
    actor = user_create(name="chi-huy", display_name="Chỉ huy", actor=None, now=now)
    grant_give(user=actor, role="commander", unit_id=CITY, valid_from=now.date(), actor=None, now=now)
    User.objects.filter(pk=actor.id).update(password=make_password("chu-ky-cua-toi-1"))
    return actor.name


def typed(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))


def test_a_report_of_the_command_line_is_signed_and_compared(
    city: Office, folder: Path, saovuong: Callable, commander: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder / "bc.docx"
    saovuong("report", "build", *ASK, "--out", out)
    typed(monkeypatch, "sai")
    wrong = saovuong("report", "sign", out, "--as", commander)
    assert (wrong.status, "SV-571" in wrong.err) == (2, True)
    typed(monkeypatch, "chu-ky-cua-toi-1")
    result = saovuong("report", "sign", out, "--as", commander, "--json")
    assert result.status == 0, result.err
    (signed,) = rows(result.out)
    assert (signed["signed_by"], signed["sha256"]) == ("chi-huy", hashlib.sha256(out.read_bytes()).hexdigest())
    assert Signature.objects.get().sha256 == signed["sha256"]
    assert saovuong("report", "check", out).status == 0
    unchanged = saovuong("report", "changes", out)
    assert (unchanged.status, "0 số liệu đã đổi" in unchanged.out) == (0, True)
    city.hand_in(NONG_THUONG, [said("patrol_count", 12)])
    changed = saovuong("report", "changes", out)
    assert changed.status == 1
    flat = " ".join(changed.out.split())
    assert "12" in flat
    assert "có số liệu mới" in flat or "danh mục hoặc phần mềm" in flat
    found = rows(saovuong("report", "changes", out, "--json").out)
    assert found[-1]["figures"] == len([row for row in found if row["row"] == "figure"]) > 0


def test_a_file_that_was_edited_is_not_signed(
    city: Office, folder: Path, saovuong: Callable, commander: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder / "bc.docx"
    saovuong("report", "build", *ASK, "--out", out)
    out.write_bytes(spoiled(out.read_bytes(), DOCUMENT, swap(">721<", ">812<", count=1)))
    typed(monkeypatch, "chu-ky-cua-toi-1")
    for command in ("sign", "changes"):
        assert "SV-356" in saovuong("report", command, out, "--as", commander).err
    assert Signature.objects.count() == 0
