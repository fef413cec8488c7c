"""Compares the shipped commune successions with an independent list, row by row.

    python tools/compare_units.py LIST.tsv

LIST.tsv has at least the columns old_code, old_name, new_code, new_name, extent. It is only read. docs/units.md explains what remains.
Leaves with 0 when nothing differs, with 1 when something does.
"""

import argparse
import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from saovuong.org.dataset import UnitData, load_units  # noqa: E402 - the script runs from a checkout without an installed package
from saovuong.org.relations import Relations, designation  # noqa: E402

Pairs = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Told:
    """Names by code of both lists, and the extents that either list gives."""

    old: dict[str, str]
    new: dict[str, str]
    ours: Pairs
    theirs: Pairs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", type=Path, metavar="LIST.tsv")
    with parser.parse_args().list.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    data = load_units()
    ours = shipped_pairs(data)
    theirs: Pairs = {(row["old_code"], row["new_code"]): row["extent"] for row in rows}
    old, new = _named(data, closed=True), _named(data, closed=False)
    told = Told(
        {row["old_code"]: row["old_name"] for row in rows} | old, {row["new_code"]: row["new_name"] for row in rows} | new, ours, theirs
    )
    same = {pair for pair, extent in ours.items() if theirs.get(pair) == extent}
    unlike = {pair for pair in ours.keys() & theirs.keys() if ours[pair] != theirs[pair]}
    unknown = {pair for pair in theirs if pair[0] not in old or pair[1] not in new}
    only_theirs = theirs.keys() - ours.keys() - unknown
    only_ours = ours.keys() - theirs.keys()
    print(f"rows here {len(ours)}, rows there {len(theirs)}")
    print(
        f"same pair and extent: {len(same)} ({len(same) / len(ours):.2%} of the rows here, {len(same) / len(theirs):.2%} of the rows there)"
    )
    show("same pair, other extent", unlike, told)
    show("pair only here", only_ours, told)
    show("pair only there", only_theirs, told)
    show("only there, with a code that is unknown here", unknown, told)
    return 1 if unlike or only_ours or only_theirs or unknown else 0


def shipped_pairs(data: UnitData) -> Pairs:
    """Communes, and the districts without communes (five islands) in place of one."""
    units = {unit.id: unit for unit in data.units}
    parents = {link.parent for link in data.links if link.kind == "administrative"}
    pairs: Pairs = {}
    for tie in data.successions:
        old, new = units[tie.old], units[tie.new]
        island = old.level == "district" and old.id not in parents
        if new.level == "commune" and (old.level == "commune" or island):
            pairs[old.official_code or "", new.official_code or ""] = tie.extent
    return pairs


def _named(data: UnitData, *, closed: bool) -> dict[str, str]:
    relations = Relations(UnitData(data.units, tuple(link for link in data.links if link.kind == "administrative"), ()))
    wanted = [u for u in data.units if u.official_code and u.level in ("commune", "district") and (u.closed is not None) == closed]
    return {unit.official_code or "": designation(unit, relations.parents(unit.id)) for unit in wanted}


def show(title: str, pairs: Iterable[tuple[str, str]], told: Told) -> None:
    found = sorted(pairs)
    print(f"\n{title}: {len(found)}")
    for pair in found:
        here, there = told.ours.get(pair, "-"), told.theirs.get(pair, "-")
        print(f"  {pair[0]} {told.old[pair[0]]} -> {pair[1]} {told.new[pair[1]]}: here {here}, there {there}")


if __name__ == "__main__":
    sys.exit(main())
