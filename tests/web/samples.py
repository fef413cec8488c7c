"""An address of each name in the small country."""

from collections.abc import Callable, Mapping
from typing import Any

SAMPLES: Mapping[str, Callable[[Any], str]] = {
    "sign-in": lambda book: "/dang-nhap/",
    "sign-out": lambda book: "/dang-xuat/",
    "language": lambda book: "/ngon-ngu/",
    "first-run": lambda book: "/khoi-tao/",
    "work": lambda book: "/",
}
