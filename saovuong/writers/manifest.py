"""The list of figures that a written report carries inside itself, so that it can be verified long after it was signed.

It travels as a custom XML part, which Word and LibreOffice keep when they save the file again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256

from saovuong.core.errors import Refusal
from saovuong.writers.package import Package
from saovuong.writers.report_shapes import Figure, FigureRun, ReportShape, placed_runs

NAMESPACE = "urn:saovuong:bao-cao:1"
PART = "customXml/item1.xml"
_VERSION = 1


class NoManifest(Refusal):
    code = "SV-805"
    template = (
        "Tệp “{name}” không mang bảng kê số liệu của Sao Vuông, nên không đối chiếu được. Kiểm tra đúng tệp do “saovuong report build” lập."
    )


class BadManifest(Refusal):
    code = "SV-806"
    template = "Bảng kê số liệu trong tệp “{name}” đã hỏng ({reason}). Lập lại báo cáo bằng “saovuong report build”."


@dataclass(frozen=True, slots=True)
class Shown:
    """One showing of a figure: the bookmark around it, the words shown, and where."""

    bookmark: str
    figure: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``plain_numbers`` are the numbers that the built text showed without being figures (years, headings, decree numbers)."""

    about: Mapping[str, str]
    written_at: str
    written_by: str
    figures: tuple[Figure, ...]
    shown: tuple[Shown, ...]
    plain_numbers: tuple[str, ...]

    def digest(self) -> str:
        return sha256(to_json(self).encode("utf-8")).hexdigest()


def bookmark_name(number: int) -> str:
    """The bookmark of the n-th showing (from 1)."""
    return f"so_{number:05d}"


def build_manifest(shape: ReportShape, *, plain_numbers: tuple[str, ...]) -> Manifest:
    shown: list[Shown] = []
    for placed in placed_runs(shape):
        for item in placed.runs:
            if isinstance(item, FigureRun):
                shown.append(Shown(bookmark_name(len(shown) + 1), item.figure, item.text, placed.place))
    return Manifest(
        about=dict(shape.about),
        written_at=shape.written_at.isoformat(),
        written_by=shape.written_by,
        figures=shape.figures,
        shown=tuple(shown),
        plain_numbers=plain_numbers,
    )


def to_json(manifest: Manifest) -> str:
    """One line of JSON with sorted keys, so that equal manifests have equal digests."""
    figures, shown = [_row(figure) for figure in manifest.figures], [_row(one) for one in manifest.shown]
    data = {**_row(manifest), "version": _VERSION, "about": dict(manifest.about), "figures": figures, "shown": shown}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _row(value: Figure | Shown | Manifest) -> dict[str, object]:
    """The fields as they stand; ``asdict`` would copy every number of a long report."""
    return {one.name: getattr(value, one.name) for one in fields(value)}


def from_json(text: str, *, name: str) -> Manifest:
    """Raises :class:`BadManifest`; ``name`` is the file's name for the sentence."""
    try:
        data = json.loads(text)
        if data["version"] != _VERSION:
            raise BadManifest(name=name, reason=f"phiên bản {data['version']} chưa biết")
        return Manifest(
            about={str(key): str(value) for key, value in data["about"].items()},
            written_at=str(data["written_at"]),
            written_by=str(data["written_by"]),
            figures=tuple(Figure(**{**row, "facts": tuple(int(fact) for fact in row["facts"])}) for row in data["figures"]),
            shown=tuple(Shown(**row) for row in data["shown"]),
            plain_numbers=tuple(str(token) for token in data["plain_numbers"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadManifest(name=name, reason=type(error).__name__) from None


def read_manifest(package: Package) -> Manifest:
    """Look through every custom XML part, since an editor may have renamed ours. Raises :class:`NoManifest`, :class:`BadManifest`."""
    for part in sorted(package.parts):
        if part.startswith("customXml/item") and part.endswith(".xml") and NAMESPACE.encode() in package.parts[part]:
            root = package.xml(part)
            if root is not None and root.tag == f"{{{NAMESPACE}}}soLieu":
                return from_json(root.text or "", name=package.name)
    raise NoManifest(name=package.name)
