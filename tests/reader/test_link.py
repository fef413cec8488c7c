"""The ranker: its table, and its fast sum against the plain one."""

import random
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.catalogue import Catalogue
from saovuong.reader.lanes import MIDDLE, SPOKEN, Lanes
from saovuong.reader.layout import Block
from saovuong.reader.link import confidence
from saovuong.reader.model import NONE, Weights, parse_weights, shipped_weights, table_of
from saovuong.reader.pipeline import tools_for
from saovuong.reader.relations import Around, Before, History
from saovuong.reader.shapes import Reading


def test_fast_sum_of_relations_is_the_plain_sum(catalogue: Catalogue) -> None:
    linker = tools_for(catalogue).linker
    measures, topics, uoms = list(catalogue.measures), list(catalogue.topics), list(catalogue.uoms)
    rng = random.Random(1)
    for _ in range(100):
        recent = tuple(rng.sample(measures, rng.randint(0, 5)))
        before = Before(rng.choice([*measures, ""]), rng.random() < 0.5, recent, frozenset(recent[3:]))
        shares = {where: dict.fromkeys(rng.sample(topics, 2), 0.5) for where in ("block", "text", "recent")}
        around = Around(
            before, rng.random() < 0.5, frozenset(rng.sample(uoms, rng.randint(0, 3))), frozenset(rng.sample(topics, rng.randint(0, 2))),
            shares, ("L1:là", "b:("),
        )  # fmt: skip
        scores = dict.fromkeys([*rng.sample(measures, 40), NONE], 0.0)
        linker.relations.add(scores, around, linker.weights, frozenset(measures))
        weights = linker.weights.shared
        for measure, score in scores.items():
            related = linker.relations.of(measure, around, linker.weights.taught)
            assert abs(score - sum(weights.get(name, 0.0) * value for name, value in related.items())) < 1e-9


def test_a_share_after_its_count_brings_its_ratio_in(catalogue: Catalogue) -> None:
    linker = tools_for(catalogue).linker
    ratio = next(one for one in catalogue.measures.values() if one.numerator)
    scores: dict[str, float] = {}
    linker.relations.add(
        scores, Around(Before(ratio.numerator or "", near=True)), linker.weights, linker.pools["percent"] | linker.pools["count"]
    )
    assert {ratio.code, ratio.numerator} <= set(scores)


def test_what_was_linked_is_forgotten_with_the_block_but_for_the_last_of_the_text() -> None:
    history = History()
    first, second = Block(0, 10, "paragraph"), Block(10, 20, "paragraph")
    history.enter(first)
    history.linked("patrol_count", 5)
    assert history.before(9) == Before("patrol_count", True, ("patrol_count",), frozenset({"patrol_count"}))
    assert not history.enter(first)
    assert history.enter(second)
    assert history.before(40) == Before("", False, ("patrol_count",), frozenset())


def test_table_is_read_back_as_written() -> None:
    weights = Weights({"R1:cuộc": {"patrol_count": 0.25, NONE: -0.1}}, {"uom:fits": 0.5}, frozenset({"patrol_count", "contest_count"}))
    assert parse_weights(table_of(weights)) == weights


def test_shipped_table_speaks_of_known_measures_only(catalogue: Catalogue) -> None:
    assert shipped_weights().taught <= set(catalogue.measures)


def test_measures_that_no_example_showed_are_found_by_their_phrases(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of("Đơn vị tặng 25 chiếc xe đạp cho học sinh; trồng 300 cây xanh.", period="2024")
    assert {one.measure for one in reading.candidates} <= {"bicycle_given_count", "tree_planted_count"}
    assert {one.quote for one in (*reading.candidates, *reading.not_understood)} == {"25", "300"}


def test_confidence_falls_with_the_lead() -> None:
    clear = confidence([("a", 2.0), ("b", 0.2)], 0)
    close = confidence([("a", 1.0), ("b", 0.9)], 0)
    assert 0.0 < close < clear < 1.0


WEIGHTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-2000, 2000).map(lambda n: n / 1000), max_size=8)


@given(st.lists(WEIGHTS, max_size=30))
def test_lanes_add_up_each_for_itself(cues: list[dict[str, float]]) -> None:
    lanes = Lanes("abcdef", {str(number): weights for number, weights in enumerate(cues)})
    sums = lanes.sums([*map(str, range(len(cues))), "unknown"])
    for code, one in zip("abcdef", sums, strict=True):
        assert one // SPOKEN == sum(code in weights for weights in cues)
        assert one % SPOKEN - MIDDLE == sum(round(weights.get(code, 0.0) * 1000) for weights in cues)
