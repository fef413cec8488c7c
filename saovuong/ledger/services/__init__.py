"""Everything that changes the book. Each act is one transaction with its audit entry, or nothing."""

from saovuong.ledger.services.documents import document_attach, document_store
from saovuong.ledger.services.facts import fact_supersede, fact_withdraw, facts_append
from saovuong.ledger.services.reviews import fact_approve, fact_return, submission_accept
from saovuong.ledger.services.submissions import submission_hand_in, submission_open, submission_revise

__all__ = [
    "document_attach",
    "document_store",
    "fact_approve",
    "fact_return",
    "fact_supersede",
    "fact_withdraw",
    "facts_append",
    "submission_accept",
    "submission_hand_in",
    "submission_open",
    "submission_revise",
]
