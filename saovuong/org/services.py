"""Writes to the lists of units: only administrators, each with its audit entry in the same transaction."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from saovuong.accounts.queries import roles_of
from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.errors import Refusal
from saovuong.core.units import LinkInfo, SuccessionInfo, UnitInfo
from saovuong.org.dataset import load_kinds, load_units
from saovuong.org.models import Alias, Edition, Link, Succession, Unit
from saovuong.org.order import order_text
from saovuong.org.queries import unit_get
from saovuong.org.relations import ADMINISTRATIVE, COMMAND, LINK_KINDS, REPORTING

Progress = Callable[[str, int], None]

_NAMESPACE = uuid.UUID("5a0c7a3e-7a1c-5f0e-9a55-1c6a0b5e6d21")
_BATCH = 2000
_SHARE_PLACES = 6


class NotUnitAdministrator(Refusal):
    code = "SV-310"
    template = "Tài khoản “{name}” không có quyền quản trị nên không sửa được danh sách đơn vị."


class UnitsAlreadyLoaded(Refusal):
    code = "SV-311"
    template = "Danh sách đơn vị đã được nạp vào thư mục dữ liệu này; không nạp lần nữa."


class BadUnit(Refusal):
    code = "SV-312"
    template = "Không thêm được đơn vị “{name}”: {reason}."


class BadLink(Refusal):
    code = "SV-313"
    template = "Không nối được “{child}” vào “{parent}”: {reason}."


class UnitStillLeads(Refusal):
    code = "SV-314"
    template = "Chưa đóng được “{name}”: còn {count} đơn vị trực thuộc sau ngày đó ({examples}). Chuyển các đơn vị này trước."


class BadClosing(Refusal):
    code = "SV-315"
    template = "Không đóng được “{name}”: {reason}."


class BadSuccession(Refusal):
    code = "SV-316"
    template = "Không ghi được kế thừa “{old}” → “{new}”: {reason}."


class BadShare(Refusal):
    code = "SV-557"
    template = "Không khai được tỷ lệ “{old}” → “{new}”: {reason}."


def units_load(*, actor: Actor, now: datetime, progress: Progress | None = None) -> None:
    """Put the shipped lists into an empty data folder. ``progress`` is told each table's name and how many rows it took.

    Raises :class:`NotUnitAdministrator`, :class:`UnitsAlreadyLoaded`."""
    with _changing(actor, now, first=True):
        data = load_units()
        counts = {
            "units": _store(Unit, (_row(unit) for unit in data.units)),
            "links": _store(
                Link,
                (Link(child_id=i.child, parent_id=i.parent, kind=i.kind, valid_from=i.valid_from, valid_to=i.valid_to) for i in data.links),
            ),
            "successions": _store(Succession, (_succession(info) for info in data.successions)),
            "aliases": _store(Alias, (Alias(unit_id=unit, name=name) for unit, name in data.aliases)),
        }
        for table, count in counts.items():
            if progress:
                progress(table, count)
        entry_append(actor=actor.name, action="units_load", target="units", before=None, after=counts, now=now)


def unit_add(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    kind: str,
    parent_id: str,
    valid_from: date,
    short_name: str | None = None,
    takes: Sequence[str] = (),
) -> UnitInfo:
    """Add a unit that the lists do not hold, such as an area defence command, under a command.

    It comes under ``parent_id`` by links of command and reporting from ``valid_from`` on; the units in ``takes`` come under it from
    that day, leaving whom they reported to before. An area command is no administrative unit, so no administrative link is made.

    Raises :class:`NotUnitAdministrator`, :class:`BadUnit`, :class:`BadLink`, NoSuchUnit."""
    with _changing(actor, now):
        unit = _new_unit(name=name, kind=kind, parent_id=parent_id, valid_from=valid_from, short_name=short_name)
        _row(unit).save(force_insert=True)
        for link_kind in (COMMAND, REPORTING):
            _link(child=unit, parent=unit_get(parent_id), kind=link_kind, valid_from=valid_from, valid_to=None, move=False)
            for child_id in takes:
                _link(child=unit_get(child_id), parent=unit, kind=link_kind, valid_from=valid_from, valid_to=None, move=True)
        after = {"name": unit.name, "kind": kind, "parent": parent_id, "valid_from": valid_from, "takes": list(takes)}
        entry_append(actor=actor.name, action="unit_add", target=f"unit:{unit.id}", before=None, after=after, now=now)
    return unit


def link_add(
    *,
    actor: Actor,
    now: datetime,
    child_id: str,
    parent_id: str,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    move: bool = False,
) -> LinkInfo:
    """Put a unit under another from a day on. With ``move`` its tie of this kind that holds on that day ends there; without, it is refused.

    Raises :class:`NotUnitAdministrator`, :class:`BadLink`, NoSuchUnit."""
    with _changing(actor, now):
        child, parent = unit_get(child_id), unit_get(parent_id)
        before = _link(child=child, parent=parent, kind=kind, valid_from=valid_from, valid_to=valid_to, move=move)
        after = {"parent": parent_id, "kind": kind, "valid_from": valid_from, "valid_to": valid_to}
        entry_append(actor=actor.name, action="link_add", target=f"unit:{child_id}", before=before, after=after, now=now)
    return LinkInfo(child_id, parent_id, kind, valid_from, valid_to)


def unit_close(*, actor: Actor, now: datetime, unit_id: str, closed: date, act: str) -> UnitInfo:
    """The unit no longer exists from ``closed`` on; its own ties upwards end there. ``act`` names the decision.

    Raises :class:`NotUnitAdministrator`, :class:`BadClosing`, :class:`UnitStillLeads`, NoSuchUnit."""
    with _changing(actor, now):
        unit = unit_get(unit_id)
        if unit.closed is not None:
            raise BadClosing(name=unit.name, reason=f"đơn vị đã thôi hoạt động từ {unit.closed:%d/%m/%Y}")
        if unit.opened is not None and closed <= unit.opened:
            raise BadClosing(name=unit.name, reason=f"đơn vị chỉ bắt đầu từ {unit.opened:%d/%m/%Y}")
        open_after = Q(valid_to__isnull=True) | Q(valid_to__gt=closed)
        led = list(Link.objects.filter(open_after, parent_id=unit_id).values_list("child__name", flat=True).distinct())
        if led:
            raise UnitStillLeads(name=unit.name, count=len(led), examples=", ".join(led[:3]))
        Link.objects.filter(child_id=unit_id, valid_from__gte=closed).delete()
        Link.objects.filter(open_after, child_id=unit_id).update(valid_to=closed)
        Unit.objects.filter(pk=unit_id).update(closed=closed)
        entry_append(
            actor=actor.name,
            action="unit_close",
            target=f"unit:{unit_id}",
            before={"closed": None},
            after={"closed": closed, "act": act},
            now=now,
        )
    return unit_get(unit_id)


def succession_add(
    *, actor: Actor, now: datetime, old_id: str, new_id: str, on: date, extent: str, act: str, share: Decimal | None = None
) -> SuccessionInfo:
    """Say that ``old_id`` passed into ``new_id`` on a day, as a whole or in part. ``share`` is the part of the old unit, above 0 up to 1.

    Raises :class:`NotUnitAdministrator`, :class:`BadSuccession`, NoSuchUnit."""
    with _changing(actor, now):
        old, new = unit_get(old_id), unit_get(new_id)
        _check_succession(old=old, new=new, on=on, extent=extent, act=act, share=share)
        info = SuccessionInfo(old_id, new_id, on, extent, act, None if share is None else format(share, "f"))
        _succession(info).save(force_insert=True)
        after = {"new": new_id, "on": on, "extent": extent, "act": act, "share": share}
        entry_append(actor=actor.name, action="succession_add", target=f"unit:{old_id}", before=None, after=after, now=now)
    return info


def succession_share(*, actor: Actor, now: datetime, old_id: str, new_id: str, share: Decimal, act: str) -> SuccessionInfo:
    """Declare which part of ``old_id`` passed into ``new_id``, above 0 and below 1; figures of before are then divided by it as estimates.

    Declaring again replaces the share, and the audit keeps both. ``act`` says where the share comes from (area, population, minutes).
    Raises :class:`NotUnitAdministrator`, :class:`BadShare`, NoSuchUnit."""
    with _changing(actor, now):
        old, new = unit_get(old_id), unit_get(new_id)
        row = Succession.objects.filter(old_id=old_id, new_id=new_id, extent="part").order_by("on").last()
        others = Succession.objects.filter(old_id=old_id, on=row.on).exclude(pk=row.pk) if row else Succession.objects.none()
        given = sum((other.share for other in others if other.share is not None), Decimal(0))
        reason = _share_reason(row, share=share, given=given, act=act)
        if reason or row is None:
            raise BadShare(old=old.name, new=new.name, reason=reason)
        before = {"share": row.share}
        row.share = share
        row.save(update_fields=["share"])
        after = {"new": new_id, "on": row.on, "share": share, "act": act.strip()}
        entry_append(actor=actor.name, action="succession_share", target=f"unit:{old_id}", before=before, after=after, now=now)
    return SuccessionInfo(old_id, new_id, row.on, row.extent, row.act, format(share.normalize(), "f"))


def _share_reason(row: Succession | None, *, share: Decimal, given: Decimal, act: str) -> str | None:
    if row is None:
        return "danh sách không ghi đơn vị cũ nhập một phần vào đơn vị này; xem: saovuong units successions --from"
    if not share.is_finite() or not 0 < share < 1 or share != round(share, _SHARE_PLACES):
        return f"tỷ lệ phải lớn hơn 0, nhỏ hơn 1 và có tối đa {_SHARE_PLACES} chữ số thập phân"
    if given + share > 1:
        return f"cộng với các phần đã khai ({given.normalize():f}) thì vượt quá 1"
    return None if act.strip() else "thiếu căn cứ của tỷ lệ"


@contextmanager
def _changing(actor: Actor, now: datetime, *, first: bool = False) -> Iterator[None]:
    """One transaction by an administrator, which leaves the lists in a version never used before, not even by what was rolled back."""
    if not any(grant.role == "admin" for grant in roles_of(actor=actor, on=now.date())):
        raise NotUnitAdministrator(name=actor.name)
    with writing():
        if first:
            if Unit.objects.exists():
                raise UnitsAlreadyLoaded
            Edition.objects.create(version=uuid.uuid4().hex, loaded_at=now)
        yield
        Edition.objects.update(version=uuid.uuid4().hex)


def _store(model: type[Unit] | type[Link] | type[Succession] | type[Alias], rows: Iterable[Unit | Link | Succession | Alias]) -> int:
    return len(model._default_manager.bulk_create(list(rows), batch_size=_BATCH))  # type: ignore[arg-type]


def _row(unit: UnitInfo) -> Unit:
    return Unit(
        id=unit.id, name=unit.name, short_name=unit.short_name, kind=unit.kind, level=unit.level, official_code=unit.official_code,
        opened=unit.opened, closed=unit.closed, area_of_id=unit.area_of, lat=unit.lat, lon=unit.lon, area_km2=unit.area_km2,
        name_order=order_text(unit.name),
    )  # fmt: skip


def _succession(info: SuccessionInfo) -> Succession:
    share = None if info.share is None else Decimal(info.share)
    return Succession(old_id=info.old, new_id=info.new, on=info.on, extent=info.extent, act=info.act, share=share)


def _new_unit(*, name: str, kind: str, parent_id: str, valid_from: date, short_name: str | None) -> UnitInfo:
    plain = " ".join(name.split())
    levels = {info.code: info.level for info in load_kinds()}
    if not plain:
        raise BadUnit(name=name, reason="thiếu tên")
    if levels.get(kind) not in ("area", "other"):
        addable = ", ".join(code for code, level in levels.items() if level in ("area", "other"))
        raise BadUnit(name=plain, reason=f"loại “{kind}” không thêm tay được; các loại thêm được: {addable}")
    if Unit.objects.filter(name=plain, links_up__parent_id=parent_id).exists():
        raise BadUnit(name=plain, reason="đơn vị cấp trên đã có đơn vị cùng tên")
    own_id = f"u-{uuid.uuid5(_NAMESPACE, f'{plain}|{kind}|{parent_id}|{valid_from}').hex[:12]}"
    return UnitInfo(own_id, plain, (short_name or plain).strip(), kind, levels[kind], None, valid_from, None)


def _link(*, child: UnitInfo, parent: UnitInfo, kind: str, valid_from: date, valid_to: date | None, move: bool) -> dict[str, object] | None:
    """Make the tie; returns the tie that had to give way, for the audit."""
    reason = _link_reason(child=child, parent=parent, kind=kind, valid_from=valid_from, valid_to=valid_to)
    if reason:
        raise BadLink(child=child.name, parent=parent.name, reason=reason)
    until = Q() if valid_to is None else Q(valid_from__isnull=True) | Q(valid_from__lt=valid_to)
    clash = Link.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from), until, child_id=child.id, kind=kind)
    standing = list(clash.select_related("parent"))
    gone: dict[str, object] | None = None
    for tie in standing:
        later = tie.valid_from is not None and tie.valid_from > valid_from
        outlasts = valid_to is not None and (tie.valid_to is None or tie.valid_to > valid_to)
        if not move or later or outlasts:
            held = f"đang trực thuộc “{tie.parent.name}” trong thời gian đó"
            raise BadLink(child=child.name, parent=parent.name, reason=held)
        gone = {"parent": tie.parent_id, "kind": kind, "valid_from": tie.valid_from, "valid_to": tie.valid_to}
        if tie.valid_from == valid_from:
            tie.delete()
        else:
            tie.valid_to = valid_from
            tie.save(update_fields=["valid_to"])
    Link.objects.create(child_id=child.id, parent_id=parent.id, kind=kind, valid_from=valid_from, valid_to=valid_to)
    return gone


def _link_reason(*, child: UnitInfo, parent: UnitInfo, kind: str, valid_from: date, valid_to: date | None) -> str | None:
    last = None if valid_to is None else valid_to - timedelta(days=1)
    if kind not in LINK_KINDS:
        return f"không có loại quan hệ “{kind}”"
    if kind == ADMINISTRATIVE and parent.level in ("area", "other"):
        return "cấp trên không phải là đơn vị hành chính"
    if valid_to is not None and valid_to <= valid_from:
        return "ngày kết thúc phải sau ngày bắt đầu"
    for unit in (child, parent):
        if not unit.exists_on(valid_from) or (last is not None and not unit.exists_on(last)):
            return f"“{unit.name}” không tồn tại suốt thời gian đó"
    step: set[str] = {parent.id}
    while step:
        if child.id in step:
            return "hai đơn vị sẽ là cấp trên của nhau"
        step = set(
            Link.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from), child_id__in=step, kind=kind).values_list(
                "parent_id", flat=True
            )
        )
    return None


def _check_succession(*, old: UnitInfo, new: UnitInfo, on: date, extent: str, act: str, share: Decimal | None) -> None:
    reason = None
    if old.id == new.id:
        reason = "một đơn vị không kế thừa chính nó"
    elif extent not in ("whole", "part"):
        reason = "phạm vi phải là whole (toàn bộ) hoặc part (một phần)"
    elif not act.strip():
        reason = "thiếu tên văn bản"
    elif not new.exists_on(on):
        reason = f"“{new.name}” chưa có hoặc không còn vào ngày {on:%d/%m/%Y}"
    elif share is not None and not 0 < share <= 1:
        reason = "tỷ lệ phải lớn hơn 0 và không quá 1"
    elif extent == "whole" and (
        share not in (None, Decimal(1)) or Succession.objects.filter(old_id=old.id, on=on).exclude(new_id=new.id).exists()
    ):
        reason = "đơn vị này còn đi về nơi khác cùng ngày, nên không thể là toàn bộ"
    elif Succession.objects.filter(old_id=old.id, on=on).filter(Q(new_id=new.id) | Q(extent="whole")).exists():
        reason = "đã ghi trước đó"
    if reason:
        raise BadSuccession(old=old.name, new=new.name, reason=reason)
