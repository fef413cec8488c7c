"""``saovuong totals`` and ``saovuong explain`` as a user runs them."""

import json
from pathlib import Path

import pytest

from saovuong.ledger import services as book
from saovuong.ledger.shapes import Evidence
from tests.consolidation.world import CITY, DUC_XUAN, ENLISTED, GIFTS, MILITIA, NEW_PHONG_QUANG, NONG_THUONG, POPULATION, RATE, said

CONFIG = '[people]\ndefault = "tra-cuu"\n'
ASK = ("--unit", "Ban CHQS thành phố Bắc Kạn", "--period", "2024")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder to the eye of the command line; the rows are the test database's."""
    monkeypatch.setenv("SAOVUONG_DATA", str(tmp_path))
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "db.sqlite3").write_bytes(b"")
    return tmp_path


def rows(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_totals_as_a_table(city, folder, saovuong):
    result = saovuong("totals", *ASK, "--measure", "tong so dan quan tu ve", "--measure", GIFTS, "--measure", ENLISTED)
    assert (result.status, result.err) == (0, "")
    flat = " ".join(result.out.split())
    for words in ("trên 99", "7/8 (thiếu:", "Nông", "lệch −4", "Mâu thuẫn cần xem lại", "999", "93,33%"):
        assert words in flat, words


def test_totals_as_json(city, folder, saovuong):
    result = saovuong("totals", *ASK, "--measure", GIFTS, "--measure", RATE, "--json")
    assert result.status == 0
    found = {row["measure"]: row for row in rows(result.out) if row["row"] == "total"}
    gifts = found[GIFTS]
    assert (gifts["value"], gifts["modifier"], gifts["low"], gifts["high"]) == (99, "over", 99, None)
    assert gifts["coverage"] == {
        "heard": 7,
        "expected": 8,
        "missing": [{"unit": NONG_THUONG, "unit_name": "Xã Nông Thượng"}],
        "by_others": [],
        "represented": [],
    }
    assert gifts["reported"]["value"] == 95
    assert gifts["reconciliations"][0]["difference"] == -4
    assert gifts["last_year"]["value"] == 80
    assert isinstance(found[RATE]["value"], str)
    assert (found[RATE]["numerator"]["value"], found[RATE]["denominator"]["value"]) == (721, 35000)


def test_json_lists_contradictions_with_both_quotes(city, folder, saovuong):
    result = saovuong("totals", *ASK, "--measure", MILITIA, "--json")
    (found,) = [row for row in rows(result.out) if row["row"] == "contradiction"]
    assert found["unit"] == DUC_XUAN
    assert [one["value"] for one in found["used"] + found["others"]] == [100, 999]
    assert all(one["quote"] and one["document"] for one in found["used"] + found["others"])


def test_the_page_about_totals_names_every_key(city, folder, saovuong):
    page = (Path(__file__).parents[2] / "docs" / "totals.md").read_text("utf-8")
    told = {}
    for line in page.splitlines():
        if line.startswith("| `"):
            row, keys = line.strip("| ").split("|", 1)
            told[row.strip(" `")] = {word for part in keys.split(";") for word in part.split(":")[-1].replace(",", " ").split()}
    lines = rows(saovuong("totals", *ASK, "--json").out) + rows(saovuong("explain", *ASK, "--measure", RATE, "--json").out)
    lines += rows(saovuong("totals", "--unit", "p34-19", "--period", "2024", "--tree", "2025-07-01", "--json").out)
    written = {}
    for row in lines:
        written.setdefault(row["row"], set()).update(row)
    assert written == {row: told[row] - _ONLY_SOMETIMES for row in written}
    assert set(written) == {"total", "unit", "figure", "contradiction", "not_comparable"}


_ONLY_SOMETIMES = {"yes_no"}


def test_an_administrative_name_is_answered_by_its_command(city, folder, saovuong):
    result = saovuong("totals", "--unit", "thành phố Bắc Kạn", "--period", "2024", "--measure", GIFTS)
    assert result.status == 0
    assert "Ban Chỉ huy quân sự thành phố Bắc Kạn báo cáo" in result.out


def test_targets_only(city, folder, saovuong):
    result = saovuong("totals", *ASK, "--role", "target", "--json")
    (found,) = rows(result.out)
    assert (found["measure"], found["role"], found["value"]) == (ENLISTED, "target", 30)


def test_nothing_accepted_is_said(office, folder, saovuong):
    result = saovuong("totals", *ASK)
    assert (result.status, result.err) == (0, "")
    assert "Chưa có số liệu nào được duyệt" in result.out
    assert rows(saovuong("totals", *ASK, "--json").out) == []
    office.hand_in(DUC_XUAN, [said(GIFTS, 7)], accept=False)
    assert "Chưa có số liệu" in saovuong("totals", *ASK).out
    assert "7" in saovuong("totals", *ASK, "--include-submitted").out


def test_todays_tree(city, folder, saovuong):
    result = saovuong(
        "totals", "--unit", "xã Phong Quang, tỉnh Thái Nguyên", "--period", "2024", "--tree", "01/07/2025", "--measure", GIFTS
    )
    assert result.status == 0, result.err
    for words in ("cây đơn vị ngày 01/07/2025", "1/2 (thiếu: Xã Đôn", "Không so sánh được", "đã giải thể"):
        assert words in " ".join(result.out.split()), words
    found = rows(
        saovuong("totals", "--unit", NEW_PHONG_QUANG, "--period", "2024", "--tree", "2025-07-01", "--measure", GIFTS, "--json").out
    )
    assert [row["value"] for row in found if row["row"] == "total"] == [16]
    assert [row["unit"] for row in found if row["row"] == "not_comparable"] == [CITY]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--unit", "phường Không Có", "--period", "2024"), "SV-301"),
        (("--unit", "phường Đức Xuân, tỉnh Thái Nguyên", "--period", "2024"), "SV-712"),
        (("--unit", CITY, "--period", "2024-13"), "SV-101"),
        (("--unit", CITY, "--period", "2021/.."), "SV-711"),
        (("--unit", CITY, "--period", "2024", "--measure", "thời tiết"), "SV-714"),
        (("--unit", CITY, "--period", "2024", "--measure", "dân quân"), "SV-715"),
        (("--unit", CITY, "--period", "2024", "--role", "wish"), "SV-741"),
        (("--unit", CITY, "--period", "2024", "--tree", "hôm nay"), "SV-742"),
        (("--unit", CITY, "--period", "2024", "--as", "khach"), "SV-713"),
        (("--unit", CITY, "--period", "2024", "--as", "la-mat"), "SV-901"),
    ],
)
def test_refusals(city, folder, saovuong, words, code):
    result = saovuong("totals", *words)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"Lỗi [{code}]: ")
    assert result.err.count("\n") == 1


