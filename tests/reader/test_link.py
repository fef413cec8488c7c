"""The ranker: its table, and its fast sum against the plain one."""

import random
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.catalogue import Catalogue
from saovuong.reader.features import size_of
from saovuong.reader.lanes import Lanes
from saovuong.reader.layout import Block
from saovuong.reader.link import Surroundings, confidence
from saovuong.reader.model import NONE, Weights, parse_weights, shipped_weights, table_of
from saovuong.reader.phrase_rules import PhraseSums
from saovuong.reader.pipeline import tools_for
from saovuong.reader.prepare import place_of, prepare
from saovuong.reader.relations import Around, Before, History
from saovuong.reader.scoring import Scorer
from saovuong.reader.shapes import Reading


def test_the_fast_sum_of_all_measures_is_the_plain_sum_of_each(catalogue: Catalogue) -> None:
    linker = tools_for(catalogue).linker
    measures, topics, uoms = sorted(linker.pools["count"]), list(catalogue.topics), list(catalogue.uoms)
    weights, relations = linker.weights, linker.relations
    cues = sorted(weights.cues)
    rng = random.Random(1)
    scorer = Scorer(relations, linker.pools["count"], weights, linker.points)
    for _ in range(60):
        recent = tuple(rng.sample(measures, rng.randint(0, 5)))
        before = Before(rng.choice([*measures, ""]), rng.random() < 0.5, recent, frozenset(recent[3:]))
        shares = {where: dict.fromkeys(rng.sample(topics, 2), 1 / 3) for where in ("block", "text", "recent")}
        around = Around(
            before, rng.random() < 0.5, frozenset(rng.sample(uoms, rng.randint(0, 3))), frozenset(rng.sample(topics, rng.randint(0, 2))),
            shares, ("L1:là", "b:("),
        )  # fmt: skip
        features = rng.sample(cues, rng.randint(0, 30))
        found = weights.among([*features, "r1:chưa học"])
        assert found == features
        phrases = PhraseSums(dict.fromkeys(rng.sample(measures, 20), 37), {})
        phrases = PhraseSums(phrases.points, {code: rng.random() for code in list(phrases.points)[:9]})
        plain = {}
        for code in (NONE, *measures):
            related = relations.of(code, around, weights.taught)
            bears = [code in weights.cues[cue] for cue in features]
            if any(bears) or code in phrases.points or (relations.special(around).keys() & {code}) or code == NONE:
                plain[code] = sum(weight for _, weight in weights.explained(found, code)) + phrases.points.get(code, 0) / 1000
                plain[code] += sum(weights.shared.get(name, 0.0) * value for name, value in related.items())
                plain[code] += phrases.overlap.get(code, 0.0) + (0.1 if code == NONE else 0.0)
        for count in (8, 1000):
            best = scorer.best(found, phrases, around, none=100, count=count)
            assert [code for code, _ in best] == sorted(plain, key=lambda code: (-round(plain[code], 9), code))[:count]
            assert all(abs(score - plain[code]) < 1e-9 for code, score in best)
        assert NONE not in dict(scorer.best(found, phrases, around, none=None, count=1000))


def test_numbers_without_words_around_are_ranked_as_if_each_were_the_first(catalogue: Catalogue) -> None:
    linker = tools_for(catalogue).linker
    measures, topics = sorted(linker.pools["count"]), list(catalogue.topics)
    cues, rng, nothing = sorted(linker.weights.cues), random.Random(2), PhraseSums({}, {})
    kept = Scorer(linker.relations, linker.pools["count"], linker.weights, linker.points)
    for _ in range(20):
        found = linker.weights.among(rng.sample(cues, 3))
        recent = tuple(rng.sample(measures, rng.randint(0, 2)))
        for none in (100, None, 100, 100):
            shares = {where: dict.fromkeys(rng.sample(topics, 9), 1 / 9) for where in ("block", "text")}
            around = Around(Before("", False, recent), shares={**shares, "recent": {}})
            fresh = Scorer(linker.relations, linker.pools["count"], linker.weights, linker.points)
            for _ in range(2):
                assert kept.best(found, nothing, around, none=none, count=8) == fresh.best(found, nothing, around, none=none, count=8)


