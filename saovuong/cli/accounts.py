"""``saovuong accounts``: who may sign in to the web."""

import sys
from getpass import getpass
from typing import Annotated

import typer

from saovuong.cli.console import AsJson, bootstrap, console, now, print_json_lines
from saovuong.core.errors import Refusal

Name = Annotated[str, typer.Argument(metavar="TÀI-KHOẢN", help="Tên tài khoản, như saovuong accounts list liệt kê.", show_default=False)]


class PasswordsDiffer(Refusal):
    code = "SV-323"
    template = "Hai lần gõ mật khẩu khác nhau. Chạy lại lệnh."


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Tài khoản đăng nhập trang web.")
    group.command("list")(_list)
    group.command("password")(_password)
    app.add_typer(group, name="accounts")


def _list(as_json: AsJson = False) -> None:
    """Liệt kê tài khoản đang mở, vai trò của từng tài khoản, và tài khoản nào đã có mật khẩu."""
    bootstrap()
    from rich.markup import escape
    from rich.table import Table

    from saovuong.accounts.queries import accounts_open
    from saovuong.org.queries import units_get

    rows = accounts_open(on=now().date())
    if as_json:
        print_json_lines(
            {
                "account": row.name,
                "display_name": row.display_name,
                "has_password": row.has_password,
                "grants": [{"role": grant.role, "unit": grant.unit_id} for grant in row.grants],
            }
            for row in rows
        )
        return
    names = {key: unit.name for key, unit in units_get(grant.unit_id for row in rows for grant in row.grants).items()}
    table = Table("Tài khoản", "Tên", "Mật khẩu", "Vai trò")
    for row in rows:
        grants = "\n".join(f"{grant.role}: {names.get(grant.unit_id, grant.unit_id)}" for grant in row.grants)
        table.add_row(escape(row.name), escape(row.display_name), "đã đặt" if row.has_password else "chưa", escape(grants))
    console().print(table)


def _password(name: Name) -> None:
    """Đặt mật khẩu đăng nhập cho một tài khoản; các phiên đang mở của tài khoản đó kết thúc. Không ai xem được mật khẩu đã đặt."""
    bootstrap()
    from saovuong.accounts.queries import actor_get
    from saovuong.accounts.services import password_set

    user = actor_get(name=name)
    password = _asked("Mật khẩu mới: ")
    if sys.stdin.isatty() and _asked("Gõ lại: ") != password:
        raise PasswordsDiffer
    password_set(user=user, password=password, actor=None, now=now())
    console().print(f"Đã đặt mật khẩu cho {name}.", markup=False)


def _asked(prompt: str) -> str:
    """Without showing it at a terminal; one line where it comes from a program."""
    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
