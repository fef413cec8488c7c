import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import NewDatabase

REPOSITORY = Path(__file__).parents[2]


class Post:
    """The other end of one station: ``post.accept(3)`` does it and tells; ``post.begin("accept", 3)`` does not wait for the answer."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, str(Path(__file__).with_name("station.py")), "work"]
        self.process = subprocess.Popen(
            command, env=environment, cwd=REPOSITORY, text=True, encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def begin(self, act: str, *words: object) -> None:
        self.process.stdin.write(json.dumps([act, *words]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, object]:
        line = self.process.stdout.readline()
        assert line, "the station stopped"
        return json.loads(line)

    def said(self, act: str, *words: object) -> dict[str, object]:
        self.begin(act, *words)
        return self.answer()

    def do(self, act: str, *words: object) -> object:
        """What came of an act that must go well."""
        said = self.said(act, *words)
        assert "done" in said, (act, words, said)
        return said["done"]

    def leave(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


class Office:
    """Stations on one data folder, and periods that nothing was reported for yet."""

    def __init__(self, environment: dict[str, str], posts: list[Post]) -> None:
        self.environment, self.posts = environment, posts
        self._series = ((unit, str(year)) for year in range(2024, 1945, -1) for unit in ("x1", "x2", "x3"))

    def series(self) -> tuple[str, str]:
        return next(self._series)

    def at_once(self, *acts: tuple[object, ...]) -> list[dict[str, object]]:
        """Each station begins its act at the same moment; what they say, in the order of the stations."""
        for post, act in zip(self.posts, acts, strict=False):
            post.begin(*act)
        said = [post.answer() for post, _ in zip(self.posts, acts, strict=False)]
        assert not [one for one in said if "fault" in one], said
        return said


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[Office]:
    environment = {**os.environ, **new_database(), "SAOVUONG_DATA": str(tmp_path_factory.mktemp("office"))}
    environment |= {"PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, str(Path(__file__).with_name("station.py")), "build"]
    subprocess.run(command, env=environment, cwd=REPOSITORY, check=True, timeout=120)
    posts = [Post(environment) for _ in range(3)]
    assert [post.answer() for post in posts] == [{"done": "ready"}] * 3
    yield Office(environment, posts)
    for post in posts:
        post.leave()
