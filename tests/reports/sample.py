"""A small city made by hand: four communes, three years, every kind of measure. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind, Modifier, Role, Scope
from saovuong.core.units import UnitInfo
from saovuong.engine.shapes import Fact, Question, Total, Tree
from saovuong.engine.totals import totals
from saovuong.ledger.shapes import Evidence, FactRow
from saovuong.reports.assemble import make_draft
from saovuong.reports.data import ReportData, YearTotals
from saovuong.reports.heads import Paper
from saovuong.reports.shapes import Draft
from saovuong.reports.templates import Template, shipped_profile, shipped_template
from saovuong.writers.profile import Profile

CITY, HIGHER = "city-command", "province-command"
WARDS = ("ward-a", "ward-b", "ward-c", "commune-d")
WRITTEN_AT = datetime(2025, 1, 10, 8, 30, tzinfo=UTC)


def _unit(id: str, name: str, kind: str, level: str, area_of: str | None = None) -> UnitInfo:
    return UnitInfo(id, name, name, kind, level, None, None, None, area_of)


UNITS = {
    unit.id: unit
    for unit in (
        _unit(HIGHER, "Bộ Chỉ huy quân sự tỉnh Sơn Hà", "provincial_command", "province", "province"),
        _unit("province", "Tỉnh Sơn Hà", "province", "province"),
        _unit(CITY, "Ban Chỉ huy quân sự thành phố Bình An", "district_command", "district", "city"),
        _unit("city", "Thành phố Bình An", "city", "district"),
        _unit("ward-a", "Phường An Hòa", "ward", "commune"),
        _unit("ward-b", "Phường Bến Đá", "ward", "commune"),
        _unit("ward-c", "Phường Phùng Chí Kiên", "ward", "commune"),
        _unit("commune-d", "Xã Đông Sơn", "commune", "commune"),
    )
}


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


@cache
def template() -> Template:
    return shipped_template(pack="local_defence", code="year")


@cache
def profile() -> Profile:
    return shipped_profile(pack="local_defence", code="nd30")


@dataclass
class Book:
    """Hand-entered figures. ``put`` adds one; ``draft`` builds the report from what was put."""

    rows: list[FactRow] = field(default_factory=list)

    def put(
        self,
        measure: str,
        value: str | int | bool | None,
        *,
        unit: str = CITY,
        year: int = 2024,
        role: Role = Role.RESULT,
        modifier: Modifier = Modifier.EXACT,
        high: str | None = None,
        comparator: str | None = None,
        mode: str | None = None,
        reporter: str | None = None,
        quote: str | None = None,
        accepted_by: str = "kiem-tra",
    ) -> "Book":
        number = len(self.rows) + 1
        kind = catalogue().measures[measure].kind
        is_word = isinstance(value, str) and (kind is MeasureKind.RATING or not value[:1].isdigit())
        words = quote or f"{catalogue().measures[measure].name_vi}: {value}"
        at = words.find(str(value))
        start, end = Period.parse(str(year)).data_range(cut_off_day=15)
        self.rows.append(
            FactRow(
                id=number,
                submission_id=1,
                version=1,
                state="accepted",
                finality="final",
                unit_id=unit,
                reporter_id=reporter or unit,
                measure=measure,
                period_label=str(year),
                period_start=start,
                period_end=end,
                as_of=date(year, 12, 14),
                role=role,
                scope=Scope.TOTAL if unit == CITY else Scope.OWN,
                value=None if is_word or isinstance(value, bool) or value is None else Decimal(value),
                high=Decimal(high) if high else None,
                rating=str(value) if is_word else None,
                flag=value if isinstance(value, bool) else None,
                unquantified=value is None,
                modifier=modifier,
                uom=catalogue().measures[measure].uom,
                comparator=comparator,
                target_mode=mode,
                evidence=Evidence(
                    1,
                    f"bao-cao-{unit}-{year}.docx",
                    words,
                    0,
                    len(words),
                    at if at >= 0 else None,
                    at + len(str(value)) if at >= 0 else None,
                ),
                supersedes_id=None,
                returned_reason=None,
                entered_by="nhap-lieu",
                entered_at=WRITTEN_AT,
                accepted_by=accepted_by,
                accepted_at=WRITTEN_AT,
                number=number,
            )
        )
        return self

    def each(self, measure: str, values: Iterable[str | int | bool | None], *, year: int = 2024) -> "Book":
        """One value per commune in the order of WARDS; an empty string is not reported."""
        for unit, value in zip(WARDS, values, strict=True):
            if value != "":
                self.put(measure, value, unit=unit, year=year)
        return self

    def data(self, *, unit: str = CITY) -> ReportData:
        below = WARDS if unit == CITY else ()
        tree = Tree(unit, date(2024, 12, 14), {CITY: WARDS} if below else {}, frozenset(below or (unit,)))
        this, last, next_ = (YearTotals(Period.parse(str(year)), self._totals(tree, year)) for year in (2024, 2023, 2025))
        return ReportData(
            unit=UNITS[unit],
            superior=UNITS[HIGHER if below else CITY],
            area=UNITS["city"] if below else UNITS[unit],
            below=below,
            units=UNITS,
            day=tree.day,
            this=this,
            last=last,
            next=next_,
            facts={row.id: row for row in self.rows},
            catalogue=catalogue(),
        )

    def _totals(self, tree: Tree, year: int) -> dict[str, Total]:
        start, end = Period.parse(str(year)).data_range(cut_off_day=15)
        assert end is not None
        facts = [engine_fact(row) for row in self.rows]
        answers = totals(
            questions=[Question(code, start, end) for code in catalogue().measures], facts=facts, tree=tree, catalogue=catalogue()
        )
        return {answer.measure: answer for answer in answers}

    def draft(self, *, unit: str = CITY, paper: Paper | None = None) -> Draft:
        return make_draft(
            data=self.data(unit=unit),
            template=template(),
            profile=profile(),
            paper=paper or Paper(),
            written_at=WRITTEN_AT,
            written_by="kiem-tra",
        )


def engine_fact(row: FactRow) -> Fact:
    return Fact(
        id=row.id,
        unit=row.unit_id,
        reporter=row.reporter_id,
        measure=row.measure,
        start=row.period_start,
        end=row.period_end,
        as_of=row.as_of,
        role=row.role,
        scope=row.scope,
        value=row.value,
        high=row.high,
        rating=row.rating,
        flag=row.flag,
        modifier=row.modifier,
        uom=row.uom,
        comparator=row.comparator,
        target_mode=row.target_mode,
    )


def full_book() -> Book:
    """Two years of a city with targets: results that agree and one that does not, ratings, answers, money, a missing commune."""
    good, better, best = "hoàn thành nhiệm vụ", "hoàn thành tốt nhiệm vụ", "hoàn thành xuất sắc nhiệm vụ"
    book = Book()
    book.each("population", [8412, 9120, 5210, 3254]).each("hamlet_count", [16, 18, 11, 9])
    book.each("plan_issued_count", [14, 12, 10, 10]).each("resolution_issued_count", [1, 1, 1, 1]).each("conference_count", [4, 5, 4, 3])
    book.each("conference_count", [4, 4, 4, 3], year=2023)
    book.each("duty_person_turns", [730, 810, 520, 460]).each("duty_person_turns", [705, 790, 530, 445], year=2023)
    book.each("duty_kept_strictly", [True, True, True, True]).each("hotspot_count", [0, 0, 0, 0])
    book.each("militia_total", [104, 112, 64, 56]).each("militia_total", [101, 108, 64, 55], year=2023).put("militia_total", 338)
    book.each("militia_party_member_count", [26, 27, 16, 15]).each("militia_party_member_count", [24, 25, 14, 14], year=2023)
    book.each("militia_trained_count", [101, 108, 63, 55]).each("militia_training_required_count", [102, 110, 64, 56])
    book.put("militia_training_attendance_rate", 98, role=Role.TARGET, comparator=">=")
    book.each("militia_training_rating", ["khá", "giỏi", "khá", "giỏi"])
    book.each("reservist_registered_count", [142, 168, 75, ""])
    book.each("age17_registered_count", [71, 78, 35, 27]).each("age17_registered_count", [68, 75, 31, 29], year=2023)
    book.each("conscripts_enlisted_count", [9, 10, 6, 5]).each("conscripts_enlisted_count", [9, 9, 5, 5], year=2023)
    book.put("conscription_quota", 30, role=Role.TARGET).put("enlisted_party_member_count", 2)
    book.each("replacement_count", [0, 0, 0, 0]).each("conscription_law_violation_cases", [0, 0, 1, 0])
    book.each("recruit_gift_count", [12, 13, 8, 6]).each("recruit_gift_value_vnd", [6_000_000, 6_500_000, 4_000_000, 3_000_000])
    book.each("info_exchanged_count", [34, 40, 18, 19]).each("info_exchanged_count", [30, 36, 20, 18], year=2023)
    book.put("disaster_militia_turns", 500, modifier=Modifier.OVER)
    book.each("canal_dredged_km", ["1.2", "1.5", "", "4.2"]).each("canal_dredged_km", ["1.0", "1.4", "3.1", "3.9"], year=2023)
    book.put("fund_donation_value_vnd", None).put("gratitude_house_built_count", 1).put("gratitude_house_value_vnd", 117_000_000)
    book.put("party_committee_rating", best).put("unit_safety_absolute", True)
    book.put("overall_task_rating", better).each("overall_task_rating", [better, better, good, best])
    book.each("award_collective_count", [1, 1, 1, 2]).each("award_individual_count", [3, 3, 2, 4])
    book.put("defence_edu_target_completion_rate", 100).put("defence_edu_target_completion_rate", 100, year=2023)
    book.put("conscription_target_completion_rate", 100, year=2025, role=Role.TARGET)
    book.put("militia_training_attendance_rate", 98, year=2025, role=Role.TARGET, comparator=">=", mode="each")
    book.put("comprehensive_strong_unit_rating", 'vững mạnh toàn diện "mẫu mực, tiêu biểu"', year=2025, role=Role.TARGET)
    book.put("contest_prize_count", True, year=2025, role=Role.TARGET)
    return book
