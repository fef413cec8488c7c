"""Every regular expression of the reader, found by itself, and strings that attack it, made from what it says."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FunctionType, ModuleType
from typing import Any

import saovuong.reader
from saovuong.catalogue.packs import load_catalogue
from saovuong.reader.pipeline import tools_for

SOURCE = Path(saovuong.reader.__file__).parent
_TRIED_ONCE = "tried once"
_SEARCHES = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


def modules() -> list[ModuleType]:
    return [importlib.import_module(f"saovuong.reader.{one.name}") for one in pkgutil.iter_modules([str(SOURCE)])]


@cache
def patterns() -> dict[str, re.Pattern[Any]]:
    """By a name that says where it is: patterns of modules, of functions without arguments, of what is built from the catalogue, and
    those written where they are used."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in modules():
        short = module.__name__.rpartition(".")[2]
        for name, value in vars(module).items():
            if getattr(value, "__module__", module.__name__) == module.__name__ or isinstance(value, re.Pattern | tuple | dict | list):
                for place, pattern in _within(_called(value), f"{short}.{name}", set()):
                    found.setdefault(place, pattern)
        for number, (how, pattern) in enumerate(_literal(SOURCE / f"{short}.py")):
            found[f"{short}:{number}" + (":" + _TRIED_ONCE if how in _AT_ONE_PLACE else "")] = pattern
    for place, pattern in _within(tools_for(load_catalogue()), "tools", set()):
        found.setdefault(place, pattern)
    once: dict[tuple[Any, int], str] = {}
    for place, pattern in found.items():
        once.setdefault((pattern.pattern, pattern.flags), place)
    return {place: found[place] for place in once.values()}


def _called(value: object) -> object:
    """What a function that makes patterns returns; everything else as it is."""
    function = inspect.unwrap(value) if callable(value) and not isinstance(value, type) else None
    if isinstance(function, FunctionType) and not inspect.signature(function).parameters:
        if "Pattern" in str(inspect.signature(function).return_annotation):
            return value()  # type: ignore[operator]
        return None
    return value


def _within(value: object, place: str, seen: set[int]) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield place, value
        return
    if id(value) in seen or isinstance(value, str | bytes | int | float | type | None):
        return
    seen.add(id(value))
    inside: Iterable[tuple[object, object]] = ()
    if isinstance(value, Mapping):
        inside = value.items()
    elif isinstance(value, tuple | list):
        inside = enumerate(value)
    elif type(value).__module__.startswith("saovuong."):
        kept = {one.name: getattr(value, one.name) for one in fields(value)} if is_dataclass(value) else {}
        inside = {**kept, **getattr(value, "__dict__", {})}.items()
    for key, one in inside:
        yield from _within(one, f"{place}.{key}", seen)


def _calls(path: Path, names: tuple[str, ...]) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        function = node.func if isinstance(node, ast.Call) else None
        on_re = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"
        if on_re and function.attr in names:  # type: ignore[union-attr]
            yield node  # type: ignore[misc]


def _literal(path: Path) -> list[tuple[str, re.Pattern[Any]]]:
    """Patterns written in a call: ``re.search("...", text)``."""
    return [
        (one.func.attr, re.compile(one.args[0].value))  # type: ignore[attr-defined]
        for one in _calls(path, _SEARCHES)
        if isinstance(one.args[0], ast.Constant)
    ]


_AT_ONE_PLACE = ("match", "fullmatch")


@cache
def _uses() -> dict[str, tuple[frozenset[str], frozenset[str], frozenset[tuple[str, str]]]]:
    """By module: the names that are tried at one place there, the names used in any other way, and the names taken from modules."""
    out = {}
    for path in SOURCE.glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        tries = [node for node in nodes if isinstance(node, ast.Attribute) and node.attr in _AT_ONE_PLACE]
        owners = [node.value.func if isinstance(node.value, ast.Call) else node.value for node in tries]
        tried = {id(owner) for owner in owners}
        loaded = [node for node in nodes if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)]
        other = frozenset(_name_of(node) for node in loaded if id(node) not in tried)
        taken = frozenset(
            (node.module.rpartition(".")[2], name.name)
            for node in nodes
            if isinstance(node, ast.ImportFrom) and node.module
            for name in node.names
        )
        out[path.stem] = (frozenset(map(_name_of, owners)), other, taken)
    return out


@cache
def _only_matched(module: str) -> frozenset[str]:
    """Names of a module's patterns that are only ever tried at one place of a text, never looked for along it."""
    matched, other, _ = _uses().get(module, (frozenset(), frozenset(), frozenset()))
    elsewhere = {name for _, used, taken in _uses().values() for name in used if (module, name) in taken}
    return matched - other - elsewhere


