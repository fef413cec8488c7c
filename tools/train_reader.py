"""Learn the reader's cue weights from annotated texts and write saovuong/reader/data/weights.tsv.

    python tools/train_reader.py CORPUS                 learn from everything below CORPUS and write the table
    python tools/train_reader.py CORPUS --hold-out 6    score unseen passages instead: six parts, each genre in one part

CORPUS holds folders with ``*.txt``, ``gold.jsonl`` and, for passages, ``index.jsonl`` (genre per document). The learner is an averaged
passive-aggressive ranker in plain Python; its order of examples is fixed, so the same texts give the same table.
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saovuong.catalogue.packs import load_catalogue
from saovuong.reader.claims import ClaimFinder
from saovuong.reader.link import Evidence, Linker
from saovuong.reader.model import NONE, Weights, table_of
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.prepare import place_of, prepare
from saovuong.reader.quantity import CHANGE, PER_UNIT

TABLE = Path(__file__).parents[1] / "saovuong" / "reader" / "data" / "weights.tsv"
OPEN = ("unmapped", "breakdown")
CLAIMS = ("rating", "yes_no", "zero")
Row = Mapping[str, Any]


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
    texts: Mapping[str, tuple[str, str]]
    gold: Mapping[str, Sequence[Row]]
    genre: Mapping[str, str]


def load_corpus(root: Path, folders: Sequence[str] = ("articles", "passages", "drills")) -> Corpus:
    texts: dict[str, tuple[str, str]] = {}
    gold: dict[str, list[Row]] = defaultdict(list)
    genre: dict[str, str] = {}
    for folder in folders:
        for path in sorted((root / folder).glob("*.txt")):
            texts[path.stem] = (folder, path.read_bytes().decode("utf-8"))
        for line in (root / folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            gold[row["doc"]].append(row)
        index = root / folder / "index.jsonl"
        if index.exists():
            for line in index.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                genre[row["doc"]] = row["genre"]
    return Corpus(texts, gold, genre)


def examples_of(linker: Linker, corpus: Corpus, *, seed: int = 7) -> list[Example]:
    """One example per number and per claim; the measure before is the true one, left out at random lest the ranker lean on it."""
    out: list[Example] = []
    rng = random.Random(seed)
    finder = ClaimFinder(linker.catalogue)
    for doc, (folder, text) in corpus.texts.items():
        ready = prepare(text, linker.book)
        block, previous, end = None, "", 0
        spans = [(q.start, q.end, "pair" if q.of is not None else q.kind) for q in ready.quantities if q.use not in (CHANGE, PER_UNIT)]
        spans += [(c.start, c.end, c.kind) for c in finder.find(ready)]
        for start, stop, kind in sorted(spans):
            here = ready.block_at(start)
            if here != block:
                block, previous = here, ""
            rows = [r for r in corpus.gold.get(doc, ()) if r["start"] < stop and start < r["end"]]
            gold = _gold_at(rows, start, kind)
            free = not gold and any(r["class"] in OPEN for r in rows)
            shown = previous if rng.random() > 0.3 else ""
            evidence = linker.evidence(ready, place_of(ready, start, stop), kind=kind, previous=shown, near=start - end < 30)
            out.append(Example(doc, folder, kind, evidence, gold or frozenset([NONE]), free))
            if gold:
                previous, end = sorted(gold)[0], stop
    return out


def _gold_at(rows: Iterable[Row], start: int, kind: str) -> frozenset[str]:
    found = [r for r in rows if r.get("measure")]
    if kind == "pair":
        found = [r for r in found if r["start"] <= start + 1]
    claims = ("rating", "yes_no", "zero_statement")
    found = [r for r in found if (r["class"] in claims) == (kind in ("rating", "yes_no", "zero"))]
    return frozenset(r["measure"] for r in found)


class Learner:
    """Averaged passive-aggressive ranker over sparse cues and shared values."""

    def __init__(self, limit: float = 0.02) -> None:
        self.limit = limit
        self.cues: dict[str, dict[str, float]] = {}
        self.shared: dict[str, float] = defaultdict(float)
        self.sum_cues: dict[str, dict[str, float]] = {}
        self.sum_shared: dict[str, float] = defaultdict(float)
        self.step = 1

    def learn(self, example: Example, linker: Linker, allowed: frozenset[str], young: frozenset[str]) -> bool:
        pool = linker.pools[example.kind]
        features = [f for f in example.evidence.features if f in allowed]
        scores: dict[str, float] = dict.fromkeys((*example.gold, NONE), 0.0)
        for feature in features:
            for measure, weight in self.cues.get(feature, {}).items():
                if measure in pool or measure == NONE:
                    scores[measure] = scores.get(measure, 0.0) + weight
        for measure, values in example.evidence.shared.items():
            scores[measure] = scores.get(measure, 0.0) + sum(self.shared[n] * v for n, v in values.items())
        for measure in scores:
            scores[measure] += sum(self.shared[name] for name in linker.relations(measure, example.evidence.around))
        self.step += 1
        gold = example.gold | young if example.free else example.gold
        right = max(sorted(m for m in gold if m in scores), key=lambda m: scores[m])
        wrong = max(sorted(m for m in scores if m not in gold), key=lambda m: scores[m], default=None)
        if wrong is None:
            return False
        loss = 1.0 - scores[right] + scores[wrong]
        if loss > 0:
            good, bad = (self._values(example, linker, measure) for measure in (right, wrong))
            self._update(good, bad, features, right=right, wrong=wrong, loss=loss)
        return scores[right] <= scores[wrong]

    @staticmethod
    def _values(example: Example, linker: Linker, measure: str) -> Mapping[str, float]:
        related = dict.fromkeys(linker.relations(measure, example.evidence.around), 1.0)
        return related | dict(example.evidence.shared.get(measure, {}))

    def _update(
        self, good: Mapping[str, float], bad: Mapping[str, float], features: Sequence[str], *, right: str, wrong: str, loss: float
    ) -> None:
        norm = 2.0 * len(features) + sum(v * v for v in good.values()) + sum(v * v for v in bad.values())
        rate = min(self.limit, loss / norm)
        for feature in features:
            self._add(feature, right, rate)
            self._add(feature, wrong, -rate)
        for values, sign in ((good, 1.0), (bad, -1.0)):
            for name, value in values.items():
                self.shared[name] += sign * rate * value
                self.sum_shared[name] += self.step * sign * rate * value

    def _add(self, feature: str, measure: str, value: float) -> None:
        row = self.cues.setdefault(feature, {})
        row[measure] = row.get(measure, 0.0) + value
        total = self.sum_cues.setdefault(feature, {})
        total[measure] = total.get(measure, 0.0) + self.step * value

    def weights(self, least: float, taught: frozenset[str]) -> Weights:
        cues = {}
        for feature, row in self.cues.items():
            kept = {m: w - self.sum_cues[feature][m] / self.step for m, w in row.items()}
            kept = {m: round(w, 3) for m, w in kept.items() if abs(w) >= least}
            if kept:
                cues[feature] = kept
        return Weights(cues, {n: round(w - self.sum_shared[n] / self.step, 3) for n, w in self.shared.items()}, taught)


def train(examples: Sequence[Example], linker: Linker, *, rounds: int, least: float, seen_in: int) -> Weights:
    docs: dict[str, set[str]] = defaultdict(set)
    for number, example in enumerate(examples):
        for feature in example.evidence.features:
            if len(docs[feature]) < seen_in:
                docs[feature].add(example.doc if example.folder != "drills" else f"{example.doc}{number}")
    allowed = frozenset(feature for feature, where in docs.items() if len(where) >= seen_in)
    known = frozenset(measure for example in examples for measure in example.gold)
    linker = Linker(linker.catalogue, linker.book, Weights({}, {}, known))
    young = frozenset(linker.catalogue.measures) - known
    learner = Learner()
    order = list(range(len(examples)))
    rng = random.Random(11)
    for _ in range(rounds):
        rng.shuffle(order)
        for index in order:
            learner.learn(examples[index], linker, allowed, young)
    return learner.weights(least, known)


def right_share(examples: Sequence[Example], linker: Linker) -> tuple[int, int, int, int]:
    """(measures right, measures, none right, none) when the true measure before each number is known; claims are left out."""
    out = [0, 0, 0, 0]
    known = {measure for example in examples for measure in example.gold}
    for example in examples:
        if example.kind in CLAIMS:
            continue
        ranked = linker.rank(example.evidence, example.kind)
        hit = bool(ranked) and (ranked[0].measure in example.gold or (example.free and ranked[0].measure not in known))
        offset = 2 if NONE in example.gold else 0
        out[offset] += hit
        out[offset + 1] += 1
    return out[0], out[1], out[2], out[3]


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
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--hold-out", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--least", type=float, default=0.012)
    parser.add_argument("--seen-in", type=int, default=2)
    options = parser.parse_args()
    corpus = load_corpus(options.corpus)
    catalogue = load_catalogue()
    book = PhraseBook(catalogue)
    linker = Linker(catalogue, book, Weights({}, {}))
    examples = examples_of(linker, corpus)
    setting = {"rounds": options.rounds, "least": options.least, "seen_in": options.seen_in}
    if not options.hold_out:
        weights = train(examples, linker, **setting)
        TABLE.write_text(table_of(weights), encoding="utf-8", newline="\n")
        print(f"{len(examples)} examples, {len(weights.cues)} cues, {TABLE.stat().st_size} bytes")
        return
    totals = [0, 0, 0, 0]
    for part in folds(corpus, options.hold_out):
        weights = train([e for e in examples if e.doc not in part], linker, **setting)
        got = right_share([e for e in examples if e.doc in part], Linker(catalogue, book, weights))
        totals = [a + b for a, b in zip(totals, got, strict=True)]
        print(len(part), got)
    print("measure", totals[0] / max(1, totals[1]), "none", totals[2] / max(1, totals[3]), totals)


if __name__ == "__main__":
    main()