def test_threads_that_share_a_reader_read_as_one_alone(catalogue: Catalogue, reading_of: Callable[..., Reading]) -> None:
    texts = [
        f"II. {title}\n" + "".join(f"{number}. {words} {number + 10} {unit}; 5, 7 và {number}.\n" for number in range(1, 40))
        for title, words, unit in (
            ("HUẤN LUYỆN", "Huấn luyện dân quân tự vệ", "đồng chí"), ("TUYỂN QUÂN", "Giao quân", "thanh niên"),
            ("DÂN VẬN", "Tặng quà hộ nghèo", "suất quà"), ("TUẦN TRA", "Tuần tra chung", "buổi"),
        )
    ]  # fmt: skip
    alone = [reading_of(text, period="2024") for text in texts]
    usual = sys.getswitchinterval()
    # threads take turns as often as they can
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda text: reading_of(text, period="2024"), texts * 3))
    finally:
        sys.setswitchinterval(usual)
    assert together == alone * 3


def test_a_share_after_its_count_brings_its_ratio_in(catalogue: Catalogue) -> None:
    linker = tools_for(catalogue).linker
    ratio = next(one for one in catalogue.measures.values() if one.numerator)
    scorer = Scorer(linker.relations, linker.pools["percent"] | linker.pools["count"], linker.weights, linker.points)
    found = scorer.best([], PhraseSums({}, {}), Around(Before(ratio.numerator or "", near=True)), none=None, count=20)
    assert {ratio.code, ratio.numerator} <= set(dict(found))


def test_the_sums_of_the_zones_are_those_of_the_rules_told_one_by_one(catalogue: Catalogue) -> None:
    linker = tools_for(catalogue).linker
    text = (
        "II. CÔNG TÁC HUẤN LUYỆN\n1. Dân quân tự vệ\nNăm 2024, huyện huấn luyện dân quân tự vệ 1.250 đồng chí, đạt 98%; dân quân cơ động "
        "120 đồng chí, dân quân tại chỗ 300 đồng chí.\nTT | Nội dung | Chỉ tiêu | Kết quả\n1 | Huấn luyện dân quân tự vệ | 80 | 82\n"
    )
    ready = prepare(text, linker.book)
    surroundings, zones, weights = Surroundings(linker, ready), set(), linker.weights.shared
    for one in ready.quantities:
        place = place_of(ready, one.start, one.end)
        evidence = surroundings.evidence(place, kind=one.kind, size="2", before=Before())
        phrases, told = evidence.phrases, evidence.phrases.by_measure()
        assert told.keys() == phrases.points.keys()
        for code, row in told.items():
            whole = sum(weights.get(name, 0.0) * value for name, value in row.items())
            assert abs(phrases.points[code] / 1000 + phrases.overlap.get(code, 0.0) - whole) < 1e-9
            assert {name for name in row if not name.startswith("overlap")} == evidence.rules.words(place, code).keys()
        zones |= {name.split(":")[1] for row in told.values() for name in row}
    assert zones >= {"above", "label", "near", "before", "after", "left0", "right0"}


def test_the_rules_of_a_phrase_tell_where_it_stands(catalogue: Catalogue) -> None:
    linker = tools_for(catalogue).linker
    for text, spot in (("Cả năm có tuần tra chung 12 buổi.", "left0"), ("Cả năm có 12 buổi tuần tra chung.", "right0")):
        ready = prepare(text, linker.book)
        place = place_of(ready, ready.quantities[0].start, ready.quantities[0].end)
        evidence = linker.evidence(ready, place, kind="count", size="2", before=Before())
        assert evidence.rules.words(place, "joint_patrol_count")[f"phrase:{spot}:3"] == "tuần tra chung"


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
    more = Weights({**weights.cues, "r1:xã": {"tree_planted_count": -0.2}}, weights.shared, weights.taught)
    assert table_of(more) == table_of(weights)


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


