"""What a database says when it cannot, as one sentence that a person can act on."""

import os
import sqlite3

from django.db import Error, OperationalError

from saovuong.core.errors import Refusal
from saovuong.setup.address import WAIT_SECONDS, DatabaseAddress, address_of


class DatabaseUnreachable(Refusal):
    code = "SV-963"
    template = (
        "Không nối được với cơ sở dữ liệu {database}: {reason}. "
        "Kiểm tra SAOVUONG_DATABASE_URL, mạng, và máy chủ PostgreSQL có đang chạy không. Chưa thay đổi gì."
    )


class DatabaseBusy(Refusal):
    code = "SV-970"
    template = (
        f"Cơ sở dữ liệu đang bận: người khác ghi quá {WAIT_SECONDS} giây chưa xong. Lệnh này chưa thay đổi gì; chờ một lát rồi chạy lại."
    )


class DatabaseFull(Refusal):
    code = "SV-971"
    template = "Đĩa của cơ sở dữ liệu đã đầy nên không ghi được. Lệnh này chưa thay đổi gì; dọn đĩa rồi chạy lại."


class DatabaseNotWritable(Refusal):
    code = "SV-972"
    template = "Không có quyền ghi vào cơ sở dữ liệu: {reason}. Kiểm tra quyền của tệp, thư mục hoặc của tài khoản PostgreSQL."


class DatabaseDamaged(Refusal):
    code = "SV-973"
    template = "Tệp cơ sở dữ liệu trong thư mục dữ liệu bị hỏng hoặc không phải của Sao Vuông ({reason}). Khôi phục từ bản sao lưu."


_UNREACHABLE = {
    "28": "máy chủ không nhận tài khoản hoặc mật khẩu",
    "3D": "máy chủ không có cơ sở dữ liệu tên đó",
    "53300": "máy chủ đã hết chỗ nối",
    "57P": "máy chủ đang dừng hoặc khởi động lại",
    "08": "mất kết nối",
    "25P03": "lệnh dừng giữa chừng quá lâu",
}
# Where the server was never reached it has no code to give; libpq's words, in order.
_WORDS = {
    "password": "máy chủ không nhận tài khoản hoặc mật khẩu",
    "pg_hba.conf": "máy chủ không nhận kết nối từ máy này",
    "no encryption": "máy chủ không nhận kết nối từ máy này",
    "role": "máy chủ không nhận tài khoản hoặc mật khẩu",
    "does not exist": "máy chủ không có cơ sở dữ liệu tên đó",
    "resolve": "không tìm thấy máy chủ theo tên đó",
    "translate host": "không tìm thấy máy chủ theo tên đó",
    "certificate": "chứng thư SSL của máy chủ không được chấp nhận",
    "SSL": "máy chủ và địa chỉ không thống nhất về SSL",
    "refused": "máy chủ từ chối kết nối hoặc không nghe ở cổng đó",
    "No such file": "không có máy chủ nào nghe ở chỗ đó",
    "timeout": "máy chủ không trả lời",
    "starting up": "máy chủ đang dừng hoặc khởi động lại",
    "too many": "máy chủ đã hết chỗ nối",
}


def database_refusal(error: BaseException) -> Refusal | None:
    """The refusal that a database's error amounts to; None where it is a fault of the program."""
    cause = error.__cause__
    if not isinstance(error, Error) or cause is None:
        return None
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    return _of_postgresql(cause, address=address_of(os.environ), by_itself=isinstance(error, OperationalError))


def _of_sqlite(cause: sqlite3.Error) -> Refusal | None:
    # The low byte is the kind; the rest tells how it came about.
    match getattr(cause, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseBusy()
        case sqlite3.SQLITE_FULL:
            return DatabaseFull()
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return DatabaseNotWritable(reason="tệp chỉ đọc hoặc không mở được")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return DatabaseDamaged(reason=str(cause))
    return None


def _of_postgresql(cause: BaseException, *, address: DatabaseAddress | None, by_itself: bool) -> Refusal | None:
    """``by_itself``: not the statement failed but the connection or the server."""
    state = str(getattr(cause, "sqlstate", None) or "")
    if state in ("55P03", "40001", "40P01"):
        return DatabaseBusy()
    if state == "53100":
        return DatabaseFull()
    if state in ("42501", "25006"):
        return DatabaseNotWritable(reason="tài khoản PostgreSQL thiếu quyền" if state == "42501" else "máy chủ chỉ cho đọc")
    reason = next((said for start, said in _UNREACHABLE.items() if state.startswith(start)), None)
    if reason is None and not state and by_itself:
        reason = next((said for word, said in _WORDS.items() if word in str(cause)), "kết nối không thành")
    return None if reason is None else DatabaseUnreachable(database=address.shown if address else "", reason=reason)
