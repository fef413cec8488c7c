"""Pages, problems, numbers and tables, whatever the operation."""

import os
import subprocess
import sys
from decimal import Decimal

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from saovuong.api import paging
from saovuong.api.showing.basics import MOST_NAMED, number, some, some_refs
from saovuong.api.tables import csv_response
from saovuong.setup.refusals import without_commands
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.django_db


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**15))
def test_a_number_is_told_exactly_and_plainly(value):
    told = number(value)
    assert Decimal(told) == value
    assert "E" not in told.upper()
    assert told == "0" or not (told.startswith("0") and told[1] != ".")


@pytest.mark.parametrize(("value", "told"), [("0.000", "0"), ("5.50", "5.5"), ("1200", "1200"), ("-3", "-3"), ("1E+3", "1000")])
def test_numbers_on_paper(value, told):
    assert number(Decimal(value)) == told


@given(st.text(alphabet=st.characters(exclude_characters=":", exclude_categories=("Cs",)), min_size=1), st.text(min_size=1))
def test_a_cursor_comes_back_as_it_went_and_only_to_its_list(of, key):
    try:
        cursor = paging.cursor_for(of, key)
    except UnicodeEncodeError:
        return
    assert paging.last_of(cursor, of) == key
    with pytest.raises(paging.BadCursor):
        paging.last_of(cursor, f"{of}x")


@pytest.mark.parametrize("cursor", ["x", "____", "dW5pdHM6", "8J-S", "AAAA"])
def test_what_is_no_cursor_is_refused(people, call, cursor):
    answer = call("reader").get(f"units?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "SV-379")


def test_pages_together_are_the_whole_list_each_row_once(people, call):
    caller = call("reader")
    seen, cursor = [], ""
    while True:
        page = caller.json(f"units?limit=3{cursor}")
        assert len(page["items"]) <= 3
        seen += [unit["id"] for unit in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == 11


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("+84", "'+84"), ("-5", "'-5"), ("@a", "'@a"), ("\tx", "'\tx"), ("xã A", "xã A"), ('a"b', '"a""b"')],
)
def test_no_cell_becomes_a_formula(text, cell):
    told = csv_response(["h"], [[text]], name="a").content.decode()
    assert told == f"\ufeffh\r\n{cell}\r\n"


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ("units?limit=0", 400, "query.limit"),
        ("units?limit=201", 400, "query.limit"),
        ("units?limit=1.0", 400, "query.limit"),
        ("units?on=1735689600", 400, "query.on"),
        ("units?on=2024-02-30", 400, "query.on"),
        ("units?level=xa", 400, "query.level"),
        ("totals?unit=tp-bch", 400, "query.period"),
        ("totals?unit=tp-bch&period=2024&submitted=1", 400, "query.submitted"),
        ("totals?unit=tp-bch&period=2024&at=2024-01-01", 400, "query.at"),
        ("totals?unit=t%20p&period=2024", 400, "query.unit"),
    ],
)
def test_what_is_not_of_the_described_shape_is_told_by_its_place(people, call, path, status, place):
    answer = call("reader").get(path)
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"], told["type"]) == (status, status, "SV-377", "urn:saovuong:SV-377")
    assert [one["place"] for one in told["errors"]] == [place]
    assert place in told["detail"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("units/khong-co", 404, "SV-303"),
        ("measures/khong_co", 404, "SV-403"),
        ("totals?unit=h-bch&period=2024", 403, "SV-713"),
        ("totals?unit=tp-bch&period=2024-13", 422, "SV-101"),
        ("totals?unit=tp-bch&period=2024/..", 422, "SV-711"),
        ("totals?unit=tp-bch&period=2026", 422, "SV-712"),
        ("totals?unit=tp-bch&period=2024&measure=khong_co", 422, "SV-714"),
    ],
)
def test_refusals_of_the_rooms_have_their_status_and_no_command(people, call, path, status, code):
    answer = call("reader").get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "saovuong " not in answer.json()["detail"]
    assert "--" not in answer.json()["detail"]


def test_sentences_for_the_command_line_are_left_out():
    assert without_commands("Không có đơn vị. Tra mã bằng: saovuong units find.") == "Không có đơn vị."
    assert without_commands("Chọn kỳ khác, thêm --tree 2024-01-01.") == "Chọn kỳ khác, thêm --tree 2024-01-01."


@pytest.mark.parametrize("path", ["", "v1/", "v1/khong-co", "v2/units", "docs/x"])
def test_an_address_that_is_none_is_a_problem_too(people, call, path):
    answer = call("reader").client().get(f"/api/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_method_that_is_none_names_those_that_are(people, call):
    answer = call("reader").post("units")
    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET", "application/problem+json")


def test_a_fault_is_written_down_and_not_shown(people, call, folder, monkeypatch):
    from saovuong.api.operations import units

    def broken() -> None:
        raise RuntimeError("bí mật nội bộ")

    monkeypatch.setattr(units.org, "index", broken)
    answer = call("reader").client().get("/api/v1/units")
    assert (answer.status_code, answer.json()["code"]) == (500, "SV-999")
    assert "bí mật nội bộ" not in answer.content.decode()
    assert "bí mật nội bộ" in (folder / "loi-chuong-trinh.log").read_text("utf-8")


def test_a_busy_database_is_said_to_be_busy(people, call, monkeypatch):
    import sqlite3

    from saovuong.api.operations import units

    def busy() -> None:
        cause = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("database is locked") from cause

    monkeypatch.setattr(units.org, "index", busy)
    answer = call("reader").get("units")
    assert (answer.status_code, answer.json()["code"]) == (503, "SV-970")
    assert answer["Retry-After"] == "5"


def test_what_the_caller_holds_already_is_not_sent_again(people, call):
    caller = call("reader")
    first = caller.get("measures?limit=3")
    assert first["Cache-Control"] == "private, no-cache"
    again = caller.get("measures?limit=3", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert caller.get("measures?limit=2", **{"If-None-Match": first["ETag"]}).status_code == 200
    assert "ETag" not in caller.get("measures/khong_co")


def test_the_command_line_does_not_load_what_only_the_server_needs():
    """The framework takes longer to import than most commands take."""
    program = "import sys, django; django.setup(); import saovuong.cli.main; sys.exit('ninja' in sys.modules)"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "saovuong.project.settings"}
    assert subprocess.run([sys.executable, "-c", program], env=env, cwd=REPOSITORY, check=False, timeout=60).returncode == 0


def test_a_country_of_missing_units_is_counted_and_a_few_are_named():
    names = {str(number): f"xã {number}" for number in range(3321)}
    told = some_refs(tuple(names), names)
    assert (told.count, len(told.items), told.items[0].name) == (3321, MOST_NAMED, "xã 0")
    assert some(["a"]).model_dump() == {"count": 1, "items": ["a"]}
