"""A proposed figure taken apart again: what the reader went by, and which measures came next."""

from pathlib import Path

from saovuong.core.catalogue import Catalogue
from saovuong.intake.knowledge import taught_now
from saovuong.intake.shapes import CandidateInfo, ReviewView
from saovuong.reader import read
from saovuong.reader.explaining import Explanation, explain, numbered
from saovuong.reader.shapes import UnitNames


def figure_explained(*, view: ReviewView, row: CandidateInfo, catalogue: Catalogue, units: UnitNames, folder: Path) -> Explanation | None:
    """The reader's account of a figure, from reading its document again as it reads now; None where it would not read this figure so any
    more (the pack or what was taught has changed since), or where the figure has no document. ``folder`` is the data folder."""
    evidence, submission = row.evidence, view.submission
    text = view.texts.get(evidence.document_id or 0)
    if text is None:
        return None
    taught = taught_now(folder=folder)
    reading = read(
        text,
        catalogue=catalogue,
        units=units,
        default_unit=submission.unit_id,
        default_period=submission.period_label,
        taught=taught,
    )
    place = evidence.figure_start, evidence.figure_end
    same = (
        number
        for number, one in enumerate(numbered(reading), start=1)
        if (one.start, one.end) == place and one.measure == row.proposed.measure
    )
    number = next(same, None)
    if number is None:
        return None
    return explain(
        reading,
        number=number,
        catalogue=catalogue,
        units=units,
        default_unit=submission.unit_id,
        default_period=submission.period_label,
        taught=taught,
    )
