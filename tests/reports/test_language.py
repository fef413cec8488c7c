"""Sentences whose words vanish with their figures."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.reports.language import BadSentence, Filled, Slot, parse, plain, render, tidy
from saovuong.reports.templates import shipped_template
from saovuong.writers.report_shapes import FigureRun, Run, Text
from tests.reports.sample import template

KNOWN = {"a": "04", "b": "12", "c": "không", "big": "2.400"}


def fill(slot: Slot) -> Filled | None:
    if slot.name == "year":
        return Filled((Text("2024"),), states=False)
    return Filled((FigureRun(slot.name, slot.words or KNOWN[slot.name]),)) if slot.name in KNOWN else None


def said(text: str) -> str | None:
    runs = render(parse(text, place="thử"), fill)
    return None if runs is None else plain(runs)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tổ chức {a} hội nghị.", "Tổ chức 04 hội nghị."),
        ("Tổ chức {x} hội nghị.", None),
        ("tổ chức {a} hội nghị[[, {x} lượt]].", "Tổ chức 04 hội nghị."),
        ("tổ chức {a} hội nghị[[, {b} lượt]].", "Tổ chức 04 hội nghị, 12 lượt."),
        ("Ban hành [[{a} nghị quyết | {x} chỉ thị | {b} kế hoạch]].", "Ban hành 04 nghị quyết và 12 kế hoạch."),
        ("Ban hành [[{a} nghị quyết | {big} chỉ thị | {b} kế hoạch]].", "Ban hành 04 nghị quyết, 2.400 chỉ thị và 12 kế hoạch."),
        ("Ban hành [[{x} nghị quyết | {y} chỉ thị]].", None),
        ("[[;| Một {a} | hai {x} | ba {b}]].", "Một 04; ba 12."),
        ("[[,| Một {a} | hai {b}]].", "Một 04, hai 12."),
        ("[[?| {x} nhất | {b} nhì | {a} ba]].", "12 nhì."),
        ("[[?| {x} nhất | {y} nhì]].", None),
        ("[[Câu một {x}.]] [[Câu hai {a}.]]", "Câu hai 04."),
        ("[[câu một {a}.]] [[câu hai {b}.]]", "Câu một 04. Câu hai 12."),
        ("[[Ban hành [[{x} nghị quyết]] để lãnh đạo]][[; tổ chức {a} hội nghị]].", "Tổ chức 04 hội nghị."),
        ("Năm {year}.", "Năm 2024."),
        ("Năm {year} có [[{x} lớp]].", None),
        ("{c} có vi phạm.", "Không có vi phạm."),
        ("[[{a.zero: không} có vi phạm]].", "Không có vi phạm."),
        ("Kết quả ({a} / {b}) ( {a} ).", "Kết quả (04 / 12) (04)."),
    ],
)
def test_words_follow_their_figures(text: str, words: str | None) -> None:
    assert said(text) == words


@pytest.mark.parametrize("text", ["Có {a", "Có [[{a}", "Có {a}]]", "Có {A}", "Có {a.b.c}", "Có {}", "Có {a}}"])
def test_a_sentence_that_is_written_wrong_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BadSentence, match="mục thử") as refusal:
        render(parse(text, place="mục thử"), fill)
    assert refusal.value.code == "SV-812"


def test_a_capital_given_to_a_figure_keeps_the_figure() -> None:
    assert render(parse("{c} có.", place=""), fill) == (FigureRun("c", "Không"), Text(" có."))


@given(
    st.lists(st.sampled_from([Text("a"), Text(" "), Text(" ,"), Text(". b"), FigureRun("f", "05"), Text("( "), Text(" )")]), max_size=12)
)
def test_tidying_loses_no_figure_and_is_done_once(runs: list[Run]) -> None:
    once = tidy(tuple(runs))
    assert [item for item in once if isinstance(item, FigureRun)] == [item for item in runs if isinstance(item, FigureRun)]
    assert tidy(once) == once


SENTENCES = [(node.title, line) for node in template().nodes() for line in node.lines]
CODES = sorted({slot.name for title, line in SENTENCES for slot in parse(line, place=title).slots()} - {"year", "area"})


@given(known=st.sets(st.sampled_from(CODES)), sentence=st.sampled_from(SENTENCES))
def test_whatever_is_known_every_sentence_of_the_template_stays_clean(known: set[str], sentence: tuple[str, str]) -> None:
    """Any set of known figures: no holes, no doubled marks, and nothing said of what is not known."""
    said_of: list[str] = []

    def some(slot: Slot) -> Filled | None:
        if slot.name in ("year", "area"):
            return Filled((Text("2024"),), states=False)
        if slot.name not in known:
            return None
        said_of.append(slot.name)
        return Filled((FigureRun(slot.name, slot.words or "07"),))

    runs = render(parse(sentence[1], place=sentence[0]), some)
    if runs is None:
        return
    text = plain(runs)
    assert not re.search(r"  | [,;.:)]|[,;:][,;.]|\( |\(\)|\[|\]|\{|\}|\||\.\.", text), text
    assert text.endswith(".")
    assert text[0] == text[0].upper()
    assert any(isinstance(item, FigureRun) for item in runs)
    assert {item.figure for item in runs if isinstance(item, FigureRun)} <= known


@given(sentence=st.sampled_from(SENTENCES))
def test_with_nothing_known_nothing_is_said(sentence: tuple[str, str]) -> None:
    def nothing(slot: Slot) -> Filled | None:
        return Filled((Text("2024"),), states=False) if slot.name in ("year", "area") else None

    assert render(parse(sentence[1], place=sentence[0]), nothing) is None


def test_the_shipped_template_loads_once() -> None:
    assert shipped_template(pack="local_defence", code="year") is template()
