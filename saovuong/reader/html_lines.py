"""The lines of an article in HTML: paragraphs, headings, list items and table rows, one a line, cells divided by tabs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from saovuong.reader.html_main import BLOCKS, Weights, is_link_list, phrases, text_of

_RAISED = str.maketrans("0123456789()+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻ⁿ")
DATE = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\s?([/.-])\s?(?:0?[1-9]|1[0-2])\s?\1\s?(?:19|20)\d\d(?!\d)")
LONG_DATELINE = 120
# Words that a line about the page may hold besides: who wrote it.
_NAME_OF_AUTHOR = 5
_MOST_SPAN = 60
_DEEPEST = 200


@cache
def _page_words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, phrases("page_words"))) + r"|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|gmt|[^\w\s]|\d|_")


@dataclass(slots=True)
class LineWriter:
    """``weights`` tell link lists from text, and the article's end from its text; None keeps everything.

    ``dated`` says that the date is told already."""

    weights: Weights | None
    dated: bool = False
    lines: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _mark: str = ""
    _over: bool = False

    def write(self, node: etree._Element, depth: int = 0) -> None:
        if depth > _DEEPEST:
            self._open.append(text_of(node))
            return
        if self.weights is not None and node.tag in BLOCKS and is_link_list(node, self.weights):
            return
        if node.tag == "table":
            self._table(node, depth)
        elif node.tag in ("ul", "ol"):
            self._list(node, depth)
        elif node.tag == "br":
            self._end()
        elif node.tag in ("sup", "sub"):
            inside = text_of(node)
            self._open.append(inside.translate(_RAISED) if node.tag == "sup" else inside)
        elif node.tag in BLOCKS:
            self._end()
            self._inside(node, depth)
            self._end()
        else:
            self._inside(node, depth)

    def _inside(self, node: etree._Element, depth: int) -> None:
        self._open.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                self.write(child, depth + 1)
            self._open.append(child.tail or "")

    def _end(self) -> None:
        line = " ".join("".join(self._open).split())
        self._open.clear()
        line = self._of_article(line) if self.weights is not None else line
        if line:
            self.lines.append(f"{self._mark} {line}" if self._mark else line)
            self._mark = ""

    def _of_article(self, line: str) -> str:
        """The line, '' where it leads away from the article, its date alone where it tells of the page."""
        low = line.lower()
        self._over = self._over or low.rstrip(" :.") in phrases("ending")
        if self._over or low.startswith(phrases("leading_away")):
            return ""
        if len(line) > LONG_DATELINE or not any(word in low for word in phrases("page_words")):
            return line
        if len(_page_words().sub(" ", low).split()) > _NAME_OF_AUTHOR:
            return line
        found = DATE.search(line)
        told, self.dated = self.dated, self.dated or found is not None
        return found.group() if found and not told else ""

    def _list(self, node: etree._Element, depth: int) -> None:
        self._end()
        number = _whole(node.get("start"), 1)
        for child in node:
            if not isinstance(child.tag, str):
                continue
            if child.tag == "li":
                self._mark = f"{number}." if node.tag == "ol" else "-"
                number += 1
            self.write(child, depth + 1)
            self._end()
            self._mark = ""

    def _table(self, table: etree._Element, depth: int) -> None:
        self._end()
        rows = list(_rows(table))
        laid_out = any(cell.find(".//table") is not None for row in rows for cell in row) or max(map(len, rows), default=0) < 2
        if laid_out:
            for row in rows:
                for cell in row:
                    self.write(cell, depth + 1)
                    self._end()
            return
        self.lines.append("")
        self.lines += _grid(rows)
        self.lines.append("")


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield [cell for cell in row if cell.tag in ("td", "th")]


def _grid(rows: list[list[etree._Element]]) -> Iterator[str]:
    """Rows with every cell in its column: a cell over several columns or rows stands in the first, the others are empty."""
    taken: dict[int, int] = {}
    for row in rows:
        cells: list[str] = []
        for cell in row:
            while taken.get(len(cells), 0) > 0:
                taken[len(cells)] -= 1
                cells.append("")
            wide, high = _whole(cell.get("colspan"), 1), _whole(cell.get("rowspan"), 1)
            for place in range(len(cells), len(cells) + wide):
                taken[place] = high - 1
            cells += [_cell_text(cell), *[""] * (wide - 1)]
        for place in sorted(taken):
            if place >= len(cells) and taken[place] > 0:
                taken[place] -= 1
                cells += [""] * (place + 1 - len(cells))
        if any(cells):
            yield "\t".join(cells)


def _cell_text(cell: etree._Element) -> str:
    inner = LineWriter(None)
    inner.write(cell)
    return " ".join(line for line in inner.lines if line)


def _whole(text: str | None, other: int) -> int:
    plain = (text or "").strip()
    return max(1, min(int(plain), _MOST_SPAN)) if plain.isascii() and plain.isdigit() and len(plain) < 6 else other
