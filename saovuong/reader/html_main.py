"""Which part of a web page is the article: the part with the most running text and the fewest links."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from lxml import etree

_BLOCKS = """
address article aside blockquote body center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p
pre section summary table tbody td tfoot th thead tr ul
"""
_NO_TEXT = """
script style noscript template iframe svg canvas object embed applet audio video picture map button input select option textarea nav aside
footer figcaption head link meta title dialog menu
"""
BLOCKS, _GONE = frozenset(_BLOCKS.split()), frozenset(_NO_TEXT.split())
_HOLDERS = frozenset(["article", "body", "center", "div", "main", "section", "table", "tbody", "td"])
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
# A block of fewer letters is no running text; links count against a part more than text counts for it.
_RUNNING, _LINK_COST, _SHORT_COST = 60, 2.0, 0.5
# What holds so much of a page's running text is not beside the point, whatever it is called; the less if it is called an article too.
_TOO_MUCH, _TOO_MUCH_OF_ARTICLE = 0.8, 0.4


@cache
def _table() -> Mapping[str, list[str]]:
    return tomllib.loads(files("saovuong.reader").joinpath("data", "web_pages.toml").read_text(encoding="utf-8"))


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The words of one kind in ``data/web_pages.toml``."""
    return tuple(_table()[kind])


@cache
def _names(kind: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(word.split()) for word in phrases(kind))


@cache
def named(name: str, kind: str) -> bool:
    """Whether the class or id ``name`` holds one of the :func:`phrases` of ``kind``."""
    parts = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())
    runs = (tuple(parts[first : first + length]) for length in (1, 2, 3) for first in range(len(parts) - length + 1))
    return not _names(kind).isdisjoint(runs)


def name_of(node: etree._Element) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"[:300]


def elements(root: etree._Element) -> Iterator[etree._Element]:
    return (node for node in root.iter() if isinstance(node.tag, str))


def text_of(node: etree._Element) -> str:
    return " ".join("".join(node.itertext()).split())


class Weights:
    """How much running text, link text and short text each element holds, by one walk over the page."""

    def __init__(self, root: etree._Element) -> None:
        self.running: dict[etree._Element, int] = {}
        self.links: dict[etree._Element, int] = {}
        self.short: dict[etree._Element, int] = {}
        own, linked = _letters(root)
        for node in reversed(list(elements(root))):
            children = [child for child in node if isinstance(child.tag, str)]
            self.links[node] = linked.get(node, 0) + sum(self.links[child] for child in children)
            plain = own.get(node, 0)
            running = plain >= _RUNNING
            self.running[node] = (plain if running else 0) + sum(self.running[child] for child in children)
            self.short[node] = (0 if running else plain) + sum(self.short[child] for child in children)

    def worth(self, node: etree._Element) -> float:
        return self.running[node] - _LINK_COST * self.links[node] - _SHORT_COST * self.short[node]


def _letters(root: etree._Element) -> tuple[dict[etree._Element, int], dict[etree._Element, int]]:
    """Letters that stand in each block itself, those in links told apart."""
    own: dict[etree._Element, int] = {}
    linked: dict[etree._Element, int] = {}
    stack: list[tuple[etree._Element, etree._Element, bool]] = [(root, root, False)]
    while stack:
        node, block, in_link = stack.pop()
        here = node if node.tag in BLOCKS else block
        inside = in_link or node.tag == "a"
        counted = linked if inside else own
        counted[here] = counted.get(here, 0) + len((node.text or "").strip())
        for child in node:
            if isinstance(child.tag, str):
                stack.append((child, here, inside))
            counted[here] = counted.get(here, 0) + len((child.tail or "").strip())
    return own, linked


def without_asides(body: etree._Element) -> None:
    """Remove scripts, hidden parts, menus, related news, comments and adverts."""
    drop(node for node in list(elements(body)) if node is not body and (node.tag in _GONE or _is_hidden(node)))
    weights = Weights(body)
    total = max(1, weights.running[body])
    title = next((node for node in elements(body) if node.tag == "h1"), None)
    kept = {body} if title is None else {body, title, *title.iterancestors()}
    drop(node for node in list(elements(body)) if node not in kept and _is_aside(node, weights.running[node] / total))


def _is_aside(node: etree._Element, share: float) -> bool:
    name = name_of(node)
    return named(name, "aside") and share < (_TOO_MUCH_OF_ARTICLE if named(name, "article") else _TOO_MUCH)


def _is_hidden(node: etree._Element) -> bool:
    return node.get("hidden") is not None or node.get("aria-hidden") == "true" or bool(_HIDDEN.search(node.get("style") or ""))


def drop(nodes: Iterable[etree._Element]) -> None:
    """Remove elements; the text that follows each stays."""
    for node in nodes:
        parent = node.getparent()
        if parent is None:
            continue
        before, tail = node.getprevious(), node.tail
        parent.remove(node)
        if tail:
            # References to control characters come through the parser, but may not be set.
            tail = _CONTROL.sub("", tail)
            if before is not None:
                before.tail = _CONTROL.sub("", before.tail or "") + tail
            else:
                parent.text = _CONTROL.sub("", parent.text or "") + tail


def article_of(body: etree._Element) -> tuple[etree._Element, Weights]:
    """The element that holds the article, as deep as it goes; parts named as articles win ties."""
    weights = Weights(body)
    best, top = body, weights.worth(body)
    for node in elements(body):
        if node.tag in _HOLDERS:
            worth = weights.worth(node) * (1.05 if named(name_of(node), "article") or node.tag in ("article", "main") else 1.0)
            if worth > top or (worth == top and best in node.iterancestors()):
                best, top = node, worth
    return best, weights


def is_link_list(node: etree._Element, weights: Weights) -> bool:
    """A list or box inside the article that is mostly links leads away from it."""
    links = weights.links.get(node, 0)
    return links > 30 and links > 2 * (weights.running.get(node, 0) + weights.short.get(node, 0))
