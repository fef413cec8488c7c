"""What the book says, narrowed to the actor's units. No actor, no rows.

``now`` is the day on which rights are judged; without it, today."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from saovuong.accounts.once import once
from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.ledger.access import READS, covers, rows_in, scope_of
from saovuong.ledger.entering import setting_for
from saovuong.ledger.infos import FIGURE, document_info, fact_rows, submission_info, submission_infos
from saovuong.ledger.models import ACCEPTED, Document, Fact, Review, StateChange, Submission, Withdrawal
from saovuong.ledger.replay import ENTERED, MOVED, OPENED, REVIEWED, WITHDRAWN, Event
from saovuong.ledger.rules import FactProblem, fact_problems
from saovuong.ledger.services.states import UnknownSubmission
from saovuong.ledger.shapes import DocumentInfo, FactRow, NewFact, StateStep, SubmissionInfo, ToldFigure, VerdictInfo
from saovuong.org.shapes import UnitScope

_TOLD = (
    "pk", "submission_id", "unit_id", "submission__unit_id", "measure", "period_label", "period_start", "period_end", "as_of", "role",
    "scope", "value", "high", "rating", "flag", "modifier", "uom", "comparator", "target_mode", "document_id", "figure_start", "quote",
    "joint",
)  # fmt: skip
# SQLite takes this many values in one IN list in every build.
_CHUNK = 900
# Of so many units the figures are fewer than the submissions of a province.
_FEW = 40


def submission_get(*, actor: Actor | None, submission_id: int, now: datetime | None = None) -> SubmissionInfo:
    """Raises UnknownSubmission, also for one outside the actor's scope."""
    return submission_info(_visible(actor, submission_id, now))


def submissions(
    *,
    actor: Actor | None,
    unit_ids: Collection[str] | None = None,
    period_label: str | None = None,
    form: str | None = None,
    states: Collection[str] | None = None,
    newest: int | None = None,
    before: int | None = None,
    now: datetime | None = None,
) -> list[SubmissionInfo]:
    """One row per submission and version, by period, unit and version; None does not narrow. ``newest`` leaves only so many: those begun
    last, the newest first; ``before`` only those begun before the submission of that number."""
    rows = Submission.objects.filter(_of_units(scope_of(actor=actor, roles=READS, now=now), unit_ids))
    if period_label is not None:
        rows = rows.filter(period_label=period_label)
    if form is not None:
        rows = rows.filter(form=form)
    if states is not None:
        rows = rows.alias(state_then=_state("state")).filter(state_then__in=tuple(states))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    rows = rows.order_by("period_start", "unit_id", "form", "version") if newest is None else rows.order_by("-pk")[:newest]
    return submission_infos(rows)


def handed_in(
    *, actor: Actor | None, unit_ids: Collection[str], period_label: str, form: str | None = None, now: datetime | None = None
) -> list[tuple[str, datetime]]:
    """(unit, moment) of every version that units in scope handed in for the period; of one form, or of any."""
    rows = Submission.objects.filter(_of_units(scope_of(actor=actor, roles=READS, now=now), unit_ids), period_label=period_label)
    rows = rows.filter(handed_in_at__isnull=False)
    if form is not None:
        rows = rows.filter(form=form)
    return [(unit, moment) for unit, moment in rows.values_list("unit_id", "handed_in_at") if moment is not None]


def period_labels(*, actor: Actor | None, now: datetime | None = None) -> list[str]:
    """The periods of the submissions in scope, each once, in the order of their labels."""
    rows = Submission.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id"))
    return sorted(rows.order_by().values_list("period_label", flat=True).distinct())


def latest_period(*, actor: Actor | None, now: datetime | None = None) -> str | None:
    """The period of the submission in scope that was begun last; None where there is none."""
    rows = Submission.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id"))
    return rows.order_by("-pk").values_list("period_label", flat=True).first()


def submission_history(*, actor: Actor | None, submission_id: int, now: datetime | None = None) -> list[StateStep]:
    """The states a submission entered, oldest first. Raises UnknownSubmission."""
    row = _visible(actor, submission_id, now)
    return [StateStep(step.state, step.by, step.at) for step in row.changes.order_by("at", "pk")]


