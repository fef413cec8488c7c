"""What every operation works with: for whom, when, with which rights."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from saovuong.accounts.queries import roles_of
from saovuong.accounts.shapes import Actor, GrantInfo, TokenInfo
from saovuong.core.catalogue import Catalogue
from saovuong.setup.config import catalogue_of


class Asking(TypedDict):
    """What most services and queries want to know."""

    actor: Actor
    now: datetime
    catalogue: Catalogue


def data_folder() -> Path:
    return Path(settings.DATA_FOLDER)


@dataclass
class ApiDesk:
    """One call. Rights are those of the account on the day of the call, never more: the token only may take from them."""

    actor: Actor
    now: datetime
    token: TokenInfo

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    @cached_property
    def grants(self) -> tuple[GrantInfo, ...]:
        return roles_of(actor=self.actor, on=self.today)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    @cached_property
    def catalogue(self) -> Catalogue:
        return catalogue_of(folder=data_folder())

    @property
    def asking(self) -> Asking:
        return {"actor": self.actor, "now": self.now, "catalogue": self.catalogue}


class ApiRequest(HttpRequest):
    """A request behind the door."""

    auth: ApiDesk


def desk_of(request: HttpRequest) -> ApiDesk:
    """The desk that the door gave the request."""
    desk = getattr(request, "auth", None)
    assert isinstance(desk, ApiDesk), "the door lets nobody in without a desk"
    return desk
