"""Who may sign in to the demonstration on the web: one account for each role, all with one password that everybody may know."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from saovuong.accounts.queries import actor_get
from saovuong.accounts.services import grant_give, password_set, user_create
from saovuong.demo.material import script
from saovuong.setup.config import office_write

DEMO_PASSWORD = "trinh-dien-2024"  # noqa: S105 - meant to be known, and set in the demonstration's own folder only
_REGIME = "defence_work"
_GRANTED_FROM = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``unit_id`` None: the city of the demonstration. ``does`` says in a few words what the account is for."""

    name: str
    display_name: str
    role: str
    does: str
    unit_id: str | None = None


# The first three are the accounts of every data folder and have their rights already.
DEMO_PEOPLE = (
    DemoPerson("nhap-lieu", "Người nhập liệu", "clerk", "nộp báo cáo, xác nhận số liệu máy đọc"),
    DemoPerson("kiem-tra", "Người kiểm tra, duyệt số liệu", "verifier", "duyệt hoặc trả lại từng số liệu"),
    DemoPerson("quan-tri", "Quản trị hệ thống", "admin", "mọi việc"),
    DemoPerson("chi-huy", "Chỉ huy trưởng (mẫu)", "commander", "xem tổng hợp, truy nguồn"),
    DemoPerson("soan-thao", "Trợ lý tổng hợp (mẫu)", "writer", "lập báo cáo"),
    DemoPerson("thanh-tra", "Thanh tra (mẫu)", "inspector", "truy nguồn, không sửa gì"),
)
_NEW = DEMO_PEOPLE[3:]


def people_open(*, folder: Path, now: datetime) -> None:
    """Open the accounts that a fresh data folder lacks, give all of them the password, and make the city the office of the folder."""
    office_write(folder=folder, unit=script().city, regime=_REGIME)
    admin = actor_get(name="quan-tri")
    for person in _NEW:
        user = user_create(name=person.name, display_name=person.display_name, actor=admin, now=now)
        unit_id = person.unit_id or script().city
        grant_give(user=user, role=person.role, unit_id=unit_id, valid_from=_GRANTED_FROM, actor=admin, now=now)
    for person in DEMO_PEOPLE:
        password_set(user=actor_get(name=person.name), password=DEMO_PASSWORD, actor=admin, now=now)
