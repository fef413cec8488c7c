"""Annotated texts beside the office's own examples: folders with ``*.txt`` and ``gold.jsonl``, as the reference corpus has them.

A row of ``gold.jsonl`` has ``doc`` (the text's file name without suffix), ``start``, ``end``, ``measure`` (null for none) and ``class``;
``index.jsonl`` may give the ``period`` of a ``doc``."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from saovuong.core.errors import Refusal
from saovuong.reader.learning_shapes import Gold, Marked

# a measure younger than the annotation may be right of these
_OPEN = frozenset(["unmapped", "breakdown"])


class BadCorpus(Refusal):
    code = "SV-242"
    template = "Thư mục ngữ liệu “{folder}” không dùng được: {reason}."


def marked_texts(folder: Path) -> list[Marked]:
    """The texts of ``folder`` and of its own folders, by name. Raises :class:`BadCorpus`."""
    places = [place for place in (folder, *sorted(folder.iterdir() if folder.is_dir() else ())) if (place / "gold.jsonl").is_file()]
    if not places:
        raise BadCorpus(folder=folder, reason="không có tệp gold.jsonl")
    return [text for place in places for text in _texts(place)]


def _texts(place: Path) -> Iterator[Marked]:
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(place / "gold.jsonl"):
        gold[str(row.get("doc"))].append(row)
    index = place / "index.jsonl"
    periods = {row.get("doc"): row.get("period") for row in _rows(index)} if index.is_file() else {}
    for path in sorted(place.glob("*.txt")):
        if path.stem in gold:
            try:
                text = path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                raise BadCorpus(folder=place, reason=f"{path.name} không phải UTF-8") from None
            yield Marked(path.stem, text, periods.get(path.stem), tuple(_golds(gold[path.stem], place)), complete=True)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError:
                row = None
            if not isinstance(row, dict):
                raise BadCorpus(folder=path.parent, reason=f"{path.name} dòng {number} không phải một đối tượng JSON")
            yield row


def _golds(rows: list[dict[str, Any]], place: Path) -> Iterator[Gold]:
    """One per stretch of overlapping rows: one number may carry several measures."""
    try:
        spans = sorted(
            (int(row["start"]), int(row["end"]), row.get("measure") or "", row.get("class") or "")
            for row in rows
            if row["end"] > row["start"]
        )
    except (KeyError, TypeError, ValueError):
        raise BadCorpus(folder=place, reason="gold.jsonl có dòng thiếu start hoặc end") from None
    while spans:
        start, end = spans[0][:2]
        group = [span for span in spans if span[0] < end]
        spans = spans[len(group) :]
        measures = frozenset(str(span[2]) for span in group if span[2])
        anything = not measures and any(span[3] in _OPEN for span in group)
        yield Gold(start, max(span[1] for span in group), measures, frozenset() if anything else None)
