from django.db import models
from django.db.models import Q


class Waiver(models.Model):
    """Somebody let a finding stand. Append-only; ``key`` is the finding's, so it holds for that fault and no other.

    ``measures``, ``message`` and ``facts`` tell what was let stand as it was then, for whoever reads the list later."""

    key = models.CharField(max_length=64, db_index=True)
    rule = models.CharField(max_length=80)
    level = models.CharField(max_length=10)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    measures = models.JSONField()
    facts = models.JSONField()
    message = models.TextField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
            models.CheckConstraint(condition=Q(period_end__gt=models.F("period_start")), name="waiver_period_ordered"),
        ]


class WaiverEnd(models.Model):
    """Somebody took a waiver back. Append-only."""

    waiver = models.OneToOneField(Waiver, on_delete=models.PROTECT, related_name="ended")
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="waiver_end_has_reason")]
