"""What the checks find, for a person who may know it. Reads only; the pure judging decides."""

from collections.abc import Collection, Iterable
from datetime import datetime

from saovuong.accounts.once import until_written
from saovuong.accounts.shapes import Actor
from saovuong.catalogue.checks import chosen_checks
from saovuong.checks.judging import Finding, judge
from saovuong.checks.models import Waiver, WaiverEnd
from saovuong.checks.reading import place_of, read_world
from saovuong.checks.shapes import CheckedFinding, CheckView, Draft, WaiverInfo
from saovuong.checks.waivers import holding_for, told_to, waiver_info
from saovuong.core.catalogue import Catalogue
from saovuong.core.tongue import VIETNAMESE, Tongue
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import READS, rows_in, scope_of

_ACCEPTED = ("accepted",)


def check(
    *,
    actor: Actor,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    rules: Iterable[str] | None = None,
    states: Collection[str] = _ACCEPTED,
    below: bool = True,
    now: datetime | None = None,
    draft: Draft | None = None,
    tongue: Tongue = VIETNAMESE,
) -> CheckView:
    """Every finding about the unit that answers and the units below it, of ``rules`` (codes; None: all), with the waiver of those waived.

    With ``below`` False only figures about the unit itself are read: quick, and without what its totals are compared with. ``unit_id`` may
    be an area: its command answers. Figures of a ``draft`` stand for those of the submissions that it would replace.
    Findings speak ``tongue``.

    Raises NoSuchUnit, BadPeriod, PeriodStillOpen, UnitNotThen, NotYours, DifferentUoms, UnknownCheck."""
    chosen = chosen_checks(pack=catalogue.pack, codes=rules)
    place = place_of(unit_id=unit_id, period_label=period_label, catalogue=catalogue)
    read = read_world(actor=actor, place=place, catalogue=catalogue, rules=chosen, states=states, below=below, now=now, draft=draft)
    found = judge(world=read.world, rules=chosen, tongue=tongue)
    return CheckView(
        asked=place.asked,
        unit=place.unit,
        period=place.period,
        start=place.start,
        end=place.end,
        findings=_with_figures(found, actor=actor, now=now),
        rules={rule.code: rule for rule in chosen},
        names=read.world.names,
        figures=len(read.world.told),
        units=len(place.units),
        hidden=read.hidden,
    )


def waivers(*, actor: Actor | None, unit_ids: Collection[str] | None = None, now: datetime | None = None) -> list[WaiverInfo]:
    """Waivers of units in scope that rest on figures in scope, those that were taken back too, oldest first. No actor, no rows."""
    rows = Waiver.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id")).select_related("ended")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=tuple(unit_ids))
    return [waiver_info(row) for row in told_to(actor, rows.order_by("pk"), now=now)]


def waived() -> tuple[int, int]:
    """How many waivers were ever given and taken back: while both stay, the same findings are let stand."""
    return until_written("waived", lambda: (Waiver.objects.count(), WaiverEnd.objects.count()))


def _with_figures(found: Iterable[Finding], *, actor: Actor, now: datetime | None) -> tuple[CheckedFinding, ...]:
    findings = list(found)
    ids = {number for one in findings for number in (*one.facts, *one.others)}
    rows = ledger.figures_get(actor=actor, fact_ids=ids, now=now)
    waived = holding_for(one.key for one in findings)
    return tuple(
        CheckedFinding(
            finding=one,
            facts=tuple(rows[number] for number in one.facts if number in rows),
            others=tuple(rows[number] for number in one.others if number in rows),
            waiver=waived.get(one.key),
        )
        for one in findings
    )
