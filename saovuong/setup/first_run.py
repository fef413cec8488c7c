"""The first run of the web on a data folder whose accounts have no passwords yet."""

import secrets
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from saovuong.accounts.queries import actor_get
from saovuong.accounts.services import UnknownRole, password_set, require_administrator
from saovuong.accounts.shapes import ROLES, Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.org.names import resolve_unit
from saovuong.org.queries import index, reporting_unit_for
from saovuong.setup.config import config_set, factor_roles, office_of, office_write

ADMINISTRATOR = "quan-tri"
CODE_FILE = "khoi-tao.ma"


class UnknownRegime(Refusal):
    code = "SV-321"
    template = "Danh mục không có chế độ báo cáo “{regime}”. Các chế độ: {known}."


def code_make(*, folder: Path) -> str:
    """The code that whoever started the server shows to the set-up page, so that nobody else on the network can be first."""
    known = code_read(folder=folder)
    if known is not None:
        return known
    code = secrets.token_hex(4)
    (folder / CODE_FILE).write_text(code + "\n", "utf-8", newline="\n")
    return code


def code_read(*, folder: Path) -> str | None:
    try:
        return (folder / CODE_FILE).read_text("utf-8").strip() or None
    except OSError:
        return None


def office_set_up(*, folder: Path, now: datetime, password: str, unit: str, regime: str, catalogue: Catalogue) -> None:
    """Give the administrator a password and write the office's unit and regime into config.toml.

    ``unit`` is a name or an id, on the day of ``now``. Raises UnknownUnit, AmbiguousUnit, :class:`UnknownRegime`, WeakPassword."""
    if regime not in catalogue.regimes:
        raise UnknownRegime(regime=regime, known=", ".join(sorted(catalogue.regimes)))
    day = timezone.localtime(now).date()
    found = reporting_unit_for(unit_id=resolve_unit(index(), unit, on=day).id, day=day)
    with writing():
        password_set(user=actor_get(name=ADMINISTRATOR), password=password, actor=None, now=now)
        after = {"unit": found.id, "regime": regime}
        entry_append(actor="khởi tạo", action="office_set_up", target="office", before=None, after=after, now=now)
    office_write(folder=folder, unit=found.id, regime=regime)
    (folder / CODE_FILE).unlink(missing_ok=True)


def office_change(
    *, folder: Path, actor: Actor, now: datetime, unit: str, regime: str, second_factor: Collection[str], catalogue: Catalogue
) -> None:
    """The administrator changes the office's unit, its regime and the roles that need a second factor, in config.toml.

    Raises NotAdministrator, UnknownUnit, AmbiguousUnit, :class:`UnknownRegime`, UnknownRole, BadConfig."""
    require_administrator(actor=actor, now=now, act="sửa thiết lập của cơ quan")
    if regime not in catalogue.regimes:
        raise UnknownRegime(regime=regime, known=", ".join(sorted(catalogue.regimes)))
    for role in second_factor:
        if role not in ROLES:
            raise UnknownRole(role=role, known=", ".join(ROLES))
    day = timezone.localtime(now).date()
    found = reporting_unit_for(unit_id=resolve_unit(index(), unit, on=day).id, day=day)
    before = {**office_of(folder=folder), "second_factor": sorted(factor_roles(folder=folder))}
    after = {"unit": found.id, "regime": regime, "second_factor": sorted(second_factor)}
    with writing():
        entry_append(actor=actor.name, action="office_change", target="office", before=before, after=after, now=now)
        config_set(folder=folder, section="office", values={"unit": found.id, "regime": regime})
        config_set(folder=folder, section="sign_in", values={"second_factor": sorted(second_factor)})
