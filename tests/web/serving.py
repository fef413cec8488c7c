"""The program as its users start it, and the browser they open it in."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.databases import NewDatabase
from tests.web.browser import browser, chromium

_WORDS = [sys.executable, "-m", "saovuong"]
_LEFT_OUT = ("SAOVUONG_", "DJANGO_")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[str]:
    """``saovuong demo``, then ``saovuong serve`` on a free port: one for all journeys, which therefore keep to periods of their own."""
    chromium()
    folder = tmp_path_factory.mktemp("web")
    variables = surroundings(new_database)
    done = subprocess.run(
        [*_WORDS, "demo"], cwd=folder, env=variables, capture_output=True, text=True, encoding="utf-8", timeout=400, check=False
    )
    assert done.returncode == 0, done.stderr
    with serving(folder, variables, data="demo-data") as address:
        yield address


def surroundings(new_database: NewDatabase) -> dict[str, str]:
    """The variables of a user's own window, with an empty database."""
    return {key: value for key, value in os.environ.items() if not key.startswith(_LEFT_OUT)} | new_database()


@contextmanager
def serving(folder: Path, variables: dict[str, str], *, data: str) -> Iterator[str]:
    """``saovuong serve`` on a free port, as long as it is wanted; what it prints goes to serve.log in the folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "serve.log").open("w", encoding="utf-8") as log:
        running = subprocess.Popen(
            [*_WORDS, "serve", "--data", data, "--port", str(port)], cwd=folder, env=variables, stdout=log, stderr=log
        )
        try:
            _wait_for(port, running, folder / "serve.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(timeout=20)


def _wait_for(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert running.poll() is None, log.read_text("utf-8")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(log.read_text("utf-8"))


@pytest.fixture(scope="module")
def chrome(server: str) -> Iterator[Browser]:
    """Not for the whole session: while Playwright runs, Django takes every database question for one of an event loop."""
    with browser() as running:
        yield running
