from collections.abc import Sequence
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.ledger.access import ENTERS
from saovuong.ledger.entering import setting_for
from saovuong.ledger.infos import evidence_of
from saovuong.ledger.models import DRAFT, RETURNED, STATES, SUBMITTED, Fact, Submission, Withdrawal
from saovuong.ledger.rules import ReadyFact, facts_ready
from saovuong.ledger.services.states import UnknownSubmission, log, move, submission_locked, unanswered
from saovuong.ledger.shapes import NewFact


class UnknownFact(Refusal):
    code = "SV-550"
    template = "Không có số liệu mã {fact_id} trong phạm vi của tài khoản này."


class AlreadySuperseded(Refusal):
    code = "SV-551"
    template = "Số liệu {number} của hồ sơ số {submission_id} đã được sửa hoặc rút trước đó; hãy làm việc trên số liệu đang dùng."


class ReasonMissing(Refusal):
    code = "SV-552"
    template = "Phải ghi lý do khi {act}."


def facts_append(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, facts: Sequence[NewFact]
) -> tuple[int, ...]:
    """Enter values into a submission that is still open; their ids come back in the same order.

    All or none. Raises UnknownSubmission, NotAllowed, WrongState, NewerVersion, and FactsRefused with every reason."""
    with writing():
        row = submission_locked(
            actor=actor, roles=ENTERS, submission_id=submission_id, now=now, states=(DRAFT, RETURNED), act="nhập số liệu"
        )
        assert actor is not None
        ready = facts_ready(facts, setting=setting_for(row, actor=actor, now=now, catalogue=catalogue), taken=_present(row))
        rows = [_row(fact, row=row, number=number, actor=actor, now=now) for fact, number in zip(ready, _numbers(row, ready), strict=True)]
        for fact_row in rows:
            fact_row.save(force_insert=True)
        ids = tuple(fact_row.pk for fact_row in rows)
        if ids:
            log(row, actor=actor, now=now, action="facts_append", before=None, after={"facts": list(ids)})
        return ids


def fact_supersede(*, actor: Actor | None, now: datetime, catalogue: Catalogue, fact_id: int, fact: NewFact, hand_in: bool = True) -> int:
    """Correct a fact: a new one takes its place and its number. The id of the new fact comes back.

    The same correction twice is one correction. When this answers the last returned figure of a returned submission, the submission goes
    back to the verifier, unless ``hand_in`` is False. Raises :class:`UnknownFact`, :class:`AlreadySuperseded`, FactsRefused, and what
    facts_append raises."""
    with writing():
        # A repeated call may find the submission handed in again by the first one.
        successor = Fact.objects.filter(supersedes_id=fact_id).first()
        states = STATES if successor else (DRAFT, RETURNED)
        old, row, known = _correctable(actor=actor, now=now, fact_id=fact_id, states=states, act="sửa số liệu")
        taken = [(key, number) for key, number in _present(row) if number != old.number]
        (ready,) = facts_ready([fact], setting=setting_for(row, actor=known, now=now, catalogue=catalogue), taken=taken)
        new = _row(ready, row=row, number=old.number, actor=known, now=now)
        if successor is not None:
            if _content(successor) == _content(new):
                return int(successor.pk)
            raise AlreadySuperseded(number=old.number, submission_id=row.pk)
        _refuse_withdrawn(old)
        new.supersedes = old
        new.save(force_insert=True)
        log(row, actor=known, now=now, action="fact_supersede", before={"fact": old.pk}, after={"fact": new.pk, "number": old.number})
        _back_to_verifier(row, actor=known, now=now, hand_in=hand_in)
        return int(new.pk)


