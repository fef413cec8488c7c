"""A linear ranker: each feature speaks for or against measures with a small weight, kept in a table a person can read.

The table is learned from annotated texts by ``tools/train_reader.py``; measures without weights are still found by the pack's phrases.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NONE = "-"


@dataclass(frozen=True, slots=True)
class Weights:
    """``cues[feature][measure]`` and, for what holds for every measure alike, ``shared[name]``.

    ``taught`` are the measures that examples showed.
    """

    cues: Mapping[str, Mapping[str, float]]
    shared: Mapping[str, float]
    taught: frozenset[str] = frozenset()

    def explain(self, features: Iterable[str], measure: str) -> list[tuple[str, float]]:
        """What spoke for ``measure``, strongest first."""
        cues, found = self.cues, []
        for feature in features:
            row = cues.get(feature)
            if row is not None and measure in row:
                found.append((-row[measure], feature))
        found.sort()
        return [(feature, -weight) for weight, feature in found]


def parse_weights(text: str) -> Weights:
    """Read the table. A line holds a measure and, divided by tabs, its cues, each ``weight feature``, strongest first.

    ``*`` stands for the weights shared by all measures and ``-`` for no measure. Weights are in thousandths. ``##`` opens a comment."""
    cues: defaultdict[str, dict[str, float]] = defaultdict(dict)
    shared: dict[str, float] = {}
    measures: set[str] = set()
    weigh = _Thousandths()
    for line in text.splitlines():
        measure, *items = line.split("\t")
        if measure.startswith("##"):
            continue
        if measure == "*":
            shared |= {item[item.index(" ") + 1 :]: weigh[item[: item.index(" ")]] for item in items}
            continue
        if measure != NONE:
            measures.add(measure)
        for item in items:
            gap = item.index(" ")
            cues[item[gap + 1 :]][measure] = weigh[item[:gap]]
    return Weights(dict(cues), shared, frozenset(measures))


class _Thousandths(dict[str, float]):
    """Weights by how they are written; the same few hundred stand in the table again and again."""

    def __missing__(self, written: str) -> float:
        self[written] = int(written) / 1000
        return self[written]


def table_of(weights: Weights) -> str:
    """The text that :func:`parse_weights` reads."""
    rows: dict[str, list[tuple[float, str]]] = {measure: [] for measure in (*sorted(weights.taught), NONE)}
    for feature, row in weights.cues.items():
        for measure, weight in row.items():
            rows.setdefault(measure, []).append((weight, feature))
    rows["*"] = [(weight, name) for name, weight in weights.shared.items()]
    lines = ["## measure, then its cues in thousandths, strongest first; made by tools/train_reader.py"]
    for measure, items in sorted(rows.items()):
        told = [f"{round(weight * 1000)} {feature}" for weight, feature in sorted(items, key=lambda one: (-one[0], one[1]))]
        if measure in weights.taught or measure in ("*", NONE):
            lines.append("\t".join((measure, *told)))
    return "\n".join(lines) + "\n"


@cache
def shipped_weights() -> Weights:
    """The weights that come with the reader."""
    path = files("saovuong.reader").joinpath("data", "weights.tsv")
    return parse_weights(path.read_text(encoding="utf-8"))
