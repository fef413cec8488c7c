"""A call of each operation in the small city: what it needs in its address, and its body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.web.conftest import Book


@dataclass(frozen=True)
class Sample:
    path: Callable[[Book], str]
    body: Callable[[Book], object] | None = None
    headers: Mapping[str, str] | None = None

    def send(self, caller: Any, book: Book) -> Any:
        if self.body is None:
            return caller.get(self.path(book))
        return caller.post(self.path(book), self.body(book), **(self.headers or {}))


SAMPLES: Mapping[str, Sample] = {
    "me": Sample(lambda book: "me"),
    "units_search": Sample(lambda book: "units?limit=5"),
    "unit_get": Sample(lambda book: "units/tp-bch"),
    "unit_children": Sample(lambda book: "units/tp-bch/children?on=2024-12-31"),
    "unit_successions": Sample(lambda book: "units/tp/successions"),
    "measures_search": Sample(lambda book: "measures?q=qua"),
    "measure_get": Sample(lambda book: "measures/policy_gift_count"),
    "totals_list": Sample(lambda book: "totals?unit=tp-bch&period=2024&submitted=true"),
}
