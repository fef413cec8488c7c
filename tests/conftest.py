"""What every test may ask for."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import NewDatabase, databases_for_programs

# A slow machine must not fail a property; the shared machine repeats the same examples, a developer's keeps looking for new ones.
settings.register_profile("developer", deadline=None)
settings.register_profile("shared machine", deadline=None, derandomize=True)
settings.load_profile("shared machine" if os.environ.get("CI") else "developer")

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"


_TOGETHER = {"tests/web/test_journey": "browser", "tests/cluster/": "cluster"}
"""Tests that share something dear: one worker runs all whose name begins so. (xdist's own marks do not reach the names of this pytest.)"""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((group for start, group in _TOGETHER.items() if nodeid.startswith(start)), nodeid)

    return Together(config, log)  # type: ignore[arg-type]


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