def test_explain_goes_down_to_every_quote(office, people, catalogue, folder, saovuong, tmp_path):
    text = "Trong năm, phường tặng 25 suất quà cho gia đình chính sách."
    document = book.document_store(
        actor=people.clerk, now=office.now, name="bao-cao.txt", content=text.encode(), text=text, media_type="text/plain", folder=tmp_path
    )
    evidence = Evidence(document.id, "bao-cao.txt", text, 0, len(text), text.index("25"), text.index("25") + 2)
    row = book.submission_open(
        actor=people.clerk, now=office.now, catalogue=catalogue, unit_id=DUC_XUAN, period_label="2024", document_id=document.id
    )
    (wrong,) = book.facts_append(
        actor=people.clerk, now=office.now, catalogue=catalogue, submission_id=row.id, facts=[said(GIFTS, 52, evidence=evidence)]
    )
    book.fact_supersede(actor=people.clerk, now=office.now, catalogue=catalogue, fact_id=wrong, fact=said(GIFTS, 25, evidence=evidence))
    book.submission_hand_in(actor=people.clerk, now=office.now, submission_id=row.id)
    book.submission_accept(actor=people.verifier, now=office.now, submission_id=row.id)
    result = saovuong("explain", *ASK, "--measure", GIFTS)
    assert (result.status, result.err) == (0, "")
    flat = " ".join(result.out.replace("│", " ").split())
    for words in (
        "Phường Đức Xuân: 25",
        text.split(" 25 ")[0],
        "bao-cao.txt",
        "vị trí 0",
        "nhập: nhap-lieu",
        "duyệt: kiem-tra",
        "thay số 52",
    ):
        assert words in flat, words
    assert "chưa báo cáo" in flat
    found = rows(saovuong("explain", *ASK, "--measure", GIFTS, "--json").out)
    (figure,) = [one for one in found if one["row"] == "figure"]
    assert (figure["use"], figure["quote"], figure["start"], figure["end"]) == ("own", text, 0, len(text))
    assert [old["value"] for old in figure["superseded"]] == [52]
    assert (figure["entered_by"], figure["accepted_by"]) == ("nhap-lieu", "kiem-tra")
    units = [one for one in found if one["row"] == "unit"]
    assert (units[0]["unit"], units[0]["depth"], len(units)) == (CITY, 0, 9)
    assert sum(one["missing"] for one in units) == 7


