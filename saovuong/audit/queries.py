from saovuong.audit.chain import GENESIS, entry_hash
from saovuong.audit.models import Entry
from saovuong.audit.shapes import ChainState, EntryInfo


def entries_of(*, target: str) -> list[EntryInfo]:
    """Acts on one target, oldest first."""
    return [_info(row) for row in Entry.objects.filter(target=target)]


def entry_get(*, seq: int) -> EntryInfo | None:
    row = Entry.objects.filter(seq=seq).first()
    return _info(row) if row else None


def chain_head() -> str:
    """The hash of the newest entry, empty where there is none. Every write of the house leaves an entry, so while this stays the same,
    nothing that the house shows has changed."""
    return Entry.objects.order_by("-seq").values_list("hash", flat=True).first() or ""


def chain_verify() -> ChainState:
    """Compute every hash again. An empty chain holds."""
    prev_hash, count = GENESIS, 0
    for row in Entry.objects.order_by("seq").iterator():
        digest = entry_hash(
            seq=row.seq,
            at=row.at,
            actor=row.actor,
            action=row.action,
            target=row.target,
            before=row.before,
            after=row.after,
            prev_hash=prev_hash,
        )
        if row.seq != count + 1 or row.prev_hash != prev_hash or row.hash != digest:
            return ChainState(entries=count, last_hash=prev_hash, broken_at=row.seq)
        prev_hash, count = row.hash, count + 1
    return ChainState(entries=count, last_hash=prev_hash, broken_at=None)


def _info(row: Entry) -> EntryInfo:
    return EntryInfo(seq=row.seq, at=row.at, actor=row.actor, action=row.action, target=row.target, before=row.before, after=row.after)
