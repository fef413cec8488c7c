"""``saovuong serve``: the web pages, on this PC or for an office."""

import multiprocessing
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from saovuong.cli.console import bootstrap, console, data_folder, is_initialised, now, start_django
from saovuong.core.errors import Refusal

Host = Annotated[str, typer.Option("--host", metavar="ĐỊA-CHỈ", help="Địa chỉ nghe; 0.0.0.0 để máy khác trong cơ quan vào được.")]
Port = Annotated[int, typer.Option("--port", metavar="CỔNG", help="Cổng nghe.", min=1, max=65535)]
Names = Annotated[list[str] | None, typer.Option("--name", metavar="TÊN", help="Tên máy mà máy khác gõ vào trình duyệt; lặp lại được.")]


Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="SỐ",
        help="Số tiến trình cùng phục vụ; mặc định theo số lõi của máy, nhiều nhất 4. Trên Windows luôn là 1.",
        min=1,
        max=64,
    ),
]

_APPLICATION = "saovuong.project.serving"
_MOST_WORKERS = 4
# Each keeps its own place in the snapshot, and one that reads a large document must not hold up the others.
_THREADS = 4
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what a person may ask for; this PC alone is the default


class PortTaken(Refusal):
    code = "SV-322"
    template = "Không mở được {host}:{port}: {reason}. Chọn cổng khác bằng --port, hoặc dừng chương trình đang dùng cổng đó."


def register(app: typer.Typer) -> None:
    app.command("serve")(_serve)


def _serve(*, host: Host = "127.0.0.1", port: Port = 8000, name: Names = None, workers: Workers = None) -> None:
    """Chạy trang web trên thư mục dữ liệu; thư mục chưa có thì tạo mới. Dừng bằng Ctrl+C."""
    _require_free(host, port)
    folder = data_folder().resolve()
    os.environ["SAOVUONG_DATA"] = str(folder)
    os.environ["SAOVUONG_HOSTS"] = ",".join(filter(None, [os.environ.get("SAOVUONG_HOSTS"), host, *(name or ())]))
    out = console()
    if not is_initialised():
        start_django()
        from saovuong.setup.services import data_folder_create

        out.print(f"Tạo thư mục dữ liệu {folder}", markup=False)
        data_folder_create(folder=folder, now=now(), report=lambda step: out.print(f"  {step} ..."))
        _take_key(folder)
    bootstrap()
    if multiprocessing.get_start_method() == "fork":
        out.print("Nạp danh mục và cây đơn vị ...")
        import_module(_APPLICATION).warmed()  # what it keeps, every process has from the start
    address = f"http://{'127.0.0.1' if host in _EVERYWHERE else f'[{host}]' if ':' in host else host}:{port}/"
    out.print(f"Mở trong trình duyệt: {address}{_first_run()}", markup=False, soft_wrap=True)
    out.print("Dừng: Ctrl+C")
    _run(host, port, _workers(workers))


def _take_key(folder: Path) -> None:
    """The settings were read before the folder had a key, and the server's process goes on with them."""
    from django.conf import settings

    settings.SECRET_KEY = (folder / "secret.key").read_text("utf-8").strip()


def _first_run() -> str:
    from saovuong.accounts.queries import anyone_signs_in
    from saovuong.setup.first_run import code_make

    return "" if anyone_signs_in() else f"khoi-tao/?ma={code_make(folder=data_folder())}"


def _require_free(host: str, port: int) -> None:
    """Before anything is made or said. Raises :class:`PortTaken`."""
    import socket

    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return
    except OSError as error:
        raise PortTaken(host=host, port=port, reason=error.strerror or error) from None


def _workers(wanted: int | None) -> int:
    """On Windows processes cannot share the port."""
    return 1 if sys.platform == "win32" else wanted or min(os.cpu_count() or 1, _MOST_WORKERS)


def _run(host: str, port: int, workers: int) -> None:
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()
    Granian(
        f"{_APPLICATION}:warmed",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        respawn_failed_workers=True,
        blocking_threads=_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
