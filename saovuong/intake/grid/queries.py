"""A form as a person sees it."""

from dataclasses import replace
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.intake.grid.beside import beside_of, read_beside
from saovuong.intake.grid.book import cells_of
from saovuong.intake.grid.places import place_of
from saovuong.intake.grid.shapes import GridPlace, GridRow, GridSection, GridView
from saovuong.intake.grid.typed import cell_text, content_of


def grid_get(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, unit_id: str, form: str, period_label: str, to_write: bool = True
) -> GridView:
    """One row per measure of the form that is switched on. Before anything was typed there is no submission and all cells are blank.

    Raises what :func:`saovuong.intake.grid.places.place_of` raises."""
    place = place_of(actor=actor, now=now, catalogue=catalogue, unit_id=unit_id, form=form, period_label=period_label, to_write=to_write)
    cells = cells_of(place, actor=actor, now=now)
    beside = beside_of(place, actor=actor, now=now, catalogue=catalogue)
    read = read_beside(place.submission, catalogue)
    sections = []
    for section in place.form.sections:
        measures = [catalogue.measures[code] for code in section.measures if catalogue.measures[code].enabled]
        rows = tuple(
            GridRow(
                measure=measure,
                cell=cells.cell(measure.code),
                last=beside.last.get(measure.code, ""),
                year=beside.year.get(measure.code, ""),
                target=beside.targets.get(measure.code, ""),
                read=read.get(measure.code, ""),
            )
            for measure in measures
        )
        if rows:
            sections.append(GridSection(section.title_vi, section.title_en, rows))
    return GridView(place=place, sections=tuple(sections), last_label=beside.last_label, year_label=beside.year_label)


def accepted_texts(place: GridPlace, *, actor: Actor | None, now: datetime) -> dict[str, str]:
    """What the accepted version says that the open one would take the place of, by measure; nothing where there is none."""
    if place.accepted is None or place.submission is None or place.accepted.id == place.submission.id:
        return {}
    before = cells_of(replace(place, submission=place.accepted), actor=actor, now=now)
    return {code: cell_text(content_of(fact)) for code, fact in before.facts.items()}
