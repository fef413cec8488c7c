"""What a person sent after the session had locked: kept in the session that asks them to sign in, and given back to the same person."""

from collections.abc import Mapping

from django.http import HttpRequest

_KEY = "kept"
_LARGEST = 200_000
# Addresses whose fields are worth keeping: what is typed there took long.
_NAMES = frozenset({"grid"})
_SECRET = "csrfmiddlewaretoken"  # noqa: S105 - a field's name


def keep(request: HttpRequest, *, person: object) -> str | None:
    """Put the fields aside for this person; the address to come back to, or None where there is nothing to keep.

    Only of a session that has just locked: who was never signed in fills no table of ours."""
    match = request.resolver_match
    if person is None or request.method != "POST" or match is None or match.url_name not in _NAMES:
        return None
    fields = {name: value for name, value in request.POST.items() if name != _SECRET}
    if sum(len(name) + len(value) for name, value in fields.items()) > _LARGEST:
        return None
    request.session[_KEY] = {"person": str(person), "path": request.path, "fields": fields}
    return request.path


def kept_fields(request: HttpRequest, *, person: object) -> Mapping[str, str] | None:
    """What this person had sent to this very address. Somebody else's is thrown away unseen."""
    told = request.session.get(_KEY)
    if told is None:
        return None
    if told["person"] != str(person):
        del request.session[_KEY]
        return None
    fields: Mapping[str, str] | None = told["fields"] if told["path"] == request.path else None
    return fields


def let_go(request: HttpRequest) -> None:
    """It was saved, or is no longer wanted."""
    request.session.pop(_KEY, None)
