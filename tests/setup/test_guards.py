"""Both databases hold the same rules: every constraint of the models is there, and the same tables are guarded by triggers."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db

APPEND_ONLY = {
    "audit_entry",
    "checks_waiver",
    "checks_waiverend",
    "intake_example",
    "intake_step",
    "ledger_document",
    "ledger_fact",
    "ledger_review",
    "ledger_statechange",
    "ledger_submissiondocument",
    "ledger_withdrawal",
    "reports_manuscript",
    "reports_paperchoice",
    "reports_parttext",
    "reports_reportrecord",
    "reports_signature",
    "reports_signaturewithdrawal",
}
OPEN_ONLY = {"ledger_fact", "ledger_submissiondocument"}
SQLITE = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRESQL = "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"


def guarded() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQLITE)
        rows = cursor.fetchall()
    heads = [(table, text.partition(" ON ")[0]) for table, text in rows]
    return {(table, event) for table, head in heads for event in ("INSERT", "UPDATE", "DELETE", "TRUNCATE") if event in head}


def test_the_same_tables_are_guarded():
    wanted = {(table, event) for table in {*APPEND_ONLY, "ledger_submission"} for event in ("UPDATE", "DELETE")}
    wanted |= {(table, "INSERT") for table in OPEN_ONLY}
    found = guarded()
    assert {pair for pair in found if pair[1] != "TRUNCATE"} == wanted
    if connection.vendor == "postgresql":
        assert {table for table, event in found if event == "TRUNCATE"} == {*APPEND_ONLY, "ledger_submission"}


def test_every_constraint_of_the_models_is_there():
    missing = []
    for model in apps.get_models():
        with connection.cursor() as cursor:
            present = connection.introspection.get_constraints(cursor, model._meta.db_table)
        missing += [one.name for one in model._meta.constraints if one.name not in present]
        unique = [set(one["columns"]) for one in present.values() if one["unique"]]
        fields = [field for field in model._meta.concrete_fields if field.unique and not field.primary_key]
        missing += [f"{model.__name__}.{field.name}" for field in fields if {field.column} not in unique]
    assert missing == []
