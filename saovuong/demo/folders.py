"""The demonstration's own folders: made anew each time, and nothing else is ever touched."""

import shutil
from pathlib import Path

from saovuong.core.errors import Refusal
from saovuong.demo.material import script
from saovuong.setup.place import BOUND_FILE

MARKER = "ban-trinh-dien.txt"
_MARKER_TEXT = "Thư mục do lệnh saovuong demo tạo; mỗi lần chạy lại được làm mới từ đầu. Chỉ có số liệu mẫu và số liệu đã đăng báo.\n"
_OWN_FILES = (
    "db.sqlite3",
    "db.sqlite3-wal",
    "db.sqlite3-shm",
    BOUND_FILE,
    "documents",
    "config.toml",
    "secret.key",
    "loi-chuong-trinh.log",
    MARKER,
)
_COPIES = "bao-cao-mau"


class NotDemoFolder(Refusal):
    code = "SV-950"
    template = "Thư mục “{folder}” đã có dữ liệu không phải của bản trình diễn ({found}). Chỉ thư mục khác bằng --folder."


class FolderBusy(Refusal):
    code = "SV-951"
    template = "Không làm mới được thư mục trình diễn “{folder}”: {reason}. Đóng chương trình đang mở tệp trong đó rồi chạy lại."


class OutputNotWritable(Refusal):
    code = "SV-952"
    template = "Không ghi được vào “{folder}”: {reason}. Đóng tệp đang mở, hoặc chỉ thư mục khác bằng --out."


def folder_require_own(*, folder: Path) -> list[str]:
    """The names in an earlier demonstration's folder; none where it is empty or absent. Raises :class:`NotDemoFolder`."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise NotDemoFolder(folder=folder, found="là một tệp")
    found = sorted(entry.name for entry in folder.iterdir())
    strange = [name for name in found if name not in _OWN_FILES]
    if found and (MARKER not in found or strange):
        raise NotDemoFolder(folder=folder, found=", ".join((strange or found)[:3]))
    return found


def folder_clear(*, folder: Path) -> None:
    """Take away an earlier demonstration; an empty or absent folder is fine. Raises :class:`NotDemoFolder`, :class:`FolderBusy`."""
    found = folder_require_own(folder=folder)
    try:
        # The mark goes last: a clearing that was interrupted can be begun again.
        for name in sorted(found, key=lambda one: one == MARKER):
            path = folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    except OSError as error:
        raise FolderBusy(folder=folder, reason=error.strerror or error) from None


def folder_mark(*, folder: Path) -> None:
    (folder / MARKER).write_text(_MARKER_TEXT, "utf-8", newline="\n")


def reports_copy(*, out: Path) -> Path:
    """Put the sample reports where a person can open them; the folder comes back. Raises :class:`OutputNotWritable`."""
    copies = out / _COPIES
    try:
        copies.mkdir(parents=True, exist_ok=True)
        for report in (script().city_report, *script().reports):
            (copies / report.file).write_bytes(report.content)
    except OSError as error:
        raise OutputNotWritable(folder=copies, reason=error.strerror or error) from None
    return copies


def report_write(*, out: Path, name: str, content: bytes) -> Path:
    """Raises :class:`OutputNotWritable`, such as while Word holds the file open."""
    path = out / name
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutputNotWritable(folder=path, reason=error.strerror or error) from None
    return path
