"""Databases for programs that tests start beside themselves: the data folder's own file, or on PostgreSQL one that is made for each."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

_SERVER = "SAOVUONG_TEST_DATABASE_URL"
_COUNT = itertools.count(1)

NewDatabase = Callable[[], dict[str, str]]


def on_postgresql() -> bool:
    return bool(os.environ.get(_SERVER))


@contextmanager
def databases_for_programs() -> Iterator[NewDatabase]:
    """Each call of what comes is an empty database: the variables by which a program finds it, none on SQLite."""
    if not on_postgresql():
        yield dict
        return
    import psycopg

    server = os.environ[_SERVER]
    made: list[str] = []

    def new_database() -> dict[str, str]:
        name = f"saovuong_program_{os.getpid()}_{next(_COUNT)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        made.append(name)
        return {"SAOVUONG_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}

    try:
        yield new_database
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            for name in made:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
