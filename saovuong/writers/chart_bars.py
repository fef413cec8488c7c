"""Bars, progress and shares of ratings as pictures."""

from decimal import Decimal

from saovuong.core.numbers import format_number
from saovuong.writers.chart_marks import SIZE, fitted, share, svg, tag, width_of, words
from saovuong.writers.chart_shapes import Bar, BarChart, Palette, Progress, ProgressChart, SpreadChart

WIDTH = 640.0
_ROW, _BAR = 24.0, 14.0
_MOST_LABEL = 230.0
_HUNDRED = Decimal(100)


def bar_chart(chart: BarChart, *, palette: Palette) -> str:
    left = _label_room([bar.label for bar in chart.bars])
    right = max([width_of(bar.text) for bar in chart.bars] or [0.0]) + 10
    room = WIDTH - left - right
    known = [bar.value for bar in chart.bars if bar.value is not None]
    top = max([*known, chart.mark or Decimal(0), Decimal(0)]) or Decimal(1)
    head = 20.0 if chart.mark is not None else 4.0
    parts, y = [], head
    for bar in chart.bars:
        if bar.gap_before:
            parts.append(words("⋮", x=left - 12, y=y + 12, fill=palette.soft, anchor="end"))
            y += 18
        parts += _bar(bar, left=left, y=y, room=room, top=top, palette=palette)
        y += _ROW
    parts.append(tag("line", x1=left, y1=head, x2=left, y2=y, stroke=palette.line_strong, stroke_width=1.0))
    if chart.mark is not None:
        at = left + share(chart.mark, top) * room
        parts.append(tag("line", x1=at, y1=head - 4, x2=at, y2=y, stroke=palette.ink, stroke_width=1.5, stroke_dasharray="5 3"))
        side = "end" if at > WIDTH / 2 else "start"
        parts.append(words(chart.mark_text, x=at, y=head - 8, fill=palette.ink, size=12, anchor=side))
    return svg(title=chart.title, finding=chart.finding, width=WIDTH, height=y + 4, palette=palette, parts=parts)


def _bar(bar: Bar, *, left: float, y: float, room: float, top: Decimal, palette: Palette) -> list[str]:
    middle = y + _ROW / 2
    parts = [words(fitted(bar.label, room=left - 12), x=left - 8, y=middle + 4.5, fill=palette.ink, anchor="end")]
    if bar.value is None:
        return [*parts, words(bar.text, x=left + 6, y=middle + 4.5, fill=palette.soft)]
    long = share(bar.value, top) * room
    hollow = bar.met is False
    fill, edge = (palette.paper, palette.wrong) if hollow else (palette.lead, palette.lead)
    if long:
        shape = {"x": left, "y": middle - _BAR / 2, "width": long, "height": _BAR}
        parts.append(tag("rect", **shape, fill=fill, stroke=edge, stroke_width=1.5 if hollow else 1.0))
    return [*parts, words(bar.text, x=left + long + 6, y=middle + 4.5, fill=palette.ink)]


def progress_chart(chart: ProgressChart, *, palette: Palette) -> str:
    """Bars of percents of targets with the line of 100 and, for each, a wedge where it should stand by now."""
    left = _label_room([row.label for row in chart.rows])
    right = max([width_of(row.text) for row in chart.rows] or [0.0]) + 10
    room = WIDTH - left - right
    told = [value for row in chart.rows for value in (row.percent, row.due) if value is not None]
    top = min(max([*told, _HUNDRED]), Decimal(150))
    parts, y = [], 20.0
    for row in chart.rows:
        parts += _progress(row, left=left, y=y, room=room, top=top, palette=palette)
        y += _ROW
    at = left + share(_HUNDRED, top) * room
    parts.append(tag("line", x1=left, y1=20.0, x2=left, y2=y, stroke=palette.line_strong, stroke_width=1.0))
    parts.append(tag("line", x1=at, y1=16.0, x2=at, y2=y, stroke=palette.ink, stroke_width=1.5, stroke_dasharray="5 3"))
    parts.append(words("100%", x=at, y=12.0, fill=palette.ink, size=12, anchor="middle"))
    return svg(title=chart.title, finding=chart.finding, width=WIDTH, height=y + 4, palette=palette, parts=parts)


