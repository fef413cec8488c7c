"""The report in the making: words kept by version, two writers at once, sections left out, and what a new building keeps."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saovuong.accounts.services import grant_give, user_create
from saovuong.accounts.shapes import Actor
from saovuong.audit.models import Entry
from saovuong.core.catalogue import Catalogue
from saovuong.ledger.access import NotAllowed
from saovuong.reports import models
from saovuong.reports.heads import NoIssuer, Paper, UnknownSigner
from saovuong.reports.queries import (
    NoActor,
    UnknownManuscript,
    UnknownPart,
    WrongPeriod,
    manuscript_get,
    manuscripts,
    part_history,
    report_check,
    report_draft,
)
from saovuong.reports.services import manuscript_build, manuscript_open, paper_choose, part_write
from saovuong.reports.services.manuscripts import (
    BadPaperNumber,
    ChoicesChanged,
    LongSignerName,
    PartChanged,
    TextTooLong,
    UnknownSection,
    UnreadableText,
)
from saovuong.reports.shapes import Manuscript, PartVersion
from tests.consolidation.world import CITY, DUC_XUAN, DUONG_QUANG, GIFTS, MILITIA, Office
from tests.reports.test_services import correct

pytestmark = pytest.mark.django_db


class Desk:
    """One writer at work on the city's report of 2024."""

    def __init__(self, actor: Actor, catalogue: Catalogue, now: datetime) -> None:
        self.actor, self.catalogue, self.now = actor, catalogue, now
        self.asking = {"actor": actor, "now": now, "catalogue": catalogue}
        self.number = manuscript_open(**self.asking, unit_id=CITY, period_label="2024").info.id

    def write(self, text: str, *, part: str = "strengths", base: int = 0, actor: Actor | None = None, later: int = 0) -> PartVersion:
        asking = self.asking | {"actor": actor or self.actor, "now": self.now + timedelta(minutes=later)}
        return part_write(**asking, manuscript_id=self.number, part=part, text=text, base_version=base)

    def choose(self, *left_out: str, base: int = 0, **paper: object) -> object:
        return paper_choose(**self.asking, manuscript_id=self.number, left_out=left_out, paper=Paper(**paper), base_version=base)  # type: ignore[arg-type]

    def get(self) -> Manuscript:
        return manuscript_get(actor=self.actor, manuscript_id=self.number, pack=self.catalogue.pack, now=self.now)

    def paragraphs(self) -> list[str]:
        draft = report_draft(**self.asking, unit_id=CITY, period_label="2024")
        from saovuong.reports.language import plain
        from saovuong.writers.report_shapes import placed_runs

        return [plain(one.runs) for one in placed_runs(draft.shape)]


def person(name: str, role: str, unit_id: str, now: datetime) -> Actor:
    actor = user_create(name=name, display_name=name, actor=None, now=now)
    grant_give(user=actor, role=role, unit_id=unit_id, valid_from=date(2020, 1, 1), actor=None, now=now)
    return actor


