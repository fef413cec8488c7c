"""Signing freezes a written report; taking the signature back says why, and leaves the report as it was."""

from datetime import datetime
from pathlib import Path

from saovuong import __version__
from saovuong.accounts.confirming import password_confirm
from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.ledger.access import SIGNS, require
from saovuong.ledger.store import DocumentStore, content_hash
from saovuong.ledger.whole import position
from saovuong.reader.version import reader_version
from saovuong.reports import models
from saovuong.reports.queries.drafting import text_versions
from saovuong.reports.queries.signed import figure_changes
from saovuong.reports.queries.written import FileNotKept, record_info, record_row
from saovuong.reports.shapes import ReportInfo

_SHORTEST_REASON, _LONGEST_REASON = 5, 2_000


class SignerBuiltIt(Refusal):
    code = "SV-569"
    template = "Báo cáo số {report_id} do chính tài khoản “{name}” lập. Người lập và người ký phải khác nhau: để người soạn lập lại rồi ký."


class AlreadySigned(Refusal):
    code = "SV-570"
    template = (
        "Đơn vị đã có báo cáo số {report_id} của kỳ này được ký và còn hiệu lực. Thu hồi chữ ký đó, kèm lý do, trước khi ký bản khác."
    )


class FiguresMoved(Refusal):
    code = "SV-572"
    template = (
        "Từ khi lập báo cáo số {report_id}, {count} số liệu trong sổ đã thay đổi. Lập lại báo cáo rồi ký; "
        "nếu vẫn ký bản này thì xem các thay đổi và xác nhận."
    )


class NotSigned(Refusal):
    code = "SV-573"
    template = "Báo cáo số {report_id} chưa được ký, hoặc chữ ký đã thu hồi."


class NoReason(Refusal):
    code = "SV-574"
    template = "Thu hồi chữ ký phải nêu lý do, từ {least} đến {most} ký tự; lý do lưu lại cùng báo cáo."


class SignedBefore(Refusal):
    code = "SV-575"
    template = "Chữ ký trên báo cáo số {report_id} đã thu hồi; bản đã thu hồi không ký lại. Lập báo cáo mới rồi ký."


def report_sign(
    *,
    actor: Actor | None,
    now: datetime,
    report_id: int,
    password: str,
    catalogue: Catalogue,
    folder: Path,
    despite_changes: bool = False,
    content: bytes | None = None,
) -> ReportInfo:
    """Freeze a written report: its file, its figures and the versions behind them, at this moment, in the actor's name.

    The commander of the unit signs, with the password once more, and not what the same account built. One signature stands for a unit,
    period and template at a time. ``content`` is the file itself where it was written elsewhere: from now on it is kept here. Where the
    book says other figures now than the report, only ``despite_changes`` signs. One row and one audit entry. Raises UnknownReport,
    NotAllowed, :class:`SignerBuiltIt`, FileNotKept, DocumentDamaged, WrongPassword, :class:`AlreadySigned`, :class:`SignedBefore`,
    :class:`FiguresMoved`."""
    row = record_row(actor=actor, report_id=report_id, now=now)
    actor = require(actor=actor, roles=SIGNS, unit_id=row.unit_id, now=now)
    if row.built_by == actor.name:
        raise SignerBuiltIt(report_id=report_id, name=actor.name)
    store = DocumentStore(folder)
    if content is not None and content_hash(content) == row.sha256:
        store.put(content)
    if not store.path_of(row.sha256).exists():
        raise FileNotKept(report_id=report_id)
    store.get(row.sha256)
    password_confirm(actor=actor, password=password)
    with writing():
        _one_at_a_time(row)
        changed = figure_changes(actor=actor, now=now, row=row, catalogue=catalogue)
        if changed and not despite_changes:
            raise FiguresMoved(report_id=report_id, count=len(changed))
        _freeze(row, actor=actor, now=now, changed=len(changed))
    return record_info(record_row(actor=actor, report_id=report_id, now=now))


def signature_withdraw(*, actor: Actor | None, now: datetime, report_id: int, reason: str) -> ReportInfo:
    """Take a signature back. The report and its file stay as they were signed; the reason is kept beside them. One row and one audit entry.

    Raises UnknownReport, NotAllowed, :class:`NotSigned`, :class:`NoReason`."""
    row = record_row(actor=actor, report_id=report_id, now=now)
    actor = require(actor=actor, roles=SIGNS, unit_id=row.unit_id, now=now)
    reason = " ".join(reason.split())
    if not _SHORTEST_REASON <= len(reason) <= _LONGEST_REASON:
        raise NoReason(least=_SHORTEST_REASON, most=_LONGEST_REASON)
    with writing():
        signature = models.Signature.objects.filter(record=row, withdrawal__isnull=True).first()
        if signature is None:
            raise NotSigned(report_id=report_id)
        models.SignatureWithdrawal.objects.create(signature=signature, reason=reason, withdrawn_at=now, withdrawn_by=actor.name)
        before = {"signed_by": signature.signed_by, "signed_at": signature.signed_at, "sha256": signature.sha256}
        entry_append(
            actor=actor.name, action="signature_withdraw", target=f"report:{row.pk}", before=before, after={"reason": reason}, now=now
        )
    return record_info(record_row(actor=actor, report_id=report_id, now=now))


def _one_at_a_time(row: models.ReportRecord) -> None:
    given = models.Signature.objects.select_related("record").filter(
        record__unit_id=row.unit_id, record__period_label=row.period_label, record__template=row.template
    )
    standing = given.filter(withdrawal__isnull=True).first()
    if standing is not None:
        raise AlreadySigned(report_id=standing.record_id)
    if given.filter(record=row).exists():
        raise SignedBefore(report_id=row.pk)


def _freeze(row: models.ReportRecord, *, actor: Actor, now: datetime, changed: int) -> None:
    about, book = row.manifest["about"], position()
    fields = {
        "sha256": row.sha256,
        "manifest_sha256": row.manifest_sha256,
        "pack": about.get("pack", ""),
        "pack_version": about.get("pack_version", ""),
        "reader_version": reader_version(),
        "program_version": __version__,
        "accepted": book.count,
        "accepted_last": book.last,
        "texts": text_versions(about),
    }
    models.Signature.objects.create(record=row, signed_at=now, signed_by=actor.name, **fields)
    after = {**fields, "figures": len(row.manifest["figures"]), "changed_since_built": changed}
    entry_append(actor=actor.name, action="report_sign", target=f"report:{row.pk}", before=None, after=after, now=now)
