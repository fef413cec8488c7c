"""Which database the data folder's rows lie in: its own file, or the PostgreSQL server that ``SAOVUONG_DATABASE_URL`` names."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from saovuong.core.errors import Refusal

VARIABLE = "SAOVUONG_DATABASE_URL"
SQLITE_FILE = "db.sqlite3"

# How long a writer waits for the one before it, on either database.
WAIT_SECONDS = 20
_CONNECT_SECONDS = 10
# The threads that answer pages keep their connection for so long: making one takes longer than most questions.
_KEPT_SECONDS = 60
# A program that stopped in the middle of writing (a sleeping PC, a lost network) does not hold up the others for longer.
_IDLE_SECONDS = 300
_SCHEMES = ("postgresql", "postgres")
# What libpq understands and an office may need; ``host`` and ``port`` also serve for a folder of sockets.
_PARAMETERS = (
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "sslcrl",
    "host",
    "port",
    "connect_timeout",
    "target_session_attrs",
    "channel_binding",
    "gssencmode",
    "passfile",
    "options",
)
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class BadDatabaseUrl(Refusal):
    """Never repeats a part of the address: any part of a mistyped one may be the password."""

    code = "SV-961"
    template = (
        "Địa chỉ trong SAOVUONG_DATABASE_URL không dùng được: {reason}. "
        "Viết theo mẫu postgresql://tài-khoản:mật-khẩu@máy-chủ:5432/tên-cơ-sở-dữ-liệu, thêm ?sslmode=require khi nối qua mạng."
    )


class DriverMissing(Refusal):
    code = "SV-962"
    template = "SAOVUONG_DATABASE_URL chỉ một máy chủ PostgreSQL nhưng chưa có gói nối ({reason}). Cài: pip install “saovuong[postgres]”."


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """An empty text leaves the choice to libpq: the account's own name, the password file, the local socket."""

    user: str
    password: str = field(repr=False)
    host: str
    port: str
    name: str
    options: Mapping[str, str]

    @property
    def shown(self) -> str:
        """For people: without the password."""
        place = self.host + (f":{self.port}" if self.port else "")
        return f"{self.name} trên {place or 'máy này'}"

    def hidden(self, text: str) -> str:
        """``text`` without the password, however it is written."""
        for secret in {self.password, quote(self.password, safe=""), quote(self.password)} - {""}:
            text = text.replace(secret, "***")
        return text


def address_of(variables: Mapping[str, str]) -> DatabaseAddress | None:
    """What the environment names; None for the data folder's own file. Raises :class:`BadDatabaseUrl`."""
    url = variables.get(VARIABLE, "").strip()
    return database_address(url) if url else None


def database_address(url: str) -> DatabaseAddress:
    """Take an address apart; parts with signs of their own are percent-encoded. Raises :class:`BadDatabaseUrl`."""
    try:
        parts = urlsplit(url)
        port = parts.port
        asked = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        texts = [unquote(part, errors="strict") for part in (parts.username or "", parts.password or "", parts.path.removeprefix("/"))]
        host = unquote(_host(parts.netloc), errors="strict")
    except ValueError:
        raise BadDatabaseUrl(reason=f"không tách được thành các phần; {_ENCODE}") from None
    if parts.scheme not in _SCHEMES:
        raise BadDatabaseUrl(reason="phải bắt đầu bằng postgresql://")
    if parts.fragment or any("\0" in text for text in (*texts, host)):
        raise BadDatabaseUrl(reason=_ENCODE)
    user, password, name = texts
    if not name or "/" in name:
        raise BadDatabaseUrl(reason=f"thiếu tên cơ sở dữ liệu sau máy chủ, hoặc thừa dấu “/”; {_ENCODE}")
    options = _options(asked)
    if (host and "host" in options) or (port and "port" in options):
        raise BadDatabaseUrl(reason="máy chủ hoặc cổng ghi hai lần")
    place, door = host or options.pop("host", ""), str(port or options.pop("port", ""))
    return DatabaseAddress(user, password, place, door, name, options)


_ENCODE = "dấu riêng trong mật khẩu phải viết theo mã phần trăm, ví dụ @ là %40, / là %2F, # là %23, ? là %3F"


def _host(netloc: str) -> str:
    """As written: a folder of sockets may have capitals, which the standard library's ``hostname`` loses."""
    place = netloc.rpartition("@")[2]
    return place[1:].partition("]")[0] if place.startswith("[") else place.partition(":")[0]


def _options(asked: list[tuple[str, str]]) -> dict[str, str]:
    options = dict(asked)
    if len(options) < len(asked) or not all(name in _PARAMETERS and value for name, value in asked):
        raise BadDatabaseUrl(reason=f"sau dấu “?” chỉ dùng được, mỗi tên một lần: {', '.join(_PARAMETERS)}")
    if options.get("sslmode", "prefer") not in _SSL_MODES:
        raise BadDatabaseUrl(reason=f"sslmode phải là một trong: {', '.join(_SSL_MODES)}")
    for number in ("port", "connect_timeout"):
        if number in options and not (options[number].isascii() and options[number].isdigit()):
            raise BadDatabaseUrl(reason=f"{number} phải là số")
    return options


def database_settings(*, folder: Path, address: DatabaseAddress | None) -> dict[str, object]:
    """Django's settings of the one database. Raises :class:`DriverMissing`."""
    if address is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / SQLITE_FILE,
            "CONN_MAX_AGE": _KEPT_SECONDS,
            "OPTIONS": {
                # Writers queue instead of failing half-way: the lock is taken when the transaction begins.
                "transaction_mode": "IMMEDIATE",
                "timeout": WAIT_SECONDS,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise DriverMissing(reason=str(error).splitlines()[0]) from None
    limits = f"-c lock_timeout={WAIT_SECONDS}s -c idle_in_transaction_session_timeout={_IDLE_SECONDS}s"
    own = {"connect_timeout": str(_CONNECT_SECONDS), "application_name": "saovuong"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": _KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**own, **address.options, "options": f"{limits} {address.options.get('options', '')}".strip()},
    }


def hidden(text: str, variables: Mapping[str, str] = os.environ) -> str:
    """``text`` without the password and without the address that holds it, for logs that people send on."""
    url = variables.get(VARIABLE, "").strip()
    if not url:
        return text
    text = text.replace(url, f"${VARIABLE}")
    try:
        return database_address(url).hidden(text)
    except BadDatabaseUrl:
        return text
