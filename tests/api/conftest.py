"""The small country of the web's tests, called by programs with tokens."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from saovuong.accounts.shapes import Actor
from saovuong.accounts.token_services import token_make
from saovuong.setup import FAULT_LOG
from tests.ledger.world import catalogue, people, units  # noqa: F401 - fixtures
from tests.web.conftest import Book, book, fixed_clock, folder, person_with  # noqa: F401 - fixtures

END = date(2026, 1, 1)


def sound(answer: Any) -> Any:
    """An answer that is no fault of the program; a fault fails with what was written down about it."""
    if answer.status_code == 500:
        raise AssertionError((Path(settings.DATA_FOLDER) / FAULT_LOG).read_text("utf-8"))
    return answer


@dataclass(frozen=True)
class Caller:
    """A program that calls with one token."""

    told: str

    def client(self) -> Client:
        return Client(headers={"Authorization": f"Bearer {self.told}"})

    def get(self, path: str, **headers: str) -> Any:
        return sound(self.client().get(f"/api/v1/{path}", headers=headers))

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        content = b"" if body is None else json.dumps(body).encode()
        return sound(self.client().post(f"/api/v1/{path}", content, content_type="application/json", headers=headers))

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()


@pytest.fixture(autouse=True)
def no_misses_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def token_for(now) -> Callable[..., Caller]:
    def make(actor: Actor, *, writes: bool = True) -> Caller:
        told, _ = token_make(name="Máy thử", writes=writes, expires_on=END, actor=actor, now=now)
        return Caller(told)

    return make


@pytest.fixture
def call(people, folder, token_for) -> Callable[[str], Caller]:  # noqa: F811 - the fixtures above
    """``call("clerk")`` is a program that acts for that person."""
    return lambda who: token_for(getattr(people, who))
