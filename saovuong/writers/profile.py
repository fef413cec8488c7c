"""A format profile: how an official paper looks, as data.

The caller gives the TOML text; nothing is read from a disk here. Lengths are millimetres or points as the names say.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from saovuong.core.errors import Refusal

_STRICT = ConfigDict(extra="forbid")


class BadProfile(Refusal):
    code = "SV-801"
    template = "Mẫu thể thức “{name}” sai ở {place}: {reason}. Sửa tệp TOML của mẫu thể thức rồi làm lại."


@dataclass(frozen=True, slots=True)
class Page:
    """Margins as written, and the ranges (low, high) that the law allows."""

    __pydantic_config__ = _STRICT

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float
    allowed_top_mm: tuple[float, float]
    allowed_bottom_mm: tuple[float, float]
    allowed_left_mm: tuple[float, float]
    allowed_right_mm: tuple[float, float]

    @property
    def text_width_mm(self) -> float:
        return self.width_mm - self.left_mm - self.right_mm


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One paragraph style. ``sizes`` is the range of type sizes that the law allows; ``caps`` writes the words in capitals."""

    __pydantic_config__ = _STRICT

    size: float
    align: Literal["left", "center", "right", "both"] = "left"
    bold: bool = False
    italic: bool = False
    caps: bool = False
    first_line_mm: float = 0
    left_mm: float = 0
    before_pt: float = 0
    after_pt: float = 0
    line: float = 1.0
    keep_next: bool = False
    outline: int | None = None
    sizes: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class BodyRule:
    """What the law allows for the running text."""

    __pydantic_config__ = _STRICT

    first_line_mm: tuple[float, ...]
    spacing_pt: float
    line: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed words, patterns of numbers and dates, and the stamps that a paper must not carry by itself."""

    __pydantic_config__ = _STRICT

    nation: str
    motto: str
    number_label: str
    number_pattern: str
    number_draft_pattern: str
    date: str
    date_draft: str
    date_pattern: str
    date_draft_pattern: str
    months_padded: tuple[int, ...]
    addressee: str
    recipients: str
    same_as_above: str
    ending: str
    part: str
    annex: str
    annex_reference: str
    table: str
    blank: str
    powers: tuple[str, ...]
    secrecy_stamps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How numbers read. ``pad_below_ten`` writes 04; ``modifiers`` has a pattern with ``{}`` per modifier, which
    ``percent_modifiers`` overrides for percentages."""

    __pydantic_config__ = _STRICT

    pad_below_ten: bool
    ratio_places: int
    change_places: int
    modifiers: Mapping[str, str]
    percent_modifiers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule of the checker: its Vietnamese title and where the law says so. A rule that the profile does not list is not checked."""

    __pydantic_config__ = _STRICT

    title: str
    law: str


@dataclass(frozen=True, slots=True)
class Profile:
    __pydantic_config__ = _STRICT

    code: str
    name: str
    law: str
    font: str
    page: Page
    header_left_share: float
    rule_share: tuple[float, float]
    body: BodyRule
    words: Words
    numbers: NumberStyle
    styles: Mapping[str, TextStyle]
    rules: Mapping[str, RuleText] = field(default_factory=dict)

    def style(self, name: str) -> TextStyle:
        """Raises :class:`BadProfile` for a style that the profile does not have."""
        if name not in self.styles:
            raise BadProfile(name=self.code, place=f"[styles.{name}]", reason="thiếu kiểu chữ này")
        return self.styles[name]


def load_profile(text: str, *, name: str) -> Profile:
    """Read a profile from TOML text; ``name`` stands in refusals. Raises :class:`BadProfile`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadProfile(name=name, place="cú pháp TOML", reason=error) from None
    try:
        return TypeAdapter(Profile).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadProfile(name=name, place=".".join(map(str, first["loc"])) or "gốc", reason=first["msg"]) from None
