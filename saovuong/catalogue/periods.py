"""The days that a period label means under a pack's regimes."""

from datetime import date

from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.period import YEARLY, Period


class PeriodStillOpen(Refusal):
    code = "SV-711"
    template = "Kỳ “{period}” không có ngày kết thúc nên không tổng hợp được. Chọn kỳ có đầu có cuối, như 2024 hoặc 2024-01/2024-09."


def period_of(label: str, *, catalogue: Catalogue) -> tuple[Period, date, date]:
    """The period with its first day and the day after its last, by the cut-off of the pack's first regime that knows such periods.

    Raises BadPeriod, :class:`PeriodStillOpen`."""
    if label.strip() == YEARLY:
        raise PeriodStillOpen(period=label.strip())
    period = Period.parse(label)
    regimes = list(catalogue.regimes.values())
    fitting = [regime for regime in regimes if period.kind in regime.period_kinds] or regimes
    start, end = period.data_range(cut_off_day=fitting[0].cut_off_day if fitting else 1)
    if end is None:
        raise PeriodStillOpen(period=period.label)
    return period, start, end
