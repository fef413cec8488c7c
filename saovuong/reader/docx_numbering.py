"""The numbers and bullets that Word prints before list paragraphs. A .docx stores only the rules; the labels are worked out here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from saovuong.reader.docx_styles import Styles, W

_DEEPEST = 9
_KEPT_BULLETS = "-+*•–—o▪●✔►→"


@dataclass(frozen=True, slots=True)
class _Level:
    """``legal`` levels print the numbers above them in Arabic figures whatever those print themselves."""

    form: str
    text: str
    start: int
    legal: bool


@dataclass(slots=True)
class _List:
    """One abstract list; every paragraph of it moves its counters."""

    levels: dict[int, _Level]
    counters: list[int | None] = field(default_factory=lambda: [None] * _DEEPEST)


class Numbering:
    """``root`` is the root of numbering.xml, None where the document has none. Labels must be asked for in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._of_number: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for abstract in root.iterfind(W + "abstractNum"):
            self._lists[abstract.get(W + "abstractNumId", "")] = _List(_levels(abstract))
        for number in root.iterfind(W + "num"):
            self._add(number)
        self._follow_links(root)

    def _add(self, number: etree._Element) -> None:
        key = number.get(W + "numId", "")
        abstract = _value(number, "abstractNumId")
        self._of_number[key] = abstract
        for override in number.iterfind(W + "lvlOverride"):
            level = _whole(override.get(W + "ilvl"), 0)
            start = override.find(W + "startOverride")
            if start is not None:
                self._restarts.setdefault(key, {})[level] = _whole(start.get(W + "val"), 1)
            if override.find(W + "lvl") is not None and abstract in self._lists:
                known = self._lists[abstract]
                # A number with levels of its own counts by itself.
                self._lists[f"{abstract}/{key}"] = _List({**known.levels, **_levels(override)})
                self._of_number[key] = f"{abstract}/{key}"

    def _follow_links(self, root: etree._Element) -> None:
        """An abstract list may stand for the one that a numbering style names."""
        owners = {_value(one, "styleLink"): one.get(W + "abstractNumId", "") for one in root.iterfind(W + "abstractNum")}
        for abstract in root.iterfind(W + "abstractNum"):
            target = owners.get(_value(abstract, "numStyleLink"), "")
            if target and target in self._lists:
                self._lists[abstract.get(W + "abstractNumId", "")] = self._lists[target]

    def label(self, paragraph: etree._Element, style_id: str) -> str:
        """``1.``, ``a)``, ``I.``, ``-`` or ''. Moves the counters of the list."""
        number, depth = self._number_of(paragraph, style_id)
        one = self._lists.get(self._of_number.get(number, ""))
        if one is None or depth not in one.levels:
            return "-" if number not in ("", "0") and one is None else ""
        self._count(one, number, depth)
        return _printed(one, depth)

    def _number_of(self, paragraph: etree._Element, style_id: str) -> tuple[str, int]:
        """Number and depth, each from the nearest place that states it: the paragraph, then its styles."""
        number = depth = ""
        for holder in (paragraph, *self._styles.chain(style_id)):
            properties = holder.find(f"{W}pPr/{W}numPr")
            if properties is not None:
                number = number or _value(properties, "numId")
                depth = depth or _value(properties, "ilvl")
        return number, min(_whole(depth, 0), _DEEPEST - 1)

    def _count(self, one: _List, number: str, depth: int) -> None:
        restart = self._restarts.get(number, {}).pop(depth, None)
        before = one.counters[depth]
        if restart is not None:
            one.counters[depth] = restart
        else:
            one.counters[depth] = one.levels[depth].start if before is None else before + 1
        for deeper in range(depth + 1, _DEEPEST):
            one.counters[deeper] = None


def _levels(holder: etree._Element) -> dict[int, _Level]:
    out = {}
    for level in holder.iter(W + "lvl"):
        form, legal = _value(level, "numFmt") or "decimal", level.find(W + "isLgl") is not None
        out[_whole(level.get(W + "ilvl"), 0)] = _Level(form, _value(level, "lvlText"), _whole(_value(level, "start"), 1), legal)
    return out


def _printed(one: _List, depth: int) -> str:
    level = one.levels[depth]
    if level.form == "bullet":
        sign = level.text.strip()[:1]
        return sign if sign and sign in _KEPT_BULLETS else "-"

    def counter(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        known = one.levels.get(place, level)
        value = one.counters[place]
        form = "decimal" if level.legal else known.form
        return _FORMS.get(form, str)(known.start if value is None else value)

    return re.sub(r"%([1-9])", counter, level.text).strip()


def _letters(number: int) -> str:
    """a to z, then aa, bb as Word counts on."""
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 5) if number > 0 else ""


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value and len(out) < 20:
            out, number = out + sign, number - value
    return out


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "none": lambda number: "",
}


def _value(holder: etree._Element, name: str) -> str:
    found = holder.find(W + name)
    return (found.get(W + "val") or "") if found is not None else ""


def _whole(text: str | None, other: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else other
