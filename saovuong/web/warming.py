"""What the first visitors would wait for, laid out before anybody comes."""

import gc
from contextlib import suppress
from pathlib import Path

from django.template.loader import get_template
from django.urls import get_resolver

from saovuong.catalogue.checks import load_checks
from saovuong.catalogue.headlines import load_headlines
from saovuong.core.errors import Refusal
from saovuong.org.queries import index, successions
from saovuong.setup.config import catalogue_of
from saovuong.web.desk import data_folder

_TEMPLATES = Path(__file__).parent / "templates"


def warm() -> None:
    """Reads the pack, the index of units, the addresses and the pages, some two seconds' work. Refuses nothing: what is wrong with the
    folder is told by the page that needs it."""
    with suppress(Refusal):
        pack = catalogue_of(folder=data_folder()).pack
        load_checks(pack=pack)
        load_headlines(pack=pack)
        index()
        successions()
    _ = get_resolver().url_patterns
    for page in sorted(_TEMPLATES.rglob("*.html")):
        get_template(page.relative_to(_TEMPLATES).as_posix())
    # All this stays as long as the process: whoever looks for garbage need not walk through it each time.
    gc.collect()
    gc.freeze()
