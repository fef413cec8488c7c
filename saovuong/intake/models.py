from django.db import models
from django.db.models import F, Q

from saovuong.reader import learning_shapes as learning

PROPOSED, CONFIRMED, CORRECTED, REJECTED, REPEATED = "proposed", "confirmed", "corrected", "rejected", "repeated"
CANDIDATE_STATES = (PROPOSED, CONFIRMED, CORRECTED, REJECTED, REPEATED)
UNDONE = "undone"
STEPS = ("confirm", "correct", "reject", "reset", "batch", "add", "undo")
DECISIONS = (learning.CONFIRMED, learning.PASSED, learning.CORRECTED, learning.REJECTED, learning.ADDED, UNDONE)


class Reading(models.Model):
    """One document read for one submission, by which version of the reader and of the pack and with what taught knowledge ('': none)."""

    submission = models.ForeignKey("ledger.Submission", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("ledger.Document", on_delete=models.PROTECT, related_name="+")
    reader_version = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=80)
    text_sha256 = models.CharField(max_length=64)
    taught_sha256 = models.CharField(max_length=64, default="")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("submission", "document"), name="reading_once")]


class Candidate(models.Model):
    """One proposed figure. ``start`` and ``end`` mark the number, ``quote_start`` and ``quote_end`` the sentence. The columns hold what the
    reader said and never change; a person's correction stands beside it.

    An empty text means not said. ``unit_ref`` is an id of the org room as the reader gave it."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="candidates")
    submission = models.ForeignKey("ledger.Submission", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    quote_start = models.PositiveIntegerField()
    quote_end = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    rating = models.CharField(max_length=120, default="")
    flag = models.BooleanField(null=True)
    uom = models.CharField(max_length=40, default="")
    modifier = models.CharField(max_length=10)
    measure = models.CharField(max_length=80, default="")
    organisation = models.TextField(default="")
    unit_ref = models.CharField(max_length=60, default="")
    period_label = models.CharField(max_length=24, default="")
    role = models.CharField(max_length=7)
    figure_class = models.CharField(max_length=20, default="")
    confidence = models.FloatField()
    why = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=PROPOSED)
    correction = models.JSONField(null=True)
    decided_by = models.CharField(max_length=150, default="")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")
    fact = models.ForeignKey("ledger.Fact", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("submission", "number"), name="candidate_number_once"),
            models.CheckConstraint(condition=Q(state__in=CANDIDATE_STATES), name="candidate_state_known"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), quote_start__lte=F("start"), quote_end__gte=F("end")), name="candidate_span_ordered"
            ),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="candidate_confidence_share"),
            models.CheckConstraint(condition=Q(state=PROPOSED) | ~Q(decided_by=""), name="candidate_decided_by_someone"),
            models.CheckConstraint(
                condition=Q(fact__isnull=True) | Q(state__in=(CONFIRMED, CORRECTED, REPEATED)), name="candidate_fact_decided"
            ),
            models.CheckConstraint(
                condition=Q(state=CORRECTED, correction__isnull=False) | ~Q(state=CORRECTED), name="candidate_correction_kept"
            ),
        ]


class Example(models.Model):
    """What a person decided about one number, kept for the reader to learn from. Rows are only added; the newest row of a ``subject``
    (one number as it was read) counts, and one that says ``undone`` takes the decision back.

    ``start`` and ``end`` mark the number in the document's text, ``text_start`` and ``text_end`` in ``text``, which is as much of the
    document as reading the number again needs. ``read`` is what the reader said and ``right`` what the person said, as figures; ``read``
    is None for a number that was missed, ``right`` for one that is none of the report's. ``origin`` names the office that an imported
    example comes from; such rows have no submission. ``key`` is the hash of all that was said."""

    key = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=64, db_index=True)
    submission = models.ForeignKey("ledger.Submission", on_delete=models.PROTECT, null=True, related_name="+")
    document_sha256 = models.CharField(max_length=64)
    text_sha256 = models.CharField(max_length=64)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    text_start = models.PositiveIntegerField()
    text_end = models.PositiveIntegerField()
    decision = models.CharField(max_length=10)
    read = models.JSONField(null=True)
    right = models.JSONField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reader_version = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=80)
    taught_sha256 = models.CharField(max_length=64, default="")
    origin = models.CharField(max_length=120, default="")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=DECISIONS), name="example_decision_known"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="example_span_ordered"),
            models.CheckConstraint(condition=Q(decision=UNDONE) | Q(text_end__gt=F("text_start")), name="example_number_in_text"),
            models.CheckConstraint(condition=Q(submission__isnull=False) | ~Q(origin=""), name="example_own_or_from_somewhere"),
        ]


class GridEntry(models.Model):
    """What one person once made of one cell of a form; rows are only added, and a cell's ``version`` counts them from 1.

    ``over`` is the figure of the book that stood in the cell then, None for none: once the book has another one there, the entry is
    history. ``typed`` are the person's own words. ``batch`` numbers the saves of a submission."""

    submission = models.ForeignKey("ledger.Submission", on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    batch = models.PositiveIntegerField()
    over = models.ForeignKey("ledger.Fact", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    rating = models.CharField(max_length=120, default="")
    flag = models.BooleanField(null=True)
    modifier = models.CharField(max_length=10)
    typed = models.CharField(max_length=120, default="")
    note = models.CharField(max_length=500, default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("submission", "measure", "version"), name="grid_entry_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1, batch__gte=1), name="grid_entry_counts_from_one"),
            models.CheckConstraint(
                condition=Q(answer="value", value__isnull=False, rating="", flag__isnull=True)
                | (Q(answer="value", value__isnull=True, flag__isnull=True) & ~Q(rating=""))
                | Q(answer="value", value__isnull=True, rating="", flag__isnull=False)
                | (Q(answer__in=("none", "unstated", "unknown", "blank"), value__isnull=True, rating="", flag__isnull=True)),
                name="grid_entry_says_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(modifier="range", value__isnull=False, high__isnull=False, high__gte=F("value"))
                | (~Q(modifier="range") & Q(high__isnull=True)),
                name="grid_entry_high_with_range_only",
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="grid_entry_not_negative"),
        ]
        indexes = [models.Index(fields=("submission", "batch"), name="grid_entry_by_batch")]


class Step(models.Model):
    """One act of reviewing with what it changed, so that it can be taken back. Append-only: taking back is a step of its own, ``undo``.

    ``figures`` has one entry per figure: its ``number`` and how it stood ``before`` and ``after``; of a figure that was added, its fact."""

    submission = models.ForeignKey("ledger.Submission", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10)
    figures = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    undoes = models.OneToOneField("intake.Step", on_delete=models.PROTECT, null=True, related_name="undone")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(act__in=STEPS), name="step_act_known"),
            models.CheckConstraint(
                condition=Q(act="undo", undoes__isnull=False) | (~Q(act="undo") & Q(undoes__isnull=True)), name="step_undo_names_its_step"
            ),
        ]


class EnteredOnce(models.Model):
    """A program's own name for a call that entered figures, so that the same call again enters nothing. ``digest`` is the hash of what was
    asked for."""

    by = models.CharField(max_length=150)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    submission = models.ForeignKey("ledger.Submission", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("by", "key"), name="entered_once")]
