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
    "facts_list": Sample(lambda book: "facts?unit=tp-bch&period=2024&below=true&submitted=true"),
    "fact_get": Sample(lambda book: "facts/1"),
    "totals_list": Sample(lambda book: "totals?unit=tp-bch&period=2024&submitted=true"),
    "explain_get": Sample(lambda book: "explain?unit=tp-bch&period=2024&measure=policy_gift_count&submitted=true"),
    "coverage_get": Sample(lambda book: "coverage?unit=tp-bch&period=2024"),
    "checks_list": Sample(lambda book: "checks?unit=tp-bch&period=2024&submitted=true"),
    "submissions_list": Sample(lambda book: "submissions"),
    "submission_get": Sample(lambda book: f"submissions/{book.returned}"),
    "submission_create": Sample(
        lambda book: "submissions",
        body=lambda book: {
            "unit": "x1",
            "period": "2024-11",
            "figures": [{"measure": "policy_gift_count", "value": "7", "source": "Sổ theo dõi"}],
        },
        headers={"Idempotency-Key": "lan-gui-thu-1"},
    ),
    "submission_hand_in": Sample(lambda book: f"submissions/{book.draft}/hand-in", body=lambda book: None),
    "submission_accept": Sample(lambda book: f"submissions/{book.submitted}/accept", body=lambda book: None),
    "figure_return": Sample(lambda book: f"submissions/{book.submitted}/figures/1/return", body=lambda book: {"reason": "Xem lại sổ"}),
    "figure_approve": Sample(lambda book: f"submissions/{book.returned}/figures/1/approve", body=lambda book: None),
}
