"""What taught knowledge changes on texts of which it is known what is right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from saovuong.core.catalogue import Catalogue
from saovuong.reader.learning_shapes import Change, Effect, Example, Gold, Marked
from saovuong.reader.model import NONE
from saovuong.reader.normal import match_form
from saovuong.reader.pipeline import find_candidates, tools_for
from saovuong.reader.shapes import Candidate, UnitMention
from saovuong.reader.taught import Taught, TaughtPhrase, TaughtWeight
from saovuong.reader.tokens import canonical, find_words

_BEFORE, _AFTER = 70, 60


class NoUnits:
    """Learning looks at measures only, so no names of units are needed."""

    def mentions(self, text: str, *, on: object, near: str | None) -> Sequence[UnitMention]:
        return ()

    def name_of(self, unit_id: str) -> str:
        return unit_id


def marked_of(example: Example) -> Marked:
    """The example as a text with what is right in it."""
    right = frozenset([example.right] if example.right else [])
    wrong = None if example.read is None and not right else frozenset([example.read] if example.read else []) - right
    return Marked(example.key, example.text, None, (Gold(example.start, example.end, right, wrong),), complete=False)


@dataclass(frozen=True, slots=True)
class _Known:
    """One text made ready for finding out quickly whether it could be read otherwise."""

    marked: Marked
    joined: str

    @classmethod
    def of(cls, marked: Marked) -> "_Known":
        return cls(marked, joined_words(marked.text))

    def has(self, words: Iterable[str]) -> bool:
        return f" {' '.join(words)} " in self.joined

    def touching(self, taught: Taught) -> tuple[frozenset[TaughtPhrase], frozenset[TaughtWeight]]:
        """What of the knowledge has its words in the text; the rest cannot change how it is read."""
        return (
            frozenset(one for one in taught.phrases if self.has(canonical(one.words))),
            frozenset(one for one in taught.weights if self.has(one.cue.partition(":")[2].split())),
        )


def joined_words(text: str) -> str:
    """The words of a text as phrases are looked for in it: one space around each, without numbers and signs."""
    return f" {' '.join(word for word in find_words(match_form(text)).text if word[0].isalnum())} "


@dataclass(slots=True)
class MarkedTexts:
    """Reads the texts with one state of knowledge and another, and tells the difference."""

    catalogue: Catalogue
    known: Sequence[_Known]
    _kept: dict[tuple[object, ...], list[Candidate]] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, marked: Iterable[Marked]) -> "MarkedTexts":
        return cls(catalogue, [_Known.of(one) for one in marked])

    def effect(self, *, before: Taught, after: Taught) -> Effect:
        """Every span whose reading got better or worse from ``before`` to ``after``, in the order of the texts."""
        better: list[Change] = []
        worse: list[Change] = []
        for index, one in enumerate(self.known):
            if one.touching(before) == one.touching(after):
                continue
            was, now = (self._candidates(index, taught) for taught in (before, after))
            for gold in _spans(one.marked, [*was, *now]):
                old, new = _measures(was, gold), _measures(now, gold)
                gain = _errors(gold, old) - _errors(gold, new)
                if gain:
                    (better if gain > 0 else worse).append(_change(one.marked, gold, old, new))
        return Effect(tuple(better), tuple(worse))

    def is_right(self, index: int, taught: Taught) -> bool:
        """Whether everything that is known of the text is read right."""
        marked = self.known[index].marked
        return not any(_errors(gold, _measures(self._candidates(index, taught), gold)) for gold in marked.gold)

    def others_differ(self, index: int, *, before: Taught, after: Taught) -> bool:
        """Whether figures of the text other than those that are known of change."""
        gold = self.known[index].marked.gold
        was, now = ([one for one in self._candidates(index, taught) if not any(_over(one, g) for g in gold)] for taught in (before, after))
        return {(one.start, one.end, one.measure) for one in was} != {(one.start, one.end, one.measure) for one in now}

    def _candidates(self, index: int, taught: Taught) -> list[Candidate]:
        key = (index, self.known[index].touching(taught))
        if key not in self._kept:
            marked = self.known[index].marked
            self._kept[key] = find_candidates(
                tools_for(self.catalogue, taught),
                units=NoUnits(),
                doc=marked.doc,
                text=marked.text,
                default_unit=None,
                default_period=marked.period,
            )
        return self._kept[key]


def _spans(marked: Marked, found: Iterable[Candidate]) -> list[Gold]:
    """What is known of the text, and in a complete text that every other figure is wrong."""
    if not marked.complete:
        return list(marked.gold)
    others = {(one.start, one.end) for one in found if not any(_over(one, gold) for gold in marked.gold)}
    return [*marked.gold, *(Gold(start, end, frozenset(), None) for start, end in sorted(others))]


def _over(one: Candidate, gold: Gold) -> bool:
    return one.start < gold.end and gold.start < one.end


def _measures(found: Iterable[Candidate], gold: Gold) -> frozenset[str]:
    return frozenset(one.measure for one in found if one.measure is not None and _over(one, gold))


def _errors(gold: Gold, read: frozenset[str]) -> int:
    return len(gold.measures - read) + len(read - gold.measures if gold.wrong is None else read & gold.wrong)


def _change(marked: Marked, gold: Gold, was: frozenset[str], now: frozenset[str]) -> Change:
    text = marked.text
    begin, finish = max(0, gold.start - _BEFORE), min(len(text), gold.end + _AFTER)
    return Change(
        marked.doc, text[begin : gold.start], text[gold.start : gold.end], text[gold.end : finish], *map(_named, (was, now, gold.measures))
    )


def _named(measures: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(measures)) or (NONE,)
