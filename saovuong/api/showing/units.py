from datetime import date
from typing import Literal

from pydantic import Field

from saovuong.api.showing.basics import Shown
from saovuong.core.units import SuccessionInfo, UnitInfo
from saovuong.org.names import UnitNameIndex

Level = Literal["country", "province", "district", "area", "commune", "other"]
LinkKind = Literal["reporting", "administrative", "command"]


class UnitShown(Shown):
    """``official_code`` is an attribute that the State may reuse; ``id`` is never reused. ``closed`` is the first day without the unit."""

    id: str
    name: str
    short_name: str
    full_name: str = Field(description="Tên cùng tên các đơn vị cấp trên.")
    kind: str
    level: Level
    official_code: str | None
    opened: date | None
    closed: date | None
    area_of: str | None = Field(description="Đơn vị hành chính mà cơ quan chỉ huy này phụ trách.")
    latitude: float | None
    longitude: float | None
    area_km2: float | None


class SuccessionShown(Shown):
    """On day ``on`` the old unit passed into the new one, as a whole or in part."""

    old: str
    old_name: str
    new: str
    new_name: str
    on: date
    extent: Literal["whole", "part"]
    share: str | None = Field(description="Phần của đơn vị cũ, từ 0 đến 1, nếu đã khai báo.")
    act: str


class Successions(Shown):
    became: list[SuccessionShown] = Field(description="Đơn vị này thành những đơn vị nào.")
    came_from: list[SuccessionShown] = Field(description="Đơn vị này từ những đơn vị nào mà thành.")


class UnitList(Shown):
    items: list[UnitShown]


def unit_shown(unit: UnitInfo, index: UnitNameIndex) -> UnitShown:
    return UnitShown(
        id=unit.id,
        name=unit.name,
        short_name=unit.short_name,
        full_name=index.full_name_of(unit.id),
        kind=unit.kind,
        level=unit.level,  # type: ignore[arg-type]  # the database holds it to these
        official_code=unit.official_code,
        opened=unit.opened,
        closed=unit.closed,
        area_of=unit.area_of,
        latitude=unit.lat,
        longitude=unit.lon,
        area_km2=unit.area_km2,
    )


def succession_shown(one: SuccessionInfo, index: UnitNameIndex) -> SuccessionShown:
    return SuccessionShown(
        old=one.old,
        old_name=index.name_of(one.old),
        new=one.new,
        new_name=index.name_of(one.new),
        on=one.on,
        extent=one.extent,  # type: ignore[arg-type]  # the database holds it to these
        share=one.share,
        act=one.act,
    )
