"""One TOML table of a pack, read key by key; a wrong key is refused with its file and place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from saovuong.core.catalogue import LegalBasis
from saovuong.core.errors import Refusal


class BadPack(Refusal):
    code = "SV-401"
    template = "Gói danh mục hỏng: tệp “{file}”, {place}: {reason}."


@dataclass(slots=True)
class Row:
    """A table with the file and place it came from. Each read marks its key, and :meth:`finish` refuses keys nobody read: typing errors."""

    file: str
    place: str
    data: Mapping[str, object]
    _taken: set[str] = field(default_factory=set)

    def refuse(self, reason: str) -> BadPack:
        return BadPack(file=self.file, place=self.place, reason=reason)

    def _take(self, key: str) -> object:
        self._taken.add(key)
        return self.data.get(key)

    def text(self, key: str) -> str:
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f"thiếu khóa “{key}” (chuỗi chữ không rỗng)")
        return value

    def maybe(self, key: str) -> str | None:
        return self.text(key) if key in self.data else None

    def choice(self, key: str, allowed: Iterable[str], *, default: str | None = None) -> str:
        if key not in self.data and default is not None:
            return default
        value = self.text(key)
        known = tuple(allowed)
        if value not in known:
            raise self.refuse(f"“{key}” là “{value}”, phải là một trong: {', '.join(known)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.refuse(f"“{key}” phải là danh sách chuỗi chữ không rỗng")
        return tuple(value)

    def mapping(self, key: str) -> dict[str, str]:
        value = self._take(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise self.refuse(f"“{key}” phải là bảng chữ = chữ")
        return dict(value)

    def factors(self, key: str) -> dict[str, str]:
        """Word -> decimal factor as text, each of them a number above zero."""
        found = self.mapping(key)
        for word, factor in found.items():
            try:
                good = Decimal(factor) > 0
            except InvalidOperation:
                good = False
            if not good:
                raise self.refuse(f'hệ số của “{word}” là “{factor}”, phải là số thập phân lớn hơn 0, viết như "0.001"')
        return found

    def number(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        value = self._take(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.refuse(f"“{key}” phải là số nguyên từ {low} đến {high}")
        return value

    def flag(self, key: str) -> bool:
        value = self._take(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.refuse(f"“{key}” phải là true hoặc false")
        return value

    def day(self, key: str) -> date | None:
        value = self._take(key)
        if value is not None and (not isinstance(value, date) or hasattr(value, "hour")):
            raise self.refuse(f"“{key}” phải là ngày, viết như 2020-07-01 không có dấu nháy")
        return value

    def child(self, key: str) -> "Row":
        value = self._take(key)
        if not isinstance(value, dict):
            raise self.refuse(f"thiếu bảng “{key}”")
        return Row(self.file, f"{self.place}, {key}", value)

    def rows(self, key: str, *, name: str = "code") -> list["Row"]:
        """The array of tables ``key``; each row's place is its ``name`` key, or its number where that is missing."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refuse(f"“{key}” phải là danh sách bảng [[{key}]]")
        before = f"{self.place}, " if self.place != TOP else ""
        return [Row(self.file, f"{before}{key} {item.get(name) or f'thứ {number}'}", item) for number, item in enumerate(value, 1)]

    def legal(self, key: str = "legal_basis") -> tuple[LegalBasis, ...]:
        return tuple(row.one_legal() for row in self.rows(key, name=""))

    def one_legal(self) -> LegalBasis:
        basis = LegalBasis(
            text=self.text("text"), valid_from=self.day("valid_from"), valid_to=self.day("valid_to"), verified=self.flag("verified")
        )
        self.finish()
        return basis

    def finish(self) -> None:
        unknown = sorted(set(self.data) - self._taken)
        if unknown:
            raise self.refuse(f"không biết khóa “{unknown[0]}”")


TOP = "đầu tệp"
