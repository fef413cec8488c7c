"""Charts: what is drawn, asked of the picture itself; that it is safe to stand in a page; that it is the same each time."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.writers.chart_marks import fitted, nice_top, width_of
from saovuong.writers.chart_shapes import (
    Bar,
    BarChart,
    Chart,
    Dot,
    DotMap,
    Palette,
    Point,
    Progress,
    ProgressChart,
    SpreadChart,
    SpreadRow,
    TrendChart,
)
from saovuong.writers.charts import chart_png, chart_svg

D = Decimal
NS = "{http://www.w3.org/2000/svg}"
GOLDEN = Path(__file__).parent / "golden"

BARS = BarChart(
    "Tỷ lệ huấn luyện",
    "Đứng đầu: Xã Một.",
    (
        Bar("Xã Một", D("99.2"), "99,2%", True),
        Bar("Xã Hai", D(0), "0%", False),
        Bar("Xã Ba", None, "chưa có số liệu"),
    ),
    D(98),
    "từ 98 trở lên",
)
TREND = TrendChart(
    "Quà",
    "2022: 10; 2024: 40.",
    (
        Point("2022", D(10), "10"),
        Point("2023", None, "", note="chưa có số"),
        Point("2024", D(40), "40", estimated=True, note="ước tính", target=D(50)),
    ),
)
SPREAD = SpreadChart("Xếp loại", "Hai giỏi.", ("giỏi", "khá", "đạt"), (SpreadRow("Huấn luyện", (2, 1, 0)),))
PROGRESS = ProgressChart(
    "Chỉ tiêu", "Một trên hai.", (Progress("Giao quân", D(100), D(50), "100%", True), Progress("Quà", D(25), D(50), "25%", False))
)
MAP = DotMap(
    "Bản đồ",
    "Ba đơn vị.",
    ("đạt", "gần đạt", "chậm", "rất chậm"),
    (Dot("Xã Một", 22.0, 105.0, 0), Dot("Xã Hai", 22.5, 105.5, 3), Dot("Xã Ba", 22.2, 105.1, None)),
)
ALL = {"bars": BARS, "trend": TREND, "spread": SPREAD, "progress": PROGRESS, "map": MAP}


def drawn(chart: Chart) -> ET.Element:
    return ET.fromstring(chart_svg(chart=chart))


def texts(picture: ET.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{NS}text")]


@pytest.mark.parametrize("name", ALL)
def test_a_chart_is_as_it_was(name):
    """The files are short enough to read; after a change meant to be seen, look at the new ones before keeping them."""
    assert chart_svg(chart=ALL[name]) == (GOLDEN / f"chart-{name}.svg").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("name", ALL)
def test_a_chart_may_stand_in_a_page_under_the_strictest_policy(name):
    text = chart_svg(chart=ALL[name])
    assert not re.search(r"<(script|style|a|image|use|foreignObject)\b|\bstyle=|\bon\w+=|href|url\(|@import", text)
    assert re.findall(r"https?://[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{ALL[name].title}. {ALL[name].finding}"


def test_words_of_people_stay_words():
    evil = '<script>alert("1")</script>&'
    picture = drawn(BarChart(evil, evil, (Bar(evil[:20], D(1), evil[:9]),), D(1), evil[:5]))
    assert evil in (picture.get("aria-label") or "")
    assert picture.find(f".//{NS}script") is None


def test_the_longest_bar_is_the_greatest_value_and_bars_are_in_proportion():
    picture = drawn(BarChart("t", "f", (Bar("a", D(40), "40"), Bar("b", D(10), "10"), Bar("c", D(0), "0"))))
    widths = [float(one.get("width") or 0) for one in picture.iter(f"{NS}rect")][1:]
    assert len(widths) == 2  # zero has no bar, but its number
    assert widths[0] == pytest.approx(4 * widths[1], abs=0.3)
    assert texts(picture) == ["a", "40", "b", "10", "c", "0"]


def test_unknown_is_words_and_never_a_bar_or_a_point():
    assert "chưa có số liệu" in texts(drawn(BARS))
    assert len(list(drawn(BARS).iter(f"{NS}rect"))) == 2  # the paper and the one bar above zero
    circles = list(drawn(TREND).iter(f"{NS}circle"))
    assert [one.get("fill") for one in circles] == [Palette().lead, Palette().paper]  # known, and estimated: hollow
    # 2022 and 2024 are not joined over the year without a figure.
    assert not [one for one in drawn(TREND).iter(f"{NS}line") if one.get("stroke") == Palette().lead]


def test_met_and_unmet_differ_without_colour():
    rects = list(drawn(PROGRESS).iter(f"{NS}rect"))[1:]
    assert [one.get("fill") for one in rects] == [Palette().lead, Palette().lead_pale]
    assert len(list(drawn(PROGRESS).iter(f"{NS}polygon"))) == 2  # a wedge of pace for each


def test_each_class_of_a_map_has_its_own_shape_and_the_unknown_are_hollow():
    legend = drawn(DotMap("t", "f", ("a", "b", "c", "d"), ()))
    marks = [one for one in legend if one.tag != f"{NS}text"][2:]
    looks = [(one.tag, len((one.get("points") or "").split())) for one in marks]
    assert len(set(looks[:4])) == 4
    assert marks[4].get("fill") == Palette().paper
    assert marks[4].get("stroke-dasharray")
    assert texts(legend)[-5:] == ["a (0)", "b (0)", "c (0)", "d (0)", "chưa có số liệu (0)"]


def test_north_is_up_and_east_is_right():
    picture = drawn(DotMap("t", "f", ("a",), (Dot("Bắc", 23.0, 105.0, 0), Dot("Nam", 10.0, 106.0, 0))))
    (x1, y1), (x2, y2), _ = [(float(one.get("cx") or 0), float(one.get("cy") or 0)) for one in picture.iter(f"{NS}circle")][:3]
    assert y1 < y2
    assert x1 < x2


def test_units_at_one_point_stand_around_it():
    same = DotMap("t", "f", ("a",), tuple(Dot(f"x{at}", 22.0, 105.0, 0) for at in range(5)))
    spots = {(one.get("cx"), one.get("cy")) for one in list(drawn(same).iter(f"{NS}circle"))[:5]}
    assert len(spots) == 5


degrees = st.tuples(st.floats(8, 24), st.floats(102, 110), st.sampled_from([None, 0, 1, 2, 3]))


@given(st.lists(degrees, max_size=60))
def test_every_dot_is_drawn_inside_the_map_and_only_the_unknown_are_hollow(places):
    picture = drawn(DotMap("t", "f", ("a", "b", "c", "d"), tuple(Dot(f"x{at}", *one) for at, one in enumerate(places))))
    legend = 5
    hollow = [one for one in picture.iter(f"{NS}circle") if one.get("stroke-dasharray")]
    assert len(hollow) == sum(one[2] is None for one in places) + 1
    filled = [one for one in picture if one.get("fill") in Palette().classes]
    assert len(filled) == sum(one[2] is not None for one in places) + legend - 1
    height = float(picture.get("height") or 0)
    for one in picture.iter(f"{NS}circle"):
        assert 0 <= float(one.get("cx") or 0) <= 640
        assert 0 <= float(one.get("cy") or 0) <= height


@given(st.decimals(min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False))
def test_an_axis_ends_at_a_round_number_not_below_the_value(value):
    top = nice_top(value)
    assert top >= value
    assert str(top.normalize().as_tuple().digits) in {"(1,)", "(2,)", "(2, 5)", "(5,)"}


@given(st.text(max_size=60), st.floats(20, 300))
def test_fitted_words_fit(text, room):
    assert width_of(fitted(text, room=room)) <= room or fitted(text, room=room) == "…"


def test_colours_are_those_of_the_pages():
    css = (Path(__file__).parents[2] / "saovuong/web/static/web/saovuong.css").read_text("utf-8")
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", css))
    own = Palette()
    names = {"ink": "ink", "soft": "ink-soft", "paper": "paper", "line": "line", "line_strong": "line-strong"}
    names |= {"lead": "lead", "lead_pale": "lead-pale", "wrong": "wrong", "right": "right"}
    assert {name: getattr(own, name) for name in names} == {name: tokens[token] for name, token in names.items()}


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_classes_keep_their_order_in_black_and_white():
    lights = [_light(one) for one in Palette().classes]
    assert lights == sorted(lights, reverse=True)
    assert all(high / low > 1.25 for high, low in pairwise(lights))


def test_a_picture_in_dots_has_twice_the_size_and_is_the_same_each_time():
    one = chart_png(svg=chart_svg(chart=BARS), scale=2)
    assert one[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(one[16:20], "big") == 1280
    assert one == chart_png(svg=chart_svg(chart=BARS), scale=2)
