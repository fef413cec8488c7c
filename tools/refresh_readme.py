"""Bring the README's console transcripts up to what the commands print now, keeping which lines they show.

    python tools/refresh_readme.py

A ``...`` stands for any number of lines; a run of shown lines becomes the run of printed lines of the same length that is most like it.
A transcript without ``...`` becomes all that is printed. Read the difference before committing it: this only says what is so, not
whether it should be.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```)", re.M | re.S)
LEFT_OUT = "..."


def shown_now(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """``shown`` with each run of lines brought up to date."""
    runs = [list(run) for _, run in groupby(shown, key=lambda line: line.strip() == LEFT_OUT)]
    if len(runs) < 2:
        return list(printed) if runs and runs[0][0].strip() != LEFT_OUT else list(shown)
    out: list[str] = []
    begin = 0
    for number, run in enumerate(runs):
        if run[0].strip() == LEFT_OUT:
            out += run
            continue
        last = len(printed) - len(run)
        places = [0] if number == 0 else [last] if number == len(runs) - 1 else range(begin, last + 1)
        wanted = "\n".join(run)
        best = max(places, key=lambda place: SequenceMatcher(None, wanted, "\n".join(printed[place : place + len(run)])).ratio())
        out += printed[best : best + len(run)]
        begin = best + len(run)
    return out


def run(command: str, folder: Path) -> list[str]:
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    env |= {"SAOVUONG_DATA": str(folder / "du-lieu"), "SAOVUONG_NOW": "2025-01-10T08:30:00+07:00", "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)
    return [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]


def refreshed(block: str, folder: Path) -> str:
    out: list[str] = []
    lines = block.splitlines()
    while lines:
        command = lines.pop(0)
        out.append(command)
        shown: list[str] = []
        while lines and not lines[0].startswith("$ "):
            shown.append(lines.pop(0))
        told = command.removeprefix("$ ")
        out += shown_now(shown, run(told, folder)) if told.startswith("saovuong ") else shown
    return "\n".join(out) + "\n"


def main() -> None:
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = folder / "bao-cao"
        reports.mkdir()
        for source in sorted((ROOT / "saovuong" / "demo" / "data" / "reports").iterdir()):
            (reports / source.name).write_bytes(source.read_bytes())
        text = BLOCK.sub(lambda block: refreshed(block.group(), folder), readme.read_text(encoding="utf-8"))
    readme.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
