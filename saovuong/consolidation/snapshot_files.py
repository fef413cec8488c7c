"""The folder of snapshots: immutable files, manifests that list them, and a pointer to the manifest in force.

A reader opens the manifest once and reads only the files it lists. A writer adds files, then a manifest, and at last moves the pointer; it
stops anywhere without harm, because nothing points to what it left. What no manifest in reach lists is collected a day later."""

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from saovuong.core.errors import Refusal

# 2: figures know of which joint event they are. 3: marks and sums. 4: deltas.
FORMAT = 4
_SUMS = "sums"
_POINTER = "hien-hanh.json"
_LOCK = "khoa.sqlite3"
_KEPT_FOR = timedelta(days=1)
_TRIES, _PAUSE = 40, 0.05
_T = TypeVar("_T")


class SnapshotDamaged(Refusal):
    code = "SV-721"
    template = "Bản chụp số liệu ở “{path}” bị hỏng hoặc thiếu ({reason}). Lập lại bằng: saovuong snapshot build."


class SnapshotBusy(Refusal):
    code = "SV-722"
    template = "Đang có chương trình khác ghi bản chụp số liệu ở “{path}”. Đợi xong rồi chạy lại."


class SnapshotNotWritable(Refusal):
    code = "SV-723"
    template = "Không ghi được bản chụp số liệu vào “{path}”: {reason}. Kiểm tra quyền ghi và dung lượng đĩa."


@dataclass(frozen=True, slots=True)
class DataFile:
    """``name`` is the path inside the folder; ``units`` are the numbers of the units that its rows are about. ``facts`` is 0 for sums:
    they say again what their partition's tiles say.

    Rows about units in ``hidden`` count no more: a file ``delta`` of the partition, small and written anew by every acceptance, has what
    counts of them. ``rows``, ``facts`` and ``units`` tell of what counts."""

    kind: str
    name: str
    sha256: str
    rows: int
    facts: int
    units: tuple[int, ...]
    hidden: tuple[int, ...] = ()
    delta: bool = False


