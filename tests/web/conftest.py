"""The ledger's small country with people who sign in, and a browser without a browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from saovuong.accounts.models import ROLES, User
from saovuong.accounts.services import grant_give, user_create
from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.intake.services import document_submit, figure_return, review_batch, review_finish
from saovuong.ledger.queries import facts_of
from saovuong.ledger.services import submission_accept
from saovuong.org.names import UnitNameIndex
from saovuong.reports.services import manuscript_open, part_write, report_build
from tests.kept_worlds import world
from tests.ledger.world import People, catalogue, counts, people, units  # noqa: F401 - fixtures
from tests.web.serving import chrome, server  # noqa: F401 - fixtures

PASSWORD = "khong-ai-doan-ra-1"


@pytest.fixture(autouse=True)
def unknown_names_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that asks for what no view gave it is a mistake, not an empty place."""

    class Unknown(str):
        def __mod__(self, name: object) -> str:
            raise AssertionError(f"a template asks for “{name}”")

        def __contains__(self, part: object) -> bool:
            return part == "%s" or str.__contains__(self, str(part))

    from django.template import engines

    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Unknown("unknown"))


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch, now) -> None:
    monkeypatch.setenv("SAOVUONG_NOW", now.isoformat())


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Books of different tests may look alike from outside: their clocks stand still, and their rows are taken back."""
    from saovuong.web.kept import forget_all
    from saovuong.web.templatetags.keeping import DRAWN

    forget_all()
    DRAWN.clear()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request that ends closes what its thread holds, which in a test is the transaction that is taken back."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Iterator[object]:
    """A data folder for what pages store."""
    monkeypatch.setattr(settings, "DATA_FOLDER", tmp_path)
    return tmp_path


def signed_in(actor: Actor, **options: object) -> Client:
    client = Client(**options)
    client.force_login(User.objects.get(pk=actor.id), backend="saovuong.accounts.backends.AccountBackend")
    return client


@pytest.fixture
def passwords(people) -> None:  # noqa: F811 - the fixture above
    """One password for all, hashed once."""
    User.objects.update(password=make_password(PASSWORD))


@pytest.fixture
def enter(people, folder) -> Callable[[str], Client]:  # noqa: F811
    """``enter("clerk")`` is a browser in which that person is signed in."""
    return lambda who: signed_in(getattr(people, who))


@dataclass(frozen=True)
class Book:
    """One submission in each state of the small city; ``secrets`` are words that only its own people may see."""

    draft: int
    submitted: int
    returned: int
    accepted: int
    returned_figure: int
    report: int
    manuscript: int
    secrets: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        return counts()


REPORT = """BÁO CÁO
Kết quả công tác quốc phòng, quân sự địa phương năm 2024

Thăm và tặng 45 suất quà cho gia đình chính sách ở thôn Bí Mật Riêng.
Giao 12 công dân nhập ngũ, đạt 100% chỉ tiêu.
"""


@pytest.fixture
def book(people, folder, now, catalogue, units) -> Book:  # noqa: F811
    return world(("book of the small country", now), lambda: build_book(people, folder, now, catalogue, units), folder=folder)


def build_book(the: People, folder: Path, now: datetime, pack: Catalogue, names: UnitNameIndex) -> Book:
    def hand_in(unit: str, state: str) -> int:
        taken = document_submit(
            actor=the.clerk, now=now, folder=folder, source=REPORT.encode(), name=f"bao-cao-{unit}.txt", unit_id=unit,
            period_label="2024", catalogue=pack, units=names,
        )  # fmt: skip
        number = taken.submission.id
        if state == "draft":
            return number
        about = {"now": now, "submission_id": number}
        review_batch(actor=the.clerk, catalogue=pack, accept_above=0.0, **about)
        review_finish(actor=the.clerk, catalogue=pack, **about)
        if state == "returned":
            first = facts_of(actor=the.verifier, **about)[0]
            figure_return(actor=the.verifier, number=first.number, reason="Kiểm tra lại số này", **about)
        elif state == "accepted":
            submission_accept(actor=the.verifier, **about)
        return number

    made = {state: hand_in(unit, state) for unit, state in (("x1", "draft"), ("x2", "submitted"), ("x3", "returned"))}
    facts = facts_of(actor=the.clerk, submission_id=made["returned"], now=now)
    accepted = hand_in("tp-bch", "accepted")
    manuscript = manuscript_open(actor=the.admin, now=now, unit_id="tp-bch", period_label="2024", catalogue=pack)
    own = {"manuscript_id": manuscript.info.id, "part": "strengths", "text": "Lời Riêng Của Đơn Vị", "base_version": 0}
    part_write(actor=the.admin, now=now, catalogue=pack, **own)
    built = report_build(actor=the.admin, now=now, unit_id="tp-bch", period_label="2024", catalogue=pack, folder=folder)
    return Book(
        **made,
        accepted=accepted,
        returned_figure=next(fact.number for fact in facts if fact.returned_reason),
        report=built.info.id,
        manuscript=manuscript.info.id,
        secrets=("Bí Mật Riêng", "Thử Nhất", "Thử Nhì", "Kiểm tra lại số này", "Lời Riêng Của Đơn Vị"),
    )


@pytest.fixture
def person_with(people, now) -> Callable[[str, str], Actor]:  # noqa: F811
    """A new person with one role on a unit, with ``all`` of them, or with ``none``."""

    def make(role: str, unit_id: str) -> Actor:
        actor = user_create(name=f"nguoi-{role}", display_name="Người thử", actor=people.admin, now=now)
        for one in ROLES if role == "all" else () if role == "none" else (role,):
            grant_give(user=actor, role=one, unit_id=unit_id, valid_from=date(2020, 1, 1), actor=people.admin, now=now)
        return actor

    return make
