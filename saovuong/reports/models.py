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


class Manuscript(models.Model):
    """The one report in the making of a unit, a period and a template; what is chosen and written for it are rows of their own."""

    unit_id = models.CharField(max_length=40)
    period_label = models.CharField(max_length=40)
    template = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("unit_id", "period_label", "template"), name="manuscript_once")]


class PartText(models.Model):
    """The office's own words for one part, as they stood from ``written_at`` on until the next version. ``mentions`` are the figures whose
    numbers the words state, with the value that each had then."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="texts")
    part = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    mentions = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=60)

    class Meta:
        # Two people who both went on from the same version cannot both have the next one.
        constraints = [models.UniqueConstraint(fields=("manuscript", "part", "version"), name="part_version_once")]


class PaperChoice(models.Model):
    """What the office decided about the paper: sections left out, number, date, signer. The newest version counts."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="choices")
    version = models.PositiveIntegerField()
    left_out = models.JSONField()
    number = models.CharField(max_length=10, blank=True)
    issued_on = models.DateField(null=True)
    signer = models.CharField(max_length=20)
    signer_name = models.CharField(max_length=100, blank=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("manuscript", "version"), name="choice_version_once")]


class Signature(models.Model):
    """A written report that somebody signed: from here on it stands. Figures and list of figures are those of the record and its file; the
    versions are of what made them, ``accepted`` and ``accepted_last`` how far the accepted book had come, ``texts`` the version of each
    part of the office's own words."""

    record = models.OneToOneField(ReportRecord, on_delete=models.PROTECT, related_name="signature")
    sha256 = models.CharField(max_length=64)
    manifest_sha256 = models.CharField(max_length=64)
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=60)
    reader_version = models.CharField(max_length=60)
    program_version = models.CharField(max_length=60)
    accepted = models.PositiveBigIntegerField()
    accepted_last = models.PositiveBigIntegerField()
    texts = models.JSONField()
    signed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=60)


class SignatureWithdrawal(models.Model):
    """A signature that no longer stands, and why. The signed report stays as it was."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=60)
