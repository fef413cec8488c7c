"""What an office taught the reader beside the pack and the shipped weights: phrases, words to leave alone, and small changes of weights.

It is a value like any other input of a reading: whoever calls :func:`saovuong.reader.read` hands it over, and its hash stays with what
was read.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.reader.model import NONE, Weights
from saovuong.reader.tokens import canonical

AFTER, BEFORE, ITSELF = "after", "before", "itself"
PLACES = (AFTER, BEFORE, ITSELF)
KINDS = {AFTER: "taught_after", BEFORE: "taught_before", ITSELF: "taught_itself"}
"""Under which kind a phrase of a place stands among the hits of a text and the shared weights."""

# How strongly a taught phrase speaks where it stands. Beside the number it must outweigh what the shipped cues say in most texts, and
# it must say nothing of the numbers on its other side.
_STRENGTH = {
    KINDS[AFTER]: {"right0": 1.6, "right": 1.4, "around": 1.4, "label": 1.6},
    KINDS[BEFORE]: {"left0": 1.6, "left": 1.4, "around": 1.4, "label": 1.6, "above": 0.3, "before": 0.1},
    KINDS[ITSELF]: {"around": 1.6},
}
_LONGEST = 5


class BadTaught(Refusal):
    code = "SV-240"
    template = (
        "Tệp kiến thức đã dạy “{file}” không dùng được ở {place}: {reason}. Sửa tệp, hoặc trở lại bản trước: saovuong reader learn --undo."
    )


@dataclass(frozen=True, slots=True, order=True)
class TaughtPhrase:
    """``words`` that speak for ``measure`` (:data:`~saovuong.reader.model.NONE`: for leaving the number alone) when they stand ``after``
    or ``before`` a number, or in the title of its table row. Words in the place ``itself`` are a statement of yes or no."""

    words: str
    place: str
    measure: str


@dataclass(frozen=True, slots=True, order=True)
class TaughtWeight:
    """``thousandths`` more or less for a cue of the ranker; see :mod:`saovuong.reader.model`."""

    measure: str
    cue: str
    thousandths: int


@dataclass(frozen=True)
class Taught:
    """Everything taught, in a fixed order, so that the same knowledge has the same :attr:`sha256`."""

    phrases: tuple[TaughtPhrase, ...] = ()
    weights: tuple[TaughtWeight, ...] = ()

    @classmethod
    def of(cls, phrases: Iterable[TaughtPhrase] = (), weights: Iterable[TaughtWeight] = ()) -> "Taught":
        """Phrases once each; weights of one cue for one measure added up."""
        total: dict[tuple[str, str], int] = {}
        for one in weights:
            total[one.measure, one.cue] = total.get((one.measure, one.cue), 0) + one.thousandths
        summed = (TaughtWeight(measure, cue, value) for (measure, cue), value in total.items() if value)
        return cls(tuple(sorted(set(phrases))), tuple(sorted(summed)))

    def plus(self, phrases: Iterable[TaughtPhrase], weights: Iterable[TaughtWeight]) -> "Taught":
        return Taught.of((*self.phrases, *phrases), (*self.weights, *weights))

    @cached_property
    def sha256(self) -> str:
        """'' where nothing was taught."""
        if not (self.phrases or self.weights):
            return ""
        rows = [[*(_fields(one) for one in self.phrases)], [*(_fields(one) for one in self.weights)]]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()

    def within(self, catalogue: Catalogue) -> "Taught":
        """Without what speaks for measures that the catalogue lacks."""
        known = {*catalogue.measures, NONE}
        return Taught(
            tuple(one for one in self.phrases if one.measure in known), tuple(one for one in self.weights if one.measure in known)
        )

    def unknown(self, catalogue: Catalogue) -> tuple[str, ...]:
        """The measures spoken for that the catalogue lacks."""
        spoken_for = {one.measure for one in self.phrases} | {one.measure for one in self.weights}
        return tuple(sorted(spoken_for - {*catalogue.measures, NONE}))

    def spellings(self) -> Iterator[tuple[tuple[str, ...], str, str]]:
        """(words in matching form, measure, kind of hit) of every phrase."""
        for one in self.phrases:
            yield canonical(one.words), one.measure, KINDS[one.place]

    def claims_in(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with the taught statements of yes or no among its own."""
        more = tuple(one.words for one in self.phrases if one.place == ITSELF)
        return (
            replace(catalogue, reading=replace(catalogue.reading, statements=(*catalogue.reading.statements, *more))) if more else catalogue
        )

    def added_to(self, weights: Weights) -> Weights:
        """``weights`` with what was taught on top."""
        if not self.sha256:
            return weights
        cues = dict(weights.cues)
        for one in self.weights:
            row = cues[one.cue] = dict(cues.get(one.cue, {}))
            row[one.measure] = row.get(one.measure, 0.0) + one.thousandths / 1000
        strength = {
            f"{kind}:{spot}:{length}": value
            for kind, spots in _STRENGTH.items()
            for spot, value in spots.items()
            for length in range(1, _LONGEST + 1)
        }
        return replace(weights, cues=cues, shared={**weights.shared, **strength})


