"""What a person sent after the session had locked: kept in the session that asks them to sign in, and given back to the same person."""

from collections.abc import Mapping

from django.http import HttpRequest

_KEY = "kept"
_LARGEST = 200_000
# Addresses whose fields are worth keeping: what is typed there took long.
_NAMES = frozenset({"grid"})
_SECRET = "csrfmiddlewaretoken"  # noqa: S105 - a field's name


def asked_after(request: HttpRequest, *, person: object) -> dict[str, str]:
    """What the sign-in page is told of a form that came without a session: where to come back to, and whether its fields were kept."""
    if not _is_worth(request):
        return {}
    return {"next": request.path, "kept" if _keep(request, person=person) else "unsaved": "1"}


def _is_worth(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.url_name in _NAMES


def _keep(request: HttpRequest, *, person: object) -> bool:
    """Put the fields aside for this person, if their session has just locked: who was never signed in fills no table of ours."""
    fields = {name: value for name, value in request.POST.items() if name != _SECRET}
    if person is None or sum(len(name) + len(value) for name, value in fields.items()) > _LARGEST:
        return False
    request.session[_KEY] = {"person": str(person), "path": request.path, "fields": fields}
    return True


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
