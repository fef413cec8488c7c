"""Who may open which address: one table. An address that is not in it is closed to everybody.

A role here says that a person may have business with the page at all, with this role on any unit. Which units' rows they see or change is
decided by the rooms, in SQL, for each call."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from saovuong.checks.services import WAIVES
from saovuong.inspection.queries import INSPECTS
from saovuong.ledger.access import ENTERS, READS, SIGNS, VERIFIES, WRITES


@dataclass(frozen=True, slots=True)
class Rule:
    """``roles`` None: no account needed; empty: any account, also one that has no role yet or no longer."""

    roles: tuple[str, ...] | None

    def admits(self, held: Collection[str]) -> bool:
        return not self.roles or not set(held).isdisjoint(self.roles)


ONESELF = Rule(())
ANYONE, READERS, CLERKS, VERIFIERS, WRITERS = Rule(None), Rule(READS), Rule(ENTERS), Rule(VERIFIES), Rule(WRITES)
SIGNERS = Rule(SIGNS)
ADMINISTRATORS, WAIVERS, INSPECTORS = Rule(("admin",)), Rule(WAIVES), Rule(INSPECTS)

ACCESS: Mapping[str, Rule] = {
    "sign-in": ANYONE,
    "sign-in-code": ANYONE,
    "sign-out": ANYONE,
    "language": ANYONE,
    "first-run": ANYONE,
    "work": READERS,
    "work-list": READERS,
    "silent": READERS,
    "submissions": READERS,
    "submission": READERS,
    "upload": CLERKS,
    "revise": CLERKS,
    "review": CLERKS,
    "batch": CLERKS,
    "hand-in": CLERKS,
    "decide": CLERKS,
    "figure-edit": CLERKS,
    "figure-add": CLERKS,
    "figure-why": CLERKS,
    "review-undo": CLERKS,
    "units-found": CLERKS,
    "answer": CLERKS,
    "measures": CLERKS,
    "grid-choose": CLERKS,
    "grid": CLERKS,
    "grid-of": CLERKS,
    "grid-review": CLERKS,
    "grid-warnings": CLERKS,
    "grid-paste": CLERKS,
    "grid-undo": CLERKS,
    "grid-print": READERS,
    "verify": VERIFIERS,
    "accept": VERIFIERS,
    "judge": VERIFIERS,
    "verify-unchanged": VERIFIERS,
    "verify-waive": VERIFIERS,
    "units": READERS,
    "unit-search": READERS,
    "unit": READERS,
    "dashboard": READERS,
    "overview": READERS,
    "checks": READERS,
    "check-waive": WAIVERS,
    "coverage": READERS,
    "explain": READERS,
    "certificate": READERS,
    "catalogue": READERS,
    "measure": READERS,
    "scales": READERS,
    "forms": READERS,
    "form": READERS,
    "regimes": READERS,
    "reports": READERS,
    "manuscript-open": WRITERS,
    "manuscript": READERS,
    "manuscript-print": READERS,
    "manuscript-choose": WRITERS,
    "manuscript-part": WRITERS,
    "report-build": WRITERS,
    "report": READERS,
    "report-download": READERS,
    "report-changes": READERS,
    "report-standing": READERS,
    "report-sign": SIGNERS,
    "report-withdraw": SIGNERS,
    "audit": INSPECTORS,
    "audit-export": INSPECTORS,
    "audit-verify": INSPECTORS,
    "accounts": ADMINISTRATORS,
    "account": ADMINISTRATORS,
    "password": ONESELF,
    "me": ONESELF,
    "idle": ONESELF,
    "sessions-end": ONESELF,
    "factor": ONESELF,
    "factor-picture": ONESELF,
    "office": ADMINISTRATORS,
    "tokens": READERS,
    "token-end": READERS,
    "api-docs": READERS,
}

# Pages whose every reader is noted in the audit trail, beside the pages of a measure that may be a State secret.
NOTED = frozenset(("accounts", "account", "audit"))
