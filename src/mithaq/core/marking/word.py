"""For whom a Word document is, as the first lines of every header of it (ECMA-376 part 1, 17.10).

A section without a header of its own shows that of the section before, so a header is made only where none is shown:
for the first section, for first pages that have one apart, and for even pages where the document tells them apart.
"""

from __future__ import annotations

import io
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.enum.section import WD_HEADER_FOOTER
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.hdrftr import HeaderPart
from lxml import etree

from mithaq.core.marking.order import Line, Marked, marked, taken_apart
from mithaq.core.reading.package import open_word
from mithaq.core.reading.unreadable import Unreadable, Why

#: Half points: small, and legible.
_SIZE = "16"
_EMPTY = f"<w:hdr {nsdecls('w')}/>".encode("ascii")
_SIGNATURES = "_xmlsignatures/"


def mark_word(payload: bytes) -> Marked:
    """A copy of the ordered Word document with the lines in every header.

    Raises `Unreadable` for what is not a sound Word document, and with `signed` for one that a change would break.
    """
    content, lines, _strip = taken_apart(payload)
    package, _main = open_word(content)
    if any(name.startswith(_SIGNATURES) for name in package.entries):
        raise Unreadable(Why.SIGNED)
    try:
        document = docx.Document(io.BytesIO(content))
        for part in _headers(document):
            for line in reversed(lines):
                part.element.insert(0, _paragraph(line))
        copy = io.BytesIO()
        document.save(copy)
    except (OpcError, BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError) as fault:
        raise Unreadable(Why.DAMAGED) from fault
    return marked(copy.getvalue())


def _headers(document: Document) -> list[HeaderPart]:
    """Every header that a page may show, each once; those that are missing are made."""
    found: dict[str, HeaderPart] = {}
    known: set[WD_HEADER_FOOTER] = set()
    for section in document.sections:
        shown = {WD_HEADER_FOOTER.PRIMARY}
        if section.different_first_page_header_footer:
            shown.add(WD_HEADER_FOOTER.FIRST_PAGE)
        if document.settings.odd_and_even_pages_header_footer:
            shown.add(WD_HEADER_FOOTER.EVEN_PAGE)
        for kind in WD_HEADER_FOOTER:
            reference = section._sectPr.get_headerReference(kind)
            if reference is not None:
                part = document.part.related_parts[reference.rId]
                found[str(part.partname)] = part
                known.add(kind)
            elif kind in shown - known:
                part = _made(document)
                section._sectPr.add_headerReference(kind, document.part.relate_to(part, RELATIONSHIP_TYPE.HEADER))
                found[str(part.partname)] = part
                known.add(kind)
    return list(found.values())


def _made(document: Document) -> HeaderPart:
    package = document.part.package
    name = package.next_partname("/word/header%d.xml")
    made: HeaderPart = HeaderPart.load(name, CONTENT_TYPE.WML_HEADER, _EMPTY, package)
    return made


def _paragraph(line: Line) -> Any:
    paragraph: Any = parse_xml(
        f"<w:p {nsdecls('w')}><w:pPr>{'<w:bidi/>' if line.is_rtl else ''}"
        '<w:spacing w:before="0" w:after="40"/><w:jc w:val="left"/></w:pPr>'
        f'<w:r><w:rPr><w:color w:val="595959"/><w:sz w:val="{_SIZE}"/><w:szCs w:val="{_SIZE}"/>'
        f"{'<w:rtl/>' if line.is_rtl else ''}<w:lang/></w:rPr>"
        '<w:t xml:space="preserve"/></w:r></w:p>'
    )
    paragraph.find(f".//{qn('w:t')}").text = line.words
    paragraph.find(f".//{qn('w:lang')}").set(qn("w:bidi" if line.is_rtl else "w:val"), line.language)
    return paragraph
