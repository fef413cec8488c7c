"""``saovuong init``."""

import os

import typer

from saovuong.cli.console import console, data_folder, now, start_django


def register(app: typer.Typer) -> None:
    @app.command("init")
    def init() -> None:
        """Tạo thư mục dữ liệu mới: cơ sở dữ liệu, đơn vị, tài khoản, cấu hình. Không bao giờ ghi đè thư mục đã có dữ liệu."""
        folder = data_folder()
        os.environ["SAOVUONG_DATA"] = str(folder)
        start_django()
        from saovuong.setup.services import data_folder_create

        out = console()
        data_folder_create(folder=folder, now=now(), report=lambda step: out.print(f"  {step} ..."))
        out.print(f"Xong. Thư mục dữ liệu: [bold]{folder}[/bold]")
        out.print("Tài khoản: quan-tri (quản trị), nhap-lieu (nhập liệu), kiem-tra (kiểm tra); xem config.toml trong thư mục.")
        out.print('Bước tiếp theo: saovuong submit BÁO-CÁO.docx --unit "phường ..." --period 2024')
