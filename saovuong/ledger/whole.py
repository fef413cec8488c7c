"""The book as a whole, for what is derived from it: every figure that counts, in plain rows, without regard to who asks.

Nothing here is shown to anybody: what is derived from it is narrowed to the actor where it is read."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from saovuong.accounts.once import until_written
from saovuong.core.period import YEARLY
from saovuong.ledger.models import ACCEPTED, Fact, Review, StateChange, Submission, Withdrawal
from saovuong.ledger.shapes import Acceptance, CountingFact, Position

_CHUNK = 900


def position() -> Position:
    return until_written("position", lambda: _position(StateChange.objects.filter(state=ACCEPTED)))


def moved() -> Position:
    """How far all submissions have come, also by handing in and returning: while it stays, every one is in the state it was in."""
    return until_written("moved", lambda: _position(StateChange.objects.all()))


def _position(rows: QuerySet[StateChange]) -> Position:
    found = rows.aggregate(count=Count("pk"), last=Max("pk"))
    return Position(found["count"], found["last"] or 0)


def acceptances(*, after: int = 0) -> list[Acceptance]:
    """The submissions accepted after the acceptance ``after`` (an id of :class:`Position`), oldest first."""
    # Asked once: somebody may accept another one meanwhile.
    numbers = list(StateChange.objects.filter(state=ACCEPTED, pk__gt=after).order_by("pk").values_list("submission_id", flat=True))
    rows = Submission.objects.in_bulk(numbers)
    return [_acceptance(rows[number]) for number in numbers]


def counting_acceptances() -> list[Acceptance]:
    """Every accepted submission that no newer accepted version of its series replaces, by id; ``supersedes`` is left empty."""
    same = {key: OuterRef(key) for key in ("unit_id", "form", "period_label")}
    newer = Submission.objects.filter(**same, state=ACCEPTED, version__gt=OuterRef("version"))
    rows = Submission.objects.filter(~Exists(newer), state=ACCEPTED).order_by("pk")
    return [Acceptance(row.pk, row.unit_id, int(row.period_label[:4]), _last_day(row), (), False) for row in rows]


def counting_facts(*, submission_ids: Iterable[int] | None = None) -> Iterator[CountingFact]:
    """The figures of accepted submissions that count by themselves: not corrected, withdrawn or returned. By submission and id.

    ``submission_ids`` None is every newest accepted version."""
    if submission_ids is None:
        submission_ids = [one.submission_id for one in counting_acceptances()]
    wanted = sorted(set(submission_ids))
    for at in range(0, len(wanted), _CHUNK):
        yield from _counting_facts_of(wanted[at : at + _CHUNK])


def _acceptance(row: Submission) -> Acceptance:
    series = Submission.objects.filter(unit_id=row.unit_id, form=row.form, period_label=row.period_label, state=ACCEPTED)
    older = tuple(series.filter(version__lt=row.version).order_by("version").values_list("pk", flat=True))
    newer = series.filter(version__gt=row.version).exists()
    return Acceptance(row.pk, row.unit_id, int(row.period_label[:4]), _last_day(row), older, newer)


def _last_day(row: Submission) -> date:
    return date.fromordinal(row.period_end.toordinal() - 1)


def _counting_facts_of(numbers: list[int]) -> Iterator[CountingFact]:
    """What counts is told apart here and not in one question: PostgreSQL expects next to nothing of a condition on the newest verdict, and
    then reads all submissions for every figure."""
    accepted = {
        number: (unit, finality)
        for number, unit, finality in Submission.objects.filter(pk__in=numbers, state=ACCEPTED).values_list("pk", "unit_id", "finality")
    }
    facts = Fact.objects.filter(submission__in=list(accepted))
    left_out = _left_out(list(accepted))
    fields = (
        "pk", "submission_id", "unit_id", "measure", "period_start", "period_end", "as_of", "role", "scope", "value", "high", "rating",
        "flag", "modifier", "uom", "comparator", "target_mode", "period_label", "joint",
    )  # fmt: skip
    for row in facts.order_by("submission_id", "pk").values_list(*fields).iterator(chunk_size=5000):
        number, submission, unit, measure, start, end, as_of, role, scope, value, high = row[:11]
        rating, flag, modifier, uom, comparator, mode, label, joint = row[11:]
        if number in left_out:
            continue
        reporter, finality = accepted[submission]
        yield CountingFact(
            number, submission, unit, reporter, measure, start, end, as_of, role, scope, value, high, rating or None, flag, modifier, uom,
            comparator or None, mode or None, label == YEARLY, finality, joint or None,
        )  # fmt: skip


def _left_out(numbers: list[int]) -> set[int]:
    """The figures of these submissions that were corrected, withdrawn, or returned by the newest verdict on them."""
    corrected = Fact.objects.filter(supersedes__submission__in=numbers).values_list("supersedes_id", flat=True)
    withdrawn = Withdrawal.objects.filter(fact__submission__in=numbers).values_list("fact_id", flat=True)
    verdicts = dict(Review.objects.filter(fact__submission__in=numbers).order_by("pk").values_list("fact_id", "verdict"))
    return {*corrected, *withdrawn, *(number for number, verdict in verdicts.items() if verdict != ACCEPTED)}
