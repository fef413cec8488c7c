"""A report's shape as a .docx file in the official format."""

from datetime import UTC
from xml.sax.saxutils import escape

from lxml import etree

from saovuong.writers import parts
from saovuong.writers.manifest import NAMESPACE, PART, build_manifest, to_json
from saovuong.writers.package import write_package
from saovuong.writers.pages import Links, Pages
from saovuong.writers.profile import Profile
from saovuong.writers.reading import read_shown
from saovuong.writers.report_shapes import ReportShape
from saovuong.writers.wordml import XML_HEAD, R, W, hair, twips


def write_docx(*, shape: ReportShape, profile: Profile) -> bytes:
    """The whole report. Equal shapes and profiles give equal bytes; the only dates inside are those of the shape."""
    pages = Pages(shape, profile, Links.of(shape))
    document = _document(pages)
    shown = read_shown(etree.fromstring(document.encode("utf-8")))
    plain = tuple(sorted({number.text for number in shown.loose}))
    manifest = to_json(build_manifest(shape, plain_numbers=plain))
    return write_package(
        {
            "[Content_Types].xml": parts.content_types(pictures=bool(pages.pictures)),
            "_rels/.rels": parts.PACKAGE_RELATIONS,
            "word/document.xml": document,
            "word/_rels/document.xml.rels": parts.document_relations(pictures=len(pages.pictures)),
            "word/styles.xml": parts.styles(profile),
            "word/settings.xml": parts.SETTINGS,
            "word/fontTable.xml": parts.font_table(profile),
            "word/header1.xml": parts.PAGE_NUMBER,
            "docProps/core.xml": _core(shape),
            "docProps/app.xml": parts.APP,
            PART: f'{XML_HEAD}<soLieu xmlns="{NAMESPACE}">{escape(manifest)}</soLieu>',
            "customXml/_rels/item1.xml.rels": parts.ITEM_RELATIONS,
            "customXml/itemProps1.xml": parts.ITEM_PROPERTIES,
            **{f"word/media/image{number}.png": dots for number, dots in enumerate(pages.pictures, start=1)},
        }
    )


def _document(pages: Pages) -> str:
    shape, profile = pages.shape, pages.profile
    body = [pages.head()]
    body += [pages.paragraph(item) for item in shape.opening]
    body += [pages.section(part) for part in shape.parts]
    # The last words stay with the signature, which must not stand alone on a page.
    body += [pages.paragraph(item, keep_next=True) for item in shape.closing]
    body.append(pages.signature())
    sections = [(annex.landscape, pages.annex(annex, number)) for number, annex in enumerate(shape.annexes, start=1)]
    landscape = False
    for wide, content in sections:
        body += [hair(_section_properties(profile, landscape=landscape)), content]
        landscape = wide
    if not sections:
        body.append(hair())
    body.append(_section_properties(profile, landscape=landscape))
    return f'{XML_HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}</w:body></w:document>'


def _section_properties(profile: Profile, *, landscape: bool) -> str:
    """Every section numbers its own pages from 1 and hides the first number."""
    page = profile.page
    width, height = twips(mm=page.width_mm), twips(mm=page.height_mm)
    margins = (page.top_mm, page.right_mm, page.bottom_mm, page.left_mm)
    size = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
    if landscape:
        # Turned anticlockwise: the binding edge, left on an upright page, is on top.
        margins = (page.left_mm, page.top_mm, page.right_mm, page.bottom_mm)
        size = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
    top, right, bottom, left = (twips(mm=margin) for margin in margins)
    edge = twips(mm=page.header_mm)
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{parts.HEADER_ID}"/>{size}'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{edge}" w:footer="{edge}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _core(shape: ReportShape) -> str:
    stamp = shape.written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    title = escape(f"{shape.header.type_name} {shape.header.subject}".replace("\n", " "))
    issuer = escape(shape.header.issuer.replace("\n", " "))
    return f"""{XML_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>{title}</dc:title><dc:creator>{issuer}</dc:creator><dc:language>vi-VN</dc:language>
<cp:lastModifiedBy>{escape(shape.written_by)}</cp:lastModifiedBy>
<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>"""
