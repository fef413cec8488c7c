"""What people decide is kept for the reader to learn from; each example in the transaction of the decision that it is."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.intake.figures import Units, figure_to_json, proposed_figure
from saovuong.intake.models import UNDONE, Candidate, Example, Reading
from saovuong.intake.shapes import CandidateInfo, Figure
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import Evidence, SubmissionInfo
from saovuong.reader.excerpts import Excerpt, Excerpts
from saovuong.reader.learning_shapes import ADDED, CONFIRMED, CORRECTED


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision on what was read; ``right`` None where the number is none of the report's."""

    row: CandidateInfo
    decision: str
    right: Figure | None


def remember(*, actor: Actor, now: datetime, submission: SubmissionInfo, decided: Sequence[Decided]) -> None:
    """Keep decisions on figures of one submission. Must run inside the transaction of the decisions."""
    readings = {one.pk: one.reading for one in Candidate.objects.filter(pk__in=[d.row.id for d in decided]).select_related("reading")}
    texts = _Texts(actor, now, submission)
    for one in decided:
        reading = readings[one.row.id]
        evidence = one.row.evidence
        assert evidence.figure_start is not None
        assert evidence.figure_end is not None
        excerpt = _NO_TEXT if one.decision == UNDONE else texts.excerpt(evidence, reading.document_id, reading.text_sha256)
        _keep(
            submission_id=submission.id,
            document_sha256=texts.documents[reading.document_id],
            text_sha256=reading.text_sha256,
            start=evidence.figure_start,
            end=evidence.figure_end,
            excerpt=excerpt,
            decision=one.decision,
            read=figure_to_json(one.row.proposed),
            right=None if one.right is None else figure_to_json(one.right),
            by=actor.name,
            at=now,
            reader_version=reading.reader_version,
            pack_version=reading.pack_version,
            taught_sha256=reading.taught_sha256,
        )


def remember_in_book(*, actor: Actor, now: datetime, submission: SubmissionInfo, evidence: Evidence, right: Figure) -> None:
    """Keep what a person said of a place of a document for which no proposal waits: a figure that the reader missed, or one corrected
    after it was entered. Must run inside the transaction of that."""
    document_id, start, end = evidence.document_id, evidence.figure_start, evidence.figure_end
    if document_id is None or start is None or end is None:
        return
    reading = Reading.objects.filter(document_id=document_id).order_by("submission_id").last()
    if reading is None:
        return
    found = Candidate.objects.filter(reading__document_id=document_id, start=start, end=end).select_related("reading").last()
    read = None if found is None else figure_to_json(proposed_figure(found, submission=submission, units=Units(submission)))
    texts = _Texts(actor, now, submission)
    _keep(
        submission_id=submission.id,
        document_sha256=texts.documents[reading.document_id],
        text_sha256=reading.text_sha256,
        start=start,
        end=end,
        excerpt=texts.excerpt(evidence, reading.document_id, reading.text_sha256),
        decision=ADDED if read is None else CONFIRMED if read == figure_to_json(right) else CORRECTED,
        read=read,
        right=figure_to_json(right),
        by=actor.name,
        at=now,
        reader_version=reading.reader_version,
        pack_version=reading.pack_version,
        taught_sha256=reading.taught_sha256,
    )


_NO_TEXT = Excerpt("", 0, 0)


class _Texts:
    """The texts of a submission's documents, each taken apart once."""

    def __init__(self, actor: Actor, now: datetime, submission: SubmissionInfo) -> None:
        self.documents = {link.document_id: link.sha256 for link in submission.documents}
        self._texts = ledger.document_texts(actor=actor, document_ids=list(self.documents), now=now)
        self._excerpts: dict[int, Excerpts] = {}

    def sha256(self, document_id: int) -> str:
        return hashlib.sha256(self._texts.get(document_id, "").encode("utf-8", "surrogatepass")).hexdigest()

    def excerpt(self, evidence: Evidence, document_id: int, text_sha256: str) -> Excerpt:
        """What is needed to read the number again; the quote alone where the stored text is not the one that was read."""
        assert evidence.figure_start is not None
        assert evidence.figure_end is not None
        if self.sha256(document_id) != text_sha256:
            begin = evidence.start or 0
            return Excerpt(evidence.quote, evidence.figure_start - begin, evidence.figure_end - begin)
        if document_id not in self._excerpts:
            self._excerpts[document_id] = Excerpts(self._texts[document_id])
        return self._excerpts[document_id].at(evidence.figure_start, evidence.figure_end)


def _keep(*, excerpt: Excerpt, submission_id: int, read: Mapping[str, object] | None, **said: object) -> None:
    subject = subject_of("", said["text_sha256"], said["start"], said["end"], read)
    fields = {**said, "read": read, "text": excerpt.text, "text_start": excerpt.start, "text_end": excerpt.end}
    # A decision that was taken back and made again is another one.
    count = Example.objects.filter(subject=subject).count()
    Example.objects.create(key=key_of(fields, count), subject=subject, submission_id=submission_id, **fields)


def subject_of(origin: str, text_sha256: object, start: object, end: object, read: Mapping[str, object] | None) -> str:
    """The same for every decision on one number as it was read."""
    return _hash([origin, text_sha256, start, end, None if read is None else read.get("measure")])


def key_of(fields: Mapping[str, object], count: int) -> str:
    return _hash([count, *(str(fields[name]) if name == "at" else fields[name] for name in sorted(fields))])


def _hash(values: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(list(values), ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
