"""Measure reading: its speed beside underthesea's ``ner`` on the same texts in one run, a long Word file, the start, and memory.

    make bench-reading        (installs requirements/bench.txt into .venv-bench)

Prints the figures and writes bench/results/reading.json. ``ratio`` compares both given each document whole, as people have them;
``ratio_line_by_line`` both given every line by itself, and ``ratio_ner_by_line`` ner given lines, which suits it best, against reading
whole documents. Speeds are characters per second of one core's time, each the best of alternating runs.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from build_demo_documents import build
from marked import read_marked
from reading_texts import plain, sources

from saovuong.catalogue.packs import load_catalogue

ROOT = Path(__file__).resolve().parents[1]
# forty pages of an office's report in 13 points hold about 2,700 characters each
PAGES, PAGE = 40, 2_700
# for the comparison: characters of the demonstration's reports, and every how many of the texts to learn from and to examine with
_FROM_DEMONSTRATION, _STEPS = 8_000, (24, 8)


def texts_compared() -> list[str]:
    """The project's own texts, from a post to a district's year report: reports of the demonstration, and every so many of those to learn
    from and to examine with."""
    folders = (ROOT / "training" / "passages", ROOT / "tests" / "reader" / "held_out")
    catalogue = load_catalogue()
    marked = [path for folder, step in zip(folders, _STEPS, strict=True) for path in sorted(folder.glob("*.mark"))[::step]]
    return [*map(plain, sources(_FROM_DEMONSTRATION)), *(read_marked(path, catalogue).text for path in marked)]


def compared(rounds: int) -> dict[str, float]:
    """Characters per second of both on the same texts, in turns: whole documents and single lines."""
    from underthesea import ner

    from saovuong.org.names import UnitNameIndex
    from saovuong.reader.pipeline import find_candidates, tools_for

    tools, units = tools_for(load_catalogue()), UnitNameIndex.shipped()
    texts = texts_compared()
    lines = [line for text in texts for line in text.splitlines() if line.strip()]

    def ours(text: str) -> object:
        return find_candidates(tools, units=units, doc="a", text=text, default_unit=None, default_period="2024")

    _seconds(ours, texts)
    _seconds(ner, lines[:1])
    runs = [[_seconds(work, pieces) for pieces in (texts, lines) for work in (ours, ner)] for _ in range(rounds)]
    whole, whole_ner, by_line, by_line_ner = (sum(map(len, texts)) / min(times) for times in zip(*runs, strict=True))
    return {
        "documents": len(texts),
        "characters": sum(map(len, texts)),
        "chars_per_s": round(whole),
        "underthesea_chars_per_s": round(whole_ner),
        "ratio": round(whole / whole_ner, 1),
        "chars_per_s_line_by_line": round(by_line),
        "underthesea_chars_per_s_line_by_line": round(by_line_ner),
        "ratio_line_by_line": round(by_line / by_line_ner, 1),
        "ratio_ner_by_line": round(whole / by_line_ner, 1),
    }


def _seconds(work: Callable[[str], object], pieces: Sequence[str]) -> float:
    begun = time.process_time()
    for piece in pieces:
        work(piece)
    return time.process_time() - begun


def long_document(folder: Path) -> dict[str, float]:
    """A Word file of forty pages read by a fresh process, and the most memory that process held."""
    import psutil

    path = folder / "dai.docx"
    path.write_bytes(build("\n".join(sources(PAGES * PAGE)), title="dai"))
    words = [sys.executable, __file__, "--read", str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        watched, most = psutil.Process(child.pid), 0
        while child.poll() is None:
            try:
                memory = watched.memory_info()
            except psutil.Error:
                break
            most = max(most, getattr(memory, "peak_wset", memory.rss))
            time.sleep(0.005)
        told = json.loads(child.stdout.read() if child.stdout else "")
    return {**told, "peak_memory_mb": round(most / 1e6)}


def read_one(path: Path) -> dict[str, float]:
    """In a process of its own: start with a short text, then read the file once."""
    from saovuong.org.names import UnitNameIndex
    from saovuong.reader import read

    catalogue, units = load_catalogue(), UnitNameIndex.shipped()
    read("Năm 2024, xã giao 12 thanh niên nhập ngũ.", catalogue=catalogue, units=units)
    begun = time.perf_counter()
    reading = read(path, catalogue=catalogue, units=units, default_period="2024")
    seconds = time.perf_counter() - begun
    return {"docx_pages": PAGES, "docx_characters": len(reading.text), "docx_figures": len(reading.candidates), "docx_s": round(seconds, 3)}


def start(rounds: int, folder: Path) -> dict[str, float]:
    """``saovuong read`` of one short report: the whole process, and the bare interpreter for comparison."""
    path = folder / "ngan.txt"
    path.write_text(plain(sources(1)[0])[:2_000], encoding="utf-8", newline="\n")
    read = [sys.executable, "-m", "saovuong", "--data", str(folder), "read", str(path), "--json"]
    # compiled as any installed package is, whatever the shell of whoever measures says; the first run, which compiles, is left out
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    return {
        "start_s": _median_run(read, rounds, compiled),
        "bare_interpreter_s": _median_run([sys.executable, "-c", ""], rounds, compiled),
    }


def _median_run(words: Sequence[str], rounds: int, environment: Mapping[str, str]) -> float:
    times = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True, cwd=ROOT, env=environment)
        times.append(time.perf_counter() - begun)
    return round(statistics.median(times[1:]), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results" / "reading.json")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read_one(options.read)))
        return
    with tempfile.TemporaryDirectory() as name:
        found = {**compared(options.rounds), **long_document(Path(name)), **start(options.rounds, Path(name))}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(f"{found['documents']} documents, {found['characters']:,} characters; characters per second of one core:")
    for name, end, ratio in (("whole documents", "", "ratio"), ("line by line", "_line_by_line", "ratio_line_by_line")):
        ours, theirs = found[f"chars_per_s{end}"], found[f"underthesea_chars_per_s{end}"]
        print(f"both given {name:16}{ours:>9,}  underthesea ner {theirs:>7,}: {found[ratio]} times slower")
    print(f"ner given lines, the reader whole documents: {found['ratio_ner_by_line']} times slower")
    print(f"Word file of {PAGES} pages        {found['docx_s']:>9} s after start ({found['docx_characters']:,} characters)")
    print(f"memory, most held            {found['peak_memory_mb']:>9} MB")
    print(f"saovuong read with its start {found['start_s']:>9} s (a bare interpreter: {found['bare_interpreter_s']} s)")


if __name__ == "__main__":
    main()
