from datetime import date
from typing import Literal

from pydantic import Field

from saovuong.api.showing.basics import Shown, UomShown, uom_shown
from saovuong.core.catalogue import Catalogue, LegalBasis, Measure

Kind = Literal["flow", "stock", "ratio", "rating", "yes_no"]


class TopicRef(Shown):
    code: str
    name_vi: str
    name_en: str


class ScaleShown(Shown):
    code: str
    levels: list[str] = Field(description="Các mức, tốt nhất đứng trước.")


class Basis(Shown):
    text: str
    valid_from: date | None
    valid_to: date | None
    verified: bool = Field(description="Đã đối chiếu với văn bản.")


class MeasureShown(Shown):
    """What is counted. ``enabled`` false: off because figures may be state secrets; nothing is said of it then."""

    code: str
    name_vi: str
    name_en: str
    topic: TopicRef
    kind: Kind
    uom: UomShown
    direction: Literal["up", "down", "neutral"]
    sensitivity: str
    enabled: bool
    numerator: str | None
    denominator: str | None
    scale: ScaleShown | None
    legal_basis: list[Basis]
    note: str | None
    forms: list[str] = Field(description="Các biểu có chỉ tiêu này.")


def measure_shown(measure: Measure, catalogue: Catalogue) -> MeasureShown:
    topic, scale = catalogue.topics[measure.topic], catalogue.scales.get(measure.scale or "")
    return MeasureShown(
        code=measure.code,
        name_vi=measure.name_vi,
        name_en=measure.name_en,
        topic=TopicRef(code=topic.code, name_vi=topic.name_vi, name_en=topic.name_en),
        kind=measure.kind.value,
        uom=uom_shown(catalogue.uoms[measure.uom]),
        direction=measure.direction,  # type: ignore[arg-type]  # the pack's lint holds it to these
        sensitivity=measure.sensitivity,
        enabled=measure.enabled,
        numerator=measure.numerator,
        denominator=measure.denominator,
        scale=ScaleShown(code=scale.code, levels=list(scale.levels)) if scale else None,
        legal_basis=[_basis(one) for one in measure.legal_basis],
        note=measure.note,
        forms=[form.code for form in catalogue.forms.values() if measure.code in form.measures],
    )


def _basis(one: LegalBasis) -> Basis:
    return Basis(text=one.text, valid_from=one.valid_from, valid_to=one.valid_to, verified=one.verified)
