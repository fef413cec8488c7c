"""``saovuong units``, before any init and after."""

import json

import pytest

from saovuong.cli import units as commands
from saovuong.org.models import Succession


@pytest.fixture(autouse=True)
def no_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SAOVUONG_DATA", str(tmp_path / "none"))
    monkeypatch.setenv("SAOVUONG_NOW", "2025-08-01T08:00:00+00:00")


def _rows(result):
    assert result.status == 0, result.err
    return [json.loads(line) for line in result.out.splitlines()]


def test_find_lists_candidates_with_parents(saovuong):
    result = saovuong("units", "find", "duc xuan", "--on", "14/12/2024")
    assert result.status == 0
    for words in ("c63-01840", "Thành phố Bắc Kạn", "c63-01204", "bỏ dấu"):
        assert words in result.out


def test_find_as_json(saovuong):
    rows = _rows(saovuong("units", "find", "phường Đức Xuân", "--json"))
    assert {row["id"] for row in rows} == {"c63-01840", "c34-01840"}
    (old,) = [row for row in rows if row["id"] == "c63-01840"]
    assert [parent["name"] for parent in old["parents"]] == ["Thành phố Bắc Kạn", "Tỉnh Bắc Kạn"]
    assert (old["opened"], old["closed"], old["official_code"], old["exact"]) == (None, "2025-07-01", "01840", True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("find", "xã Zzzzz"), "SV-301"),
        (("find", "Đức Xuân", "--on", "31/2/2024"), "SV-304"),
        (("tree", "Hòa Bình"), "SV-302"),
        (("tree", "tỉnh Cao Bằng", "--kind", "party"), "SV-305"),
        (("successions", "--from", "xã Zzzzz"), "SV-301"),
        (("add-command", "X", "--under", "Bộ CHQS tỉnh Thái Nguyên", "--since", "2025-07-01"), "SV-911"),
    ],
)
def test_refusals_are_one_sentence(saovuong, words, code):
    result = saovuong("units", *words)
    assert result.status == 2
    assert result.err.startswith(f"Lỗi [{code}]")
    assert result.err.count("\n") == 1
    assert result.out == ""


def test_successions_of_the_nation_as_json(saovuong):
    rows = _rows(saovuong("units", "successions", "--json"))
    assert len(rows) == 63 + 3652 + 10566
    assert {tuple(row) for row in rows} == {("old_code", "old_name", "new_code", "new_name", "extent", "on", "share")}
    assert {row["extent"] for row in rows} == {"whole", "part"}
    (reused,) = [row for row in rows if row["old_code"] == "01843"]
    assert reused["old_name"] == "Phường Phùng Chí Kiên"
    assert (reused["new_code"], reused["new_name"], reused["extent"], reused["on"]) == ("01843", "Phường Bắc Kạn", "whole", "2025-07-01")
    assert len(_rows(saovuong("units", "successions", "--json", "--with-commands"))) == len(rows) + 63


def test_successions_of_one_unit(saovuong):
    rows = _rows(saovuong("units", "successions", "--from", "thành phố Bắc Kạn", "--json"))
    assert {row["new_name"] for row in rows} == {"Phường Bắc Kạn", "Phường Đức Xuân", "Xã Phong Quang"}
    assert [row["new_name"] for row in _rows(saovuong("units", "successions", "--from", "01843", "--json"))] == ["Phường Bắc Kạn"]
    shown = saovuong("units", "successions", "--from", "phường Đức Xuân, thành phố Bắc Kạn")
    assert "1683/NQ-UBTVQH15" in shown.out
    assert "toàn bộ" in shown.out


def test_successions_are_counted_when_nothing_is_asked(saovuong):
    result = saovuong("units", "successions")
    assert result.status == 0
    assert "9594" in result.out


def test_a_unit_without_successor_says_so(saovuong):
    result = saovuong("units", "successions", "--from", "Ban CHQS thành phố Bắc Kạn")
    assert result.status == 0
    assert "chưa ghi nhận đơn vị kế thừa" in result.out


def test_tree_of_a_city_on_its_last_day(saovuong):
    result = saovuong("units", "tree", "thành phố Bắc Kạn")
    assert result.status == 0
    assert "Ban Chỉ huy quân sự thành phố Bắc Kạn" in result.out
    assert "Xã Nông Thượng" in result.out
    assert "8 đơn vị cơ sở" in result.out


def test_tree_as_json(saovuong):
    rows = _rows(saovuong("units", "tree", "tỉnh Thái Nguyên", "--on", "2025-07-01", "--kind", "administrative", "--json"))
    assert len(rows) == 93
    assert rows[0]["id"] == "p34-19"
    assert {row["parent"] for row in rows[1:]} == {"p34-19"}


@pytest.fixture
def stored(loaded, monkeypatch):
    """The commands on the small country in the test database."""
    monkeypatch.setattr(commands, "is_initialised", lambda: True)
    monkeypatch.setattr(commands, "bootstrap", lambda: None)
    monkeypatch.setattr(commands, "actor_for", lambda verb, name: loaded)


def test_an_added_command_is_found_and_shown(saovuong, stored):
    words = ["units", "add-command", "Ban Chỉ huy Phòng thủ khu vực 1 - Đức Xuân", "--under", "Bộ CHQS tỉnh Thái Nguyên"]
    words += ["--since", "2025-07-01"]
    (row,) = _rows(saovuong(*words, "--takes", "phường Đức Xuân", "--takes", "xã Phong Quang", "--json"))
    assert row["kind"] == "area_command"
    assert [found["id"] for found in _rows(saovuong("units", "find", "PTKV 1 - Đức Xuân", "--json"))] == [row["id"]]
    tree = saovuong("units", "tree", "PTKV 1 - Đức Xuân")
    assert "Phường Đức Xuân" in tree.out
    assert "2 đơn vị cơ sở" in tree.out
    again = saovuong(*words)
    assert again.status == 2
    assert "SV-312" in again.err


@pytest.mark.parametrize(("written", "stored_as"), [("0,25", "0.25"), ("25 %", "0.25"), ("1/4", "0.25"), ("0.333333", "0.333333")])
def test_a_share_is_declared_as_people_write_it(saovuong, stored, written, stored_as):
    old, new = _divided()
    (row,) = _rows(saovuong("units", "share", old, "--to", new, "--share", written, "--act", "Biên bản bàn giao", "--json"))
    assert (row["extent"], row["share"]) == ("part", stored_as)
    assert f"một phần ({stored_as})" in " ".join(saovuong("units", "successions", "--from", old).out.split())


@pytest.mark.parametrize(
    ("written", "code"), [("1/3", "SV-558"), ("một nửa", "SV-558"), ("1/0", "SV-558"), ("1", "SV-557"), ("-1", "SV-557")]
)
def test_a_share_that_is_none_is_refused(saovuong, stored, written, code):
    old, new = _divided()
    result = saovuong("units", "share", old, "--to", new, "--share", written, "--act", "Biên bản bàn giao")
    assert (result.status, code in result.err, result.out) == (2, True, "")


def _divided() -> tuple[str, str]:
    tie = Succession.objects.filter(extent="part", old__level="commune").order_by("old_id", "new_id").first()
    return tie.old_id, tie.new_id
