"""The processor time that one page takes in one process, for one person of each role, on the country that bench_web_world.py makes.

    python tools/bench_pages.py FOLDER [--tries 5] [--role ROLE]

``first`` is the first look of a process; ``anew`` with nothing kept, as after anything was accepted; ``kept`` the best of some tries while
the book stays; ``questions`` those to the database, then. Signing in writes a session; nothing else is written."""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from saovuong.cli.console import start_django

if TYPE_CHECKING:
    from django.test import Client

_BACKEND = "saovuong.accounts.backends.AccountBackend"


def measured(folder: Path, *, tries: int, role: str | None) -> None:
    plan = json.loads((folder / "plan.json").read_text("utf-8"))
    os.environ |= {"SAOVUONG_DATA": str(folder / "data"), "SAOVUONG_NOW": plan["now"], "SAOVUONG_HOSTS": "testserver"}
    start_django()
    from django.test import Client

    from saovuong.accounts.models import User

    kept = []
    for name, visitor in _one_of_each(plan["visitors"]).items():
        if role not in (None, name):
            continue
        client = Client()
        client.force_login(User.objects.get(name=visitor["name"]), backend=_BACKEND)
        for page, address in visitor["pages"]:
            first = _cost(client, address)
            anew = min(_cost(client, address) for _ in range(tries) if _forget())
            best = min(_cost(client, address) for _ in range(tries))
            kept.append(best)
            print(
                f"{name:16} {page:12} first {first:6.0f}  anew {anew:6.1f}  kept {best:6.1f} ms  {_questions(client, address):3} questions"
            )
    print(f"{len(kept)} pages, kept: median {median(kept):.1f} ms, most {max(kept):.1f} ms")


def _one_of_each(visitors: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By role, and by whether it reaches over the country."""
    found: dict[str, dict[str, Any]] = {}
    for one in visitors:
        country = any(address == "/don-vi/vn/" for _, address in one["pages"])
        found.setdefault(one["role"] + (", country" if country else ""), one)
    return found


def _cost(client: "Client", address: str) -> float:
    """Milliseconds of processor time."""
    begun = time.process_time()
    answer = client.get(address)
    took = (time.process_time() - begun) * 1000
    if answer.status_code != 200:
        sys.exit(f"{address}: {answer.status_code}")
    return took


def _forget() -> bool:
    """Everything that pages keep while the book stays."""
    from saovuong.web.kept import forget_all
    from saovuong.web.templatetags.keeping import DRAWN

    forget_all()
    DRAWN.clear()
    return True


def _questions(client: "Client", address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--tries", type=int, default=5)
    words.add_argument("--role")
    given = words.parse_args()
    measured(given.folder, tries=given.tries, role=given.role)
