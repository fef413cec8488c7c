"""Random mergers, splits, moves and cessions in the database: the unit above keeps its totals to the last unit, on either tree."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from saovuong.catalogue.packs import load_catalogue
from saovuong.consolidation.books import facts_for
from saovuong.consolidation.places import place_for
from saovuong.core.period import Period
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.engine import Fact, FactIndex, Question, Total, total
from saovuong.org.models import Edition, Link, Succession, Unit
from tests.consolidation.world import EARLY, GIFTS, MILITIA

CHANGE = date(2025, 7, 1)
BEFORE, AFTER = date(2024, 12, 14), date(2026, 12, 14)
SHARES = ((None, None), (None, None), ("0.6", "0.4"), ("0.25", None), ("0.5", "0.125", None), ("0.1", "0.2", "0.7"))


class Country:
    """A province ``t`` that goes on; its districts end and its communes merge, split, move, go on or give a part away."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.unit("t", "province", None, None)
        districts = [self.unit(f"d{i}", "district", None, CHANGE) for i in range(dice.randint(1, 3))]
        news = [self.unit(f"n{i}", "commune", CHANGE, None) for i in range(dice.randint(2, 5))]
        areas = [self.unit(f"a{i}", "area", CHANGE, None) for i in range(dice.randint(0, 2))]
        for district in districts:
            self.link(district, "t", None, CHANGE)
        for area in areas:
            self.link(area, "t", CHANGE, None)
        for new in news:
            self.link(new, dice.choice(["t", *areas]), CHANGE, None)
        for i in range(dice.randint(2, 8)):
            self.old_commune(f"c{i}", dice.choice(districts), news, areas)
        for new in news:
            if not Succession.objects.filter(new_id=new).exists():
                self.pass_on(self.commune("c-" + new, dice.choice(districts), CHANGE), new, None, "whole")

    def old_commune(self, name: str, district: str, news: list[str], areas: list[str]) -> None:
        fate = self.dice.choice(("whole", "whole", "split", "goes on", "cedes"))
        self.commune(name, district, CHANGE if fate in ("whole", "split") else None)
        if fate == "whole":
            self.pass_on(name, self.dice.choice(news), None, "whole")
        elif fate == "split":
            shares = next(one for one in self.dice.sample(SHARES, len(SHARES)) if len(one) <= len(news))
            for new, share in zip(self.dice.sample(news, len(shares)), shares, strict=True):
                self.pass_on(name, new, share, "part")
        else:
            self.link(name, self.dice.choice(["t", *areas]), CHANGE, None)
            if fate == "cedes":
                self.pass_on(name, self.dice.choice(news), self.dice.choice((None, "0.3")), "part")

    def commune(self, name: str, district: str, closed: date | None) -> str:
        self.unit(name, "commune", None, closed)
        self.link(name, district, None, CHANGE)
        return name

    def unit(self, name: str, level: str, opened: date | None, closed: date | None) -> str:
        kind = {"area": "area_command", "province": "provincial_command", "district": "district_command"}.get(level, "commune")
        Unit.objects.create(id=name, name=name, short_name=name, kind=kind, level=level, opened=opened, closed=closed, name_order=name)
        return name

    def link(self, child: str, parent: str, since: date | None, until: date | None) -> None:
        Link.objects.create(child_id=child, parent_id=parent, kind="reporting", valid_from=since, valid_to=until)

    def pass_on(self, old: str, new: str, share: str | None, extent: str) -> None:
        Succession.objects.create(old_id=old, new_id=new, on=CHANGE, extent=extent, act="NQ", share=share and Decimal(share))

    def figures(self, label: str, day: date) -> list[Fact]:
        facts: list[Fact] = []
        start, end = Period.parse(label).data_range(cut_off_day=15)
        assert end is not None
        for unit in Unit.objects.order_by("pk"):
            alive = (unit.opened is None or unit.opened <= day) and (unit.closed is None or day < unit.closed)
            for measure in (GIFTS, MILITIA):
                for scope in (Scope.OWN, Scope.TOTAL):
                    if alive and self.dice.random() < (0.7 if scope is Scope.OWN else 0.3):
                        facts.append(self.figure(len(facts) + 1, unit.pk, measure, start, end, scope))
        return facts

    def figure(self, number: int, unit: str, measure: str, start: date, end: date, scope: Scope) -> Fact:
        word = self.dice.choice((Modifier.EXACT, Modifier.EXACT, Modifier.EXACT, Modifier.OVER, Modifier.UNDER))
        joint = "K1" if measure == GIFTS and self.dice.random() < 0.15 else None
        return Fact(
            id=number, unit=unit, reporter=unit, measure=measure, start=start, end=end, as_of=end - timedelta(days=1), role=Role.RESULT,
            scope=scope, value=Decimal(self.dice.randint(0, 90)), high=None, rating=None, flag=None, modifier=word,
            uom=load_catalogue().measures[measure].uom, joint=joint,
        )  # fmt: skip


def ask(facts: list[Fact], measure: str, label: str, tree_day: date) -> Total:
    catalogue = load_catalogue()
    place = place_for(unit_id="t", period_label=label, catalogue=catalogue, tree_day=tree_day)
    inside, _ = facts_for(place, facts)
    return total(question=Question(measure, place.start, place.end), facts=FactIndex(inside), tree=place.tree, catalogue=catalogue)


@pytest.mark.parametrize("seed", range(20))
def test_the_unit_above_keeps_its_totals_on_either_tree(db, seed: int) -> None:
    Edition.objects.create(version=str(seed), loaded_at=EARLY)
    for number in range(3):
        with transaction.atomic():
            # What was kept of the last country's lists must not answer for this one.
            Edition.objects.update(version=f"{seed}-{number}")
            country = Country(random.Random(100 * seed + number))
            for label, own_day, other_day in (("2024", BEFORE, CHANGE), ("2026", AFTER, BEFORE)):
                facts = country.figures(label, own_day)
                for measure in (GIFTS, MILITIA):
                    there, here = ask(facts, measure, label, own_day), ask(facts, measure, label, other_day)
                    assert _amount(here) == _amount(there), (seed, number, label, measure)
                    assert here == ask(list(reversed(facts)), measure, label, other_day)
                    _adds_up(here)
            transaction.set_rollback(True)


def _amount(one: Total) -> object:
    # A joint event counts as the highest participant tells it; on another tree another one may be the highest.
    if one.amount is None:
        return None
    return one.amount.value, one.amount.modifier, one.amount.bounds


def _adds_up(one: Total) -> None:
    parts = [one.part]
    while parts:
        part = parts.pop()
        assert part is not None
        parts += part.children
        if part.share is None and part.computed is not None:
            own = [part.own.amount.value] if part.own is not None and part.own.amount is not None else []
            below = [child.counted.value for child in part.children if child.counted is not None]
            assert part.computed.value == sum([*own, *below]) - sum(event.deducted for event in part.joint)
