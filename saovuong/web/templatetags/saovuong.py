"""The few words that templates need beside Django's own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from saovuong.core.catalogue import Scale
from saovuong.core.checks import CheckRule
from saovuong.core.numbers import format_number
from saovuong.core.period import Period
from saovuong.core.tongue import Named
from saovuong.core.units import SuccessionInfo, UnitInfo
from saovuong.ledger.shapes import Evidence
from saovuong.org.queries import index
from saovuong.web.access import ACCESS
from saovuong.web.desk import Desk, WebRequest
from saovuong.web.devices import OTHER
from saovuong.web.showing import places, said
from saovuong.web.showing.quotes import Quote, quote_of
from saovuong.web.showing.unit import extent_words
from saovuong.web.showing.words import ADDING, ALL, NAVIGATION

register = template.Library()
_VIETNAMESE = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯàáâãèéêìíòóôõùúýăđĩũơư")


@register.filter
def day(value: date | datetime | None) -> str:
    """``05/03/2025``, where the office is; nothing for None."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return "" if value is None else f"{value:%d/%m/%Y}"


@register.filter
def device(kept: str) -> str:
    """A browser and its machine as they were noted at sign-in, for the language of the page."""
    return kept.replace(OTHER, gettext("Trình duyệt khác"))


@register.filter
def number(count: int) -> str:
    """A count as it is written in Vietnamese: ``3.321``."""
    return format_number(Decimal(count))


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else f"{timezone.localtime(value):%H:%M %d/%m/%Y}"


@register.filter
def last_day(end: date) -> str:
    """The last day of a range whose end is the day after."""
    return day(end - timedelta(days=1))


@register.filter
def word(code: str) -> str:
    """A state, role or scope in words; any other text as it is."""
    return gettext(ALL[code]) if code in ALL else code


@register.filter
def quote(evidence: Evidence) -> Quote:
    return quote_of(evidence)


@register.filter
def item(names: Mapping[str, str], key: str) -> str:
    """The name of a code; the code itself where none is known."""
    return names.get(key, key)


@register.filter
def in_vietnamese(text: str) -> SafeString:
    """Says of words that somebody wrote that they are Vietnamese, as far as letters tell; needed on an English page only."""
    vietnamese = any(letter in _VIETNAMESE or "Ạ" <= letter <= "ỹ" for letter in text)
    return SafeString(' lang="vi"' if vietnamese and get_language() == "en" else "")


@register.filter
def said_before(texts: Mapping[str, str], code: str) -> str:
    """What was said under a code; nothing for what was not."""
    return texts.get(code, "")


@register.filter
def may(desk: Desk, name: str) -> bool:
    """Whether the person's roles open the address of that name."""
    return ACCESS[name].admits(desk.roles)


@register.filter
def named(what: Named) -> str:
    """The name of a thing of the pack in the language of the screen."""
    return said.name_of(what)


@register.filter
def period_name(label: str) -> str:
    return said.period_name(Period.parse(label)) if label else ""


@register.filter
def measure_name(code: str, desk: Desk) -> str:
    """A measure by its code; the code itself of one that the pack no longer has."""
    return named(desk.catalogue.measures[code]) if code in desk.catalogue.measures else code


@register.filter
def period_options(desk: Desk) -> SafeString:
    """The options of the field that chooses a period, for the head of every page."""
    return _period_options(desk.period, desk.today, get_language())


@lru_cache(maxsize=64)
def _period_options(chosen: Period, today: date, language: str | None) -> SafeString:
    """``language`` only tells one from another: the names of periods are in it."""
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        ((group, _options(choices, chosen.label)) for group, choices in places.period_choices(chosen, today)),
    )


def _options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    rows = ((label, SafeString(" selected" if label == chosen else ""), name) for label, name in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@register.simple_tag(takes_context=True)
def unit_shown(context: template.Context) -> str:
    """The chosen unit as the head of the page offers it: with the units above, so that typing it again finds the same."""
    unit = context["desk"].unit
    return index().full_name_of(unit.id) if unit is not None else ""


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> SafeString:
    """The main pages that this person's roles open; the one that is open is marked."""
    request: WebRequest = context["request"]
    here = request.resolver_match.url_name if request.resolver_match else ""
    shown = [(name, text, inside) for name, text, inside in NAVIGATION if name in ACCESS and ACCESS[name].admits(request.desk.roles)]
    return format_html_join(
        "",
        '<a href="{}"{}>{}</a>',
        (
            (reverse(name), format_html(' aria-current="{}"', "page" if name == here else "true") if here in inside else "", gettext(text))
            for name, text, inside in shown
        ),
    )


@register.filter
def extent(passed: SuccessionInfo) -> str:
    """``toàn bộ``, or the part with its declared share."""
    return extent_words(passed)


@register.filter
def unit_in(known: Mapping[str, UnitInfo], unit_id: str) -> UnitInfo:
    return known[unit_id]


@register.filter
def titled(rule: CheckRule) -> str:
    return said.in_language(rule.title_vi, rule.title_en)


@register.filter
def reasoned(rule: CheckRule) -> str:
    """Why a rule of the checks is one."""
    return said.in_language(rule.reason, rule.reason_en)


@register.filter
def spoken(period: Period) -> str:
    """``năm 2024``, ``year 2024``."""
    return said.period_name(period)


@register.filter
def told(label: str) -> str:
    """The label of a figure's period; that of a standing statement in words."""
    return said.period_text(label)


@register.filter
def levels(scale: Scale) -> list[str]:
    """The steps of a scale as people read them, best first."""
    return [said.spoken().level(level, scale) for level in scale.levels]


@register.filter
def adding(kind: str) -> str:
    """How values of a kind of measure add up."""
    return gettext(ADDING[kind])


@register.filter
def thing(things: Mapping[str, Named], code: str) -> Named:
    return things[code]


@register.filter
def at(words: Sequence[str], place: int) -> str:
    """The word at a place of a list."""
    return words[place]
