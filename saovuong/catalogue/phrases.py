"""Phrases that two measures share, and what tells such measures apart.

The same words may name two measures (*đảng viên nhập ngũ* is a count and a share). They are told apart when, beside the words, a reader can
decide by at least one of:

- the unit of measure (a number of persons, a percentage, an amount of money), which also holds ratings and yes/no apart from numbers;
- the scale, for two ratings;
- ``always_target``, which only one of them has;
- ``context``, ``exclude`` or ``heads``: at least one of the two has such words, and they are not the same for both;
- the topic, where both topics have headings and no heading is common to both.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from saovuong.catalogue.shapes import Finding, PackParts, Placed
from saovuong.core.catalogue import Measure, Topic
from saovuong.core.text import tone_normal

SHARED = "SV-415"


def phrase_key(phrase: str) -> str:
    """Phrases are the same when they differ only in case, spacing or the place of the tone mark."""
    return " ".join(tone_normal(phrase).split())


def shared_phrases(parts: PackParts) -> Iterator[Finding]:
    topics = {row.value.code: row.value for row in parts.topics}
    owners: dict[str, list[Placed[Measure]]] = defaultdict(list)
    for row in parts.measures:
        for key in {phrase_key(phrase) for phrase in row.value.phrases}:
            owners[key].append(row)
    for key, rows in owners.items():
        for one, other in combinations(rows, 2):
            if not told_apart(one.value, other.value, topics):
                yield Finding(
                    SHARED,
                    "error",
                    other.file,
                    other.place,
                    f"cụm từ “{key}” có cả ở “{one.value.code}” mà không có gì để phân biệt: thêm context, exclude hoặc heads",
                )


def told_apart(one: Measure, other: Measure, topics: dict[str, Topic]) -> bool:
    if one.uom != other.uom or one.scale != other.scale or one.always_target != other.always_target:
        return True
    if any(set(mine) != set(theirs) for mine, theirs in _word_lists(one, other)):
        return True
    return _headings_differ(topics.get(one.topic), topics.get(other.topic))


def _word_lists(one: Measure, other: Measure) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    yield one.context, other.context
    yield one.exclude, other.exclude
    yield one.heads, other.heads


def _headings_differ(one: Topic | None, other: Topic | None) -> bool:
    if one is None or other is None or one.code == other.code or not one.headings or not other.headings:
        return False
    return not {phrase_key(each) for each in one.headings} & {phrase_key(each) for each in other.headings}
