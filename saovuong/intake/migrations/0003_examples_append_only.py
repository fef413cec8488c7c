"""Examples are only ever added. A later migration that remakes this table on SQLite must install its triggers again."""

from django.db import migrations

TABLE = "intake_example"


def sqlite():
    for event in ("UPDATE", "DELETE"):
        yield f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"


def postgresql():
    yield (
        "CREATE FUNCTION intake_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    yield f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION intake_append_only()"
    yield f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION intake_append_only()"


def install(apps, schema_editor):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        # Without parameters the percent signs of PL/pgSQL reach the server as they are.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_examples")]
    operations = [migrations.RunPython(install)]
