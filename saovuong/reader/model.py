"""A linear ranker: each feature speaks for or against measures with a small weight, kept in a table a person can read.

The table is learned from annotated texts by ``tools/train_reader.py``; measures without weights are still found by the pack's phrases.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

NONE = "-"


class Cue:
    """A feature with the weights that it has for measures. Two of one feature are two: what is known of one is looked up by the object."""

    __slots__ = ("name", "weights")

    def __init__(self, name: str, weights: Mapping[str, float]) -> None:
        self.name = name
        self.weights = weights


@dataclass(frozen=True)
class Weights:
    """``cues[feature][measure]`` and, for what holds for every measure alike, ``shared[name]``.

    ``taught`` are the measures that examples showed.
    """

    cues: Mapping[str, Mapping[str, float]]
    shared: Mapping[str, float]
    taught: frozenset[str] = frozenset()

    @cached_property
    def _found(self) -> dict[str, Cue]:
        return {}

    def among(self, features: Iterable[str]) -> list[Cue]:
        """The cues among ``features``; those without weights are as many as the texts please and left out."""
        found, cues, out = self._found, self.cues, []
        for feature in features:
            cue = found.get(feature)
            if cue is None:
                if feature not in cues:
                    continue
                cue = found[feature] = Cue(feature, cues[feature])
            out.append(cue)
        return out


def explained(cues: Iterable[Cue], measure: str) -> list[tuple[str, float]]:
    """What speaks for ``measure``, strongest first."""
    found = [(-cue.weights[measure], cue.name) for cue in cues if measure in cue.weights]
    found.sort()
    return [(name, -weight) for weight, name in found]


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
