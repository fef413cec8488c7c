"""What a document is at first sight, so that a person notices the wrong file before reviewing it: its kind, tables, period and unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from saovuong.core.catalogue import Catalogue
from saovuong.core.period import BadPeriod, Period
from saovuong.reader.pipeline import TextReader, tools_for
from saovuong.reader.shapes import UnitNames
from saovuong.reader.tables import HEADER, ROW
from saovuong.reader.taught import NOTHING

# An official report names its unit above the title and in it.
_HEAD = 600
_KINDS = {
    "text/plain": "văn bản thường (.txt)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (.docx)",
    "application/pdf": "PDF",
    "text/html": "trang web",
    "multipart/related": "trang web lưu (.mht)",
}


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """``tables`` counts tables of two rows and more. ``period`` is the label of the period that the document itself reports on, ``unit``
    what its head names; None where it says neither. ``other_period``: it is not the one it was handed in for."""

    kind: str
    words: int
    tables: int
    period: str | None
    unit: str | None
    other_period: bool

    def sentences(self) -> tuple[str, ...]:
        """In Vietnamese, the first for every document, the others where something does not fit."""
        period = Period.parse(self.period).name_vi() if self.period else "không nêu"
        told = [
            f"Loại tệp: {self.kind}; {self.words} chữ; {self.tables} bảng; kỳ nêu trong văn bản: {period}; "
            f"đơn vị nêu ở đầu văn bản: {self.unit or 'không nêu'}."
        ]
        if self.other_period:
            told.append(f"Văn bản nói về {period}, khác kỳ đã chọn. Kiểm tra lại kỳ trước khi xác nhận số liệu.")
        return tuple(told)


def document_seen(
    *, text: str, media_type: str, unit_ids: Sequence[str], period_label: str, catalogue: Catalogue, units: UnitNames
) -> DocumentSeen:
    """``unit_ids`` are the reporting unit and what else it goes by (the area of a command), ``period_label`` what it was handed in for."""
    reader = TextReader(tools_for(catalogue, NOTHING), units, doc="", text=text, unit=None, period=None)
    period = _label(reader.scopes.default)
    named = next((one for one in reader.names if one.start < _HEAD and one.unit_id is not None), None)
    near = units.mentions(text[:_HEAD], on=None, near=unit_ids[0])
    own = any(one.unit_id in unit_ids for one in near)
    return DocumentSeen(
        kind=_KINDS.get(media_type, media_type),
        words=len(text.split()),
        tables=_tables(reader),
        period=period,
        unit=units.name_of(unit_ids[0]) if own else named.text if named else None,
        other_period=period is not None and period != period_label,
    )


def _tables(reader: TextReader) -> int:
    runs = groupby(reader.ready.blocks, key=lambda block: block.kind in (ROW, HEADER))
    return sum(1 for table, blocks in runs if table and sum(1 for _ in blocks) > 1)


def _label(told: str | None) -> str | None:
    """Only what names one period that could be handed in."""
    try:
        return Period.parse(told).label if told and Period.parse(told).end else None
    except BadPeriod:
        return None
