"""What the office wrote into the data folder's config.toml."""

import json
import tomllib
from pathlib import Path

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal

CONFIG_FILE = "config.toml"


class BadConfig(Refusal):
    code = "SV-912"
    template = "Tệp cấu hình “{file}” không đọc được ở {place}: {reason}."


def config_read(*, folder: Path) -> dict[str, object]:
    """Raises :class:`BadConfig`."""
    file = folder / CONFIG_FILE
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(file=file, place="đầu tệp", reason=error) from None
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(file=file, place="nội dung TOML", reason=error) from None


def catalogue_of(*, folder: Path) -> Catalogue:
    """The pack with the measures that this data folder switches on; the pack as shipped before any init. Raises :class:`BadConfig`."""
    switched_on: list[str] = []
    if (folder / CONFIG_FILE).is_file():
        section = config_read(folder=folder).get("catalogue")
        listed = section.get("switched_on", []) if isinstance(section, dict) else []
        if not isinstance(listed, list) or not all(isinstance(code, str) for code in listed):
            raise BadConfig(file=folder / CONFIG_FILE, place="[catalogue] switched_on", reason="phải là danh sách mã chỉ tiêu")
        switched_on = listed
    return load_catalogue(switched_on=frozenset(switched_on))


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
