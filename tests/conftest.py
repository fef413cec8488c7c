"""What every test may ask for."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import NewDatabase, databases_for_programs, on_postgresql

# A slow machine must not fail a property; the shared machine repeats the same examples, a developer's keeps looking for new ones.
settings.register_profile("developer", deadline=None)
settings.register_profile("shared machine", deadline=None, derandomize=True)
settings.load_profile("shared machine" if os.environ.get("CI") else "developer")

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"


_TOGETHER = (
    "tests/cluster/",
    "tests/web/test_[a-z_]*journey|tests/web/test_api_docs",
    "tests/demo/test_demonstration",
    "tests/at_once/test_two_people",
    "tests/at_once/test_killed",
    "tests/at_once/test_waiting",
    "tests/setup/test_init",
    "tests/test_readme",
    "tests/test_wheel",
)
"""Tests that share something dear: one worker runs all whose name begins so, and these are begun first. (xdist's own marks do not reach
the names of this pytest.)"""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((group for group in _TOGETHER if re.match(group, nodeid)), nodeid)

    return Together(config, log)  # type: ignore[arg-type]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only those that speak to a database: to all others no database answers, and they are the same on SQLite."""
    if not on_postgresql():
        return
    left = [item for item in items if not _asks_a_database(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    """Without the mark or the fixture, pytest-django lets nobody through; programs beside the tests get theirs from ``new_database``."""
    fixtures = {"db", "transactional_db", "new_database"}
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The reference corpus and lists beside the project; tests that need them are skipped where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("thiếu thư mục ../shared (ngữ liệu tham chiếu) bên cạnh dự án")
    return SHARED


@pytest.fixture(scope="session")
def new_database() -> Iterator[NewDatabase]:
    """For programs run beside the tests: each call gives the variables that lead one to an empty database of its own."""
    with databases_for_programs() as new:
        yield new


@pytest.fixture
def now() -> datetime:
    """The one moment at which tests happen."""
    return datetime(2025, 1, 10, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class CommandResult:
    status: int
    out: str
    err: str


@pytest.fixture
def saovuong(capsys: pytest.CaptureFixture[str]) -> Callable[..., CommandResult]:
    """Run one command as a user would: ``saovuong("units", "find", "Đức Xuân")`` gives its status and what it printed."""

    def run(*words: object) -> CommandResult:
        from saovuong.cli import main

        capsys.readouterr()
        try:
            main.run([str(word) for word in words])
            status = 0
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        captured = capsys.readouterr()
        return CommandResult(status, captured.out, captured.err)

    return run
