"""The engine's statements in the words of Spark: written once for DuckDB, put over by sqlglot, with what differs made explicit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# What people read is never the outcome of these: quotients are taken in exact decimals, outside the statements.
_INEXACT = ("Div", "IntDiv", "Avg", "Median", "Stddev", "Variance", "Sqrt", "Random", "Rand", "AnyValue", "ApproxDistinct")


class NotOnBothEnginesError(ValueError):
    """A statement that the two engines may answer differently: a fault of the program, found by its tests."""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement: ``kind`` select (nothing is kept), create (a passing table from a query), empty (one without rows, of ``columns``) or
    insert (more rows of those ``columns``). ``query`` names every list of files by the name that ``files`` gives it."""

    kind: str
    table: str
    columns: str
    query: str
    files: tuple[tuple[str, tuple[str, ...]], ...]


def step_of(statement: str) -> Step:
    """Raises NotOnBothEnginesError."""
    return _translated(statement)


@lru_cache(maxsize=512)
def _translated(statement: str) -> Step:
    from sqlglot import errors, exp, parse_one

    try:
        tree = parse_one(statement, read="duckdb")
    except errors.ParseError as error:
        raise NotOnBothEnginesError(str(error)) from None
    files = _name_files(tree)
    _check(tree)
    if isinstance(tree, exp.Create):
        target, query = tree.this, tree.expression
        if query is None:
            return Step("empty", target.this.name, _ddl(target.expressions), "", ())
        return Step("create", target.name, "", _spark(query), files)
    if isinstance(tree, exp.Insert):
        named = tree.this
        columns = ", ".join(column.name for column in named.expressions) if isinstance(named, exp.Schema) else ""
        table = named.this.name if isinstance(named, exp.Schema) else named.name
        return Step("insert", table, columns, _spark(tree.expression), files)
    if isinstance(tree, exp.Query):
        return Step("select", "", "", _spark(tree), files)
    raise NotOnBothEnginesError(f"neither a query nor a passing table: {statement[:80]}")


def columns_of(columns: str) -> str:
    """``measure integer, kind varchar`` in the types of Spark."""
    from sqlglot import parse_one

    return _ddl(parse_one(f"create table t ({columns})", read="duckdb").this.expressions)


def _ddl(columns: Sequence[Any]) -> str:
    return ", ".join(f"{column.name} {column.kind.sql(dialect='spark')}" for column in columns)


def _spark(tree: Any) -> str:
    from sqlglot import ErrorLevel, errors

    try:
        return str(tree.sql(dialect="spark", comments=False, unsupported_level=ErrorLevel.RAISE))
    except errors.UnsupportedError as error:
        raise NotOnBothEnginesError(str(error)) from None


def _name_files(tree: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every read_parquet([...]) becomes a name; the names with their paths."""
    from sqlglot import exp

    names: dict[tuple[str, ...], str] = {}

    def named(node: Any) -> Any:
        if not isinstance(node, exp.ReadParquet):
            return node
        listed = node.expressions[0]
        paths = tuple(one.this for one in (listed.expressions if isinstance(listed, exp.Array) else [listed]))
        return exp.to_identifier(names.setdefault(paths, file_name(paths)))

    for table in tree.find_all(exp.Table):
        table.set("this", named(table.this))
    return tuple((name, paths) for paths, name in names.items())


def file_name(paths: Sequence[str]) -> str:
    """A name that is the same for the same files."""
    import hashlib

    return "f_" + hashlib.sha256("\0".join(paths).encode()).hexdigest()[:20]


def _check(tree: Any) -> None:
    from sqlglot import exp

    kinds = tuple(getattr(exp, name) for name in _INEXACT if hasattr(exp, name))
    for node in tree.walk():
        if isinstance(node, kinds):
            raise NotOnBothEnginesError(f"not exact, or not the same, on both engines: {node.sql()[:80]}")
        if isinstance(node, exp.DataType) and node.is_type("float", "double"):
            raise NotOnBothEnginesError("a type that is not exact")
        if isinstance(node, exp.Limit) or (isinstance(node, exp.RowNumber) and not _ordered(node, exp.Window)):
            raise NotOnBothEnginesError(f"which rows come first is not said: {node.sql()[:80]}")


def _ordered(node: Any, window: Callable[..., Any]) -> bool:
    over = node.find_ancestor(window)
    return over is not None and over.args.get("order") is not None
