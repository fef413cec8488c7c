"""What the office taught the reader, as files of the data folder: ``reader/taught.toml`` is in force, ``reader/versions`` keeps all.

Needs no database, so that reading works with it everywhere; writing it is in :mod:`saovuong.intake.services`."""

from pathlib import Path

from saovuong.core.errors import Refusal
from saovuong.reader.taught import NOTHING, BadTaught, Taught, TaughtVersion, parse_taught

_FOLDER, _CURRENT, _VERSIONS = "reader", "taught.toml", "versions"


class NoSuchVersion(Refusal):
    code = "SV-241"
    template = "Không có bản kiến thức số {number}. Xem các bản: saovuong reader history (0 là chưa dạy gì)."


def current_file(folder: Path) -> Path:
    return folder / _FOLDER / _CURRENT


def version_file(folder: Path, number: int) -> Path:
    return folder / _FOLDER / _VERSIONS / f"{number:04d}.toml"


def version_now(*, folder: Path) -> TaughtVersion | None:
    """The version in force; None where nothing was taught. Raises BadTaught."""
    file = current_file(folder)
    return _parsed(file) if file.is_file() else None


def taught_now(*, folder: Path) -> Taught:
    """What a reading in this data folder uses. Raises BadTaught."""
    version = version_now(folder=folder)
    return version.taught if version else NOTHING


def taught_of(*, folder: Path, number: int) -> Taught:
    """What a reading used while version ``number`` was in force. Raises :class:`NoSuchVersion`, BadTaught."""
    if number == 0:
        return NOTHING
    file = version_file(folder, number)
    if not file.is_file():
        raise NoSuchVersion(number=number)
    return _parsed(file).taught


def versions_all(*, folder: Path) -> tuple[TaughtVersion, ...]:
    """Every version ever made, by number. Raises BadTaught."""
    found = sorted((folder / _FOLDER / _VERSIONS).glob("[0-9]*.toml"))
    return tuple(sorted((_parsed(file) for file in found), key=lambda version: version.number))


def _parsed(file: Path) -> TaughtVersion:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTaught(file=file, place="bảng mã", reason="không phải UTF-8") from None
    except OSError as error:
        raise BadTaught(file=file, place="đầu tệp", reason=error.strerror or error) from None
    return parse_taught(text, file=str(file))
