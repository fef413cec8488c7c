"""A measure over periods as a picture: points joined where neighbours are known, gaps where they are not."""

from decimal import Decimal
from itertools import pairwise

from saovuong.core.numbers import format_number
from saovuong.writers.chart_marks import fitted, nice_top, share, svg, tag, words
from saovuong.writers.chart_shapes import Palette, Point, TrendChart

_WIDTH, _HEIGHT = 640.0, 232.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 24.0, 26.0, 188.0
_STEPS = 4


def trend_chart(chart: TrendChart, *, palette: Palette) -> str:
    told = [value for point in chart.points for value in (point.value, point.target) if value is not None]
    top = nice_top(max(told, default=Decimal(1)))
    parts = _grid(top, palette)
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(chart.points), 1)
    places = [(_LEFT + step * (at + 0.5), point) for at, point in enumerate(chart.points)]
    parts += _joined(places, top, palette)
    for x, point in places:
        parts += _point(point, x=x, step=step, top=top, palette=palette)
    if any(point.target is not None for point in chart.points):
        y = 12.0
        parts.append(tag("line", x1=_LEFT, y1=y - 4, x2=_LEFT + 22, y2=y - 4, stroke=palette.ink, stroke_width=2.0, stroke_dasharray="5 3"))
        parts.append(words(chart.target_word, x=_LEFT + 28, y=y, fill=palette.ink, size=12))
    return svg(title=chart.title, finding=chart.finding, width=_WIDTH, height=_HEIGHT, palette=palette, parts=parts)


def _height(value: Decimal, top: Decimal) -> float:
    return _BOTTOM - share(value, top) * (_BOTTOM - _TOP)


def _grid(top: Decimal, palette: Palette) -> list[str]:
    parts = []
    for at in range(_STEPS + 1):
        value = top * at / _STEPS
        y = _height(value, top)
        parts.append(
            tag("line", x1=_LEFT, y1=y, x2=_WIDTH - _RIGHT, y2=y, stroke=palette.line if at else palette.line_strong, stroke_width=1.0)
        )
        parts.append(words(format_number(value.normalize()), x=_LEFT - 8, y=y + 4, fill=palette.soft, size=12, anchor="end"))
    return parts


def _joined(places: list[tuple[float, Point]], top: Decimal, palette: Palette) -> list[str]:
    parts = []
    for (x1, one), (x2, other) in pairwise(places):
        if one.value is not None and other.value is not None:
            dashed = {"stroke_dasharray": "2 4"} if one.estimated or other.estimated else {}
            ends = {"x1": x1, "y1": _height(one.value, top), "x2": x2, "y2": _height(other.value, top)}
            parts.append(tag("line", **ends, stroke=palette.lead, stroke_width=2.0, **dashed))
    return parts


def _point(point: Point, *, x: float, step: float, top: Decimal, palette: Palette) -> list[str]:
    parts = [words(point.label, x=x, y=_BOTTOM + 18, fill=palette.ink, anchor="middle")]
    if point.note:
        parts.append(words(fitted(point.note, room=step - 4, size=11), x=x, y=_BOTTOM + 34, fill=palette.soft, size=11, anchor="middle"))
    if point.target is not None:
        y = _height(point.target, top)
        parts.append(
            tag("line", x1=x - step * 0.3, y1=y, x2=x + step * 0.3, y2=y, stroke=palette.ink, stroke_width=2.0, stroke_dasharray="5 3")
        )
    if point.value is not None:
        y = _height(point.value, top)
        fill = palette.paper if point.estimated else palette.lead
        parts.append(tag("circle", cx=x, cy=y, r=4.5, fill=fill, stroke=palette.lead, stroke_width=2.0))
        # Above the point, but for one so high that the words would leave the picture.
        parts.append(words(point.text, x=x, y=y - 9 if y > _TOP + 8 else y + 20, fill=palette.ink, anchor="middle", weight="bold"))
    return parts
