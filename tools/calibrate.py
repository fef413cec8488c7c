"""Fit the reader's confidence and draw how far it can be trusted: docs/pictures/reliability.svg.

    python tools/calibrate.py [../shared]

Every text of the reference corpus is read with weights that have seen no text of its genre. A candidate is right when its place, value and
measure are those of the annotators. The fit (a logistic curve over the lead on the next measure and the score) is printed to compare with
the one in saovuong/reader/link.py; the picture shows, for bands of confidence, the share that was right. Needs NumPy.
"""

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from score import NoUnits, Texts, load_texts, scorer, unseen_tools

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.numbers import format_number
from saovuong.reader.link import lead_over
from saovuong.reader.pipeline import TextReader, Tools
from saovuong.reader.rows import row_of
from saovuong.reader.telling import Told

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "reliability.svg"
BANDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
OPEN = ("unmapped", "breakdown")
_LEFT_EDGE, _CORNER = 0.35, 0.95


@dataclass(frozen=True, slots=True)
class Judged:
    """One candidate: what its confidence rests on, that confidence, and whether the link and whether the whole row is right."""

    lead: float
    score: float
    confidence: float
    right: bool
    whole: bool


def judged(found: Texts, tools_of: Any, same_value: Any, base: frozenset[str]) -> Iterator[Judged]:
    for doc, content in found.texts.items():
        tools: Tools = tools_of(doc)
        reader = TextReader(tools, NoUnits(), doc=doc, text=content.decode("utf-8"), unit=None, period=found.periods.get(doc))
        told: list[Told] = []
        reader.watch = told.append
        gold = [row for row in found.gold if row["doc"] == doc]
        for one, behind in zip(list(reader.candidates()), told, strict=True):
            if one.measure is None or behind.asked is None:
                continue
            row = row_of(one)
            near = [g for g in gold if g["start"] < one.end and one.start < g["end"]]
            if one.measure not in base and near and all(g["class"] in OPEN for g in near):
                continue
            ranked = [(each.measure, each.score) for each in behind.asked.ranked]
            place = next((n for n, each in enumerate(ranked) if each[0] == one.measure), 0)
            hits = [g for g in near if g.get("measure") == one.measure and same_value(row["value"], g.get("value"))]
            whole = [g for g in hits if all(row[key] == g[key] for key in ("modifier", "role", "period"))]
            yield Judged(*lead_over(ranked, place), one.confidence, bool(hits), bool(whole))


def fit(rows: Sequence[Judged]) -> NDArray[np.float64]:
    """Base, per lead and per score: the logistic curve of the greatest likelihood (Newton's method, slightly held back)."""
    given = np.array([(1.0, row.lead, row.score) for row in rows])
    right = np.array([row.right for row in rows], float)
    weights = np.zeros(3)
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-given @ weights))
        slope = given.T @ (right - chance) - 0.1 * weights
        bend = (given * (chance * (1 - chance))[:, None]).T @ given + 0.1 * np.eye(3)
        weights += np.linalg.solve(bend, slope)
    return np.round(weights, 2)


def bands(rows: Sequence[Judged]) -> list[tuple[float, float, int, float]]:
    """(mean confidence, share right, how many, lower edge) for each band that has candidates."""
    out = []
    for low, high in itertools.pairwise(BANDS):
        inside = [row for row in rows if low <= row.confidence < high or (high == 1.0 and row.confidence == 1.0)]
        if inside:
            out.append((sum(r.confidence for r in inside) / len(inside), sum(r.right for r in inside) / len(inside), len(inside), low))
    return out


def picture(rows: Sequence[Judged]) -> str:
    """The diagram: confidence from left to right, share right upwards; a dot on the line keeps its word."""
    side, edge = 400, 60

    def at(x: float, y: float) -> tuple[float, float]:
        return round(edge + x * side, 1), round(edge + (1 - y) * side, 1)

    marks = []
    for mean, share, count, _ in bands(rows):
        x, y = at(mean, share)
        label = f"{count} số, đúng {format_number(Decimal(str(round(share * 100, 1))))} %"
        marks.append(f'<circle cx="{x}" cy="{y}" r="{round(3 + count**0.5 / 6, 1)}" fill="#1f6f43"><title>{label}</title></circle>')
        # the last band stands in the corner, where its words would meet those of the band before; the first has no room on its left
        beside, anchor = (x + 12, "start") if mean < _LEFT_EDGE else (x - 12, "end")
        above = y - 14 if mean > _CORNER else y + 4
        marks.append(f'<text x="{beside}" y="{above}" text-anchor="{anchor}" font-size="11">{label}</text>')
    lines = [f'<line x1="{at(v, 0)[0]}" y1="{at(v, 0)[1]}" x2="{at(v, 0)[0]}" y2="{at(v, 0)[1] + 5}" stroke="#444"/>'
             f'<text x="{at(v, 0)[0]}" y="{at(v, 0)[1] + 20}" text-anchor="middle" font-size="12">{format_number(Decimal(str(v)))}</text>'
             f'<line x1="{at(0, v)[0] - 5}" y1="{at(0, v)[1]}" x2="{at(0, v)[0]}" y2="{at(0, v)[1]}" stroke="#444"/>'
             f'<text x="{at(0, v)[0] - 9}" y="{at(0, v)[1] + 4}" text-anchor="end" font-size="12">{format_number(Decimal(str(v)))}</text>'
             for v in (0, 0.2, 0.4, 0.6, 0.8, 1)]  # fmt: skip
    (left, bottom), (right, top) = at(0, 0), at(1, 1)
    middle = (top + bottom) / 2
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side + 2 * edge} {side + 2 * edge}" font-family="sans-serif" role="img">',
        "<title>Độ tin cậy và tỷ lệ đúng trên các thể loại chưa học</title>",
        f'<rect width="{side + 2 * edge}" height="{side + 2 * edge}" fill="#fff"/>',
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}" fill="none" stroke="#444"/>',
        f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{top}" stroke="#999" stroke-dasharray="4 4"/>', *lines, *marks,
        f'<text x="{(left + right) / 2}" y="{bottom + 42}" text-anchor="middle" font-size="13">Độ tin cậy</text>',
        f'<text x="18" y="{middle}" text-anchor="middle" font-size="13" transform="rotate(-90 18 {middle})">Tỷ lệ đúng</text>',
        "</svg>", "",
    ))  # fmt: skip


def told(rows: Sequence[Judged]) -> str:
    sure = [row for row in rows if row.confidence >= 0.9]
    share = sum(row.right for row in sure) / max(1, len(sure))
    whole = sum(row.whole for row in sure) / max(1, len(sure))
    return f"at 0.9 and above: {len(sure)} of {len(rows)}, right {share:.4f}, with modifier, role and period {whole:.4f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).parents[2] / "shared")
    options = parser.parse_args()
    if not (options.shared / "corpus").is_dir():
        sys.exit(f"Không có ngữ liệu ở {options.shared}.")
    catalogue = load_catalogue()
    found = load_texts(options.shared / "corpus", ["articles", "passages"])
    base = frozenset(str(row["measure"]) for row in load_texts(options.shared / "corpus", ["articles", "passages", "drills"]).gold)
    rows: list[Judged] = list(judged(found, unseen_tools(options.shared / "corpus", catalogue, 4), scorer(options.shared).same_value, base))
    print("in force:", told(rows))
    for mean, share, count, low in bands(rows):
        print(f"  from {low:.2f}: {count:5} mean {mean:.3f} right {share:.3f}")
    print("fitted: base, per lead, per score:", *fit(rows))
    PICTURE.write_text(picture(rows), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
