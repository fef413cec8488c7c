"""What each operation answers in the small city, worked out by hand from the report that was handed in there."""

import csv
import io

import pytest

from tests.api.samples import SAMPLES

pytestmark = pytest.mark.django_db

NEW = {"unit": "x1", "period": "2024-11", "figures": [{"measure": "policy_gift_count", "value": "7", "source": "Sổ theo dõi"}]}
KEY = {"Idempotency-Key": "may-01.2024-11"}


def figure(**changes: object) -> dict[str, object]:
    return {"measure": "policy_gift_count", "value": "7", "source": "Sổ theo dõi", **changes}


def sent(caller, key="may-01.2024-11", **changes):
    return caller.post("submissions", {**NEW, **changes}, **{"Idempotency-Key": key})


def test_a_total_has_its_number_unit_period_and_coverage(book, call):
    told = call("reader").json("totals?unit=tp&period=2024&measure=policy_gift_count")
    assert told["place"]["asked"] == {"id": "tp", "name": "thành phố Mẫu Giang"}
    assert told["place"]["unit"]["id"] == "tp-bch"
    assert told["place"]["period"] == {"label": "2024", "name": "năm 2024", "start": "2023-12-15", "end": "2024-12-15"}
    (total,) = told["totals"]
    assert total["amount"] == {"value": "45", "modifier": "exact", "low": "45", "high": "45", "uom": "gift", "estimated": False}
    # The city's own report for all of it; none of the three communes was accepted.
    assert (total["taken"], total["reported"]["value"]) == ("reported", "45")
    assert (total["coverage"]["heard"], total["coverage"]["expected"]) == (0, 3)
    assert total["coverage"]["missing"]["count"] == 3
    assert [unit["id"] for unit in total["coverage"]["missing"]["items"]] == ["x1", "x2", "x3"]


def test_unknown_is_null_and_zero_is_a_number(book, call, people, now):
    caller = call("clerk")
    zero = {"unit": "x1", "period": "2024-10", "figures": [figure(value="0")]}
    assert sent(caller, key="khong-co-gi", **zero).status_code == 201
    caller = call("reader")
    told = caller.json("totals?unit=x1&period=2024-10&measure=policy_gift_count&measure=conscripts_enlisted_count&submitted=true")
    amounts = {one["measure"]: one["amount"] for one in told["totals"]}
    assert amounts["policy_gift_count"]["value"] == "0"
    assert amounts["conscripts_enlisted_count"] is None


def test_totals_as_a_table_hold_the_same_numbers(book, call):
    caller = call("reader")
    told = {one["measure"]: one for one in caller.json("totals?unit=tp-bch&period=2024")["totals"]}
    for answer in (
        caller.get("totals?unit=tp-bch&period=2024&format=csv"),
        caller.get("totals?unit=tp-bch&period=2024", Accept="text/csv"),
    ):
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert {row["measure"]: row["value"] for row in rows} == {code: one["amount"]["value"] for code, one in told.items()}


def test_the_units_below_a_place_are_those_below_its_command(people, call):
    caller = call("reader")
    for unit in ("tp", "tp-bch"):
        assert [one["id"] for one in caller.json(f"units/{unit}/children?on=2024-12-31")["items"]] == ["x1", "x2", "x3"]
    assert caller.json("units/tp-bch/children")["items"] != []
    assert caller.json("units/tp/children?on=2025-07-01")["items"] == []
    assert [one["id"] for one in caller.json("units/tp/children?on=2024-12-31&kind=administrative")["items"]] == ["x1", "x2", "x3"]


def test_facts_carry_their_quote_and_page_on(book, call):
    caller = call("reader")
    every = caller.json("facts?unit=tp-bch&period=2024")["items"]
    (gift,) = [one for one in every if one["measure"] == "policy_gift_count"]
    assert gift["value"] == {
        "kind": "number",
        "number": "45",
        "high": None,
        "modifier": "exact",
        "uom": "gift",
        "rating": None,
        "flag": None,
    }
    assert gift["evidence"]["quote"].startswith("Thăm và tặng 45 suất quà")
    assert (gift["state"], gift["entered_by"], gift["accepted_by"]) == ("accepted", "nhap-lieu", "kiem-tra")
    assert caller.json(f"facts/{gift['id']}") == gift
    first = caller.json("facts?unit=tp-bch&period=2024&limit=1")
    second = caller.json(f"facts?unit=tp-bch&period=2024&limit=1&cursor={first['next']}")
    assert [one["id"] for one in first["items"] + second["items"]] == [one["id"] for one in every[:2]]
    assert caller.json("facts?unit=tp-bch&period=2023")["items"] == []


def test_facts_below_and_not_yet_accepted_are_asked_for(book, call):
    caller = call("reader")
    reporters = lambda path: {one["reporter"]["id"] for one in caller.json(path)["items"]}  # noqa: E731
    assert reporters("facts?period=2024") == {"tp-bch"}
    assert reporters("facts?period=2024&unit=x2&submitted=true") == {"x2"}
    assert reporters("facts?period=2024&unit=tp-bch&below=true&submitted=true") == {"tp-bch", "x2"}


