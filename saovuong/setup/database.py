"""The database of a data folder on a PostgreSQL server: fit to be used, empty before the set-up, and bound to its folder after it.

The rows lie on the server, documents and configuration in the folder; neither is of use with another's other half. Both therefore carry
one id: the folder in a file, the database as the target of its first audit entry, which nothing can change."""

from pathlib import Path

from django.db import connection

from saovuong.audit.queries import entry_get
from saovuong.core.errors import Refusal
from saovuong.setup.place import folder_id_of

_OLDEST = 14


class DatabaseUnfit(Refusal):
    code = "SV-964"
    template = "Cơ sở dữ liệu “{name}” không dùng được: {reason}."


class DatabaseInUse(Refusal):
    code = "SV-965"
    template = (
        "Cơ sở dữ liệu “{name}” đã có bảng ({found}). Không ghi đè; hãy tạo cơ sở dữ liệu trống "
        "hoặc dùng thư mục dữ liệu đã khởi tạo cùng với nó."
    )


class DatabaseOfAnotherFolder(Refusal):
    code = "SV-966"
    template = (
        "Cơ sở dữ liệu “{name}” không thuộc về thư mục dữ liệu “{folder}”: số liệu và tài liệu gốc phải đi cùng nhau. "
        "Kiểm tra SAOVUONG_DATABASE_URL và --data."
    )


def bound_target(folder_id: str) -> str:
    """The target of the audit entry that binds a database to a folder."""
    return f"folder:{folder_id}"


def database_fit() -> None:
    """Whether the server can hold the book. Raises :class:`DatabaseUnfit`."""
    name = str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding'), current_schema(), "
            "has_schema_privilege(current_schema(), 'CREATE'), current_user"
        )
        version, encoding, schema, may_create, user = cursor.fetchone()
    if version < _OLDEST:
        raise DatabaseUnfit(name=name, reason=f"máy chủ PostgreSQL bản {version} quá cũ, cần bản {_OLDEST} trở lên")
    if encoding != "UTF8":
        raise DatabaseUnfit(name=name, reason=f"bảng mã là {encoding}, phải tạo bằng ENCODING 'UTF8' để giữ đúng chữ Việt")
    if not may_create:
        raise DatabaseUnfit(name=name, reason=f"tài khoản “{user}” không có quyền tạo bảng trong lược đồ “{schema or 'public'}”")


def database_taken(*, folder_id: str) -> bool:
    """Whether this folder's set-up already stands in the database; False where the database is empty. Raises :class:`DatabaseInUse`."""
    tables = connection.introspection.table_names()
    if not tables:
        return False
    if "audit_entry" in tables and _is_bound(folder_id):
        return True
    found = ", ".join(sorted(tables)[:3]) + (", ..." if len(tables) > 3 else "")
    raise DatabaseInUse(name=connection.settings_dict["NAME"], found=found)


def database_require_bound(*, folder: Path) -> None:
    """Raises :class:`DatabaseOfAnotherFolder`."""
    folder_id = folder_id_of(folder)
    if folder_id is None or "audit_entry" not in connection.introspection.table_names() or not _is_bound(folder_id):
        raise DatabaseOfAnotherFolder(name=connection.settings_dict["NAME"], folder=folder)


def database_clear(*, folder: Path) -> None:
    """Take away all that a set-up of this folder and the work after it put into the database; nothing where it is not this folder's.

    For the demonstration only: what is in an office's database is never taken away."""
    folder_id = folder_id_of(folder)
    if connection.vendor != "postgresql":
        return
    tables = connection.introspection.table_names()
    if folder_id is None or "audit_entry" not in tables or not _is_bound(folder_id):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {', '.join(map(connection.ops.quote_name, tables))} CASCADE")
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
            "AND proowner = current_user::regrole AND prorettype = 'trigger'::regtype"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function}")


def _is_bound(folder_id: str) -> bool:
    first = entry_get(seq=1)
    return first is not None and first.target == bound_target(folder_id)
