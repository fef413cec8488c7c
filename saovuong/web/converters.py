"""Parts of addresses that are more than text."""

from saovuong.core.period import BadPeriod, Period


class PeriodConverter:
    """``2024``, ``2024-H1``; a range is written with an underscore: ``2024-01_2024-09``."""

    regex = "[0-9][0-9A-Za-z_.-]*"

    def to_python(self, value: str) -> Period:
        try:
            return Period.parse(value.replace("_", "/"))
        except BadPeriod:
            # Django then knows no such address.
            raise ValueError(value) from None

    def to_url(self, value: Period) -> str:
        return value.label.replace("/", "_")
