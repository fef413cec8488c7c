"""Measure what users wait for beside national questions, all in one run: medians of repeated runs, on the sample city and on generated
figures.

    python tools/bench_waits.py        (tools/bench.py runs it too)

Prints one line per question. Nothing here is a test: figures belong in docs/performance.md with the machine they were measured on.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path

from saovuong.catalogue.packs import load_catalogue, load_folder
from saovuong.core.catalogue import Measure
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind, Modifier, Role, Scope
from saovuong.engine import FactIndex, Question, total
from saovuong.engine.shapes import Fact, Tree
from saovuong.org.names import UnitNameIndex
from saovuong.reader import read

COMMUNES, MEASURES = 100, 300


def median_seconds(work: Callable[[], object], *, repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def command_start() -> float:
    report = _reports()[-1]
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "saovuong", "read", str(report), "--json", "--data", folder]
        return median_seconds(lambda: subprocess.run(words, check=True, capture_output=True), repeats=5)


def reading_speed() -> tuple[float, int]:
    """Characters per second of one core, and how many characters were read."""
    catalogue, units = load_catalogue(), UnitNameIndex.shipped()
    texts = [path.read_text("utf-8") for path in _reports() if path.suffix == ".txt"] * 8
    read(texts[0], catalogue=catalogue, units=units)
    seconds = median_seconds(lambda: [read(text, catalogue=catalogue, units=units, default_period="2024") for text in texts], repeats=3)
    count = sum(map(len, texts))
    return count / seconds, count


def _reports() -> list[Path]:
    folder = Path(str(resources.files("saovuong.demo") / "data" / "reports"))
    return sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".docx"))


def province_totals() -> tuple[int, float, float]:
    """Facts, seconds to index them, seconds to total every measure of a province for the year."""
    catalogue = load_catalogue()
    counted = (MeasureKind.FLOW, MeasureKind.STOCK)
    measures = [measure for measure in catalogue.measures.values() if measure.kind in counted][:MEASURES]
    months = [Period.parse("2024").data_range(cut_off_day=15), *(m.data_range(cut_off_day=15) for m in Period.parse("2024").months())]
    (start, end), months = (months[0][0], months[0][1] or date.max), months[1:]
    communes = [f"c{number}" for number in range(COMMUNES)]
    facts: list[Fact] = []
    for commune in communes:
        for place, measure in enumerate(measures):
            for first, last in months:
                facts.append(_fact(len(facts) + 1, commune, measure, (first, last or end), Decimal(place % 97)))
    tree = Tree(root="p", day=date(2024, 12, 14), children={"p": tuple(communes)}, expected=frozenset(communes))
    begun = time.perf_counter()
    index = FactIndex(facts)
    indexed = time.perf_counter() - begun
    questions = [Question(measure.code, start, end, Role.RESULT) for measure in measures]
    seconds = median_seconds(lambda: [total(question=q, facts=index, tree=tree, catalogue=catalogue) for q in questions], repeats=3)
    return len(facts), indexed, seconds


def _fact(number: int, unit: str, measure: Measure, days: tuple[date, date], value: Decimal) -> Fact:
    return Fact(
        id=number, unit=unit, reporter=unit, measure=measure.code, start=days[0], end=days[1], as_of=days[0], role=Role.RESULT,
        scope=Scope.OWN, value=value, high=None, rating=None, flag=None, modifier=Modifier.EXACT, uom=measure.uom,
    )  # fmt: skip


def main() -> None:
    pack = Path(str(resources.files("saovuong.catalogue") / "packs" / "local_defence"))
    loaded = median_seconds(lambda: load_folder(folder=pack))
    named = median_seconds(_units_from_files)
    print(f"{'catalogue pack loaded':<34}{loaded:8.3f} s")
    print(f"{'unit lists loaded, one name found':<34}{named:8.3f} s")
    print(f"{'saovuong read, one report':<34}{command_start():8.3f} s with its start")
    speed, count = reading_speed()
    print(f"{'reading':<34}{speed / 1000:8.0f} thousand characters/s on one core ({count} characters)")
    facts, indexed, seconds = province_totals()
    print(f"{f'province of {facts} figures':<34}{seconds:8.3f} s for {MEASURES} measures of the year, {indexed:.3f} s to index")


def _units_from_files() -> object:
    return UnitNameIndex.shipped().find("Đức Xuân")


if __name__ == "__main__":
    main()
