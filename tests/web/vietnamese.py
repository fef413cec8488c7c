"""What an English page says in Vietnamese without marking it so: the words of its texts and of the attributes that are read out.

Vietnamese is right inside ``lang="vi"`` (quotes, words of documents, what people wrote) and in proper names, as in WCAG 3.1.2."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

_LETTER = re.compile("[ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯàáâãèéêìíòóôõùúýăđĩũơưẠ-ỹ]")
_READ_OUT = ("title", "alt", "aria-label", "placeholder", "label", "data-label", "data-said", "value", "content")
_EMPTY = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_UNREAD = frozenset(("script", "style"))


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = [("", "")]
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.open[-1][1]
        if language != "vi":
            # The values of a list to choose from are what is sent, not what is read.
            read = (name for name in _READ_OUT if given.get(name) and not (tag == "option" and name == "value" and self._chosen_from()))
            self.texts += [f"{tag}[{name}]: {given[name]}" for name in read]
        if tag not in _EMPTY:
            self.open.append((tag, language))

    def _chosen_from(self) -> bool:
        return any(name == "select" for name, _ in self.open)

    def handle_endtag(self, tag: str) -> None:
        places = [place for place, (name, _) in enumerate(self.open) if name == tag]
        if places:
            del self.open[places[-1] :]

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if language != "vi" and tag not in _UNREAD:
            self.texts.append(data)


def unmarked(page: str, *, names: Iterable[str] = ()) -> list[str]:
    """The texts with Vietnamese letters that are neither marked nor one of the proper ``names``, each once, in their order."""
    reading = _Reading()
    reading.feed(page)
    proper = re.compile("|".join(re.escape(name) + r"(?!\w)" for name in sorted(names, key=len, reverse=True)) or "(?!)", re.IGNORECASE)
    found = (" ".join(text.split()) for text in reading.texts if _LETTER.search(text))
    return list(dict.fromkeys(text for text in found if _LETTER.search(proper.sub("", text))))
