from datetime import datetime
from pathlib import Path

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.errors import Refusal
from saovuong.ledger.access import ENTERS, scope_of
from saovuong.ledger.infos import document_info
from saovuong.ledger.models import DRAFT, RETURNED, Document, SubmissionDocument
from saovuong.ledger.services.states import log, submission_locked
from saovuong.ledger.shapes import DocumentInfo
from saovuong.ledger.store import DocumentStore, content_hash, kept_name


class MayNotStore(Refusal):
    code = "SV-505"
    template = "Tài khoản “{name}” không có quyền nhập số liệu nên không lưu được tài liệu vào kho."


class UnknownDocument(Refusal):
    code = "SV-506"
    template = "Không có tài liệu số {document_id} trong kho."


class UnstorableText(Refusal):
    """PostgreSQL keeps no NUL in a text, SQLite would; the book is the same on both."""

    code = "SV-507"
    template = "Văn bản của tệp “{name}” có ký tự NUL ở vị trí {place} nên không lưu được. Mở tệp, lưu lại dạng văn bản thường rồi nộp lại."


def document_store(
    *, actor: Actor | None, now: datetime, name: str, content: bytes, text: str, media_type: str, folder: Path
) -> DocumentInfo:
    """Keep a document by its hash. The same content again is the same document, whatever its name, and ``already_known`` says so.

    ``text`` is what offsets of quotes count in. ``folder`` is the data folder. Raises :class:`MayNotStore`, :class:`UnstorableText`,
    StoreNotWritable."""
    scope = scope_of(actor=actor, roles=ENTERS, now=now)
    if actor is None or scope is None or not (scope.everything or scope.unit_ids):
        raise MayNotStore(name=actor.name if actor else "(không có)")
    if "\0" in text:
        raise UnstorableText(name=kept_name(name), place=text.index("\0") + 1)
    sha256 = content_hash(content)
    with writing():
        DocumentStore(folder).put(content)
        # Two people may hand in the same file at the same moment; the hash is unique, so one of them finds it there.
        row, is_new = Document.objects.get_or_create(
            sha256=sha256,
            defaults={
                "name": kept_name(name),
                "media_type": media_type,
                "text": text,
                "size": len(content),
                "received_by": actor.name,
                "received_at": now,
            },
        )
        if not is_new:
            return document_info(row, already_known=True)
        entry_append(
            actor=actor.name,
            action="document_store",
            target=f"document:{row.pk}",
            before=None,
            after={"sha256": sha256, "name": row.name, "size": len(content)},
            now=now,
        )
    return document_info(row)


def document_attach(*, actor: Actor | None, now: datetime, submission_id: int, document_id: int, name: str) -> None:
    """Hand in a stored document with a submission that is still open; once is enough. Raises UnknownSubmission, WrongState,
    :class:`UnknownDocument`."""
    with writing():
        row = submission_locked(
            actor=actor, roles=ENTERS, submission_id=submission_id, now=now, states=(DRAFT, RETURNED), act="thêm tài liệu"
        )
        assert actor is not None
        if not Document.objects.filter(pk=document_id).exists():
            raise UnknownDocument(document_id=document_id)
        _, added = SubmissionDocument.objects.get_or_create(
            submission=row, document_id=document_id, defaults={"name": kept_name(name), "added_by": actor.name, "added_at": now}
        )
        if added:
            log(row, actor=actor, now=now, action="document_attach", before=None, after={"document": document_id, "name": kept_name(name)})
