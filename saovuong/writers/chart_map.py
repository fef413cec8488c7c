"""Units as dots at their places. Each class has a colour and a shape; a unit of which nothing is known is a hollow dashed ring."""

from dataclasses import dataclass
from math import cos, pi, radians, sin

from saovuong.writers.chart_marks import number, svg, tag, width_of, words
from saovuong.writers.chart_shapes import Dot, DotMap, Palette

_WIDTH, _MOST_HIGH, _EDGE = 640.0, 440.0, 34.0
_KM_PER_DEGREE = 111.32
_STEPS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_MOST_NAMED = 40
_NAME = 11.0
_SAME = 1e-5


@dataclass(frozen=True, slots=True)
class _Placed:
    x: float
    y: float
    dot: Dot


def dot_map(chart: DotMap, *, palette: Palette) -> str:
    placed, scale, height = _placed(chart.dots)
    radius = 5.5 if len(placed) <= _MOST_NAMED else 4.5 if len(placed) <= 400 else 3.0
    frame = tag("rect", x=0.5, y=0.5, width=_WIDTH - 1, height=height - 1, fill=palette.paper, stroke=palette.line)
    order = sorted(placed, key=lambda one: -1 if one.dot.group is None else one.dot.group)
    parts = [frame, *(_mark(one.dot.group, one.x, one.y, radius, palette) for one in order)]
    if len(placed) <= _MOST_NAMED:
        parts += _names(placed, height, palette)
    if scale:
        parts += _scale(scale, height, palette)
    parts += _legend(chart, height, palette)
    rows = -(-_legend_width(chart) // (_WIDTH - 16))
    return svg(title=chart.title, finding=chart.finding, width=_WIDTH, height=height + 10 + 22 * max(rows, 1), palette=palette, parts=parts)


def _placed(dots: tuple[Dot, ...]) -> tuple[list[_Placed], float, float]:
    """Where each dot stands, pixels per kilometre (0 for a single place) and the height of the frame. North is up; at this size the earth
    is flat, with degrees of longitude as long as in the middle of the map."""
    if not dots:
        return [], 0.0, 2 * _EDGE
    lats, lons = [dot.lat for dot in dots], [dot.lon for dot in dots]
    narrow = cos(radians((min(lats) + max(lats)) / 2))
    wide, high = (max(lons) - min(lons)) * narrow, max(lats) - min(lats)
    room = _WIDTH - 2 * _EDGE
    # Less than a metre apart is one point.
    factor = min((space / far for space, far in ((room, wide), (_MOST_HIGH - 2 * _EDGE, high)) if far > _SAME), default=0.0)
    height = max(2 * _EDGE + high * factor, 160.0)
    left, top = (_WIDTH - wide * factor) / 2, (height - high * factor) / 2
    spots: dict[tuple[float, float], list[Dot]] = {}
    for dot in dots:
        spots.setdefault((dot.lat, dot.lon), []).append(dot)
    placed = []
    for (lat, lon), here in spots.items():
        x, y = left + (lon - min(lons)) * narrow * factor, top + (max(lats) - lat) * factor
        # Units at one point stand around it, so that none hides another.
        ring = 0.0 if len(here) == 1 else max(11.0, 14.0 * len(here) / (2 * pi))
        for at, dot in enumerate(here):
            turn = 2 * pi * at / len(here)
            placed.append(_Placed(x + ring * sin(turn), y - ring * cos(turn), dot))
    return placed, factor / _KM_PER_DEGREE, height


def _mark(group: int | None, x: float, y: float, r: float, palette: Palette) -> str:
    if group is None:
        return tag("circle", cx=x, cy=y, r=r, fill=palette.paper, stroke=palette.soft, stroke_width=1.2, stroke_dasharray="2 2")
    look: dict[str, str | float] = {"fill": palette.classes[group], "stroke": palette.ink, "stroke_width": 0.8}
    if group == 0:
        return tag("circle", cx=x, cy=y, r=r, **look)
    if group == 1:
        return tag("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, **look)
    far, low = r * 1.3, -r * 1.04
    corners = [(0.0, far), (far, 0.0), (0.0, -far), (-far, 0.0)] if group == 2 else [(-far, low), (far, low), (0.0, far)]
    return tag("polygon", points=" ".join(f"{number(x + a)},{number(y + b)}" for a, b in corners), **look)


def _names(placed: list[_Placed], height: float, palette: Palette) -> list[str]:
    """Beside the dots where there is room; a name that would lie on another or on a dot is left to the table."""
    taken = [(one.x - 7, one.y - 7, one.x + 7, one.y + 7) for one in placed]
    parts = []
    for one in placed:
        wide = width_of(one.dot.label, size=_NAME)
        for x, y, anchor in (
            (one.x + 9, one.y + 4, "start"),
            (one.x - 9, one.y + 4, "end"),
            (one.x, one.y - 10, "middle"),
            (one.x, one.y + 18, "middle"),
        ):
            left = x if anchor == "start" else x - wide if anchor == "end" else x - wide / 2
            box = (left, y - 9, left + wide, y + 2)
            if left < 4 or box[2] > _WIDTH - 4 or box[1] < 2 or box[3] > height - 2 or any(_meet(box, other) for other in taken):
                continue
            taken.append(box)
            parts.append(words(one.dot.label, x=x, y=y, fill=palette.ink, size=_NAME, anchor=anchor))
            break
    return parts


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale(scale: float, height: float, palette: Palette) -> list[str]:
    km = next((step for step in _STEPS_KM if step * scale >= 60), _STEPS_KM[-1])
    left, y = 12.0, height - 10
    path = f"M{number(left)} {number(y - 5)}V{number(y)}H{number(left + km * scale)}V{number(y - 5)}"
    return [
        tag("path", d=path, fill="none", stroke=palette.soft, stroke_width=1.0),
        words(f"{km} km", x=left + 4, y=y - 6, fill=palette.soft, size=11),
    ]


def _legend_items(chart: DotMap) -> list[tuple[int | None, str]]:
    counts: dict[int | None, int] = {}
    for dot in chart.dots:
        counts[dot.group] = counts.get(dot.group, 0) + 1
    items: list[tuple[int | None, str]] = [(at, f"{text} ({counts.get(at, 0)})") for at, text in enumerate(chart.groups)]
    return [*items, (None, f"{chart.unknown} ({counts.get(None, 0)})")]


def _legend_width(chart: DotMap) -> float:
    return sum(width_of(text, size=12) + 34 for _, text in _legend_items(chart))


def _legend(chart: DotMap, height: float, palette: Palette) -> list[str]:
    parts, x, y = [], 10.0, height + 20
    for group, text in _legend_items(chart):
        wide = width_of(text, size=12) + 34
        if x > 10 and x + wide > _WIDTH:
            x, y = 10.0, y + 22
        parts += [_mark(group, x + 6, y - 4, 5.5, palette), words(text, x=x + 18, y=y, fill=palette.ink, size=12)]
        x += wide
    return parts
