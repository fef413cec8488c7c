"""How long after a verifier accepts a commune's month the province's total holds it, on a generated national snapshot.

    python tools/bench_accepting.py FOLDER [--communes 6]

A passing data folder takes the book. The same process accepts, brings the snapshot along, opens it anew and asks: as a server would."""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import national

from saovuong.catalogue.packs import load_catalogue
from saovuong.cli.console import start_django
from saovuong.core.quantity import MeasureKind

NOW = datetime(2026, 12, 20, 8, 0, tzinfo=UTC)
PERIOD = f"{national.LAST_YEAR}-12"


@dataclass(frozen=True, slots=True)
class Acceptances:
    """Milliseconds: of each acceptance until the total showed it, of its own steps' medians, and of what came after that."""

    visible: tuple[float, ...]
    steps: dict[str, float]

    @property
    def median(self) -> float:
        return statistics.median(self.visible)


@contextmanager
def book_beside(snapshot: Path) -> Iterator[Path]:
    """A fresh data folder with the units of Vietnam, two more people, and a copy of the snapshot; the database is this process's."""
    path = Path(tempfile.mkdtemp(prefix="saovuong-bench-"))
    os.environ["SAOVUONG_DATA"] = str(path / "data")
    os.environ.pop("SAOVUONG_DATABASE_URL", None)
    start_django()
    from django.db import connections

    from saovuong.setup.services import data_folder_create

    try:
        data_folder_create(folder=path / "data", now=NOW, report=lambda line: None)
        shutil.copytree(snapshot, path / "data" / "snapshots")
        yield path / "data"
    finally:
        connections.close_all()
        shutil.rmtree(path, ignore_errors=True)


def measure(data: Path, *, communes: int) -> Acceptances:
    """One after another, as many communes of the largest province hand in the last month, which the snapshot has of none of them."""
    from saovuong.accounts.queries import actor_get
    from saovuong.consolidation import queries
    from saovuong.consolidation.snapshot_reading import open_snapshot
    from saovuong.consolidation.snapshots import folder_of, snapshot_follow
    from saovuong.ledger import services as book

    catalogue, tree = load_catalogue(), national.country()
    provinces = national.provinces_of(tree)
    province = max(provinces, key=lambda one: len(provinces[one]))
    flow = next(one.code for one in national.measures_of(catalogue) if one.kind is MeasureKind.FLOW)
    verifier, folder = actor_get(name="kiem-tra"), folder_of(data)
    visible: list[float] = []
    steps: dict[str, list[float]] = {"accept": [], "follow": [], "ask": []}
    before = Decimal(0)
    for unit in national.late_communes(tree)[:communes]:
        number = _handed_in(unit)
        begun = time.perf_counter()
        book.submission_accept(actor=verifier, now=NOW, submission_id=number)
        accepted = time.perf_counter()
        manifest = snapshot_follow(folder=folder, now=NOW)
        assert manifest is not None
        followed = time.perf_counter()
        reader = open_snapshot(folder=folder, manifest=manifest)
        (total,) = queries.totals(
            actor=verifier, unit_id=province, period_label=PERIOD, catalogue=catalogue, measures=[flow], now=NOW, snapshot=reader
        )
        shown = time.perf_counter()
        value = total.amount.value if total.amount else before
        assert value > before, "the acceptance is not in the total"
        before = value
        visible.append((shown - begun) * 1000)
        for name, seconds in (("accept", accepted - begun), ("follow", followed - accepted), ("ask", shown - followed)):
            steps[name].append(seconds * 1000)
    return Acceptances(tuple(visible), {name: statistics.median(times) for name, times in steps.items()})


def _handed_in(unit: str) -> int:
    from saovuong.accounts.queries import actor_get
    from saovuong.ledger import services as book
    from saovuong.ledger.shapes import Evidence, NewFact

    catalogue, clerk = load_catalogue(), actor_get(name="nhap-lieu")
    row = book.submission_open(actor=clerk, now=NOW, catalogue=catalogue, unit_id=unit, period_label=PERIOD)
    facts = [
        NewFact(
            measure=one.code, value=Decimal(1 + place), evidence=Evidence(None, "Báo cáo tháng", f"“{one.code}: {1 + place}”", None, None)
        )
        for place, one in enumerate(national.measures_of(catalogue))
    ]
    book.facts_append(actor=clerk, now=NOW, catalogue=catalogue, submission_id=row.id, facts=facts)
    book.submission_hand_in(actor=clerk, now=NOW, submission_id=row.id)
    return row.id


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--communes", type=int, default=6)
    given = words.parse_args()
    with book_beside(given.folder) as data:
        found = measure(data, communes=given.communes)
    print("visible after", ", ".join(f"{one:.0f}" for one in found.visible), "ms; median", f"{found.median:.0f}")
    print("medians of", ", ".join(f"{name} {ms:.0f} ms" for name, ms in found.steps.items()))
