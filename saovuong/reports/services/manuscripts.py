"""The report in the making: what is chosen for it, and the office's own words."""

import unicodedata
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime

from django.utils import timezone

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.consolidation.places import place_for
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.core.text import nfc
from saovuong.ledger.access import WRITES, require
from saovuong.org import queries as org
from saovuong.reports import models
from saovuong.reports.heads import Paper, UnknownSigner, issuer_for
from saovuong.reports.mentions import mentions_of, stated_numbers
from saovuong.reports.queries import DEFAULT_TEMPLATE, NoActor, WrongPeriod, report_draft
from saovuong.reports.queries.manuscripts import UnknownPart, choices_of, manuscript_row, newest_parts, whole
from saovuong.reports.shapes import Choices, Manuscript, Mention, PartVersion
from saovuong.reports.templates import Template, shipped_template

LONGEST_TEXT = 20_000
_LONGEST_NAME = 100
_UNSEEN = ("Cc", "Cf", "Cs", "Co")


class PartChanged(Refusal):
    code = "SV-562"
    template = "{by} đã lưu bản {version} của phần này lúc {at:%H:%M %d/%m/%Y}. Chưa ghi đè: so hai bản, ghép lại rồi lưu."


class TextTooLong(Refusal):
    code = "SV-563"
    template = "Phần này dài {length} ký tự, nhiều nhất là {limit}. Rút gọn rồi lưu lại."


class UnreadableText(Refusal):
    code = "SV-564"
    template = "Ký tự thứ {place} của phần này không in được (thường do dán từ chương trình khác). Xóa ký tự đó rồi lưu lại."


class BadPaperNumber(Refusal):
    code = "SV-565"
    template = "Số văn bản “{text}” không hợp lệ: chỉ gồm chữ số, nhiều nhất 6 chữ số, ví dụ 15."


class ChoicesChanged(Refusal):
    code = "SV-566"
    template = "{by} đã sửa các lựa chọn này lúc {at:%H:%M %d/%m/%Y}. Chưa ghi đè: xem lại rồi chọn lại."


class UnknownSection(Refusal):
    code = "SV-567"
    template = "Mẫu báo cáo không cho bỏ mục “{section}”. Các mục được bỏ: {known}."


class LongSignerName(Refusal):
    code = "SV-568"
    template = "Họ tên người ký dài {length} ký tự, nhiều nhất là {limit}."


def manuscript_open(
    *, actor: Actor | None, now: datetime, unit_id: str, period_label: str, catalogue: Catalogue, template: str = DEFAULT_TEMPLATE
) -> Manuscript:
    """The manuscript of a unit for a period: the one that there is, or a new one.

    ``unit_id`` may be an area: its command on the last day of the period reports. Raises NoActor, NotAllowed, WrongPeriod, NoIssuer,
    UnknownTemplate, NoSuchUnit, UnitNotOnDay, BadPeriod."""
    if actor is None:
        raise NoActor(act="soạn")
    chosen = shipped_template(pack=catalogue.pack, code=template)
    period = Period.parse(period_label)
    if period.kind != chosen.period_kind:
        raise WrongPeriod(name=chosen.name, period=period_label)
    unit = place_for(unit_id=unit_id, period_label=period.label, catalogue=catalogue, tree_day=None).unit
    issuer_for(chosen, unit)
    key = {"unit_id": unit.id, "period_label": period.label, "template": chosen.code}
    with writing():
        require(actor=actor, roles=WRITES, unit_id=unit.id, now=now)
        row = models.Manuscript.objects.filter(**key).first()
        if row is None:
            row = models.Manuscript.objects.create(**key, opened_at=now, opened_by=actor.name)
            entry_append(actor=actor.name, action="manuscript_open", target=f"manuscript:{row.pk}", before=None, after={**key}, now=now)
    return whole(row, pack=catalogue.pack)


def part_write(
    *, actor: Actor | None, now: datetime, manuscript_id: int, part: str, text: str, base_version: int, catalogue: Catalogue
) -> PartVersion:
    """Keep the office's own words for a part as its next version; the same words add nothing.

    ``base_version`` is the version that the writer went on from: where somebody wrote a newer one meanwhile nothing is kept and
    :class:`PartChanged` says who. Raises UnknownManuscript, NotAllowed, UnknownPart, :class:`TextTooLong`, :class:`UnreadableText` too."""
    row = manuscript_row(actor=actor, manuscript_id=manuscript_id, now=now)
    actor = require(actor=actor, roles=WRITES, unit_id=row.unit_id, now=now)
    known = {blank.code: blank.label for blank in shipped_template(pack=catalogue.pack, code=row.template).blanks()}
    if part not in known:
        raise UnknownPart(part=part, known=", ".join(known.values()))
    text = _readable(text)
    with writing():
        newest = newest_parts(row).get(part, PartVersion(part, 0, "", None, ""))
        if text == newest.text:
            return newest
        if newest.version != base_version and newest.written_at is not None:
            raise PartChanged(by=newest.written_by, at=timezone.localtime(newest.written_at), version=newest.version)
        mentions = _mentions(row, text, newest, actor=actor, now=now, catalogue=catalogue)
        version = newest.version + 1
        told = [asdict(one) for one in mentions]
        models.PartText.objects.create(
            manuscript=row, part=part, version=version, text=text, mentions=told, written_at=now, written_by=actor.name
        )
        before = {"part": part, "version": newest.version, "text": newest.text} if newest.version else None
        after = {"part": part, "version": version, "text": text}
        entry_append(actor=actor.name, action="part_write", target=f"manuscript:{row.pk}", before=before, after=after, now=now)
    return PartVersion(part, version, text, now, actor.name, mentions)


