"""A data folder that another version of the program made: told before anything is asked of it, and brought up to this version.

Tables are compared by the names of the migrations that the database has taken with those that this version ships; nothing is imported for
it, so that every command can look."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections

from saovuong.audit.services import entry_append, writing
from saovuong.core.errors import Refusal
from saovuong.setup.address import SQLITE_FILE

BACKUPS = "backups"


class FolderOlder(Refusal):
    code = "SV-974"
    template = "Thư mục dữ liệu “{folder}” do bản trước của Sao Vuông tạo. Chạy: saovuong upgrade (tự lưu một bản sao trước khi chuyển)."


class FolderNewer(Refusal):
    code = "SV-975"
    template = (
        "Thư mục dữ liệu “{folder}” do bản Sao Vuông mới hơn bản này tạo hoặc nâng cấp. Cài bản mới rồi chạy lại; chưa có gì bị thay đổi."
    )


class CopyNotMade(Refusal):
    code = "SV-976"
    template = "Không lưu được bản sao trước khi nâng cấp vào “{file}”: {reason}. Chưa thay đổi gì; kiểm tra quyền ghi và dung lượng đĩa."


class ServerCopyNotSaid(Refusal):
    code = "SV-977"
    template = (
        "Số liệu nằm trên máy chủ PostgreSQL, chương trình không tự sao lưu được ở đó. Sao lưu bằng pg_dump "
        "rồi chạy lại lệnh này với --backed-up."
    )


@dataclass(frozen=True, slots=True)
class Upgrade:
    """``steps``: the migrations taken, by name; none where the folder was up to date. ``copy``: where the rows were saved
    before, None on a server or where there was nothing to do."""

    steps: tuple[str, ...]
    copy: Path | None


def folder_require_current(*, folder: Path) -> None:
    """Raises :class:`FolderOlder`, :class:`FolderNewer`."""
    shipped, taken = _shipped(), _taken()
    if taken - shipped:
        raise FolderNewer(folder=folder)
    if shipped - taken:
        raise FolderOlder(folder=folder)


def folder_upgrade(*, folder: Path, now: datetime, backed_up: bool) -> Upgrade:
    """Bring the tables of ``folder`` to this version; facts and audit entries stay as they are. With SQLite the whole database is copied
    into ``backups/`` first; with PostgreSQL the caller says that a copy was made.

    Raises :class:`FolderNewer`, :class:`CopyNotMade`, :class:`ServerCopyNotSaid`."""
    shipped, taken = _shipped(), _taken()
    if taken - shipped:
        raise FolderNewer(folder=folder)
    steps = tuple(sorted(f"{app}.{name}" for app, name in shipped - taken))
    if not steps:
        return Upgrade((), None)
    copy = None
    if connection.vendor == "sqlite":
        copy = folder / BACKUPS / f"truoc-nang-cap-{now:%Y%m%d-%H%M%S}.sqlite3"
        _copy(folder / SQLITE_FILE, copy)
    elif not backed_up:
        raise ServerCopyNotSaid
    call_command("migrate", verbosity=0, interactive=False)
    with writing():
        entry_append(
            actor="nâng cấp", action="folder_upgrade", target=f"folder:{folder.name}", before=None, after={"steps": list(steps)}, now=now
        )
    return Upgrade(steps, copy)


def _shipped() -> set[tuple[str, str]]:
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[0-9]*.py")
    }  # fmt: skip


def _taken() -> set[tuple[str, str]]:
    """Those of apps that this version has; a table of another program in the same database says nothing."""
    known = {app.label for app in apps.get_app_configs()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall() if app in known}


def _copy(source: Path, target: Path) -> None:
    """With SQLite's own online copy: what another process writes meanwhile is in it whole or not at all."""
    connections.close_all()
    try:
        target.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
            here.backup(there)
            (whole,) = there.execute("PRAGMA integrity_check").fetchone()
    except (OSError, sqlite3.Error) as error:
        _remove_half(target)
        raise CopyNotMade(file=target, reason=getattr(error, "strerror", None) or error) from None
    if whole != "ok":
        _remove_half(target)
        raise CopyNotMade(file=target, reason="bản sao không nguyên vẹn")


def _remove_half(copy: Path) -> None:
    """Half a copy must not be taken for one later."""
    with suppress(OSError):
        copy.unlink()