@pytest.fixture
def desk(city: Office, catalogue: Catalogue, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Desk:
    # The first administrator closes the door through which tests open accounts without one.
    monkeypatch.setattr("saovuong.accounts.services._require_admin", lambda **_: None)
    return Desk(person("soan-thao", "writer", CITY, now), catalogue, now)


def test_a_unit_has_one_manuscript_a_year(desk: Desk) -> None:
    again = manuscript_open(**desk.asking, unit_id="d63-058", period_label="2024")
    assert again.info.id == desk.number
    assert (again.info.unit_id, again.info.period_label, again.info.opened_by) == (CITY, "2024", "soan-thao")
    assert [part.part for part in again.parts][:4] == ["advantages", "difficulties", "strengths", "shortcomings"]
    assert {part.version for part in again.parts} == {0}
    assert Entry.objects.filter(action="manuscript_open").count() == 1


def test_words_stand_on_the_paper_and_every_version_is_kept(desk: Desk) -> None:
    assert desk.write("Nội bộ đoàn kết.").version == 1
    assert desk.write("Nội bộ đoàn kết,  \r\nthống nhất.\n\n", base=1, later=5).text == "Nội bộ đoàn kết,\nthống nhất."
    assert "- Ưu điểm:" in desk.paragraphs()
    assert "Nội bộ đoàn kết," in desk.paragraphs()
    history = part_history(actor=desk.actor, manuscript_id=desk.number, part="strengths")
    assert [(one.version, one.text, one.written_by) for one in history] == [
        (2, "Nội bộ đoàn kết,\nthống nhất.", "soan-thao"),
        (1, "Nội bộ đoàn kết.", "soan-thao"),
    ]
    (listed,) = manuscripts(actor=desk.actor)
    assert (listed.changed_at, listed.changed_by) == (desk.now + timedelta(minutes=5), "soan-thao")


def test_the_same_words_again_add_nothing(desk: Desk) -> None:
    desk.write("Như cũ.")
    before = models.PartText.objects.count(), Entry.objects.count()
    # Whoever sends what is already there needs not be told of anything.
    assert desk.write("Như cũ.", base=0).version == 1
    assert (models.PartText.objects.count(), Entry.objects.count()) == before


def test_the_second_of_two_writers_is_told_and_nothing_is_lost(desk: Desk, now: datetime) -> None:
    other = person("soan-thao-2", "writer", CITY, now)
    desk.write("Lời của người thứ nhất.")
    with pytest.raises(PartChanged) as told:
        desk.write("Lời của người thứ hai.", actor=other)
    assert "soan-thao đã lưu bản 1" in str(told.value)
    assert desk.get().part("strengths").text == "Lời của người thứ nhất."  # type: ignore[union-attr]
    # Having seen it, he goes on from there; the first one's words stay in the history.
    desk.write("Lời của cả hai.", base=1, actor=other)
    assert [one.text for one in part_history(actor=other, manuscript_id=desk.number, part="strengths")] == [
        "Lời của cả hai.",
        "Lời của người thứ nhất.",
    ]


@pytest.mark.parametrize(
    ("text", "refusal"), [("a" * 20_001, TextTooLong), ("dán\x07vào", UnreadableText), ("dấu\u200bẩn", UnreadableText)]
)
def test_what_no_paper_can_show_is_refused(desk: Desk, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        desk.write(text)
    assert models.PartText.objects.count() == 0


def test_who_may_write(desk: Desk, city: Office, now: datetime) -> None:
    commander = person("chi-huy", "commander", CITY, now)
    with pytest.raises(NotAllowed):
        desk.write("Của chỉ huy", actor=commander)
    assert desk.get().info.id == manuscript_get(actor=commander, manuscript_id=desk.number, pack=desk.catalogue.pack).info.id
    for stranger in (city.people.outsider, city.people.nobody):
        with pytest.raises(UnknownManuscript):
            desk.write("Của người ngoài", actor=stranger)
        with pytest.raises(UnknownManuscript):
            manuscript_get(actor=stranger, manuscript_id=desk.number, pack=desk.catalogue.pack)
        assert manuscripts(actor=stranger) == []
    with pytest.raises(NotAllowed):
        manuscript_open(**desk.asking | {"actor": commander}, unit_id=CITY, period_label="2024")
    with pytest.raises(NoActor):
        manuscript_open(**desk.asking | {"actor": None}, unit_id=CITY, period_label="2024")


def test_what_cannot_be_opened_or_written(desk: Desk) -> None:
    with pytest.raises(WrongPeriod):
        manuscript_open(**desk.asking, unit_id=CITY, period_label="2024-H1")
    with pytest.raises(NoIssuer):
        manuscript_open(**desk.asking, unit_id="vn", period_label="2024")
    with pytest.raises(UnknownPart):
        desk.write("x", part="khong-co")


def test_choices_show_on_the_paper_and_a_section_left_out_takes_its_figures_along(desk: Desk) -> None:
    before = report_draft(**desk.asking, unit_id=CITY, period_label="2024")
    keys = {figure.key for figure in before.shape.figures}
    assert f"result:2024:{GIFTS}" in keys
    desk.choose("political", number="5", issued_on=date(2024, 12, 5), signer="deputy", signer_name="Nguyễn  Văn A")
    after = report_draft(**desk.asking, unit_id=CITY, period_label="2024")
    assert (after.shape.header.number, after.shape.header.issued_on) == ("05", date(2024, 12, 5))
    assert (after.shape.signature.authority[0], after.shape.signature.name) == ("KT. CHỈ HUY TRƯỞNG", "Nguyễn Văn A")
    assert len(after.shape.parts[0].sections[1].sections) == len(before.shape.parts[0].sections[1].sections) - 1
    assert not [line for line in desk.paragraphs() if "Công tác dân vận" in line]
    assert after.shape.about["left_out"] == "political"


def test_choices_that_cannot_be(desk: Desk) -> None:
    for chosen, paper, refusal in (
        (("khong-co",), {}, UnknownSection),
        ((), {"number": "15a"}, BadPaperNumber),
        ((), {"signer": "ai đó"}, UnknownSigner),
        ((), {"signer_name": "a" * 101}, LongSignerName),
    ):
        with pytest.raises(refusal):
            desk.choose(*chosen, **paper)
    assert models.PaperChoice.objects.count() == 0
    desk.choose("reserve")
    with pytest.raises(ChoicesChanged):
        desk.choose("training")
    desk.choose("training", base=1)
    assert desk.get().choices.left_out == ("training",)


def test_a_built_report_of_chosen_sections_checks_clean(desk: Desk, tmp_path, now: datetime) -> None:  # type: ignore[no-untyped-def]
    desk.choose("political", "forecast")
    desk.write("Tặng quà đúng đối tượng, 3 lần kiểm tra.")
    built = manuscript_build(**desk.asking, manuscript_id=desk.number, folder=tmp_path)
    found = report_check(**desk.asking, content=built.content)
    assert found.differences == ()
    words = "\n".join(one.text for one in Document(BytesIO(built.content)).paragraphs)
    assert "- Ưu điểm: Tặng quà đúng đối tượng, 3 lần kiểm tra." in words
    assert "Dự báo" not in words


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" \n"), max_size=200)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=_TEXTS)
def test_words_survive_any_change_of_the_figures(text: str, desk: Desk, city: Office, catalogue: Catalogue) -> None:
    """Whatever is accepted afterwards, the office's own words are on the next paper letter by letter."""
    with transaction.atomic():
        base = desk.get().part("causes").version  # type: ignore[union-attr]
        kept = desk.write(text, part="causes", base=base).text
        correct(city, catalogue, DUC_XUAN, GIFTS, 77)
        assert desk.get().part("causes").text == kept  # type: ignore[union-attr]
        lines = desk.paragraphs()
        for line in kept.split("\n"):
            assert not line.strip() or any(line.strip() in shown for shown in lines)
        transaction.set_rollback(True)


