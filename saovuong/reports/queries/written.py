"""Which reports were written, their files, and who signed them."""

from datetime import datetime
from pathlib import Path

from saovuong.accounts.shapes import Actor
from saovuong.core.errors import Refusal
from saovuong.ledger.access import READS, rows_in, scope_of
from saovuong.ledger.store import DocumentStore, content_hash
from saovuong.reports.models import ReportRecord, Signature
from saovuong.reports.shapes import ReportInfo, SignatureInfo


class UnknownReport(Refusal):
    code = "SV-324"
    template = "Không có báo cáo số {report_id} trong phạm vi của tài khoản này."


class FileNotKept(Refusal):
    code = "SV-325"
    template = "Tệp của báo cáo số {report_id} không giữ ở đây: báo cáo này lập bằng dòng lệnh và ghi ra chỗ khác. Lập lại để tải về."


class NotAReport(Refusal):
    code = "SV-356"
    template = "Tệp “{name}” không phải nguyên bản một báo cáo lập ở đây trong phạm vi của tài khoản này: tệp đã sửa, hoặc lập ở máy khác."


def reports(
    *, actor: Actor | None, unit_id: str | None = None, period_label: str | None = None, now: datetime | None = None
) -> list[ReportInfo]:
    """Reports that were written for units in the actor's scope, oldest first."""
    rows = ReportRecord.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id"))
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if period_label is not None:
        rows = rows.filter(period_label=period_label)
    return [record_info(row) for row in rows.select_related("signature__withdrawal").order_by("built_at", "pk")]


def report_get(*, actor: Actor | None, report_id: int, now: datetime | None = None) -> ReportInfo:
    """Raises :class:`UnknownReport`, also out of scope."""
    return record_info(record_row(actor=actor, report_id=report_id, now=now))


def report_file(*, actor: Actor | None, report_id: int, folder: Path, now: datetime | None = None) -> tuple[ReportInfo, bytes]:
    """A written report of a unit in the actor's scope with the file as it was written, byte for byte.

    Raises :class:`UnknownReport`, also out of scope; :class:`FileNotKept` where the command line wrote it elsewhere; DocumentDamaged."""
    row = record_row(actor=actor, report_id=report_id, now=now)
    store = DocumentStore(folder)
    if not store.path_of(row.sha256).exists():
        raise FileNotKept(report_id=report_id)
    return record_info(row), store.get(row.sha256)


def report_of_file(*, actor: Actor | None, content: bytes, name: str, now: datetime | None = None) -> ReportInfo:
    """Which written report of a unit in the actor's scope a file is, byte for byte; of equal ones the latest.

    Raises :class:`NotAReport`."""
    rows = ReportRecord.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id"), sha256=content_hash(content))
    row = rows.select_related("signature__withdrawal").order_by("-pk").first()
    if row is None:
        raise NotAReport(name=name)
    return record_info(row)


def record_row(*, actor: Actor | None, report_id: int, now: datetime | None) -> ReportRecord:
    """The row itself, for this room. Raises :class:`UnknownReport`."""
    rows = ReportRecord.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id"), pk=report_id)
    row = rows.select_related("signature__withdrawal").first()
    if row is None:
        raise UnknownReport(report_id=report_id)
    return row


def record_info(row: ReportRecord) -> ReportInfo:
    signature = getattr(row, "signature", None)
    return ReportInfo(
        id=row.pk,
        unit_id=row.unit_id,
        period_label=row.period_label,
        template=row.template,
        built_at=row.built_at,
        built_by=row.built_by,
        sha256=row.sha256,
        manifest_sha256=row.manifest_sha256,
        figures=len(row.manifest["figures"]),
        signature=_signature(signature) if signature is not None else None,
    )


def _signature(row: Signature) -> SignatureInfo:
    withdrawal = getattr(row, "withdrawal", None)
    return SignatureInfo(
        report_id=row.record_id,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        sha256=row.sha256,
        manifest_sha256=row.manifest_sha256,
        pack=row.pack,
        pack_version=row.pack_version,
        reader_version=row.reader_version,
        program_version=row.program_version,
        accepted=row.accepted,
        accepted_last=row.accepted_last,
        texts=row.texts,
        withdrawn_at=withdrawal.withdrawn_at if withdrawal is not None else None,
        withdrawn_by=withdrawal.withdrawn_by if withdrawal is not None else "",
        reason=withdrawal.reason if withdrawal is not None else "",
    )
