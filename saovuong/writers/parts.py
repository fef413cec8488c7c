"""The parts of a .docx that are the same in every report, and those made from a profile alone."""

from xml.sax.saxutils import escape

from saovuong.writers.manifest import NAMESPACE
from saovuong.writers.profile import Profile
from saovuong.writers.wordml import RELS, XML_HEAD, W, fonts, style_xml

_DOC = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE_REL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_STORE = "{6B2C0F0A-5A0E-4D5C-9B57-53414F56554F}"

SETTINGS = f"""{XML_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"""

PAGE_NUMBER = f"""{XML_HEAD}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="SVPageNumber"/></w:pPr>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>"""

APP = f"""{XML_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Application>Sao Vuong</Application></Properties>"""

ITEM_PROPERTIES = f"""{XML_HEAD}<ds:datastoreItem ds:itemID="{_STORE}"
 xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">
<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>"""

_OVERRIDES = {
    "/word/document.xml": f"{_DOC}.document.main+xml",
    "/word/styles.xml": f"{_DOC}.styles+xml",
    "/word/settings.xml": f"{_DOC}.settings+xml",
    "/word/fontTable.xml": f"{_DOC}.fontTable+xml",
    "/word/header1.xml": f"{_DOC}.header+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "/customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
}
_CONTENT_TYPES = (
    f'{XML_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _OVERRIDES.items())
    + "</Types>"
)
_PICTURES = '<Default Extension="png" ContentType="image/png"/>'


def content_types(*, pictures: bool) -> str:
    return _CONTENT_TYPES.replace("<Override", f"{_PICTURES}<Override", 1) if pictures else _CONTENT_TYPES


def _relations(*rows: tuple[str, str]) -> str:
    lines = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(rows, start=1))
    return f'{XML_HEAD}<Relationships xmlns="{RELS}">{lines}</Relationships>'


PACKAGE_RELATIONS = _relations(
    (f"{_REL}/officeDocument", "word/document.xml"), (_CORE_REL, "docProps/core.xml"), (f"{_REL}/extended-properties", "docProps/app.xml")
)
HEADER_ID = "rId4"
_DOCUMENT_ROWS = (
    (f"{_REL}/styles", "styles.xml"),
    (f"{_REL}/settings", "settings.xml"),
    (f"{_REL}/fontTable", "fontTable.xml"),
    (f"{_REL}/header", "header1.xml"),
    (f"{_REL}/customXml", "../customXml/item1.xml"),
)
ITEM_RELATIONS = _relations((f"{_REL}/customXmlProps", "itemProps1.xml"))


def picture_id(number: int) -> str:
    """The relation of the ``number``-th picture, counted from 1."""
    return f"rId{len(_DOCUMENT_ROWS) + number}"


def document_relations(*, pictures: int) -> str:
    drawn = ((f"{_REL}/image", f"media/image{number}.png") for number in range(1, pictures + 1))
    return _relations(*_DOCUMENT_ROWS, *drawn)


def font_table(profile: Profile) -> str:
    return (
        f'{XML_HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="{escape(profile.font)}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def styles(profile: Profile) -> str:
    """The document's defaults and one paragraph style per style of the profile."""
    half = round(profile.style("body").size * 2)
    own = "".join(style_xml(name, style) for name, style in profile.styles.items())
    return f"""{XML_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(profile.font)}<w:color w:val="000000"/>
<w:sz w:val="{half}"/><w:szCs w:val="{half}"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:rPr>{fonts(profile.font)}</w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="SVRule"><w:name w:val="SV rule"/><w:basedOn w:val="Normal"/></w:style>
{own}</w:styles>"""
