"""A small country for the tests of the ledger and of intake: one province, one city, three communes, and a city next door.

Names are invented. Commands report for the city and the province, as before 1/7/2025."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from saovuong.accounts.services import grant_give, user_create
from saovuong.accounts.shapes import Actor
from saovuong.audit.queries import chain_verify
from saovuong.catalogue.packs import load_catalogue
from saovuong.ledger import models as ledger
from saovuong.ledger.shapes import Evidence, NewFact
from saovuong.org.models import Edition, Link, Unit
from saovuong.org.queries import index
from tests.kept_worlds import world

_UNITS = [
    # id, name, kind, level, above (administrative), above (reporting), area
    ("vn", "Việt Nam", "country", "country", None, None, None),
    ("t", "tỉnh Sơn Thử", "province", "province", "vn", None, None),
    ("t-bch", "Bộ CHQS tỉnh Sơn Thử", "provincial_command", "province", None, "vn", "t"),
    ("tp", "thành phố Mẫu Giang", "city", "district", "t", None, None),
    ("tp-bch", "Ban CHQS thành phố Mẫu Giang", "district_command", "district", None, "t-bch", "tp"),
    ("x1", "phường Thử Nhất", "ward", "commune", "tp", "tp-bch", None),
    ("x2", "phường Thử Nhì", "ward", "commune", "tp", "tp-bch", None),
    ("x3", "xã Thử Ba", "commune", "commune", "tp", "tp-bch", None),
    ("h", "huyện Lân Bang", "district", "district", "t", None, None),
    ("h-bch", "Ban CHQS huyện Lân Bang", "district_command", "district", None, "t-bch", "h"),
    ("y1", "xã Láng Giềng", "commune", "commune", "h", "h-bch", None),
]

GIFTS, MILITIA, TASKS, SAFE, RATE = (
    "policy_gift_count",
    "conscripts_enlisted_count",
    "overall_task_rating",
    "exercise_safety_absolute",
    "militia_training_attendance_rate",
)


def build_units() -> None:
    for unit_id, name, kind, level, _, _, area in _UNITS:
        closed = date(2025, 7, 1) if level in ("district", "commune") else None
        Unit.objects.create(
            id=unit_id, name=name, short_name=name, kind=kind, level=level, opened=None, closed=closed, area_of_id=area, name_order=unit_id
        )
    for unit_id, _, _, _, above, reports_to, _ in _UNITS:
        for parent, link_kind in ((above, "administrative"), (reports_to, "reporting"), (reports_to, "command")):
            if parent:
                Link.objects.create(child_id=unit_id, parent_id=parent, kind=link_kind)
    Edition.objects.create(version=uuid.uuid4().hex, loaded_at=datetime(2025, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class People:
    """``outsider`` may do everything next door; ``reader`` may only look; ``nobody`` has an account and no right."""

    admin: Actor
    clerk: Actor
    verifier: Actor
    reader: Actor
    outsider: Actor
    nobody: Actor


def _people(now: datetime) -> People:
    def person(name: str, *rights: tuple[str, str]) -> Actor:
        actor = user_create(name=name, display_name=name, actor=None, now=now)
        for role, unit_id in rights:
            grant_give(user=actor, role=role, unit_id=unit_id, valid_from=date(2020, 1, 1), actor=None, now=now)
        return actor

    return People(
        clerk=person("nhap-lieu", ("clerk", "tp-bch")),
        verifier=person("kiem-tra", ("verifier", "tp-bch")),
        reader=person("chi-huy", ("commander", "tp-bch")),
        outsider=person("lang-gieng", ("clerk", "h-bch"), ("verifier", "h-bch")),
        nobody=person("khach"),
        admin=person("quan-tri", ("admin", "vn")),
    )


@pytest.fixture
def units(db):
    world("small country", build_units)
    return index()


@pytest.fixture
def people(units, now):
    return world(("people of the small country", now), lambda: _people(now))


@pytest.fixture
def catalogue():
    return load_catalogue()


def counts() -> dict[str, int]:
    """Every row of the book and of the audit; two equal answers mean that nothing was written between them."""
    tables = (
        ledger.Document,
        ledger.Submission,
        ledger.SubmissionDocument,
        ledger.StateChange,
        ledger.Fact,
        ledger.Review,
        ledger.Withdrawal,
    )
    rows = {table.__name__: table.objects.count() for table in tables}
    chain = chain_verify()
    assert chain.broken_at is None
    return {**rows, "audit": chain.entries, "states": sum(hash(pair) for pair in ledger.Submission.objects.values_list("pk", "state"))}


def fact(measure: str = GIFTS, value: object = 5, **changes: object) -> NewFact:
    """A value as a clerk would type it, from a named source."""
    fields: dict[str, object] = {"measure": measure, "evidence": Evidence(None, "Sổ theo dõi, 12/12/2024", "", None, None)}
    if isinstance(value, bool):
        fields["flag"] = value
    elif isinstance(value, str):
        fields["rating"] = value
    elif value is not None:
        fields["value"] = value if isinstance(value, Decimal) else Decimal(str(value))
    return NewFact(**{**fields, **changes})
