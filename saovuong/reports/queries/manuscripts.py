"""Reports in the making: what is chosen and written for them."""

from collections.abc import Mapping
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.core.errors import Refusal
from saovuong.ledger.access import READS, covers, rows_in, scope_of
from saovuong.reports import models
from saovuong.reports.heads import Paper
from saovuong.reports.shapes import Choices, Manuscript, ManuscriptInfo, Mention, PartVersion
from saovuong.reports.templates import Template, shipped_template


class UnknownManuscript(Refusal):
    code = "SV-560"
    template = "Không có bản soạn báo cáo số {manuscript_id} trong phạm vi của tài khoản này."


class UnknownPart(Refusal):
    code = "SV-561"
    template = "Mẫu báo cáo không có phần tự viết “{part}”. Các phần: {known}."


def manuscripts(*, actor: Actor | None, now: datetime | None = None) -> list[ManuscriptInfo]:
    """Those of units in the actor's scope, the latest touched first."""
    rows = models.Manuscript.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id"))
    found = list(rows.order_by("pk"))
    touched: dict[int, tuple[datetime, str]] = {row.pk: (row.opened_at, row.opened_by) for row in found}
    for changes in (
        models.PartText.objects.filter(manuscript__in=found).values_list("manuscript_id", "written_at", "written_by"),
        models.PaperChoice.objects.filter(manuscript__in=found).values_list("manuscript_id", "chosen_at", "chosen_by"),
    ):
        for number, at, by in changes.order_by("pk"):
            if at >= touched[number][0]:
                touched[number] = (at, by)
    made = [_info(row, *touched[row.pk]) for row in found]
    return sorted(made, key=lambda one: (one.changed_at, one.id), reverse=True)


def manuscript_get(*, actor: Actor | None, manuscript_id: int, pack: str, now: datetime | None = None) -> Manuscript:
    """``pack`` is the catalogue's, whose template says which parts there are. Raises :class:`UnknownManuscript`, also out of scope."""
    return whole(manuscript_row(actor=actor, manuscript_id=manuscript_id, now=now), pack=pack)


def part_history(*, actor: Actor | None, manuscript_id: int, part: str, now: datetime | None = None) -> list[PartVersion]:
    """Every version of a part, newest first. Raises :class:`UnknownManuscript`."""
    row = manuscript_row(actor=actor, manuscript_id=manuscript_id, now=now)
    return [_part(one) for one in row.texts.filter(part=part).order_by("-version")]


def manuscript_row(*, actor: Actor | None, manuscript_id: int, now: datetime | None) -> models.Manuscript:
    """The row itself, for this room. Raises :class:`UnknownManuscript`."""
    row = models.Manuscript.objects.filter(pk=manuscript_id).first()
    if row is None or not covers(scope_of(actor=actor, roles=READS, now=now), row.unit_id):
        raise UnknownManuscript(manuscript_id=manuscript_id)
    return row


def whole(row: models.Manuscript, *, pack: str) -> Manuscript:
    template = shipped_template(pack=pack, code=row.template)
    newest = newest_parts(row)
    parts = tuple(newest.get(blank.code, PartVersion(blank.code, 0, "", None, "")) for blank in template.blanks())
    choices = choices_of(row)
    moments = [(row.opened_at, row.opened_by)]
    moments += [(one.written_at, one.written_by) for one in newest.values() if one.written_at]
    moments += [(choices.chosen_at, choices.chosen_by)] if choices.chosen_at else []
    return Manuscript(_info(row, *max(moments, key=lambda moment: moment[0])), choices, parts)


def manuscript_for(*, unit_id: str, period_label: str, template: Template) -> models.Manuscript | None:
    """The manuscript of a unit, for who may know of the unit: the caller has seen to that."""
    return models.Manuscript.objects.filter(unit_id=unit_id, period_label=period_label, template=template.code).first()


def newest_parts(row: models.Manuscript) -> Mapping[str, PartVersion]:
    return {one.part: _part(one) for one in row.texts.order_by("version")}


def parts_at(row: models.Manuscript, versions: Mapping[str, int]) -> Mapping[str, PartVersion]:
    """The parts as they stood in those versions."""
    return {one.part: _part(one) for one in row.texts.all() if versions.get(one.part) == one.version}


def choices_of(row: models.Manuscript | None) -> Choices:
    newest = row.choices.order_by("-version").first() if row is not None else None
    if newest is None:
        return Choices(0, (), Paper(), None, "")
    paper = Paper(newest.number or None, newest.issued_on, newest.signer, newest.signer_name)
    return Choices(newest.version, tuple(newest.left_out), paper, newest.chosen_at, newest.chosen_by)


def _info(row: models.Manuscript, at: datetime, by: str) -> ManuscriptInfo:
    return ManuscriptInfo(row.pk, row.unit_id, row.period_label, row.template, row.opened_at, row.opened_by, at, by)


def _part(row: models.PartText) -> PartVersion:
    mentions = tuple(Mention(**one) for one in row.mentions)
    return PartVersion(row.part, row.version, row.text, row.written_at, row.written_by, mentions)
