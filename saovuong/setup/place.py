"""Where the rows of a data folder lie, told from its files and the environment; no database is asked."""

from collections.abc import Mapping
from pathlib import Path

from saovuong.core.errors import Refusal
from saovuong.setup.address import SQLITE_FILE, address_of

BOUND_FILE = "postgresql.id"
"""In a folder whose rows lie on a server: the id that its database carries too."""


class AddressMissing(Refusal):
    code = "SV-967"
    template = (
        "Thư mục dữ liệu “{folder}” giữ số liệu trên máy chủ PostgreSQL. Đặt biến SAOVUONG_DATABASE_URL trỏ tới cơ sở dữ liệu đó "
        "rồi chạy lại."
    )


class FolderHasItsOwn(Refusal):
    code = "SV-968"
    template = (
        "Thư mục dữ liệu “{folder}” giữ số liệu trong tệp db.sqlite3 của nó, nhưng SAOVUONG_DATABASE_URL chỉ sang máy chủ PostgreSQL. "
        "Bỏ biến đó, hoặc chỉ thư mục khác bằng --data."
    )


def folder_id_of(folder: Path) -> str | None:
    try:
        return (folder / BOUND_FILE).read_text("utf-8").strip() or None
    except OSError:
        return None


def where_rows_lie(*, folder: Path, variables: Mapping[str, str]) -> str | None:
    """``sqlite``, ``postgresql``, or None where the folder was never made ready.

    Raises BadDatabaseUrl, :class:`AddressMissing`, :class:`FolderHasItsOwn`."""
    if not (folder / "config.toml").is_file():
        return None
    has_file, is_bound = (folder / SQLITE_FILE).is_file(), folder_id_of(folder) is not None
    if address_of(variables) is None:
        if is_bound:
            raise AddressMissing(folder=folder)
        return "sqlite" if has_file else None
    if has_file:
        raise FolderHasItsOwn(folder=folder)
    return "postgresql" if is_bound else None
