from datetime import date, datetime

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.quantity import Scope
from saovuong.core.units import UnitInfo
from saovuong.ledger.access import ENTERS, day_of, require
from saovuong.ledger.forms import FormPeriod, form_period
from saovuong.ledger.infos import submission_info
from saovuong.ledger.models import ACCEPTED, DRAFT, FINAL, PROVISIONAL, RETURNED, SUBMITTED, Document, Fact, StateChange, Submission
from saovuong.ledger.services.documents import UnknownDocument, document_attach
from saovuong.ledger.services.facts import facts_copy
from saovuong.ledger.services.states import STATE_NAMES, log, move, submission_locked, unanswered
from saovuong.ledger.shapes import SubmissionInfo
from saovuong.org import queries as org


class PeriodNotStarted(Refusal):
    code = "SV-514"
    template = "Kỳ “{period}” chưa bắt đầu (từ {start:%d/%m/%Y}), chưa thể báo cáo kết quả. Kiểm tra lại --period."


class UnitNotThen(Refusal):
    code = "SV-515"
    template = "“{unit}” {when}, nên không báo cáo được kỳ “{period}”. Tìm đơn vị đúng thời gian bằng: saovuong units find --on NGÀY."


class SubmissionOpen(Refusal):
    code = "SV-516"
    template = (
        "“{unit}” đã có hồ sơ số {submission_id} cho kỳ {period} đang ở trạng thái “{state}”. Làm tiếp hồ sơ đó, không mở hồ sơ thứ hai."
    )

    @classmethod
    def of(cls, submission_id: int, *, unit: str, period: str, state: str) -> "SubmissionOpen":
        return cls(unit=unit, submission_id=submission_id, period=period, state=STATE_NAMES[state])


class NothingToHandIn(Refusal):
    code = "SV-517"
    template = (
        "Hồ sơ số {submission_id} chưa có số liệu nào được xác nhận nên chưa nộp được. Xác nhận bằng: saovuong review {submission_id}."
    )


class ReturnedNotAnswered(Refusal):
    code = "SV-518"
    template = "Hồ sơ số {submission_id} còn số liệu bị trả lại chưa sửa: {numbers}. Sửa hoặc rút các số liệu đó trước khi nộp lại."


class UnknownFinality(Refusal):
    code = "SV-519"
    template = "Tính chất “{finality}” không hợp lệ: chọn provisional (số liệu tạm tính) hoặc final (chính thức)."


def submission_open(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    unit_id: str,
    period_label: str,
    form: str | None = None,
    finality: str = FINAL,
    scope: Scope | None = None,
    document_id: int | None = None,
) -> SubmissionInfo:
    """Begin a draft: version 1, or the next version when earlier ones are decided.

    ``scope`` None is ``own`` for a unit without children on the reporting tree of the period's last day, else ``total``. Raises
    UnknownUnit, BadPeriod, :class:`PeriodNotStarted`, :class:`UnitNotThen`, NotAllowed, :class:`SubmissionOpen` and what form_period
    raises."""
    if finality not in (PROVISIONAL, FINAL):
        raise UnknownFinality(finality=finality)
    unit = org.unit_get(unit_id)
    asked = form_period(catalogue=catalogue, unit=unit, period_label=period_label, form=form)
    _refuse_impossible(unit, asked, today=day_of(now))
    known = require(actor=actor, roles=ENTERS, unit_id=unit_id, now=now)
    with writing():
        row = _next_version(unit, asked, known, now, finality=finality, scope=scope)
        StateChange.objects.create(submission=row, state=DRAFT, by=known.name, at=now)
        after = {"unit": unit_id, "form": row.form, "period": row.period_label, "version": row.version, "finality": finality}
        log(row, actor=known, now=now, action="submission_open", before=None, after={**after, "scope": row.scope})
        if document_id is not None:
            name = Document.objects.filter(pk=document_id).values_list("name", flat=True).first()
            if name is None:
                raise UnknownDocument(document_id=document_id)
            document_attach(actor=known, now=now, submission_id=row.pk, document_id=document_id, name=name)
        return submission_info(row)


