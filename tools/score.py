"""Score the reader on the annotated texts beside the project and print the table and the worst misses.

    python tools/score.py [../shared] [--unseen 4] [--held-out] [--misses 40] [--folder drills] [--keep FILE]

Two tables: with nothing but the text, and with each document's period given. ``--unseen 4`` learns the weights anew for each of four
parts of the genres, so that nothing is tuned on what is scored (needs NumPy, requirements/train.txt); ``--held-out`` scores the project's
own examination texts, which nothing learns from. Needs the corpus; the product never does.
"""

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from marked import marked_texts

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from saovuong.core.period import Period
from saovuong.reader.claims import ClaimFinder
from saovuong.reader.link import Linker
from saovuong.reader.model import Weights
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.pipeline import Tools, find_candidates, tools_for
from saovuong.reader.rows import row_of
from saovuong.reader.shapes import UnitMention

Row = dict[str, Any]
HELD_OUT = Path(__file__).parents[1] / "tests" / "reader" / "held_out"
TRAINING = Path(__file__).parents[1] / "training" / "passages"


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


def held_out_texts(catalogue: Catalogue) -> Texts:
    marked = marked_texts(HELD_OUT, catalogue)
    return Texts(
        {one.doc: one.text.encode() for one in marked},
        {one.doc: one.about["period"] for one in marked},
        [dict(row) for one in marked for row in one.rows],
    )


def candidates(found: Texts, tools_of: Callable[[str], Tools], *, given: bool) -> list[Row]:
    """Rows as ``saovuong read --json`` prints them; ``tools_of`` says with which tools a document is read."""
    out: list[Row] = []
    for doc, content in found.texts.items():
        period = found.periods.get(doc) if given else None
        if period:
            Period.parse(period)
        text = content.decode("utf-8")
        rows = find_candidates(tools_of(doc), units=NoUnits(), doc=doc, text=text, default_unit=None, default_period=period)
        out += [row_of(one) for one in rows]
    return out


def unseen_tools(corpus: Path, catalogue: Catalogue, parts: int) -> Callable[[str], Tools]:
    """Tools that have learned from no document of the genre they read."""
    from train_reader import examples_of, folds, load_corpora, train

    book = PhraseBook(catalogue)
    finder = ClaimFinder(catalogue)
    linker = Linker(catalogue, book, Weights({}, {}))
    learned = load_corpora([corpus, TRAINING], catalogue)
    examples = examples_of(linker, learned)
    of: dict[str, Tools] = {}
    for part in folds(learned, parts):
        weights = train([example for example in examples if example.doc not in part], linker)
        of |= dict.fromkeys(part, Tools(Linker(catalogue, book, weights), finder))
    return lambda doc: of[doc]


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
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--folder", action="append", default=[])
    parser.add_argument("--held-out", action="store_true", help="score the project's own examination texts")
    parser.add_argument("--misses", type=int, default=20)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--unseen", type=int, default=0, metavar="PARTS", help="learn anew without each genre before it is scored")
    options = parser.parse_args()
    if not (options.shared / "corpus").is_dir():
        print(f"Bỏ qua: không có ngữ liệu ở {options.shared}.")
        return
    score = scorer(options.shared).score
    catalogue = load_catalogue()
    folders = options.folder or ["articles", "passages"]
    found = held_out_texts(catalogue) if options.held_out else load_texts(options.shared / "corpus", folders)
    shipped = tools_for(catalogue)
    tools_of = unseen_tools(options.shared / "corpus", catalogue, options.unseen) if options.unseen else lambda _: shipped
    bad: list[tuple[str, Row, Sequence[Row]]] = []
    for given in (False, True):
        rows = candidates(found, tools_of, given=given)
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
