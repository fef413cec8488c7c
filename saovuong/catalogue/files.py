"""The files of a pack: from the package, from a wheel, or from any folder."""

import tomllib
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from saovuong.catalogue.rows import TOP, BadPack, Row
from saovuong.core.errors import Refusal

FOLDERS = ("topics", "forms")
"""Folders that belong to the catalogue; reports/ and profiles/ of a pack are read by the reports room."""


class UnknownPack(Refusal):
    code = "SV-402"
    template = "Không có gói danh mục “{pack}”. Các gói có sẵn: {known}."


def shipped_pack(pack: str) -> Traversable:
    """The folder of a pack that comes with the product. Raises :class:`UnknownPack`."""
    home = files("saovuong.catalogue") / "packs"
    known = sorted(entry.name for entry in home.iterdir() if entry.is_dir() and (entry / "pack.toml").is_file())
    if pack not in known:
        raise UnknownPack(pack=pack, known=", ".join(known))
    return home / pack


def pack_folder(folder: Path) -> Path:
    """A folder that holds a pack. Raises :class:`BadPack` where there is no ``pack.toml``."""
    if not (folder / "pack.toml").is_file():
        raise BadPack(file=str(folder), place=TOP, reason="không có tệp pack.toml trong thư mục này")
    return folder


def toml_names(folder: Traversable, *, below: str = "") -> list[str]:
    """Names of the ``.toml`` files in a folder of the pack, sorted; empty where the folder does not exist."""
    place = folder / below if below else folder
    if not place.is_dir():
        return []
    prefix = f"{below}/" if below else ""
    return sorted(f"{prefix}{entry.name}" for entry in place.iterdir() if entry.name.endswith(".toml"))


def read_row(folder: Traversable, name: str) -> Row:
    """One file as a row. Raises :class:`BadPack` for a file that is missing, not UTF-8 or not TOML."""
    path = folder.joinpath(*name.split("/"))
    if not path.is_file():
        raise BadPack(file=name, place=TOP, reason="thiếu tệp này")
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise BadPack(file=name, place=TOP, reason="không phải bảng mã UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadPack(file=name, place=TOP, reason=f"không đúng cú pháp TOML ({error})") from None
    return Row(name, TOP, data)


def catalogue_files(folder: Traversable) -> Iterator[str]:
    """Every file whose content decides what the catalogue and the reader do."""
    yield from toml_names(folder)
    for below in FOLDERS:
        yield from toml_names(folder, below=below)


def content_hash(folder: Traversable) -> str:
    """Eight hexadecimal digits over names and contents; the same on Windows, where files may have other line ends."""
    digest = sha256()
    for name in catalogue_files(folder):
        digest.update(name.encode() + b"\0" + folder.joinpath(*name.split("/")).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:8]
