"""Score the reader on the annotated texts beside the project and print the table and the worst misses.

    python tools/score.py ../shared [--misses 40] [--folder drills] [--keep FILE]

Two tables: with each document's unit and period given, and with nothing but the text. Needs the corpus; the product never does.
"""

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from saovuong.core.period import Period
from saovuong.reader import read
from saovuong.reader.rows import row_of
from saovuong.reader.shapes import UnitMention

Row = dict[str, Any]


class NoUnits:
    """Stands in where the unit lists are not wanted: the score does not look at organisations."""

    def mentions(self, text: str, *, on: date | None, near: str | None) -> Sequence[UnitMention]:
        return ()

    def name_of(self, unit_id: str) -> str:
        return unit_id


@dataclass(frozen=True, slots=True)
class Texts:
    texts: Mapping[str, bytes]
    periods: Mapping[str, str]
    gold: Sequence[Row]


def load_texts(corpus: Path, folders: Sequence[str]) -> Texts:
    texts: dict[str, bytes] = {}
    periods: dict[str, str] = {}
    gold: list[Row] = []
    for folder in folders:
        for path in sorted((corpus / folder).glob("*.txt")):
            texts[path.stem] = path.read_bytes()
        gold += [json.loads(line) for line in (corpus / folder / "gold.jsonl").read_text(encoding="utf-8").splitlines() if line]
        index = corpus / folder / "index.jsonl"
        if index.exists():
            periods |= {row["doc"]: row["period"] for row in map(json.loads, index.read_text(encoding="utf-8").splitlines())}
    return Texts(texts, periods, gold)


def candidates(found: Texts, catalogue: Catalogue, *, given: bool) -> list[Row]:
    """Rows as ``saovuong read --json`` prints them."""
    out: list[Row] = []
    for doc, content in found.texts.items():
        period = found.periods.get(doc) if given else None
        if period:
            Period.parse(period)
        reading = read(content, catalogue=catalogue, units=NoUnits(), default_period=period, name=f"{doc}.txt")
        out += [row_of(one) for one in (*reading.candidates, *reading.not_understood)]
    return out


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reader", shared / "tools" / "score_reader.py")
    if spec is None or spec.loader is None:
        sys.exit(f"Không có {shared / 'tools' / 'score_reader.py'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def print_misses(bad: Sequence[tuple[str, Row, Sequence[Row]]], found: Texts, limit: int) -> None:
    """The misses, most frequent confusion first, each with the words around it."""
    causes = Counter((kind, row.get("measure"), tuple(sorted({str(n.get("measure")) for n in near}))) for kind, row, near in bad)
    print("most frequent:")
    for (kind, measure, others), count in causes.most_common(15):
        print(f"  {count:3} {kind} {measure} <- {', '.join(others) or 'nothing'}")
    for kind, row, near in bad[:limit]:
        text = found.texts[row["doc"]].decode("utf-8")
        print(f"{kind:6} {row['doc']} {row.get('measure')} {row.get('value')} {row.get('period')} {row.get('role')} {row.get('modifier')}")
        print("       ", text[max(0, row["start"] - 80) : row["start"]].replace("\n", "/"), "[[", text[row["start"] : row["end"]], "]]",
              text[row["end"] : row["end"] + 50].replace("\n", "/"))  # fmt: skip
        for other in near:
            print("        ~", *(other.get(key) for key in ("measure", "value", "modifier", "role", "period", "class")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--folder", action="append", default=[])
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    score = scorer(options.shared).score
    found = load_texts(options.shared / "corpus", options.folder or ["articles", "passages"])
    catalogue = load_catalogue()
    bad: list[tuple[str, Row, Sequence[Row]]] = []
    for given in (False, True):
        rows = candidates(found, catalogue, given=given)
        result, bad = score(found.gold, rows, 100_000 if options.misses else 0)
        print("unit and period given:" if given else "only the text:")
        for name, values in result.items():
            print(f"  {name:8} {values}")
        if options.keep and not given:
            lines = [json.dumps(row, ensure_ascii=False) for row in rows]
            options.keep.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    if options.misses:
        print_misses(bad, found, options.misses)


if __name__ == "__main__":
    main()
