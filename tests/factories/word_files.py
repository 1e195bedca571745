"""Word documents made in the test itself: a line of XML for each paragraph, packed as Word packs them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument"

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
ROOT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="{r}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="{r}/styles" Target="styles.xml"/>'
    '<Relationship Id="r2" Type="{r}/numbering" Target="numbering.xml"/></Relationships>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/>'
        '<w:basedOn w:val="Normal"/></w:style>'
        for n in range(1, 5)
    )
    + '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Bold"><w:name w:val="Shout"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="RTL"><w:name w:val="Right"/><w:pPr><w:bidi/></w:pPr></w:style>'
)
#: List 1 counts 1. / 1.1 / (a), list 2 has bullets, list 3 counts "Recommendation 1:", list 4 is list 1 from 5 on.
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="Recommendation %1:"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def run(text: str, marks: str = "") -> str:
    """A run of words; `marks` is what stands in its properties ("<w:b/>")."""
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(
    text: str = "",
    *,
    style: str = "",
    item: tuple[int, int] | None = None,
    bold: bool = False,
    inner: str = "",
    marks: str = "",
) -> str:
    """A paragraph with words, or with `inner` as it is; `item` is a list's number and level, `marks` are properties."""
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    if item:
        about += f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}{marks}</w:pPr>{inner or run(text, '<w:b/>' if bold else '')}</w:p>"


def table(*rows: list[str], heading: bool = False, across: bool = True) -> str:
    """A table of rows of cells; a cell's lines are its paragraphs, a lone cell spans the widest row."""
    width = max(len(row) for row in rows)

    def cell(content: str, span: int) -> str:
        inside = content if content.startswith("<w:") else "".join(map(paragraph, content.split("\n")))
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{inside}</w:tc>'

    def row(number: int, cells: list[str]) -> str:
        span = width if len(cells) == 1 and across else 1
        about = "<w:trPr><w:tblHeader/></w:trPr>" if heading and not number else ""
        return f"<w:tr>{about}{''.join(cell(content, span) for content in cells)}</w:tr>"

    return f"<w:tbl>{''.join(row(number, cells) for number, cells in enumerate(rows))}</w:tbl>"


def document_xml(body: str, namespace: str = W) -> str:
    """The main part around a body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{namespace}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        f"<w:body>{body}</w:body></w:document>"
    )


def parts(
    body: str = "",
    *,
    title: str = "",
    modified: str = "2031-03-01T09:00:00Z",
    strict: bool = False,
    language: str = "en-GB",
    main: str | None = None,
) -> dict[str, str | bytes]:
    """The parts of a Word document, to be changed by a test before they are packed."""
    namespace = W_STRICT if strict else W
    relations = "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else R
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    return {
        "[Content_Types].xml": CONTENT_TYPES.format(main=main or f"{OFFICE}.wordprocessingml.document.main+xml"),
        "_rels/.rels": ROOT_RELATIONS.format(r=relations),
        "word/document.xml": document_xml(body, namespace),
        "word/_rels/document.xml.rels": RELATIONS.format(r=relations),
        "word/styles.xml": f'<w:styles xmlns:w="{namespace}">{defaults}{STYLES}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{namespace}">{NUMBERING}</w:numbering>',
        "docProps/core.xml": CORE.format(title=escape(title), modified=modified),
    }


def unpacked(docx: bytes) -> dict[str, str | bytes]:
    """The parts of a document that is packed, to be changed and packed again."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as package:
        for name, content in parts.items():
            # Without an hour, so that the same words are the same bytes whenever they are packed.
            package.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


def word_file(*blocks: str, **about) -> bytes:
    """A Word document of these paragraphs and tables."""
    return packed(parts("".join(blocks), **about))
