"""The few words that templates need beside Django's own."""

from datetime import date, datetime

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from saovuong.web.access import ACCESS
from saovuong.web.desk import WebRequest
from saovuong.web.showing.words import NAVIGATION

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """``05/03/2025``, where the office is; nothing for None."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return "" if value is None else f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else f"{timezone.localtime(value):%H:%M %d/%m/%Y}"


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
