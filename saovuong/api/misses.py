"""Wrong tokens, counted where they come from. The length of a token is what keeps it from being guessed; this keeps trying from going
unseen, and from costing the database a question each time.

Counts live in the memory of each of the server's processes, so that where several serve, so many times as many tries pass."""

from datetime import datetime

from django.core.cache import cache

from saovuong.accounts.token_services import token_misses_note

MINUTES = 15
MOST = 10
_MOST_OF_ADDRESS = 50


def closed(address: str, key: str | None) -> bool:
    """Whether this address has tried too often: this token, or tokens at all. Colleagues' tokens at another address stay open."""
    tries = cache.get_many(_names(address, key))
    return any(count >= _limit(name) for name, count in tries.items())


def missed(address: str, key: str | None, *, now: datetime) -> None:
    for name in _names(address, key):
        cache.add(name, 0, timeout=MINUTES * 60)
        try:
            count = cache.incr(name)
        except ValueError:  # gone between the two lines
            continue
        if key is not None and count == MOST == _limit(name):
            token_misses_note(key=key, address=address, now=now)


def _names(address: str, key: str | None) -> list[str]:
    of_address = f"token-misses-of:{address}"
    return [of_address] if key is None else [of_address, f"token-misses:{key}:{address}"]


def _limit(name: str) -> int:
    return _MOST_OF_ADDRESS if name.startswith("token-misses-of:") else MOST
