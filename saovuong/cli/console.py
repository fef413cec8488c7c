"""What every command shares: one console, JSON lines, the data folder, the person who acts, and the clock."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from saovuong.core.errors import Refusal
from saovuong.setup.clock import clock

if TYPE_CHECKING:
    from rich.console import Console

    from saovuong.accounts.shapes import Actor
    from saovuong.core.catalogue import Catalogue
    from saovuong.reader.taught import Taught

# The clock of every command.
now = clock

AsJson = Annotated[bool, typer.Option("--json", help="In JSON, mỗi dòng một đối tượng, thay cho bảng.")]
AsUser = Annotated[
    str | None, typer.Option("--as", metavar="TÀI-KHOẢN", help="Làm việc với tài khoản này thay cho tài khoản trong config.toml.")
]


class NotInitialised(Refusal):
    code = "SV-911"
    template = "Chưa có dữ liệu ở “{folder}”. Chạy: saovuong init (hoặc chỉ thư mục khác bằng --data)."


def use_utf8() -> None:
    """Windows consoles and pipes default to old code pages; Vietnamese needs UTF-8 on every stream."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def console(*, file: TextIO | None = None) -> "Console":
    """Where tables and text go. Off a terminal the width is fixed, so that a transcript looks the same everywhere."""
    from rich.console import Console

    out = file or sys.stdout
    return Console(file=out, width=None if out.isatty() else 100, highlight=False, soft_wrap=False)


def print_json_lines(rows: Iterable[Mapping[str, object]]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def data_folder() -> Path:
    """``--data`` or ``SAOVUONG_DATA``, else the user's own folder."""
    named = os.environ.get("SAOVUONG_DATA")
    return Path(named).expanduser() if named else Path.home() / ".local" / "share" / "saovuong"


def is_initialised() -> bool:
    """Raises BadDatabaseUrl, AddressMissing, FolderHasItsOwn."""
    from saovuong.setup.place import where_rows_lie

    return where_rows_lie(folder=data_folder(), variables=os.environ) is not None


def bootstrap(*, any_version: bool = False) -> None:
    """Open the data folder. Raises :class:`NotInitialised`, where the rows lie on a server DatabaseOfAnotherFolder, and unless
    ``any_version`` FolderOlder and FolderNewer."""
    from saovuong.setup.place import where_rows_lie

    place = where_rows_lie(folder=data_folder(), variables=os.environ)
    if place is None:
        raise NotInitialised(folder=data_folder())
    start_django()
    if place == "postgresql":
        from saovuong.setup.database import database_require_bound

        database_require_bound(folder=data_folder())
    if not any_version:
        from saovuong.setup.upgrading import folder_require_current

        folder_require_current(folder=data_folder())


def start_django() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        # Set outright: another program's settings in the environment must not lead figures into another database.
        os.environ["DJANGO_SETTINGS_MODULE"] = "saovuong.project.settings"
        django.setup()


def config() -> "Mapping[str, object]":
    """The data folder's config.toml. Raises BadConfig."""
    from saovuong.setup.config import config_read

    return config_read(folder=data_folder())


def actor_for(verb: str, name: str | None) -> "Actor":
    """The account that ``--as`` names, else the one config.toml sets for this verb. Raises UnknownAccount, BadConfig."""
    from saovuong.accounts.queries import actor_get
    from saovuong.setup.config import BadConfig

    if name is None:
        people = config().get("people")
        chosen = people.get(verb, people.get("default")) if isinstance(people, dict) else None
        if not isinstance(chosen, str):
            raise BadConfig(file=data_folder() / "config.toml", place="[people]", reason=f"thiếu tài khoản cho việc “{verb}”")
        name = chosen
    return actor_get(name=name)


def current_catalogue() -> "Catalogue":
    """The pack with the measures that this data folder switches on; the pack as shipped before any init."""
    from saovuong.setup.config import catalogue_of

    return catalogue_of(folder=data_folder())


def current_taught(number: int | None = None) -> "Taught":
    """What this data folder taught the reader; with ``number`` that version of it. Raises BadTaught, NoSuchVersion."""
    from saovuong.intake.knowledge import taught_now, taught_of

    return taught_now(folder=data_folder()) if number is None else taught_of(folder=data_folder(), number=number)