def _progress(row: Progress, *, left: float, y: float, room: float, top: Decimal, palette: Palette) -> list[str]:
    middle = y + _ROW / 2
    parts = [words(fitted(row.label, room=left - 12), x=left - 8, y=middle + 4.5, fill=palette.ink, anchor="end")]
    if row.percent is not None and (long := share(row.percent, top) * room):
        hollow = row.met is not True
        fill, edge = (palette.lead_pale, palette.wrong if row.met is False else palette.lead) if hollow else (palette.lead, palette.lead)
        shape = {"x": left, "y": middle - _BAR / 2, "width": long, "height": _BAR}
        parts.append(tag("rect", **shape, fill=fill, stroke=edge, stroke_width=1.5))
    if row.due is not None:
        at, low = left + share(row.due, top) * room, middle + _BAR / 2 + 4
        corners = f"{at - 4:.1f},{low:.1f} {at + 4:.1f},{low:.1f} {at:.1f},{low - 6:.1f}"
        parts.append(tag("line", x1=at, y1=middle - _BAR / 2 - 2, x2=at, y2=low - 4, stroke=palette.ink, stroke_width=1.5))
        parts.append(tag("polygon", points=corners, fill=palette.ink))
    return [*parts, words(row.text, x=WIDTH - 4, y=middle + 4.5, fill=palette.ink, anchor="end")]


def spread_chart(chart: SpreadChart, *, palette: Palette) -> str:
    """Shares of levels side by side, pale for the best to dark for the worst, each with its count."""
    left = _label_room([row.label for row in chart.rows])
    room, parts, y = WIDTH - left - 8, [], 4.0
    tints = _tints(len(chart.levels), palette)
    for row in chart.rows:
        parts.append(words(fitted(row.label, room=left - 12), x=left - 8, y=y + 16.5, fill=palette.ink, anchor="end"))
        whole, at = sum(row.counts), left
        for count, (fill, ink) in zip(row.counts, tints, strict=True):
            if count:
                wide = room * count / whole
                parts.append(tag("rect", x=at, y=y + 2, width=wide, height=20.0, fill=fill, stroke=palette.paper, stroke_width=1.0))
                text = str(count)
                if wide > width_of(text) + 4:
                    parts.append(words(text, x=at + wide / 2, y=y + 16.5, fill=ink, anchor="middle"))
                at += wide
        y += 28
    x, y = 8.0, y + 14
    for level, (fill, _) in zip(chart.levels, tints, strict=True):
        wide = width_of(level, size=12) + 30
        if x > 8 and x + wide > WIDTH:
            x, y = 8.0, y + 20
        parts.append(tag("rect", x=x, y=y - 10, width=12.0, height=12.0, fill=fill, stroke=palette.line_strong, stroke_width=1.0))
        parts.append(words(level, x=x + 17, y=y, fill=palette.ink, size=12))
        x += wide
    return svg(title=chart.title, finding=chart.finding, width=WIDTH, height=y + 10, palette=palette, parts=parts)


def _tints(count: int, palette: Palette) -> list[tuple[str, str]]:
    """Fill and ink of each level; past the known ones the darkest is repeated."""
    known = [(palette.lead_pale, palette.ink), *((one, palette.ink) for one in palette.classes[:2])]
    known += [(one, palette.paper) for one in palette.classes[2:]]
    return [known[min(place, len(known) - 1)] for place in range(count)]


def _label_room(labels: list[str]) -> float:
    return min(_MOST_LABEL, max([width_of(label, size=SIZE) for label in labels] or [0.0])) + 16


def percent_text(value: Decimal) -> str:
    """``98,5%``, one decimal."""
    return f"{format_number(value.quantize(Decimal('0.1')))}%"
