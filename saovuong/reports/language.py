"""The little language of sentence templates: words that vanish when the figure they need is not known.

``Tổ chức {patrol_count} cuộc tuần tra[[, {patrol_count.change}]].`` A slot ``{measure}``, ``{measure.aspect}`` or
``{measure.aspect: words}`` stands for a figure. ``[[ ]]`` is a clause that may vanish; ``[[a | b | c]]`` is a list of such
clauses, joined with commas and *và*; ``[[; a | b]]`` joins with semicolons, ``[[, a | b]]`` with commas alone; ``[[? a | b]]``
takes the first that can be said.

A piece vanishes when a figure that it names directly is unknown, or when it would state no figure at all. Words without slots stay with the
piece they stand in. Pure: no Django, no clock.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from saovuong.core.errors import Refusal
from saovuong.writers.report_shapes import BlankRun, FigureRun, Run, Text

_TOKEN = re.compile(r"(\[\[(?:[;,?]\|)?|\]\]|\||\{[^{}]*\})")
_SLOT = re.compile(r"\{(?P<name>[a-z][a-z0-9_]*)(?:\.(?P<aspect>[a-z_]+))?(?:: ?(?P<words>[^{}]*))?\}\Z")
_HELD = 0xE000  # private-use characters hold the place of figures while the words around them are tidied


class BadSentence(Refusal):
    code = "SV-812"
    template = "Mẫu báo cáo có câu sai ở “{place}”: {reason}. Câu: {text}"


@dataclass(frozen=True, slots=True)
class Slot:
    """``name`` is a measure code or a word of the report (``year``); ``words`` is what a claim shows in place of a number."""

    name: str
    aspect: str
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    items: tuple["Piece", ...]
    between: str
    before_last: str
    only_first: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    nodes: tuple["str | Slot | Group", ...]

    def slots(self) -> tuple[Slot, ...]:
        """Every slot, also those inside groups, in order."""
        out: list[Slot] = []
        for node in self.nodes:
            if isinstance(node, Slot):
                out.append(node)
            elif isinstance(node, Group):
                out.extend(slot for item in node.items for slot in item.slots())
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a slot became. ``states`` is False for words such as the year, which claim nothing."""

    runs: tuple[Run, ...]
    states: bool = True


Filler = Callable[[Slot], Filled | None]


def parse(text: str, *, place: str) -> Piece:
    """Raises :class:`BadSentence`; ``place`` stands in its sentence."""
    tokens = [token for token in _TOKEN.split(text) if token]
    piece, rest = _piece(tokens, 0, text, place, inside=False)
    if rest != len(tokens):
        raise BadSentence(place=place, reason="thừa dấu ]]", text=text)
    return piece


def _piece(tokens: list[str], at: int, text: str, place: str, *, inside: bool) -> tuple[Piece, int]:
    nodes: list[str | Slot | Group] = []
    while at < len(tokens):
        token = tokens[at]
        if token == "]]" or (token == "|" and inside):  # noqa: S105 - a token of the grammar
            break
        if token.startswith("[["):
            group, at = _group(tokens, at, text, place)
            nodes.append(group)
            continue
        if token.startswith("{"):
            match = _SLOT.match(token)
            if not match:
                raise BadSentence(place=place, reason=f"chỗ trống {token} không đúng cách viết", text=text)
            nodes.append(Slot(match["name"], match["aspect"] or "", match["words"] or ""))
        elif "{" in token or "}" in token:
            raise BadSentence(place=place, reason="dấu ngoặc nhọn lẻ", text=text)
        else:
            nodes.append(token)
        at += 1
    return Piece(tuple(nodes)), at


