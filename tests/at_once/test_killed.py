"""Killed at statement after statement of an act, before and after its commit: it is done whole or not at all, and can be done again."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.at_once.conftest import REPOSITORY, Office, Post
from tests.at_once.killed import AFTER, BEFORE
from tests.at_once.station import TEXT

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows không có fork và SIGKILL")]

GIFTS, PATROLS = "policy_gift_count", "patrol_count"
WHOLE = {
    "handed_in": {"Submission": 1, "StateChange": 2, "Fact": 2, "Entry": 3},
    "submit": {"Submission": 1, "StateChange": 1, "Document": 1, "SubmissionDocument": 1, "Entry": 4, "Reading": 1, "Candidate": 2},
}


class Killing:
    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, str(Path(__file__).with_name("killed.py"))]
        self.process = subprocess.Popen(
            command, env=environment, cwd=REPOSITORY, text=True, encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._answer() == "ready"

    def _answer(self) -> object:
        line = self.process.stdout.readline()
        assert line, "the program that kills its children stopped"
        return json.loads(line)

    def at(self, place: int | str, act: str, *words: object) -> int:
        """After how many statements the act was killed."""
        self.process.stdin.write(json.dumps([act, words, place]) + "\n")
        self.process.stdin.flush()
        count = self._answer()
        assert isinstance(count, int), "the act was over before the kill"
        return count

    def everywhere(self, post: Post, act: str, *words: object, most: int) -> None:
        """Kill the act at up to ``most`` places, in the end after its commit, and see that nothing of it is there before that."""
        before = post.do("rows")
        count = self.at(BEFORE, act, *words)
        assert count > 10
        for place in sorted({round(step * (count - 1) / most) for step in range(most + 1)}):
            self.at(place, act, *words)
            assert post.do("rows") == before, place
        post.do("check")
        self.at(AFTER, act, *words)
        post.do("check")

    def leave(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def killing(office: Office) -> Iterator[Killing]:
    killing = Killing(office.environment)
    yield killing
    killing.leave()


def test_an_acceptance_is_whole_or_not_there(office, killing):
    post = office.posts[0]
    number, *_ = post.do("handed_in", *office.series(), {GIFTS: 1, PATROLS: 2})
    killing.everywhere(post, "accept", number, most=100)
    assert post.do("state", number) == "accepted"
    assert post.said("accept", number) == {"refused": "SV-503"}
    assert post.do("entries", "submission_accept", f"submission:{number}") == 1


@pytest.mark.parametrize("act", ["handed_in", "submit"])
def test_a_submission_is_whole_or_not_there(office, killing, act):
    """With its facts, or with its document and reading; a file that was stored before the kill is used by the next try."""
    post, (unit, period) = office.posts[0], office.series()
    words = (unit, period, {GIFTS: 1, PATROLS: 2}) if act == "handed_in" else (unit, period, f"{TEXT}Bị ngắt.")
    before = post.do("rows")
    killing.everywhere(post, act, *words, most=15)
    after = post.do("rows")
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == WHOLE[act]
    again = post.said(act, *words)
    assert again == {"refused": "SV-516"} if act == "handed_in" else again["done"][1] is False


def test_killing_one_holds_up_nobody(office, killing):
    """What a killed program had locked is free at once."""
    post = office.posts[0]
    numbers = [post.do("handed_in", *office.series(), {GIFTS: 1})[0] for _ in range(6)]
    post.do("patience", 2)
    for number, other in zip(numbers[::2], numbers[1::2], strict=True):
        killing.at(9, "accept", number)
        assert post.do("accept", other) == "accepted"
    post.do("patience", 20)
