"""Report templates: skeleton, sentences and wording rules of a report, as data of a pack."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pydantic import ConfigDict, TypeAdapter, ValidationError

from saovuong.catalogue.files import shipped_pack
from saovuong.core.errors import Refusal
from saovuong.reports.language import Piece, parse
from saovuong.reports.wording import Attached
from saovuong.writers.profile import Profile, load_profile

_STRICT = ConfigDict(extra="forbid")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class BadTemplate(Refusal):
    code = "SV-811"
    template = "Mẫu báo cáo “{name}” sai ở {place}: {reason}. Sửa tệp TOML của mẫu rồi làm lại."


class UnknownTemplate(Refusal):
    code = "SV-813"
    template = "Gói danh mục “{pack}” không có {kind} “{name}”. Có sẵn: {known}."


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis; it is printed while it holds on the day of issue."""

    __pydantic_config__ = _STRICT

    text: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Document:
    """The words around the sections; ``{year}``, ``{next_year}``, ``{issuer}`` and the other words of the report are filled in."""

    __pydantic_config__ = _STRICT

    type_name: str
    type_symbol: str
    subject: str
    opening: str
    closing: str
    annex_item: str
    annex_pointer: str
    bases: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs and how, for the kinds of units listed. ``signers`` maps a choice (``head``, ``deputy``) on the lines above the name."""

    __pydantic_config__ = _STRICT

    kinds: tuple[str, ...]
    name: str
    symbol: str
    signers: Mapping[str, tuple[str, ...]]
    superior: str = ""
    addressee: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Naming:
    """``use_short`` allows the common abbreviations of a unit's name; ``short`` replaces words of the full name. ``place_words``
    are dropped from a place name unless it is listed in ``full_places`` (named after a person or an event) or is a number."""

    __pydantic_config__ = _STRICT

    use_short: bool
    short: Mapping[str, str]
    place_words: tuple[str, ...]
    full_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A place for the office's own words. What is written there is kept under ``code``, whatever ``label`` the template gives it."""

    __pydantic_config__ = _STRICT

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Node:
    """A part, section, heading or point. ``topics`` and ``measures`` say whose figures its table shows; a measure named belongs
    here and not to its topic's place. ``lines`` are sentences, ``blanks`` what the office adds by hand. ``show`` names a built-in
    content: ``targets`` (of next year), ``attained`` (targets of this year met and not met). A node with a ``code`` may be left out of a
    report by the office that writes it."""

    __pydantic_config__ = _STRICT

    title: str
    code: str = ""
    about: str = ""
    caption: str = ""
    topics: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    blanks: tuple[Blank, ...] = ()
    show: str = ""
    sections: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        yield self
        for inner in self.sections:
            yield from inner.walk()

    def without(self, codes: Collection[str]) -> "Node":
        return replace(self, sections=tuple(one.without(codes) for one in self.sections if not (one.code and one.code in codes)))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Turns of phrase. Those with named slots are in the language of sentences; those with ``{}`` take their parts in order. The template
    file says beside each what it is for."""

    __pydantic_config__ = _STRICT

    up: str
    down: str
    same: str
    points_up: str
    points_down: str
    attained: str
    not_attained: str
    best: str
    weakest: str
    spread: str
    listed: str
    unquantified: str
    self_reported: str
    heard_all: str
    heard_some: str
    heard_few: str
    below_row: str
    unchanged: str
    nothing: str
    table_only: str
    partial: str
    partial_item: str
    partial_named: str
    differs: str
    targets_none: str
    target_line: str
    target_each: str
    targets_unjudged: str
    targets_summary: str
    targets_unmet: str
    targets_open: str
    comparators: Mapping[str, str]
    yes: str
    no: str
    target_yes: str
    target_no: str
    computed_from: str
    carried: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Headings of the tables."""

    __pydantic_config__ = _STRICT

    number: str
    content: str
    uom: str
    year: str
    target: str
    change: str
    heard: str
    unit: str
    reported: str
    compared: str
    difference: str
    remark: str
    figure: str
    value: str
    sources: str
    mark: str
    document: str
    handed_in_by: str
    entered_by: str
    accepted_by: str


@dataclass(frozen=True, slots=True)
class UnitColumn:
    __pydantic_config__ = _STRICT

    measure: str
    title: str


@dataclass(frozen=True, slots=True)
class UnitChart:
    """A picture of one measure by unit, behind the table that shows its numbers; ``share`` of the text width, 1 to 100."""

    __pydantic_config__ = _STRICT

    measure: str
    title: str
    share: int = 56


