"""Waivers and their ends are only ever added. A later migration that remakes one of these tables on SQLite must install its triggers again."""

from django.db import migrations

APPEND_ONLY = ("checks_waiver", "checks_waiverend")


def sqlite():
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def postgresql():
    yield (
        "CREATE FUNCTION checks_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        yield f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION checks_append_only()"
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION checks_append_only()"


def install(apps, schema_editor):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        # Without parameters the percent signs of PL/pgSQL reach the server as they are.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_waivers")]
    operations = [migrations.RunPython(install)]
