"""The engine's SQL on Apache Spark: the same statements over the same Parquet files, on as many machines as there are.

This module knows a session that someone opened; PySpark itself is never imported here. Passing tables are views of the session: small ones
travel with the question, those made by a query are kept in the workers' memory, and on their disks beyond that."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from saovuong.core.errors import Refusal
from saovuong.engine.spark_sql import Step, columns_of, step_of

_T = TypeVar("_T")
# What the answers depend on; whoever opens a session sets these.
SETTINGS: Mapping[str, str] = {
    # A sum that does not fit is a fault, never a wrong number.
    "spark.sql.ansi.enabled": "true",
    # Digits are never dropped to make room.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "false",
    "spark.sql.adaptive.enabled": "true",
    # The files of all provinces are looked at by the session itself: a round through the workers costs more.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",
}
_WRITTEN_OUT, _TRAVELLING = 400, 20_000
_NOT_THERE = ("FileNotFoundException", "does not exist", "PATH_NOT_FOUND", "FAILED_READ_FILE", "NoSuchFileException")
_DAMAGED = ("is not a Parquet file", "Could not read footer", "CANNOT_READ_FILE_FOOTER", "Corrupt", "ParquetDecodingException")


class FilesOutOfReach(Refusal):
    code = "SV-685"
    template = (
        "Máy tính toán của Spark không đọc được tệp bản chụp ({reason}). Thư mục dữ liệu phải là thư mục dùng chung, cùng đường dẫn trên "
        "mọi máy trong cụm; kiểm tra bản chụp bằng: saovuong snapshot verify."
    )


class ClusterFailed(Refusal):
    code = "SV-686"
    template = "Cụm Spark không tính được: {reason}. Xem nhật ký của Spark rồi chạy lại, hoặc tính trên máy này: --engine duckdb."


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one query, all here."""

    rows: list[tuple[Any, ...]]
    _taken: list[int] = field(default_factory=lambda: [0])

    def fetchall(self) -> list[Any]:
        return self.fetchmany(len(self.rows))

    def fetchone(self) -> Any:
        return next(iter(self.fetchmany(1)), None)

    def fetchmany(self, size: int = 1, /) -> list[Any]:
        begun = self._taken[0]
        self._taken[0] = min(len(self.rows), begun + size)
        return self.rows[begun : self._taken[0]]