def paper_choose(
    *,
    actor: Actor | None,
    now: datetime,
    manuscript_id: int,
    left_out: Collection[str],
    paper: Paper,
    base_version: int,
    catalogue: Catalogue,
) -> Choices:
    """Decide which sections the report leaves out, and its number, day and signer; the same choices add nothing.

    Raises UnknownManuscript, NotAllowed, :class:`UnknownSection`, :class:`BadPaperNumber`, UnknownSigner, :class:`LongSignerName`,
    :class:`UnreadableText`, and :class:`ChoicesChanged` where somebody chose anew after ``base_version``."""
    row = manuscript_row(actor=actor, manuscript_id=manuscript_id, now=now)
    actor = require(actor=actor, roles=WRITES, unit_id=row.unit_id, now=now)
    chosen = _checked(row, left_out, paper, shipped_template(pack=catalogue.pack, code=row.template))
    with writing():
        newest = choices_of(row)
        if (newest.left_out, newest.paper) == (chosen.left_out, chosen.paper):
            return newest
        if newest.version != base_version and newest.chosen_at is not None:
            raise ChoicesChanged(by=newest.chosen_by, at=timezone.localtime(newest.chosen_at))
        version = newest.version + 1
        row.choices.create(version=version, chosen_at=now, chosen_by=actor.name, **_fields(chosen))
        before = _fields(newest) if newest.version else None
        after = _fields(chosen)
        entry_append(actor=actor.name, action="paper_choose", target=f"manuscript:{row.pk}", before=before, after=after, now=now)
    return replace(chosen, version=version, chosen_at=now, chosen_by=actor.name)


def _fields(choices: Choices) -> dict[str, object]:
    paper = choices.paper
    return {
        "left_out": list(choices.left_out),
        "number": paper.number or "",
        "issued_on": paper.issued_on,
        "signer": paper.signer,
        "signer_name": paper.signer_name,
    }


def _checked(row: models.Manuscript, left_out: Collection[str], paper: Paper, template: Template) -> Choices:
    known = {node.code: node.title for node in template.optional()}
    strange = next((code for code in left_out if code not in known), None)
    if strange is not None:
        raise UnknownSection(section=strange, known=", ".join(known.values()))
    number = (paper.number or "").strip()
    if number and not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise BadPaperNumber(text=number)
    signers = issuer_for(template, org.unit_get(row.unit_id)).signers
    if paper.signer not in signers:
        raise UnknownSigner(signer=paper.signer, known=", ".join(signers))
    name = " ".join(_readable(paper.signer_name).split())
    if len(name) > _LONGEST_NAME:
        raise LongSignerName(length=len(name), limit=_LONGEST_NAME)
    # Numbers below ten carry a zero, as the law writes them.
    decided = replace(paper, number=number.zfill(2) if number else None, signer_name=name)
    return Choices(0, tuple(code for code in known if code in left_out), decided, None, "")


def _readable(text: str) -> str:
    """One form of writing: composed letters, single line ends, no spaces at the ends of lines. Raises for what no paper can show."""
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(length=len(text), limit=LONGEST_TEXT)
    for place, char in enumerate(text, start=1):
        if char != "\n" and unicodedata.category(char) in _UNSEEN:
            raise UnreadableText(place=place)
    return text


def _mentions(
    row: models.Manuscript, text: str, newest: PartVersion, *, actor: Actor, now: datetime, catalogue: Catalogue
) -> tuple[Mention, ...]:
    """Which figures the numbers are about. While somebody types on, the numbers stay the same and the book need not be asked again."""
    years = _years(row.period_label)
    before = {one.number for one in stated_numbers(newest.text, years=years)}
    wanted = {one.number for one in stated_numbers(text, years=years)}
    kept = tuple(one for one in newest.mentions if one.number in wanted)
    added = wanted - before
    if not added:
        return kept
    draft = report_draft(
        actor=actor, now=now, unit_id=row.unit_id, period_label=row.period_label, catalogue=catalogue, template=row.template
    )
    return (*kept, *(one for one in mentions_of(text, draft.shape, years=years) if one.number in added))


def _years(period_label: str) -> set[str]:
    period = Period.parse(period_label)
    return {one.label for one in (period.previous_year(), period, period.next_year())}
