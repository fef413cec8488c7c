"""Compile the English of the web pages, and say what is missing. GNU gettext is not needed.

    python tools/build_locale.py           writes the .mo beside the .po
    python tools/build_locale.py --check   only compares, status 1 where something is missing, left over or out of date

Messages are Vietnamese in the source; every one needs a line in ``saovuong/web/locale/en/LC_MESSAGES/django.po``."""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

WEB = Path(__file__).parents[1] / "saovuong" / "web"
PO = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
_CALLS = {"_", "gettext", "gettext_noop", "gettext_lazy"}
_HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: en\nMIME-Version: 1.0\n"
_IN_TEMPLATE = re.compile(r"gettext\((u?)('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)")


def messages() -> set[str]:
    """Every message of the templates and of the Python beside them."""
    if not settings.configured:
        settings.configure()
    found = {message for file in WEB.rglob("*.py") for message in _of_python(file.read_text("utf-8"))}
    return found | {message for file in WEB.rglob("*.html") for message in _of_template(file.read_text("utf-8"))}


def _of_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            (first, *_) = node.args
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _of_template(source: str) -> Iterator[str]:
    for found in _IN_TEMPLATE.finditer(templatize(source)):
        yield ast.literal_eval(found[2])


def read_po(text: str) -> dict[str, str]:
    """Messages with their translations; comments and the header are passed over. One line per string."""
    lines = re.findall(r'^msgid (".*")\nmsgstr (".*")$', text, flags=re.MULTILINE)
    return {ast.literal_eval(source): ast.literal_eval(target) for source, target in lines if source != '""'}


def compile_mo(catalogue: dict[str, str]) -> bytes:
    """The binary form that Python's own gettext reads."""
    pairs = sorted({"": _HEADER, **catalogue}.items())
    ids = [source.encode() for source, _ in pairs]
    texts = [target.encode() for _, target in pairs]
    count, start = len(pairs), 7 * 4
    data = start + 16 * count
    table, body = [], b""
    for part in (*ids, *texts):
        table += [len(part), data + len(body)]
        body += part + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, start, start + 8 * count, 0, 0)
    return head + struct.pack(f"<{len(table)}I", *table) + body


def problems() -> list[str]:
    known, wanted = read_po(PO.read_text("utf-8")), messages()
    return [
        *(f"thiếu bản dịch: {one}" for one in sorted(wanted - set(known))),
        *(f"không còn dùng: {one}" for one in sorted(set(known) - wanted)),
        *(f"bản dịch trống: {one}" for one in sorted(wanted & set(known)) if not known[one]),
    ]


def main() -> int:
    found = problems()
    made, file = compile_mo(read_po(PO.read_text("utf-8"))), PO.with_suffix(".mo")
    if "--check" in sys.argv:
        if not file.is_file() or file.read_bytes() != made:
            found.append("tệp .mo cũ: chạy python tools/build_locale.py")
    else:
        file.write_bytes(made)
    sys.stdout.writelines(f"{one}\n" for one in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