@given(st.lists(WEIGHTS, max_size=30), st.dictionaries(st.sampled_from("abcdef"), st.integers(-9000, 9000)), st.integers(-50, 50))
def test_lanes_add_up_each_for_itself(cues: list[dict[str, float]], single: dict[str, int], more: int) -> None:
    table = {str(number): weights for number, weights in enumerate(cues)}
    lanes = Lanes("abcdef", table)
    assert lanes.sum(table) == lanes.sum(table)
    total = lanes.sum(table) + lanes.spoken(single) + more * lanes.mask("bcd")
    wanted = {
        code: sum(round(weights.get(code, 0.0) * 1000) for weights in cues) + single.get(code, 0) + (more if code in "bcd" else 0)
        for code in "abcdef"
        if code in single or any(code in weights for weights in cues)
    }
    assert lanes.best(total, 9) == sorted(wanted.items(), key=lambda one: (-one[1], one[0]))
    assert lanes.best(total, 2) == lanes.best(total, 9)[:2]


def test_lanes_are_wider_where_a_pool_is_very_large() -> None:
    codes = [f"m{number:05}" for number in range(5000)]
    lanes = Lanes(codes, {"r1:xã": {codes[7]: 0.25, codes[4999]: -0.5}})
    assert lanes.best(lanes.sum(["r1:xã"]) + lanes.spoken({codes[4999]: 900}), 3) == [(codes[4999], 400), (codes[7], 250)]


def test_numbers_in_sentences_that_come_again_are_ranked_as_if_each_were_the_first(catalogue: Catalogue) -> None:
    linker = tools_for(catalogue).linker
    part = (
        "{head}\n1. Tuyển quân\nXã {name} giao 12 thanh niên nhập ngũ, đạt 100%; huấn luyện 7, 12 và 15 ngày. Tặng 20 suất quà trị giá 10 "
        "triệu đồng.\nTT | Nội dung | ĐVT | Chỉ tiêu | Kết quả\n1 | Huấn luyện dân quân | đồng chí | 80 | 82\n"
        "2 | Tuần tra | buổi | 80 | 82\n"
    )
    parts = [part.format(head=head, name=name) for head in ("I. KẾT QUẢ", "II. CHỈ TIÊU", "I. KẾT QUẢ") for name in ("A", "B", "C", "nhỏ")]
    ready, rng, measures = prepare("\n".join(parts), linker.book), random.Random(3), sorted(linker.pools["count"])[:3]
    kept, alike = Surroundings(linker, ready), 0
    met: list[Sequence[str]] = []
    for one in [*ready.quantities, *ready.quantities]:
        place, before = place_of(ready, one.start, one.end), Before(rng.choice(["", *measures]), rng.random() < 0.5)
        evidence, ranked = kept.ranked(place, kind=one.kind, size=size_of(one.value, one.kind), before=before)
        fresh = Surroundings(linker, ready).evidence(place, kind=one.kind, size=size_of(one.value, one.kind), before=before)
        assert evidence[:3] == fresh[:3]
        assert (evidence.phrases, evidence.around) == (fresh.phrases, fresh.around)
        assert ranked == linker.rank(fresh, one.kind)
        alike += any(evidence.features is features for features in met)
        met.append(evidence.features)
    assert alike > len(parts)


def test_a_line_of_the_table_is_taken_apart_when_its_cue_is_asked_for() -> None:
    weights = parse_weights("## nhận xét\n*\t500 uom:fits\n+\ta\tb\nr1:xã\t120 a\t-30 b\nr1:ấp\tsai dòng\n")
    assert (weights.shared, weights.taught) == ({"uom:fits": 0.5}, frozenset("ab"))
    assert weights.among(["r1:xã", "r1:huyện", "r1:xã"]) == ["r1:xã", "r1:xã"]
    assert weights.explained(["r1:xã"], "b") == [("r1:xã", -0.03)]
    assert weights.explained(["r1:xã"], "c") == []
    assert sorted(weights.cues) == ["r1:xã", "r1:ấp"]
