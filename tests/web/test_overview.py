"""The one-page overview of a unit: what stands on it, where its numbers lead, and that what is kept is never old."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from saovuong.accounts.models import Grant
from saovuong.accounts.once import asked_once
from saovuong.accounts.services import sign_in_note
from saovuong.catalogue.headlines import Headline, Headlines
from saovuong.consolidation.queries import totals_view
from saovuong.consolidation.standings import standings, years
from saovuong.intake.services import figure_return
from saovuong.ledger.access import READS, covers, scope_of
from saovuong.ledger.services import submission_accept
from saovuong.org.models import Succession, Unit
from saovuong.org.queries import points_of
from saovuong.web.kept import Kept
from saovuong.web.pages import overview as page
from saovuong.web.showing.targets import targets_of
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
PATH = "/don-vi/tp-bch/2024/tong-quan/"
GIFTS = "policy_gift_count"


def text_of(answer) -> str:
    return answer.content.decode()


def test_every_number_of_it_opens(book, enter):
    client = enter("reader")
    shown = text_of(client.get(f"{PATH}?chi-tieu={GIFTS}"))
    links = {one for one in re.findall(r'href="([^"#]+)"', shown) if one.startswith("/don-vi/tp-bch/") or one.startswith("/don-vi/x")}
    assert f"/don-vi/tp-bch/2024/{GIFTS}/" in links
    assert "/don-vi/tp-bch/2024/bao-quat/?loc=late" in links
    for link in links:
        assert client.get(link).status_code == 200, link


def test_pictures_stand_in_the_page_beside_a_table_that_says_the_same(book, enter):
    shown = text_of(enter("reader").get(f"{PATH}?chi-tieu={GIFTS}"))
    pictures = re.findall(r"<svg .*?</svg>", shown, re.DOTALL)
    assert pictures
    assert all('role="img"' in one and "style=" not in one for one in pictures)
    assert shown.count("<figcaption>") == len(pictures)
    assert "45 suất" in shown
    # The years before are told to have no figure, not a zero.
    assert "chưa có số" in shown


def test_what_is_chosen_is_followed(book, enter):
    client = enter("reader")
    shown = text_of(client.get(f"{PATH}?chi-tieu=conscripts_enlisted_count&cay=nay"))
    assert '<option value="conscripts_enlisted_count" selected>' in shown
    assert "tính lại trên cây đơn vị hôm nay" in shown
    # What nothing is known of is not followed.
    assert client.get(f"{PATH}?chi-tieu=khong-co").status_code == 200


def test_what_is_kept_is_never_older_than_the_book(book, enter, people, now):
    client = enter("reader")
    assert "<b>0/3</b>" in text_of(client.get(PATH))
    assert "<b>0/3</b>" in text_of(client.get(PATH))
    submission_accept(actor=people.verifier, now=now, submission_id=book.submitted)
    assert "<b>1/3</b>" in text_of(client.get(PATH))


def test_what_is_kept_outlives_sign_ins_but_not_what_it_shows(book, enter, people, now, monkeypatch):
    """Worked out anew for a waiver, a report handed in and another day; not because somebody signed in."""
    worked: list[str] = []
    made = page._shown
    monkeypatch.setattr(page, "_shown", lambda *about: worked.append("anew") or made(*about))
    client = enter("reader")
    client.get(PATH)
    sign_in_note(actor=people.clerk, now=now)
    client.get(PATH)
    assert len(worked) == 1
    figure_return(actor=people.verifier, now=now, submission_id=book.submitted, number=1, reason="Xem lại")
    client.get(PATH)
    assert len(worked) == 2
    monkeypatch.setattr("saovuong.web.kept.waived", lambda: (1, 0))
    client.get(PATH)
    assert len(worked) == 3
    monkeypatch.setenv("SAOVUONG_NOW", (now + timedelta(days=1)).isoformat())
    enter("reader").get(PATH)
    assert len(worked) == 4


def test_what_is_kept_is_one_persons_own(book, enter, person_with):
    text_of(enter("admin").get(PATH))
    assert signed_in(person_with("commander", "h-bch")).get(PATH).status_code == 403
    neighbour = signed_in(person_with("inspector", "t-bch"))
    assert neighbour.get(PATH).status_code == 200


def test_the_first_look_asks_the_database_little_too(book, enter, django_assert_max_num_queries):
    """Five years, the units below and the checks, each read at once; no question per unit."""
    client = enter("reader")
    client.get("/don-vi/tp-bch/2024/")
    with django_assert_max_num_queries(125):
        assert client.get(PATH).status_code == 200


def test_kept_is_bounded_and_forgets_the_oldest():
    kept, made = Kept(most=2), []

    def make(name: str):
        return lambda: made.append(name) or name

    assert [kept.of(one, make(one)) for one in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert made == ["a", "b", "c", "b"]


def test_both_languages(book, enter):
    client = enter("reader")
    client.cookies["django_language"] = "en"
    shown = text_of(client.get(PATH))
    assert "Targets: attainment and pace" in shown
    assert "Bảng theo dõi" not in shown


def test_a_unit_without_anything_has_a_page(book, enter):
    shown = text_of(enter("reader").get("/don-vi/x3/2023/tong-quan/"))
    assert "Chưa có chỉ tiêu nào được giao" in shown


def test_points_of_old_units_are_those_of_what_they_became(units):
    new = Unit.objects.create(
        id="n1", name="phường Mới", short_name="Mới", kind="ward", level="commune", lat=22.1, lon=105.8, name_order="n"
    )
    for old, extent in (("x1", "whole"), ("x2", "part")):
        Succession.objects.create(old_id=old, new=new, on=datetime(2025, 7, 1, tzinfo=UTC).date(), extent=extent, act="NQ")
    found = points_of(["x1", "x2", "x3", "n1", "khong-co"])
    assert {unit: (point.lat, point.heir) for unit, point in found.items()} == {
        "x1": (22.1, "phường Mới"), "x2": (22.1, "phường Mới"), "n1": (22.1, "")}  # fmt: skip


def test_units_below_as_their_own_totals_say(book, people, now, catalogue):
    submission_accept(actor=people.verifier, now=now, submission_id=book.submitted)
    found = standings(actor=people.reader, now=now, unit_id="tp-bch", period_label="2024", measure=GIFTS, catalogue=catalogue)
    assert {row.unit: row.amount.value if row.amount else None for row in found.rows} == {"x1": None, "x2": Decimal(45), "x3": None}
    points = years(actor=people.reader, now=now, unit_id="tp-bch", period_label="2024", measure=GIFTS, catalogue=catalogue, count=3)
    assert [(one.period.label, one.total.amount.value if one.total else None) for one in points] == [
        ("2022", None), ("2023", None), ("2024", Decimal(45))]  # fmt: skip


def view_of(people, now, catalogue):
    return totals_view(actor=people.reader, now=now, unit_id="tp-bch", period_label="2024", catalogue=catalogue)


def test_nobody_signed_in_is_sent_away(book):
    assert Client().get(PATH).status_code == 302


def test_a_unit_with_no_target_judges_nothing(book, people, now, catalogue):
    found = targets_of(view_of(people, now, catalogue), Headlines((Headline(GIFTS),)), catalogue, today=now.date())
    assert found.rows == ()
    assert found.chart is None


def test_rights_are_remembered_within_one_page_only(book, people, now):
    asking = {"actor": people.reader, "roles": READS, "now": now}
    with asked_once():
        before = scope_of(**asking)
        Grant.objects.filter(user_id=people.reader.id).delete()
        assert scope_of(**asking) == before
        assert not covers(scope_of(actor=people.nobody, roles=READS, now=now), "tp-bch")
    assert not covers(scope_of(**asking), "tp-bch")
