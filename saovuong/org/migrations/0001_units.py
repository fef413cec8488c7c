import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=32)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="org_edition_only_one")],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=30)),
                ("level", models.CharField(max_length=20)),
                ("official_code", models.CharField(blank=True, max_length=20, null=True)),
                ("opened", models.DateField(blank=True, null=True)),
                ("closed", models.DateField(blank=True, null=True)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("area_km2", models.FloatField(blank=True, null=True)),
                ("name_order", models.CharField(max_length=1000)),
                (
                    "area_of",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="commands", to="org.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("extent", models.CharField(max_length=5)),
                ("share", models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True)),
                ("act", models.CharField(max_length=200)),
                ("new", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="predecessors", to="org.unit")),
                (
                    "old",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="successors", to="org.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "child",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="links_up", to="org.unit"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="links_down", to="org.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "unit",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="aliases", to="org.unit"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["official_code"], name="org_unit_code"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("opened__isnull", True), ("closed__gt", models.F("opened")), ("closed__isnull", True), _connector="OR"),
                name="org_unit_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ("country", "province", "district", "area", "commune", "other"))), name="org_unit_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="org_unit_named"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("area_of__isnull", True), models.Q(("area_of", models.F("id")), _negated=True), _connector="OR"),
                name="org_unit_area_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(condition=models.Q(("extent__in", ("whole", "part"))), name="org_succession_extent"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(condition=models.Q(("old", models.F("new")), _negated=True), name="org_succession_not_self"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__isnull", True), models.Q(("share__gt", 0), ("share__lte", 1)), _connector="OR"),
                name="org_succession_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(fields=("old", "new", "on"), name="org_succession_once"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["kind", "parent"], name="org_link_down"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True), ("valid_to__gt", models.F("valid_from")), ("valid_to__isnull", True), _connector="OR"
                ),
                name="org_link_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("administrative", "command", "reporting"))), name="org_link_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(condition=models.Q(("child", models.F("parent")), _negated=True), name="org_link_not_self"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)), fields=("child", "kind"), name="org_link_one_parent_now"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_from__isnull", True)), fields=("child", "kind"), name="org_link_one_parent_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("child", "kind", "valid_from"), name="org_link_one_parent_a_day"),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="org_alias_once"),
        ),
    ]
