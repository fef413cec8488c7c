"""The steps of reviewing. Append-only; a later migration that remakes this table on SQLite must install its triggers again."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "intake_step"


def sqlite():
    for event in ("UPDATE", "DELETE"):
        yield f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"


def postgresql():
    yield f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION intake_append_only()"
    yield f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION intake_append_only()"


def install(apps, schema_editor):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_grid_entries"),
        ("ledger", "0003_joint_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=10)),
                ("figures", models.JSONField()),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "submission",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.submission"),
                ),
                (
                    "undoes",
                    models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="undone", to="intake.step"),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ("confirm", "correct", "reject", "reset", "batch", "add", "undo"))),
                        name="step_act_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", "undo"), ("undoes__isnull", False)),
                            models.Q(models.Q(("act", "undo"), _negated=True), ("undoes__isnull", True)),
                            _connector="OR",
                        ),
                        name="step_undo_names_its_step",
                    ),
                ],
            },
        ),
        migrations.RunPython(install),
    ]
