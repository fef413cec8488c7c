"""Parts of pages that are drawn once for all that show the same."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from threading import Lock

from cachetools import LRUCache
from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Drawn:
    """At most ``most`` characters of drawn parts; those not asked for longest go first."""

    def __init__(self, most: int = 16_000_000) -> None:
        self._parts: LRUCache[Hashable, SafeString] = LRUCache(most, getsizeof=len)
        self._lock = Lock()

    def of(self, key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
        with self._lock:
            if key in self._parts:
                return self._parts[key]
        drawn = draw()
        with self._lock, suppress(ValueError):  # larger than all the room there is
            self._parts[key] = drawn
        return drawn

    def clear(self) -> None:
        with self._lock:
            self._parts.clear()


DRAWN = Drawn()


class _Kept(template.Node):
    def __init__(self, nodes: template.NodeList, name: str, keys: Sequence[template.base.FilterExpression]) -> None:
        self.nodelist, self.name, self.keys = nodes, name, keys

    def render(self, context: template.Context) -> SafeString:
        key = tuple(key.resolve(context) for key in self.keys)
        if key[0] is None or key[0] == "":
            return self.nodelist.render(context)
        return DRAWN.of((self.name, key, get_language()), lambda: self.nodelist.render(context))


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> _Kept:
    """``{% kept "name" key ... %}`` up to ``{% endkept %}``: drawn anew only for keys (and a language) not seen lately; always where
    the first key is missing. Nothing inside may depend on anything that the keys do not tell: on the person, the token of a form, the
    moment."""
    words = token.split_contents()
    if len(words) < 3 or words[1][0] != words[1][-1] or words[1][0] not in "\"'":
        raise template.TemplateSyntaxError("kept takes a quoted name and keys")
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    origin = str(parser.origin.template_name) if parser.origin else ""
    return _Kept(nodes, f"{origin}:{words[1][1:-1]}", [parser.compile_filter(word) for word in words[2:]])
