"""Every operation × every role × a foreign unit. A new operation without a line in the table, or without a sample here, fails."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from saovuong.accounts.models import ROLES, AccessToken
from saovuong.accounts.token_services import token_revoke
from saovuong.api.access import ACCESS
from saovuong.api.house import description, operation_names
from saovuong.api.misses import MOST
from saovuong.audit.queries import entries_of
from tests.api.conftest import Caller
from tests.api.samples import SAMPLES
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db

WRITING = {name for name, rule in ACCESS.items() if rule.writes}


def described_operations() -> dict[str, str]:
    """Name and method of every operation that the description tells of."""
    paths = json.loads(description()[0])["paths"]
    return {operation["operationId"]: method for path in paths.values() for method, operation in path.items()}


def test_every_operation_has_a_decision_and_every_decision_an_operation():
    told = described_operations()
    assert set(told) == operation_names() == set(ACCESS) == set(SAMPLES)
    assert {name for name, method in told.items() if method != "get"} == WRITING


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer sv_00000000_" + "a" * 43}, {"Authorization": "Basic YTpi"}])
def test_nobody_gets_behind_the_door(book, header):
    for name, sample in SAMPLES.items():
        cache.clear()
        client = Client(headers=header)
        answer = client.get(f"/api/v1/{sample.path(book)}") if sample.body is None else client.post(f"/api/v1/{sample.path(book)}")
        assert answer.status_code == 401, name
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_nobody_here(book, people):
    before = book.counts()
    for name, sample in SAMPLES.items():
        client = signed_in(people.admin)
        answer = client.get(f"/api/v1/{sample.path(book)}") if sample.body is None else client.post(f"/api/v1/{sample.path(book)}")
        assert answer.status_code == 401, name
    assert book.counts() == before


@pytest.mark.parametrize("role", [*ROLES, "none"])
def test_only_the_named_roles_pass(role, book, person_with, token_for):
    caller = token_for(person_with(role, "tp-bch"))
    for name, sample in SAMPLES.items():
        answer = sample.send(caller, book)
        if ACCESS[name].admits({role}):
            assert answer.status_code < 500, f"{name}: {answer.content.decode()}"
            assert answer.status_code != 401, name
            assert answer.headers["Content-Type"] != "application/problem+json" or answer.json()["code"] != "SV-376", name
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "SV-376"), name


def test_every_role_next_door_sees_and_changes_nothing(book, person_with, token_for):
    """All roles at once on the neighbour's unit: nothing of this one's book comes out, nothing goes in. Names of units are no secret."""
    caller = token_for(person_with("all", "h-bch"))
    before = book.counts()
    for name, sample in SAMPLES.items():
        answer = sample.send(caller, book)
        assert answer.status_code < 500, name
        page = answer.content.decode()
        assert not [secret for secret in ("Bí Mật Riêng", "Kiểm tra lại số này", "45") if secret in page], f"{name}: {page}"
    assert book.counts() == before


def test_a_token_for_reading_writes_nothing(book, people, token_for):
    caller, before = token_for(people.admin, writes=False), book.counts()
    for name in WRITING:
        answer = SAMPLES[name].send(caller, book)
        assert (answer.status_code, answer.json()["code"]) == (403, "SV-376"), name
    assert book.counts() == before


def test_an_operation_outside_the_table_stays_closed(book, call, monkeypatch):
    monkeypatch.delitem(ACCESS, "units_search")
    assert call("admin").get("units").status_code == 403


def test_a_token_ends_with_its_last_day_its_revocation_and_its_account(book, people, call, now, monkeypatch):
    caller = call("reader")
    assert caller.get("me").status_code == 200
    monkeypatch.setenv("SAOVUONG_NOW", (now + timedelta(days=400)).isoformat())
    assert caller.get("me").status_code == 401
    monkeypatch.setenv("SAOVUONG_NOW", now.isoformat())
    token_revoke(key=AccessToken.objects.get().key, actor=people.reader, now=now)
    assert caller.get("me").status_code == 401


def test_rights_are_those_of_the_day(book, people, call, now, monkeypatch):
    """A role that was taken away is gone for the token too."""
    from saovuong.accounts.services import grant_end

    caller = call("reader")
    assert caller.get("totals?unit=tp-bch&period=2024").status_code == 200
    grant_end(user=people.reader, role="commander", unit_id="tp-bch", actor=people.admin, now=now)
    answer = caller.get("totals?unit=tp-bch&period=2024")
    assert (answer.status_code, answer.json()["code"]) == (403, "SV-376")


def test_wrong_secrets_close_the_token_to_their_address_and_leave_a_trace(book, people, call):
    right = call("reader")
    wrong = Caller(right.told[:-43] + "b" * 43)
    for _ in range(MOST):
        assert wrong.get("me").status_code == 401
    answer = wrong.get("me")
    assert (answer.status_code, answer.json()["code"]) == (429, "SV-375")
    assert int(answer["Retry-After"]) == 900
    # From there not even the right one, so that trying on is no use; from elsewhere, and with another token, nothing has changed.
    assert right.get("me").status_code == 429
    elsewhere = Client(headers={"Authorization": f"Bearer {right.told}"}, REMOTE_ADDR="10.0.0.8")
    assert elsewhere.get("/api/v1/me").status_code == 200
    assert call("clerk").get("me").status_code == 200
    (entry,) = [one for one in entries_of(target="user:chi-huy") if one.action == "token_misses"]
    assert entry.after["address"] == "127.0.0.1"


def test_made_up_tokens_cost_no_question_after_a_while(book, django_assert_num_queries):
    caller = Caller("khong-phai-ma")
    for _ in range(50):
        assert caller.get("me").status_code == 401
    with django_assert_num_queries(0):
        assert caller.get("me").status_code == 429


def test_the_description_is_for_people_and_programs_with_a_role(book, people, call):
    assert Client().get("/api/openapi.json").status_code == 401
    assert signed_in(people.nobody).get("/api/openapi.json").status_code == 401
    answer = signed_in(people.reader).get("/api/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    again = Client(headers={"Authorization": f"Bearer {call('reader').told}", "If-None-Match": answer["ETag"]}).get("/api/openapi.json")
    assert (again.status_code, again.content) == (304, b"")
    assert signed_in(people.reader).post("/api/openapi.json").status_code == 405
