import hashlib
from decimal import Decimal

import pytest

from saovuong.core.quantity import FigureClass, Modifier, Role
from saovuong.intake import services as intake
from saovuong.intake.queries import review_get
from saovuong.reader.shapes import Candidate, Reading
from tests.ledger.world import catalogue, people, units

__all__ = ["catalogue", "people", "units"]

TEXT = "Báo cáo kết quả. Trong năm, phường tặng 12 suất quà. Có 08 thanh niên nhập ngũ. Toàn phường hoàn thành tốt nhiệm vụ.\nHết."


@pytest.fixture
def propose(monkeypatch):
    """What the reader will say of the next file: rows of (words in the text, value, measure, changes)."""
    said: list[tuple[str, object, str | None, dict[str, object]]] = []

    def read(document, *, catalogue, units, default_unit, default_period, taught):
        name, text = document.name, document.text
        found = []
        for words, value, measure, changes in said:
            start = text.index(words)
            known = catalogue.measures.get(measure or "")
            fields = {
                "doc": name,
                "start": start,
                "end": start + len(words),
                "quote": words,
                "value": Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value,
                "uom": known.uom if known else None,
                "modifier": Modifier.EXACT,
                "measure": measure,
                "measure_name": None,
                "organisation": None,
                "unit_id": default_unit,
                "period": default_period,
                "role": Role.RESULT,
                "figure_class": FigureClass.MEASURE if known else None,
                "confidence": 0.95 if known else 0.0,
                "why": ("cụm từ trong danh mục",),
            }
            found.append(Candidate(**{**fields, **changes}))
        return Reading(
            doc=name,
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            reader_version="thử",
            pack_version=catalogue.version,
            candidates=tuple(one for one in found if one.measure),
            not_understood=tuple(one for one in found if not one.measure),
            notes=document.notes,
        )

    monkeypatch.setattr("saovuong.intake.services.submit.read", read)

    def propose(*rows):
        said[:] = [(row[0], row[1], row[2], row[3] if len(row) > 3 else {}) for row in rows]

    propose(
        ("12", 12, "policy_gift_count"),
        ("08", 8, "conscripts_enlisted_count"),
        ("hoàn thành tốt nhiệm vụ", "hoàn thành tốt nhiệm vụ", "overall_task_rating", {"figure_class": FigureClass.RATING}),
    )
    return propose


@pytest.fixture
def desk(people, catalogue, units, now, tmp_path):
    """The clerk's acts."""

    class Desk:
        def submit(self, content=TEXT, *, name="bao-cao.txt", unit="x1", period="2024", by=people.clerk, **more):
            return intake.document_submit(
                actor=by,
                now=now,
                folder=tmp_path,
                source=content.encode() if isinstance(content, str) else content,
                name=name,
                unit_id=unit,
                period_label=period,
                catalogue=catalogue,
                units=units,
                **more,
            )

        def about(self, submission_id, by=people.clerk):
            return {"actor": by, "now": now, "catalogue": catalogue, "submission_id": submission_id}

        def view(self, submission_id, by=people.clerk):
            return review_get(**self.about(submission_id, by))

        def batch(self, submission_id, threshold=0.9, by=people.clerk):
            return intake.review_batch(**self.about(submission_id, by), accept_above=threshold)

        def confirm(self, submission_id, number, by=people.clerk):
            return intake.candidate_confirm(**self.about(submission_id, by), number=number)

        def correct(self, submission_id, number, figure, by=people.clerk):
            return intake.candidate_correct(**self.about(submission_id, by), number=number, figure=figure)

        def reject(self, submission_id, number, by=people.clerk):
            return intake.candidate_reject(**self.about(submission_id, by), number=number, reason="không phải")

        def undo(self, submission_id, number, by=people.clerk):
            return intake.candidate_undo(**self.about(submission_id, by), number=number)

        def finish(self, submission_id, by=people.clerk, **more):
            return intake.review_finish(**self.about(submission_id, by), **more)

    return Desk()
