"""Rows of a pack's files into the shapes of :mod:`saovuong.core.catalogue`. Each function refuses what its own row gets wrong."""

from saovuong.catalogue.rows import Row
from saovuong.catalogue.shapes import FormLine, FormPart, FormPlan
from saovuong.core.catalogue import (
    AbsenceWords,
    Deadline,
    Form,
    Measure,
    RatingWords,
    ReadingWords,
    Regime,
    Scale,
    StatementWords,
    Topic,
    Uom,
)
from saovuong.core.quantity import MeasureKind

DIRECTIONS = ("up", "down", "neutral")
SENSITIVITIES = ("cong_khai", "noi_bo", "co_the_mat")
STATE_SECRET_POSSIBLE = "co_the_mat"  # noqa: S105 - a marking, not a password
PERIOD_KINDS = ("day", "month", "quarter", "half", "year", "range")
LEVELS = ("unit", "commune", "area", "district", "province", "military_region", "ministry", "government")


def read_uom(row: Row) -> Uom:
    uom = Uom(
        code=row.text("code"),
        name_vi=row.text("name_vi"),
        name_en=row.maybe("name_en") or "",
        many_en=row.maybe("many_en") or "",
        words=tuple(sorted(row.texts("words"), key=lambda word: (-len(word), word))),
        factors=row.factors("factors"),
    )
    row.finish()
    return uom


def read_scale(row: Row) -> Scale:
    scale = Scale(
        code=row.text("code"),
        name_vi=row.text("name_vi"),
        name_en=row.maybe("name_en") or "",
        levels=row.texts("levels"),
        aliases=row.mapping("aliases"),
        labels=row.mapping("labels"),
        levels_en=row.texts("levels_en"),
    )
    row.finish()
    if not scale.levels:
        raise row.refuse("thang không có mức nào (levels)")
    return scale


def read_topic(row: Row) -> Topic:
    """The head of a topic file; its measures are taken by the caller."""
    return Topic(
        code=row.text("code"),
        name_vi=row.text("name_vi"),
        name_en=row.maybe("name_en") or "",
        order=row.number("order", low=1, high=999),
        headings=row.texts("headings"),
    )


def read_measure(row: Row, *, topic: str) -> Measure:
    sensitivity = row.choice("sensitivity", SENSITIVITIES)
    measure = Measure(
        code=row.text("code"),
        name_vi=row.text("name_vi"),
        name_en=row.maybe("name_en") or "",
        topic=topic,
        kind=MeasureKind(row.choice("kind", tuple(MeasureKind))),
        uom=row.text("uom"),
        direction=row.choice("direction", DIRECTIONS),
        sensitivity=sensitivity,
        phrases=row.texts("phrases"),
        context=row.texts("context"),
        exclude=row.texts("exclude"),
        heads=row.texts("heads"),
        numerator=row.maybe("numerator"),
        denominator=row.maybe("denominator"),
        scale=row.maybe("scale"),
        legal_basis=row.legal(),
        breakdowns=row.texts("breakdowns"),
        target_rule=row.maybe("target_rule"),
        note=row.maybe("note"),
        source=row.maybe("source"),
        always_target=row.flag("always_target"),
        enabled=sensitivity != STATE_SECRET_POSSIBLE,
    )
    row.finish()
    return measure


def read_regime(row: Row) -> Regime:
    regime = Regime(
        code=row.text("code"),
        name_vi=row.text("name_vi"),
        name_en=row.maybe("name_en") or "",
        period_kinds=row.texts("period_kinds"),
        cut_off_day=row.number("cut_off_day", low=1, high=28),
        legal_basis=row.legal(),
        deadlines=tuple(_deadline(each) for each in row.rows("deadline", name="level")),
    )
    row.finish()
    for kind in regime.period_kinds:
        if kind not in PERIOD_KINDS:
            raise row.refuse(f"period_kinds có “{kind}”, phải là một trong: {', '.join(PERIOD_KINDS)}")
    return regime


