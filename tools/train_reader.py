"""Learn the reader's cue weights from annotated texts and write saovuong/reader/data/weights.tsv.

    python tools/train_reader.py [../shared/corpus] [training/passages]     learn from all of them and write the table

A folder holds marked texts (``*.mark``, see marked.py), or folders with ``*.txt``, ``gold.jsonl`` and, for passages, ``index.jsonl``
(genre per document). The learner is an averaged passive-aggressive ranker; its order of examples is fixed, so the same texts give the
same table. Needs NumPy (requirements/train.txt); the product does not.
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from marked import marked_texts
from numpy.typing import NDArray

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from saovuong.reader.claims import ClaimFinder
from saovuong.reader.features import size_of
from saovuong.reader.link import Evidence, Linker, Surroundings
from saovuong.reader.model import NONE, Weights, table_of
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.prepare import in_header, place_of, prepare
from saovuong.reader.quantity import CHANGE, PER_UNIT
from saovuong.reader.relations import Before, History

TABLE = Path(__file__).parents[1] / "saovuong" / "reader" / "data" / "weights.tsv"
ROOTS = [Path(__file__).parents[2] / "shared" / "corpus", Path(__file__).parents[1] / "training" / "passages"]
FOLDERS = ("articles", "passages", "drills")
REPORTS = ("articles", "passages")
MARKED = "marked"
# how often the trainer hides what was linked before
_FORGOTTEN = 0.3
OPEN = ("unmapped", "breakdown")
CLAIMS = ("rating", "yes_no", "zero")
Row = Mapping[str, Any]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """``gold`` are the measures that are right (NONE for none); ``free``: a measure younger than the annotation may be right too."""

    doc: str
    folder: str
    kind: str
    evidence: Evidence
    gold: frozenset[str]
    free: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts by document with the folder they lie in; ``open`` are folders annotated without the measures that the pack adds."""

    texts: Mapping[str, tuple[str, str]]
    gold: Mapping[str, Sequence[Row]]
    genre: Mapping[str, str]


def load_corpora(roots: Sequence[Path], catalogue: Catalogue) -> Corpus:
    texts: dict[str, tuple[str, str]] = {}
    gold: dict[str, list[Row]] = defaultdict(list)
    genre: dict[str, str] = {}
    for root in roots:
        for marked in marked_texts(root, catalogue):
            texts[marked.doc] = (MARKED, marked.text)
            gold[marked.doc] += marked.rows
        for folder in FOLDERS:
            if (root / folder).is_dir():
                _load_folder(root / folder, texts, gold, genre)
    return Corpus(texts, gold, genre)


def _load_folder(folder: Path, texts: dict[str, tuple[str, str]], gold: dict[str, list[Row]], genre: dict[str, str]) -> None:
    for path in sorted(folder.glob("*.txt")):
        texts[path.stem] = (folder.name, path.read_bytes().decode("utf-8"))
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold[row["doc"]].append(row)
    index = folder / "index.jsonl"
    if index.exists():
        genre |= {row["doc"]: row["genre"] for row in map(json.loads, index.read_text(encoding="utf-8").splitlines())}


def examples_of(linker: Linker, corpus: Corpus, *, seed: int = 7) -> list[Example]:
    """One example per number and per claim; what was linked before is the truth, left out at random lest the ranker lean on it."""
    out: list[Example] = []
    rng = random.Random(seed)
    finder = ClaimFinder(linker.catalogue)
    for doc, (folder, text) in corpus.texts.items():
        ready = prepare(text, linker.book)
        surroundings = Surroundings(linker, ready)
        history = History()
        spans = [
            (q.start, q.end, "pair" if q.of is not None else q.kind, size_of(q.value, q.kind))
            for q in ready.quantities
            if q.use not in (CHANGE, PER_UNIT)
        ]
        spans += [(c.start, c.end, c.kind, "") for c in finder.find(ready)]
        for start, stop, kind, size in sorted(spans):
            if in_header(ready, start):
                continue
            history.enter(ready.block_at(start))
            rows = [r for r in corpus.gold.get(doc, ()) if r["start"] < stop and start < r["end"]]
            gold = _gold_at(rows, start, kind)
            free = not gold and folder != MARKED and any(r["class"] in OPEN for r in rows)
            before = history.before(start)
            if rng.random() < _FORGOTTEN:
                before = Before("", before.near, before.recent, before.used)
            evidence = surroundings.evidence(place_of(ready, start, stop), kind=kind, size=size, before=before)
            out.append(Example(doc, folder, kind, evidence, gold or frozenset([NONE]), free))
            if gold and kind not in CLAIMS and rng.random() > _FORGOTTEN / 2:
                history.linked(sorted(gold)[0], stop)
    return out


