from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from saovuong.api.desk import desk_of
from saovuong.api.showing.basics import Shown, UnitRef
from saovuong.org import queries as org

router = Router()


class Held(Shown):
    role: str
    unit: UnitRef


class Me(Shown):
    """The account behind the token, with the rights of today."""

    name: str
    display_name: str
    grants: list[Held]
    token: str
    writes: bool = Field(description="Mã này có quyền ghi.")
    expires_on: date = Field(description="Ngày đầu tiên mã không còn dùng được.")


@router.get("me", response=Me, summary="Tài khoản và mã truy cập đang dùng")
def me(request: HttpRequest) -> Me:
    desk = desk_of(request)
    names = {info.id: info.name for info in org.units_get(grant.unit_id for grant in desk.grants).values()}
    return Me(
        name=desk.actor.name,
        display_name=desk.actor.display_name,
        grants=[Held(role=one.role, unit=UnitRef(id=one.unit_id, name=names.get(one.unit_id, one.unit_id))) for one in desk.grants],
        token=desk.token.name,
        writes=desk.token.writes,
        expires_on=desk.token.expires_on,
    )
