from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.intake.figures import new_fact
from saovuong.intake.models import CONFIRMED, CORRECTED, PROPOSED, REPEATED, Candidate
from saovuong.intake.services.decide import review_open
from saovuong.intake.shapes import CandidateInfo, FinishResult
from saovuong.ledger import services as book


class Contradiction(Refusal):
    code = "SV-608"
    template = (
        "Hồ sơ số {submission_id} có số liệu đã xác nhận nhưng mâu thuẫn nhau: {places}. "
        "Sửa hoặc loại bỏ để mỗi chỉ tiêu chỉ còn một giá trị."
    )


def review_finish(*, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, hand_in: bool = True) -> FinishResult:
    """Enter the confirmed figures as facts and hand the submission in. Figures nobody decided stay where they are and do not hinder.

    Figures that say the same of the same thing become one fact with the surest quote; the others are marked as repeats of it. With
    ``hand_in`` False the figures are entered and the submission stays open. Raises UnknownSubmission, NotAllowed, WrongState,
    :class:`Contradiction`, FactsRefused, and from handing in NothingToHandIn, ReturnedNotAnswered."""
    with writing():
        known, view = review_open(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id)
        decided = [row for row in view.in_state(CONFIRMED, CORRECTED) if row.fact_id is None]
        groups = _groups(submission_id, decided)
        asked = [new_fact(group[0].figure, evidence=group[0].evidence, number=group[0].number) for group in groups]
        ids = book.facts_append(actor=known, now=now, catalogue=catalogue, submission_id=submission_id, facts=asked)
        repeats = []
        for fact_id, group in zip(ids, groups, strict=True):
            Candidate.objects.filter(pk=group[0].id).update(fact_id=fact_id)
            again = [row.number for row in group[1:]]
            Candidate.objects.filter(submission_id=submission_id, number__in=again).update(state=REPEATED, fact_id=fact_id)
            repeats.extend(again)
        submission = view.submission
        if hand_in:
            submission = book.submission_hand_in(actor=known, now=now, submission_id=submission_id)
    left = tuple(row.number for row in view.in_state(PROPOSED))
    return FinishResult(submission=submission, facts=ids, repeats=tuple(sorted(repeats)), left=left)


def _groups(submission_id: int, decided: Sequence[CandidateInfo]) -> list[list[CandidateInfo]]:
    """Figures under one key together, the best quote first: the surest, then the longest, then the earliest."""
    by_key: dict[tuple[object, ...], list[CandidateInfo]] = defaultdict(list)
    for row in decided:
        by_key[row.figure.key].append(row)
    groups = list(by_key.values())
    clashes = [group for group in groups if len({row.figure.statement for row in group}) > 1]
    if clashes:
        places = "; ".join(f"số liệu {', '.join(str(row.number) for row in group)} ({group[0].measure_name})" for group in clashes)
        raise Contradiction(submission_id=submission_id, places=places)
    for group in groups:
        group.sort(key=lambda row: (-row.confidence, -len(row.evidence.quote), row.number))
    return groups
