from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from saovuong.audit.chain import GENESIS, entry_hash
from saovuong.audit.models import Entry


def entry_append(
    *,
    actor: str,
    action: str,
    target: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    now: datetime,
) -> None:
    """Add one act to the chain. Must run inside the transaction of the write it records, so that both stand or fall together.

    Raises RuntimeError outside a transaction: an entry that could survive a failed write would be false."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("entry_append outside a transaction")
    # Two writers must not take the same number: SQLite has one writer at a time, elsewhere the newest row is locked.
    last = Entry.objects.select_for_update().order_by("-seq").first()
    seq = last.seq + 1 if last else 1
    prev_hash = last.hash if last else GENESIS
    plain_before, plain_after = _plain(before), _plain(after)
    digest = entry_hash(
        seq=seq, at=now, actor=actor, action=action, target=target, before=plain_before, after=plain_after, prev_hash=prev_hash
    )
    Entry.objects.create(
        seq=seq, at=now, actor=actor, action=action, target=target, before=plain_before, after=plain_after, prev_hash=prev_hash, hash=digest
    )


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