def _group(tokens: list[str], at: int, text: str, place: str) -> tuple[Group, int]:
    kind = tokens[at][2:].rstrip("|")
    between, before_last = {"": (", ", " và "), ";": ("; ", "; "), ",": (", ", ", "), "?": ("", "")}[kind]
    items: list[Piece] = []
    while True:
        item, at = _piece(tokens, at + 1, text, place, inside=True)
        items.append(item)
        if at >= len(tokens):
            raise BadSentence(place=place, reason="thiếu dấu ]]", text=text)
        if tokens[at] == "]]":
            return Group(tuple(items), between, before_last, only_first=kind == "?"), at + 1


def render(piece: Piece, fill: Filler) -> tuple[Run, ...] | None:
    """The sentence as runs, tidied, its first letter a capital; None when it would state nothing that is known."""
    runs = _render(piece, fill)
    return tidy(runs) if runs is not None else None


def _render(piece: Piece, fill: Filler) -> tuple[Run, ...] | None:
    runs: list[Run] = []
    asked = stated = False
    for node in piece.nodes:
        if isinstance(node, str):
            runs.append(Text(node))
        elif isinstance(node, Slot):
            filled = fill(node)
            if filled is None:
                return None
            asked, stated = asked or filled.states, stated or filled.states
            runs.extend(filled.runs)
        else:
            asked = True
            kept = [inner for item in node.items if (inner := _render(item, fill)) is not None]
            kept = kept[:1] if node.only_first else kept
            stated = stated or bool(kept)
            runs.extend(_join(kept, node))
    return tuple(runs) if stated or not asked else None


def _join(items: list[tuple[Run, ...]], group: Group) -> list[Run]:
    out: list[Run] = []
    for number, item in enumerate(items):
        if number:
            out.append(Text(group.before_last if number == len(items) - 1 else group.between))
        out.extend(_trimmed(item) if len(group.items) > 1 else item)
    return out


def _trimmed(item: tuple[Run, ...]) -> list[Run]:
    """List items may be written with spaces around them."""
    runs = list(item)
    if runs and isinstance(runs[0], Text):
        runs[0] = Text(runs[0].text.lstrip())
    if runs and isinstance(runs[-1], Text):
        runs[-1] = Text(runs[-1].text.rstrip())
    return runs


def tidy(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Single spaces, none before a comma or inside brackets, capitals at the start and after a full stop."""
    held: list[Run] = []
    words = []
    for item in runs:
        if isinstance(item, Text):
            words.append(item.text)
        else:
            words.append(chr(_HELD + len(held)))
            held.append(item)
    text = re.sub(r"\s+", " ", "".join(words)).strip()
    text = re.sub(r" ([,.;:)])", r"\1", text)
    text = re.sub(r"\( ", "(", text)
    text = re.sub(r"[,;:]+(?=\.)", "", text)
    text = re.sub(r":[,;]", ":", text)
    text = re.sub(r"^[,;. ]+", "", text)
    for match in re.finditer(r"(?:^|[.!?] )(\S)", text):
        text = text[: match.start(1)] + _capital(match[1], held) + text[match.end(1) :]
    return _unfold(text, held)


def _capital(char: str, held: list[Run]) -> str:
    """A capital letter; a held figure is made to begin with one in its place."""
    number = ord(char) - _HELD
    if 0 <= number < len(held):
        item = held[number]
        if isinstance(item, FigureRun):
            held[number] = FigureRun(item.figure, item.text[:1].upper() + item.text[1:], item.bold)
        return char
    return char.upper()


def _unfold(text: str, held: list[Run]) -> tuple[Run, ...]:
    out: list[Run] = []
    for part in re.split(f"([{chr(_HELD)}-{chr(_HELD + 0xFFF)}])", text):
        if part and _HELD <= ord(part[0]) <= _HELD + 0xFFF:
            out.append(held[ord(part[0]) - _HELD])
        elif part:
            out.append(Text(part))
    return tuple(out)


def plain(runs: tuple[Run, ...]) -> str:
    """The words as a reader sees them."""
    return "".join(f"({item.hint})" if isinstance(item, BlankRun) else item.text for item in runs)
