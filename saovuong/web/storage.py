"""Addresses of static files that change with their content, without a build step."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStaticStorage(StaticFilesStorage):
    """``/static/web/saovuong.css?v=...``: browsers keep a file for as long as it is the same."""

    def url(self, name: str | None) -> str:
        return f"{super().url(name)}?v={_version(name or '')}"


@cache
def _version(name: str) -> str:
    found = finders.find(name)
    return sha256(Path(found).read_bytes()).hexdigest()[:10] if isinstance(found, str) else "0"