def facts_of(*, actor: Actor | None, submission_id: int, present_only: bool = True, now: datetime | None = None) -> list[FactRow]:
    """The figures of one submission by number; ``present_only`` leaves out those corrected or withdrawn since. A figure whose latest review
    returned it carries the reason. Raises UnknownSubmission."""
    row = _visible(actor, submission_id, now)
    facts = Fact.objects.filter(submission=row)
    if present_only:
        facts = _present(facts, None)
    return _rows(facts.order_by("number", "pk"), at=None)


def verdicts_of(*, actor: Actor | None, submission_id: int, now: datetime | None = None) -> dict[int, VerdictInfo]:
    """The latest review of each figure of a submission that was reviewed, by the figure's id. Raises UnknownSubmission."""
    row = _visible(actor, submission_id, now)
    reviews = Review.objects.filter(fact__submission=row).order_by("pk")
    return {review.fact_id: VerdictInfo(review.verdict, review.reason, review.by, review.at) for review in reviews}


def effective_facts(
    *,
    actor: Actor | None,
    unit_ids: Collection[str] | None,
    measures: Collection[str] | None = None,
    start: date,
    end: date,
    at: datetime | None = None,
    states: Collection[str] = (ACCEPTED,),
    after: int | None = None,
    limit: int | None = None,
    now: datetime | None = None,
) -> list[FactRow]:
    """The figures that count (DESIGN 6.1): of the newest version in one of ``states``, not corrected, withdrawn or returned.

    One row per figure about one of ``unit_ids`` (None: all in scope) whose data range meets ``start`` up to but not including ``end``,
    whoever reported it; an open range meets everything after its start. A newer version stands for the older one as a whole, also where it
    says less. ``at`` shows the book as it was at that instant, so that a signed report can be rebuilt. By id; ``after`` and ``limit`` take
    a part of them. Both the unit a figure is about and its reporter must be in scope."""
    scope = scope_of(actor=actor, roles=READS, now=now)
    if scope is None:
        return []
    facts = _counted(Fact.objects.filter(period_start__lt=end), states, at, scope, unit_ids)
    facts = facts.filter(Q(period_end__isnull=True) | Q(period_end__gt=start))
    if unit_ids is None:
        facts = facts.filter(rows_in(scope, "unit_id"))
    else:
        facts = facts.filter(unit_id__in=tuple({unit_id for unit_id in unit_ids if covers(scope, unit_id)}))
    if measures is not None:
        facts = facts.filter(measure__in=tuple(set(measures)))
    facts = _present(facts, at)
    facts = _with_return(facts, at=at).filter(Q(verdict__isnull=True) | Q(verdict=ACCEPTED))
    if after is not None:
        facts = facts.filter(pk__gt=after)
    return _rows(facts.order_by("pk")[:limit], at=at)


def told_figures(
    *,
    actor: Actor | None,
    unit_ids: Collection[str] | None,
    spans: Collection[tuple[Collection[str] | None, date]],
    end: date,
    states: Collection[str] = (ACCEPTED,),
    now: datetime | None = None,
) -> Iterator[ToldFigure]:
    """The figures that count, as :func:`effective_facts` has them, in plain values and one query: for many at once.

    Each of ``spans`` names measures (None: all) and the day from which they are wanted; all up to but not including ``end``. By id."""
    scope = scope_of(actor=actor, roles=READS, now=now)
    if scope is None:
        return
    wanted = Q(pk__in=())
    for measures, start in spans:
        meets = Q(period_end__isnull=True) | Q(period_end__gt=start)
        wanted |= meets if measures is None else meets & Q(measure__in=tuple(measures))
    facts = _present(_counted(Fact.objects.filter(wanted, period_start__lt=end), states, None, scope, unit_ids), None)
    if unit_ids is None:
        facts = facts.filter(rows_in(scope, "unit_id"))
    else:
        facts = facts.filter(unit_id__in=tuple({unit_id for unit_id in unit_ids if covers(scope, unit_id)}))
    facts = _with_return(facts, at=None).filter(Q(verdict__isnull=True) | Q(verdict=ACCEPTED)).order_by("pk")
    for row in facts.values_list(*_TOLD).iterator(chunk_size=5000):
        number, submission, unit, reporter, measure, label, start, until, as_of, role, unit_scope, value, high = row[:13]
        rating, flag, modifier, uom, comparator, mode, document, place, quote, joint = row[13:]
        yield ToldFigure(
            number, submission, unit, reporter, measure, label, start, until, as_of, role, unit_scope, value, high, rating or None, flag,
            modifier, uom, comparator or None, mode or None, document, place, quote, joint or None,
        )  # fmt: skip


