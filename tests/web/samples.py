"""An address of each name in the small country."""

from collections.abc import Callable, Mapping
from typing import Any

SAMPLES: Mapping[str, Callable[[Any], str]] = {
    "sign-in": lambda book: "/dang-nhap/",
    "sign-out": lambda book: "/dang-xuat/",
    "language": lambda book: "/ngon-ngu/",
    "first-run": lambda book: "/khoi-tao/",
    "work": lambda book: "/",
    "submissions": lambda book: "/ho-so/",
    "submission": lambda book: f"/ho-so/{book.accepted}/",
    "upload": lambda book: "/ho-so/nop/",
    "revise": lambda book: f"/ho-so/{book.accepted}/ban-moi/",
    "review": lambda book: f"/ho-so/{book.draft}/doc/",
    "batch": lambda book: f"/ho-so/{book.draft}/doc/loat/",
    "hand-in": lambda book: f"/ho-so/{book.draft}/doc/nop/",
    "decide": lambda book: f"/ho-so/{book.draft}/doc/1/",
    "figure-edit": lambda book: f"/ho-so/{book.draft}/doc/1/sua/",
    "answer": lambda book: f"/ho-so/{book.returned}/doc/{book.returned_figure}/tra-loi/",
    "measures": lambda book: "/chi-tieu/tim/?tim=qua",
    "verify": lambda book: f"/ho-so/{book.submitted}/kiem-tra/",
    "accept": lambda book: f"/ho-so/{book.submitted}/kiem-tra/duyet/",
    "judge": lambda book: f"/ho-so/{book.submitted}/kiem-tra/1/",
    "units": lambda book: "/don-vi/",
    "dashboard": lambda book: "/don-vi/tp-bch/2024/",
    "checks": lambda book: "/don-vi/tp-bch/2024/kiem-tra-so-lieu/",
    "check-waive": lambda book: "/don-vi/tp-bch/2024/kiem-tra-so-lieu/bo-qua/",
    "coverage": lambda book: "/don-vi/tp-bch/2024/bao-quat/",
    "explain": lambda book: "/don-vi/tp-bch/2024/policy_gift_count/",
    "reports": lambda book: "/bao-cao/",
    "report-build": lambda book: "/bao-cao/lap/",
    "accounts": lambda book: "/tai-khoan/",
    "account": lambda book: "/tai-khoan/nhap-lieu/",
    "password": lambda book: "/mat-khau/",
    "report-download": lambda book: f"/bao-cao/{book.report}/",
}