def _gold_at(rows: Iterable[Row], start: int, kind: str) -> frozenset[str]:
    found = [r for r in rows if r.get("measure")]
    if kind == "pair":
        found = [r for r in found if r["start"] <= start + 1]
    claims = ("rating", "yes_no", "zero_statement")
    found = [r for r in found if (r["class"] in claims) == (kind in ("rating", "yes_no", "zero"))]
    return frozenset(r["measure"] for r in found)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An example in numbers: its cues; for the shared values the measure, name and value of each; the right measures; its pool."""

    cues: Ints
    of: Ints
    names: Ints
    values: Floats
    gold: Ints
    pool: Floats


class Numbering:
    """Gives measures, cues and shared values their numbers."""

    def __init__(self, linker: Linker, examples: Sequence[Example], seen_in: int, base: frozenset[str]) -> None:
        self.linker = linker
        self.known = frozenset(measure for example in examples for measure in example.gold)
        self.measures = (*sorted(linker.catalogue.measures), NONE)
        self.of_measure = {measure: number for number, measure in enumerate(self.measures)}
        self.cues = {cue: number for number, cue in enumerate(sorted(_frequent(examples, seen_in)))}
        self.names: dict[str, int] = {}
        self.young = [self.of_measure[code] for code in linker.catalogue.measures if code not in base]
        self.pools = {kind: self._pool(codes) for kind, codes in linker.pools.items()}

    def _pool(self, codes: frozenset[str]) -> Floats:
        return np.array([0.0 if code in codes or code == NONE else -np.inf for code in self.measures])

    def numbered(self, example: Example) -> Numbered:
        cues = [self.cues[cue] for cue in example.evidence.features if cue in self.cues]
        of, names, values = [], [], []
        evidence = example.evidence
        phrases = evidence.phrases.by_measure()
        for measure in (*self.linker.pools[example.kind], NONE):
            told = dict(phrases.get(measure, {}))
            told |= self.linker.relations.of(measure, evidence.around, self.known)
            for name, value in told.items():
                of.append(self.of_measure[measure])
                names.append(self.names.setdefault(name, len(self.names)))
                values.append(value)
        gold = [self.of_measure[measure] for measure in example.gold] + (self.young if example.free else [])
        pool = self.pools[example.kind]
        return Numbered(
            np.array(cues, int), np.array(of, int), np.array(names, int), np.array(values, float),
            np.array([number for number in gold if pool[number] == 0.0], int), pool,
        )  # fmt: skip


def _frequent(examples: Sequence[Example], seen_in: int) -> set[str]:
    docs: dict[str, set[str]] = defaultdict(set)
    for number, example in enumerate(examples):
        for cue in example.evidence.features:
            if len(docs[cue]) < seen_in:
                docs[cue].add(example.doc if example.folder != "drills" else f"{example.doc}{number}")
    return {cue for cue, where in docs.items() if len(where) >= seen_in}


@dataclass(slots=True)
class Learner:
    """Averaged passive-aggressive ranker over cues and shared values."""

    cues: Floats
    shared: Floats
    limit: float = 0.02
    step: int = 1
    sum_cues: Floats = field(init=False)
    sum_shared: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.sum_cues, self.sum_shared = np.zeros_like(self.cues), np.zeros_like(self.shared)

    def learn(self, one: Numbered) -> None:
        self.step += 1
        if not one.gold.size:
            return
        scores = self.cues[one.cues].sum(0) + np.bincount(one.of, self.shared[one.names] * one.values, len(one.pool)) + one.pool
        right = one.gold[scores[one.gold].argmax()]
        scores_of_others = scores.copy()
        scores_of_others[one.gold] = -np.inf
        wrong = scores_of_others.argmax()
        loss = 1.0 - scores[right] + scores[wrong]
        if loss <= 0 or not np.isfinite(scores[wrong]):
            return
        mine, its = one.of == right, one.of == wrong
        norm = 2.0 * len(one.cues) + (one.values[mine] ** 2).sum() + (one.values[its] ** 2).sum()
        rate = min(self.limit, loss / norm)
        for measure, chosen, sign in ((right, mine, rate), (wrong, its, -rate)):
            self.cues[one.cues, measure] += sign
            self.sum_cues[one.cues, measure] += self.step * sign
            np.add.at(self.shared, one.names[chosen], sign * one.values[chosen])
            np.add.at(self.sum_shared, one.names[chosen], self.step * sign * one.values[chosen])

    def weights(self, numbering: Numbering, least: float) -> Weights:
        """The averages, rounded to thousandths; cues below ``least`` are left out."""
        averaged = np.round(self.cues - self.sum_cues / self.step, 3)
        averaged[np.abs(averaged) < least] = 0.0
        cues: dict[str, dict[str, float]] = {}
        for cue, number in numbering.cues.items():
            kept = {numbering.measures[index]: float(averaged[number, index]) for index in np.flatnonzero(averaged[number])}
            if kept:
                cues[cue] = kept
        shared = np.round(self.shared - self.sum_shared / self.step, 3)
        names = {name: float(shared[number]) for name, number in numbering.names.items() if shared[number]}
        return Weights(cues, names, numbering.known - {NONE})


def train(examples: Sequence[Example], linker: Linker, *, rounds: int = 6, least: float = 0.015, seen_in: int = 2) -> Weights:
    """Weights learnt from ``examples``. Whole reports count twice: a line without a context teaches less."""
    numbering = Numbering(linker, examples, seen_in, base_measures(examples))
    numbered = [numbering.numbered(example) for example in examples]
    learner = Learner(np.zeros((len(numbering.cues), len(numbering.measures))), np.zeros(len(numbering.names)))
    order = [number for number, example in enumerate(examples) for _ in range(2 if example.folder in REPORTS else 1)]
    rng = random.Random(11)
    for _ in range(rounds):
        rng.shuffle(order)
        for number in order:
            learner.learn(numbered[number])
    return learner.weights(numbering, least)


def base_measures(examples: Sequence[Example]) -> frozenset[str]:
    """The measures that the annotators of the reference corpus could choose from."""
    return frozenset(measure for example in examples if example.folder != MARKED for measure in example.gold)


def folds(corpus: Corpus, count: int) -> list[frozenset[str]]:
    """Passages and articles in ``count`` parts, every genre whole."""
    parts: list[set[str]] = [set() for _ in range(count)]
    by_genre: dict[str, list[str]] = defaultdict(list)
    for doc, (folder, _) in corpus.texts.items():
        if folder != "drills":
            by_genre[corpus.genre.get(doc, doc)].append(doc)
    for number, genre in enumerate(sorted(by_genre)):
        parts[number % count].update(by_genre[genre])
    return [frozenset(part) for part in parts]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roots", type=Path, nargs="*", default=ROOTS)
    options = parser.parse_args()
    catalogue = load_catalogue()
    linker = Linker(catalogue, PhraseBook(catalogue), Weights({}, {}))
    examples = examples_of(linker, load_corpora(options.roots, catalogue))
    weights = train(examples, linker)
    TABLE.write_text(table_of(weights), encoding="utf-8", newline="\n")
    print(f"{len(examples)} examples, {len(weights.cues)} cues, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
