"""Which measures a question is about: codes, names as people write them, and the parts that ratios need."""

from collections.abc import Iterable, Sequence

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.errors import Refusal
from saovuong.core.text import search_key

_SHOWN = 8


class UnknownMeasure(Refusal):
    code = "SV-714"
    template = "Không có chỉ tiêu nào mang mã hoặc tên “{text}”.{hint}"


class AmbiguousMeasure(Refusal):
    code = "SV-715"
    template = "“{text}” có thể là {count} chỉ tiêu: {candidates}. Ghi mã của một chỉ tiêu."


class MeasureOff(Refusal):
    code = "SV-716"
    template = (
        "Chỉ tiêu “{measure}” đang tắt vì có thể thuộc danh mục bí mật nhà nước; chỉ người có thẩm quyền mới bật được trong config.toml."
    )


def resolve_measure(text: str, *, catalogue: Catalogue) -> Measure:
    """A code, or a name or phrase without regard to case and diacritics; every word given may also stand inside one name.

    Raises :class:`UnknownMeasure`, :class:`AmbiguousMeasure` with the candidates, :class:`MeasureOff`."""
    found = catalogue.measures.get(text.strip())
    if found is None:
        matches = _matches(search_key(text), catalogue)
        if not matches:
            raise UnknownMeasure(text=text, hint=" Xem danh mục bằng: saovuong catalogue list.")
        if len(matches) > 1:
            raise AmbiguousMeasure(text=text, count=len(matches), candidates=_listed(matches))
        found = matches[0]
    if not found.enabled:
        raise MeasureOff(measure=found.name_vi)
    return found


def measures_asked(codes: Iterable[str], *, catalogue: Catalogue) -> tuple[Measure, ...]:
    """By code. Raises :class:`UnknownMeasure`, :class:`MeasureOff`."""
    out = []
    for code in codes:
        measure = catalogue.measures.get(code)
        if measure is None:
            raise UnknownMeasure(text=code, hint="")
        if not measure.enabled:
            raise MeasureOff(measure=measure.name_vi)
        out.append(measure)
    return tuple(out)


def with_parts(measures: Iterable[Measure], *, catalogue: Catalogue) -> frozenset[str]:
    """The codes with those of all numerators and denominators they rest on."""
    wanted: set[str] = set()
    waiting = [measure.code for measure in measures]
    while waiting:
        code = waiting.pop()
        if code in wanted:
            continue
        wanted.add(code)
        measure = catalogue.measures[code]
        waiting.extend(part for part in (measure.numerator, measure.denominator) if part)
    return frozenset(wanted)


def _matches(key: str, catalogue: Catalogue) -> Sequence[Measure]:
    """The most literal kind of match that anything has: full name, then phrase, then all words of the text inside a name."""
    if not key:
        return ()
    named = {code: search_key(one.name_vi) for code, one in catalogue.measures.items()}
    literal = [code for code, name in named.items() if name == key]
    phrased = [code for code, one in catalogue.measures.items() if any(search_key(phrase) == key for phrase in one.phrases)]
    words = frozenset(key.split())
    inside = [code for code, name in named.items() if words <= frozenset(name.split())]
    return [catalogue.measures[code] for code in literal or phrased or inside]


def _listed(measures: Sequence[Measure]) -> str:
    named = "; ".join(f"{measure.name_vi} ({measure.code})" for measure in measures[:_SHOWN])
    return f"{named}; ..." if len(measures) > _SHOWN else named
