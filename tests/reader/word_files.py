"""Small .docx files for tests, from the XML of their body."""

import io
import zipfile

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = ("schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main")


def word_file(body: str, *, at: str = "word/document.xml", strict: bool = False, **parts: str) -> bytes:
    """``parts`` are the insides of styles, numbering, footnotes and endnotes."""
    folder, _, file = at.rpartition("/")
    files = {at: f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"}
    targets = [("officeDocument", at)]
    files["_rels/.rels"] = _relations(targets)
    for kind, inside in parts.items():
        files[f"{folder}/{kind}.xml"] = f"<w:{kind} {_NAMES}>{inside}</w:{kind}>"
    files[f"{folder}/_rels/{file}.rels"] = _relations([(kind, f"{kind}.xml") for kind in parts])
    files["[Content_Types].xml"] = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in files.items():
            inside = xml.replace(*_STRICT) if strict else xml
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + inside)
    return out.getvalue()


def _relations(targets: list[tuple[str, str]]) -> str:
    rows = "".join(f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{path}"/>' for n, (kind, path) in enumerate(targets))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def par(*inside: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(one if one.startswith('<') else run(one) for one in inside)}</w:p>"


def numbered(text: str, *, number: int = 1, level: int = 0) -> str:
    return par(text, look=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text: str, *, span: int = 1, merge: str = "") -> str:
    merged = "" if not merge else '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{text if text.startswith("<") else par(text)}</w:tc>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(one if one.startswith('<w:tc>') else cell(one) for one in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def levels(*forms: tuple[str, str], start: int = 1) -> str:
    """One list: number form and text of each level."""
    inside = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="7">{inside}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
