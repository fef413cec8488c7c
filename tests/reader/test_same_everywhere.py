"""The same text gives the same candidates in every process, however Python happens to order its sets."""

import os
import subprocess
import sys
from importlib import resources

import pytest

READ = """
import sys
from pathlib import Path
from saovuong.catalogue.packs import load_catalogue
from saovuong.org.names import UnitNameIndex
from saovuong.reader import read
sys.stdout.reconfigure(encoding="utf-8")
units = UnitNameIndex.shipped()
for name in sys.argv[1:]:
    reading = read(Path(name), catalogue=load_catalogue(), units=units)
    print(reading.text_sha256, *reading.candidates, *reading.not_understood, sep="\\n")
"""


def read_in_a_process(seed: str, files: list[str]) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run([sys.executable, "-c", READ, *files], env=environment, capture_output=True, check=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def reports() -> list[str]:
    folder = resources.files("saovuong.demo") / "data" / "reports"
    return sorted(str(file) for file in folder.iterdir())


def test_the_order_of_sets_does_not_matter(reports: list[str]) -> None:
    first = read_in_a_process("0", reports)
    assert first.count("Candidate(") > 400
    for seed in ("1", "4242"):
        assert read_in_a_process(seed, reports) == first
