"""Write saovuong/org/data/names.tsv, the names of the shipped units ready to be looked up, from the other lists.

    python tools/build_unit_names.py

Run it after any change to units.tsv, aliases.tsv, kinds.tsv or to how names are read; tools/build_units.py runs it too.
"""

from pathlib import Path

from saovuong.org.dataset import load_units
from saovuong.org.entries import names_of
from saovuong.org.shipped import NAME_FIELDS, name_rows

TARGET = Path(__file__).resolve().parents[1] / "saovuong" / "org" / "data" / "names.tsv"


def main() -> None:
    rows = [NAME_FIELDS, *name_rows(names_of(load_units()))]
    TARGET.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(rows) - 1} names")


if __name__ == "__main__":
    main()
