"""Measure the pages: fifty people at once on the data of a country, through the server that users run.

    python tools/bench_web.py [--database sqlite|postgres|both] [--users 50] [--seconds 60] [--communes 3321]
        [--world FOLDER]     (make bench-web)

Everything runs on this machine, the fifty people too, so that they share its cores with the server. Prints, and writes to
``bench/results/web.json``, for each database and page the median and the 95th percentile in milliseconds, and how heavy the page is with
all that it loads. Nothing here is a test: figures belong in docs/performance.md with the machine they were measured on."""

import argparse
import csv
import gzip
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

import postgres

TOOLS = Path(__file__).parent
GOAL_MS, GOAL_KB = 150, 200
_LOADED = re.compile(r'<(?:link[^>]+href|script[^>]+src|img[^>]+src)="([^"]+)"')
# Then everybody has signed in and opened every page, most of them in each of the server's processes: told apart from what follows.
_FIRST_SECONDS = 75
Times = dict[str, dict[str, float]]


@contextmanager
def served(folder: Path, environment: Mapping[str, str], *, now: str) -> Iterator[str]:
    """The server as users start it, until its address answers; stopped in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = {**environment, "SAOVUONG_NOW": now}
    words = [sys.executable, "-m", "saovuong", "serve", "--data", str(folder / "data"), "--port", str(port)]
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(words, env=told, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/dang-nhap/", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not start; see server.log")


def load(folder: Path, address: str, environment: Mapping[str, str], *, users: int, seconds: int) -> tuple[Times, Times]:
    """When people come, and after that: pages by name with requests, failures, median and 95th percentile in ms."""
    told = {**environment, "SAOVUONG_BENCH_PLAN": str(folder / "plan.json"), "SAOVUONG_BENCH_FIRST": str(_FIRST_SECONDS)}
    out = folder / "load"
    words = [sys.executable, "-m", "locust", "-f", str(TOOLS / "bench_web_users.py"), "--headless", "--host", address]
    words += [
        "-u",
        str(users),
        "-r",
        "5",
        "-t",
        f"{_FIRST_SECONDS + seconds}s",
        "--csv",
        str(out),
        "--only-summary",
        "--loglevel",
        "WARNING",
    ]
    subprocess.run(words, env=told, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with out.with_name(f"{out.name}_stats.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Name"] != "Aggregated"]
    failures = out.with_name(f"{out.name}_failures.csv").read_text("utf-8").strip().splitlines()[1:]
    for line in failures[:10]:
        print(f"  FAILED {line}", file=sys.stderr)
    then = {
        row["Name"]: {
            "requests": int(row["Request Count"]),
            "failures": int(row["Failure Count"]),
            "p50_ms": float(row["50%"]),
            "p95_ms": float(row["95%"]),
        }
        for row in sorted(rows, key=lambda row: row["Name"])
        if int(row["Request Count"])
    }
    return json.loads((folder / "first.json").read_text("utf-8")), then


class Weigher:
    """What a browser without anything kept loads for a page, in kilobytes as sent (compressed where the server compresses)."""

    def __init__(self, address: str, password: str) -> None:
        self.address, self.password = address, password
        self.sizes: dict[str, tuple[int, bytes]] = {}

    def weigh(self, visitors: list[dict[str, object]]) -> dict[str, float]:
        found: dict[str, float] = {}
        for who in visitors:
            pages = [(name, address) for name, address in who["pages"] if name not in found]  # type: ignore[attr-defined]
            if pages:
                opener = self._signed_in(str(who["name"]))
                found |= {name: round(self._page(opener, address) / 1000, 1) for name, address in pages}
        return found

    def _signed_in(self, name: str) -> urllib.request.OpenerDirector:
        jar = CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        opener.addheaders = [("Accept-Encoding", "gzip")]
        opener.open(f"{self.address}/dang-nhap/").close()
        token = next(one.value for one in jar if one.name == "saovuong_csrf")
        sent = urlencode({"username": name, "password": self.password, "csrfmiddlewaretoken": token}).encode()
        opener.open(f"{self.address}/dang-nhap/", sent).close()
        return opener

    def _page(self, opener: urllib.request.OpenerDirector, address: str) -> int:
        size, body = self._fetch(opener, urljoin(self.address, quote(address, safe="/?=&-")))
        parts = {urljoin(self.address, part) for part in _LOADED.findall(body.decode("utf-8")) if not part.startswith("data:")}
        for part in parts:
            if part not in self.sizes:
                self.sizes[part] = self._fetch(opener, part)
        return size + sum(self.sizes[part][0] for part in parts)

    @staticmethod
    def _fetch(opener: urllib.request.OpenerDirector, address: str) -> tuple[int, bytes]:
        try:
            answer = opener.open(address)
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{address}: {refused.code}\n{refused.read().decode('utf-8')[:4000]}") from None
        with answer:
            content = answer.read()
            body = gzip.decompress(content) if answer.headers.get("Content-Encoding") == "gzip" else content
        return len(content), body


def measured(database: str, given: argparse.Namespace) -> Times:
    """One database: a country made, served, weighed and loaded."""
    with tempfile.TemporaryDirectory(prefix="saovuong-web-") as name, _database(database) as environment:
        folder = given.world or Path(name)
        if given.world is None:
            words = [sys.executable, str(TOOLS / "bench_web_world.py"), name, "--communes", str(given.communes)]
            subprocess.run(words, env=environment, check=True)
        plan = json.loads((folder / "plan.json").read_text("utf-8"))
        with served(folder, environment, now=plan["now"]) as address:
            weights = Weigher(address, plan["password"]).weigh(plan["visitors"])
            first, then = load(folder, address, environment, users=given.users, seconds=given.seconds)
    return {
        page: {"kb": weights.get(page, 0.0), "first_p95_ms": first.get(page, {}).get("p95_ms", 0.0)} | then.get(page, {})
        for page in sorted(first.keys() | then.keys())
    }


@contextmanager
def _database(name: str) -> Iterator[dict[str, str]]:
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TOOLS.parent), str(TOOLS)]), "PYTHONIOENCODING": "utf-8"}
    here.pop("SAOVUONG_DATABASE_URL", None)
    if name == "sqlite":
        yield here
        return
    with postgres.private_cluster() as cluster:
        yield {**here, "SAOVUONG_DATABASE_URL": cluster.url}


def told(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The table of docs/performance.md."""
    names = list(found)
    heads = " | ".join(f"{one}: median, p95 (when people come: p95), ms" for one in names)
    lines = [f"| Page | {heads} | kB |", f"|---|{'---|' * len(names)}---|"]
    for page in sorted({page for pages in found.values() for page in pages}):
        cells = [_cell(found[one].get(page, {})) for one in names]
        weight = max(found[one].get(page, {}).get("kb", 0.0) for one in names)
        lines.append(f"| {page} | {' | '.join(cells)} | {_bold(weight, GOAL_KB) if weight else '-'} |")
    return "\n".join(lines)


def _cell(times: Mapping[str, float]) -> str:
    later = f"{times['p50_ms']:.0f}, {_bold(times['p95_ms'], GOAL_MS)} " if "p50_ms" in times else ""
    return f"{later}({times.get('first_p95_ms', 0):.0f})"


def _bold(value: float, goal: int) -> str:
    return f"**{value:.0f}**" if value > goal else f"{value:.0f}"


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    words.add_argument("--users", type=int, default=50)
    words.add_argument("--seconds", type=int, default=60)
    words.add_argument("--communes", type=int, default=3321)
    words.add_argument("--world", type=Path, help="a country that bench_web_world.py made before, for --database sqlite")
    given = words.parse_args()
    if given.world is not None and given.database != "sqlite":
        words.error("--world goes with --database sqlite")
    found = {name: measured(name, given) for name in (("sqlite", "postgres") if given.database == "both" else (given.database,))}
    out = TOOLS.parent / "bench" / "results" / "web.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    about = {"users": given.users, "seconds": given.seconds, "communes": given.communes, "cores": os.cpu_count()}
    out.write_text(json.dumps({"about": about, "databases": found}, indent=1), "utf-8")
    print(told(found))
    return 1 if any(times.get("failures", 0) for pages in found.values() for times in pages.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
