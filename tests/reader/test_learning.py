"""Learning from decisions: what one correction teaches, what is held back, and what is said where nothing can be learned."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.reader import read
from saovuong.reader.learning import propose
from saovuong.reader.learning_corpus import BadCorpus, marked_texts
from saovuong.reader.learning_shapes import ADDED, CONFIRMED, CORRECTED, REJECTED, Example, Gold, Marked
from saovuong.reader.learning_steps import weights_towards
from saovuong.reader.learning_texts import MarkedTexts, NoUnits, marked_of
from saovuong.reader.model import NONE
from saovuong.reader.taught import NOTHING, Taught, TaughtPhrase, TaughtWeight
from tests.reader.taught_wordings import WORDINGS


def measures(catalogue, text, quote, taught=NOTHING):
    start = text.rindex(quote)
    reading = read(text, catalogue=catalogue, units=NoUnits(), default_period="2024", taught=taught)
    found = [one.measure for one in reading.candidates if one.start < start + len(quote) and start < one.end]
    return found or [None]


def example(catalogue, text, quote, right, *, key="1", decision=CORRECTED, read=()):
    start = text.rindex(quote)
    said = read[0] if read else measures(catalogue, text, quote)[0]
    return Example(key, text, start, start + len(quote), decision, said, right, "nhap-lieu 10/01/2025")


def test_a_wording_taught_once_is_read_right_in_the_next_document(catalogue):
    before = after = 0
    for measure, number, text, next_number, next_text in WORDINGS:
        proposal = propose(examples=[example(catalogue, text, number, measure)], catalogue=catalogue)
        before += measures(catalogue, next_text, next_number) == [measure]
        after += measures(catalogue, next_text, next_number, proposal.taught) == [measure]
    assert before <= 2, "the wordings must be unknown to the reader for this test to say anything"
    assert after >= 15, f"only {after} of {len(WORDINGS)} wordings were learned from one correction each"


def test_all_wordings_taught_together_do_not_disturb_each_other(catalogue):
    examples = [example(catalogue, text, number, measure, key=measure) for measure, number, text, *_ in WORDINGS]
    proposal = propose(examples=examples, catalogue=catalogue)
    assert (proposal.conflicts, proposal.effect.worse) == ((), ())
    right = sum(measures(catalogue, text, number, proposal.taught) == [measure] for measure, _, _, number, text in WORDINGS)
    assert right >= 15


@pytest.mark.shared
@pytest.mark.journey
def test_nothing_gets_worse_on_the_reference_corpus(catalogue, shared_folder):
    examples = [example(catalogue, text, number, measure, key=measure) for measure, number, text, *_ in WORDINGS]
    proposal = propose(examples=examples, catalogue=catalogue, texts=marked_texts(shared_folder / "corpus"))
    assert len(proposal.items) >= 15
    assert len(proposal.effect.worse) <= 1
    assert len(proposal.effect.better) >= 15


def test_names_and_numbers_are_not_taught(catalogue):
    text = "Năm 2024, xã Mường Phăng và thôn Ba gửi 34 túi ấm nghĩa tình ông Lò Văn Tám trao 3 lần."
    (item,) = propose(examples=[example(catalogue, text, "34", "policy_gift_count")], catalogue=catalogue).items
    (phrase,) = item.phrases
    assert phrase.words in ("túi ấm nghĩa tình", "ấm nghĩa tình")
    assert (phrase.place, phrase.measure, item.keys) == ("after", "policy_gift_count", ("1",))


def test_several_examples_of_one_wording_make_one_item(catalogue):
    rows = [
        example(catalogue, f"Xã {name} gửi {number} túi ấm nghĩa tình.", number, "policy_gift_count", key=name)
        for name, number in (("An Bình", "34"), ("Tân Kiên", "58"), ("Phú Hữu", "7"))
    ]
    proposal = propose(examples=rows, catalogue=catalogue)
    assert [item.keys for item in proposal.items] == [("An Bình", "Tân Kiên", "Phú Hữu")]
    assert [change.doc for change in proposal.effect.better] == ["An Bình", "Tân Kiên", "Phú Hữu"]
    (change, *_) = proposal.effect.better
    assert (change.quote, change.now, change.right) == ("34", ("policy_gift_count",), ("policy_gift_count",))


def test_what_is_right_already_teaches_nothing(catalogue):
    text = "Tặng 40 suất quà cho gia đình chính sách."
    row = example(catalogue, text, "40", "policy_gift_count", decision=CONFIRMED)
    proposal = propose(examples=[row], catalogue=catalogue)
    assert (proposal.items, proposal.wrong, proposal.other, proposal.examples, proposal.taught) == ((), 0, 0, 1, NOTHING)
    moved = propose(examples=[replace(row, decision=CORRECTED)], catalogue=catalogue)
    assert (moved.items, moved.wrong, moved.other) == ((), 0, 1), "a corrected value or period says nothing of the measure"


def test_a_figure_that_was_missed_and_added_by_hand(catalogue):
    text = "Các kíp khít giờ, kín quân."
    row = example(catalogue, text, "khít giờ, kín quân", "duty_kept_strictly", decision=ADDED)
    proposal = propose(examples=[row], catalogue=catalogue)
    assert proposal.taught.phrases == (TaughtPhrase("khít giờ, kín quân", "itself", "duty_kept_strictly"),)


def test_the_same_words_for_two_measures_are_reported_and_not_learned(catalogue):
    texts = ("Xã An Bình gửi 34 túi ấm nghĩa tình.", "Xã Phú Hữu gửi 58 túi ấm nghĩa tình.")
    rows = [
        example(catalogue, texts[0], "34", "policy_gift_count", key="a"),
        example(catalogue, texts[1], "58", "recruit_gift_count", key="b"),
    ]
    proposal = propose(examples=rows, catalogue=catalogue)
    (conflict,) = proposal.conflicts
    assert {one.right for one in conflict.examples} == {"policy_gift_count", "recruit_gift_count"}
    assert "túi ấm nghĩa tình" in conflict.words
    assert (proposal.items, proposal.taught) == ((), NOTHING)


TWICE = ("Tặng 30 suất quà cho đoàn thanh tra nội bộ.", "Tặng 12 suất quà cho đoàn thanh tra nội bộ.")


def test_words_to_leave_alone_are_offered_after_the_second_rejection(catalogue):
    read = measures(catalogue, TWICE[0], "30")
    assert read != [None]
    rows = [example(catalogue, text, text.split()[1], None, key=str(at), decision=REJECTED) for at, text in enumerate(TWICE)]
    once = propose(examples=rows[:1], catalogue=catalogue)
    (item,) = once.items
    assert (item.measure, once.taught) == (NONE, NOTHING)
    assert "một lần" in item.held
    (again,) = propose(examples=rows, catalogue=catalogue).items
    assert (again.held, len(again.keys)) == ("", 2)
    after = NOTHING.plus(again.phrases, again.weights)
    assert measures(catalogue, "Phường trao 9 suất quà cho đoàn thanh tra nội bộ.", "9", after) == [None]
    assert measures(catalogue, "Tặng 40 suất quà cho gia đình chính sách.", "40", after) == ["policy_gift_count"]


def test_what_makes_as_much_worse_as_better_is_not_offered(catalogue):
    right = [example(catalogue, f"Tặng {n} suất quà.", n, None, key=n, decision=CONFIRMED) for n in ("41", "42", "43")]
    right = [Example(one.key, one.text, one.start, one.end, CONFIRMED, one.read, one.read, "") for one in right]
    assert right[0].read is not None
    wrong = example(catalogue, "Trao 44 suất quà.", "44", "award_certificate_commune_district_count", key="44")
    proposal = propose(examples=[*right, wrong], catalogue=catalogue)
    assert proposal.taught == NOTHING
    assert all(item.held and len(item.effect.worse) == 3 for item in proposal.items)
    assert proposal.items or proposal.unlearnt


@pytest.mark.parametrize(
    ("text", "quote", "right", "reason"),
    [
        ("Ngày 12/10 họp.", "12/10", "policy_gift_count", "ngày, số văn bản"),
        ("Họp bàn việc mới.", "bàn", "policy_gift_count", "không nhận ra số"),
        ("Chi 45 triệu đồng tiền chè.", "45 triệu đồng", "policy_gift_count", "đơn vị của số"),
        ("Dân quân tăng 5 so với năm trước.", "5", "militia_total", "mức tăng, giảm"),
        ("Có 14.", "14", "policy_gift_count", "không tìm được từ ngữ"),
        ("Xã gửi 34 túi ấm nghĩa tình.", "34", "gone_count", "không còn trong danh mục"),
    ],
)
def test_why_nothing_could_be_learned(catalogue, text, quote, right, reason):
    row = Example("1", text, text.index(quote), text.index(quote) + len(quote), CORRECTED, None, right, "")
    proposal = propose(examples=[row], catalogue=catalogue)
    ((told, said),) = [(one.example, one.reason) for one in proposal.unlearnt]
    assert told == row
    assert reason in said


def test_steps_reach_the_example_and_name_only_words_near_it(catalogue):
    text = "Đơn vị giúp dân xã Mường Lạn dựng lại 5 mái che chống dột."
    row = example(catalogue, text, "5", "temporary_house_removed_count")
    weights = weights_towards(row, catalogue=catalogue, taught=NOTHING, measure="temporary_house_removed_count")
    assert weights
    assert all(0 < abs(one.thousandths) <= 200 for one in weights)
    assert not [one for one in weights if "mường" in one.cue or "#" in one.cue]
    after = Taught.of([], weights)
    assert measures(catalogue, text, "5", after) == ["temporary_house_removed_count"]
    assert weights_towards(row, catalogue=catalogue, taught=after, measure="temporary_house_removed_count") == ()


def test_the_effect_is_told_by_span(catalogue):
    text = "Xã gửi 34 túi ấm nghĩa tình. Phường gửi 5 túi ấm nghĩa tình."
    second = text.index("5 túi")
    gold = (Gold(7, 9, frozenset(["policy_gift_count"]), None), Gold(second, second + 1, frozenset(), None))
    texts = MarkedTexts.of(catalogue, [Marked("d", text, None, gold, complete=True)])
    effect = texts.effect(before=NOTHING, after=Taught.of([TaughtPhrase("ấm nghĩa tình", "after", "policy_gift_count")]))
    assert [change.quote for change in effect.better] == ["34"]
    assert [(change.quote, change.was, change.now, change.right) for change in effect.worse] == [
        ("5", ("-",), ("policy_gift_count",), ("-",))
    ]
    untouched = texts.effect(before=NOTHING, after=Taught.of([TaughtPhrase("chuyện khác", "after", "policy_gift_count")]))
    assert (untouched.better, untouched.worse) == ((), ())


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.text(alphabet="ab àđ,.;:|\n", min_size=1, max_size=40),
            st.integers(1, 999),
            st.sampled_from(["policy_gift_count", "duty_kept_strictly", None, "gone_count"]),
            st.sampled_from([CONFIRMED, CORRECTED, REJECTED, ADDED]),
        ),
        max_size=5,
    )
)
def test_whatever_people_say_learning_says_something(catalogue, rows):
    examples = []
    for at, (words, number, right, decision) in enumerate(rows):
        text = f"{words} {number} {words}"
        start = len(words) + 1
        examples.append(Example(str(at), text, start, start + len(str(number)), decision, None, right, ""))
    proposal = propose(examples=examples, catalogue=catalogue)
    assert proposal == propose(examples=examples, catalogue=catalogue)
    for item in proposal.items:
        after = NOTHING.plus(item.phrases, item.weights)
        assert after.sha256
        assert item.keys
    learnt = {key for item in proposal.items for key in item.keys}
    assert learnt.isdisjoint(one.example.key for one in proposal.unlearnt)


def test_examples_know_what_is_right_of_their_number():
    def gold(read, right, decision=CORRECTED):
        return marked_of(Example("1", "x 1", 2, 3, decision, read, right, "")).gold[0]

    assert (gold("a", "b").measures, gold("a", "b").wrong) == ({"b"}, {"a"})
    assert (gold("a", None).measures, gold("a", None).wrong) == (frozenset(), {"a"})
    assert (gold(None, None).measures, gold(None, None).wrong) == (frozenset(), None)
    assert (gold("a", "a").measures, gold("a", "a").wrong) == ({"a"}, frozenset())


def test_a_corpus_folder(tmp_path):
    with pytest.raises(BadCorpus):
        marked_texts(tmp_path)
    with pytest.raises(BadCorpus):
        marked_texts(tmp_path / "gone")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "d.txt").write_text("Xã gửi 34 túi.\n", "utf-8")
    lines = [
        '{"doc": "d", "start": 7, "end": 9, "measure": "x", "class": "measure"}',
        '{"doc": "d", "start": 7, "end": 9, "measure": "y", "class": "measure"}',
        '{"doc": "d", "start": 10, "end": 13, "measure": null, "class": "unmapped"}',
        '{"doc": "other", "start": 1, "end": 2, "measure": null, "class": "date"}',
    ]
    gold = tmp_path / "a" / "gold.jsonl"
    gold.write_text("\n".join(lines), "utf-8")
    (tmp_path / "a" / "index.jsonl").write_text('{"doc": "d", "period": "2024"}\n', "utf-8")
    (text,) = marked_texts(tmp_path)
    assert text == marked_texts(tmp_path / "a")[0]
    assert (text.doc, text.period, text.complete) == ("d", "2024", True)
    assert text.gold == (Gold(7, 9, frozenset("xy"), None), Gold(10, 13, frozenset(), frozenset()))
    for bad in ("không phải JSON", "[1]", '{"doc": "d"}'):
        gold.write_text(bad, "utf-8")
        with pytest.raises(BadCorpus):
            marked_texts(tmp_path)


def test_overlays_add_up():
    one = TaughtWeight("a", "R1:x", 40)
    assert Taught.of([], [one, one]).weights == (TaughtWeight("a", "R1:x", 80),)
    assert Taught.of([], [one]).plus([], [TaughtWeight("a", "R1:x", -40)]) == NOTHING
