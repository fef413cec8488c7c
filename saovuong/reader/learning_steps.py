"""A few passive-aggressive steps from the weights in force towards one example: the least change that reads it right with a margin.

Only cues that name words near the number move, so that nothing shifts where those words do not stand."""

from math import ceil

from saovuong.reader.learning_numbers import numbers_in
from saovuong.reader.learning_shapes import Example
from saovuong.reader.learning_words import plain_words
from saovuong.reader.pipeline import Tools
from saovuong.reader.taught import TaughtWeight

_MARGIN = 0.3
_MOST = 0.2
_WORD_CUES = ("R2", "R3", "L2", "L3", "r2", "l2")
_FEWEST = 2


def weights_towards(example: Example, tools: Tools, *, measure: str) -> tuple[TaughtWeight, ...]:
    """Thousandths to add for ``measure`` and to take from the one that beats it; empty where nothing is needed or too much would be."""
    number = numbers_in(example, tools)
    if isinstance(number, str):
        return ()
    evidence = tools.linker.evidence(number.ready, number.place, kind=number.kind, previous="", near=False)
    ranked = [one for one in tools.linker.rank(evidence, number.kind) if one.measure != measure]
    plain = plain_words(number.ready, number.place)
    cues = [cue for cue in evidence.features if cue.partition(":")[0] in _WORD_CUES and plain.issuperset(cue.partition(":")[2].split())]
    if not ranked or len(cues) < _FEWEST:
        return ()
    lead = sum(tools.linker.parts(evidence, number.kind, measure).values()) - ranked[0].score
    step = (_MARGIN - lead) / (2 * len(cues))
    if not 0 < step <= _MOST:
        return ()
    thousandths = ceil(step * 1000)
    return tuple(TaughtWeight(code, cue, sign * thousandths) for code, sign in ((measure, 1), (ranked[0].measure, -1)) for cue in cues)