def fact_withdraw(*, actor: Actor | None, now: datetime, fact_id: int, reason: str, hand_in: bool = True) -> None:
    """Take a figure back without another in its place. Raises like :func:`fact_supersede`, and :class:`ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing(act="rút số liệu")
    with writing():
        old, row, known = _correctable(actor=actor, now=now, fact_id=fact_id, states=(DRAFT, RETURNED), act="rút số liệu")
        if Fact.objects.filter(supersedes=old).exists():
            raise AlreadySuperseded(number=old.number, submission_id=row.pk)
        _refuse_withdrawn(old)
        Withdrawal.objects.create(fact=old, reason=reason.strip(), by=known.name, at=now)
        log(row, actor=known, now=now, action="fact_withdraw", before={"fact": old.pk}, after={"reason": reason.strip()})
        _back_to_verifier(row, actor=known, now=now, hand_in=hand_in)


def facts_copy(*, actor: Actor | None, now: datetime, catalogue: Catalogue, old: Submission, new_id: int) -> None:
    """The present facts of one version entered again in the next, with their numbers and evidence."""
    present = Fact.objects.filter(submission=old, superseded_by__isnull=True, withdrawal__isnull=True).order_by("number", "pk")
    facts_append(actor=actor, now=now, catalogue=catalogue, submission_id=new_id, facts=[_again(fact) for fact in present])


def _correctable(*, actor: Actor | None, now: datetime, fact_id: int, states: tuple[str, ...], act: str) -> tuple[Fact, Submission, Actor]:
    old = Fact.objects.filter(pk=fact_id).first()
    if old is None:
        raise UnknownFact(fact_id=fact_id)
    try:
        row = submission_locked(actor=actor, roles=ENTERS, submission_id=old.submission_id, now=now, states=states, act=act)
    except UnknownSubmission:
        raise UnknownFact(fact_id=fact_id) from None
    assert actor is not None
    return old, row, actor


def _refuse_withdrawn(fact: Fact) -> None:
    if Withdrawal.objects.filter(fact=fact).exists():
        raise AlreadySuperseded(number=fact.number, submission_id=fact.submission_id)


def _back_to_verifier(row: Submission, *, actor: Actor, now: datetime, hand_in: bool) -> None:
    if hand_in and row.state == RETURNED and not unanswered(row):
        move(row, to=SUBMITTED, actor=actor, now=now, action="submission_hand_in", decision=False)


def _numbers(row: Submission, ready: Sequence[ReadyFact]) -> list[int]:
    """The number each fact asks for where it is free, else the next after all others."""
    used = set(Fact.objects.filter(submission=row).values_list("number", flat=True))
    last = max([0, *used, *(fact.number or 0 for fact in ready)])
    numbers = []
    for fact in ready:
        if fact.number is None or fact.number in used:
            last += 1
            numbers.append(last)
        else:
            numbers.append(fact.number)
        used.add(numbers[-1])
    return numbers


def _present(row: Submission) -> list[tuple[tuple[object, ...], int]]:
    facts = Fact.objects.filter(submission=row, superseded_by__isnull=True, withdrawal__isnull=True)
    return [(_key(fact), fact.number) for fact in facts]


def _key(fact: Fact) -> tuple[object, ...]:
    return fact.unit_id, fact.measure, fact.period_label, Role(fact.role), Scope(fact.scope), fact.document_id, fact.source, fact.joint


def _row(fact: ReadyFact, *, row: Submission, number: int, actor: Actor, now: datetime) -> Fact:
    return Fact(
        submission=row,
        number=number,
        unit_id=fact.unit_id,
        measure=fact.measure,
        period_label=fact.period_label,
        period_start=fact.period_start,
        period_end=fact.period_end,
        as_of=fact.as_of,
        role=fact.role.value,
        scope=fact.scope.value,
        value=fact.value,
        high=fact.high,
        rating=fact.rating or "",
        flag=fact.flag,
        unquantified=fact.unquantified,
        modifier=fact.modifier.value,
        uom=fact.uom,
        comparator=fact.comparator or "",
        target_mode=fact.target_mode or "",
        document_id=fact.evidence.document_id,
        source=fact.evidence.source,
        quote=fact.evidence.quote,
        quote_start=fact.evidence.start,
        quote_end=fact.evidence.end,
        figure_start=fact.evidence.figure_start,
        figure_end=fact.evidence.figure_end,
        note=fact.note,
        joint=fact.joint,
        entered_by=actor.name,
        entered_at=now,
    )


_WHO_AND_WHEN = ("id", "submission", "supersedes", "entered_by", "entered_at", "note")


def _content(fact: Fact) -> tuple[object, ...]:
    return tuple(getattr(fact, field.attname) for field in Fact._meta.concrete_fields if field.name not in _WHO_AND_WHEN)


def _again(fact: Fact) -> NewFact:
    return NewFact(
        measure=fact.measure,
        evidence=evidence_of(fact),
        value=fact.value,
        high=fact.high,
        rating=fact.rating or None,
        flag=fact.flag,
        unquantified=fact.unquantified,
        modifier=Modifier(fact.modifier),
        uom=fact.uom,
        unit_id=fact.unit_id,
        period_label=fact.period_label,
        role=Role(fact.role),
        scope=Scope(fact.scope),
        comparator=fact.comparator or None,
        target_mode=fact.target_mode or None,
        as_of=fact.as_of,
        number=fact.number,
        note=fact.note,
        joint=fact.joint,
    )
