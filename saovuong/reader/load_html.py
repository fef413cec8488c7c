"""The article of a saved web page: its title, its date, its text. Menus, related news, comments and adverts are left out."""

import email
import email.message
import re
from collections.abc import Iterator

from lxml import etree

from saovuong.core.errors import Refusal
from saovuong.reader.decode import converted_note, decoded
from saovuong.reader.html_lines import DATE, LONG_DATELINE, LineWriter
from saovuong.reader.html_main import article_of, drop, elements, name_of, named, text_of, without_asides
from saovuong.reader.kinds import FileKind
from saovuong.reader.load import FileCorrupt, Loaded
from saovuong.reader.old_encodings import repaired
from saovuong.reader.syllables import vietnamese_words


class NoArticle(Refusal):
    code = "SV-220"
    template = (
        "Trang {file} không có bài viết nào: chỉ có mục lục, liên kết, hoặc nội dung mà trình duyệt tải sau khi mở trang. "
        "Mở trang bằng trình duyệt, chép phần bài sang Word, lưu thành .docx rồi đưa vào."
    )


_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_WORD = re.compile(rb"(?:name=[\"']?Generator[\"']?\s+content=[\"']?Microsoft Word|urn:schemas-microsoft-com:office:word)", re.IGNORECASE)
_ISO_DATE = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DATE_NAMES = ("article:published_time", "datepublished", "pubdate", "dc.date", "date", "og:published_time", "publish-date")
_SHORT_TITLE, _LONG_TITLE = 15, 300


def html_text(content: bytes, name: str) -> Loaded:
    """Text and notes of a saved page. Raises FileEncoding, FileEncodingUnknown, FileBinary, FileCorrupt or NoArticle."""
    markup, notes = _markup(content, name)
    root = _parsed(markup, name)
    body = root.find("body")
    if body is None:
        raise NoArticle(file=name)
    lines = _whole(body) if _WORD.search(content[:4096]) else list(_article(root, body, name))
    text, old = repaired("\n".join(lines).strip("\n") + "\n")
    return text, (*notes, *converted_note(old))


def mhtml_text(content: bytes, name: str) -> Loaded:
    """A page saved as one file: the first HTML inside it."""
    message = email.message_from_bytes(content)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            inner = part.get_payload(decode=True)
            if isinstance(inner, bytes) and inner.strip():
                return html_text(_with_charset(inner, part), name)
    raise FileKind(kind=".mht không có trang HTML", file=name)


def _with_charset(inner: bytes, part: email.message.Message) -> bytes:
    """The transport's charset stands where the page names none."""
    charset = str(part.get_content_charset() or "")
    known = not charset or _CHARSET.search(inner[:8192]) or not charset.isascii()
    return inner if known else f'<meta charset="{charset}">'.encode() + inner


def _markup(content: bytes, name: str) -> Loaded:
    """As the page declares its encoding, where that reads; else as :func:`decoded` finds it."""
    found = _CHARSET.search(content[:16384])
    declared = found.group(1).decode("ascii", "replace").lower() if found else ""
    if declared.startswith("utf-8") or not declared:
        try:
            return content.decode("utf-8-sig"), ()
        except UnicodeDecodeError:
            text = content.decode("utf-8", "replace")
            words, good = vietnamese_words(text)
            if declared and good > 0.9 * words:
                return text.replace("\ufffd", ""), (f"Bỏ {text.count(chr(0xFFFD))} ký tự hỏng trong trang.",)
    if declared in ("windows-1252", "iso-8859-1", "x-user-defined"):
        # Pages in old fonts declare Western letters; their lines are told apart when they are read.
        return content.decode("cp1252", "replace"), ()
    return decoded(content, name)


def _parsed(markup: str, name: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise FileCorrupt(file=name, reason="không phân tích được HTML")
    return root


def _whole(body: etree._Element) -> list[str]:
    writer = LineWriter(None)
    writer.write(body)
    return writer.lines


def _article(root: etree._Element, body: etree._Element, name: str) -> Iterator[str]:
    wanted = _head_title(root)
    without_asides(body)
    article, weights = article_of(body)
    if weights.running[article] == 0:
        raise NoArticle(file=name)
    head = _title_node(body, wanted)
    before, between = _around(body, head, article)
    inside = [node for node in elements(article) if _is_dated(node) and _is_dateline(node)][:3]
    title = text_of(head) if head is not None else wanted
    yield title[:_LONG_TITLE]
    date = _first_date([*filter(_is_dated, between), *inside]) or _meta_date(root) or _first_date([*filter(_is_dated, before)][-2:])
    yield date
    drop([*inside, *([head] if head is not None else [])])
    written: set[etree._Element] = set()
    for node in between:
        if weights.running[node] and not weights.links[node] and not written.intersection(node.iterancestors()):
            written.add(node)
            if not _is_dateline(node):
                yield text_of(node)
    writer = LineWriter(weights, dated=bool(date))
    writer.write(article)
    yield from writer.lines


def _head_title(root: etree._Element) -> str:
    """The title that the page's head gives, without the name of the site."""
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == "og:title" and meta.get("content"):
            return " ".join(str(meta.get("content")).split())
    title = next(root.iter("title"), None)
    return re.split(r"(?<!\s)\s++[|–-]\s+", text_of(title))[0].strip() if title is not None else ""


def _title_node(body: etree._Element, wanted: str) -> etree._Element | None:
    """The heading that says most of the head's title; the first heading where the head has none; else what is named a title."""
    heads = [node for node in elements(body) if node.tag == "h1" and 0 < len(text_of(node)) <= _LONG_TITLE]
    if not heads and wanted:
        heads = [node for node in elements(body) if node.tag in ("h2", "h3", "div", "p", "span", "td") and text_of(node) == wanted][-1:]
    if not heads:
        heads = [node for node in elements(body) if named(name_of(node), "title") and _SHORT_TITLE < len(text_of(node)) <= _LONG_TITLE][:1]
    words = set(wanted.casefold().split())
    return max(heads, key=lambda node: len(words & set(text_of(node).casefold().split())), default=None)


def _around(
    body: etree._Element, head: etree._Element | None, article: etree._Element
) -> tuple[list[etree._Element], list[etree._Element]]:
    """What stands before the title, and what stands between it and the article; neither holds title or article."""
    outside = {*article.iterancestors(), *(head.iterancestors() if head is not None else ())}
    before: list[etree._Element] = []
    between: list[etree._Element] = []
    told = head is None or article in head.iterancestors()
    for node in elements(body):
        if node is article:
            break
        if node is head:
            told = True
        elif node not in outside:
            (between if told and head is not None else before).append(node)
    inside_head = set(head.iterdescendants()) if head is not None else set()
    return before, [node for node in between if node not in inside_head]


def _is_dated(node: etree._Element) -> bool:
    return node.tag == "time" or named(name_of(node), "date")


def _is_dateline(node: etree._Element) -> bool:
    """A short line with a date: who wrote it when, seen how often."""
    text = text_of(node)
    return len(text) <= LONG_DATELINE and DATE.search(text) is not None


def _first_date(nodes: list[etree._Element]) -> str:
    """Only the day: the hour and the count of views beside it are no figures."""
    for node in nodes:
        if found := DATE.search(text_of(node)[:200]):
            return found.group()
    return ""


def _meta_date(root: etree._Element) -> str:
    for node in root.iter("meta", "time"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        if name in _DATE_NAMES and (found := _ISO_DATE.search(node.get("content") or node.get("datetime") or "")):
            return "/".join(reversed(found.groups()))
    return ""