def _next_version(unit: UnitInfo, asked: FormPeriod, actor: Actor, now: datetime, *, finality: str, scope: Scope | None) -> Submission:
    label = asked.period.label
    earlier = list(Submission.objects.filter(unit_id=unit.id, form=asked.form.code, period_label=label).order_by("version"))
    for row in earlier:
        if row.state in (DRAFT, SUBMITTED):
            raise SubmissionOpen.of(row.pk, unit=unit.name, period=label, state=row.state)
    row, is_new = Submission.objects.get_or_create(
        unit_id=unit.id,
        form=asked.form.code,
        period_label=label,
        version=earlier[-1].version + 1 if earlier else 1,
        defaults={
            "period_start": asked.start,
            "period_end": asked.end,
            "finality": finality,
            "scope": (scope or _scope_of_unit(unit, asked.last_day)).value,
            "created_by": actor.name,
            "created_at": now,
        },
    )
    if not is_new:  # someone else opened it at this very moment
        raise SubmissionOpen.of(row.pk, unit=unit.name, period=label, state=row.state)
    return row


def submission_hand_in(*, actor: Actor | None, now: datetime, submission_id: int) -> SubmissionInfo:
    """Draft or returned becomes submitted. Raises UnknownSubmission, NotAllowed, WrongState, NewerVersion, :class:`NothingToHandIn`,
    :class:`ReturnedNotAnswered`."""
    with writing():
        row = submission_locked(actor=actor, roles=ENTERS, submission_id=submission_id, now=now, states=(DRAFT, RETURNED), act="nộp")
        assert actor is not None
        if not Fact.objects.filter(submission=row, superseded_by__isnull=True, withdrawal__isnull=True).exists():
            raise NothingToHandIn(submission_id=row.pk)
        open_ones = unanswered(row)
        if open_ones:
            raise ReturnedNotAnswered(submission_id=row.pk, numbers=", ".join(str(fact.number) for fact in open_ones))
        move(row, to=SUBMITTED, actor=actor, now=now, action="submission_hand_in", decision=False)
        return submission_info(row)


def submission_revise(*, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int) -> SubmissionInfo:
    """Begin the next version of an accepted submission as a draft that already holds its documents and present facts, to be corrected
    there.

    Raises UnknownSubmission, NotAllowed, WrongState, NewerVersion, and FactsRefused where a fact would not be accepted today."""
    with writing():
        old = submission_locked(actor=actor, roles=ENTERS, submission_id=submission_id, now=now, states=(ACCEPTED,), act="lập bản mới")
        new = submission_open(
            actor=actor,
            now=now,
            catalogue=catalogue,
            unit_id=old.unit_id,
            period_label=old.period_label,
            form=old.form,
            finality=old.finality,
            scope=Scope(old.scope),
        )
        for attached in old.attached.order_by("pk"):
            document_attach(actor=actor, now=now, submission_id=new.id, document_id=attached.document_id, name=attached.name)
        facts_copy(actor=actor, now=now, catalogue=catalogue, old=old, new_id=new.id)
        return submission_info(Submission.objects.get(pk=new.id))


def _refuse_impossible(unit: UnitInfo, asked: FormPeriod, *, today: date) -> None:
    label = asked.period.label
    if asked.start > today:
        raise PeriodNotStarted(period=label, start=asked.start)
    if unit.closed is not None and unit.closed <= asked.start:
        raise UnitNotThen(unit=unit.name, when=f"đã kết thúc hoạt động từ {unit.closed:%d/%m/%Y}", period=label)
    if unit.opened is not None and unit.opened >= asked.end:
        raise UnitNotThen(unit=unit.name, when=f"chỉ thành lập từ {unit.opened:%d/%m/%Y}", period=label)


def _scope_of_unit(unit: UnitInfo, day: date) -> Scope:
    tree = org.tree_on(root=unit.id, day=day)
    return Scope.TOTAL if tree.children.get(unit.id) else Scope.OWN
