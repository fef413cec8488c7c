"""Who writes waits for whoever writes; who reads waits for nobody; who waits too long is told, and nothing has changed."""

import threading
import time

import pytest

from tests.at_once.conftest import Office

pytestmark = pytest.mark.journey

GIFTS = "policy_gift_count"
LONG = 3.0
# Ceilings are below the 20 seconds after which a writer is turned away, and far above what any of it takes on a busy machine.


def test_a_writer_waits_for_its_turn(office: Office):
    first, second, _ = office.posts
    number, *_ = first.do("handed_in", *office.series(), {GIFTS: 1})
    first.do("hold")
    letting_go = threading.Timer(LONG, first.begin, ("let_go",))
    letting_go.start()
    begun = time.monotonic()
    assert second.do("accept", number) == "accepted"
    assert LONG - 0.5 < time.monotonic() - begun < 20 - LONG
    letting_go.join()
    assert first.answer() == {"done": None}


def test_a_reader_waits_for_nobody_and_sees_what_is_finished(office: Office):
    first, second, _ = office.posts
    series = office.series()
    number, *_ = first.do("handed_in", *series, {GIFTS: 4321})
    first.do("hold")
    first.do("accept", number)
    begun = time.monotonic()
    seen = second.do("counting", series[0])
    assert time.monotonic() - begun < 15
    assert 4321 not in seen
    first.do("let_go")
    assert 4321 in second.do("counting", series[0])


def test_whoever_waits_too_long_is_told_and_nothing_changed(office: Office):
    first, second, _ = office.posts
    number, *_ = first.do("handed_in", *office.series(), {GIFTS: 1})
    first.do("hold")
    second.do("patience", 0.3)
    assert second.said("accept", number) == {"refused": "SV-970"}
    first.do("let_go")
    second.do("patience", 20)
    assert second.do("accept", number) == "accepted"
    first.do("check")


def test_past_the_services_nothing_enters_behind_a_hand_in_either(office: Office):
    """The database itself keeps a submission as it is while a figure enters it."""
    first, second, _ = office.posts
    number = first.do("open", *office.series())
    first.do("enter", number, {GIFTS: 1})
    first.do("slip_in", number)
    second.do("patience", 0.3)
    assert second.said("slip_out", number) == {"refused": "SV-970"}
    first.do("let_go")
    assert second.do("slip_out", number) == 1
    second.do("patience", 20)


def test_the_queue_is_fair_enough(office: Office):
    """Three stations that never pause: nobody is turned away, and nobody waits for long."""
    numbers = [office.posts[0].do("handed_in", *office.series(), {GIFTS: 1})[0] for _ in range(24)]
    waits: list[float] = []

    def work(post, mine):
        for number in mine:
            begun = time.monotonic()
            assert post.said("accept", number) == {"done": "accepted"}
            waits.append(time.monotonic() - begun)

    stations = [threading.Thread(target=work, args=(post, numbers[at::3])) for at, post in enumerate(office.posts)]
    for station in stations:
        station.start()
    for station in stations:
        station.join()
    assert len(waits) == 24
    assert max(waits) < 18
