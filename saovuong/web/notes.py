"""One sentence about what was just done, shown on the next page."""

from django.http import HttpRequest

_KEY, _WARNED = "said", "warned"


def say(request: HttpRequest, *sentences: str) -> None:
    request.session[_KEY] = [*request.session.get(_KEY, []), *sentences]


def said(request: HttpRequest) -> list[str]:
    """What was said and not shown yet; it is shown once."""
    if not hasattr(request, "session") or _KEY not in request.session:
        return []
    told: list[str] = request.session.pop(_KEY)
    return told


def warn(request: HttpRequest, *sentences: str) -> None:
    """What was not done and why, for the next page."""
    request.session[_WARNED] = [*request.session.get(_WARNED, []), *sentences]


def warned(request: HttpRequest) -> list[str]:
    """What was warned of and not shown yet; it is shown once."""
    if not hasattr(request, "session") or _WARNED not in request.session:
        return []
    told: list[str] = request.session.pop(_WARNED)
    return told