@dataclass(frozen=True, slots=True)
class Annexes:
    """Titles and limits of the annexes. Beyond ``columns_per_table`` a further table begins; a figure with more than
    ``quotes_up_to`` sources lists them without their quotes."""

    __pydantic_config__ = _STRICT

    units_title: str
    units_caption: str
    units_total: str
    check_title: str
    check_caption: str
    check_note: str
    sources_title: str
    documents_caption: str
    figures_caption: str
    columns_per_table: int
    quotes_up_to: int
    quote_length: int
    remarks: Mapping[str, str]
    unit_columns: tuple[UnitColumn, ...] = ()
    chart_caption: str = "{number}. {title}"
    chart_finding: str = "{best}: {best_value}; {least}: {least_value}."
    chart_silent: str = "{units}: -."
    charts: tuple[UnitChart, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """One report. ``period_kind`` is the kind of period it can be built for. ``said_from`` is the share of the expected units, by kind of
    measure, from which a sum may stand in a sentence; below it the table alone shows it, beside its coverage. ``elsewhere`` are measures
    that belong to a section that was left out: they do not come back where their topic goes."""

    __pydantic_config__ = _STRICT

    code: str
    name: str
    period_kind: str
    profile: str
    table_from: int
    table_title: str
    names_up_to: int
    said_from: Mapping[str, Decimal]
    document: Document
    naming: Naming
    issuers: tuple[Issuer, ...]
    phrases: Phrases
    columns: Columns
    annexes: Annexes
    parts: tuple[Node, ...]
    labels: Mapping[str, str]
    attached: Mapping[str, Attached] = field(default_factory=dict)
    uom_names: Mapping[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()

    def without(self, codes: Collection[str]) -> "Template":
        """The template less the sections of these codes; numbers of the headings after them move up."""
        kept = tuple(part.without(codes) for part in self.parts if not (part.code and part.code in codes))
        named = self.elsewhere | {measure for node in self.nodes() for measure in node.measures}
        return replace(self, parts=kept, elsewhere=named)

    def optional(self) -> tuple[Node, ...]:
        """The sections that may be left out, in their order."""
        return tuple(node for node in self.nodes() if node.code)

    def blanks(self) -> tuple[Blank, ...]:
        return tuple(blank for node in self.nodes() for blank in node.blanks)

    def nodes(self) -> Iterator[Node]:
        for part in self.parts:
            yield from part.walk()


def load_template(text: str, *, name: str) -> Template:
    """Read a template from TOML text and parse every sentence once, so that a mistake is found before any figure is asked for.

    Raises :class:`BadTemplate` and BadSentence; ``name`` stands in their sentences."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
        template = TypeAdapter(Template).validate_python(data)
    except tomllib.TOMLDecodeError as error:
        raise BadTemplate(name=name, place="cú pháp TOML", reason=error) from None
    except ValidationError as error:
        first = error.errors()[0]
        raise BadTemplate(name=name, place=".".join(map(str, first["loc"])) or "gốc", reason=first["msg"]) from None
    untold = {one.measure for one in template.annexes.charts} - {one.measure for one in template.annexes.unit_columns}
    if untold:
        raise BadTemplate(name=name, place="annexes.charts", reason=f"{sorted(untold)[0]}: không có trong bảng theo đơn vị (unit_columns)")
    for node in template.nodes():
        for line in node.lines:
            sentence(line, place=node.title)
    for what, codes in (("blanks", [blank.code for blank in template.blanks()]), ("code", [node.code for node in template.optional()])):
        twice = sorted({code for code in codes if codes.count(code) > 1} | {code for code in codes if not _CODE.fullmatch(code)})
        if twice:
            raise BadTemplate(name=name, place=what, reason=f"mã trùng hoặc không phải chữ thường không dấu: {', '.join(twice)}")
    return template


@lru_cache(maxsize=2048)
def sentence(text: str, *, place: str) -> Piece:
    """A parsed sentence, cached: the same templates are rendered for every unit."""
    return parse(text, place=place)


def shipped_template(*, pack: str, code: str) -> Template:
    """The report template ``code`` of a pack that comes with the product, cached. Raises :class:`UnknownTemplate`, :class:`BadTemplate`."""
    return _shipped_template(pack, code)


@lru_cache(maxsize=8)
def _shipped_template(pack: str, code: str) -> Template:
    return load_template(_text(pack, "reports", "mẫu báo cáo", code), name=code)


def shipped_profile(*, pack: str, code: str) -> Profile:
    """The format profile ``code`` of a pack that comes with the product, cached. Raises :class:`UnknownTemplate`, BadProfile."""
    return _shipped_profile(pack, code)


@lru_cache(maxsize=8)
def _shipped_profile(pack: str, code: str) -> Profile:
    return load_profile(_text(pack, "profiles", "mẫu thể thức", code), name=code)


def _text(pack: str, folder: str, kind: str, code: str) -> str:
    home = shipped_pack(pack) / folder
    known = sorted(entry.name.removesuffix(".toml") for entry in home.iterdir() if entry.name.endswith(".toml")) if home.is_dir() else []
    if code not in known:
        raise UnknownTemplate(pack=pack, kind=kind, name=code, known=", ".join(known) or "chưa có")
    return (home / f"{code}.toml").read_text("utf-8")