def test_the_book_as_it_was(book, call):
    caller = call("reader")
    assert caller.json("facts?period=2024&at=2025-01-10T08:29:00Z")["items"] == []
    assert caller.json("facts?period=2024&at=2025-01-10T15:30:00%2B07:00")["items"] != []


def test_an_explanation_goes_down_to_the_quote(book, call):
    told = call("reader").json("explain?unit=tp-bch&period=2024&measure=policy_gift_count")
    (source,) = told["root"]["reported"]
    assert "45 suất quà" in source["fact"]["evidence"]["quote"]
    assert [child["unit"]["id"] for child in told["root"]["children"]] == ["x1", "x2", "x3"]
    assert all(child["missing"] and child["counted"] is None for child in told["root"]["children"])
    short = call("reader").json("explain?unit=tp-bch&period=2024&measure=policy_gift_count&depth=0")
    assert (short["root"]["children"], short["root"]["children_left"]) == ([], 3)


def test_coverage_names_who_is_missing_and_late(book, call):
    told = call("reader").json("coverage?unit=tp-bch&period=2024")
    assert (told["heard"], told["expected"], [unit["id"] for unit in told["missing"]]) == (0, 3, ["x1", "x2", "x3"])
    (late,) = told["late"]
    assert (late["unit"]["id"], late["arrived"]) == ("tp-bch", "2025-01-10")
    assert late["last_day"] in [one["last_day"] for one in told["due"] if one["level"] == "district"]


def test_checks_tell_what_cannot_be_right_together(book, call):
    caller = call("clerk")
    wrong = {
        "unit": "x1",
        "period": "2024-10",
        "figures": [
            figure(measure="enlistment_order_count", value="10"),
            figure(measure="conscripts_enlisted_count", value="12"),
        ],
    }
    answer = sent(caller, key="sai-nhau-roi", **wrong)
    assert answer.status_code == 201, answer.content.decode()
    found = caller.json("checks?unit=x1&period=2024-10&submitted=true")["items"]
    assert any({fact["value"]["number"] for fact in one["facts"]} >= {"10", "12"} or "12" in one["message"] for one in found), found


def test_submissions_are_listed_newest_first_and_shown_whole(book, call):
    caller = call("reader")
    listed = caller.json("submissions?limit=2")
    assert [one["id"] for one in listed["items"]] == [book.accepted, book.returned]
    rest = caller.json(f"submissions?cursor={listed['next']}")
    assert [one["id"] for one in rest["items"]] == [book.submitted, book.draft]
    assert [one["id"] for one in caller.json("submissions?state=returned&unit=x3")["items"]] == [book.returned]
    whole = caller.json(f"submissions/{book.returned}")
    assert [step["state"] for step in whole["history"]] == ["draft", "submitted", "returned"]
    (returned,) = [one for one in whole["figures"] if one["verdict"]]
    assert (returned["verdict"]["verdict"], returned["verdict"]["reason"]) == ("returned", "Kiểm tra lại số này")


def test_figures_are_sent_accepted_by_another_and_count(book, call, people):
    clerk, verifier = call("clerk"), call("verifier")
    answer = sent(clerk)
    assert answer.status_code == 201
    made = answer.json()["submission"]
    assert (made["state"], made["unit"]["id"], made["period"]["label"]) == ("submitted", "x1", "2024-11")
    assert clerk.post(f"submissions/{made['id']}/accept").json()["code"] in ("SV-501", "SV-376")
    done = verifier.post(f"submissions/{made['id']}/accept")
    assert (done.status_code, done.json()["submission"]["state"]) == (200, "accepted")
    assert done.json()["submission"]["decided_by"] == "kiem-tra"
    (total,) = verifier.json("totals?unit=x1&period=2024-11&measure=policy_gift_count")["totals"]
    assert total["amount"]["value"] == "7"


def test_who_entered_does_not_accept_with_a_token_either(book, person_with, token_for):
    caller = token_for(person_with("all", "tp-bch"))
    number = sent(caller).json()["submission"]["id"]
    answer = caller.post(f"submissions/{number}/accept")
    assert (answer.status_code, answer.json()["code"]) == (403, "SV-553")
    answer = caller.post(f"submissions/{number}/figures/1/return", {"reason": "Xem lại"})
    assert (answer.status_code, answer.json()["code"]) == (403, "SV-553")


def test_a_figure_is_returned_with_a_reason_and_the_return_taken_back(book, call):
    verifier = call("verifier")
    answer = verifier.post(f"submissions/{book.submitted}/figures/1/return", {"reason": "Sổ ghi 54"})
    assert (answer.status_code, answer.json()["submission"]["state"]) == (200, "returned")
    assert verifier.post(f"submissions/{book.submitted}/accept").json()["code"] == "SV-503"
    answer = verifier.post(f"submissions/{book.submitted}/figures/1/approve")
    assert (answer.status_code, answer.json()["submission"]["state"]) == (200, "submitted")
    assert verifier.post(f"submissions/{book.submitted}/figures/99/return", {"reason": "?"}).status_code == 404
    assert verifier.post(f"submissions/{book.submitted}/figures/1/return", {"reason": "  "}).status_code == 400


