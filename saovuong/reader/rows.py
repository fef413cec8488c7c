"""A candidate as a row of plain values, as ``saovuong read --json`` prints it."""

from decimal import Decimal

from saovuong.reader.shapes import Candidate, Reading, Value

KEYS = (
    "doc", "start", "end", "quote", "value", "unit", "modifier", "measure", "organisation", "unit_id", "period",
    "role", "class", "confidence", "why",
)  # fmt: skip


def row_of(one: Candidate) -> dict[str, object]:
    """The keys of :data:`KEYS` in order; whole numbers as int, a range as a list, unknown as None."""
    values = (
        one.doc, one.start, one.end, one.quote, plain_value(one.value), one.uom, one.modifier.value, one.measure, one.organisation,
        one.unit_id, one.period, one.role.value, one.figure_class.value if one.figure_class else None, one.confidence, list(one.why),
    )  # fmt: skip
    return dict(zip(KEYS, values, strict=True))


def reading_row(reading: Reading) -> dict[str, object]:
    """By what a document was read, so that it can be read so again; None where nothing was taught."""
    return {
        "doc": reading.doc,
        "text_sha256": reading.text_sha256,
        "reader_version": reading.reader_version,
        "pack_version": reading.pack_version,
        "taught_sha256": reading.taught_sha256 or None,
        "notes": list(reading.notes),
    }


def plain_value(value: Value) -> object:
    if isinstance(value, tuple):
        return [plain_value(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
