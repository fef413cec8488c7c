from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from saovuong.audit.queries import chain_verify, entries_of
from saovuong.audit.services import entry_append

pytestmark = pytest.mark.django_db


def _append(now, *, target="unit:x", after=None):
    with transaction.atomic():
        entry_append(actor="quan-tri", action="test", target=target, before=None, after=after, now=now)


def test_chain_of_several_entries_holds(now):
    for number in range(3):
        _append(now, after={"value": Decimal("1.50"), "n": number, "on": now.date(), "codes": {"b", "a"}})
    state = chain_verify()
    assert (state.entries, state.broken_at) == (3, None)
    assert entries_of(target="unit:x")[0].after == {"value": "1.50", "n": 0, "on": "2025-01-10", "codes": ["a", "b"]}


def test_empty_chain_holds():
    assert chain_verify().broken_at is None


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_database_refuses_to_change_entries(now, statement):
    _append(now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert chain_verify().entries == 1


def test_an_entry_changed_behind_the_triggers_is_found(now):
    for _ in range(3):
        _append(now)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_update")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change")
        cursor.execute("UPDATE audit_entry SET actor = 'ke-khac' WHERE seq = 2")
    assert chain_verify().broken_at == 2


def test_values_json_cannot_hold_are_refused(now):
    with pytest.raises(TypeError, match="float"):
        _append(now, after={"value": 1.5})


def test_an_entry_needs_the_transaction_of_its_write(now, monkeypatch):
    monkeypatch.setattr(transaction, "get_connection", lambda: SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError, match="outside a transaction"):
        entry_append(actor="a", action="b", target="c", before=None, after=None, now=now)
