"""What an office taught: its file, its hash, and what it changes in a reading."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.reader import read
from saovuong.reader.model import NONE
from saovuong.reader.taught import NOTHING, PLACES, BadTaught, Taught, TaughtPhrase, TaughtVersion, TaughtWeight, parse_taught, taught_text
from tests.reader.conftest import TwoUnits

WORDS = st.text(min_size=1, max_size=30).filter(lambda text: any(char.isalpha() for char in text))
PHRASES = st.builds(
    TaughtPhrase, words=st.just("chuyến xe ấm lòng"), place=st.sampled_from(PLACES), measure=st.sampled_from(["policy_gift_count", NONE])
)
WEIGHTS = st.builds(TaughtWeight, measure=WORDS, cue=WORDS, thousandths=st.integers(-2000, 2000))
HEAD = 'version = 1\nparent = 0\nmade_at = "2025-01-10T08:30:00+00:00"\nmade_by = "a"\nreader = "1"\npack = "2"\nexamples = 3\n'


def version_of(taught):
    return TaughtVersion(2, 1, datetime(2025, 1, 10, 8, 30, tzinfo=UTC), 'nhập "liệu"\\', "1.0+ab", "2025.1+cd", 4, taught)


@given(st.lists(PHRASES, max_size=4), st.dictionaries(st.tuples(WORDS, WORDS), st.integers(-2000, 2000), max_size=4))
def test_the_file_says_all_of_it(phrases, weights):
    taught = Taught.of(phrases, [TaughtWeight(measure, cue, value) for (measure, cue), value in weights.items()])
    version = version_of(taught)
    again = parse_taught(taught_text(version), file="taught.toml")
    assert again == version
    assert again.taught.sha256 == taught.sha256


def test_the_hash_is_of_the_content_in_any_order():
    one, two = TaughtPhrase("gác đêm", "before", "duty_shift_count"), TaughtPhrase("quà", "after", NONE)
    assert Taught.of([one, two]).sha256 == Taught.of([two, one, one]).sha256 != Taught.of([one]).sha256
    assert NOTHING.sha256 == Taught.of([], [TaughtWeight("a", "b", 0)]).sha256 == ""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("version = ", "cú pháp TOML"),
        (HEAD.replace("version = 1", "version = -1"), "version"),
        (HEAD.replace("version = 1", "version = true"), "version"),
        (HEAD.replace('made_by = "a"', "made_by = 3"), "made_by"),
        (HEAD.replace("+00:00", ""), "made_at"),
        (HEAD.replace("2025-01-10T08", "hôm qua"), "made_at"),
        (HEAD + "phrase = 3\n", "phrase"),
        (HEAD + '[[phrase]]\nwords = "123"\nplace = "after"\nmeasure = "a"\n', "[[phrase]] thứ 1"),
        (HEAD + '[[phrase]]\nwords = "gác"\nplace = "beside"\nmeasure = "a"\n', "[[phrase]] thứ 1"),
        (HEAD + '[[phrase]]\nwords = "gác"\nplace = "after"\n', "[[phrase]] thứ 1"),
        (HEAD + "weights = 1\n", "weights"),
        (HEAD + "[weights.a]\n'R1:gác' = 1.5\n", "[weights.a] R1:gác"),
        (HEAD + "[weights.a]\n'R1:gác' = 99999\n", "[weights.a] R1:gác"),
        (HEAD + "[weights]\na = 1\n", "[weights.a]"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(text, place):
    with pytest.raises(BadTaught) as refused:
        parse_taught(text, file="taught.toml")
    assert refused.value.fields["place"] == place


TEXT = "Trong năm, xã tổ chức 14 chuyến xe ấm lòng về thôn bản."


def reading(catalogue, taught, text=TEXT):
    return read(text, catalogue=catalogue, units=TwoUnits(), default_period="2024", taught=taught)


def test_a_taught_phrase_decides_beside_its_number(catalogue):
    taught = Taught.of([TaughtPhrase("chuyến xe ấm lòng", "after", "policy_gift_count")])
    found = reading(catalogue, taught, "Trong năm tổ chức 14 chuyến xe ấm lòng cho 120 người tham gia hội nghị.")
    one = next(row for row in found.candidates if row.value == 14)
    assert one.measure == "policy_gift_count"
    assert any("cụm từ đã dạy ngay sau số: “chuyến xe ấm lòng”" in reason for reason in one.why)
    assert all(row.measure != "policy_gift_count" for row in found.candidates if row.value == 120)
    assert (found.taught_sha256, reading(catalogue, NOTHING).taught_sha256) == (taught.sha256, "")


def test_words_to_leave_alone(catalogue):
    text = "Tặng 30 suất quà cho đoàn kiểm tra nội bộ."
    assert [row.measure for row in reading(catalogue, NOTHING, text).candidates]
    taught = Taught.of([TaughtPhrase("suất quà cho đoàn kiểm tra", "after", NONE)])
    found = reading(catalogue, taught, text)
    assert found.candidates == ()
    assert [row.quote for row in found.not_understood] == ["30"]


def test_a_taught_statement(catalogue):
    text = "Ca trực luôn đủ quân, đúng phiên suốt năm."
    taught = Taught.of([TaughtPhrase("luôn đủ quân, đúng phiên", "itself", "duty_kept_strictly")])
    assert reading(catalogue, NOTHING, text).candidates == ()
    (one,) = reading(catalogue, taught, text).candidates
    assert (one.measure, one.value, one.quote) == ("duty_kept_strictly", True, "luôn đủ quân, đúng phiên")


def test_what_speaks_for_a_measure_that_is_gone_changes_nothing(catalogue):
    taught = Taught.of([TaughtPhrase("chuyến xe ấm lòng", "after", "gone_count")], [TaughtWeight("gone_count", "R1:chuyến", 900)])
    assert reading(catalogue, taught).candidates == reading(catalogue, NOTHING).candidates
    assert taught.unknown(catalogue) == ("gone_count",)
