from django.db import models


class Entry(models.Model):
    """One act. Rows are only ever added; triggers in migration 0002 hold that. ``hash`` covers the row and ``prev_hash``."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=80)
    target = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("seq",)
        indexes = (
            models.Index(fields=["actor", "seq"], name="audit_of_actor"),
            models.Index(fields=["action", "seq"], name="audit_of_action"),
            models.Index(fields=["target", "seq"], name="audit_of_target"),
            models.Index(fields=["at"], name="audit_at"),
        )
