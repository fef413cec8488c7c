"""Compile the English of the web pages, and say what is missing. GNU gettext is not needed.

    python tools/build_locale.py           writes the .mo beside the .po
    python tools/build_locale.py --check   only compares, status 1 where something is missing, left over or out of date

Messages are Vietnamese in the source: of the web, of the rooms below it that say them in the language of a face (``tongue.say``,
``noted``), and of every refusal that a page may show. Each needs a line in ``saovuong/web/locale/en/LC_MESSAGES/django.po``."""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

HOUSE = Path(__file__).parents[1] / "saovuong"
WEB = HOUSE / "web"
PO = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
_CALLS = {"_", "gettext", "gettext_noop", "gettext_lazy", "noted", "noted_act"}
# Nobody meets these on a page: the command line, the API, packs and templates being written, servers being prepared.
_OFF_THE_WEB = frozenset(
    (
        "api", "cli", "demo", "project", "writers", "catalogue/files.py", "catalogue/rows.py", "catalogue/checks.py", "catalogue/lint.py",
        "consolidation/cluster.py", "engine/spark.py", "intake/examples.py", "org/services.py", "reader/learning_corpus.py",
        "reader/taught.py", "reports/language.py", "reports/slots.py", "reports/templates.py", "setup/address.py", "setup/config.py",
        "setup/database.py", "setup/upgrading.py",
    )
)  # fmt: skip
# A sentence that names a command is for who sits at one; pages say it in other words or never have cause to.
_FOR_THE_COMMAND_LINE = re.compile(r"\bsaovuong [a-z]|(?<!\w)--[a-z]|SAOVUONG_|Spark")
# What a refusal is told of the act that it refuses, where it is told in words.
_TOLD = ("act", "hint", "reason", "kind")
_VIETNAMESE = re.compile("[À-ỹ]")
_WORDS_OF_REFUSALS = ("setup/refusals.py", "web/refusals.py")
_HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: en\nMIME-Version: 1.0\n"
_IN_TEMPLATE = re.compile(r"gettext\((u?)('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)")


def messages() -> set[str]:
    """Every message of the templates and of the Python beside them."""
    if not settings.configured:
        settings.configure()
    files = [file for file in HOUSE.rglob("*.py") if not _off_the_web(file.relative_to(HOUSE))]
    found = {message for file in files for message in _of_python(file.read_text("utf-8"))}
    found |= {message for name in _WORDS_OF_REFUSALS for message in _of_table((HOUSE / name).read_text("utf-8"))}
    return found | {message for file in WEB.rglob("*.html") for message in _of_template(file.read_text("utf-8"))}


def _off_the_web(file: Path) -> bool:
    return file.parts[0] in _OFF_THE_WEB or file.as_posix() in _OFF_THE_WEB


def _of_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from (_in_context(one.arg, one.value) for one in node.keywords if one.arg in _TOLD and _is_vietnamese(one.value))
        if isinstance(node, ast.Call) and _translates(node.func):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield _in_context("act", first) if _name(node.func) == "noted_act" else first.value
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            sentence = node.value.value
            named = any(isinstance(one, ast.Name) and one.id == "template" for one in node.targets)
            if named and not _FOR_THE_COMMAND_LINE.search(sentence):
                yield sentence


def _in_context(name: str | None, value: ast.expr) -> str:
    """An act is a verb (*enter figures*), though a role or a button may be called by the same words: it has a context of its own."""
    text = str(value.value) if isinstance(value, ast.Constant) else ""
    return f"act\x04{text}" if name == "act" else text


def _is_vietnamese(value: ast.expr) -> bool:
    text = value.value if isinstance(value, ast.Constant) else None
    return isinstance(text, str) and bool(_VIETNAMESE.search(text)) and not _FOR_THE_COMMAND_LINE.search(text)


def _translates(called: ast.expr) -> bool:
    return called.attr == "say" if isinstance(called, ast.Attribute) else _name(called) in _CALLS


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else ""


def _of_table(source: str) -> Iterator[str]:
    """The sentences of a table by the codes of refusals."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            for value in node.values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


def _of_template(source: str) -> Iterator[str]:
    for found in _IN_TEMPLATE.finditer(templatize(source)):
        yield ast.literal_eval(found[2])


def read_po(text: str) -> dict[str, str]:
    """Messages with their translations; comments and the header are passed over. One line per string."""
    lines = re.findall(r'^(?:msgctxt (".*")\n)?msgid (".*")\nmsgstr (".*")$', text, flags=re.MULTILINE)
    found = [(ast.literal_eval(source), ast.literal_eval(target), context) for context, source, target in lines if source != '""']
    return {f"{ast.literal_eval(context)}\x04{source}" if context else source: target for source, target, context in found}


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
