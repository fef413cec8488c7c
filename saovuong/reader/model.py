"""A linear ranker: each feature speaks for or against measures with a small weight, kept in a table a person can read.

The table is learned from annotated texts by ``tools/train_reader.py``; measures without weights are still found by the pack's phrases.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

NONE = "-"
# the lines of the table that hold no cue
_SHARED, _TAUGHT, _COMMENT = "*", "+", "##"


@dataclass(frozen=True)
class Weights:
    """``cues[feature][measure]`` and, for what holds for every measure alike, ``shared[name]``.

    ``taught`` are the measures that examples showed.
    """

    cues: Mapping[str, Mapping[str, float]]
    shared: Mapping[str, float]
    taught: frozenset[str] = frozenset()

    @cached_property
    def _met(self) -> dict[str, dict[str, float]]:
        """By measure the weights of the cues that texts brought so far: what a number is told by is looked up for one measure alone."""
        return {}

    @cached_property
    def _known(self) -> set[str]:
        return set()

    def among(self, features: Iterable[str]) -> list[str]:
        """The cues among ``features``; those without weights are as many as the texts please and left out."""
        known, meet = self._known, self._meet
        return [feature for feature in features if feature in known or meet(feature)]

    def _meet(self, feature: str) -> bool:
        if feature not in self.cues:
            return False
        for measure, weight in self.cues[feature].items():
            self._met.setdefault(measure, {})[feature] = weight
        # last, because other threads trust that all of it is there
        self._known.add(feature)
        return True

    def explained(self, cues: Iterable[str], measure: str) -> list[tuple[str, float]]:
        """What speaks for ``measure``, strongest first; ``cues`` as :meth:`among` gives them."""
        row = self._met.get(measure)
        if row is None:
            return []
        found = [(-row[cue], cue) for cue in cues if cue in row]
        found.sort()
        return [(cue, -weight) for weight, cue in found]


class CueTable(Mapping[str, Mapping[str, float]]):
    """The weights of cues; a line is taken apart when its cue is first asked for: a text meets a few hundred of twenty thousand."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._rows: dict[str, Mapping[str, float]] = {}

    def __getitem__(self, cue: str) -> Mapping[str, float]:
        row = self._rows.get(cue)
        if row is None:
            row = self._rows[cue] = dict(_items(self._lines[cue]))
        return row

    def __contains__(self, cue: object) -> bool:
        return cue in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def parse_weights(text: str) -> Weights:
    """Read the table. A line holds a cue and, divided by tabs, the measures that it speaks for, each ``weight measure``, strongest first.

    ``-`` stands for no measure. The line of ``*`` holds the weights shared by all measures, that of ``+`` the measures that examples
    showed. Weights are in thousandths. ``##`` opens a comment."""
    lines = {}
    for line in text.splitlines():
        cue, _, rest = line.partition("\t")
        lines[cue] = rest
    shared, taught = lines.pop(_SHARED, ""), lines.pop(_TAUGHT, "")
    for comment in [one for one in lines if one.startswith(_COMMENT)]:
        del lines[comment]
    return Weights(CueTable(lines), dict(_items(shared)), frozenset(taught.split("\t")) - {""})


def _items(line: str) -> Iterator[tuple[str, float]]:
    for item in line.split("\t") if line else ():
        weight, _, name = item.partition(" ")
        yield name, int(weight) / 1000


def table_of(weights: Weights) -> str:
    """The text that :func:`parse_weights` reads; weights of measures that no example showed are left out."""
    kept = {*weights.taught, NONE}
    rows = {cue: {measure: row[measure] for measure in row if measure in kept} for cue, row in weights.cues.items()}
    lines = [
        f"{_COMMENT} cue, then the measures that it speaks for with weights in thousandths, strongest first; made by tools/train_reader.py",
        f"{_COMMENT} {_SHARED} opens what holds for every measure alike, {_TAUGHT} the measures that examples showed; {NONE} is no measure",
        "\t".join((_SHARED, *_written(weights.shared))),
        "\t".join((_TAUGHT, *sorted(weights.taught))),
    ]
    lines += ["\t".join((cue, *_written(row))) for cue, row in sorted(rows.items()) if row]
    return "\n".join(lines) + "\n"


def _written(weights: Mapping[str, float]) -> Sequence[str]:
    return [f"{round(weight * 1000)} {name}" for name, weight in sorted(weights.items(), key=lambda one: (-one[1], one[0]))]


@cache
def shipped_weights() -> Weights:
    """The weights that come with the reader."""
    path = files("saovuong.reader").joinpath("data", "weights.tsv")
    return parse_weights(path.read_text(encoding="utf-8"))
