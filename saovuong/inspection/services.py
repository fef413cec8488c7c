"""What reading the trail leaves in it: whole copies that were taken, and the chain being verified."""

from dataclasses import asdict
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.audit.queries import chain_step, entries_all, entries_count, last_seq
from saovuong.audit.services import entry_append, writing
from saovuong.audit.shapes import Asked, ChainStep
from saovuong.inspection.queries import inspected, within
from saovuong.inspection.shapes import TrailExport

_STRETCH = 20_000


def trail_export(*, actor: Actor, now: datetime, asked: Asked) -> TrailExport:
    """Every act that :func:`saovuong.inspection.queries.trail` would show, up to this moment. That a copy was taken, and of what, is an act
    itself. Raises NotInspector."""
    allowed = within(actor, inspected(actor=actor, now=now))
    with writing():
        until = last_seq()
        count = entries_count(within=allowed, asked=asked)
        wanted = {key: value for key, value in asdict(asked).items() if value}
        after = {"entries": count, "until": until, **({"filter": wanted} if wanted else {})}
        entry_append(actor=actor.name, action="audit_export", target="audit", before=None, after=after, now=now)
    return TrailExport(entries_all(within=allowed, asked=asked, until_seq=until), count)


def chain_check(*, actor: Actor, now: datetime, after: int = 0, most: int = _STRETCH) -> ChainStep:
    """Verify the next stretch of the hash chain behind entry ``after``. The last step is an act of its own, with what was found.

    The chain runs over every unit's acts and is verified whole by whoever reads some of it: no words of an act come out. Raises
    NotInspector."""
    inspected(actor=actor, now=now)
    step = chain_step(after=after, most=most)
    if step.done:
        with writing():
            told = {"entries": step.verified, "broken_at": step.broken_at}
            entry_append(actor=actor.name, action="audit_verify", target="audit", before=None, after=told, now=now)
    return step
