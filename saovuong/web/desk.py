"""What every page works with: who asks, when, with which rights, about which unit and period."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from saovuong.accounts.queries import roles_of
from saovuong.accounts.shapes import Actor, GrantInfo
from saovuong.core.catalogue import Catalogue
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.demo.folders import MARKER
from saovuong.ledger.queries import latest_period
from saovuong.org import queries as org
from saovuong.setup.clock import clock
from saovuong.setup.config import catalogue_of, office_of
from saovuong.web.notes import said, warned

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

UNIT_KEY, PERIOD_KEY, SEEN_KEY = "unit", "period", "seen"


class Asking(TypedDict):
    """What most services and queries want to know."""

    actor: Actor
    now: datetime
    catalogue: Catalogue


def data_folder() -> Path:
    return Path(settings.DATA_FOLDER)


def is_demo() -> bool:
    """Whether the data folder is a demonstration's own: only there are accounts named on the sign-in page."""
    return (data_folder() / MARKER).is_file()


@dataclass
class Desk:
    """One request's place of work. ``actor`` is None for nobody; ``unit_id`` and ``period_label`` are what the page is about."""

    actor: Actor | None
    now: datetime
    unit_id: str | None = None
    period_label: str | None = None

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    @cached_property
    def grants(self) -> tuple[GrantInfo, ...]:
        return roles_of(actor=self.actor, on=self.today) if self.actor else ()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    @cached_property
    def catalogue(self) -> Catalogue:
        return catalogue_of(folder=data_folder())

    @property
    def asking(self) -> Asking:
        """For a page that the gate opens to signed-in people only."""
        assert self.actor is not None, "the gate lets nobody without an account in here"
        return {"actor": self.actor, "now": self.now, "catalogue": self.catalogue}

    @property
    def known(self) -> Actor:
        return self.asking["actor"]

    @cached_property
    def period(self) -> Period:
        """The chosen period, else the one that the office worked on last, else the year whose data were still coming in a month ago."""
        label = self.period_label or latest_period(actor=self.actor, now=self.now)
        return Period.parse(label or str((self.today - timedelta(days=31)).year))

    @cached_property
    def unit(self) -> UnitInfo | None:
        """The chosen unit, else the office's own, else the first that the person has rights on."""
        wanted = [self.unit_id, office_of(folder=data_folder()).get("unit"), *(grant.unit_id for grant in self.grants)]
        found = org.units_get(one for one in wanted if one)
        return next((found[one] for one in wanted if one in found), None)


class WebRequest(HttpRequest):
    """A request behind the gate."""

    desk: Desk
    htmx: "HtmxDetails"


def in_templates(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    desk = getattr(request, "desk", None) or Desk(actor=None, now=clock())
    return {
        "desk": desk,
        "demo": is_demo(),
        "request": request,
        "said": said(request),
        "warned": warned(request),
        "problem": "",
        "idle_seconds": int(settings.IDLE_LOCK.total_seconds()),
    }
