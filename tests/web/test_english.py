"""The English pages are English: what stays Vietnamese is marked so, or is a proper name."""

import re

import pytest
from django.utils.translation import override

from saovuong.core.errors import Refusal
from saovuong.intake.wording import MODIFIER_WORDS
from saovuong.org.dataset import load_kinds
from saovuong.web import urls
from saovuong.web.access import ACCESS
from saovuong.web.refusals import words_of
from saovuong.web.showing.words import MODIFIERS, UNIT_KINDS
from tests.ledger.world import _UNITS
from tests.web.conftest import signed_in
from tests.web.samples import SAMPLES
from tests.web.vietnamese import unmarked

pytestmark = pytest.mark.django_db

# Further addresses of pages that look different then.
MORE = (
    "/viec/cho-duyet/", "/viec/ban-nhap/", "/don-vi/x1/2024/", "/don-vi/tp-bch/2024-12/tong-quan/", "/don-vi/x1/",
    "/danh-muc/?chu-de=conscription",    "/danh-muc/chi-tieu/militia_training_attendance_rate/", "/danh-muc/chi-tieu/overall_task_rating/",
    "/don-vi/tp-bch/2024/militia_training_attendance_rate/", "/don-vi/khong-co/2024/", "/ho-so/999/", "/don-vi/x1/2030/", "/khong-co/",
)  # fmt: skip
_KIND = re.compile(r"^(?:phường|xã|huyện|tỉnh|thành phố) ")
_NAMES = [name for _, name, *_ in _UNITS]
# Names of units, with and without their kind; of people; of the product and of the sample city.
PROPER = ("Sao Vuông", "Hồ Chí Minh", "Bắc Kạn", "Người thử", *_NAMES, *(_KIND.sub("", name) for name in _NAMES))


def read(client, address):
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return unmarked(b"".join(answer).decode(), names=PROPER)


def test_no_page_speaks_vietnamese_unmarked(book, passwords, person_with):
    """Every address, as somebody who may open it."""
    people = {"all": person_with("all", "tp-bch"), "admin": person_with("admin", "vn")}
    for name in (pattern.name for pattern in urls.urlpatterns):
        role = "all" if ACCESS[name].admits({"clerk", "verifier", "commander", "writer", "inspector"}) else "admin"
        assert read(signed_in(people[role]), SAMPLES[name](book)) == [], name
    for address in MORE:
        assert read(signed_in(people["all"]), address) == [], address


def test_vietnamese_is_found_where_it_is_not_marked():
    assert unmarked("<p>Số liệu</p>") == ["Số liệu"]
    assert unmarked('<p lang="vi">Số liệu <b>này</b></p><p>và kia</p>') == ["và kia"]
    assert unmarked('<button aria-label="Xóa">x</button><input value="khá"><td data-label="Kỳ">1</td>') == [
        "button[aria-label]: Xóa",
        "input[value]: khá",
        "td[data-label]: Kỳ",
    ]
    assert unmarked("<p>Units of Xã Mẫu: one</p>", names=["Xã Mẫu"]) == []
    assert unmarked("<p>xã mẫu giáo</p>", names=["Xã Mẫu"]) == ["xã mẫu giáo"]
    assert unmarked("<script>const chữ = 1</script><select><option value='khá'>good</option></select>") == []


def test_kinds_and_modifiers_have_words():
    assert {one.code: one.name for one in load_kinds() if one.name} == dict(UNIT_KINDS)
    assert {modifier.value: word for modifier, word in MODIFIER_WORDS.items() if word} == dict(MODIFIERS)


def test_why_a_cell_was_not_kept_is_told_in_english(enter):
    client = enter("clerk")
    client.cookies["django_language"] = "en"
    page = client.post("/nhap/x1/commune_year/2024/", {"s.policy_gift_count": "nhieu"}).content.decode()
    assert "“nhieu” is no number, so it was not saved." in page
    assert unmarked(page, names=PROPER) == []


class Refused(Refusal):
    code = "SV-501"
    template = (
        "Tài khoản “{name}” không có quyền {act} cho đơn vị “{unit}”. Đề nghị quản trị viên cấp quyền hoặc dùng tài khoản khác (--as)."
    )


def test_a_refusal_is_told_in_english_with_what_it_is_about():
    refusal = Refused(name="nhap-lieu", act="nhập số liệu", unit="xã Thử Ba")
    with override("en"):
        assert words_of(refusal) == "Account “nhap-lieu” has no right to enter figures for unit “xã Thử Ba”. Ask an administrator for it."
    with override("vi"):
        assert words_of(refusal).startswith("Tài khoản “nhap-lieu” không có quyền nhập số liệu cho đơn vị “xã Thử Ba”.")
