"""Looking up any unit, and its page through time."""

import uuid
from datetime import date

import pytest

from saovuong.org.models import Edition, Link, Succession, Unit
from tests.web.test_pages import text_of

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)


@pytest.fixture
def merged(book):
    """On 1/7/2025 phường Thử Nhất and a part of xã Thử Ba become xã Thử Mới."""
    about = {"name": "xã Thử Mới", "short_name": "Thử Mới", "kind": "commune", "level": "commune", "name_order": "m"}
    Unit.objects.create(id="m", opened=DAY, lat=22.5, lon=105.25, area_km2=72.5, **about)
    Link.objects.create(child_id="m", parent_id="t", kind="administrative", valid_from=DAY)
    Succession.objects.create(old_id="x1", new_id="m", on=DAY, extent="whole", act="NQ 1683")
    Succession.objects.create(old_id="x3", new_id="m", on=DAY, extent="part", share="0.35", act="NQ 1683")
    Edition.objects.update(version=uuid.uuid4().hex)
    return book


def test_any_unit_is_found_by_anybody_with_a_role(merged, enter):
    page = text_of(enter("outsider").get("/don-vi/tim/?ten=thu nhat, mau giang"))
    assert 'href="/don-vi/x1/"' in page
    assert "thành phố Mẫu Giang" in page
    part = text_of(enter("outsider").get("/don-vi/tim/?ten=thu", headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "xã Thử Mới" in part
    assert "Không có đơn vị nào" in text_of(enter("reader").get("/don-vi/tim/?ten=qqqq"))


def test_what_was_before_the_merger_and_what_is_since(merged, enter):
    page = text_of(enter("reader").get("/don-vi/m/"))
    assert "Trước và từ ngày 01/07/2025" in page
    assert "phường Thử Nhất</a> (toàn bộ)" in page
    assert "một phần, tỷ lệ khai 0,35" in page
    assert "72,5 km²" in page
    assert "22.5000; 105.2500" in page
    # Asked on a day long after, an old unit still tells what it became.
    old = text_of(enter("reader").get("/don-vi/x1/?ngay=2025-07-02"))
    assert "Đơn vị này có đến hết ngày" not in old  # it is still January 2025 for this office
    assert "Nhập vào" in old
    assert "NQ 1683" in old


def test_children_and_path_follow_the_chosen_day(merged, enter):
    reader = enter("reader")
    assert "phường Thử Nhì" in text_of(reader.get("/don-vi/tp/"))
    assert "phường Thử Nhì" not in text_of(reader.get("/don-vi/tp/?ngay=2025-07-01"))
    assert '<a href="/don-vi/t/?ngay=2025-01-10">' in text_of(reader.get("/don-vi/x1/"))
    wrong = reader.get("/don-vi/tp/?ngay=hom-qua")
    assert wrong.status_code == 400
    assert "SV-365" in text_of(wrong)
    assert reader.get("/don-vi/tp/?ngay=30/06/2025").status_code == 200


def test_figures_of_a_unit_stay_with_those_who_may_see_them(merged, enter):
    mine, theirs = text_of(enter("reader").get("/don-vi/x3/")), text_of(enter("outsider").get("/don-vi/x3/"))
    assert f"/ho-so/{merged.returned}/" in mine
    assert "/don-vi/x3/2024/" in mine
    assert "/ho-so/" not in theirs.split("<main", 1)[1]
    assert "/don-vi/x3/2024/" not in theirs