def figures_get(*, actor: Actor | None, fact_ids: Iterable[int], now: datetime | None = None) -> dict[int, FactRow]:
    """Figures by id, whether or not they still count. Those about or from units out of scope are not in the answer."""
    scope = scope_of(actor=actor, roles=READS, now=now)
    seen = Fact.objects.filter(rows_in(scope, "unit_id"), rows_in(scope, "submission__unit_id"))
    wanted = sorted(set(fact_ids))
    found: dict[int, FactRow] = {}
    for at in range(0, len(wanted), _CHUNK):
        found |= {row.id: row for row in _rows(seen.filter(pk__in=wanted[at : at + _CHUNK]), at=None)}
    return found


def entry_problems(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, facts: Sequence[NewFact]
) -> list[list[FactProblem]]:
    """Whether facts_append would take each fact by itself: one list of reasons per fact, empty where it would. Raises UnknownSubmission."""
    setting = setting_for(_visible(actor, submission_id, now), actor=actor, now=now, catalogue=catalogue)
    return [fact_problems(fact, setting=setting, number=fact.number or position) for position, fact in enumerate(facts, start=1)]


def journal(*, actor: Actor | None, now: datetime | None = None) -> list[Event]:
    """Every row added to the book for units in scope, in the order in which they were added, for :func:`saovuong.ledger.replay.replay`."""
    rows = Submission.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id"))
    seen = rows.values("pk")
    events = [Event(row.created_at, OPENED, row.pk, series=(row.unit_id, row.form, row.period_label), version=row.version) for row in rows]
    steps = StateChange.objects.filter(submission__in=seen).order_by("pk")
    events += [Event(step.at, MOVED, step.submission_id, word=step.state) for step in steps]
    facts = Fact.objects.filter(submission__in=seen).order_by("pk")
    events += [Event(fact.entered_at, ENTERED, fact.submission_id, fact.pk, supersedes_id=fact.supersedes_id) for fact in facts]
    taken_back = Withdrawal.objects.filter(fact__submission__in=seen).select_related("fact").order_by("pk")
    events += [Event(row.at, WITHDRAWN, row.fact.submission_id, row.fact_id) for row in taken_back]
    reviews = Review.objects.filter(fact__submission__in=seen).select_related("fact").order_by("pk")
    events += [Event(row.at, REVIEWED, row.fact.submission_id, row.fact_id, word=row.verdict) for row in reviews]
    # Sorting is stable: rows of one kind keep their order within an instant, and kinds do not depend on each other's order.
    return sorted(events, key=lambda event: event.at)


def documents(*, actor: Actor | None, now: datetime | None = None) -> list[DocumentInfo]:
    """Documents handed in by units in scope, oldest first."""
    scope = scope_of(actor=actor, roles=READS, now=now)
    if scope is None:
        return []
    seen = Submission.objects.filter(rows_in(scope, "unit_id"))
    return [document_info(row) for row in Document.objects.filter(submissions__in=seen).distinct().order_by("pk")]


def document_texts(*, actor: Actor | None, document_ids: Iterable[int], now: datetime | None = None) -> dict[int, str]:
    """The text of documents in scope by id: what offsets of quotes count in. Ids out of scope are not in the answer."""
    scope = scope_of(actor=actor, roles=READS, now=now)
    if scope is None:
        return {}
    seen = Submission.objects.filter(rows_in(scope, "unit_id"))
    rows = Document.objects.filter(pk__in=tuple(set(document_ids)), submissions__in=seen).distinct()
    return dict(rows.values_list("pk", "text"))


def document_by_hash(*, sha256: str) -> DocumentInfo | None:
    """Whether a content is known at all. Says nothing about who handed it in."""
    row = Document.objects.filter(sha256=sha256).first()
    return document_info(row, already_known=True) if row else None


