from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from saovuong.ledger.store import DocumentStore
from saovuong.reports.shapes import ReportInfo
from saovuong.web.showing.submissions import unit_names


@dataclass(frozen=True, slots=True)
class Row:
    """``kept``: the file is here and can be fetched again."""

    info: ReportInfo
    unit: str
    kept: bool


def rows(found: Iterable[ReportInfo], *, folder: Path) -> list[Row]:
    """Newest first."""
    listed = list(found)
    names, store = unit_names(one.unit_id for one in listed), DocumentStore(folder)
    return [Row(one, names.get(one.unit_id, one.unit_id), store.path_of(one.sha256).exists()) for one in reversed(listed)]
