"""Which form a unit fills in for a period, and which days its data cover."""

from dataclasses import dataclass
from datetime import date, timedelta

from saovuong.core.catalogue import Catalogue, Form
from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo


class UnknownForm(Refusal):
    code = "SV-510"
    template = "Danh mục không có biểu “{form}”. Các biểu cho đơn vị và kỳ này: {known}."


class NoForm(Refusal):
    code = "SV-511"
    template = "Danh mục không có biểu nào cho “{unit}” (cấp {level}) với kỳ “{period}”. Các loại kỳ có biểu: {known}."


class SeveralForms(Refusal):
    code = "SV-512"
    template = "Có nhiều biểu cho “{unit}” với kỳ “{period}”: {known}. Ghi rõ --form."


class FormMismatch(Refusal):
    code = "SV-513"
    template = "Biểu “{form}” dành cho cấp {level}, kỳ {kind}; không dùng được cho “{unit}” với kỳ “{period}”."


@dataclass(frozen=True, slots=True)
class FormPeriod:
    """A form with the days whose data it asks for: ``start`` up to but not including ``end``."""

    form: Form
    period: Period
    start: date
    end: date

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


def form_period(*, catalogue: Catalogue, unit: UnitInfo, period_label: str, form: str | None) -> FormPeriod:
    """The form that ``form`` names, else the one of the unit's level for this kind of period; of several, that of the pack's first regime.

    Raises BadPeriod, :class:`UnknownForm`, :class:`FormMismatch`, :class:`NoForm`, :class:`SeveralForms`."""
    period = Period.parse(period_label)
    chosen = _form(catalogue, unit, period, form)
    start, end = period.data_range(cut_off_day=catalogue.regimes[chosen.regime].cut_off_day)
    if end is None:
        raise NoForm(unit=unit.name, level=level_name(unit.level), period=period.label, known=_kinds(catalogue, unit))
    return FormPeriod(form=chosen, period=period, start=start, end=end)


def _form(catalogue: Catalogue, unit: UnitInfo, period: Period, form: str | None) -> Form:
    fitting = [row for row in catalogue.forms.values() if row.level == unit.level and row.period_kind == period.kind]
    known = ", ".join(row.code for row in fitting) or "không có"
    if form is not None:
        chosen = catalogue.forms.get(form)
        if chosen is None:
            raise UnknownForm(form=form, known=known)
        if chosen not in fitting:
            level, kind = level_name(chosen.level), kind_name(chosen.period_kind)
            raise FormMismatch(form=form, level=level, kind=kind, unit=unit.name, period=period.label)
        return chosen
    if not fitting:
        raise NoForm(unit=unit.name, level=level_name(unit.level), period=period.label, known=_kinds(catalogue, unit))
    main = next(iter(catalogue.regimes))
    chosen_by_default = fitting if len(fitting) == 1 else [row for row in fitting if row.regime == main]
    if len(chosen_by_default) != 1:
        raise SeveralForms(unit=unit.name, period=period.label, known=known)
    return chosen_by_default[0]


def _kinds(catalogue: Catalogue, unit: UnitInfo) -> str:
    kinds = {row.period_kind for row in catalogue.forms.values() if row.level == unit.level}
    return ", ".join(name for kind, name in _KINDS.items() if kind in kinds) or "không có"


_KINDS = {"month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm", "day": "ngày", "range": "lũy kế", "open": "lũy kế đến nay"}
_LEVELS = {"country": "cả nước", "province": "tỉnh", "district": "huyện", "area": "khu vực", "commune": "xã"}


def kind_name(kind: str) -> str:
    return _KINDS.get(kind, kind)


def level_name(level: str) -> str:
    return _LEVELS.get(level, level)
