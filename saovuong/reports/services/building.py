"""Writing a report: build it, remember what it said, leave a trace."""

import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.catalogue import Catalogue
from saovuong.ledger.access import WRITES, require
from saovuong.ledger.store import DocumentStore
from saovuong.reports.heads import Paper
from saovuong.reports.models import ReportRecord
from saovuong.reports.queries import DEFAULT_TEMPLATE, NoActor, record_info, report_draft
from saovuong.reports.queries.manuscripts import manuscript_row
from saovuong.reports.shapes import BuiltReport, Draft
from saovuong.reports.templates import shipped_profile
from saovuong.writers.docx import write_docx
from saovuong.writers.manifest import read_manifest, to_json
from saovuong.writers.package import open_package


def report_build(
    *,
    actor: Actor | None,
    now: datetime,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    template: str = DEFAULT_TEMPLATE,
    paper: Paper | None = None,
    folder: Path | None = None,
) -> BuiltReport:
    """Write the report of a unit for a period from what is accepted at this moment, and record it with its list of figures.

    ``paper`` holds what the office decides at issue: number, date, signer; None takes what the unit's manuscript says, as for its
    sections and the office's own words. With ``folder``, the data folder, the file is kept there for
    :func:`saovuong.reports.queries.report_file`. The same book gives the same bytes for the same ``now``. One record and one audit entry
    per call. Raises as :func:`saovuong.reports.queries.report_draft`, and StoreNotWritable."""
    if actor is None:
        raise NoActor(act="lập")
    with writing():
        draft = report_draft(
            actor=actor,
            now=now,
            unit_id=unit_id,
            period_label=period_label,
            catalogue=catalogue,
            template=template,
            paper=paper,
        )
        content = write_docx(shape=draft.shape, profile=shipped_profile(pack=catalogue.pack, code=draft.profile))
        if folder is not None:
            DocumentStore(folder).put(content)
        row = _record(draft, content, template=template, actor=actor, now=now)
    return BuiltReport(record_info(row), content, draft.shape, draft.missing)


def manuscript_build(*, actor: Actor | None, now: datetime, manuscript_id: int, catalogue: Catalogue, folder: Path) -> BuiltReport:
    """:func:`report_build` of a manuscript as it stands, kept in the data folder. Raises UnknownManuscript, NotAllowed too."""
    row = manuscript_row(actor=actor, manuscript_id=manuscript_id, now=now)
    require(actor=actor, roles=WRITES, unit_id=row.unit_id, now=now)
    return report_build(
        actor=actor,
        now=now,
        unit_id=row.unit_id,
        period_label=row.period_label,
        catalogue=catalogue,
        template=row.template,
        folder=folder,
    )


def _record(draft: Draft, content: bytes, *, template: str, actor: Actor, now: datetime) -> ReportRecord:
    """The row and its audit entry, in the transaction of the caller."""
    manifest = read_manifest(open_package(content, name=template))
    row = ReportRecord.objects.create(
        unit_id=draft.shape.about["unit"],
        period_label=draft.shape.about["period"],
        template=template,
        built_at=now,
        built_by=actor.name,
        sha256=sha256(content).hexdigest(),
        manifest_sha256=manifest.digest(),
        manifest=json.loads(to_json(manifest)),
    )
    after = {"unit": row.unit_id, "period": row.period_label, "template": template, "sha256": row.sha256, "figures": len(manifest.figures)}
    entry_append(actor=actor.name, action="report_build", target=f"report:{row.pk}", before=None, after=after, now=now)
    return row
