"""A few passive-aggressive steps from the weights in force towards one example: the least change that reads it right with a margin.

Only cues that name words near the number move, so that nothing shifts where those words do not stand."""

from math import ceil

from saovuong.core.catalogue import Catalogue
from saovuong.reader.learning_numbers import numbers_in
from saovuong.reader.learning_shapes import Example
from saovuong.reader.learning_words import plain_words
from saovuong.reader.pipeline import Tools, tools_for
from saovuong.reader.relations import Before
from saovuong.reader.taught import Taught, TaughtWeight

_STEPS = 5
_MARGIN = 0.3
# how far one example may move one cue for one measure
_MOST = 200
_WORD_CUES = ("R2", "R3", "L2", "L3", "r2", "l2")
_FEWEST = 2


def weights_towards(example: Example, *, catalogue: Catalogue, taught: Taught, measure: str) -> tuple[TaughtWeight, ...]:
    """What to add for ``measure`` and to take from those that beat it, on top of ``taught``; empty where nothing is needed or too much
    would be."""
    moved = Taught()
    for _ in range(_STEPS):
        step = _step(example, tools_for(catalogue, taught.plus((), moved.weights)), measure)
        if step is None:
            return ()
        if not step:
            return moved.weights
        moved = moved.plus((), step)
        if any(abs(one.thousandths) > _MOST for one in moved.weights):
            return ()
    return ()


def _step(example: Example, tools: Tools, measure: str) -> tuple[TaughtWeight, ...] | None:
    """Empty where ``measure`` leads by the margin; None where there is nothing to move."""
    number = numbers_in(example, tools)
    if isinstance(number, str):
        return None
    evidence = tools.linker.evidence(number.ready, number.place, kind=number.kind, size=number.size, before=Before())
    rivals = [one for one in tools.linker.rank(evidence, number.kind) if one.measure != measure]
    plain = plain_words(number.ready, number.place)
    cues = [cue for cue in evidence.features if cue.partition(":")[0] in _WORD_CUES and plain.issuperset(cue.partition(":")[2].split())]
    if not rivals or len(cues) < _FEWEST:
        return None
    lead = sum(tools.linker.parts(evidence, number.kind, measure).values()) - rivals[0].score
    if lead >= _MARGIN:
        return ()
    thousandths = ceil(1000 * (_MARGIN - lead) / (2 * len(cues)))
    return tuple(TaughtWeight(code, cue, sign * thousandths) for code, sign in ((measure, 1), (rivals[0].measure, -1)) for cue in cues)
