"""A linear ranker: each feature speaks for or against measures with a small weight, kept in a table a person can read.

The table is learned from annotated texts by ``tools/train_reader.py``; measures without weights are still found by the pack's phrases.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NONE = "-"


@dataclass(frozen=True, slots=True)
class Weights:
    """``cues[feature][measure]`` and, for what holds for every measure alike, ``shared[name]``."""

    cues: Mapping[str, Mapping[str, float]]
    shared: Mapping[str, float]

    def score(self, features: Iterable[str]) -> dict[str, float]:
        """The sum of weights per measure; measures that no feature speaks of are absent."""
        out: dict[str, float] = {}
        cues = self.cues
        for feature in features:
            row = cues.get(feature)
            if row:
                for measure, weight in row.items():
                    out[measure] = out.get(measure, 0.0) + weight
        return out

    def explain(self, features: Iterable[str], measure: str) -> list[tuple[str, float]]:
        """What spoke for ``measure``, strongest first."""
        found = [(feature, self.cues[feature][measure]) for feature in features if measure in self.cues.get(feature, ())]
        return sorted(found, key=lambda one: (-one[1], one[0]))


def parse_weights(text: str) -> Weights:
    """Read the table: ``feature<TAB>measure=weight measure=weight``; shared weights have the feature ``*name``. Weights are in thousandths."""
    cues: dict[str, dict[str, float]] = {}
    shared: dict[str, float] = {}
    for line in text.splitlines():
        if not line or line.startswith("##"):
            continue
        feature, _, rest = line.partition("\t")
        if feature.startswith("*"):
            shared[feature[1:]] = float(rest) / 1000
            continue
        row = {}
        for item in rest.split(" "):
            measure, _, weight = item.partition("=")
            row[measure] = int(weight) / 1000
        cues[feature] = row
    return Weights(cues, shared)


@cache
def shipped_weights() -> Weights:
    """The weights that come with the reader."""
    path = files("saovuong.reader").joinpath("data", "weights.tsv")
    return parse_weights(path.read_text(encoding="utf-8"))
