"""Damage files of every kind at random and read them; stop at the first failure, long wait or misplaced quote, and keep that file.

    python tools/fuzz_reader.py --seconds 60 [--seed 1] [--only pdf]
    python tools/fuzz_reader.py --seconds 60 --atheris          (needs requirements/fuzz.txt)

The samples are those of the tests, so this runs from a checkout. A failing file is written to ``fuzz-failures/``.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.errors import Refusal
from saovuong.reader import read
from tests.reader.conftest import TwoUnits
from tests.reader.mutants import mutant, samples

_KEPT = Path("fuzz-failures")
# Seconds of the processor for a small file, and for every further 100 kB.
_PATIENCE = 2.0


class FailureError(Exception):
    """A damaged file was neither read nor refused as it should be."""


def outcome(name: str, content: bytes) -> str:
    """``read`` or the code of the refusal. Raises FailureError."""
    began = time.process_time()
    size = len(content)
    try:
        reading = read(content, name=name, catalogue=load_catalogue(), units=TwoUnits())
    except Refusal as refusal:
        told = refusal.code
    except Exception as error:
        raise FailureError(f"{type(error).__name__}: {error}") from error
    else:
        told, size = "read", max(size, len(reading.text))
        for one in (*reading.candidates, *reading.not_understood):
            if reading.text[one.start : one.end] != one.quote:
                raise FailureError(f"the quote {one.quote!r} does not stand at {one.start}..{one.end}")
    seconds = time.process_time() - began
    if seconds > _PATIENCE * (1 + size / 100_000):
        raise FailureError(f"took {seconds:.1f} s for {size} bytes")
    return told


def warm_up() -> None:
    """The first reading loads the catalogue and the weights."""
    read("Giao quân 12 người.", catalogue=load_catalogue(), units=TwoUnits())


def keep(name: str, content: bytes) -> Path:
    _KEPT.mkdir(exist_ok=True)
    path = _KEPT / f"{time.time_ns()}-{name}"
    path.write_bytes(content)
    return path


def by_chance(*, seconds: float, seed: int, only: str) -> int:
    rng = random.Random(seed)
    files = [(name, content) for name, content in samples() if name.endswith(only)]
    seen: Counter[str] = Counter()
    slowest = (0.0, "")
    warm_up()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name, whole = rng.choice(files)
        content = mutant(rng, name, whole)
        began = time.process_time()
        try:
            told = outcome(name, content)
        except FailureError as failure:
            print(f"{failure}\n{keep(name, content)}")
            return 1
        seen[f"{name} {told}"] += 1
        slowest = max(slowest, (time.process_time() - began, name))
    print(f"{sum(seen.values())} damaged files, none failed; slowest {slowest[0]:.2f} s ({slowest[1]}); seed {seed}")
    for told, count in sorted(seen.items()):
        print(f"  {told:20} {count}")
    return 0


def by_coverage(*, seconds: float) -> int:
    """The first byte of an input chooses the kind of file; the rest is the file."""
    import atheris

    names = ("a.txt", "a.docx", "a.pdf", "a.html", "a")
    _KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, content) in enumerate(samples()):
            Path(folder, f"sample-{number}").write_bytes(bytes([names.index(name) if name in names else 1]) + content)

        def one(content: bytes) -> None:
            if content:
                outcome(names[content[0] % len(names)], content[1:])

        warm_up()
        atheris.instrument_all()
        atheris.Setup(
            [sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=60000", "-timeout=20", f"-artifact_prefix={_KEPT}/", folder], one
        )
        atheris.Fuzz()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="end of the names of the samples to use: pdf, docx, html, txt")
    parser.add_argument("--atheris", action="store_true", help="let atheris choose the damage by coverage")
    asked = parser.parse_args()
    if asked.atheris:
        return by_coverage(seconds=asked.seconds)
    return by_chance(seconds=asked.seconds, seed=asked.seed, only=asked.only)


if __name__ == "__main__":
    sys.exit(main())
