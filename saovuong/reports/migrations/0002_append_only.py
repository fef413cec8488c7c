from django.db import migrations

SQLITE = [
    "CREATE TRIGGER reports_reportrecord_no_update BEFORE UPDATE ON reports_reportrecord "
    "BEGIN SELECT RAISE(ABORT, 'reports_reportrecord is append-only'); END",
    "CREATE TRIGGER reports_reportrecord_no_delete BEFORE DELETE ON reports_reportrecord "
    "BEGIN SELECT RAISE(ABORT, 'reports_reportrecord is append-only'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION reports_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'reports_reportrecord is append-only'; END $$",
    "CREATE TRIGGER reports_reportrecord_no_change BEFORE UPDATE OR DELETE ON reports_reportrecord "
    "FOR EACH ROW EXECUTE FUNCTION reports_append_only()",
    "CREATE TRIGGER reports_reportrecord_no_truncate BEFORE TRUNCATE ON reports_reportrecord "
    "FOR EACH STATEMENT EXECUTE FUNCTION reports_append_only()",
]


def install(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_report_record")]
    operations = [migrations.RunPython(install)]
