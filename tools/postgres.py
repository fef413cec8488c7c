"""A PostgreSQL server of one's own for as long as a program runs: in a temporary folder, without a password, with nothing worth keeping.

Not for data: it forgets what it was told to write when the power goes."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_USER = "saovuong"
# PostgreSQL does not run as root; Debian's package brings the first of these accounts, every Unix has the second.
_ACCOUNTS = ("postgres", "nobody")
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=120", "shared_buffers=128MB")


class NoServerError(Exception):
    """Why no server can be started here, in one sentence."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server that runs. ``url`` leads to its database ``postgres``; ``version`` is its whole number."""

    url: str
    version: int

    def database_url(self, name: str) -> str:
        return self.url.replace("/postgres?", f"/{name}?")


_HOMES = (("/usr/lib/postgresql", "*/bin"), ("/usr/pgsql", "*/bin"), ("C:/Program Files/PostgreSQL", "*/bin"))


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``: of the newest version installed, None where there is none."""
    found = shutil.which("initdb")
    homes = [Path(found).resolve().parent] if found else []
    for place, pattern in _HOMES:
        homes += sorted(Path(place).glob(pattern), key=_version, reverse=True)
    return next((home for home in homes if any((home / name).is_file() for name in ("pg_ctl", "pg_ctl.exe"))), None)


def _version(home: Path) -> int:
    return int(home.parent.name) if home.parent.name.isdigit() else 0


@contextmanager
def private_cluster(*, more_settings: Sequence[str] = ()) -> Iterator[Cluster]:
    """Start a server and stop it in the end. Run by root, it belongs to an account without rights. Raises :class:`NoServerError`."""
    home = programs()
    if home is None:
        raise NoServerError("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="saovuong-pg-"))
    try:
        if account is not None:
            shutil.chown(folder, account)
        _call([home / "initdb", "-D", folder / "data", "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync", *_locale()], folder, account)
        address, where = _address(folder)
        settings = [*_FORGETFUL, *more_settings, *address]
        options = " ".join(f"-c {setting}" for setting in settings)
        start = [home / "pg_ctl", "-D", folder / "data", "-l", folder / "log.txt", "-o", options, "-w", "-t", "60"]
        _call([*start, "start"], folder, account)
        try:
            version = int((folder / "data" / "PG_VERSION").read_text("ascii"))
            yield Cluster(url=f"postgresql://{_USER}@/postgres?{where}", version=version)
        finally:
            _call([home / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop"], folder, account)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _locale() -> list[str]:
    """Not the plain order of bytes: what depends on the order of a server's letters must be seen to fail."""
    return ["--locale-provider=icu", "--icu-locale=vi", "--locale=C.UTF-8"] if os.name == "posix" else ["--locale=C"]


def _address(folder: Path) -> tuple[list[str], str]:
    if os.name == "posix":
        return ["listen_addresses=''", f"unix_socket_directories='{folder}'"], f"host={quote(str(folder), safe='')}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return ["listen_addresses=127.0.0.1", f"port={port}"], f"host=127.0.0.1&port={port}"


def _account() -> str | None:
    if os.name != "posix" or os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in _ACCOUNTS:
        if name in known:
            return name
    raise NoServerError("PostgreSQL does not run as root, and there is no account without rights to run it")


def _group(account: str) -> int:
    import pwd

    return pwd.getpwnam(account).pw_gid


def _call(words: Sequence[object], folder: Path, account: str | None) -> None:
    """Raises :class:`NoServerError` with the program's last words."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    # A file, because the server that pg_ctl leaves behind would keep a pipe open.
    with (folder / "said.txt").open("w+", encoding="utf-8", errors="replace") as said:
        done = subprocess.run(
            [str(word) for word in words], cwd=folder, env=environment, stdout=said, stderr=said, user=account, check=False
        )
        said.seek(0)
        if done.returncode:
            raise NoServerError(f"{Path(str(words[0])).name} failed: {said.read().strip()[-800:]}")
