"""A report as the book stands, and what differs in a written one."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain

from saovuong.accounts.shapes import Actor
from saovuong.consolidation.places import place_for
from saovuong.consolidation.queries import totals_with_rows
from saovuong.consolidation.shapes import Place
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.engine.shapes import Total
from saovuong.ledger.shapes import FactRow
from saovuong.org import queries as org
from saovuong.reports.assemble import make_draft
from saovuong.reports.data import ReportData, YearTotals
from saovuong.reports.differences import figure_differences, format_differences, text_differences
from saovuong.reports.heads import Paper, issuer_for
from saovuong.reports.models import ReportRecord
from saovuong.reports.queries.manuscripts import choices_of, manuscript_for, newest_parts, parts_at
from saovuong.reports.shapes import CheckResult, Difference, Draft
from saovuong.reports.templates import Template, shipped_profile, shipped_template
from saovuong.writers.check import check_format
from saovuong.writers.manifest import Manifest, read_manifest
from saovuong.writers.package import open_package
from saovuong.writers.reading import read_shown

DEFAULT_TEMPLATE = "year"


class NoActor(Refusal):
    code = "SV-816"
    template = "Chưa biết ai đang làm việc nên không {act} báo cáo. Chọn tài khoản bằng --as hoặc trong config.toml."


class WrongPeriod(Refusal):
    code = "SV-817"
    template = "Mẫu báo cáo “{name}” lập cho một năm (viết như 2024), không lập cho kỳ “{period}”."


def report_draft(
    *,
    actor: Actor | None,
    now: datetime,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    template: str = DEFAULT_TEMPLATE,
    paper: Paper | None = None,
    left_out: Collection[str] | None = None,
    texts: Mapping[str, int] | None = None,
    at: datetime | None = None,
) -> Draft:
    """The report of a unit for a period as the book stands, not recorded anywhere; with ``at``, as it stood at that instant.

    ``unit_id`` may be an area: its command on the last day of the period reports. ``paper``, the sections ``left_out`` and the versions of
    the office's own ``texts`` by part are those of the unit's manuscript where they are None. Raises :class:`NoActor`,
    :class:`WrongPeriod`, UnknownTemplate, NoIssuer, UnknownSigner, and what consolidation raises (OutOfScope, NoSuchUnit, UnitNotOnDay,
    BadPeriod)."""
    if actor is None:
        raise NoActor(act="lập")
    chosen = shipped_template(pack=catalogue.pack, code=template)
    profile = shipped_profile(pack=catalogue.pack, code=chosen.profile)
    data = _gather(actor=actor, now=now, unit_id=unit_id, period_label=period_label, catalogue=catalogue, template=chosen, at=at)
    manuscript = manuscript_for(unit_id=data.unit.id, period_label=data.this.period.label, template=chosen)
    choices = choices_of(manuscript)
    parts = {} if manuscript is None else newest_parts(manuscript) if texts is None else parts_at(manuscript, texts)
    draft = make_draft(
        data=data,
        template=chosen,
        profile=profile,
        paper=paper or choices.paper,
        written_at=now,
        written_by=actor.name,
        left_out=choices.left_out if left_out is None else left_out,
        texts={code: part.text for code, part in parts.items()},
    )
    versions = {code: part.version for code, part in parts.items()}
    about = {"texts": " ".join(f"{code}:{version}" for code, version in sorted(versions.items()))} if versions else {}
    return replace(draft, shape=replace(draft.shape, about=draft.shape.about | about), texts=versions)


def text_versions(about: Mapping[str, str]) -> dict[str, int]:
    """The versions of the office's own words that a written report was made with, by part."""
    pairs = (pair.partition(":") for pair in about.get("texts", "").split())
    return {code: int(version) for code, _, version in pairs}


