"""Blocks of a text: headings, list items, table rows and paragraphs, with the headings above each.

One line is one block, and so are the lines that one was broken into.
"""

import re
from dataclasses import dataclass, field, replace

from saovuong.reader.letterhead import HeadReader
from saovuong.reader.lines import meant_lines
from saovuong.reader.normal import NormalText
from saovuong.reader.tables import HEADER, ROW, Cell, TableLine, TableReader, is_section

HEADING, ITEM, PARAGRAPH = "heading", "item", "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """``path`` holds the spans of the headings above, outermost first; ``lead`` is the block's own opening title
    (``2. Khu vực phòng thủ. Chỉ đạo ...``); ``cells`` are set for table rows."""

    start: int
    end: int
    kind: str
    path: tuple[tuple[int, int], ...] = ()
    lead: tuple[int, int] | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(slots=True)
class _State:
    stack: list[tuple[int, tuple[int, int]]]
    table: TableReader = field(default_factory=TableReader)
    head: HeadReader = field(default_factory=HeadReader)
    intro: tuple[int, int] | None = None
    section: tuple[int, int] | None = None


def find_blocks(normal: NormalText) -> list[Block]:
    """The blocks of ``normal`` in order; empty lines are left out."""
    return blocks_and_head(normal)[0]


def blocks_and_head(normal: NormalText) -> tuple[list[Block], int]:
    """The blocks, and how many of them are the letterhead above the title."""
    state = _State([])
    out: list[Block] = []
    for begin, finish in meant_lines(normal):
        line = normal.text[begin:finish]
        stripped = line.strip()
        if stripped:
            start = begin + line.index(stripped[0])
            end = start + len(stripped)
            if state.head.title_goes_on(stripped, normal.low[start:end], block=len(out)):
                out[-1] = replace(out[-1], end=end)
                state.stack = [(0, (out[-1].start, end))]
                continue
            row = state.table.line(normal.low, begin, finish)
            out.append(_block(normal, start, end, state, row, first=not out))
        else:
            state.table.close()
    return out, state.head.title_at


def _block(normal: NormalText, start: int, end: int, state: _State, row: TableLine | None, *, first: bool) -> Block:
    low = normal.low[start:end]
    if row:
        if row.kind == HEADER:
            state.section = None
        elif is_section(normal.low, row.cells):
            state.section = (start, end)
            return Block(start, end, HEADING, _path(state))
        path = (*_path(state), *(span for span in (state.section, row.group) if span))
        return Block(start, end, row.kind, path, None, row.cells)
    state.table.close()
    state.table.note(normal.low, start, end)
    text = normal.text[start:end]
    level = _heading_level(text, low, first=first)
    if level is not None:
        state.stack = [one for one in state.stack if one[0] < level]
        path = _path(state)
        state.stack.append((level, (start, end)))
        state.intro = None
        return Block(start, end, HEADING, path)
    item = _ITEM.match(low)
    intro = (state.intro,) if item and state.intro else ()
    path = (*_path(state), *intro)
    lead = _lead(normal, start, end)
    if numbered := _NUMBERED.match(low):
        rank = 2 + numbered.group().count(".")
        if _FIRST.match(low) and state.stack and state.stack[-1][0] == _PLAIN_TITLE:
            # a list that begins anew stands below the title that opens it
            state.stack[-1] = (rank - 1, state.stack[-1][1])
        state.stack = [one for one in state.stack if one[0] < rank]
        path = (*_path(state), *intro)
        if lead:
            state.stack.append((rank, lead))
    if not item:
        state.intro = (start, end) if low.endswith(":") else None
    return Block(start, end, ITEM if item else PARAGRAPH, path, lead)


def _path(state: _State) -> tuple[tuple[int, int], ...]:
    return tuple(span for _, span in state.stack)


_ITEM = re.compile(r"(?:[-+*•▪●✔✅👉➤►→◦]|o\s|\(?[a-zđ]{1,2}[).]\s|\(?\d{1,2}[)./]\s|\d{1,2}-\s)")
_CONTENT_ITEM = re.compile(r"[-•●▪◦o]\s|[✔✅👉➤►→]|\(?\d{1,2}[)./]\s|\d")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}(?:(?=[.)/]?\s)[.)/]?|-(?=\s+[^\W\d]))")
_FIRST = re.compile(r"\(?1[).:/-]?\s")
_PLAIN_TITLE = 5
_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])\s*[.)/]\s*(?=\S)|(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s+(?:thứ\s+)?\S+")
_SENTENCE_END = re.compile(r"[.;,]$")


def _heading_level(text: str, low: str, *, first: bool) -> int | None:
    """0 for titles, 1 for ``I.`` and ``A.``, 2 and more for numbered titles, 6 for a line in brackets or stars; None for body text."""
    if len(text) > 160 or _SENTENCE_END.search(text):
        return 0 if first and len(text) < 160 and not text.endswith(".") else None
    letters = [char for char in text if char.isalpha()]
    if _ROMAN.match(text):
        return 1
    if letters and sum(char.isupper() for char in letters) > 0.7 * len(letters) and len(letters) > 3:
        return 0
    numbered = _NUMBERED.match(low)
    body = low[numbered.end() :] if numbered else low
    short = len(text) <= 110 and not re.search(r"\d\s*(?:%|đ/c)|[.!?]\s+\S", body)
    if numbered and short and not re.search(r":\s*\S", body) and not _has_figure(body):
        return 1 + numbered.group().count(".") + (0 if "." in numbered.group() else 1)
    if first and short:
        return 0
    if short and len(text) <= 80 and not _CONTENT_ITEM.match(low) and not _has_figure(body) and not re.search(r":\s*\S", body):
        return _PLAIN_TITLE if not text.endswith(":") else None
    return None


_YEARISH = re.compile(r"(?:năm|tháng|quý|ngày|số|giai đoạn)\s+[\d/. -]+|(?:19|20)\d\d|\d{1,2}\s+tháng")


def _has_figure(low: str) -> bool:
    return bool(re.search(r"\d", _YEARISH.sub("", low)))


_LEAD = re.compile(
    r"\s*+(?:[-+*•▪●✔✅👉➤►→◦]️?\s*+|\(?[a-zđ]{1,2}[).]\s++|\(?\d{1,2}(?:\.\d{1,2})*[)./-]?\s++|\[)*+(?P<lead>(?:[^\d:.;|\n\]]|(?<=\s)(?:19|20)\d\d(?!\d)){3,90}?)\s*(?::|\.(?=\s)|\](?=\s))"
)


def _lead(normal: NormalText, start: int, end: int) -> tuple[int, int] | None:
    match = _LEAD.match(normal.low, start, end)
    return match.span("lead") if match else None


def sentence_spans(normal: NormalText, block: Block) -> list[tuple[int, int]]:
    """The sentences of a block; a table row is one."""
    if block.kind in (ROW, HEADER):
        return [(block.start, block.end)]
    spans = []
    start = block.start
    for match in _SENTENCE.finditer(normal.text, block.start, block.end):
        if _ABBREVIATION.search(normal.low, max(block.start, match.start() - 6), match.start() + 1):
            continue
        if _NUMBER_ALONE.fullmatch(normal.low, start, match.start() + 1):
            continue
        spans += _pieces(normal.text, start, match.end())
        start = match.end()
    if start < block.end:
        spans += _pieces(normal.text, start, block.end)
    return spans


# no sentence that people write comes near; a text without any stop must not be looked through whole for each of its numbers
_LONGEST_SENTENCE = 2_000


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, or where it is endless its pieces, cut behind blanks where there are any."""
    out = []
    while end - start > _LONGEST_SENTENCE:
        blank = text.rfind(" ", start, start + _LONGEST_SENTENCE)
        cut = blank + 1 if blank > start else start + _LONGEST_SENTENCE
        out.append((start, cut))
        start = cut
    return [*out, (start, end)]


_SENTENCE = re.compile(
    r"(?<![\d.!?…])[.!?…]++[\"')]*+\s*+(?=[A-ZĐÂÊÔƠƯĂÁÀẢÃẠÉÈẺẼẸÍÌỈĨỊÓÒỎÕỌÚÙỦŨỤÝỲỶỸỴẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰẮẰẲẴẶ0-9\"+-])|(?<=\d)[.!?]\s+(?=[A-ZĐÂÊÔƠƯĂÁÀẢÃẠÍỨỐẤẬỚ+\"-])|[.!?]\s+"
)
_ABBREVIATION = re.compile(r"(?<!\w)(?:tp|p|tx|q|h|x|tt|đ|ths|ts|gs|st|vv)\.\Z")
_NUMBER_ALONE = re.compile(r"\s*+\(?\d{1,2}\s*[.)]")
