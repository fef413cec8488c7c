"""``saovuong``: the command line's door."""

import importlib
import importlib.util
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import cast

import typer

from saovuong import __version__
from saovuong.cli.console import data_folder, now, use_utf8
from saovuong.core.errors import Refusal
from saovuong.setup import FAULT_LOG
from saovuong.setup.address import hidden

COMMAND_MODULES = (
    "init",
    "upgrade",
    "demo",
    "serve",
    "accounts",
    "read",
    "reader",
    "intake",
    "consolidation",
    "coverage",
    "check",
    "snapshot",
    "report",
    "units",
    "catalogue",
    "audit",
)

# Typer keeps its copy of Click to itself; the public way to the base of all usage errors is through the one it exports.
_UsageError = cast(type[Exception], typer.BadParameter.__mro__[1])

app = typer.Typer(
    name="saovuong",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=(
        "Sao Vuông: đọc báo cáo quốc phòng, quân sự địa phương thành số liệu có trích dẫn; người xác nhận; "
        "tổng hợp theo cây đơn vị; viết báo cáo mà mỗi số đều tra được nguồn."
    ),
    epilog="Mã thoát: 0 xong, 1 có điều cần xem, 2 dùng sai hoặc dữ liệu vào không hợp lệ.",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"saovuong {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    data: str = typer.Option(
        "", "--data", metavar="THƯ-MỤC", help="Thư mục dữ liệu (hoặc biến SAOVUONG_DATA). Đặt ở đâu trong lệnh cũng được."
    ),
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="In phiên bản."),
) -> None:
    if data:
        os.environ["SAOVUONG_DATA"] = data


for _name in COMMAND_MODULES:
    if importlib.util.find_spec(f"saovuong.cli.{_name}") is None:
        continue
    importlib.import_module(f"saovuong.cli.{_name}").register(app)


def _data_first(arguments: list[str]) -> list[str]:
    """Let ``--data FOLDER`` stand after the command too."""
    front: list[str] = []
    rest: list[str] = []
    position = 0
    while position < len(arguments):
        word = arguments[position]
        if word == "--":
            rest.extend(arguments[position:])
            break
        if word == "--data" and position + 1 < len(arguments):
            front = [word, arguments[position + 1]]
            position += 2
            continue
        if word.startswith("--data="):
            front = [word]
        else:
            rest.append(word)
        position += 1
    return front + rest


def _usage_sentence(wrong: Exception) -> str:
    """What is wrong with the words of the command, in Vietnamese, and where its help is."""
    context = getattr(wrong, "ctx", None)
    path = context.command_path if context else "saovuong"
    parameter = getattr(wrong, "param", None)
    named = _parameter_name(parameter)
    match type(wrong).__name__:
        case "NoSuchOption":
            what = f"không có tùy chọn “{getattr(wrong, 'option_name', '')}”"
        case "MissingParameter":
            what = f"thiếu {named}"
        case "BadParameter":
            what = f"giá trị không hợp lệ cho {named}"
        case _:
            what = f"lệnh viết chưa đúng ({wrong})"
    return f"{what}. Xem: {path} --help"


def _parameter_name(parameter: object) -> str:
    """``--unit`` for an option, the word of the help for an argument."""
    options = [word for word in getattr(parameter, "opts", ()) if word.startswith("-")]
    return " / ".join(options) or getattr(parameter, "metavar", None) or "một tham số"


def _database_refusal(fault: Exception) -> Refusal | None:
    """What a database in trouble means for the user; None for a fault of the program's own."""
    if "django.db" not in sys.modules:
        return None
    from saovuong.setup.faults import database_refusal

    return database_refusal(fault)


def _written_down(fault: Exception) -> str:
    """Keep the details for whoever mends the fault, and say where."""
    folder = data_folder() if data_folder().is_dir() else Path(tempfile.gettempdir())
    file = folder / FAULT_LOG
    try:
        with file.open("a", encoding="utf-8") as log:
            told = hidden("".join(traceback.format_exception(fault)))
            log.write(f"--- {now():%Y-%m-%d %H:%M:%S} saovuong {__version__}\n{told}")
    except OSError:
        return "Không ghi được chi tiết; kiểm tra dung lượng đĩa và quyền ghi rồi chạy lại."
    return f"Chi tiết ghi ở {file}; hãy gửi tệp này cho người phụ trách."


def run(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its status; a refusal is one Vietnamese sentence on stderr and status 2."""
    use_utf8()
    words = _data_first(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(app(args=words, prog_name="saovuong", standalone_mode=False) or 0)
    except _UsageError as wrong:
        if type(wrong).__name__ == "NoArgsIsHelpError":
            sys.stdout.write(f"{wrong}\n")
            sys.exit(2)
        sys.stderr.write(f"Lỗi [SV-900]: {_usage_sentence(wrong)}\n")
        sys.exit(2)
    except Refusal as refusal:
        sys.stderr.write(f"Lỗi [{refusal.code}]: {refusal.message}\n")
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("Đã dừng theo yêu cầu; những gì đã ghi xong vẫn còn.\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader of the pipe (head, less) has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as fault:
        if os.environ.get("SAOVUONG_TRACEBACK"):
            raise
        refused = _database_refusal(fault)
        if refused is not None:
            sys.stderr.write(f"Lỗi [{refused.code}]: {refused.message}\n")
            sys.exit(2)
        sys.stderr.write(f"Lỗi [SV-999]: chương trình gặp lỗi ngoài dự kiến ({type(fault).__name__}). {_written_down(fault)}\n")
        sys.exit(2)


if __name__ == "__main__":
    run()
