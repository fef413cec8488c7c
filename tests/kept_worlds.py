"""Worlds that many tests begin with, built once in a process and put back as rows.

What is put back is what the services wrote, byte for byte: a world is first built as any program would build it, and its new rows are
kept as the database holds them. A test that has already written something else gets its world built anew."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection

# Rows of a submission that is no longer open are refused, but not while their submission is not there yet.
_LAST = "ledger_submission"
T = TypeVar("T")
Rows = dict[str, list[Any]]
_KEPT: dict[Hashable, "_World"] = {}


@dataclass(frozen=True)
class _World:
    before: tuple[object, ...]
    rows: Rows
    files: dict[str, bytes]
    made: Any


def world(name: Hashable, build: Callable[[], T], *, folder: Path | None = None) -> T:
    """What ``build`` returns, with the rows it writes in the database and the files it writes in the folder.

    ``name`` tells all that the world depends on, such as the moment; ``build`` adds rows and files and changes none, and returns nothing
    that a test could change."""
    known, before = _KEPT.get(name), _outline()
    if known is not None and known.before == before:
        _put_back(known, folder)
        return known.made
    if known is not None:
        return build()
    rows_before, files_before = _all_rows(), _files(folder)
    made = build()
    rows, files = _all_rows(), _files(folder)
    gone = [table for table, old in rows_before.items() if not set(old) <= set(rows[table])]
    assert not gone, f"building {name} changes what was there: {gone}"
    assert files_before.items() <= files.items(), f"building {name} changes files that were there"
    new = {table: [row for row in rows[table] if row not in old] for table in rows for old in [set(rows_before[table])]}
    written = {path: content for path, content in files.items() if path not in files_before}
    _KEPT[name] = _World(before, {table: added for table, added in new.items() if added}, written, made)
    return made


@cache
def _tables() -> dict[str, tuple[str, str]]:
    """Key and columns of every table of the program, in the order in which rows are put back."""
    quoted = connection.ops.quote_name
    told = {}
    for model in apps.get_models(include_auto_created=True):
        columns = ", ".join(quoted(field.column) for field in model._meta.local_concrete_fields)
        told[model._meta.db_table] = (quoted(model._meta.pk.column), columns)
    return {table: told[table] for table in sorted(told, key=lambda table: (table == _LAST, table))}


def _outline() -> tuple[object, ...]:
    """How many rows each table holds, and the last of them."""
    quoted = connection.ops.quote_name
    parts = (f"SELECT count(*), CAST(max({key}) AS varchar(80)) FROM {quoted(table)}" for table, (key, _) in _tables().items())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return tuple(cursor.fetchall())


def _all_rows() -> Rows:
    return {table: list(_rows(table)) for table in _tables()}


def _rows(table: str) -> list[Any]:
    """The rows as the database keeps them, not as Python would tell them."""
    key, columns = _tables()[table]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY (SELECT {columns} FROM "{table}" ORDER BY {key}) TO STDOUT') as copy:
                return b"".join(copy).splitlines(keepends=True)
        # A column behind a sign has no declared type that Python would translate.
        plain = ", ".join(f"+{column}" for column in columns.split(", "))
        return cursor.execute(f'SELECT {plain} FROM "{table}" ORDER BY {key}').fetchall()


def _put_back(known: _World, folder: Path | None) -> None:
    with connection.cursor() as cursor:
        for table, rows in known.rows.items():
            _, columns = _tables()[table]
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                    copy.write(b"".join(rows))
            else:
                places = ", ".join("?" * len(rows[0]))
                connection.connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)
    for path, content in known.files.items():
        target = Path(folder or "") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _files(folder: Path | None) -> dict[str, bytes]:
    if folder is None:
        return {}
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
