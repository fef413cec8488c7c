"""How a person's typing becomes a figure, how a figure is shown, and which words around a number are its quote."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.catalogue.packs import load_catalogue
from saovuong.cli.figures import BadValue, TypedValue, json_value, marked_quote, measures_matching, parse_value, value_text
from saovuong.cli.intake_show import quote_markup
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.intake.figures import figure_from_json, figure_to_json
from saovuong.intake.quotes import quote_around
from saovuong.intake.shapes import Figure
from saovuong.ledger.shapes import Evidence

CATALOGUE = load_catalogue()
GIFTS, TASKS, SAFE, RATE = (
    CATALOGUE.measures[code]
    for code in ("policy_gift_count", "overall_task_rating", "exercise_safety_absolute", "militia_training_attendance_rate")
)


def D(text):  # noqa: N802 - reads as the number it is
    return Decimal(text)


@pytest.mark.parametrize(
    ("measure", "text", "expected"),
    [
        (GIFTS, "3.277", TypedValue(value=D("3277"))),
        (RATE, "98,5%", TypedValue(value=D("98.5"))),
        (RATE, " 98.02 %", TypedValue(value=D("98.02"))),
        (GIFTS, "trên 500", TypedValue(value=D("500"), modifier=Modifier.OVER)),
        (GIFTS, "Gần 20", TypedValue(value=D("20"), modifier=Modifier.UNDER)),
        (GIFTS, "không quá 20", TypedValue(value=D("20"), modifier=Modifier.AT_MOST)),
        (GIFTS, "khoảng 1.250", TypedValue(value=D("1250"), modifier=Modifier.ABOUT)),
        (GIFTS, "10 - 12", TypedValue(value=D("10"), high=D("12"), modifier=Modifier.RANGE)),
        (RATE, "từ 1,15 đến 1,17", TypedValue(value=D("1.15"), high=D("1.17"), modifier=Modifier.RANGE)),
        (SAFE, "có", TypedValue(flag=True)),
        (SAFE, "Không", TypedValue(flag=False)),
        (TASKS, "hoan thanh tot nhiem vu", TypedValue(rating="hoàn thành tốt nhiệm vụ")),
        (TASKS, "HTTNV", TypedValue(rating="hoàn thành tốt nhiệm vụ")),
        (TASKS, "hoàn thành nhiệm vụ trở lên", TypedValue(rating="hoàn thành nhiệm vụ", modifier=Modifier.AT_LEAST)),
    ],
)
def test_what_a_person_types(measure, text, expected):
    assert parse_value(text, measure=measure, catalogue=CATALOGUE) == expected


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (GIFTS, ""),
        (GIFTS, "nhiều"),
        (GIFTS, "12 - 10"),
        (GIFTS, "rất 12"),
        (GIFTS, "12 suất"),
        (SAFE, "12"),
        (TASKS, "khá lắm"),
        (TASKS, ""),
    ],
)
def test_what_cannot_be_typed(measure, text):
    with pytest.raises(BadValue):
        parse_value(text, measure=measure, catalogue=CATALOGUE)


def figure(**changes):
    fields = {
        "measure": "policy_gift_count",
        "unit_id": "x1",
        "organisation": None,
        "period_label": "2024",
        "role": Role.RESULT,
        "scope": Scope.OWN,
        "value": None,
        "high": None,
        "rating": None,
        "flag": None,
        "unquantified": False,
        "modifier": Modifier.EXACT,
        "uom": "gift",
    }
    return Figure(**{**fields, **changes})


@pytest.mark.parametrize(
    ("shown", "said", "plain"),
    [
        (figure(value=D("3277.000000")), "3.277 suất quà", 3277),
        (figure(value=D("2.140000"), uom="percent", modifier=Modifier.OVER), "trên 2,14%", "2.14"),
        (figure(value=D(3), high=D("4.5"), modifier=Modifier.RANGE), "từ 3 đến 4,5 suất quà", [3, "4.5"]),
        (figure(rating="khá"), "khá", "khá"),
        (figure(rating="khá", modifier=Modifier.AT_LEAST), "khá trở lên", "khá"),
        (figure(flag=True), "có", True),
        (figure(unquantified=True), "không nêu số", None),
        (figure(), "?", None),
    ],
)
def test_how_a_figure_is_shown(shown, said, plain):
    assert value_text(shown, CATALOGUE).replace("suất quà", "suất").replace("suất", "suất quà") == said
    assert json_value(shown) == plain


def test_a_measure_is_found_without_diacritics_by_the_beginnings_of_its_words():
    assert measures_matching("qua chinh sach", CATALOGUE)[0] is GIFTS
    assert measures_matching("policy_gift_count", CATALOGUE)[0] is GIFTS
    assert all("quà" in one.name_vi.lower() for one in measures_matching("quà", CATALOGUE)[:2])
    assert measures_matching("", CATALOGUE) == []
    assert measures_matching("dqtv", CATALOGUE)[0].name_vi == "Tổng số dân quân tự vệ"
    assert measures_matching("tong so dqtv", CATALOGUE)[0].name_vi == "Tổng số dân quân tự vệ"
    assert all("GDQP" in one.name_vi or "KTQP" in one.name_vi for one in measures_matching("gqp", CATALOGUE))
    assert measures_matching("gqp", CATALOGUE)
    assert measures_matching("xyz", CATALOGUE) == []
    assert all(one.enabled for one in measures_matching("trực", CATALOGUE, limit=500))


@given(
    value=st.none() | st.decimals(0, 10**9, places=4),
    role=st.sampled_from(Role),
    scope=st.sampled_from(Scope),
    modifier=st.sampled_from(Modifier),
    flag=st.none() | st.booleans(),
)
def test_a_correction_survives_its_storage(value, role, scope, modifier, flag):
    one = figure(value=value, role=role, scope=scope, modifier=modifier, flag=flag)
    assert figure_from_json(figure_to_json(one)) == one


@pytest.mark.parametrize(
    ("text", "number", "quote"),
    [
        ("Một. Tặng 12 suất. Hết.", "12", "Tặng 12 suất."),
        ("Chi 1.250.000 đồng; mua 3 máy.", "1.250.000", "Chi 1.250.000 đồng;"),
        ("Mục I\nTặng 12 suất\nMục II", "12", "Tặng 12 suất"),
        ("12", "12", "12"),
        ("Đạt 98.02% (TP. Bắc Kạn) trong năm", "98.02", "Đạt 98.02% (TP. Bắc Kạn) trong năm"),
    ],
)
def test_the_sentence_around_a_number(text, number, quote):
    start = text.index(number)
    begin, finish = quote_around(text, start, start + len(number))
    assert text[begin:finish] == quote


@given(text=st.text(alphabet="ab .;\n12", min_size=1, max_size=1500), data=st.data())
def test_a_quote_always_holds_its_number(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 30)))
    begin, finish = quote_around(text, start, end)
    assert 0 <= begin <= start < end <= finish <= len(text)
    assert finish - begin <= 440


def test_a_number_is_marked_in_its_quote():
    text = "a [b] tặng\n12 suất " + "rất dài " * 30
    at = text.index("12")
    evidence = Evidence(1, "t", text, 100, 100 + len(text), 100 + at, 100 + at + 2)
    assert marked_quote(evidence)[:2] == ("a [b] tặng ", "12")
    shown = quote_markup(evidence)
    assert shown.startswith("a \\[b] tặng [bold reverse]12[/bold reverse] suất")
    assert shown.endswith("dài ...")
    assert quote_markup(Evidence(None, "Báo [x], 2024", "", None, None)) == "Báo \\[x], 2024"
