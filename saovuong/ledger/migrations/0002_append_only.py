"""Rows of the book are only ever added. A later migration that remakes one of these tables on SQLite must install its triggers again."""

from django.db import migrations

APPEND_ONLY = (
    "ledger_document",
    "ledger_submissiondocument",
    "ledger_statechange",
    "ledger_fact",
    "ledger_review",
    "ledger_withdrawal",
)
KEPT = ("unit_id", "form", "period_label", "period_start", "period_end", "version", "finality", "scope", "created_by", "created_at")
EDGES = ("draft>draft", "draft>submitted", "submitted>accepted", "submitted>returned", "returned>returned", "returned>submitted")
EDGE_LIST = ", ".join(f"'{edge}'" for edge in EDGES)


def sqlite():
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    yield (
        "CREATE TRIGGER ledger_submission_no_delete BEFORE DELETE ON ledger_submission "
        "BEGIN SELECT RAISE(ABORT, 'ledger_submission keeps its rows'); END"
    )
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in KEPT)
    yield (
        f"CREATE TRIGGER ledger_submission_identity BEFORE UPDATE ON ledger_submission WHEN {changed} "
        "BEGIN SELECT RAISE(ABORT, 'ledger_submission keeps unit, form, period and version'); END"
    )
    yield (
        "CREATE TRIGGER ledger_submission_edges BEFORE UPDATE ON ledger_submission "
        f"WHEN OLD.state || '>' || NEW.state NOT IN ({EDGE_LIST}) "
        "BEGIN SELECT RAISE(ABORT, 'ledger_submission: no such change of state'); END"
    )
    for table in ("ledger_fact", "ledger_submissiondocument"):
        yield (
            f"CREATE TRIGGER {table}_open BEFORE INSERT ON {table} "  # noqa: S608 - names of this file only
            "WHEN (SELECT state FROM ledger_submission WHERE id = NEW.submission_id) NOT IN ('draft', 'returned') "
            f"BEGIN SELECT RAISE(ABORT, '{table}: the submission is closed'); END"
        )


def postgresql():
    yield (
        "CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        yield f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_append_only()"
    for table in (*APPEND_ONLY, "ledger_submission"):
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"
    yield "CREATE TRIGGER ledger_submission_no_delete BEFORE DELETE ON ledger_submission FOR EACH ROW EXECUTE FUNCTION ledger_append_only()"
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in KEPT)
    yield (
        "CREATE FUNCTION ledger_submission_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {changed} THEN RAISE EXCEPTION 'ledger_submission keeps unit, form, period and version'; END IF; "
        f"IF OLD.state || '>' || NEW.state NOT IN ({EDGE_LIST}) THEN RAISE EXCEPTION 'ledger_submission: no such change of state'; END IF; "
        "RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER ledger_submission_edges BEFORE UPDATE ON ledger_submission FOR EACH ROW EXECUTE FUNCTION ledger_submission_update()"
    )
    yield (
        "CREATE FUNCTION ledger_submission_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        # Shared lock: whoever would move the submission on waits until this row stands.
        "IF (SELECT state FROM ledger_submission WHERE id = NEW.submission_id FOR SHARE) NOT IN ('draft', 'returned') "
        "THEN RAISE EXCEPTION '%: the submission is closed', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
    )
    for table in ("ledger_fact", "ledger_submissiondocument"):
        yield f"CREATE TRIGGER {table}_open BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_submission_open()"


def install(apps, schema_editor):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        # Without parameters the percent signs of PL/pgSQL reach the server as they are.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_book")]
    operations = [migrations.RunPython(install)]