def _visible(actor: Actor | None, submission_id: int, now: datetime | None) -> Submission:
    row = once(("submission", submission_id), lambda: Submission.objects.filter(pk=submission_id).first())
    if row is None or not covers(scope_of(actor=actor, roles=READS, now=now), row.unit_id):
        raise UnknownSubmission(submission_id=submission_id)
    return row


def _of_units(scope: UnitScope | None, unit_ids: Collection[str] | None) -> Q:
    """Rows of these units (None: all) as far as they are in scope."""
    if unit_ids is None:
        return rows_in(scope, "unit_id")
    return Q(unit_id__in=tuple({unit_id for unit_id in unit_ids if covers(scope, unit_id)}))


def _counted(
    facts: QuerySet[Fact], states: Collection[str], at: datetime | None, scope: UnitScope | None, unit_ids: Collection[str] | None
) -> QuerySet[Fact]:
    """Those of counting submissions by units in scope. Of few units each figure is asked for its submission: there are fewer of them than
    submissions in scope."""
    if at is not None or unit_ids is None or len(unit_ids) > _FEW:
        return facts.filter(submission__in=_counting(states, at).filter(rows_in(scope, "unit_id")).values("pk"))
    same = {key: OuterRef(f"submission__{key}") for key in ("unit_id", "form", "period_label")}
    newer = Submission.objects.filter(**same, version__gt=OuterRef("submission__version"), state__in=tuple(states))
    facts = facts.alias(its_state=_state("submission__state")).filter(its_state__in=tuple(states))
    return facts.filter(~Exists(newer), rows_in(scope, "submission__unit_id"))


def _state(field: str) -> Coalesce:
    """The state in a form that no index answers: without statistics SQLite takes the one by state for the quickest way to anything, and
    reads all that was ever accepted."""
    return Coalesce(field, Value(""))


def _counting(states: Collection[str], at: datetime | None) -> QuerySet[Submission]:
    """The newest version in one of ``states`` of every unit, form and period."""
    state = _state_at(at, outer="pk") if at else _state("state")
    newer = Submission.objects.filter(
        unit_id=OuterRef("unit_id"), form=OuterRef("form"), period_label=OuterRef("period_label"), version__gt=OuterRef("version")
    )
    newer = newer.annotate(state_then=state).filter(state_then__in=tuple(states))
    rows = Submission.objects.annotate(state_then=state).filter(state_then__in=tuple(states))
    return rows.filter(~Exists(newer))


def _state_at(at: datetime | None, *, outer: str) -> Subquery:
    steps = StateChange.objects.filter(submission_id=OuterRef(outer), at__lte=at).order_by("-at", "-pk")
    return Subquery(steps.values("state")[:1])


def _present(facts: QuerySet[Fact], at: datetime | None) -> QuerySet[Fact]:
    if at is None:
        return facts.filter(superseded_by__isnull=True, withdrawal__isnull=True)
    corrected = Fact.objects.filter(supersedes=OuterRef("pk"), entered_at__lte=at)
    withdrawn = Withdrawal.objects.filter(fact=OuterRef("pk"), at__lte=at)
    return facts.filter(~Exists(corrected), ~Exists(withdrawn), entered_at__lte=at)


def _with_return(facts: QuerySet[Fact], *, at: datetime | None) -> QuerySet[Fact]:
    """Adds the latest review's verdict and reason."""
    reviews = Review.objects.filter(fact=OuterRef("pk")).order_by("-pk")
    if at is not None:
        reviews = reviews.filter(at__lte=at)
    return facts.annotate(verdict=Subquery(reviews.values("verdict")[:1]), reason=Subquery(reviews.values("reason")[:1]))


def _rows(facts: QuerySet[Fact], *, at: datetime | None) -> list[FactRow]:
    """As they stood ``at`` an instant; None is now."""
    if "verdict" not in facts.query.annotations:
        facts = _with_return(facts, at=at)
    facts = facts.annotate(state_then=_state_at(at, outer="submission_id") if at else F("submission__state"))
    return list(fact_rows(facts.values_list(*FIGURE)))
