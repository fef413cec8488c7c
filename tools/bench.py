"""Measure national consolidation beside the DHIS2 shape on PostgreSQL, pandas and NumPy, all in one run, on generated data.

    python tools/bench.py [--small] [--out FOLDER]        (make bench)

Each contender runs in a process of its own over the same facts and writes its answers down; they are compared before anything is told, and
a difference ends the run. Writes ``consolidation.json`` and prints the tables of docs/performance.md. What is not installed is left out and
said; nothing is estimated. In full it then measures what users wait for (tools/bench_waits.py)."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import bench_world
from bench_result import Result, read_result
from bench_world import QUESTIONS

TOOLS = Path(__file__).parent
CONTENDERS = ("saovuong", "dhis2_shape", "pandas", "numpy")
_PROGRAMS = {"saovuong": "bench_saovuong.py", "dhis2_shape": "bench_dhis2.py", "pandas": "bench_pandas.py", "numpy": "bench_numpy.py"}
_NEEDS = {"saovuong": (), "dhis2_shape": ("psycopg",), "pandas": ("pandas",), "numpy": ("numpy",)}
# Here nothing is a sum: what is there counts, also a zero.
_LISTS = ("coverage", "explain")


class AnswersDifferError(Exception):
    """Two contenders do not answer alike."""


def run(folder: Path, name: str, *, repeats: int) -> Result:
    """One contender, in a process of its own."""
    lacking = [module for module in _NEEDS[name] if find_spec(module) is None]
    if lacking:
        return left_out(name, f"{', '.join(lacking)} not installed")
    begun = time.perf_counter()
    subprocess.run([sys.executable, str(TOOLS / _PROGRAMS[name]), str(folder), str(repeats)], check=True, env=_environment())
    print(f"{name} took {time.perf_counter() - begun:.0f} s in all", file=sys.stderr, flush=True)
    return read_result(folder, name)


def left_out(name: str, why: str) -> Result:
    out = Result(name)
    for question in QUESTIONS:
        out.leave_out(question, why)
    return out


def _environment() -> dict[str, str]:
    here = [str(TOOLS.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(here), "PYTHONIOENCODING": "utf-8"}


def compare(results: list[Result]) -> int:
    """How many answers were compared with the product's. Raises AnswersDifferError."""
    ours, count = results[0], 0
    for other in results[1:]:
        for question, answer in other.answers.items():
            left, right = _lean(question, ours.answers[question]), _lean(question, answer)
            if left != right:
                odd = sorted(set(left.items()) ^ set(right.items()))[:3]
                raise AnswersDifferError(f"{question}: {ours.name} and {other.name} differ, as in {odd}")
            count += len(right)
    return count


def _lean(question: str, answer: dict[str, int]) -> dict[str, int]:
    """Without zeros where they are sums: of nothing, or of zeros."""
    return answer if question in _LISTS else {name: value for name, value in answer.items() if value}


def summary(results: list[Result], *, facts: int, compared: int, world_s: float) -> dict[str, object]:
    ours = results[0]
    return {
        "questions": {name: {f"{one.name}_ms": one.questions.get(name) for one in results} for name in QUESTIONS},
        "own_cpu_ms": {name: {one.name: one.cpu.get(name) for one in results if one.name != "dhis2_shape"} for name in QUESTIONS},
        "left_out": {one.name: one.why for one in results if one.why},
        "growth_one_to_three_years": ours.growth,
        "peak_memory_mb": {one.name: one.memory_mb for one in results},
        "prepared_s": {one.name: {step: round(s, 2) for step, s in one.prepared_s.items()} for one in results},
        "size_mb": {one.name: one.size_mb for one in results},
        **ours.extra,
        "numpy": results[-1].extra,
        "facts_of_the_year": facts,
        "answers_compared": compared,
        "world_s": round(world_s, 1),
        "machine": {
            "processors": os.cpu_count(),
            "load": os.getloadavg() if hasattr(os, "getloadavg") else None,
            "python": platform.python_version(),
        },
    }


def table(results: list[Result]) -> str:
    """Milliseconds, with how many times the product's."""
    rows = ["| Question (ms) | " + " | ".join(one.name for one in results) + " |", "|---|" + "---|" * len(results)]
    for name in QUESTIONS:
        ours = results[0].questions[name] or 0.0
        cells = [_cell(one.questions.get(name), ours if one is not results[0] else None) for one in results]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _cell(ms: float | None, ours: float | None) -> str:
    if ms is None:
        return "–"
    shown = f"{ms:,.0f}" if ms >= 10 else f"{ms:.2g}"
    return f"{shown} ({ms / ours:.2g}×)" if ours else shown


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--small", action="store_true", help="190 communes and 30 measures, to see that it works")
    words.add_argument("--communes", type=int, help="only so many communes, from the largest province on")
    words.add_argument("--without", action="append", default=[], choices=CONTENDERS[1:], help="a contender to leave out")
    words.add_argument("--out", type=Path, default=TOOLS.parent / "bench" / "results")
    words.add_argument("--keep", type=Path, help="an empty folder for what is generated, not removed afterwards")
    given = words.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="saovuong-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        begun = time.perf_counter()
        size = bench_world.SMALL if given.small else bench_world.FULL
        plan = bench_world.make(folder, replace(size, communes=given.communes or size.communes))
        world_s = time.perf_counter() - begun
        print(f"generated in {world_s:.0f} s", file=sys.stderr, flush=True)
        repeats = 3 if given.small else 7
        results = [left_out(name, "not asked") if name in given.without else run(folder, name, repeats=repeats) for name in CONTENDERS]
        compared = compare(results)
        found = summary(results, facts=bench_world.count_facts(folder, plan.last), compared=compared, world_s=world_s)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "consolidation.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    print(table(results))
    print(json.dumps({name: value for name, value in found.items() if name != "questions"}, ensure_ascii=False, indent=1))
    if not given.small:
        subprocess.run([sys.executable, str(TOOLS / "bench_waits.py")], check=True, env=_environment())


if __name__ == "__main__":
    main()
