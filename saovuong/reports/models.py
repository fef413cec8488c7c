from django.db import models


class ReportRecord(models.Model):
    """One report as it was written: never changed, a new building adds a row.

    ``manifest`` is the list of figures that travels inside the file, ``manifest_sha256`` its digest, ``sha256`` that of the whole file.
    ``unit_id`` is an id of the org room."""

    unit_id = models.CharField(max_length=40)
    period_label = models.CharField(max_length=40)
    template = models.CharField(max_length=40)
    built_at = models.DateTimeField()
    built_by = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    manifest_sha256 = models.CharField(max_length=64, db_index=True)
    manifest = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=("unit_id", "period_label", "template"), name="report_of_unit")]