def test_explain_tells_what_was_left_out_and_why(city, folder, saovuong):
    found = rows(saovuong("explain", *ASK, "--measure", MILITIA, "--json").out)
    (left,) = [one for one in found if one["row"] == "figure" and one["use"] == "left_out"]
    assert (left["value"], left["reason"], left["at"]) == (999, "own_report_wins", DUC_XUAN)
    assert "đơn vị đã tự báo cáo" in " ".join(saovuong("explain", *ASK, "--measure", MILITIA).out.replace("│", " ").split())


def test_explain_a_ratio_with_its_parts(city, folder, saovuong):
    out = saovuong("explain", *ASK, "--measure", RATE).out
    for words in ("Tử số", "Mẫu số", "721 / 35.000", "2,06%"):
        assert words in out, words
    found = rows(saovuong("explain", *ASK, "--measure", RATE, "--json").out)
    assert [one["measure"] for one in found if one["row"] == "total"] == [RATE, MILITIA, POPULATION]


def test_explain_what_nobody_said(office, folder, saovuong):
    result = saovuong("explain", *ASK, "--measure", GIFTS)
    assert result.status == 0
    assert "chưa biết" in result.out


def test_explain_refuses_an_unknown_measure(city, folder, saovuong):
    result = saovuong("explain", *ASK, "--measure", "no_such")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("Lỗi [SV-714]: ")


def test_a_snapshot_is_built_followed_and_verified(city, folder, saovuong):
    asked = ("totals", *ASK, "--measure", GIFTS, "--json")
    assert saovuong("snapshot", "status").status == 1
    assert "chưa có bản chụp" in saovuong(*asked, "--engine", "duckdb").err
    built = saovuong("snapshot", "build", "--json")
    assert (built.status, rows(built.out)[0]["facts"]) == (0, 41)
    assert saovuong("snapshot", "status").status == saovuong("snapshot", "verify").status == 0
    book_answer = saovuong(*asked, "--engine", "python")
    assert saovuong(*asked) == book_answer
    *told, engine = rows(saovuong(*asked, "--engine", "duckdb").out)
    assert told == rows(book_answer.out)
    assert (engine["row"], [one["reason"] for one in engine["left"]]) == ("engine", ["reported"])
    alone = ("totals", *ASK, "--measure", POPULATION, "--json")
    assert saovuong(*alone, "--engine", "duckdb") == saovuong(*alone, "--engine", "python")
    assert "có tổng do đơn vị tự báo cáo" in saovuong("totals", *ASK, "--engine", "duckdb").err
    assert saovuong("totals", *ASK) == saovuong("totals", *ASK, "--engine", "python")

    number, _ = city.hand_in(NONG_THUONG, [said(GIFTS, 4)], accept=False)
    accepted = saovuong("accept", number, "--as", "kiem-tra")
    assert (accepted.status, accepted.err) == (0, "")
    assert saovuong("snapshot", "verify").status == 0
    assert saovuong(*asked) != book_answer
    assert saovuong(*asked) == saovuong(*asked, "--engine", "python")


def test_totals_say_when_they_do_not_come_from_the_snapshot(city, folder, saovuong):
    asked = ("totals", *ASK, "--measure", GIFTS)
    saovuong("snapshot", "build")
    city.hand_in(NONG_THUONG, [said(GIFTS, 4)])
    result = saovuong(*asked)
    assert (result.status, result.err.count("\n")) == (0, 1)
    assert "chưa theo kịp sổ" in result.err
    assert "1 lần duyệt" in saovuong("snapshot", "status").out
    verified = saovuong("snapshot", "verify", "--json")
    assert (verified.status, [row["kind"] for row in rows(verified.out)]) == (1, ["missing"])
    assert "chỉ có số liệu đã duyệt" in saovuong(*asked, "--engine", "duckdb", "--include-submitted").err
    next((folder / "snapshots" / "2024").rglob("*.parquet")).unlink()
    saovuong("snapshot", "build")
    assert saovuong(*asked).err == ""
    refused = saovuong(*asked, "--engine", "excel")
    assert (refused.status, "SV-743" in refused.err) == (2, True)
