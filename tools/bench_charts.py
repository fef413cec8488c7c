"""How long each kind of chart takes to draw as SVG and to turn into PNG, and how large it is: best of several, one core.

python tools/bench_charts.py"""

import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from saovuong.writers.chart_shapes import (
    Bar,
    BarChart,
    Chart,
    Dot,
    DotMap,
    Point,
    Progress,
    ProgressChart,
    SpreadChart,
    SpreadRow,
    TrendChart,
)
from saovuong.writers.charts import chart_png, chart_svg

REPEATS = 7


def charts() -> dict[str, Chart]:
    bars = tuple(Bar(f"Xã Số {at}", Decimal(at), f"{at}%", at > 8) for at in range(16))
    rows = tuple(Progress(f"Chỉ tiêu số {at}", Decimal(at * 10), Decimal(70), f"{at * 10}%", at > 7) for at in range(10))
    points = tuple(Point(str(2020 + at), Decimal(100 + at * 7), str(100 + at * 7)) for at in range(5))
    levels = ("xuất sắc", "tốt", "hoàn thành", "không hoàn thành")
    spread = tuple(SpreadRow(f"Nội dung {at}", (3, 5, 2, 1)) for at in range(4))
    classes = ("từ 100%", "từ 80%", "từ 60%", "dưới 60%")

    def dots(count: int) -> DotMap:
        places = (Dot(f"Xã {at}", 9 + (at * 37 % 1400) / 100, 103 + (at * 53 % 600) / 100, at % 4) for at in range(count))
        return DotMap("Bản đồ", "", classes, tuple(places))

    return {
        "bars (16)": BarChart("Xếp thứ tự", "", bars, Decimal(10), "chỉ tiêu"),
        "progress (10)": ProgressChart("Chỉ tiêu", "", rows),
        "trend (5)": TrendChart("Qua các năm", "", points),
        "spread (4)": SpreadChart("Xếp loại", "", levels, spread),
        "map (40 dots with names)": dots(40),
        "map (168 dots)": dots(168),
        "map (3,321 dots)": dots(3321),
    }


def best_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return min(times)


def main() -> None:
    for name, chart in charts().items():
        drawn = chart_svg(chart=chart)
        svg, png = best_ms(partial(chart_svg, chart=chart)), best_ms(partial(chart_png, svg=drawn, scale=2.5))
        print(f"{name:26} {svg:6.2f} ms  {len(drawn.encode()) / 1000:6.1f} kB   PNG {png:6.0f} ms")


if __name__ == "__main__":
    main()
