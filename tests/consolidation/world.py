"""The two provinces that became Thái Nguyên on 1/7/2025, from the shipped lists, with people and a small book of 2023 and 2024."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from saovuong.accounts.services import grant_give, user_create
from saovuong.accounts.shapes import Actor
from saovuong.catalogue.packs import load_catalogue
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.ledger import services as book
from saovuong.ledger.shapes import Evidence, NewFact
from saovuong.org.dataset import load_units
from saovuong.org.models import Edition, Link, Succession, Unit
from saovuong.org.order import order_text
from saovuong.org.relations import Relations

CITY, PROVINCE_THEN, PROVINCE_NOW = "bch-d63-058", "bch-p63-06", "bch-p34-19"
DUC_XUAN, SONG_CAU, HUYEN_TUNG, MINH_KHAI = "c63-01840", "c63-01837", "c63-01846", "c63-01834"
DUONG_QUANG, DON_PHONG, XUAT_HOA, NONG_THUONG, PHUNG_CHI_KIEN = "c63-01849", "c63-01984", "c63-01855", "c63-01852", "c63-01843"
NEW_BAC_KAN, NEW_DUC_XUAN, NEW_PHONG_QUANG = "c34-01843", "c34-01840", "c34-01849"
CITY_COMMUNES = (DUC_XUAN, HUYEN_TUNG, MINH_KHAI, PHUNG_CHI_KIEN, SONG_CAU, XUAT_HOA, DUONG_QUANG, NONG_THUONG)

GIFTS, MILITIA, POPULATION, ENLISTED, RATING = (
    "policy_gift_count",
    "militia_total",
    "population",
    "conscripts_enlisted_count",
    "overall_task_rating",
)
RATE = "militia_population_rate"
EARLY = datetime(2024, 12, 20, 8, 0, tzinfo=UTC)


def build_units() -> None:
    data = load_units()
    relations = Relations(data)
    day_then, day_now = date(2025, 6, 30), date(2025, 7, 1)
    inside = {"vn"}
    for root, day in (("p63-06", day_then), ("p63-19", day_then), ("p34-19", day_now)):
        inside |= set(relations.tree(root, day=day, kind="administrative").units())
        inside |= set(relations.tree(relations.reporting_unit(root, day=day).id, day=day).units())
    rows = [unit for unit in data.units if unit.id in inside]
    fields = ("id", "name", "short_name", "kind", "level", "official_code", "opened", "closed", "lat", "lon", "area_km2")
    rows.sort(key=lambda unit: unit.area_of is not None)
    Unit.objects.bulk_create(
        Unit(**{key: getattr(unit, key) for key in fields}, area_of_id=unit.area_of, name_order=order_text(unit.name)) for unit in rows
    )
    ties = [link for link in data.links if link.child in inside and link.parent in inside]
    Link.objects.bulk_create(
        Link(child_id=one.child, parent_id=one.parent, kind=one.kind, valid_from=one.valid_from, valid_to=one.valid_to) for one in ties
    )
    heirs = [one for one in data.successions if one.old in inside and one.new in inside]
    Succession.objects.bulk_create(Succession(old_id=one.old, new_id=one.new, on=one.on, extent=one.extent, act=one.act) for one in heirs)
    Edition.objects.create(version=uuid.uuid4().hex, loaded_at=EARLY)


def declare_share(tie: Succession, share: str) -> None:
    """As the service does: what was kept of the lists as they were answers no longer."""
    Succession.objects.filter(pk=tie.pk).update(share=Decimal(share))
    Edition.objects.update(version=uuid.uuid4().hex)


@dataclass(frozen=True)
class People:
    """``clerk`` and ``verifier`` are the city's; ``commune`` answers for one ward; ``outsider`` for the district next door."""

    admin: Actor
    clerk: Actor
    verifier: Actor
    everywhere: Actor
    commune: Actor
    outsider: Actor
    nobody: Actor


def build_people(now: datetime) -> People:
    def person(name: str, *rights: tuple[str, str]) -> Actor:
        actor = user_create(name=name, display_name=name, actor=None, now=now)
        for role, unit_id in rights:
            grant_give(user=actor, role=role, unit_id=unit_id, valid_from=date(2020, 1, 1), actor=None, now=now)
        return actor

    return People(
        clerk=person("nhap-lieu", ("clerk", "vn")),
        verifier=person("kiem-tra", ("verifier", "vn")),
        everywhere=person("tra-cuu", ("inspector", "vn")),
        commune=person("duc-xuan", ("clerk", DUC_XUAN)),
        outsider=person("bach-thong", ("verifier", "bch-d63-063")),
        nobody=person("khach"),
        admin=person("quan-tri", ("admin", "vn")),
    )


def said(measure: str, value: object, **more: Any) -> NewFact:
    """A figure with a quote of its own from a named source; ``source`` may be given."""
    source = more.pop("source", "Báo cáo mẫu")
    evidence = more.pop("evidence", None) or Evidence(None, source, f"“{measure}: {value}”", None, None)
    fields: dict[str, Any] = {"measure": measure, "evidence": evidence, **more}
    if isinstance(value, bool):
        fields["flag"] = value
    elif isinstance(value, str):
        fields["rating"] = value
    elif value is not None:
        fields["value"] = Decimal(str(value))
    else:
        fields["unquantified"] = True
    return NewFact(**fields)


@dataclass
class Office:
    """Hands in and accepts, as two people."""

    people: People
    now: datetime

    def hand_in(self, unit_id: str, facts: Sequence[NewFact], *, period: str = "2024", accept: bool = True) -> tuple[int, tuple[int, ...]]:
        """(submission id, fact ids)."""
        catalogue = load_catalogue()
        clerk = self.people.clerk
        row = book.submission_open(actor=clerk, now=self.now, catalogue=catalogue, unit_id=unit_id, period_label=period)
        ids = book.facts_append(actor=clerk, now=self.now, catalogue=catalogue, submission_id=row.id, facts=facts)
        book.submission_hand_in(actor=clerk, now=self.now, submission_id=row.id)
        if accept:
            book.submission_accept(actor=self.people.verifier, now=self.now, submission_id=row.id)
        return row.id, ids


def fill_the_city(office: Office) -> None:
    """Seven of the eight communes for 2024 (xã Nông Thượng is silent), the city's own report, and the city's figures of 2023."""
    for step, unit in enumerate(CITY_COMMUNES):
        if unit == NONG_THUONG:
            continue
        facts = [said(GIFTS, 10 + step), said(MILITIA, 100 + step), said(POPULATION, 5000), said(ENLISTED, 4)]
        if unit == SONG_CAU:
            facts[0] = said(GIFTS, 20, modifier=Modifier.OVER)
        facts.append(said(RATING, "hoàn thành tốt nhiệm vụ" if step % 2 else "hoàn thành xuất sắc nhiệm vụ"))
        office.hand_in(unit, facts)
    office.hand_in(
        CITY,
        [
            said(GIFTS, 95, source="Báo cáo của thành phố"),
            said(MILITIA, 999, unit_id=DUC_XUAN, source="Báo cáo của thành phố"),
            said(ENLISTED, 28, source="Báo cáo của thành phố"),
            said(ENLISTED, 30, role=Role.TARGET, comparator=">=", target_mode="total", source="Chỉ tiêu giao"),
            said(GIFTS, 2, scope=Scope.OWN, source="Sổ riêng của Ban CHQS thành phố"),
        ],
    )
    office.hand_in(CITY, [said(GIFTS, 80)], period="2023")
