"""The demo's files as values: what the press stated, what is invented, and what a person decides on the way."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from saovuong.core.numbers import parse_number
from saovuong.core.quantity import Modifier, Role

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One figure that a publication states about the whole city. Exactly one of ``value``, ``rating`` and ``flag`` is set.

    ``source`` names publisher, title, date and address, ``source_name`` the first three; ``quote`` keeps the few words around the
    figure."""

    measure: str
    period: str
    role: Role
    value: Decimal | None
    rating: str | None
    flag: bool | None
    modifier: Modifier
    comparator: str | None
    source: str
    source_name: str
    quote: str


@dataclass(frozen=True, slots=True)
class SampleReport:
    """A report of the demo: its file name, its bytes and the name of the unit that hands it in (empty for the city itself).

    ``title`` is what the demonstration calls it."""

    file: str
    unit: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SampleYear:
    """Invented results of an earlier year: unit name -> measure -> value as written (a number, or a level of the measure's scale)."""

    period: str
    note: str
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says about one figure: ``parts`` are the words before it, the figure, the words behind it.

    ``measure`` None: it is no figure of the report, for ``reason``. Where ``period`` and ``unit`` are None the report's own stand. Where
    ``value`` and ``rating`` are None the value stands as it was read."""

    parts: tuple[str, str, str]
    measure: str | None
    role: Role
    period: str | None
    value: Decimal | None
    rating: str | None
    unit: str | None
    reason: str

    @property
    def typed(self) -> Decimal | None:
        """The number that a person types who enters the figure by hand; None for ratings and where the words alone do not say."""
        return None if self.rating else self.value or parse_number(self.parts[1].strip().removesuffix("%"))

    def span_in(self, text: str) -> tuple[int, int] | None:
        """Where the figure stands in a document's text; line breaks and table cells between words count as spaces."""
        flexible = (r"\s+".join(re.escape(word) for word in _SPACE.split(part)) for part in self.parts)
        found = re.search("".join(f"({part})" for part in flexible), text)
        return found.span(2) if found else None


@dataclass(frozen=True, slots=True)
class ReturnedFigure:
    """The figure that the verifier sends back once: how it was read, the reason, and the commune's answer."""

    file: str
    measure: str
    read: Decimal
    reason: str
    corrected: Decimal
    answer: str


@dataclass(frozen=True, slots=True)
class PlantedContradiction:
    """Where one document states two values for one thing."""

    file: str
    measure: str


@dataclass(frozen=True, slots=True)
class Script:
    """Names and choices of the demonstration (``demo.toml``)."""

    city: str
    period: str
    today_tree: date
    today_units: tuple[str, ...]
    today_shown: tuple[str, ...]
    accept_above: float
    shown: tuple[str, ...]
    explained: str
    city_report: SampleReport
    reports: tuple[SampleReport, ...]
    returned: ReturnedFigure
    contradiction: PlantedContradiction


def published_figures() -> tuple[PublishedFigure, ...]:
    """Every figure of ``published.toml`` in its order."""
    data = _toml("published.toml")
    names = {row["key"]: f"{row['publisher']}: “{row['title']}” ({row['published']})" for row in data["source"]}
    addresses = {row["key"]: row["address"] for row in data["source"]}
    return tuple(
        PublishedFigure(
            measure=row["measure"],
            period=row["period"],
            role=Role(row.get("role", "result")),
            value=Decimal(row["value"]) if "value" in row else None,
            rating=row.get("rating"),
            flag=row.get("flag"),
            modifier=Modifier(row.get("modifier", "exact")),
            comparator=row.get("comparator"),
            source=f"{names[row['source']]}, {addresses[row['source']]}",
            source_name=names[row["source"]],
            quote=row["quote"],
        )
        for row in data["figure"]
    )


def sample_year() -> SampleYear:
    """The invented year before, unit by unit; what a unit did not report is absent."""
    data = _toml("sample_2023.toml")
    values: dict[str, dict[str, str]] = {unit: {} for unit in data["units"]}
    for measure, row in data["values"].items():
        for unit, value in zip(data["units"], row, strict=True):
            if value:
                values[unit][measure] = value
    return SampleYear(period=data["period"], note=data["note"], values=values)


def decisions() -> Mapping[str, tuple[Decision, ...]]:
    """File name -> what a person says about its figures."""
    return {file: tuple(_decision(row) for row in table["figures"]) for file, table in _toml("decisions.toml").items()}


@cache
def script() -> Script:
    data = _toml("demo.toml")
    returned = data["returned"]
    return Script(
        city=data["city"],
        period=data["period"],
        today_tree=data["today_tree"],
        today_units=tuple(data["today_units"]),
        today_shown=tuple(data["today_shown"]),
        accept_above=data["accept_above"],
        shown=tuple(data["shown"]),
        explained=data["explained"],
        city_report=_report(data["city_report"]["file"], "", data["city_report"]["title"]),
        reports=tuple(_report(row["file"], row["unit"], _short(row["unit"])) for row in data["report"]),
        returned=ReturnedFigure(
            file=returned["file"],
            measure=returned["measure"],
            read=Decimal(returned["read"]),
            reason=returned["reason"],
            corrected=Decimal(returned["corrected"]),
            answer=returned["answer"],
        ),
        contradiction=PlantedContradiction(file=data["contradiction"]["file"], measure=data["contradiction"]["measure"]),
    )


def _short(unit: str) -> str:
    """``Phường Sông Cầu`` of ``phường Sông Cầu, thành phố Bắc Kạn``."""
    name = unit.partition(",")[0]
    return name[:1].upper() + name[1:]


def _decision(row: Sequence[Any]) -> Decision:
    marked, code, rest = row[0], row[1], (row[2] if len(row) > 2 else {})
    before, _, after = marked.partition("[")
    figure, _, behind = after.partition("]")
    return Decision(
        parts=(before, figure, behind),
        measure=None if code == "-" else code,
        role=Role(rest.get("role", "result")),
        period=rest.get("period"),
        value=Decimal(rest["value"]) if "value" in rest else None,
        rating=rest.get("rating"),
        unit=rest.get("unit"),
        reason=rest.get("reason", ""),
    )


def _report(file: str, unit: str, title: str) -> SampleReport:
    return SampleReport(file=file, unit=unit, title=title, content=(files(__package__) / "data" / "reports" / file).read_bytes())


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))
