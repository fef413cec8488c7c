"""The country that the pages are measured on: every commune since 1/7/2025 with a year of monthly reports in the ledger, a snapshot, and
people of every role.

    python tools/bench_web_world.py FOLDER [--communes 3321] [--months 6] [--measures 20]

Also on PostgreSQL, by ``SAOVUONG_DATABASE_URL``. Writes ``plan.json`` beside the data: who signs in, and which pages each of them opens."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import national

from saovuong.catalogue.packs import load_catalogue
from saovuong.cli.console import start_django
from saovuong.core.catalogue import Measure
from saovuong.core.quantity import MeasureKind

if TYPE_CHECKING:
    from saovuong.ledger.models import Fact, Submission

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PASSWORD = "do-toc-do-2026"
YEAR, FORM = national.LAST_YEAR, "commune_month"
_AT_ONCE = 20_000
# Of fifty people so many hold each role.
_PEOPLE = (("clerk", 26), ("verifier", 10), ("commander", 6), ("writer", 4), ("inspector", 3), ("admin", 1))


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person and the pages that belong to the work: (name of the page, address)."""

    name: str
    role: str
    pages: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Plan:
    now: str
    password: str
    facts: int
    visitors: list[Visitor]


def make(folder: Path, *, communes: int, months: int, measures: int) -> Plan:
    """Fill an empty folder ``data``; rows go to the database that the environment names."""
    data = folder / "data"
    os.environ["SAOVUONG_DATA"] = str(data)
    start_django()
    from saovuong.consolidation.snapshots import folder_of, snapshot_build
    from saovuong.setup.services import data_folder_create

    data_folder_create(folder=data, now=NOW, report=lambda line: None)
    catalogue, tree = load_catalogue(), national.country()
    asked_for = [catalogue.measures[code] for code in catalogue.forms[FORM].measures]
    told = [one for one in asked_for if one.kind in (MeasureKind.FLOW, MeasureKind.STOCK) and not one.always_target][:measures]
    provinces = national.provinces_of(tree)
    units = list(islice((unit for below in provinces.values() for unit in below), communes))
    facts = _reports(units, told, months)
    snapshot_build(folder=folder_of(data), now=NOW)
    asked = {province: [unit for unit in below if unit in set(units)] for province, below in provinces.items()}
    visitors = _visitors({province: below for province, below in asked.items() if below}, told, months)
    plan = Plan(NOW.isoformat(), PASSWORD, facts, visitors)
    (folder / "plan.json").write_text(json.dumps(asdict(plan), ensure_ascii=False), "utf-8")
    return plan


def _reports(units: Sequence[str], told: Sequence[Measure], months: int) -> int:
    """A report for every unit and month, all accepted but those of the last month, of which one in three still waits."""
    from django.db import transaction

    from saovuong.ledger.models import ACCEPTED, DRAFT, SUBMITTED, Fact, StateChange, Submission

    starts, count = national.months(YEAR), 0
    with transaction.atomic():
        for month, (start, end) in enumerate(islice(pairwise(starts), months), start=1):
            label = f"{YEAR}-{month:02d}"
            rows = Submission.objects.bulk_create(
                Submission(
                    unit_id=unit, form=FORM, period_label=label, period_start=start, period_end=end, version=1, created_by="nhap-lieu",
                    created_at=NOW, finality="final", scope="own", state=DRAFT,
                )
                for unit in units
            )  # fmt: skip
            facts = _facts(rows, told, label, (start, end))
            while some := list(islice(facts, _AT_ONCE)):
                count += len(Fact.objects.bulk_create(some))
            waiting = {row.pk for row in rows[::3]} if month == months else set()
            for state in (SUBMITTED, ACCEPTED):
                moved = [row.pk for row in rows if state == SUBMITTED or row.pk not in waiting]
                for at in range(0, len(moved), 900):
                    chosen = Submission.objects.filter(pk__in=moved[at : at + 900])
                    chosen.update(state=state, handed_in_by="nhap-lieu", handed_in_at=NOW)
                StateChange.objects.bulk_create(StateChange(submission_id=pk, state=state, by="kiem-tra", at=NOW) for pk in moved)
    return count


