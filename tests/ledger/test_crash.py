"""Killed at any moment, the book has every submission whole or not at all, and every acceptance that was told."""

import os
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
KILLS = 5


def test_kills_lose_and_halve_nothing(tmp_path, new_database):
    environment = {**os.environ, **new_database(), "SAOVUONG_DATA": str(tmp_path)}
    environment |= {"PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8"}

    def worker(act, **more):
        command = [sys.executable, str(Path(__file__).with_name("crash_worker.py")), act]
        return subprocess.Popen(command, env=environment, cwd=REPOSITORY, text=True, encoding="utf-8", **more)

    assert worker("build").wait() == 0
    reported: list[str] = []
    for turn in range(KILLS):
        with worker("work", stdout=subprocess.PIPE) as running:
            reported.append(running.stdout.readline())
            time.sleep(0.05 + 0.083 * turn)
            running.kill()
            reported.extend(running.stdout.readlines())
    # A line cut short by the kill was not told.
    told = "".join(line for line in reported if line.endswith("\n"))
    assert told.count("\n") >= KILLS
    with worker("check", stdin=subprocess.PIPE, stderr=subprocess.PIPE) as checking:
        _, errors = checking.communicate(told)
    assert checking.returncode == 0, errors
