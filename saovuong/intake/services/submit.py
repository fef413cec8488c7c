from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.db.models import Max

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.quantity import Scope
from saovuong.intake.knowledge import taught_now
from saovuong.intake.models import Candidate as CandidateRow
from saovuong.intake.models import Reading as ReadingRow
from saovuong.intake.quotes import quote_around
from saovuong.intake.services.notices import about_names, about_nothing_found, about_opening, about_the_head, about_versions
from saovuong.intake.services.units import AskedUnit, reporting_unit
from saovuong.intake.shapes import IntakeResult, Notice
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.ledger.rules import fits_the_book
from saovuong.ledger.services.submissions import SubmissionOpen
from saovuong.ledger.shapes import DocumentInfo, SubmissionInfo
from saovuong.ledger.store import content_hash, kept_name
from saovuong.reader import read
from saovuong.reader.load import load_document
from saovuong.reader.shapes import Candidate, Reading, UnitNames

_OPEN = ("draft", "submitted")


class SameNameOtherContent(Refusal):
    code = "SV-601"
    template = (
        "Tệp “{name}” cùng tên với tệp đã nộp trong hồ sơ số {submission_id} ({unit}, kỳ {period}) nhưng nội dung khác. "
        "Đặt tên khác cho tệp này, hoặc nếu đây là bản thay thế thì thêm --new-version."
    )


class WrongSubmission(Refusal):
    code = "SV-602"
    template = "Hồ sơ số {submission_id} không phải của “{unit}” cho kỳ và biểu này, nên không thêm tệp vào đó được."


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    content: bytes
    sha256: str
    media_type: str
    reading: Reading


def document_submit(
    *,
    actor: Actor | None,
    now: datetime,
    folder: Path,
    source: Path | bytes,
    name: str | None = None,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    units: UnitNames,
    form: str | None = None,
    finality: str = "final",
    scope: Scope | None = None,
    add_to: int | None = None,
    new_version: bool = False,
) -> IntakeResult:
    """Store a file, read it and propose its figures in a draft of the unit for the period. Nothing becomes a fact.

    ``folder`` is the data folder. ``name`` names the file when ``source`` are bytes. An administrative unit that has a command reports as
    that command. The same file again changes nothing and leads to the submission that has it. ``add_to`` adds the file to an open draft
    instead of opening one; ``new_version`` says that a file of the same name and other content is meant to replace a decided one.

    Raises the refusals of reader.load (SV-2xx), BadTaught, those of the ledger's submission_open, :class:`SameNameOtherContent`,
    :class:`WrongSubmission`."""
    asked = reporting_unit(unit_id=unit_id, period_label=period_label, form=form, catalogue=catalogue)
    shown = kept_name(name or (source.name if isinstance(source, Path) else "tài liệu"))
    loaded = load_document(source, shown)
    content = source if isinstance(source, bytes) else source.read_bytes()
    sha256 = content_hash(content)
    standing = partial(_standing, asked, actor=actor, now=now, sha256=sha256, name=shown, add_to=add_to, new_version=new_version)
    if isinstance(known := standing(), IntakeResult):
        return known
    reading = read(
        loaded,
        catalogue=catalogue,
        units=units,
        default_unit=asked.unit.id,
        default_period=asked.period_label,
        taught=taught_now(folder=folder),
    )
    file = _File(name=shown, content=content, sha256=sha256, media_type=loaded.media_type, reading=reading)
    with writing():
        # Somebody else may have handed it in while it was being read.
        earlier = standing()
        if isinstance(earlier, IntakeResult):
            return earlier
        # The submission first: what is refused here leaves no file behind.
        submission_id = add_to or _opened(asked, actor=actor, now=now, catalogue=catalogue, finality=finality, scope=scope)
        document = book.document_store(
            actor=actor, now=now, name=file.name, content=content, text=reading.text, media_type=file.media_type, folder=folder
        )
        book.document_attach(actor=actor, now=now, submission_id=submission_id, document_id=document.id, name=file.name)
        assert actor is not None
        figures, unclear = _propose(file, document=document, submission_id=submission_id, actor=actor, now=now)
        submission = ledger.submission_get(actor=actor, submission_id=submission_id, now=now)
    notices = (
        *asked.notices,
        *about_names(file.name, document=document, others=ledger.submissions(actor=actor, unit_ids=[asked.unit.id], now=now)),
        *about_versions(submission, earlier),
        *about_the_head(reading.text, submission=submission, units=units),
        *about_opening(reading.notes),
        *about_nothing_found(figures + unclear),
    )
    return IntakeResult(submission, document, opened=True, figures=figures, not_understood=unclear, notices=notices)


def _standing(
    asked: AskedUnit, *, actor: Actor | None, now: datetime, sha256: str, name: str, add_to: int | None, new_version: bool
) -> Sequence[SubmissionInfo] | IntakeResult:
    """What the unit handed in before for this period and form; the result, where this very file is among it. Raises as document_submit."""
    earlier = ledger.submissions(actor=actor, unit_ids=[asked.unit.id], period_label=asked.period_label, form=asked.form, now=now)
    found = _holding(earlier, sha256)
    if found is not None:
        return _known(found, sha256=sha256, notices=asked.notices)
    _refuse_clash(earlier, name=name, unit_name=asked.unit.name, add_to=add_to, new_version=new_version)
    return earlier


