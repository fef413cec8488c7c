"""Entering a form's figures on its page, by the people of the small city, without a browser."""

import pytest

from saovuong.ledger.queries import facts_of, submissions

pytestmark = pytest.mark.django_db

FORM = "/nhap/x1/commune_month/2024-11/"
GIFTS, ENLISTED = "policy_gift_count", "conscripts_enlisted_count"


def text_of(answer) -> str:
    return answer.content.decode()


def test_from_a_choice_to_a_figure_in_the_book(people, enter, catalogue):
    clerk = enter("clerk")
    assert FORM in text_of(clerk.get("/nhap/?dv=x1"))
    page = text_of(clerk.get(FORM))
    first = catalogue.forms["commune_month"].measures[0]
    assert f'name="s.{first}"' in page
    assert submissions(actor=people.clerk) == []
    answer = clerk.post(FORM, {f"s.{first}": "1.234", f"n.{first}": "theo sổ", "act": "nop"})
    assert answer["Location"] == f"{FORM}nop/"
    (one,) = submissions(actor=people.clerk)
    assert facts_of(actor=people.clerk, submission_id=one.id) == []
    review = text_of(clerk.get(f"{FORM}nop/"))
    assert "1.234" in review
    assert clerk.post(f"{FORM}nop/")["Location"] == f"/ho-so/{one.id}/"
    (fact,) = facts_of(actor=people.clerk, submission_id=one.id)
    assert (fact.measure, fact.value, fact.note, fact.evidence.quote) == (first, 1234, "theo sổ", "1.234")