def _facts(rows: "Sequence[Submission]", told: Sequence[Measure], label: str, span: tuple[date, date]) -> "Iterator[Fact]":
    from saovuong.ledger.models import Fact

    for place, row in enumerate(rows):
        for number, measure in enumerate(told, start=1):
            value = (place * 7919 + number * 104729 + int(label[-2:]) * 1299709) % 500
            yield Fact(
                submission=row, number=number, unit_id=row.unit_id, measure=measure.code, period_label=label,
                period_start=span[0], period_end=span[1], as_of=span[1] - timedelta(days=1), role="result", scope="own",
                value=Decimal(value), modifier="over" if value % 97 == 5 else "exact", uom=measure.uom, source="Báo cáo tháng",
                quote=f"{measure.name_vi}: {value}", entered_by="nhap-lieu", entered_at=NOW,
            )  # fmt: skip


def _visitors(provinces: dict[str, list[str]], told: Sequence[Measure], months: int) -> list[Visitor]:
    from saovuong.accounts.queries import actor_get
    from saovuong.accounts.services import grant_give, password_set, user_create

    admin, turn, visitors = actor_get(name="quan-tri"), cycle(provinces), []
    for role, count in _PEOPLE:
        for number in range(1, count + 1):
            province = next(turn)
            commune = provinces[province][number % len(provinces[province])]
            unit = {"clerk": commune, "verifier": province, "admin": "vn"}.get(role, province if number % 2 else "vn")
            name = f"do-{role}-{number:02d}"
            user = user_create(name=name, display_name=f"Người đo {role} {number}", actor=admin, now=NOW)
            grant_give(user=user, role=role, unit_id=unit, valid_from=date(2000, 1, 1), actor=admin, now=NOW)
            password_set(user=user, password=PASSWORD, actor=None, now=NOW)
            visitors.append(Visitor(name, role, _pages(role, unit, commune, told, months)))
    return visitors


def _pages(role: str, unit: str, commune: str, told: Sequence[Measure], months: int) -> list[tuple[str, str]]:
    from saovuong.ledger.models import ACCEPTED, SUBMITTED, Submission

    own = Submission.objects.filter(unit_id=commune).order_by("-pk")
    accepted, waiting = own.filter(state=ACCEPTED).first(), own.filter(state=SUBMITTED).first()
    month, measure = f"{YEAR}-{months:02d}", told[-1].code
    pages = [
        ("work", "/"),
        ("submissions", "/ho-so/"),
        ("dashboard", f"/don-vi/{unit}/{YEAR}/"),
        ("overview", f"/don-vi/{unit}/{YEAR}/tong-quan/"),
        ("coverage", f"/don-vi/{unit}/{month}/bao-quat/"),
        ("unit-search", "/don-vi/tim/?ten=duc xuan"),
        ("unit", f"/don-vi/{unit}/"),
        ("catalogue", "/danh-muc/"),
        ("measure", f"/danh-muc/chi-tieu/{measure}/"),
    ]
    if accepted is not None:
        pages.append(("submission", f"/ho-so/{accepted.pk}/"))
    if role == "clerk":
        pages += [("grid", f"/nhap/{commune}/{FORM}/{YEAR}-10/"), ("explain", f"/don-vi/{commune}/{month}/{measure}/")]
    else:
        pages.append(("explain", f"/don-vi/{unit}/{month}/{measure}/"))
    if role == "verifier" and waiting is not None:
        pages.append(("verify", f"/ho-so/{waiting.pk}/kiem-tra/"))
    if role in ("commander", "writer", "inspector", "admin"):
        pages += [("reports", "/bao-cao/"), ("checks", f"/don-vi/{commune}/{month}/kiem-tra-so-lieu/")]
    if role in ("inspector", "admin"):
        pages.append(("audit", "/nhat-ky/"))
    return pages


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--communes", type=int, default=3321)
    words.add_argument("--months", type=int, default=6)
    words.add_argument("--measures", type=int, default=20)
    given = words.parse_args()
    begun = time.perf_counter()
    made = make(given.folder, communes=given.communes, months=given.months, measures=given.measures)
    print(f"{made.facts:,} figures, {len(made.visitors)} people, {time.perf_counter() - begun:.0f} s", file=sys.stderr)
