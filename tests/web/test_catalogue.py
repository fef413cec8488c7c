"""The catalogue on the web: found by what people type, each measure told whole, in both languages."""

from datetime import UTC, datetime

import pytest

from saovuong.catalogue.checks import load_checks, rules_about
from saovuong.catalogue.packs import load_catalogue
from saovuong.web.showing.catalogue import regime_rows, topic_lists
from tests.web.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["suat qua", "policy_gift_count", "tang qua gia dinh chinh sach", "gifts policy beneficiaries"])
def test_a_measure_is_found_by_name_phrase_code_and_english(typed):
    found = [one.code for group in topic_lists(load_catalogue(), text=typed) for one in group.measures]
    assert "policy_gift_count" in found


def test_browsing_shows_every_measure_once_the_switched_off_too():
    catalogue = load_catalogue()
    lists = topic_lists(catalogue)
    assert sorted(one.code for group in lists for one in group.measures) == sorted(catalogue.measures)
    assert [group.topic.code for group in lists] == list(catalogue.topics)
    ratios = topic_lists(catalogue, kind="ratio", topic="militia_training")
    assert {one.kind.value for group in ratios for one in group.measures} == {"ratio"}
    assert len(ratios) == 1


def test_rules_are_those_that_name_it_and_those_over_its_kind():
    catalogue, rules = load_catalogue(), load_checks()

    def kinds(code: str) -> set[str]:
        return {rule.kind for rule in rules_about(measure=catalogue.measures[code], rules=rules, catalogue=catalogue)}

    assert "percentage" in kinds("militia_training_attendance_rate")
    assert "percentage" not in kinds("policy_gift_count")
    assert "funnel" in kinds("conscripts_enlisted_count")
    assert "reported" not in kinds("overall_task_rating")


def test_a_measure_is_told_whole(book, enter):
    page = text_of(enter("reader").get("/danh-muc/chi-tieu/militia_training_attendance_rate/"))
    assert "/danh-muc/chi-tieu/militia_trained_count/" in page
    assert "/danh-muc/chi-tieu/militia_training_required_count/" in page
    assert "quân số tham gia huấn luyện đạt" in page
    assert "/danh-muc/bieu/commune_year/" in page
    rating = text_of(enter("reader").get("/danh-muc/chi-tieu/overall_task_rating/"))
    assert "hoàn thành xuất sắc nhiệm vụ › hoàn thành tốt nhiệm vụ" in rating


def test_what_is_known_is_of_the_readers_units_only(book, enter):
    reader = enter("reader")
    reader.get("/don-vi/tp-bch/2024/")
    assert 'href="/don-vi/tp-bch/2024/policy_gift_count/">45 suất' in text_of(reader.get("/danh-muc/chi-tieu/policy_gift_count/"))
    page = text_of(enter("outsider").get("/danh-muc/chi-tieu/policy_gift_count/"))
    assert "45 suất" not in page


def test_what_may_be_secret_is_off_and_says_so(book, enter):
    page = text_of(enter("admin").get("/danh-muc/chi-tieu/troop_strength_count/"))
    assert "đang tắt" in page
    assert "Phần mềm không tự xác định độ mật" in page
    assert "Số hiện có" not in page
    assert "troop_strength_count" not in text_of(enter("admin").get("/danh-muc/bieu/province_year/"))


def test_deadlines_are_the_next_ones_by_the_law_in_force():
    rows = {row.regime.code: row.deadlines for row in regime_rows(load_catalogue(), today=datetime(2024, 12, 1, tzinfo=UTC).date())}
    year = {(one.deadline.level, one.deadline.period_kind): one for one in rows["defence_work"] if one.holds}
    # The year's report of a district was due before 20/11/2024; the next one falls after the districts are gone.
    assert year["district", "year"].last is None
    # Before 15/12/2024 is until the 14th, a Saturday; so Monday the 16th.
    assert (year["commune", "month"].last.isoformat(), year["commune", "month"].period.label) == ("2024-12-16", "2024-12")


def test_english_pages_use_english_names(book, enter):
    client = enter("reader")
    client.cookies["django_language"] = "en"
    page = text_of(client.get("/danh-muc/chi-tieu/policy_gift_count/"))
    assert "<h1>Gifts to policy beneficiaries</h1>" in page
    assert "Phrases the reader knows" in page
    assert "Regimes and deadlines" in text_of(client.get("/danh-muc/che-do/"))


@pytest.mark.parametrize("path", ["/danh-muc/chi-tieu/khong-co/", "/danh-muc/bieu/khong-co/"])
def test_what_the_pack_lacks_is_not_there(book, enter, path):
    assert enter("reader").get(path).status_code == 404
