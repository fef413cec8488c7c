"""Every write of the program goes through one door."""

import re
from pathlib import Path

import pytest

import saovuong
from saovuong.audit.services import writing

PACKAGE = Path(saovuong.__file__).parent
DOOR = PACKAGE / "audit" / "services.py"


def test_nothing_else_opens_a_transaction():
    files = [file for file in PACKAGE.rglob("*.py") if file != DOOR]
    assert len(files) > 200
    others = [str(file.relative_to(PACKAGE)) for file in files if re.search(r"\batomic\(|\bset_autocommit\(", file.read_text("utf-8"))]
    assert others == [], "use saovuong.audit.services.writing"


@pytest.mark.django_db
def test_it_may_be_nested_and_what_fails_inside_is_undone(now):
    from saovuong.accounts.models import User

    def fail() -> None:
        with writing():
            User.objects.create(name="b", display_name="b", created_at=now)
            raise ZeroDivisionError

    with writing():
        User.objects.create(name="a", display_name="a", created_at=now)
        with pytest.raises(ZeroDivisionError):
            fail()
    assert list(User.objects.values_list("name", flat=True)) == ["a"]
