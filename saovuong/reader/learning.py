"""From what people decided to what the reader could be taught: phrases, words to leave alone, and small changes of weights.

Nothing is applied here. Every item is tried on all examples and on the annotated texts given, and says what it makes better and worse."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import MeasureKind
from saovuong.reader.learning_numbers import NumberAt, numbers_in, words_around
from saovuong.reader.learning_shapes import (
    ADDED,
    CORRECTED,
    REJECTED,
    Conflict,
    Effect,
    Example,
    Item,
    Marked,
    Proposal,
    Unlearnt,
)
from saovuong.reader.learning_steps import weights_towards
from saovuong.reader.learning_texts import MarkedTexts, joined_words, marked_of
from saovuong.reader.learning_words import WordingFinder
from saovuong.reader.model import NONE, shipped_weights
from saovuong.reader.pipeline import tools_for
from saovuong.reader.taught import ITSELF, NOTHING, Taught, TaughtPhrase, TaughtWeight
from saovuong.reader.tokens import canonical

_TRIED = 14
_TRIED_WITH_WEIGHTS = 4
_STATEMENT = range(2, 10)
# a number that was rejected once may have been a repetition; twice in the same words it is none of the report's
_REJECTIONS = 2


def propose(*, examples: Sequence[Example], catalogue: Catalogue, taught: Taught = NOTHING, texts: Iterable[Marked] = ()) -> Proposal:
    """What could be taught on top of ``taught``. ``texts`` are annotated texts that must not be read worse either."""
    school = _School(examples, catalogue, taught, texts)
    wrong = school.wrong()
    conflicts = school.conflicts({examples[index].key for index in wrong})
    unclear = {example.key for conflict in conflicts for example in conflict.examples}
    told = len(wrong)
    wrong = [index for index in wrong if examples[index].key not in unclear]
    items, unlearnt = school.learn(wrong)
    items = [school.judged(item) for item in items]
    offered = [item for item in items if not item.held]
    after = taught
    for item in offered:
        after = after.plus(item.phrases, item.weights)
    return Proposal(
        items=tuple(items),
        conflicts=tuple(conflicts),
        unlearnt=tuple(unlearnt),
        examples=len(examples),
        wrong=told,
        other=sum(one.decision == CORRECTED and one.read == one.right for one in examples),
        taught=after,
        effect=school.texts.effect(before=taught, after=after) if offered else Effect(),
    )


def _teaches(example: Example) -> bool:
    return example.decision in (CORRECTED, REJECTED, ADDED)


@dataclass(frozen=True, slots=True)
class _Trial:
    """One way to read an example right; ``worse`` counts what it spoils."""

    phrases: tuple[TaughtPhrase, ...]
    weights: tuple[TaughtWeight, ...]
    worse: int


class _School:
    """The examples, the texts to try on, and what is taught so far."""

    def __init__(self, examples: Sequence[Example], catalogue: Catalogue, taught: Taught, texts: Iterable[Marked]) -> None:
        self.examples = examples
        self.catalogue = catalogue
        self.taught = taught
        self.texts = MarkedTexts.of(catalogue, [*map(marked_of, examples), *texts])
        self.finder = WordingFinder(catalogue, shipped_weights())

    def wrong(self) -> list[int]:
        """The examples from which something could be learned: a person said otherwise, and they are still read wrong."""
        return [at for at, one in enumerate(self.examples) if _teaches(one) and not self.texts.is_right(at, self.taught)]

    def conflicts(self, wrong: AbstractSet[str]) -> list[Conflict]:
        """Groups of examples with the same words beside the number and different measures, where one of them would be learned from:
        ``wrong`` are the keys of those."""
        groups: dict[tuple[str, ...], list[Example]] = defaultdict(list)
        for example in self.examples:
            number = self._number(example, self.taught)
            if isinstance(number, NumberAt) and (words := words_around(number)):
                groups[number.kind, *words].append(example)
        out = []
        for key, group in sorted(groups.items()):
            if wrong.isdisjoint(example.key for example in group):
                continue
            measures = {example.right for example in group} - {None}
            if len(measures) > 1:
                out.append(Conflict(" ".join(key[1:]), tuple(group)))
            elif measures and any(example.right is None for example in group):
                out.append(Conflict(" ".join(key[1:]), tuple(sorted(group, key=lambda one: (one.right is not None, one.key)))[:4]))
        return out

    def learn(self, wrong: Sequence[int]) -> tuple[list[Item], list[Unlearnt]]:
        """One item after the other; an example that an earlier item already puts right only counts for that item."""
        items: list[Item] = []
        unlearnt: list[Unlearnt] = []
        work = self.taught
        for at in wrong:
            example = self.examples[at]
            if self.texts.is_right(at, work):
                items = [_also(item, example) for item in items]
                continue
            found = self._item(at, work)
            if isinstance(found, str):
                unlearnt.append(Unlearnt(example, found))
                continue
            items.append(found)
            work = work.plus(found.phrases, found.weights)
        return items, unlearnt

    def judged(self, item: Item) -> Item:
        """The item with its effect alone, held back where it is not clearly for the better."""
        effect = self.texts.effect(before=self.taught, after=self.taught.plus(item.phrases, item.weights))
        held = ""
        if len(effect.worse) >= len(effect.better):
            held = f"làm sai {len(effect.worse)} chỗ, chỉ làm đúng thêm {len(effect.better)}"
        elif item.measure == NONE and len(item.keys) < _REJECTIONS:
            held = "mới một lần bị loại: có thể chỉ là số nhắc lại"
        return replace(item, effect=effect, held=held)

    def _number(self, example: Example, taught: Taught) -> NumberAt | str:
        return numbers_in(example, tools_for(self.catalogue, taught))

    def _item(self, at: int, work: Taught) -> Item | str:
        """What puts the example right, or why nothing does."""
        example = self.examples[at]
        measure = example.right or NONE
        if measure != NONE and measure not in self.catalogue.measures:
            return f"chỉ tiêu {measure} không còn trong danh mục"
        number = self._number(example, work)
        trials = self._statements(at, work) if isinstance(number, str) else self._trials(at, number, work)
        best: _Trial | None = None
        for trial in trials:
            if best is None or trial.worse < best.worse:
                best = trial
            if not best.worse:
                break
        if best is None:
            return number if isinstance(number, str) else "không tìm được từ ngữ nào quanh số đủ để phân biệt"
        return Item(measure, best.phrases, best.weights, (example.key,), Effect())

    def _statements(self, at: int, work: Taught) -> Iterator[_Trial]:
        """The words themselves as a statement of yes or no, where the right measure asks for one."""
        example = self.examples[at]
        measure = self.catalogue.measures.get(example.right or "")
        words = example.text[example.start : example.end].strip(" .,;:")
        if (
            measure is None
            or measure.kind is not MeasureKind.YES_NO
            or len(canonical(words)) not in _STATEMENT
            or any(map(str.isdigit, words))
        ):
            return
        yield from self._tried(at, work, (TaughtPhrase(words, ITSELF, measure.code),), ())

    def _trials(self, at: int, number: NumberAt, work: Taught) -> Iterator[_Trial]:
        """Phrases alone; then phrases with weights; then weights alone."""
        measure = self.examples[at].right or NONE
        wordings = self.finder.at(number.ready, number.place, measure=measure)[:_TRIED]
        phrases = [TaughtPhrase(one.words, one.place, measure) for one in wordings]
        for phrase in phrases:
            yield from self._tried(at, work, (phrase,), ())
        for more in (*((phrase,) for phrase in phrases[:_TRIED_WITH_WEIGHTS]), ()):
            weights = weights_towards(self.examples[at], catalogue=self.catalogue, taught=work.plus(more, ()), measure=measure)
            if weights:
                yield from self._tried(at, work, more, weights)

    def _tried(self, at: int, work: Taught, phrases: tuple[TaughtPhrase, ...], weights: tuple[TaughtWeight, ...]) -> Iterator[_Trial]:
        """The trial, if it puts the example right without touching the other figures of its text."""
        after = work.plus(phrases, weights)
        if self.texts.is_right(at, after) and not self.texts.others_differ(at, before=work, after=after):
            yield _Trial(phrases, weights, len(self.texts.effect(before=work, after=after).worse))


def _also(item: Item, example: Example) -> Item:
    """The item with one more example, if its words are there."""
    joined = joined_words(example.text)
    said = any(f" {' '.join(canonical(phrase.words))} " in joined for phrase in item.phrases)
    return replace(item, keys=(*item.keys, example.key)) if said and (example.right or NONE) == item.measure else item
