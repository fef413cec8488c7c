"""Run the tests on PostgreSQL.

    python tools/test_postgres.py [words for pytest]        (make test-postgres)

On the server that SAOVUONG_DATABASE_URL names, where it is set: in databases made for the tests and removed after them, for which the
account needs the right CREATEDB. Else on a server of its own, started in a temporary folder where PostgreSQL's programs are installed.
Where there is neither, it says so and leaves with status 0."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from saovuong.setup.address import VARIABLE

sys.path.insert(0, str(Path(__file__).parent))
from postgres import NoServerError, private_cluster

ROOT = Path(__file__).parents[1]


def main(words: list[str]) -> int:
    # Told to stop, the server must not stay behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    named = os.environ.get(VARIABLE)
    if named:
        return _tests(named, words)
    try:
        with private_cluster() as cluster:
            print(f"Tests on PostgreSQL {cluster.version}, a server of their own", flush=True)
            return _tests(cluster.url, words)
    except NoServerError as reason:
        print(f"Tests on PostgreSQL left out: {reason}. Install PostgreSQL, or name a server by {VARIABLE}.")
        return 0


def _tests(url: str, words: list[str]) -> int:
    environment = {**os.environ, "SAOVUONG_TEST_DATABASE_URL": url}
    environment.pop(VARIABLE, None)
    return subprocess.run([sys.executable, "-m", "pytest", *words], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