@dataclass(frozen=True, slots=True)
class Partition:
    """The accepted submissions of one province's units for the periods of one year. ``starts`` are the thirteen days between its months;
    its facts lie in ``first`` up to but not including ``last``, None where one still runs."""

    year: int
    province: str
    starts: tuple[date, ...]
    first: date
    last: date | None
    files: tuple[DataFile, ...]

    @property
    def key(self) -> tuple[int, str]:
        return self.year, self.province

    @property
    def figures(self) -> tuple[DataFile, ...]:
        """The files that hold figures, without sums."""
        return tuple(file for file in self.files if file.kind != _SUMS)

    @property
    def delta_units(self) -> frozenset[int]:
        return frozenset(unit for file in self.files if file.delta for unit in file.units)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of the book: up to the acceptance ``last``, which is the ``count``-th. ``keys`` is the file that numbers units and
    measures."""

    number: int
    count: int
    last: int
    made_at: datetime
    keys: str
    partitions: tuple[Partition, ...]

    @property
    def facts(self) -> int:
        return sum(file.facts for one in self.partitions for file in one.files)


@dataclass(frozen=True, slots=True)
class Keys:
    """The numbers of units and measures in the files: their places in these lists, which only grow."""

    units: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SnapshotFolder:
    """``path`` is <data folder>/snapshots. ``step`` is told of every step of a writer before it is taken."""

    path: Path
    step: Callable[[str], None] = lambda name: None

    def current(self) -> Manifest | None:
        """The manifest in force; None where there is no snapshot. Raises :class:`SnapshotDamaged`."""
        pointer = self.path / _POINTER
        try:
            text = _patiently(lambda: pointer.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SnapshotDamaged(path=pointer, reason=error.strerror or error) from None
        try:
            named = json.loads(text)
            content = (self.path / named["manifest"]).read_bytes()
            if hashlib.sha256(content).hexdigest() != named["sha256"]:
                raise SnapshotDamaged(path=self.path / named["manifest"], reason="không khớp mã băm")
            return _manifest_in(content)
        except OSError as error:
            raise SnapshotDamaged(path=self.path, reason=error.strerror or error) from None
        except (ValueError, KeyError, TypeError) as error:
            raise SnapshotDamaged(path=pointer, reason=error) from None

    def keys(self, manifest: Manifest) -> Keys:
        try:
            return _keys_in((self.path / manifest.keys).read_bytes())
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SnapshotDamaged(path=self.path / manifest.keys, reason=error) from None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time, also among processes; a writer that dies lets go. Raises :class:`SnapshotBusy`,
        :class:`SnapshotNotWritable`."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # A database's lock is the one that every system takes back from a process that ended.
            lock = sqlite3.connect(self.path / _LOCK, timeout=20, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise SnapshotNotWritable(path=self.path, reason=error) from None
        with closing(lock):
            try:
                lock.execute("begin exclusive")
            except sqlite3.Error:
                raise SnapshotBusy(path=self.path) from None
            try:
                yield
            except OSError as error:
                raise SnapshotNotWritable(path=self.path, reason=error.strerror or error) from None

    def add_file(self, passing: Path, *, under: str, stem: str) -> tuple[str, str]:
        """Give a finished file its name by its content: (name, sha256). The same content again is the same file."""
        self.step("file")
        sha256 = file_hash(passing)
        name = f"{under}/{stem}-{sha256[:20]}{passing.suffix}"
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with passing.open("rb+") as file:
            os.fsync(file.fileno())
        if target.is_file() and file_hash(target) == sha256:
            passing.unlink()
        else:
            _patiently(lambda: passing.replace(target))
        return name, sha256

    def add_keys(self, keys: Keys) -> str:
        content = _json({"units": keys.units, "measures": keys.measures})
        name = f"danh-muc-{hashlib.sha256(content).hexdigest()[:20]}.json"
        if not (self.path / name).is_file():
            self.step("keys")
            self._write(name, content)
        return name

    def publish(self, manifest: Manifest) -> None:
        """Put a manifest in force. All its files are on disk."""
        content = _json(_fields_of(manifest))
        sha256 = hashlib.sha256(content).hexdigest()
        name = f"ban-chup-{manifest.number:08d}-{sha256[:12]}.json"
        self.step("manifest")
        self._write(name, content)
        self.step("pointer")
        self._write(_POINTER, _json({"manifest": name, "sha256": sha256}))
        self.step("done")

    def retire(self, old: Manifest | None, new: Manifest, *, now: datetime) -> None:
        """What leaves the manifest in force begins its day of grace: a reader may have opened the old one a moment ago."""
        if old is None:
            return
        kept = {new.keys} | {file.name for one in new.partitions for file in one.files}
        names = [old.keys, *(file.name for one in old.partitions for file in one.files)]
        paths = [self.path / name for name in names if name not in kept]
        for path in (*paths, *self.path.glob(f"ban-chup-{old.number:08d}-*")):
            with suppress(OSError):
                os.utime(path, (now.timestamp(), now.timestamp()))

    def collect(self, manifest: Manifest, *, now: datetime) -> int:
        """Remove what this manifest does not list and nobody can still be reading: files untouched for a day. How many went."""
        listed = {manifest.keys, _POINTER, _LOCK} | {file.name for one in manifest.partitions for file in one.files}
        newest = f"ban-chup-{manifest.number:08d}-"
        removed = 0
        for path in sorted(self.path.rglob("*")):
            name = path.relative_to(self.path).as_posix()
            if not path.is_file() or name in listed or name.startswith((newest, _LOCK)):
                continue
            try:
                if now.timestamp() - path.stat().st_mtime > _KEPT_FOR.total_seconds():
                    path.unlink()
                    removed += 1
            except OSError:
                continue  # still open somewhere: the next collection takes it
        return removed

    def _write(self, name: str, content: bytes) -> None:
        passing = self.path / f".moi-{name}"
        with passing.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _patiently(lambda: passing.replace(self.path / name))


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _patiently(act: Callable[[], _T]) -> _T:
    """Windows refuses to replace or open a file for the moment in which another process has it open."""
    for _ in range(_TRIES):
        try:
            return act()
        except PermissionError:
            time.sleep(_PAUSE)
    return act()


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _fields_of(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "number": manifest.number,
        "position": {"count": manifest.count, "last": manifest.last},
        "made_at": manifest.made_at.isoformat(),
        "keys": manifest.keys,
        "partitions": [
            {
                "year": one.year,
                "province": one.province,
                "starts": [day.isoformat() for day in one.starts],
                "first": one.first.isoformat(),
                "last": one.last.isoformat() if one.last else None,
                "files": [
                    {"kind": f.kind, "name": f.name, "sha256": f.sha256, "rows": f.rows, "facts": f.facts, "units": f.units}
                    | ({"hidden": f.hidden} if f.hidden else {})
                    | ({"delta": True} if f.delta else {})
                    for f in one.files
                ],
            }
            for one in manifest.partitions
        ],
    }


# The same bytes are read again with every question and every acceptance; taking them apart takes longer than reading them.
@lru_cache(maxsize=4)
def _manifest_in(content: bytes) -> Manifest:
    return _manifest_of(json.loads(content))


@lru_cache(maxsize=4)
def _keys_in(content: bytes) -> Keys:
    lists = json.loads(content)
    return Keys(tuple(lists["units"]), tuple(lists["measures"]))


def _manifest_of(fields: Mapping[str, Any]) -> Manifest:
    if fields["format"] != FORMAT:
        raise ValueError(f"định dạng {fields['format']}")
    return Manifest(
        number=fields["number"],
        count=fields["position"]["count"],
        last=fields["position"]["last"],
        made_at=datetime.fromisoformat(fields["made_at"]),
        keys=fields["keys"],
        partitions=tuple(
            Partition(
                year=one["year"],
                province=one["province"],
                starts=tuple(date.fromisoformat(day) for day in one["starts"]),
                first=date.fromisoformat(one["first"]),
                last=date.fromisoformat(one["last"]) if one["last"] else None,
                files=tuple(_file_of(f) for f in one["files"]),
            )
            for one in fields["partitions"]
        ),
    )


def _file_of(fields: Mapping[str, Any]) -> DataFile:
    units, hidden = tuple(fields["units"]), tuple(fields.get("hidden", ()))
    return DataFile(
        fields["kind"], fields["name"], fields["sha256"], fields["rows"], fields["facts"], units, hidden, fields.get("delta", False)
    )
