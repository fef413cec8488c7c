"""What the README shows is what happens: its commands exist and its transcripts are true."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import NewDatabase

pytestmark = pytest.mark.journey

REPOSITORY = Path(__file__).parents[1]
README = (REPOSITORY / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)
PROMPT = "$ "


def _steps() -> list[tuple[str, list[str]]]:
    """Each command of the README's console blocks with the lines it says come out."""
    steps: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(README):
        for line in block.splitlines():
            if line.startswith(PROMPT):
                steps.append((line.removeprefix(PROMPT), []))
            elif steps:
                steps[-1][1].append(line)
    return steps


def _matches(shown: list[str], printed: list[str]) -> bool:
    """Whether ``printed`` is ``shown``, where a line ``...`` stands for any number of lines."""
    if not shown:
        return not printed
    if shown[0].strip() == "...":
        return any(_matches(shown[1:], printed[skip:]) for skip in range(len(printed) + 1))
    return bool(printed) and printed[0].rstrip() == shown[0].rstrip() and _matches(shown[1:], printed[1:])


STEPS = _steps()


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> dict[str, tuple[int, list[str]]]:
    """Every ``saovuong`` command of the README, run in order in one empty folder beside the sample reports."""
    folder = tmp_path_factory.mktemp("readme")
    reports = folder / "bao-cao"
    reports.mkdir()
    for source in sorted((REPOSITORY / "saovuong" / "demo" / "data" / "reports").iterdir()):
        (reports / source.name).write_bytes(source.read_bytes())
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    env |= {"SAOVUONG_DATA": str(folder / "du-lieu"), "SAOVUONG_NOW": "2025-01-10T08:30:00+07:00"} | new_database()
    answers = {}
    for command, _ in STEPS:
        words = shlex.split(command)
        if words[0] != "saovuong":
            continue
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False, timeout=120
        )
        answers[command] = (done.returncode, (done.stdout + done.stderr).splitlines())
    return answers


def test_the_two_commands_are_there():
    commands = [command for command, _ in STEPS]
    assert {"make demo", "make test"} <= set(commands)
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    for command in commands:
        if command.startswith("make "):
            assert re.search(rf"^{command.split()[1]}:", makefile, re.M), command


@pytest.mark.parametrize("command", [command for command, _ in STEPS if command.startswith("saovuong ")])
def test_a_transcript_is_true(ran, command):
    shown = dict(STEPS)[command]
    status, printed = ran[command]
    assert status in (0, 1), printed
    assert _matches(shown, printed), "\n".join([f"$ {command}", *printed])


def test_every_room_is_on_the_map():
    rooms = sorted(entry.name for entry in (REPOSITORY / "saovuong").iterdir() if (entry / "__init__.py").is_file())
    for room in rooms:
        assert re.search(rf"^\| `{room}` \|", README, re.M), f"{room} is missing from the README's map of the house"
    for room in re.findall(r"^\| `([a-z]+)` \|", README, re.M):
        assert room in rooms, f"the README's map names {room}, which is not there"


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(link):
    assert (REPOSITORY / link).exists()