def _opened(asked: AskedUnit, *, actor: Actor | None, now: datetime, catalogue: Catalogue, finality: str, scope: Scope | None) -> int:
    return book.submission_open(
        actor=actor,
        now=now,
        catalogue=catalogue,
        unit_id=asked.unit.id,
        period_label=asked.period_label,
        form=asked.form,
        finality=finality,
        scope=scope,
    ).id


def _holding(earlier: Sequence[SubmissionInfo], sha256: str) -> SubmissionInfo | None:
    holding = [row for row in earlier if any(link.sha256 == sha256 for link in row.documents)]
    return holding[-1] if holding else None


def _known(found: SubmissionInfo, *, sha256: str, notices: tuple[Notice, ...]) -> IntakeResult:
    document = ledger.document_by_hash(sha256=sha256)
    assert document is not None
    rows = CandidateRow.objects.filter(submission_id=found.id, reading__document_id=document.id)
    understood = rows.exclude(measure="").count()
    same = Notice("SV-610", f"Tệp này đã có trong hồ sơ số {found.id} (bản {found.version}); không lưu lần nữa, không mở hồ sơ mới.")
    return IntakeResult(
        submission=found,
        document=document,
        opened=False,
        figures=understood,
        not_understood=rows.count() - understood,
        notices=(*notices, same),
    )


def _refuse_clash(earlier: Sequence[SubmissionInfo], *, name: str, unit_name: str, add_to: int | None, new_version: bool) -> None:
    for row in earlier:
        if any(link.name == name for link in row.documents) and not new_version:
            raise SameNameOtherContent(name=name, submission_id=row.id, unit=unit_name, period=row.period_label)
    if add_to is not None and add_to not in [row.id for row in earlier]:
        raise WrongSubmission(submission_id=add_to, unit=unit_name)
    for row in earlier:
        if row.state in _OPEN and add_to is None:
            raise SubmissionOpen.of(row.id, unit=unit_name, period=row.period_label, state=row.state)


def _propose(file: _File, *, document: DocumentInfo, submission_id: int, actor: Actor, now: datetime) -> tuple[int, int]:
    reading = file.reading
    row = ReadingRow.objects.create(
        submission_id=submission_id,
        document_id=document.id,
        reader_version=reading.reader_version,
        pack_version=reading.pack_version,
        text_sha256=reading.text_sha256,
        taught_sha256=reading.taught_sha256,
        read_at=now,
    )
    last = CandidateRow.objects.filter(submission_id=submission_id).aggregate(last=Max("number"))["last"] or 0
    facts = ledger.facts_of(actor=actor, submission_id=submission_id, present_only=False, now=now)
    last = max([last, *(fact.number for fact in facts)])
    in_order = sorted((*reading.candidates, *reading.not_understood), key=lambda found: (found.start, found.end, found.measure or ""))
    CandidateRow.objects.bulk_create(
        _candidate_row(found, text=reading.text, reading=row, number=number) for number, found in enumerate(in_order, start=last + 1)
    )
    figures = sum(1 for found in in_order if found.measure is not None)
    entry_append(
        actor=actor.name,
        action="reading_add",
        target=f"submission:{submission_id}",
        before=None,
        after={
            "document": document.id,
            "reader": reading.reader_version,
            "pack": reading.pack_version,
            "taught": reading.taught_sha256 or None,
            "figures": figures,
            "not_understood": len(in_order) - figures,
        },
        now=now,
    )
    return figures, len(in_order) - figures


def _candidate_row(found: Candidate, *, text: str, reading: ReadingRow, number: int) -> CandidateRow:
    value, high = found.value if isinstance(found.value, tuple) else (found.value, None)
    why = list(found.why)
    begin, finish = quote_around(text, found.start, found.end)
    measure = found.measure or ""
    numbers = [part for part in (value, high) if isinstance(part, Decimal)]
    if not all(fits_the_book(part) for part in numbers):
        measure, value, high = "", None, None
        why.insert(0, "số vượt quá số chữ số mà sổ ghi được chính xác")
    return CandidateRow(
        reading=reading,
        submission_id=reading.submission_id,
        number=number,
        start=found.start,
        end=found.end,
        quote=text[begin:finish],
        quote_start=begin,
        quote_end=finish,
        value=value if isinstance(value, Decimal) else None,
        high=high,
        rating=value if isinstance(value, str) else "",
        flag=value if isinstance(value, bool) else None,
        uom=found.uom or "",
        modifier=found.modifier.value,
        measure=measure,
        organisation=found.organisation or "",
        unit_ref=found.unit_id or "",
        period_label=found.period or "",
        role=found.role.value,
        figure_class=found.figure_class.value if found.figure_class else "",
        confidence=found.confidence,
        why=why,
    )
