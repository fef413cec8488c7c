"""Who may call which operation: one table. An operation that is not in it is closed to everybody.

As on the web a role only says that a person may have business there, with this role on any unit. Which units' rows they see or change is
decided by the rooms, in SQL, for each call."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from saovuong.ledger.access import ENTERS, READS, VERIFIES


@dataclass(frozen=True, slots=True)
class Rule:
    """``writes``: a token for reading alone does not do."""

    roles: tuple[str, ...]
    writes: bool = False

    def admits(self, held: Collection[str]) -> bool:
        return not set(held).isdisjoint(self.roles)


READERS, CLERKS, VERIFIERS = Rule(READS), Rule(ENTERS, writes=True), Rule(VERIFIES, writes=True)

ACCESS: Mapping[str, Rule] = {
    "me": READERS,
    "units_search": READERS,
    "unit_get": READERS,
    "unit_children": READERS,
    "unit_successions": READERS,
    "measures_search": READERS,
    "measure_get": READERS,
    "facts_list": READERS,
    "fact_get": READERS,
    "totals_list": READERS,
    "explain_get": READERS,
    "coverage_get": READERS,
    "checks_list": READERS,
    "submissions_list": READERS,
    "submission_get": READERS,
    "submission_create": CLERKS,
    "submission_hand_in": CLERKS,
    "submission_accept": VERIFIERS,
    "figure_return": VERIFIERS,
    "figure_approve": VERIFIERS,
}
