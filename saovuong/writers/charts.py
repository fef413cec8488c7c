"""A chart's shape in, its picture out. Equal shapes give equal bytes; nothing is fetched, measured or asked of the machine."""

from saovuong.writers.chart_bars import bar_chart, progress_chart, spread_chart
from saovuong.writers.chart_map import dot_map
from saovuong.writers.chart_shapes import BarChart, Chart, DotMap, Palette, ProgressChart, SpreadChart
from saovuong.writers.chart_trend import trend_chart

_USUAL = Palette()


def chart_svg(*, chart: Chart, palette: Palette = _USUAL) -> str:
    """The picture as one ``svg`` element; all words in it are escaped."""
    if isinstance(chart, BarChart):
        return bar_chart(chart, palette=palette)
    if isinstance(chart, ProgressChart):
        return progress_chart(chart, palette=palette)
    if isinstance(chart, SpreadChart):
        return spread_chart(chart, palette=palette)
    if isinstance(chart, DotMap):
        return dot_map(chart, palette=palette)
    return trend_chart(chart, palette=palette)


def chart_png(*, svg: str, scale: float = 2.0) -> bytes:
    """The same picture in dots, ``scale`` to a unit of the drawing; for papers whose readers know no SVG."""
    import vl_convert  # the program without pictures must not wait for it

    return bytes(vl_convert.svg_to_png(svg, scale=scale))
