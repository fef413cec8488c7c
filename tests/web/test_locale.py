"""Both languages whole: every message has its English, and the compiled file is that of the source."""

import re

import pytest
from django.utils.translation import gettext, override

from tools.build_locale import PO, compile_mo, messages, problems, read_po

pytestmark = pytest.mark.django_db
_PLACE = re.compile(r"%\(\w+\)s|\{\w+\}|<b>")


def test_no_message_is_missing_or_left_over():
    assert problems() == []


def test_the_compiled_file_is_up_to_date():
    assert PO.with_suffix(".mo").read_bytes() == compile_mo(read_po(PO.read_text("utf-8"))), "python tools/build_locale.py"


def test_translations_keep_the_places_to_fill():
    for source, target in read_po(PO.read_text("utf-8")).items():
        assert sorted(_PLACE.findall(source)) == sorted(_PLACE.findall(target)), source


def test_vietnamese_stays_as_written():
    """Django brings Vietnamese of its own: a message of ours that reads like one of its English ones would be turned into it."""
    with override("vi"):
        assert {one: gettext(one) for one in messages() if gettext(one) != one} == {}


def test_a_page_in_english(book, enter):
    client = enter("clerk")
    client.cookies["django_language"] = "en"
    page = client.get("/").content.decode()
    assert "My work" in page
    assert "Việc của tôi" not in page
