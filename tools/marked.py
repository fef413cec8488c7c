"""Read marked texts: plain text in which every number and every figure in words stands as ``{{surface|answer|key=value ...}}``.

A ``.mark`` file opens with ``# key: value`` lines (id, unit, period, genre). An answer is one measure, several joined with ``+``, or
``!class`` for a number that is no figure of the catalogue. Keys: ``value`` (an underscore stands for a space), ``mod``, ``role``,
``period``, ``uom``. A value left out is read from the surface. Rows come out as ``../shared/tools/score_reader.py`` reads them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import parse_number
from saovuong.core.quantity import MeasureKind

_MARK = re.compile(r"\{\{([^|{}]+)\|([^|{}]+)(?:\|([^{}]*))?\}\}")
_HEAD = re.compile(r"#\s*(\w+):\s*(.*)")
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


@dataclass(frozen=True, slots=True)
class Marked:
    """One text with its answers; ``rows`` holds one row per number and measure, offsets in code points of ``text``."""

    doc: str
    text: str
    about: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]


def marked_texts(folder: Path, catalogue: Catalogue) -> list[Marked]:
    """Every ``*.mark`` file of ``folder``. Exits with the file's name at a mark that cannot be understood."""
    return [read_marked(path, catalogue) for path in sorted(folder.glob("*.mark"))]


def read_marked(path: Path, catalogue: Catalogue) -> Marked:
    lines = path.read_text(encoding="utf-8").split("\n")
    about: dict[str, str] = {}
    while lines and (head := _HEAD.fullmatch(lines[0].rstrip())):
        about[head[1]] = head[2].strip()
        lines.pop(0)
    body = "\n".join(lines).strip("\n") + "\n"
    pieces: list[str] = []
    rows: list[Mapping[str, Any]] = []
    length = done = 0
    for mark in _MARK.finditer(body):
        gap = body[done : mark.start()]
        pieces += (gap, mark[1])
        start = length + len(gap)
        length, done = start + len(mark[1]), mark.end()
        options = dict(option.split("=", 1) for option in (mark[3] or "").split())
        for answer in mark[2].split("+"):
            rows.append(
                {
                    "doc": path.stem,
                    "start": start,
                    "end": length,
                    **_answer(path, catalogue, mark[1], answer, {"period": about.get("period"), **options}),
                }
            )
    return Marked(path.stem, "".join((*pieces, body[done:])), about, tuple(rows))


def _answer(path: Path, catalogue: Catalogue, surface: str, answer: str, options: Mapping[str, str | None]) -> dict[str, Any]:
    row: dict[str, Any] = {"figure": surface, "measure": None}
    if answer.startswith("!"):
        return row | {"class": answer[1:]}
    measure = catalogue.measures.get(answer)
    if measure is None:
        raise SystemExit(f"{path.name}: không có chỉ tiêu {answer} ({surface})")
    value = _value(surface, options.get("value"), path)
    return row | {
        "measure": answer,
        "value": value,
        "unit": options.get("uom", measure.uom),
        "modifier": options.get("mod", "exact"),
        "period": options["period"],
        "role": options.get("role", "result"),
        "class": _class_of(measure, value, surface),
    }


def _value(surface: str, told: str | None, path: Path) -> Any:
    if told is None:
        number = _NUMBER.search(surface)
        if number is None:
            raise SystemExit(f"{path.name}: “{surface}” cần value=")
        read = parse_number(number.group())
        if read is None:
            raise SystemExit(f"{path.name}: “{surface}” cần value=")
        value = float(read)
        return int(value) if value.is_integer() else value
    told = told.replace("_", " ")
    try:
        return json.loads(told)
    except ValueError:
        return told


def _class_of(measure: Measure, value: Any, surface: str) -> str:
    if value is None:
        return "unquantified"
    if measure.kind is MeasureKind.RATING:
        return "rating"
    if measure.kind is MeasureKind.YES_NO:
        return "yes_no"
    return "zero_statement" if value == 0 and not any(map(str.isdigit, surface)) else "measure"