def report_check(*, actor: Actor | None, now: datetime, content: bytes, catalogue: Catalogue, name: str = "báo cáo") -> CheckResult:
    """Everything that is wrong with a written report today: its format, its figures beside the book, and its text beside what was built.

    ``name`` is the file's name for refusals. Raises :class:`NoActor`, NotADocx, LockedDocx, OversizedDocx, NoManifest, BadManifest, and
    as :func:`report_draft`."""
    if actor is None:
        raise NoActor(act="kiểm tra")
    package = open_package(content, name=name)
    manifest = read_manifest(package)
    about = manifest.about
    chosen = shipped_template(pack=catalogue.pack, code=about.get("report", DEFAULT_TEMPLATE))
    profile = shipped_profile(pack=catalogue.pack, code=about.get("profile", chosen.profile))
    document = package.xml("word/document.xml")
    shown = read_shown(document, blank=profile.words.blank)
    draft = report_draft(
        actor=actor,
        now=now,
        unit_id=about.get("unit", ""),
        period_label=about.get("period", ""),
        catalogue=catalogue,
        template=chosen.code,
        left_out=about.get("left_out", "").split(),
    )
    differences = chain(
        format_differences(check_format(package, profile), profile),
        _manifest_differences(manifest),
        figure_differences(manifest, draft.shape.figures),
        text_differences(manifest, shown),
    )
    return CheckResult(
        differences=tuple(differences),
        figures=len(manifest.figures),
        blanks=shown.blanks,
        written_at=manifest.written_at,
        written_by=manifest.written_by,
        unit_id=about.get("unit", ""),
        period_label=about.get("period", ""),
    )


def _manifest_differences(manifest: Manifest) -> tuple[Difference, ...]:
    """The list of figures inside the file must be one that was recorded; otherwise it may have been altered with the text."""
    if ReportRecord.objects.filter(manifest_sha256=manifest.digest()).exists():
        return ()
    message = "Bảng kê số liệu trong tệp không khớp báo cáo nào đã lập ở đây: bảng kê bị sửa, hoặc báo cáo lập ở máy khác."
    return (Difference("manifest", "manifest", "tệp", message),)


def _gather(
    *, actor: Actor, now: datetime, unit_id: str, period_label: str, catalogue: Catalogue, template: Template, at: datetime | None
) -> ReportData:
    period = Period.parse(period_label)
    if period.kind != template.period_kind:
        raise WrongPeriod(name=template.name, period=period_label)
    # Whoever cannot issue a report is refused before anything is added up.
    issuer_for(template, place_for(unit_id=unit_id, period_label=period.label, catalogue=catalogue, tree_day=None).unit)
    place, found, rows = totals_with_rows(actor=actor, unit_id=unit_id, period_label=period.label, catalogue=catalogue, at=at, now=now)
    facts: dict[int, FactRow] = dict(rows)

    def year(other: Period) -> YearTotals:
        """Another year on the tree of this one, so that the same units are compared."""
        _, totals, more = totals_with_rows(
            actor=actor, unit_id=place.unit.id, period_label=other.label, catalogue=catalogue, tree_day=place.tree.day, at=at, now=now
        )
        facts.update(more)
        return _year(other, totals)

    last, following = year(period.previous_year()), year(period.next_year())
    return ReportData(
        unit=place.unit,
        superior=_superior(place),
        area=org.unit_get(place.unit.area_of) if place.unit.area_of else None,
        below=place.tree.children.get(place.unit.id, ()),
        units=_units(place, facts),
        day=place.tree.day,
        this=_year(period, found),
        last=last,
        next=following,
        facts=facts,
        catalogue=catalogue,
    )


def _year(period: Period, totals: list[Total]) -> YearTotals:
    return YearTotals(period, {total.measure: total for total in totals})


def _superior(place: Place) -> UnitInfo | None:
    above = org.parent_on(unit_id=place.unit.id, day=place.tree.day)
    return None if above is None or above.kind == "country" else above


def _units(place: Place, facts: Mapping[int, FactRow]) -> Mapping[str, UnitInfo]:
    """Every unit that the report names: those of the tree, and whoever a figure is about or from."""
    named = {row.unit_id for row in facts.values()} | {row.reporter_id for row in facts.values()}
    return org.units_get({*place.tree.units(), *named})