NOTHING = Taught()


def _fields(one: TaughtPhrase | TaughtWeight) -> list[str | int]:
    return [one.words, one.place, one.measure] if isinstance(one, TaughtPhrase) else [one.measure, one.cue, one.thousandths]


@dataclass(frozen=True, slots=True)
class TaughtVersion:
    """One state of the knowledge: ``number`` counts from 1, ``parent`` is the version it was built on (0: nothing taught).

    ``reader`` and ``pack`` are the versions with which its effect was shown; ``examples`` how many it was learned from."""

    number: int
    parent: int
    made_at: datetime
    made_by: str
    reader: str
    pack: str
    examples: int
    taught: Taught


def taught_text(version: TaughtVersion) -> str:
    """The file of a version, which :func:`parse_taught` reads and a person can too."""
    lines = [
        "# Những gì đã dạy cho bộ đọc. Thay đổi bằng: saovuong reader learn; bỏ bước cuối bằng: saovuong reader learn --undo.",
        f"version = {version.number}",
        f"parent = {version.parent}",
        f"made_at = {_quoted(version.made_at.isoformat())}",
        f"made_by = {_quoted(version.made_by)}",
        f"reader = {_quoted(version.reader)}",
        f"pack = {_quoted(version.pack)}",
        f"examples = {version.examples}",
    ]
    for one in version.taught.phrases:
        lines += [
            "",
            "[[leave]]" if one.measure == NONE else "[[phrase]]",
            f"words = {_quoted(one.words)}",
            f"place = {_quoted(one.place)}",
        ]
        if one.measure != NONE:
            lines.append(f"measure = {_quoted(one.measure)}")
    opened = ""
    for weight in version.taught.weights:
        if weight.measure != opened:
            lines += [
                "",
                f"# phần nghìn cộng thêm vào dấu hiệu của chỉ tiêu ({NONE}: không gắn chỉ tiêu nào)",
                f"[weights.{_quoted(weight.measure)}]",
            ]
            opened = weight.measure
        lines.append(f"{_quoted(weight.cue)} = {weight.thousandths}")
    return "\n".join(lines) + "\n"


def parse_taught(text: str, *, file: str) -> TaughtVersion:
    """Raises :class:`BadTaught`; ``file`` is its name for that."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTaught(file=file, place="cú pháp TOML", reason=error) from None
    read = _Reader(data, file)
    return TaughtVersion(
        number=read.number("version"), parent=read.number("parent"), made_at=read.moment("made_at"), made_by=read.text("made_by"),
        reader=read.text("reader"), pack=read.text("pack"), examples=read.number("examples"),
        taught=Taught.of(read.phrases(), read.weights()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reader:
    data: Mapping[str, Any]
    file: str

    def _refused(self, place: str, reason: str) -> BadTaught:
        return BadTaught(file=self.file, place=place, reason=reason)

    def number(self, key: str) -> int:
        value = self.data.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self._refused(key, "phải là một số nguyên không âm")
        return value

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str):
            raise self._refused(key, "phải là chữ trong ngoặc kép")
        return value

    def moment(self, key: str) -> datetime:
        try:
            value = datetime.fromisoformat(self.text(key))
        except ValueError:
            raise self._refused(key, "phải là thời điểm như 2025-01-10T08:30:00+07:00") from None
        if value.tzinfo is None:
            raise self._refused(key, "thiếu múi giờ")
        return value

    def phrases(self) -> Iterator[TaughtPhrase]:
        for table in ("phrase", "leave"):
            rows = self.data.get(table, [])
            if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
                raise self._refused(table, f"phải viết thành các bảng [[{table}]]")
            for place, row in enumerate(rows, start=1):
                yield self._phrase(row, f"[[{table}]] thứ {place}", row.get("measure") if table == "phrase" else NONE)

    def _phrase(self, row: Mapping[str, Any], where: str, measure: object) -> TaughtPhrase:
        words, place = row.get("words"), row.get("place")
        if not isinstance(words, str) or not canonical(words):
            raise self._refused(where, "words phải là một cụm từ")
        if place not in PLACES:
            raise self._refused(where, f"place phải là {' hoặc '.join(PLACES)}")
        if not isinstance(measure, str) or not measure:
            raise self._refused(where, "measure phải là mã một chỉ tiêu")
        return TaughtPhrase(words, place, measure)

    def weights(self) -> Iterator[TaughtWeight]:
        tables = self.data.get("weights", {})
        if not isinstance(tables, Mapping):
            raise self._refused("weights", "phải viết thành các bảng [weights.mã_chỉ_tiêu]")
        for measure, rows in tables.items():
            if not isinstance(rows, Mapping):
                raise self._refused(f"[weights.{measure}]", "phải là các dòng dấu hiệu = phần nghìn")
            for cue, value in rows.items():
                if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _HEAVIEST:
                    raise self._refused(f"[weights.{measure}] {cue}", f"phải là số nguyên từ -{_HEAVIEST} đến {_HEAVIEST}")
                yield TaughtWeight(measure, cue, value)


_HEAVIEST = 2000


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
