"""A Word document as a package of parts, the same bytes for the same parts (ISO/IEC 29500-2)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from mithaq.core.docx.markup import Element, moment, writable

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: Of every part: its kind of content, and the kind of relation by which the main part, or the package, knows it.
_KINDS = {
    "word/document.xml": (f"{_WORD}.document.main+xml", f"{_OFFICE}/relationships/officeDocument"),
    "word/styles.xml": (f"{_WORD}.styles+xml", f"{_OFFICE}/relationships/styles"),
    "word/settings.xml": (f"{_WORD}.settings+xml", f"{_OFFICE}/relationships/settings"),
    "word/fontTable.xml": (f"{_WORD}.fontTable+xml", f"{_OFFICE}/relationships/fontTable"),
    "word/numbering.xml": (f"{_WORD}.numbering+xml", f"{_OFFICE}/relationships/numbering"),
    "word/header1.xml": (f"{_WORD}.header+xml", f"{_OFFICE}/relationships/header"),
    "word/footer1.xml": (f"{_WORD}.footer+xml", f"{_OFFICE}/relationships/footer"),
    "word/comments.xml": (f"{_WORD}.comments+xml", f"{_OFFICE}/relationships/comments"),
    "word/commentsExtended.xml": (
        f"{_WORD}.commentsExtended+xml",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    ),
    "docProps/core.xml": (
        "application/vnd.openxmlformats-package.core-properties+xml",
        f"{_PACKAGE}/relationships/metadata/core-properties",
    ),
    "docProps/app.xml": (
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        f"{_OFFICE}/relationships/extended-properties",
    ),
    "docProps/custom.xml": (
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        f"{_OFFICE}/relationships/custom-properties",
    ),
}
#: No time of writing enters the package: this is the earliest that a zip can say.
_WHEN = (1980, 1, 1, 0, 0, 0)
_CUSTOM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def package(parts: Mapping[str, Element | str]) -> bytes:
    """The package of these parts, named as in `_KINDS`; types and relations are written for those that are there."""
    files: dict[str, bytes] = {"[Content_Types].xml": _types(parts).encode()}
    files["_rels/.rels"] = _relations(tuple(part for part in parts if not _is_inner(part)), "").encode()
    inner = tuple(part for part in parts if _is_inner(part))
    files["word/_rels/document.xml.rels"] = _relations(inner, "word/").encode()
    for part, content in parts.items():
        files[part] = content.encode() if isinstance(content, str) else serialised(content)
    return _zipped(files)


def _is_inner(part: str) -> bool:
    return part.startswith("word/") and part != "word/document.xml"


def relation_to(parts: Mapping[str, object], part: str) -> str:
    """The identifier under which the main part knows another one."""
    return f"rId{[one for one in parts if _is_inner(one)].index(part) + 1}"


def serialised(element: Element) -> bytes:
    """A part's XML."""
    etree.cleanup_namespaces(element, keep_ns_prefixes=list(element.nsmap))  # type: ignore[arg-type]
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def _types(parts: Mapping[str, object]) -> str:
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{_KINDS[part][0]}"/>' for part in parts)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(parts: tuple[str, ...], folder: str) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_KINDS[part][1]}" Target="{part.removeprefix(folder)}"/>'
        for number, part in enumerate(parts, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _zipped(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _WHEN)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return written.getvalue()


def core_properties(title: str, language: str, at: datetime | None) -> str:
    """Title, language and instant of the document."""
    when = "" if at is None else moment(at)
    dates = "".join(
        f'<dcterms:{one} xsi:type="dcterms:W3CDTF">{when}</dcterms:{one}>' for one in ("created", "modified") if when
    )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(writable(title))}</dc:title><dc:language>{escape(language)}</dc:language>"
        f"{dates}</cp:coreProperties>"
    )


def program() -> str:
    """What wrote the document."""
    return f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Application>Mithaq</Application></Properties>'


def custom_properties(properties: Mapping[str, str]) -> str:
    """What we keep with the document, by name."""
    each = "".join(
        f'<property fmtid="{_CUSTOM}" pid="{number}" name={quoteattr(key)}>'
        f"<vt:lpwstr>{escape(writable(said))}</vt:lpwstr></property>"
        for number, (key, said) in enumerate(properties.items(), start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{each}</Properties>"
    )