def test_the_same_call_twice_enters_once(book, call, people):
    clerk = call("clerk")
    first = sent(clerk)
    before = book.counts()
    again = sent(clerk)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert book.counts() == before
    other = sent(clerk, period="2024-10")
    assert (other.status_code, other.json()["code"]) == (409, "SV-659")
    assert book.counts() == before
    # The same key of another account is another key.
    assert sent(call("admin"), period="2024-10").status_code == 201


def test_a_refused_call_leaves_its_key_free(book, call):
    clerk = call("clerk")
    assert sent(clerk, figures=[figure(measure="khong_co")]).status_code == 422
    assert sent(clerk).status_code == 201


def test_a_draft_is_handed_in_later(book, call):
    clerk = call("clerk")
    made = sent(clerk, hand_in=False).json()["submission"]
    assert made["state"] == "draft"
    assert clerk.post(f"submissions/{made['id']}/hand-in").json()["submission"]["state"] == "submitted"
    assert clerk.post(f"submissions/{made['id']}/hand-in").status_code == 409


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"figures": [figure(value="-1")]}, 400, "string_pattern_mismatch"),
        ({"figures": [figure(value=7)]}, 400, "string_type"),
        ({"figures": [figure(value="1e3")]}, 400, "string_pattern_mismatch"),
        ({"figures": [figure(flag="true")]}, 400, "bool_type"),
        ({"figures": [figure(extra=1)]}, 400, "extra_forbidden"),
        ({"figures": [figure(source="")]}, 400, "string_too_short"),
        ({"figures": [figure(note="a\x00b")]}, 400, "string_pattern_mismatch"),
        ({"figures": []}, 400, "too_short"),
        ({"hand_in": "no"}, 400, "bool_type"),
        ({"figures": [figure(value="1234567890123456.5")]}, 400, "string_pattern_mismatch"),
        ({"figures": [figure(value="123456789012345.5")]}, 422, "SV-537"),
        ({"figures": [figure(measure="khong_co")]}, 422, "SV-531"),
        ({"figures": [figure(value=None)]}, 422, "SV-534"),
        ({"figures": [figure(), figure(value="8")]}, 422, "SV-541"),
        ({"figures": [figure(unit="y1")]}, 422, "SV-543"),
        ({"figures": [figure(rating="tốt")]}, 422, "SV-534"),
    ],
)
def test_figures_that_will_not_do_are_told_one_by_one_and_change_nothing(people, call, changes, status, code):
    from tests.ledger.world import counts

    clerk, before = call("clerk"), counts()
    answer = sent(clerk, **changes)
    assert answer.status_code == status, answer.content.decode()
    assert code in [one["code"] for one in answer.json()["errors"]]
    assert counts() == before


def test_calls_that_write_need_a_key(people, call):
    answer = call("clerk").post("submissions", NEW)
    assert (answer.status_code, answer.json()["errors"][0]["place"]) == (400, "header.Idempotency-Key")


def test_what_is_no_json_is_refused(people, call):
    client = call("clerk").client()
    for content, kind in ((b"{", "application/json"), (b"\xff", "application/json"), (b"[]", "application/json"), (b"a=1", "text/plain")):
        answer = client.post("/api/v1/submissions", content, content_type=kind, headers=KEY)
        assert (answer.status_code, answer.json()["code"]) == (400, "SV-377"), content


def test_what_is_too_large_is_refused_unread(people, call):
    client = call("clerk").client()
    answer = client.post("/api/v1/submissions", b"[" * 2_700_000, content_type="application/json", headers=KEY)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_a_submission_of_others_is_not_there(book, person_with, token_for):
    caller = token_for(person_with("all", "h-bch"))
    for path in (f"submissions/{book.accepted}", "facts/1"):
        assert caller.get(path).status_code == 404
    for path, body in (("accept", None), ("hand-in", None), ("figures/1/return", {"reason": "x"}), ("figures/1/approve", None)):
        assert caller.post(f"submissions/{book.submitted}/{path}", body).status_code == 404, path


# What an operation may ask the database, with room for one more (for some, where it writes: PostgreSQL waits for its turn in words).
CEILINGS = {
    "me": 4,
    "units_search": 4,
    "unit_get": 5,
    "unit_children": 6,
    "unit_successions": 7,
    "measures_search": 3,
    "measure_get": 3,
    "facts_list": 7,
    "fact_get": 6,
    "totals_list": 17,
    "explain_get": 10,
    "coverage_get": 16,
    "checks_list": 15,
    "submissions_list": 8,
    "submission_get": 16,
    "submission_create": 75,
    "submission_hand_in": 14,
    "submission_accept": 36,
    "figure_return": 46,
    "figure_approve": 45,
}


@pytest.mark.parametrize("name", CEILINGS)
def test_operations_ask_the_database_little(name, book, call, django_assert_max_num_queries):
    caller = call("admin")
    caller.get("me")
    with django_assert_max_num_queries(CEILINGS[name]):
        assert SAMPLES[name].send(caller, book).status_code < 500


def test_every_operation_has_a_ceiling():
    assert set(CEILINGS) == set(SAMPLES)
