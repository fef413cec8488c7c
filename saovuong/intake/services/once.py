"""Figures entered by a program that may have to call again, not knowing whether its call arrived."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.quantity import Scope
from saovuong.intake.models import EnteredOnce
from saovuong.intake.services.manual import facts_enter
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import NewFact, SubmissionInfo


class KeyReused(Refusal):
    code = "SV-659"
    template = (
        "Khóa “{key}” đã dùng cho một lần gửi khác nội dung (hồ sơ số {submission_id}). Mỗi lần gửi mới dùng một khóa mới; "
        "chỉ gửi lại đúng nội dung cũ mới dùng lại khóa."
    )


def facts_enter_once(
    *,
    key: str,
    actor: Actor,
    now: datetime,
    catalogue: Catalogue,
    unit_id: str,
    period_label: str,
    facts: Sequence[NewFact],
    form: str | None = None,
    finality: str = "final",
    scope: Scope | None = None,
    hand_in: bool = True,
) -> tuple[SubmissionInfo, bool]:
    """As facts_enter, and whether this call entered them: with the same ``key`` of the same actor the first call's submission comes back
    as it is now, and nothing is entered.

    Raises :class:`KeyReused` where the key was used to ask for something else, and what facts_enter raises."""
    digest = sha256(repr((unit_id, period_label, tuple(facts), form, finality, scope, hand_in)).encode()).hexdigest()
    with writing():
        before = EnteredOnce.objects.filter(by=actor.name, key=key).first()
        if before is not None:
            if before.digest != digest:
                raise KeyReused(key=key, submission_id=before.submission_id)
            return ledger.submission_get(actor=actor, now=now, submission_id=before.submission_id), False
        done = facts_enter(
            actor=actor,
            now=now,
            catalogue=catalogue,
            unit_id=unit_id,
            period_label=period_label,
            facts=facts,
            form=form,
            finality=finality,
            scope=scope,
            hand_in=hand_in,
        )
        EnteredOnce.objects.create(by=actor.name, key=key, digest=digest, submission_id=done.submission.id, at=now)
    return done.submission, True