def test_a_changed_figure_is_told_beside_the_words_that_name_it(desk: Desk, city: Office, catalogue: Catalogue) -> None:
    from saovuong.reports.mentions import stale_mentions

    draft = report_draft(**desk.asking, unit_id=CITY, period_label="2024")
    militia = next(figure for figure in draft.shape.figures if figure.key == f"result:2024:{MILITIA}")
    assert militia.value == "721"
    words = "Xây dựng lực lượng dân quân tự vệ 721 đồng chí, bảo đảm chất lượng."
    written = desk.write(words)
    assert militia.key in {one.key for one in written.mentions}
    correct(city, catalogue, DUONG_QUANG, MILITIA, 120)
    now_so = report_draft(**desk.asking, unit_id=CITY, period_label="2024")
    (stale,) = stale_mentions(desk.get().parts, now_so.shape)
    assert (stale.number, stale.key, stale.now) == ("721", militia.key, "735")
    assert words in "\n".join(desk.paragraphs())


@pytest.mark.parametrize("table", ["manuscript", "parttext", "paperchoice"])
def test_rows_of_a_manuscript_are_never_changed(desk: Desk, table: str) -> None:
    desk.write("Một.")
    desk.choose("reserve")
    for statement in (f"UPDATE reports_{table} SET id = id + 1", f"DELETE FROM reports_{table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_figure_of_the_words_is_not_looked_for_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types on pays for a report only when a new number comes up."""
    asked = []
    from saovuong.reports.services import manuscripts as module

    real = module.report_draft
    monkeypatch.setattr(module, "report_draft", lambda **more: asked.append(1) or real(**more))
    desk.write("Không có số.")
    assert asked == []
    desk.write("Có 12 số.", base=1)
    desk.write("Có 12 số, rồi viết tiếp.", base=2)
    assert len(asked) == 1
