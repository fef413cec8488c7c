from django.db import models
from django.db.models import F, Q

from saovuong.core.quantity import Modifier, Role, Scope

DRAFT, SUBMITTED, RETURNED, ACCEPTED = "draft", "submitted", "returned", "accepted"
STATES = (DRAFT, SUBMITTED, RETURNED, ACCEPTED)
PROVISIONAL, FINAL = "provisional", "final"
FINALITIES = (PROVISIONAL, FINAL)
FACT_ROLES = (Role.RESULT.value, Role.TARGET.value)
COMPARATORS = ("", "=", ">=", "<=")
TARGET_MODES = ("", "each", "total")


class Document(models.Model):
    """One content, known by its hash; the bytes lie in the data folder's documents/. Append-only. ``name`` is the first name it came
    under."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    text = models.TextField()
    size = models.BigIntegerField()
    received_by = models.CharField(max_length=150)
    received_at = models.DateTimeField()


class Submission(models.Model):
    """What a unit hands in together for a form and a period. Who it is never changes; the state moves along legal edges only (triggers)."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=80)
    period_label = models.CharField(max_length=24)
    period_start = models.DateField()
    period_end = models.DateField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=DRAFT)
    finality = models.CharField(max_length=12)
    scope = models.CharField(max_length=5)
    documents = models.ManyToManyField(Document, through="SubmissionDocument", related_name="submissions")
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=150, default="")
    handed_in_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("unit", "form", "period_label", "version"), name="submission_version_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="submission_state_known"),
            models.CheckConstraint(condition=Q(finality__in=FINALITIES), name="submission_finality_known"),
            models.CheckConstraint(condition=Q(scope__in=[scope.value for scope in Scope]), name="submission_scope_known"),
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="submission_period_ordered"),
            models.CheckConstraint(condition=Q(version__gte=1), name="submission_version_from_one"),
        ]
        indexes = [models.Index(fields=("state", "period_start"), name="submission_by_state")]


class SubmissionDocument(models.Model):
    """A document handed in with a submission, under the name it came with. Append-only."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attached")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attached")
    name = models.CharField(max_length=255)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("submission", "document"), name="submission_document_once")]


class StateChange(models.Model):
    """When a submission entered a state, so that the book can be seen as of any instant. Append-only."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=STATES), name="state_change_known")]
        indexes = [models.Index(fields=("submission", "at"), name="state_change_by_time")]


class Fact(models.Model):
    """One value as one submission states it (FactRow says what the fields mean). Append-only; a correction supersedes.

    ``number`` is what people call the figure within its submission; a correction keeps the number. An empty text means not set."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80)
    period_label = models.CharField(max_length=24)
    period_start = models.DateField()
    period_end = models.DateField(null=True)
    as_of = models.DateField()
    role = models.CharField(max_length=7)
    scope = models.CharField(max_length=5)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    rating = models.CharField(max_length=120, default="")
    flag = models.BooleanField(null=True)
    unquantified = models.BooleanField(default=False)
    modifier = models.CharField(max_length=10)
    uom = models.CharField(max_length=40)
    comparator = models.CharField(max_length=2, default="")
    target_mode = models.CharField(max_length=5, default="")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="facts")
    source = models.CharField(max_length=500)
    quote = models.TextField(default="")
    quote_start = models.PositiveIntegerField(null=True)
    quote_end = models.PositiveIntegerField(null=True)
    figure_start = models.PositiveIntegerField(null=True)
    figure_end = models.PositiveIntegerField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    note = models.TextField(default="")
    # Null, not empty: SQLite then adds the column without making the guarded table anew.
    joint = models.CharField(max_length=80, null=True)  # noqa: DJ001
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, rating="", flag__isnull=True, unquantified=False)
                | (Q(value__isnull=True, flag__isnull=True, unquantified=False) & ~Q(rating=""))
                | Q(value__isnull=True, rating="", flag__isnull=False, unquantified=False)
                | Q(value__isnull=True, rating="", flag__isnull=True, unquantified=True),
                name="fact_exactly_one_value",
            ),
            models.CheckConstraint(
                condition=Q(modifier="range", value__isnull=False, high__isnull=False, high__gte=F("value"))
                | (~Q(modifier="range") & Q(high__isnull=True)),
                name="fact_high_with_range_only",
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="fact_value_not_negative"),
            models.CheckConstraint(condition=Q(period_end__isnull=True) | Q(period_end__gt=F("period_start")), name="fact_period_ordered"),
            models.CheckConstraint(condition=Q(role__in=FACT_ROLES), name="fact_role_known"),
            models.CheckConstraint(condition=Q(scope__in=[scope.value for scope in Scope]), name="fact_scope_known"),
            models.CheckConstraint(condition=Q(modifier__in=[kind.value for kind in Modifier]), name="fact_modifier_known"),
            models.CheckConstraint(
                condition=Q(role="target", comparator__in=COMPARATORS, target_mode__in=TARGET_MODES) | Q(comparator="", target_mode=""),
                name="fact_comparator_for_targets_only",
            ),
            models.CheckConstraint(
                condition=Q(quote_start__isnull=True, quote_end__isnull=True)
                | Q(document__isnull=False, quote_start__isnull=False, quote_end__isnull=False, quote_end__gt=F("quote_start")),
                name="fact_quote_inside_a_document",
            ),
            models.CheckConstraint(
                condition=Q(figure_start__isnull=True, figure_end__isnull=True)
                # A comparison with nothing is not false to a database, so what must be there is said first.
                | Q(
                    quote_start__isnull=False,
                    figure_start__isnull=False,
                    figure_end__isnull=False,
                    figure_start__gte=F("quote_start"),
                    figure_end__gt=F("figure_start"),
                    figure_end__lte=F("quote_end"),
                ),
                name="fact_figure_inside_the_quote",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="fact_source_named"),
            models.UniqueConstraint(fields=("submission", "number"), condition=Q(supersedes__isnull=True), name="fact_number_once"),
        ]
        indexes = [models.Index(fields=("unit", "measure", "period_start"), name="fact_by_unit_measure")]


class Review(models.Model):
    """What a verifier said of one fact; the latest one counts. Append-only."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=8)
    reason = models.TextField(default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="accepted") | (Q(verdict="returned") & ~Q(reason="")), name="review_return_has_reason"
            ),
        ]


class Withdrawal(models.Model):
    """The unit takes a figure back without putting another in its place. Append-only."""

    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_reason")]
