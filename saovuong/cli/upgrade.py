"""``saovuong upgrade``."""

from typing import Annotated

import typer

from saovuong.cli.console import bootstrap, console, data_folder, now


def register(app: typer.Typer) -> None:
    @app.command("upgrade")
    def upgrade(
        backed_up: Annotated[bool, typer.Option("--backed-up", help="Với PostgreSQL: đã sao lưu cơ sở dữ liệu trên máy chủ.")] = False,
    ) -> None:
        """Đưa thư mục dữ liệu của bản trước lên bản này; lưu một bản sao trước. Số liệu đã có không thay đổi."""
        bootstrap(any_version=True)
        from saovuong.setup.upgrading import folder_upgrade

        done = folder_upgrade(folder=data_folder(), now=now(), backed_up=backed_up)
        out = console()
        if not done.steps:
            out.print("Thư mục dữ liệu đã ở bản này; không có gì phải làm.")
            return
        out.print(f"Xong: {len(done.steps)} bước chuyển.")
        if done.copy:
            out.print(f"Bản sao trước khi nâng cấp: {done.copy}", soft_wrap=True)
        out.print("Nếu dùng bản chụp để tổng hợp nhanh, chạy: saovuong snapshot build")
