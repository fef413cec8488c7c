"""Reports to measure reading with, made from the texts of the demonstration: the same on every machine, no two alike.

Counts and place names are varied, so that a longer text brings new words and numbers rather than the same lines again.
"""

import itertools
import random
import re
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1] / "saovuong" / "demo" / "data" / "sources"
_PLACES = ("Phùng Chí Kiên", "Sông Cầu", "Huyền Tụng", "Đức Xuân", "Dương Quang", "Xuất Hóa", "Nguyễn Thị Minh Khai", "Nông Thượng")
_COUNT = re.compile(r"(?<![\d.,/])[1-9]\d{1,2}(?= [a-zđ])(?! tháng)|(?<=\d\.)\d{3}(?= [a-zđ])")
_PLACE = re.compile("|".join(_PLACES))


def sources(characters: int) -> list[str]:
    """Report sources, as :mod:`build_demo_documents` reads them, of at least so many characters together."""
    found = [path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt"))]
    out: list[str] = []
    for number, text in enumerate(itertools.cycle(found)):
        if sum(map(len, out)) >= characters:
            return out
        out.append(_varied(text, number))
    return out


def plain(source: str) -> str:
    """A source as the text that its Word document shows, one paragraph or table row a line."""
    lines = []
    for line in source.splitlines():
        if line.strip() and not line.startswith("%"):
            body = line.lstrip("|!~#").strip()
            lines.append(" | ".join(cell.strip() for cell in body.split("|") if cell.strip()) if line.startswith("|") else body)
    return "\n".join(lines) + "\n"


def _varied(text: str, number: int) -> str:
    chance = random.Random(number)
    places = dict(zip(_PLACES, chance.sample(_PLACES, len(_PLACES)), strict=True))
    text = _PLACE.sub(lambda match: places[match.group()], text)
    return _COUNT.sub(lambda match: str(chance.randint(10 ** (len(match.group()) - 1), 10 ** len(match.group()) - 1)), text)
