"""The same document, reader, pack and knowledge give the same bytes, wherever and whenever they are read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from saovuong.reader.version import READER_VERSION, reader_version

REPOSITORY = Path(__file__).parents[2]
REPORT = REPOSITORY / "saovuong" / "demo" / "data" / "reports" / "mau-08-xa-nong-thuong.txt"
TAUGHT = """\
version = 1
parent = 0
made_at = "2025-01-10T08:30:00+00:00"
made_by = "a"
reader = "1"
pack = "2"
examples = 1

[[phrase]]
words = "chuyến xe ấm lòng"
place = "after"
measure = "policy_gift_count"
"""


def output(folder: Path, *words: str, **env: str) -> bytes:
    kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "saovuong", "read", str(REPORT), "--json", "--meta", *words]
    done = subprocess.run(
        command, cwd=REPOSITORY, env={**kept, "SAOVUONG_DATA": str(folder), **env}, capture_output=True, check=True, timeout=120
    )
    return done.stdout


@pytest.mark.journey
def test_other_processes_seeds_places_and_clocks(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    (folder / "taught.toml").write_text(TAUGHT, encoding="utf-8")
    one = output(tmp_path, PYTHONHASHSEED="1", TZ="Asia/Ho_Chi_Minh", LC_ALL="C.UTF-8", SAOVUONG_NOW="2025-01-10T08:30:00+07:00")
    two = output(tmp_path, PYTHONHASHSEED="99", TZ="America/Lima", LC_ALL="C", PYTHONUTF8="0", SAOVUONG_NOW="2031-07-01T00:00:00+00:00")
    assert one == two
    about, *rows = [json.loads(line) for line in one.splitlines()]
    assert len(rows) > 40
    assert about["reading"]["taught_sha256"]
    untaught = json.loads(output(tmp_path, "--taught", "0", PYTHONHASHSEED="5").splitlines()[0])
    assert untaught["reading"]["taught_sha256"] is None


def test_the_readers_version_names_its_tables() -> None:
    version, _, tables = reader_version().partition("+")
    assert version == READER_VERSION
    assert len(tables) == 8
    assert reader_version() == reader_version()
