"""What the office wrote into the data folder's config.toml."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal

CONFIG_FILE = "config.toml"


class BadConfig(Refusal):
    code = "SV-912"
    template = "Tệp cấu hình “{file}” không đọc được ở {place}: {reason}."


def config_read(*, folder: Path) -> Mapping[str, object]:
    """Raises :class:`BadConfig`."""
    file = folder / CONFIG_FILE
    try:
        told = file.stat()
        return _parsed(file, told.st_mtime_ns, told.st_size, told.st_ino)
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(file=file, place="đầu tệp", reason=error) from None
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(file=file, place="nội dung TOML", reason=error) from None


@lru_cache(maxsize=8)
def _parsed(file: Path, changed_ns: int, size: int, number: int) -> Mapping[str, object]:
    """``changed_ns``, ``size`` and ``number`` only tell one state of the file from another: every page asks for several sections."""
    return tomllib.loads(file.read_text("utf-8"))


def catalogue_of(*, folder: Path) -> Catalogue:
    """The pack with the measures that this data folder switches on and the office's regime first; the pack as shipped before any init.
    Raises :class:`BadConfig`."""
    switched_on: list[str] = []
    if (folder / CONFIG_FILE).is_file():
        section = config_read(folder=folder).get("catalogue")
        listed = section.get("switched_on", []) if isinstance(section, dict) else []
        if not isinstance(listed, list) or not all(isinstance(code, str) for code in listed):
            raise BadConfig(file=folder / CONFIG_FILE, place="[catalogue] switched_on", reason="phải là danh sách mã chỉ tiêu")
        switched_on = listed
    return load_catalogue(switched_on=frozenset(switched_on), regime=office_of(folder=folder).get("regime"))


def office_of(*, folder: Path) -> dict[str, str]:
    """``unit`` (an id) and ``regime`` (a code) as the set-up on the web wrote them; empty before it. Raises :class:`BadConfig`."""
    section = config_read(folder=folder).get("office") if (folder / CONFIG_FILE).is_file() else None
    return {key: value for key, value in section.items() if isinstance(value, str)} if isinstance(section, dict) else {}


def office_write(*, folder: Path, unit: str, regime: str) -> None:
    """Add what :func:`office_of` reads, below all that stands there; once written it is the office's to change."""
    if office_of(folder=folder):
        return
    lines = ("", "# Đơn vị dùng phần mềm và chế độ báo cáo.", "[office]", f"unit = {json.dumps(unit)}", f"regime = {json.dumps(regime)}")
    with (folder / CONFIG_FILE).open("a", encoding="utf-8", newline="\n") as config:
        config.write("\n".join(lines) + "\n")


def factor_roles(*, folder: Path) -> frozenset[str]:
    """The roles whose people must use a second factor. Raises :class:`BadConfig`."""
    section = config_read(folder=folder).get("sign_in") if (folder / CONFIG_FILE).is_file() else None
    listed = section.get("second_factor", []) if isinstance(section, dict) else []
    if not isinstance(listed, list) or not all(isinstance(role, str) for role in listed):
        raise BadConfig(file=folder / CONFIG_FILE, place="[sign_in] second_factor", reason="phải là danh sách vai trò")
    return frozenset(listed)


def config_set(*, folder: Path, section: str, values: Mapping[str, str | list[str]]) -> None:
    """Write values into one section, which is added where there is none; every other line stays as the office wrote it.

    The file is whole at every moment. Raises :class:`BadConfig`, OSError."""
    file = folder / CONFIG_FILE
    config_read(folder=folder)
    lines = file.read_text("utf-8").splitlines()
    heads = [at for at, line in enumerate(lines) if _head(line) is not None]
    start = next((at for at in heads if _head(lines[at]) == section), None)
    if start is None:
        lines += ["", f"[{section}]"]
        start = len(lines) - 1
    end = next((at for at in heads if at > start), len(lines))
    for key, value in values.items():
        line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
        place = next((at for at in range(start + 1, end) if re.match(rf"\s*{re.escape(key)}\s*=", lines[at])), None)
        if place is None:
            lines.insert(start + 1, line)
            end += 1
        else:
            lines[place] = line
    fresh = "\n".join(lines) + "\n"
    tomllib.loads(fresh)
    beside = file.with_suffix(".moi")
    beside.write_text(fresh, "utf-8", newline="\n")
    beside.replace(file)


def _head(line: str) -> str | None:
    found = re.match(r"\s*\[([^\[\]]+)\]\s*(#.*)?\Z", line)
    return found[1].strip() if found else None
