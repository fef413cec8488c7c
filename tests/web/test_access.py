"""Every address × every role × a foreign unit. A new address without a line in the table, or without a sample here, fails."""

import pytest
from django.db.models import Q
from django.test import Client

from saovuong.accounts.models import ROLES
from saovuong.audit.queries import entries_all, last_seq
from saovuong.audit.shapes import Asked
from saovuong.web import urls
from saovuong.web.access import ACCESS
from tests.web.conftest import signed_in
from tests.web.samples import SAMPLES

pytestmark = pytest.mark.django_db

NAMES = [pattern.name for pattern in urls.urlpatterns]


def test_every_address_has_a_decision_and_every_decision_an_address():
    assert len(NAMES) == len(set(NAMES))
    assert set(NAMES) == set(ACCESS)
    assert set(NAMES) == set(SAMPLES)


def test_nobody_gets_behind_the_door(book, passwords):
    for name in NAMES:
        for method in ("get", "post"):
            answer = getattr(Client(), method)(SAMPLES[name](book))
            if ACCESS[name].roles is not None:
                assert answer.status_code == 302, name
                assert answer["Location"].startswith("/dang-nhap/"), name


@pytest.mark.parametrize("role", [*ROLES, "none"])
def test_only_the_named_roles_pass(role, book, passwords, person_with):
    actor = person_with(role, "tp-bch")
    for name in NAMES:
        client, admitted = signed_in(actor), ACCESS[name].admits({role})
        for method in ("get", "post"):
            answer = getattr(client, method)(SAMPLES[name](book))
            assert (answer.status_code < 500) if admitted else (answer.status_code == 403), f"{method} {name}"


def test_every_role_next_door_sees_and_changes_nothing(book, passwords, person_with):
    """All roles at once on the neighbour's unit: nothing of this one comes out, nothing goes in but the trace of looking."""
    actor = person_with("all", "h-bch")
    before, newest = book.counts(), last_seq()
    for name in NAMES:
        client = signed_in(actor)
        for method in ("get", "post"):
            answer = getattr(client, method)(SAMPLES[name](book))
            assert answer.status_code < 500, f"{method} {name}"
            page = b"".join(answer).decode("utf-8", "replace")
            assert not [secret for secret in book.secrets if secret in page], f"{method} {name}"
    left = list(entries_all(within=Q(seq__gt=newest), asked=Asked(), until_seq=last_seq()))
    looks = ("page_view", "audit_export", "audit_verify")
    # What they do to their own account, such as ending their sessions, is theirs.
    assert [one for one in left if one.actor != actor.name or not (one.action in looks or one.target == f"user:{actor.name}")] == []
    assert book.counts() == {**before, "audit": before["audit"] + len(left)}


def test_an_address_outside_the_table_stays_closed(book, person_with, monkeypatch):
    monkeypatch.delitem(ACCESS, "work")
    assert signed_in(person_with("admin", "vn")).get("/").status_code == 403
