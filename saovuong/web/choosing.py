"""What a person types to name a unit, a period, a figure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.errors import Refusal
from saovuong.core.period import YEARLY, Period
from saovuong.core.quantity import MeasureKind, Role
from saovuong.core.text import search_key
from saovuong.intake.shapes import Figure
from saovuong.intake.wording import MODIFIER_WORDS, parse_value, period_text, value_text
from saovuong.ledger.shapes import SubmissionInfo
from saovuong.org.names import AmbiguousUnit, lifetime, resolve_unit
from saovuong.org.queries import index, reporting_unit_for
from saovuong.web.refusals import words_of

_MOST_CANDIDATES = 12


class MeasureNotChosen(Refusal):
    code = "SV-326"
    template = "Chưa chọn chỉ tiêu cho số liệu này. Gõ vài chữ của tên chỉ tiêu để tìm, rồi chọn một."


class UnknownRole(Refusal):
    code = "SV-327"
    template = "Loại số liệu “{role}” không hợp lệ: chọn kết quả hoặc mục tiêu."


class BadDay(Refusal):
    code = "SV-365"
    template = "Ngày “{text}” không hợp lệ. Viết như 31/12/2024 hoặc 2024-12-31."


def typed_day(text: str) -> date | None:
    """A day as people type it or as a browser's calendar sends it; None for nothing. Raises :class:`BadDay`."""
    plain = text.strip()
    parts = plain.split("/")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(plain) if plain else None
    except ValueError:
        raise BadDay(text=text) from None


def last_day(label: str) -> date:
    """The last calendar day of a period. Raises BadPeriod."""
    period = Period.parse(label)
    return period.start if period.end is None else period.end - timedelta(days=1)


def unit_named(text: str, period_label: str) -> str:
    """The id of the unit that the text names on the last day of the period. Raises BadPeriod, UnknownUnit, AmbiguousUnit."""
    return resolve_unit(index(), text, on=last_day(period_label)).id


def candidates_of(refusal: Refusal) -> tuple[tuple[str, str], ...]:
    """The units that a name may have meant, as id and full name, where a refusal knows any; for a person to choose from."""
    ids = refusal.fields.get("ids", ())
    listed = ids[:_MOST_CANDIDATES] if isinstance(ids, tuple) else ()
    return tuple((one, f"{index().full_name_of(one)}{lifetime(unit)}") for one in listed if (unit := index().get(one)) is not None)


def problem_of(refusal: Refusal) -> str:
    """What is wrong, above a form that offers :func:`candidates_of`: it need not name them a second time."""
    if isinstance(refusal, AmbiguousUnit):
        told = _("“{text}” có thể là {count} đơn vị. Chọn một đơn vị trong danh sách bên dưới, hoặc ghi thêm đơn vị cấp trên.")
        return f"{told.format(text=refusal.fields['text'], count=refusal.fields['count'])} [{refusal.code}]"
    return f"{words_of(refusal)} [{refusal.code}]"


def typed_figure(figure: Figure, form: Mapping[str, str], *, submission: SubmissionInfo, catalogue: Catalogue) -> Figure:
    """The figure as the form says it; what the form leaves as it was stays. Raises what the parts are refused for."""
    measure = catalogue.measures.get(form.get("measure", ""))
    if measure is None:
        raise MeasureNotChosen
    figure = _with_value(figure, _modified(form, measure), measure, catalogue)
    period = form.get("period", "").strip()
    if period and period != period_text(figure.period_label):
        label = YEARLY if search_key(period) in (YEARLY, "hang nam", "every year") else Period.parse(period).label
        figure = replace(figure, period_label=label)
    unit, picked = form.get("unit", "").strip(), form.get("unit_id", "")
    if picked:
        figure = replace(figure, unit_id=reporting_unit_for(unit_id=picked, day=submission.last_day).id, organisation=None)
    elif unit and (figure.unit_id is None or unit != index().full_name_of(figure.unit_id)):
        day = submission.last_day
        figure = replace(figure, unit_id=reporting_unit_for(unit_id=resolve_unit(index(), unit, on=day).id, day=day).id, organisation=None)
    return _with_role(figure, form.get("role", figure.role.value))


# The words of the form for each modifier, by its code; a range is typed as one: 10 - 12.
MODIFIERS = tuple((modifier.value, word) for modifier, word in MODIFIER_WORDS.items())
_COUNTED = (MeasureKind.FLOW, MeasureKind.STOCK, MeasureKind.RATIO)


def _modified(form: Mapping[str, str], measure: Measure) -> str:
    """The value as one would type it, with the word of the chosen modifier unless the value has words of its own."""
    text, word = form.get("value", "").strip(), dict(MODIFIERS).get(form.get("modifier", ""), "")
    return f"{word} {text}" if word and measure.kind in _COUNTED and text[:1].isdigit() and "-" not in text else text


def bare_number(figure: Figure, catalogue: Catalogue) -> str:
    """As :func:`bare_value`, without the word of a modifier that stands in a field of its own."""
    text, word = bare_value(figure, catalogue), MODIFIER_WORDS.get(figure.modifier, "")
    return text.removeprefix(f"{word} ") if figure.value is not None and word else text


def _with_value(figure: Figure, text: str, measure: Measure, catalogue: Catalogue) -> Figure:
    unchanged = measure.code == figure.measure and text == value_text(figure, catalogue)
    stays = figure.value is not None and measure.kind not in (MeasureKind.RATING, MeasureKind.YES_NO)
    if not unchanged and not (text == bare_value(figure, catalogue) and stays):
        typed = parse_value(text, measure=measure, catalogue=catalogue)
        figure = replace(
            figure, value=typed.value, high=typed.high, rating=typed.rating, flag=typed.flag, modifier=typed.modifier, unquantified=False
        )
    return replace(figure, measure=measure.code, uom=measure.uom)


def bare_value(figure: Figure, catalogue: Catalogue) -> str:
    """As it stands in a field: without the unit of measure."""
    text = value_text(figure, catalogue)
    uom = catalogue.uoms.get(figure.uom or "")
    return text.removesuffix(f" {uom.name_vi}") if figure.value is not None and uom else text


def _with_role(figure: Figure, text: str) -> Figure:
    if text not in (Role.RESULT.value, Role.TARGET.value):
        raise UnknownRole(role=text)
    role = Role(text)
    return figure if role is figure.role else replace(figure, role=role, comparator=None, target_mode=None)
