"""The certificate of one figure in words, for one sheet of paper."""

from dataclasses import dataclass, replace

from saovuong.consolidation.shapes import Certificate, CertifiedPart
from saovuong.consolidation.telling import amount_text, attainment_text, names_text, value_cell
from saovuong.consolidation.wording import bounds_text, number_text
from saovuong.core.catalogue import Catalogue
from saovuong.core.numbers import format_number
from saovuong.engine.amounts import shown
from saovuong.org.queries import index
from saovuong.web.showing.quotes import quote_of
from saovuong.web.showing.totals import Figure, figures

_NAMED_MISSING = 4
# Characters of a quote on either side of its number.
_AROUND = 60
_TOPPED = ("own", "child", "rest")


@dataclass(frozen=True, slots=True)
class PartLine:
    """``kind`` as the consolidation room says it; ``count`` further parts stand in a line of kind ``rest``; ``share`` of the total in
    percent, empty where shares mean nothing. ``unit_id`` is set where the unit has a certificate of its own for what stands here;
    ``units`` and ``figures`` count what is behind it, None where that is told on this sheet."""

    kind: str
    name: str
    value: str
    share: str
    count: int
    unit_id: str = ""
    units: int | None = None
    figures: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """``behind`` counts the units below whose figures are only counted on this sheet; None where all are looked at."""

    unit: str
    measure: str
    code: str
    value: str
    bounds: str
    period: str
    rule: tuple[str, ...]
    heard: str
    missing: str
    targets: tuple[str, ...]
    parts: tuple[PartLine, ...]
    figures: tuple[Figure, ...]
    further: int
    left_out: int
    former: int
    contradictions: int
    digest: str
    pack: str
    behind: int | None

    @property
    def has_shares(self) -> bool:
        return any(one.share for one in self.parts)


def sheet_of(found: Certificate, catalogue: Catalogue) -> Sheet:
    explained = found.explanation
    total, place, measure = explained.total, explained.place, explained.measure
    coverage = total.coverage
    return Sheet(
        unit=index().full_name_of(place.unit.id),
        measure=measure.name_vi,
        code=measure.code,
        value=value_cell(total, catalogue),
        bounds=bounds_text(total.amount) if total.amount is not None else "",
        period=place.period.name_vi(),
        rule=explained.rule,
        heard=f"{coverage.heard}/{coverage.expected}",
        missing=names_text(coverage.missing, place, most=_NAMED_MISSING) if coverage.missing else "",
        targets=tuple(attainment_text(one, measure, catalogue) for one in total.attainments),
        parts=tuple(_line(one, found, catalogue) for one in found.parts),
        figures=tuple(
            replace(figure, quote=quote_of(source.fact.evidence, around=_AROUND))
            for figure, source in zip(figures(found.sources, catalogue), found.sources, strict=True)
        ),
        further=found.further,
        left_out=found.left_out,
        former=found.former,
        contradictions=len(explained.contradictions),
        digest=found.digest,
        behind=found.behind.units if found.behind is not None else None,
        pack=f"{catalogue.pack} {catalogue.version}",
    )


def _line(one: CertifiedPart, found: Certificate, catalogue: Catalogue) -> PartLine:
    whole = found.explanation.total.amount
    share = ""
    if one.kind in _TOPPED and whole is not None and whole.value:
        share = f"{format_number(shown(100 * one.amount.value / whole.value, places=1))}%"
    uom = found.explanation.measure
    parts = (found.explanation.numerator, found.explanation.denominator)
    if one.kind in ("numerator", "denominator"):
        part = parts[one.kind == "denominator"]
        assert part is not None
        return PartLine(one.kind, one.name, amount_text(one.amount, part.measure, catalogue), "", 1)
    value = f"−{number_text(one.amount)}" if one.kind == "joint" else amount_text(one.amount, uom, catalogue)
    behind = one.folded
    units, counted = (behind.units, behind.figures) if behind is not None else (None, None)
    return PartLine(one.kind, one.name, value, share, one.count, one.unit if one.kind == "child" else "", units, counted)