def _deadline(row: Row) -> Deadline:
    deadline = Deadline(
        level=row.choice("level", LEVELS),
        to=row.choice("to", LEVELS),
        period_kind=row.choice("period_kind", PERIOD_KINDS),
        day=row.number("day", low=1, high=31),
        month=row.number("month", low=1, high=12) if "month" in row.data else None,
        year_offset=row.number("year_offset", low=0, high=1, default=0),
        legal_basis=row.child("legal_basis").one_legal(),
    )
    row.finish()
    return deadline


def read_reading(row: Row) -> ReadingWords:
    """The words of ``reading.toml``; every table of it may be missing."""
    claims = row.child("claims") if "claims" in row.data else Row(row.file, row.place, {})
    together = row.child("together") if "together" in row.data else Row(row.file, row.place, {})
    works = together.rows("work", name="measure")
    absences, said, rated = (claims.rows(key, name="measure") for key in ("absence", "statement", "rating"))
    words = ReadingWords(
        context_measures=frozenset(row.texts("context_measures")),
        done_ahead=frozenset(row.texts("done_ahead")),
        pair_targets=row.mapping("pair_targets"),
        absences=tuple(AbsenceWords(each.text("measure"), each.texts("words"), each.texts("befalls")) for each in absences),
        not_absent=claims.texts("not_absent"),
        not_said=claims.texts("not_said"),
        not_rated=claims.texts("not_rated"),
        said=tuple(_statement(each) for each in said),
        rated=tuple(_rating(each) for each in rated),
        statements=claims.texts("statements"),
        level_before=claims.texts("level_before"),
        closes=together.texts("closes"),
        works={each.text("measure"): each.texts("words") for each in works},
    )
    for each in (row, claims, together, *works, *absences, *said, *rated):
        each.finish()
    return words


def _statement(row: Row) -> StatementWords:
    return StatementWords(
        measure=row.text("measure"),
        says=row.texts("says"),
        about=row.texts("about"),
        bearers=row.texts("bearers"),
        denies=row.texts("denies"),
        asks=row.texts("asks"),
        usual=row.flag("usual"),
    )


def _rating(row: Row) -> RatingWords:
    return RatingWords(
        measure=row.text("measure"),
        about=row.texts("about"),
        bearers=row.texts("bearers"),
        generally=row.texts("generally"),
        strong=row.flag("strong"),
        usual=row.flag("usual"),
    )


def read_form_file(row: Row) -> list[tuple[Row, FormPlan]]:
    """One file of ``forms/``: the regime, the forms it makes, and the sections that they share."""
    regime = row.text("regime")
    forms = [(each, _form(each, regime)) for each in row.rows("form")]
    parts = tuple(_form_part(each) for each in row.rows("section", name="title_vi"))
    row.finish()
    return [(each, FormPlan(form, parts)) for each, form in forms]


def _form(row: Row, regime: str) -> Form:
    form = Form(
        code=row.text("code"),
        name_vi=row.text("name_vi"),
        name_en=row.maybe("name_en") or "",
        regime=regime,
        level=row.choice("level", LEVELS),
        period_kind=row.choice("period_kind", PERIOD_KINDS),
        sections=(),
    )
    row.finish()
    return form


def _form_part(row: Row) -> FormPart:
    part = FormPart(
        title_vi=row.text("title_vi"),
        title_en=row.maybe("title_en") or "",
        lines=tuple(_form_line(each) for each in row.rows("measures")),
    )
    row.finish()
    return part


def _form_line(row: Row) -> FormLine:
    line = FormLine(measure=row.text("code"), since=row.choice("since", PERIOD_KINDS, default="month"), levels=row.texts("levels"))
    row.finish()
    for level in line.levels:
        if level not in LEVELS:
            raise row.refuse(f"cấp “{level}” không có, phải là một trong: {', '.join(LEVELS)}")
    return line
