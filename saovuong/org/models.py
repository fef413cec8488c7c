from django.db import models
from django.db.models import F, Q

_LEVELS = ("country", "province", "district", "area", "commune", "other")
_LINK_KINDS = ("administrative", "command", "reporting")


class Edition(models.Model):
    """The one row that names the present state of the lists, so that what was read from them can be kept until they change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.CharField(max_length=32)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="org_edition_only_one")]


class Unit(models.Model):
    """``name_order`` is the Vietnamese dictionary order of ``name`` as digits, which every database sorts alike."""

    id = models.CharField(primary_key=True, max_length=60)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    level = models.CharField(max_length=20)
    official_code = models.CharField(max_length=20, null=True, blank=True)  # noqa: DJ001 - no code is not an empty code
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    area_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="commands")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)
    name_order = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened__isnull=True) | Q(closed__gt=F("opened")) | Q(closed__isnull=True), name="org_unit_dates"
            ),
            models.CheckConstraint(condition=Q(level__in=_LEVELS), name="org_unit_level"),
            models.CheckConstraint(condition=~Q(name=""), name="org_unit_named"),
            models.CheckConstraint(condition=Q(area_of__isnull=True) | ~Q(area_of=F("id")), name="org_unit_area_other"),
        ]
        indexes = [models.Index(fields=["official_code"], name="org_unit_code")]


class Link(models.Model):
    child = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="links_up", db_index=False)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="links_down", db_index=False)
    kind = models.CharField(max_length=20)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")) | Q(valid_to__isnull=True), name="org_link_dates"
            ),
            models.CheckConstraint(condition=Q(kind__in=_LINK_KINDS), name="org_link_kind"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="org_link_not_self"),
            # At any time a unit has one parent of a kind; the database holds the two ends that need no comparison of ranges.
            models.UniqueConstraint(fields=["child", "kind"], condition=Q(valid_to__isnull=True), name="org_link_one_parent_now"),
            models.UniqueConstraint(fields=["child", "kind"], condition=Q(valid_from__isnull=True), name="org_link_one_parent_first"),
            models.UniqueConstraint(fields=["child", "kind", "valid_from"], name="org_link_one_parent_a_day"),
        ]
        indexes = [models.Index(fields=["kind", "parent"], name="org_link_down")]


class Succession(models.Model):
    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors", db_index=False)
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    extent = models.CharField(max_length=5)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    act = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(extent__in=("whole", "part")), name="org_succession_extent"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="org_succession_not_self"),
            models.CheckConstraint(condition=Q(share__isnull=True) | (Q(share__gt=0) & Q(share__lte=1)), name="org_succession_share"),
            models.UniqueConstraint(fields=["old", "new", "on"], name="org_succession_once"),
        ]


class Alias(models.Model):
    """A further name under which a unit is found."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="aliases", db_index=False)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="org_alias_once")]
