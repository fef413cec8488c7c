from django.db import migrations

TABLES = ("reports_manuscript", "reports_parttext", "reports_paperchoice", "reports_signature", "reports_signaturewithdrawal")


def sqlite(table):
    for act in ("update", "delete"):
        yield f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def postgresql(table):
    yield (f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION reports_rows_append_only()")
    yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION reports_rows_append_only()"


def install(apps, schema_editor):
    statements = []
    if schema_editor.connection.vendor == "postgresql":
        statements.append(
            "CREATE FUNCTION reports_rows_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    made = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    statements += [statement for table in TABLES for statement in made(table)]
    for statement in statements:
        # Without parameters the percent sign of PL/pgSQL reaches the server as it is.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_manuscripts_and_signatures")]
    operations = [migrations.RunPython(install)]