def _name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def looked_for(place: str) -> bool:
    """Whether a pattern is looked for along a text, so that it may be tried anew at each place."""
    module, _, name = place.partition(".")
    return not place.endswith(":" + _TRIED_ONCE) and name.partition(".")[0] not in _only_matched(module)


def hidden() -> list[str]:
    """Places that make a pattern where :func:`patterns` cannot see it: from arguments, or in the middle of a function with some."""
    out = []
    for path in sorted(SOURCE.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        out += [f"{path.name}:{one.lineno}" for one in _calls(path, _SEARCHES) if not isinstance(one.args[0], ast.Constant)]
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            alone = not function.args.args and not function.args.kwonlyargs
            kept = function.returns is not None and "Pattern" in ast.unparse(function.returns)
            if alone or kept or function.name == "__init__":
                continue
            inside = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            out += [
                f"{path.name}:{one.lineno}"
                for one in inside
                if isinstance(one.func, ast.Attribute) and one.func.attr == "compile" and isinstance(one.func.value, ast.Name)
                and one.func.value.id == "re"
            ]  # fmt: skip
    return out


# what a class of characters is tried with; the first that fits stands for it, each kind of sign once
_TRIED = 'a1 ,.-(đ\n:;/)%A"|'
_MANY = 8
_MOST_WAYS = 3
_MOST_PIECES = 24


def attacks(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Pairs of a beginning and a piece to repeat behind it: the words before each repetition, and what it repeats, as far as it goes."""
    tree = parser.parse(
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1"), pattern.flags & ~re.UNICODE
    )
    found: dict[str, list[str]] = {}
    for before, body in _repeats(list(tree)):
        for piece in filter(None, _samples(body)):
            found.setdefault(piece, []).append(before)
            found.setdefault(before + piece, []).append("")
    if whole := next(iter(_samples(list(tree))), ""):
        found.setdefault(whole[:-1] or whole, []).append("")
    # words with spaces between them repeat the same space many times over; two beginnings speak for all
    short = sorted(found, key=len)[:_MOST_PIECES]
    return [(before, piece) for piece in short for before in dict.fromkeys(found[piece][:1] + found[piece][-1:])]


def _repeats(nodes: list[Any], before: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Each repetition without a small bound, with a text that leads to it; so are two that touch, as one."""
    for op, value in nodes:
        for inner in _inside(op, value):
            yield from _repeats(list(inner), before)
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and value[1] > _MANY:
            yield before, list(value[2])
        before += next(iter(_samples([(op, value)])), "")


def _inside(op: Any, value: Any) -> list[Any]:
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op is sre.ATOMIC_GROUP:
        return [value]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    return []


def _samples(nodes: list[Any]) -> list[str]:
    """A few texts that ``nodes`` match, look-around left aside."""
    out = [""]
    for op, value in nodes:
        ways = _ways(op, value)[:_MOST_WAYS]
        out = [head + tail for head in out for tail in ways][:_MOST_WAYS]
    return out


def _ways(op: Any, value: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(value)]
    if op in (sre.IN, sre.NOT_LITERAL, sre.ANY):
        return _characters(op, value)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        once = _samples(list(value[2]))
        return [one * max(value[0], 1) for one in once] or [""]
    if op is sre.BRANCH:
        return [text for branch in value[1] for text in _samples(list(branch))[:1]]
    inner = _inside(op, value)
    return _samples(list(inner[0])) if inner and op not in (sre.ASSERT, sre.ASSERT_NOT) else [""]


def _characters(op: Any, value: Any) -> list[str]:
    if op is sre.ANY:
        return ["a", "1", " "]
    if op is sre.NOT_LITERAL:
        return [char for char in _TRIED if ord(char) != value][:_MOST_WAYS]
    single = re.compile(_class_of(value), 0)
    return [char for char in _TRIED if single.fullmatch(char)][:_MOST_WAYS] or _first_of(value)


def _first_of(value: Any) -> list[str]:
    for op, one in value:
        if op is sre.LITERAL:
            return [chr(one)]
        if op is sre.RANGE:
            return [chr(one[0])]
    return [""]


_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}  # fmt: skip


def _class_of(value: Any) -> str:
    """A class of characters written out again."""
    parts = []
    for op, one in value:
        if op is sre.NEGATE:
            parts.append("^")
        elif op is sre.LITERAL:
            parts.append(re.escape(chr(one)))
        elif op is sre.RANGE:
            parts.append(f"{re.escape(chr(one[0]))}-{re.escape(chr(one[1]))}")
        elif op is sre.CATEGORY:
            parts.append(_CATEGORIES[str(one)])
    return f"[{''.join(parts)}]"
