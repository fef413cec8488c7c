"""Rows of waivers as the shapes that leave the room, and which of them hold."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from saovuong.accounts.shapes import Actor
from saovuong.checks.models import Waiver
from saovuong.checks.shapes import WaiverInfo
from saovuong.ledger import queries as ledger

# SQLite takes this many values in one IN list in every build.
_CHUNK = 900


def waiver_info(row: Waiver) -> WaiverInfo:
    ended = getattr(row, "ended", None)
    return WaiverInfo(
        id=row.pk,
        key=row.key,
        rule=row.rule,
        level=row.level,
        unit_id=row.unit_id,
        start=row.period_start,
        end=row.period_end,
        measures=tuple(row.measures),
        message=row.message,
        reason=row.reason,
        by=row.by,
        at=row.at,
        ended_by=ended.by if ended else None,
        ended_at=ended.at if ended else None,
        ended_reason=ended.reason if ended else None,
    )


def told_to(actor: Actor | None, rows: Iterable[Waiver], *, now: datetime | None) -> list[Waiver]:
    """Those whose figures the actor may all see: the words of a waiver repeat them, and some may come from a reporter out of scope."""
    listed = list(rows)
    seen = ledger.figures_get(actor=actor, fact_ids={number for row in listed for number in row.facts}, now=now)
    return [row for row in listed if all(number in seen for number in row.facts)]


def holding() -> QuerySet[Waiver]:
    """Waivers that nobody took back. Whether the fault they were given for still stands is another question."""
    return Waiver.objects.filter(ended__isnull=True)


def holding_for(keys: Iterable[str]) -> dict[str, WaiverInfo]:
    wanted = sorted(set(keys))
    found: dict[str, WaiverInfo] = {}
    for at in range(0, len(wanted), _CHUNK):
        rows = holding().filter(key__in=wanted[at : at + _CHUNK]).order_by("pk")
        found |= {row.key: waiver_info(row) for row in rows}
    return found
