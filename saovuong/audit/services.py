from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from saovuong.audit.chain import GENESIS, entry_hash
from saovuong.audit.models import Entry

# Any number that no other program uses as an advisory lock in this database.
_WRITERS = 0x5A0_7A0_0001
VIEW = "page_view"


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, alone among writers from its first statement on; every write of the program happens inside.

    SQLite has one writer at a time anyway (BEGIN IMMEDIATE). PostgreSQL is given the same rule by a lock that ends with the transaction:
    what a writer reads stays true until it has written, the hash chain has one end, and no two writers can wait for each other. May be
    nested; the inner one waits for nobody."""
    with transaction.atomic():
        _wait_for_turn()
        yield


def _wait_for_turn() -> None:
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS])


def entry_append(
    *,
    actor: str,
    action: str,
    target: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    now: datetime,
) -> None:
    """Add one act to the chain. Must run inside the :func:`writing` of the write it records, so that both stand or fall together.

    Raises RuntimeError outside a transaction: an entry that could survive a failed write would be false."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("entry_append outside a transaction")
    # Two writers must not take the same number, also if one of them forgot to be alone.
    _wait_for_turn()
    last = Entry.objects.order_by("-seq").first()
    seq = last.seq + 1 if last else 1
    prev_hash = last.hash if last else GENESIS
    plain_before, plain_after = _plain(before), _plain(after)
    digest = entry_hash(
        seq=seq, at=now, actor=actor, action=action, target=target, before=plain_before, after=plain_after, prev_hash=prev_hash
    )
    Entry.objects.create(
        seq=seq, at=now, actor=actor, action=action, target=target, before=plain_before, after=plain_after, prev_hash=prev_hash, hash=digest
    )


def view_note(*, actor: str, target: str, now: datetime, every: timedelta) -> bool:
    """Leave a trace that somebody looked at a restricted page; whether one was left.

    Looking again within ``every`` leaves none, so that a page that is refreshed does not fill the trail."""
    if _viewed(actor, target, now - every):
        return False
    with writing():
        # Two windows that open at once wait for each other only here.
        if _viewed(actor, target, now - every):
            return False
        entry_append(actor=actor, action=VIEW, target=target, before=None, after=None, now=now)
    return True


def _viewed(actor: str, target: str, since: datetime) -> bool:
    last = Entry.objects.filter(actor=actor, target=target, action=VIEW).order_by("-seq").first()
    return last is not None and last.at > since


def _plain(values: Mapping[str, object] | None) -> dict[str, object] | None:
    """Only what JSON can hold, so that the hash can be computed again from the stored row; decimals and dates become text."""
    return None if values is None else {key: _plain_value(value) for key, value in values.items()}


def _plain_value(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_plain_value(inner) for inner in items]
    raise TypeError(f"{type(value).__name__} cannot stand in an audit entry")