@dataclass(slots=True)
class SparkDatabase:
    """``session`` is an open pyspark.sql.SparkSession with :data:`SETTINGS`. ``told`` hears of every statement before it runs.

    Raises FilesOutOfReach, ClusterFailed from every call."""

    session: Any
    told: Callable[[str], None] = lambda statement: None
    _tables: dict[str, Any] = field(default_factory=dict)
    _files: dict[str, Any] = field(default_factory=dict)

    def execute(self, query: str) -> Found:
        step = step_of(query)
        self.told(query)
        return _answered(lambda: self._run(step))

    def fill(self, name: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
        """Decimals must come as text and be cast by a statement: how a number travels is then no question."""
        listed = [tuple(row) for row in rows]
        assert not any(isinstance(one, float | Decimal) for row in listed for one in row), "decimals come as text"
        self.told(f"fill {name}")
        _answered(lambda: self._replace(name, self._local(columns_of(columns), listed)))

    def close(self) -> None:
        for name in list(self._tables):
            self._forget(name)
        for name in self._files:
            self.session.catalog.dropTempView(name)
        self._files.clear()

    def _run(self, step: Step) -> Found:
        for name, paths in step.files:
            self._open(name, paths)
        if step.kind == "select":
            return Found([tuple(row) for row in self.session.sql(step.query).collect()])
        if step.kind == "empty":
            self._replace(step.table, self._local(step.columns, []))
        elif step.kind == "create":
            self._replace(step.table, self._made(self.session.sql(step.query)))
        else:
            self._add(step)
        return Found([])

    def _local(self, columns: str, rows: list[tuple[object, ...]]) -> Any:
        """Rows that travel inside the plan, so that Spark knows how few they are."""
        if len(rows) <= _WRITTEN_OUT:
            names = [one.strip().split(" ", 1) for one in _commas(columns)]
            casts = ", ".join(f"cast(col{place} as {kind}) as {name}" for place, (name, kind) in enumerate(names, start=1))
            nothing = "(" + ", ".join("null" for _ in names) + ")"
            values = ", ".join("(" + ", ".join(map(_literal, row)) + ")" for row in rows)
            return self.session.sql(f"select {casts} from values {values or nothing}" + ("" if rows else " where false"))
        # Spark reads long texts slowly; a list of many rows goes there as a data set and comes back as a list of Spark's own.
        made = self.session.createDataFrame(rows, columns)
        return type(made)(self.session._jsparkSession.createDataFrame(made._jdf.collectAsList(), made._jdf.schema()), self.session)

    def _open(self, name: str, paths: tuple[str, ...]) -> None:
        if name not in self._files:
            files = self.session.read.parquet(*(_address(path) for path in paths))
            # A file read twice, or passed over because of its name, would be a wrong total.
            if len(files.inputFiles()) != len(paths):
                raise FilesOutOfReach(reason=f"Spark không nhận đúng {len(paths)} tệp, thí dụ “{paths[0]}”")
            files.createOrReplaceTempView(name)
            self._files[name] = files

    def _replace(self, name: str, made: Any) -> None:
        self._forget(name)
        made.createOrReplaceTempView(name)
        self._tables[name] = made

    def _add(self, step: Step) -> None:
        """As a view cannot grow, a new one takes its name: the old rows and the new ones, in the old one's columns and types."""
        old = self._tables[step.table]
        given = [one.strip() for one in step.columns.split(",")] if step.columns else old.columns
        types = dict(old.dtypes)
        new = self.session.sql(step.query).toDF(*given)
        missing = [one for one in old.columns if one not in given]
        casts = [f"cast({one} as {types[one]}) as {one}" for one in given] + [f"cast(null as {types[one]}) as {one}" for one in missing]
        self._replace(step.table, self._made(old.unionAll(new.selectExpr(*casts).select(*old.columns))))

    def _made(self, query: Any) -> Any:
        """The rows of a query, calculated now: a view would be calculated again wherever it is named, and the plan grow with every step.

        Few rows come here and go out again with the questions; many stay where they were made."""
        there = query.localCheckpoint()
        first = there.limit(_TRAVELLING + 1)._jdf.collectAsList()
        if int(first.size()) > _TRAVELLING:
            return there
        return type(there)(self.session._jsparkSession.createDataFrame(first, there._jdf.schema()), self.session)

    def _forget(self, name: str) -> None:
        if self._tables.pop(name, None) is not None:
            self.session.catalog.dropTempView(name)


def _commas(columns: str) -> list[str]:
    """The columns of a list, where the types may have commas of their own."""
    return re.split(r",(?![^(]*\))", columns)


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    text = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"


def _address(path: str) -> str:
    """As Spark takes it, to whom a bracket in a folder's name would be a pattern."""
    whole = Path(path).absolute().as_posix()
    escaped = re.sub(r"([\[\]{}*?\\])", r"\\\1", whole)
    return "file://" + (escaped if whole.startswith("/") else "/" + escaped)


def _answered(ask: Callable[[], _T]) -> _T:
    """What PySpark raises, told as what its reader can do about it."""
    try:
        return ask()
    except Refusal:
        raise
    except Exception as error:
        if not _from_spark(error):
            raise
        text = str(error)
        if any(word in text for word in _NOT_THERE):
            raise FilesOutOfReach(reason=f"không thấy {_file_in(text)}") from None
        if any(word in text for word in _DAMAGED):
            raise FilesOutOfReach(reason=f"tệp hỏng {_file_in(text)}") from None
        raise ClusterFailed(reason=what_it_says(text)) from error


def _from_spark(error: Exception) -> bool:
    return any(kind.__module__.split(".")[0] in ("pyspark", "py4j") for kind in type(error).__mro__) or isinstance(error, ConnectionError)


def _file_in(text: str) -> str:
    found = re.search(r"file:/+[^\s\"'\]]*\.parquet", text)
    return "“" + found.group().removeprefix("file:") + "”" if found else "tệp"


def what_it_says(text: str) -> str:
    """The first line of Spark's long words that says something, without the classes it went through."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("at ")]
    # Java's own words come behind a colon, after those of the way there.
    line = next((line.removeprefix(": ") for line in lines if line.startswith(": ")), lines[0] if lines else "không rõ")
    return re.sub(r"\b(?:[a-z]\w*\.){2,}", "", line)[:300]
