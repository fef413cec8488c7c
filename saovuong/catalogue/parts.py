"""Collect a pack's files. The loader stops at the first refusal; lint notes it and goes on."""

from collections.abc import Callable
from functools import partial
from importlib.resources.abc import Traversable
from typing import TypeVar

from saovuong.catalogue.files import read_row, toml_names
from saovuong.catalogue.rows import BadPack, Row
from saovuong.catalogue.shapes import PackParts, Placed
from saovuong.catalogue.tables import read_form_file, read_measure, read_reading, read_regime, read_scale, read_topic, read_uom
from saovuong.catalogue.trying import OnBad, each_tried, tried
from saovuong.core.catalogue import ReadingWords

READING = "reading.toml"
"""May be missing: a pack needs it only where texts are read."""

_T = TypeVar("_T")


def collect(folder: Traversable, *, on_bad: OnBad) -> PackParts:
    """``on_bad`` is told of every row or file that cannot be read and may raise; what it lets pass is left out."""
    parts = PackParts()
    tried(lambda: _head(parts, read_row(folder, "pack.toml")), on_bad)
    parts.uoms = _table(folder, "uoms.toml", "uom", read_uom, on_bad)
    parts.scales = _table(folder, "scales.toml", "scale", read_scale, on_bad)
    parts.regimes = _table(folder, "regimes.toml", "regime", read_regime, on_bad)
    if READING in toml_names(folder):
        parts.reading = tried(lambda: read_reading(read_row(folder, READING)), on_bad) or ReadingWords()
    for name in toml_names(folder, below="topics"):
        tried(partial(_topic_file, parts, folder, name, on_bad), on_bad)
    for name in toml_names(folder, below="forms"):
        tried(partial(_form_file, parts, folder, name), on_bad)
    parts.topics.sort(key=lambda each: each.value.order)
    order = {each.value.code: number for number, each in enumerate(parts.topics)}
    parts.measures.sort(key=lambda each: order.get(each.value.topic, len(order)))
    return parts


def _table(folder: Traversable, name: str, key: str, read: Callable[[Row], _T], on_bad: OnBad) -> list[Placed[_T]]:
    try:
        row = read_row(folder, name)
        rows = row.rows(key)
        row.finish()
    except BadPack as error:
        on_bad(error)
        return []
    return each_tried(rows, read, on_bad)


def _head(parts: PackParts, row: Row) -> None:
    parts.head = {key: row.text(key) for key in ("code", "name_vi", "name_en", "version")}
    row.texts("languages")
    pairs = row.rows("ratio_pair", name="numerator")
    row.finish()
    parts.ratio_pairs = frozenset((each.text("numerator"), each.text("denominator")) for each in pairs if each.text("reason"))


def _topic_file(parts: PackParts, folder: Traversable, name: str, on_bad: OnBad) -> None:
    row = read_row(folder, name)
    topic = read_topic(row)
    parts.topics.append(Placed(row.file, row.place, topic))
    rows = row.rows("measure")
    parts.measures += each_tried(rows, lambda each: read_measure(each, topic=topic.code), on_bad)
    row.finish()


def _form_file(parts: PackParts, folder: Traversable, name: str) -> None:
    parts.forms += [Placed(each.file, each.place, plan) for each, plan in read_form_file(read_row(folder, name))]
