from collections.abc import Iterator

from django.db.models import Q, QuerySet

from saovuong.audit.chain import GENESIS, entry_hash
from saovuong.audit.models import Entry
from saovuong.audit.shapes import Asked, ChainState, ChainStep, EntryInfo

# Rows fetched at once where all of a long trail are wanted.
_AT_ONCE = 2000


def entries_of(*, target: str) -> list[EntryInfo]:
    """Acts on one target, oldest first."""
    return [_info(row) for row in Entry.objects.filter(target=target)]


def entry_get(*, seq: int) -> EntryInfo | None:
    row = Entry.objects.filter(seq=seq).first()
    return _info(row) if row else None


def entries(*, within: Q, asked: Asked, before: int | None = None, after: int | None = None, most: int) -> list[EntryInfo]:
    """Acts inside ``within``, the newest first, at most so many: those before or right after an entry, else the newest of all.

    ``within`` says which acts the reader may know of; whoever asks has to bring it."""
    rows = _wanted(within, asked)
    if after is not None:
        return [_info(row) for row in rows.filter(seq__gt=after).order_by("seq")[:most]][::-1]
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return [_info(row) for row in rows.order_by("-seq")[:most]]


def entries_count(*, within: Q, asked: Asked) -> int:
    return _wanted(within, asked).count()


def entries_all(*, within: Q, asked: Asked, until_seq: int) -> Iterator[EntryInfo]:
    """Acts inside ``within`` up to and with an entry, oldest first, however many: read a stretch at a time."""
    last = 0
    while True:
        rows = list(_wanted(within, asked).filter(seq__gt=last, seq__lte=until_seq).order_by("seq")[:_AT_ONCE])
        if not rows:
            return
        yield from (_info(row) for row in rows)
        last = rows[-1].seq


def last_seq() -> int:
    """The number of the newest entry; 0 where nothing was done yet."""
    return Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def actions_known() -> list[str]:
    """Every kind of act that ever happened, by code."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())


def _wanted(within: Q, asked: Asked) -> QuerySet[Entry]:
    rows = Entry.objects.filter(within)
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    if asked.action:
        rows = rows.filter(action=asked.action)
    if asked.target:
        rows = rows.filter(target__startswith=asked.target) if asked.target.endswith(":") else rows.filter(target=asked.target)
    if asked.since:
        rows = rows.filter(at__gte=asked.since)
    return rows.filter(at__lt=asked.until) if asked.until else rows


def chain_verify() -> ChainState:
    """Compute every hash again. An empty chain holds."""
    return _verify(Entry.objects.order_by("seq"), count=0, prev_hash=GENESIS)


def chain_step(*, after: int, most: int) -> ChainStep:
    """Verify the next stretch of the chain behind entry ``after``, whose own hash an earlier step has verified; 0 begins."""
    start = Entry.objects.filter(seq=after).values_list("hash", flat=True).first()
    begun = after if start is not None else 0
    state = _verify(Entry.objects.filter(seq__gt=begun).order_by("seq")[:most], count=begun, prev_hash=start or GENESIS)
    newest = last_seq()
    done = state.broken_at is not None or state.entries >= newest
    return ChainStep(verified=state.entries, entries=newest, broken_at=state.broken_at, done=done)


def _verify(rows: QuerySet[Entry], *, count: int, prev_hash: str) -> ChainState:
    for row in rows.iterator():
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
