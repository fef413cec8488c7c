"""What a written report said, and what the book says now."""

import json
from datetime import datetime
from pathlib import Path

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.ledger.store import DocumentStore
from saovuong.reports.differences import figure_differences
from saovuong.reports.models import Manuscript, ReportRecord
from saovuong.reports.queries.drafting import NoActor, report_draft
from saovuong.reports.queries.manuscripts import choices_of
from saovuong.reports.queries.written import record_info, record_row
from saovuong.reports.rewriting import rewritten
from saovuong.reports.shapes import ChangedFigure, Difference, Draft, ReportChanges, Rewritten
from saovuong.reports.templates import shipped_profile
from saovuong.writers.docx import write_docx
from saovuong.writers.manifest import Manifest, from_json
from saovuong.writers.report_shapes import Figure

# A figure that rests on other facts but says the same is no change of what the report says.
_VALUES = ("changed", "gone", "new")


def figure_changes(*, actor: Actor, now: datetime, row: ReportRecord, catalogue: Catalogue) -> list[Difference]:
    """The figures about which the book says something else now than the written report, for this room. Raises as report_draft."""
    manifest = manifest_of(row)
    return _changes(manifest, _again(manifest, actor=actor, now=now, catalogue=catalogue))


def report_standing(*, actor: Actor | None, now: datetime, report_id: int, catalogue: Catalogue) -> int:
    """How many figures of a written report the book says otherwise now. Raises UnknownReport, and as report_draft."""
    if actor is None:
        raise NoActor(act="đối chiếu")
    return len(figure_changes(actor=actor, now=now, row=record_row(actor=actor, report_id=report_id, now=now), catalogue=catalogue))


def report_changes(
    *, actor: Actor | None, now: datetime, report_id: int, catalogue: Catalogue, folder: Path | None = None
) -> ReportChanges:
    """What the book says now beside what a written report said; with the data ``folder`` also the paragraphs that would read otherwise.

    A figure is ``by_book`` where the book of the moment of building still gives what was written: then what came into the book since made
    the difference. Else pack or program count otherwise now. Raises UnknownReport, and as report_draft."""
    if actor is None:
        raise NoActor(act="đối chiếu")
    row = record_row(actor=actor, report_id=report_id, now=now)
    manifest = manifest_of(row)
    today = _again(manifest, actor=actor, now=now, catalogue=catalogue)
    changed = _changes(manifest, today)
    written, then = _by_key(manifest.figures), {}
    if changed:
        then = _by_key(_again(manifest, actor=actor, now=now, catalogue=catalogue, at=row.built_at).shape.figures)
    figures = tuple(ChangedFigure(one, _says(written.get(one.rule)) == _says(then.get(one.rule))) for one in changed)
    paragraphs = () if folder is None else _paragraphs(row, today, actor=actor, now=now, catalogue=catalogue, folder=folder)
    return ReportChanges(record_info(row), figures, paragraphs)


def manifest_of(row: ReportRecord) -> Manifest:
    """The list of figures as it was recorded."""
    return from_json(json.dumps(row.manifest), name=str(row.pk))


def _again(manifest: Manifest, *, actor: Actor, now: datetime, catalogue: Catalogue, at: datetime | None = None) -> Draft:
    """The same questions asked of the book again."""
    about = manifest.about
    return report_draft(
        actor=actor,
        now=now,
        unit_id=about.get("unit", ""),
        period_label=about.get("period", ""),
        catalogue=catalogue,
        template=about.get("report", ""),
        left_out=about.get("left_out", "").split(),
        at=at,
    )


def _changes(manifest: Manifest, today: Draft) -> list[Difference]:
    return [one for one in figure_differences(manifest, today.shape.figures) if one.kind in _VALUES]


def _by_key(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {figure.key: figure for figure in figures}


def _says(figure: Figure | None) -> tuple[str, ...]:
    return () if figure is None else (figure.value, figure.modifier, figure.uom)


def _paragraphs(
    row: ReportRecord, today: Draft, *, actor: Actor, now: datetime, catalogue: Catalogue, folder: Path
) -> tuple[Rewritten, ...]:
    """The frozen file beside the file that would be written now with the manuscript's sections and words; nothing where it is not kept.

    ``today`` is the paper as it would be now with the sections of then."""
    store = DocumentStore(folder)
    if not store.path_of(row.sha256).exists():
        return ()
    manuscript = Manuscript.objects.filter(unit_id=row.unit_id, period_label=row.period_label, template=row.template).first()
    chosen = choices_of(manuscript).left_out
    same = set(today.shape.about.get("left_out", "").split()) == set(chosen)
    draft = today
    if not same:
        draft = report_draft(
            actor=actor, now=now, unit_id=row.unit_id, period_label=row.period_label, catalogue=catalogue, template=row.template
        )
    profile = shipped_profile(pack=catalogue.pack, code=draft.profile)
    return rewritten(store.get(row.sha256), write_docx(shape=draft.shape, profile=profile))
