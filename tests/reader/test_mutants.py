"""Damaged files of every kind are read or refused: no other failure, no long wait, and every quote stands where its offsets say."""

import random
import time
from collections import Counter

import pytest

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.errors import Refusal
from saovuong.reader import read
from tests.reader.conftest import TwoUnits
from tests.reader.mutants import mutant, samples

SAMPLES = samples()
_EACH = 15
_PATIENCE = 3.0


def outcome(name: str, content: bytes) -> str:
    """``read``, or the code of the refusal."""
    try:
        reading = read(content, name=name, catalogue=load_catalogue(), units=TwoUnits())
    except Refusal as refusal:
        return refusal.code
    for one in (*reading.candidates, *reading.not_understood):
        assert reading.text[one.start : one.end] == one.quote != ""
    return "read"


@pytest.mark.parametrize("place", range(len(SAMPLES)), ids=[name for name, _ in SAMPLES])
def test_damaged_files_are_read_or_refused(place: int) -> None:
    name, content = SAMPLES[place]
    rng = random.Random(place)
    seen: Counter[str] = Counter()
    for _ in range(_EACH):
        began = time.process_time()
        seen[outcome(name, mutant(rng, name, content))] += 1
        assert time.process_time() - began < _PATIENCE
    assert sum(seen.values()) == _EACH


@pytest.mark.parametrize("place", range(len(SAMPLES)), ids=[name for name, _ in SAMPLES])
def test_files_cut_short(place: int) -> None:
    name, content = SAMPLES[place]
    for part in range(0, 16):
        outcome(name, content[: len(content) * part // 16])


def test_the_same_file_under_any_name() -> None:
    for _, content in SAMPLES:
        for name in ("a.txt", "a.docx", "a.pdf", "a.html", "a", ".docx", "a.b.c", "a.xlsx"):
            outcome(name, content)
