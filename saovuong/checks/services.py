"""Letting a finding stand, and taking that back. Both are added, never changed, and recorded."""

from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.checks.models import Waiver, WaiverEnd
from saovuong.checks.queries import check
from saovuong.checks.shapes import CheckedFinding, WaiverInfo
from saovuong.checks.waivers import holding, told_to, waiver_info
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.ledger.access import READS, covers, scope_of
from saovuong.org import queries as org

WAIVES = ("verifier", "commander", "admin")
_SHORTEST = 4


class MayNotWaive(Refusal):
    code = "SV-170"
    template = (
        "Tài khoản “{name}” không có quyền bỏ qua kết quả kiểm tra của “{unit}”: cần vai trò kiểm tra (verifier) hoặc chỉ huy (commander). "
        "Dùng tài khoản khác (--as)."
    )


class OwnFigures(Refusal):
    code = "SV-171"
    template = (
        "Tài khoản “{name}” đã nhập số liệu này nên không được tự bỏ qua kết quả kiểm tra của nó. Người nhập và người xét phải khác nhau."
    )


class NoSuchFinding(Refusal):
    code = "SV-172"
    template = "Kiểm tra {unit}, kỳ {period} không có kết quả nào mang mã “{key}”. Mã ở cột đầu của: saovuong check --all."


class SeveralFindings(Refusal):
    code = "SV-173"
    template = "Mã “{key}” là của {count} kết quả: {keys}. Ghi mã dài hơn."


class AlreadyWaived(Refusal):
    code = "SV-174"
    template = "Kết quả “{key}” đã được {by} bỏ qua ngày {at:%d/%m/%Y}: {reason}"


class NoWaiverReason(Refusal):
    code = "SV-175"
    template = "Phải ghi lý do khi {act}: --reason “...”."


class NoSuchWaiver(Refusal):
    code = "SV-176"
    template = "Không có lần bỏ qua nào còn hiệu lực mang mã “{key}” trong phạm vi của tài khoản này. Xem: saovuong check waivers."


def finding_waive(
    *, actor: Actor, now: datetime, catalogue: Catalogue, unit_id: str, period_label: str, key: str, reason: str, states: tuple[str, ...]
) -> WaiverInfo:
    """Let the finding of that key (or its beginning) stand, for as long as its figures stay as they are.

    The checks run again inside the transaction, so nothing is waived that is not there. Raises as :func:`check`, and :class:`MayNotWaive`,
    :class:`OwnFigures`, :class:`NoSuchFinding`, :class:`SeveralFindings`, :class:`AlreadyWaived`, :class:`NoWaiverReason`."""
    if not reason.strip():
        raise NoWaiverReason(act="bỏ qua kết quả kiểm tra")
    with writing():
        view = check(actor=actor, unit_id=unit_id, period_label=period_label, catalogue=catalogue, states=states, now=now)
        found = _one([one for one in view.findings if _matches(one.finding.key, key)], key, unit=view.unit.name, period=view.period.label)
        _may_waive(actor, found.finding.unit, now)
        _other_person(actor, found)
        if found.waiver is not None:
            raise AlreadyWaived(key=found.finding.key, by=found.waiver.by, at=found.waiver.at, reason=found.waiver.reason)
        row = _row(found, actor=actor, now=now, reason=reason.strip())
        after = {"key": row.key, "rule": row.rule, "unit": row.unit_id, "facts": row.facts, "message": row.message, "reason": row.reason}
        entry_append(actor=actor.name, action="finding_waive", target=f"waiver:{row.pk}", before=None, after=after, now=now)
        return waiver_info(row)


def waiver_end(*, actor: Actor, now: datetime, key: str, reason: str) -> WaiverInfo:
    """Take a waiver back: the finding, if its figures still stand, counts again.

    Raises :class:`NoSuchWaiver`, :class:`SeveralFindings`, :class:`MayNotWaive`, :class:`NoWaiverReason`."""
    if not reason.strip():
        raise NoWaiverReason(act="thôi bỏ qua")
    with writing():
        scope = scope_of(actor=actor, roles=READS, now=now)
        near = (row for row in holding().order_by("pk") if _matches(row.key, key) and covers(scope, row.unit_id))
        rows = told_to(actor, near, now=now)
        if not rows:
            raise NoSuchWaiver(key=key)
        if len(rows) > 1:
            raise SeveralFindings(key=key, count=len(rows), keys=", ".join(row.key for row in rows))
        (row,) = rows
        _may_waive(actor, row.unit_id, now)
        WaiverEnd.objects.create(waiver=row, reason=reason.strip(), by=actor.name, at=now)
        before = {"key": row.key, "rule": row.rule, "unit": row.unit_id, "by": row.by, "reason": row.reason}
        entry_append(
            actor=actor.name, action="waiver_end", target=f"waiver:{row.pk}", before=before, after={"reason": reason.strip()}, now=now
        )
        return waiver_info(Waiver.objects.select_related("ended").get(pk=row.pk))


def _matches(key: str, given: str) -> bool:
    text = given.strip().lower()
    return len(text) >= _SHORTEST and key.startswith(text)


def _one(found: list[CheckedFinding], key: str, *, unit: str, period: str) -> CheckedFinding:
    if not found:
        raise NoSuchFinding(unit=unit, period=period, key=key)
    if len(found) > 1:
        raise SeveralFindings(key=key, count=len(found), keys=", ".join(one.finding.key for one in found))
    return found[0]


def _may_waive(actor: Actor, unit_id: str, now: datetime) -> None:
    if not covers(scope_of(actor=actor, roles=WAIVES, now=now), unit_id):
        raise MayNotWaive(name=actor.name, unit=org.unit_get(unit_id).name)


def _other_person(actor: Actor, found: CheckedFinding) -> None:
    if any(row.entered_by == actor.name for row in (*found.facts, *found.others)):
        raise OwnFigures(name=actor.name)


def _row(found: CheckedFinding, *, actor: Actor, now: datetime, reason: str) -> Waiver:
    one = found.finding
    return Waiver.objects.create(
        key=one.key,
        rule=one.rule,
        level=one.level,
        unit_id=one.unit,
        period_start=one.start,
        period_end=one.end,
        measures=list(one.measures),
        facts=[row.id for row in (*found.facts, *found.others)],
        message=one.message,
        reason=reason,
        by=actor.name,
        at=now,
    )
