from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from saovuong.core.catalogue import Catalogue
from saovuong.reports.heads import Paper
from saovuong.reports.services import report_build
from saovuong.reports.shapes import BuiltReport
from tests.consolidation.conftest import catalogue, city, office, people
from tests.consolidation.world import CITY, Office

__all__ = ["catalogue", "city", "office", "people"]


@pytest.fixture
def build(city: Office, catalogue: Catalogue, now: datetime) -> Callable[..., BuiltReport]:
    """Write the city's report of 2024 from the small book."""

    def written(**more: object) -> BuiltReport:
        asked = {"actor": city.people.everywhere, "unit_id": CITY, "period_label": "2024", "paper": Paper(issued_on=date(2024, 12, 5))}
        return report_build(now=now, catalogue=catalogue, **(asked | more))  # type: ignore[arg-type]

    return written


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder to the eye of the command line; the rows are the test database's."""
    monkeypatch.setenv("SAOVUONG_DATA", str(tmp_path))
    (tmp_path / "config.toml").write_text('[people]\ndefault = "tra-cuu"\n', "utf-8")
    (tmp_path / "db.sqlite3").write_bytes(b"")
    return tmp_path
