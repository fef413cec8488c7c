"""Writing what the office teaches the reader: a new version, the step back, and examples of another office."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.intake.examples import BadExample, parsed_rows
from saovuong.intake.knowledge import current_file, taught_of, version_file, version_now, versions_all
from saovuong.intake.models import Example
from saovuong.intake.services.examples import subject_of
from saovuong.intake.shapes import ImportedExamples
from saovuong.ledger.access import ENTERS, scope_of
from saovuong.reader.taught import BadTaught, Taught, TaughtVersion, taught_text
from saovuong.reader.version import reader_version

_TARGET = "reader"


class NotATeacher(Refusal):
    code = "SV-650"
    template = "Tài khoản “{name}” không có quyền nhập số liệu cho đơn vị nào, nên không dạy bộ đọc được. Dùng tài khoản khác (--as)."


class TaughtMeanwhile(Refusal):
    code = "SV-652"
    template = "Kiến thức đã đổi từ bản {base} sang bản {number} trong lúc xem xét. Chạy lại: saovuong reader learn."


class NothingToUndo(Refusal):
    code = "SV-653"
    template = "Bộ đọc chưa được dạy gì ở đây, nên không có bước nào để bỏ."


class TaughtNotWritable(Refusal):
    code = "SV-654"
    template = "Không ghi được kiến thức vào “{folder}”: {reason}. Kiểm tra quyền ghi và dung lượng đĩa."


def taught_apply(
    *, actor: Actor | None, now: datetime, folder: Path, catalogue: Catalogue, taught: Taught, base: int, examples: int
) -> TaughtVersion:
    """Put ``taught`` in force as a new version built on version ``base``; ``examples`` is how many it was learned from.

    Raises :class:`NotATeacher`, :class:`TaughtMeanwhile` where another version came into force since, :class:`TaughtNotWritable`,
    BadTaught."""
    known = _teacher(actor, now)
    current = version_now(folder=folder)
    if (current.number if current else 0) != base:
        raise TaughtMeanwhile(base=base, number=current.number if current else 0)
    number = max([0, *(version.number for version in versions_all(folder=folder))]) + 1
    version = TaughtVersion(number, base, now, known.name, reader_version(), catalogue.version, examples, taught)
    _write_new(version_file(folder, number), taught_text(version), base=base)
    try:
        with writing():
            entry_append(
                actor=known.name,
                action="reader_teach",
                target=_TARGET,
                before={"version": base, "sha256": current.taught.sha256 if current else ""},
                after={
                    "version": number,
                    "sha256": taught.sha256,
                    "phrases": len(taught.phrases),
                    "weights": len(taught.weights),
                    "examples": examples,
                },
                now=now,
            )
    except BaseException:
        version_file(folder, number).unlink(missing_ok=True)
        raise
    # Last: knowledge in force without its audit entry must not be.
    _put_in_force(folder, version_file(folder, number))
    return version


def taught_undo(*, actor: Actor | None, now: datetime, folder: Path) -> int:
    """Go back one step: the number of the version then in force, 0 for none. A file spoilt by hand gives way to the newest version.

    Raises :class:`NotATeacher`, :class:`NothingToUndo`, :class:`TaughtNotWritable`, and NoSuchVersion where the earlier version is gone."""
    known = _teacher(actor, now)
    if not current_file(folder).is_file():
        raise NothingToUndo
    try:
        current = version_now(folder=folder)
        assert current is not None
        left, to = current.number, current.parent
    except BadTaught:
        left, to = None, max([0, *(version.number for version in versions_all(folder=folder))])
    taught_of(folder=folder, number=to)
    with writing():
        entry_append(actor=known.name, action="reader_unteach", target=_TARGET, before={"version": left}, after={"version": to}, now=now)
    _put_in_force(folder, version_file(folder, to) if to else None)
    return to


def examples_import(*, actor: Actor | None, now: datetime, lines: Iterable[str], origin: str) -> ImportedExamples:
    """Keep the examples of another office, named ``origin``; those that are here already change nothing. All or none.

    Raises :class:`NotATeacher`, BadExample."""
    known = _teacher(actor, now)
    if not origin.strip():
        raise BadExample(line=0, reason="thiếu tên nơi gửi")
    rows = list({str(row["key"]): row for row in parsed_rows(lines)}.values())
    with writing():
        here = set(Example.objects.filter(key__in=[row["key"] for row in rows]).values_list("key", flat=True))
        new = [row for row in rows if row["key"] not in here]
        for row in new:
            place = str(row["origin"]) or origin.strip()
            subject = subject_of(place, row["text_sha256"], row["start"], row["end"], row["read"])  # type: ignore[arg-type]
            Example.objects.create(**{**row, "origin": place, "subject": subject, "submission": None})
        if new:
            entry_append(
                actor=known.name, action="examples_import", target=_TARGET, before=None, after={"from": origin, "rows": len(new)}, now=now
            )
    return ImportedExamples(added=len(new), known=len(rows) - len(new))


def _teacher(actor: Actor | None, now: datetime) -> Actor:
    scope = scope_of(actor=actor, roles=ENTERS, now=now)
    if actor is None or scope is None or not (scope.everything or scope.unit_ids):
        raise NotATeacher(name=actor.name if actor else "(không có)")
    return actor


def _write_new(file: Path, text: str, *, base: int) -> None:
    """Raises :class:`TaughtMeanwhile` where somebody else wrote that version first, :class:`TaughtNotWritable`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError:
        raise TaughtMeanwhile(base=base, number=int(file.stem)) from None
    except OSError as error:
        raise TaughtNotWritable(folder=file.parent, reason=error.strerror or error) from None


def _put_in_force(folder: Path, version: Path | None) -> None:
    file = current_file(folder)
    try:
        if version is None:
            file.unlink(missing_ok=True)
            return
        waiting = file.with_suffix(".new")
        waiting.write_bytes(version.read_bytes())
        waiting.replace(file)
    except OSError as error:
        raise TaughtNotWritable(folder=file.parent, reason=error.strerror or error) from None
