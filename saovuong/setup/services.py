import secrets
import shutil
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

from saovuong.accounts.services import grant_give, user_create
from saovuong.accounts.shapes import ALL_UNITS
from saovuong.audit.services import entry_append, writing
from saovuong.core.errors import Refusal
from saovuong.org.services import units_load
from saovuong.setup import FAULT_LOG
from saovuong.setup.address import SQLITE_FILE
from saovuong.setup.database import bound_target, database_fit, database_taken
from saovuong.setup.place import BOUND_FILE, folder_id_of

_MARKER = "khoi-tao-do-dang"
# All that an unfinished set-up can have left behind; nothing else is ever removed.
_SQLITE = (SQLITE_FILE, f"{SQLITE_FILE}-wal", f"{SQLITE_FILE}-shm", f"{SQLITE_FILE}-journal")
_OWN = frozenset({_MARKER, *_SQLITE, BOUND_FILE, "documents", "secret.key", "config.toml"})
# The oldest submission that a new office may want to enter lies well after this day.
_GRANTED_FROM = date(2000, 1, 1)
_ACCOUNTS = (
    ("quan-tri", "Quản trị hệ thống", ("admin",)),
    ("nhap-lieu", "Người nhập liệu", ("clerk", "writer")),
    ("kiem-tra", "Người kiểm tra, duyệt số liệu", ("verifier",)),
)
_CONFIG = """\
# Cấu hình Sao Vuông cho thư mục dữ liệu này. Sửa bằng trình soạn thảo bất kỳ, lưu ở mã UTF-8.

# Tài khoản mà dòng lệnh dùng cho từng việc khi không có --as.
# Người nhập và người duyệt phải là hai tài khoản khác nhau.
[people]
default = "nhap-lieu"
submit = "nhap-lieu"
review = "nhap-lieu"
accept = "kiem-tra"
return = "kiem-tra"
units = "quan-tri"

# Chỉ tiêu có thể thuộc danh mục bí mật được tắt sẵn. Chỉ bật khi người có thẩm quyền cho phép:
# switched_on = ["mã_chỉ_tiêu"]
[catalogue]
switched_on = []
"""


class FolderInUse(Refusal):
    code = "SV-921"
    template = "Thư mục “{folder}” đã có dữ liệu ({found}). Không ghi đè; hãy chỉ thư mục khác bằng --data."


class FolderNotWritable(Refusal):
    code = "SV-922"
    template = "Không ghi được vào thư mục “{folder}”: {reason}. Kiểm tra quyền ghi và dung lượng đĩa."


def data_folder_create(*, folder: Path, now: datetime, report: Callable[[str], None]) -> None:
    """Make ``folder`` a data folder: database, units of Vietnam, three accounts, config.toml.

    With PostgreSQL the database must be empty, and takes all or nothing. Never touches a folder that holds anything but an unfinished
    set-up of its own, which is begun again. ``report`` is told each step in Vietnamese. ``config.toml`` is written last: a folder without
    it is not in use.

    Raises :class:`FolderInUse`, :class:`FolderNotWritable`, and with PostgreSQL DatabaseUnfit, DatabaseInUse."""
    folder = folder.resolve()
    on_server = connection.vendor == "postgresql"
    try:
        found = _own_remains(folder)
        folder_id = (folder_id_of(folder) if found else None) or uuid.uuid4().hex
        if on_server:
            # Before anything is touched: what the server refuses leaves no folder behind.
            database_fit()
            database_taken(folder_id=folder_id)
        _begin(folder, found)
        if on_server:
            (folder / BOUND_FILE).write_text(folder_id + "\n", "utf-8", newline="\n")
        (folder / "documents").mkdir(exist_ok=True)
        (folder / "secret.key").write_text(secrets.token_urlsafe(50), "utf-8")
    except OSError as error:
        raise FolderNotWritable(folder=folder, reason=error.strerror or error) from None
    # SQLite makes tables outside transactions only; there the whole file is made anew after a crash.
    with writing() if on_server else nullcontext():
        if not (on_server and database_taken(folder_id=folder_id)):
            _fill(folder_id=folder_id, now=now, report=report)
    (folder / "config.toml").write_text(_CONFIG, "utf-8", newline="\n")
    (folder / _MARKER).unlink()


def _fill(*, folder_id: str, now: datetime, report: Callable[[str], None]) -> None:
    report("Tạo cơ sở dữ liệu")
    call_command("migrate", verbosity=0, interactive=False)
    with writing():
        entry_append(actor="khởi tạo", action="folder_create", target=bound_target(folder_id), before=None, after=None, now=now)
    report("Mở tài khoản")
    users = [(user_create(name=name, display_name=shown, actor=None, now=now), roles) for name, shown, roles in _ACCOUNTS]
    # The administrator comes last: from then on nobody without that right gives any.
    for user, roles in sorted(users, key=lambda pair: "admin" in pair[1]):
        for role in roles:
            grant_give(user=user, role=role, unit_id=ALL_UNITS, valid_from=_GRANTED_FROM, actor=None, now=now)
    report("Nạp đơn vị hành chính và cơ quan quân sự (trước và từ 1/7/2025)")
    units_load(actor=users[0][0], now=now)


def _own_remains(folder: Path) -> list[str]:
    """The files of an unfinished set-up; empty for a fresh folder. Raises :class:`FolderInUse`."""
    if not folder.exists():
        return []
    found = sorted(entry.name for entry in folder.iterdir() if entry.name != FAULT_LOG)
    others = [name for name in found if name not in _OWN] if _MARKER in found else found
    if others:
        raise FolderInUse(folder=folder, found=", ".join(others[:3]) + (", ..." if len(others) > 3 else ""))
    return found


def _begin(folder: Path, remains: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        connections.close_all()
    for name in remains:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    (folder / _MARKER).write_text("Khởi tạo chưa xong; chạy lại: saovuong init\n", "utf-8")
