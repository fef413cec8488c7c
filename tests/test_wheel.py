"""The built wheel works by itself, with its packs and units, in an environment that holds nothing else of the project."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey

REPOSITORY = Path(__file__).parents[1]
REPORT = "BÁO CÁO\nKết quả công tác quân sự, quốc phòng năm 2024\n\nPhường tặng 45 suất quà cho gia đình chính sách.\n"


def _run(*words: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "SAOVUONG_DATA", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=env | variables, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The command and the interpreter of a fresh environment with the wheel; third-party packages are lent from this one, offline."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, REPOSITORY, cwd=folder)
    (wheel,) = folder.glob("saovuong-*.whl")
    venv.create(folder / "env", with_pip=False)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    site = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])", cwd=folder).stdout.strip())
    # A plain path line lends the packages but not the .pth files among them, so the checkout itself stays out of reach.
    (site / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    return scripts / ("saovuong.exe" if os.name == "nt" else "saovuong"), python


def test_the_package_comes_from_the_wheel(installed, tmp_path):
    where = _run(installed[1], "-c", "import saovuong; print(saovuong.__file__)", cwd=tmp_path).stdout
    assert str(REPOSITORY / "saovuong") not in where


def test_read_works_before_any_init(installed, tmp_path):
    (tmp_path / "bao-cao.txt").write_text(REPORT, "utf-8")
    done = _run(
        installed[0], "read", "bao-cao.txt", "--unit", "phường Đức Xuân, thành phố Bắc Kạn", "--period", "2024", "--json",
        cwd=tmp_path, HOME=str(tmp_path),
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    (gift,) = [row for row in rows if row["value"] == 45]
    assert gift["quote"] == REPORT[gift["start"] : gift["end"]] == "45"
    assert (gift["measure"], gift["unit"], gift["period"]) == ("policy_gift_count", "gift", "2024")
    assert not (tmp_path / ".local").exists()


def test_units_and_catalogue_come_along(installed, tmp_path):
    found = _run(installed[0], "units", "find", "xã Phong Quang", "--json", cwd=tmp_path, HOME=str(tmp_path)).stdout
    assert "Thái Nguyên" in found
    _run(installed[0], "catalogue", "lint", cwd=tmp_path, HOME=str(tmp_path))


def test_the_web_pages_come_along(installed, tmp_path):
    code = (
        "import importlib.resources as r; web = r.files('saovuong.web'); "
        "names = 'templates/web/base.html', 'static/web/saovuong.css', 'locale/en/LC_MESSAGES/django.mo'; "
        "print([web.joinpath(name).is_file() for name in names])"
    )
    assert _run(installed[1], "-c", code, cwd=tmp_path).stdout.strip() == "[True, True, True]"


def test_the_web_answers(installed, tmp_path):
    """One page through the whole stack, Django's checks included, from the wheel alone."""
    _run(installed[0], "init", "--data", tmp_path / "so", cwd=tmp_path)
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'saovuong.project.settings'; "
        "from saovuong.project.wsgi import application; from django.core import management; management.call_command('check'); "
        "from django.test import Client; answer = Client(headers={'host': 'localhost'}).get('/khoi-tao/'); "
        "print(answer.status_code, 'khoi-tao' in answer.request['PATH_INFO'], 'saovuong.css?v=' in answer.content.decode())"
    )
    done = _run(installed[1], "-c", code, cwd=tmp_path, SAOVUONG_DATA=str(tmp_path / "so"))
    assert "200 True True" in done.stdout
