"""The zip package of an Office document, opened from bytes and distrusted.

Python's own reader is not used: that of Debian bookworm accepts overlapping entries (CVE-2024-0450) and reads a
directory of any length before anyone can count. Here the directory is read entry by entry and everything it claims
is checked before a single byte is unpacked:

- the entries lie one after another, none over another, none over the directory (APPNOTE.TXT 4.3);
- each local header names the entry as the directory does, so that two readers cannot see two packages;
- names are relative, without `..`, drive or backslash, and no two are the same;
- number, unpacked sizes and ratio stay within `PackageLimits`; no entry is encrypted; no part is a macro.

A part is then unpacked to no more than the size it claimed, and its checksum must hold. XML is parsed without
entities, without network, and with libxml2's own bounds on depth and text; a document type is refused unread.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from mithaq.core.reading.unreadable import Unreadable, Why

MEGABYTE = 1_000_000

Element = etree._Element

#: Where the strict dialect of Office XML keeps its names, and where the common one does: one reader reads both.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


@dataclass(frozen=True)
class PackageLimits:
    """What a package may hold. An honest document of a thousand pages stays far below."""

    parts: int = 5_000
    unpacked: int = 500 * MEGABYTE
    #: One part that is really unpacked (the text of a document; pictures are never unpacked).
    part: int = 60 * MEGABYTE
    #: Packed XML seldom exceeds forty to one; a bomb needs hundreds.
    ratio: int = 150
    #: A small package may pack well: below this size the ratio is not looked at.
    ratio_from: int = 5 * MEGABYTE
    #: Tags and comments of one part; each costs about a hundred bytes once parsed.
    markup: int = 1_500_000


LIMITS = PackageLimits()


@dataclass(frozen=True)
class Entry:
    """One entry of the directory: where its local header begins, how it is packed, what it says of itself."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    unpacked: int
    offset: int


@dataclass(frozen=True)
class Package:
    """A package whose directory was checked. Parts are unpacked only when asked for."""

    payload: bytes
    entries: Mapping[str, Entry]
    starts: Mapping[str, int]
    limits: PackageLimits

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.entries

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises `Unreadable` if it is missing, longer than it claimed, or damaged."""
        entry = self.entries.get(name.lower())
        if entry is None:
            raise Unreadable(Why.DAMAGED)
        if entry.unpacked > self.limits.part:
            raise _unpacks_too_large(self.limits.part)
        start = self.starts[name.lower()]
        content = _unpacked(memoryview(self.payload)[start : start + entry.packed], entry)
        if len(content) != entry.unpacked or zlib.crc32(content) != entry.checksum:
            raise Unreadable(Why.DAMAGED)
        return content

    def xml(self, name: str) -> Element:
        """The root of a part that is XML. Raises `Unreadable` as `part` does, and for hostile or broken XML."""
        return parsed(self.part(name), self.limits)


def open_package(payload: bytes, limits: PackageLimits = LIMITS) -> Package:
    """The package in these bytes, checked as this module says. Raises `Unreadable`."""
    refuse_other_kinds(payload)
    entries: dict[str, Entry] = {}
    unpacked = 0
    directory, end = _directory(payload)
    for entry in _entries(payload, directory, end):
        if len(entries) == limits.parts:
            raise Unreadable(Why.TOO_MANY_PARTS, most=limits.parts)
        _check(entry, entries)
        unpacked += entry.unpacked
        entries[entry.name.lower()] = entry
    if unpacked > limits.unpacked:
        raise _unpacks_too_large(limits.unpacked)
    if unpacked > limits.ratio_from and unpacked > limits.ratio * len(payload):
        raise Unreadable(Why.PACKED_TOO_TIGHTLY, most=limits.ratio)
    return Package(payload, entries, _starts(payload, entries, directory), limits)


def open_word(payload: bytes, limits: PackageLimits = LIMITS) -> tuple[Package, str]:
    """The package of a Word document and the name of its main part. Raises `Unreadable` for any other package."""
    package = open_package(payload, limits)
    if "mimetype" in package and package.part("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        raise Unreadable(Why.OPEN_DOCUMENT)
    if "[Content_Types].xml" not in package or "_rels/.rels" not in package:
        raise Unreadable(Why.OTHER_KIND)
    types = _content_types(package.xml("[Content_Types].xml"))
    if any("macroenabled" in kind or "vbaproject" in kind for kind in types.values()) or any(
        name.endswith("vbaproject.bin") for name in package.entries
    ):
        raise Unreadable(Why.MACROS)
    main = _main_part(package.xml("_rels/.rels"))
    kind = types.get(main.lower()) or types.get(main.lower().rpartition(".")[2], "")
    if "wordprocessingml" not in kind:
        raise Unreadable(_other_office_kind(kind))
    return package, main


def related(package: Package, name: str) -> dict[str, str]:
    """The parts that a part refers to within the package, by the last word of the relation's type ("styles")."""
    return {kind: target for kind, _identifier, target in _relations(package, name)}


def related_by_id(package: Package, name: str) -> dict[str, str]:
    """The parts that a part refers to within the package, by the identifier that the part uses for each ("rId3")."""
    return {identifier: target for _kind, identifier, target in _relations(package, name)}


def _relations(package: Package, name: str) -> Iterator[tuple[str, str, str]]:
    folder, own = posixpath.split(name)
    listing = posixpath.join(folder, "_rels", own + ".rels")
    for relation in package.xml(listing) if listing in package else ():
        if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
            kind = relation.get("Type", "").rpartition("/")[2]
            yield kind, relation.get("Id", ""), _resolved(folder, relation.get("Target", ""))


def parsed(content: bytes, limits: PackageLimits = LIMITS) -> Element:
    """The root element of this XML. Raises `Unreadable` for document types, too much of it, and what is not XML."""
    content = _in_one_dialect(_in_utf_8(content))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(Why.ENTITIES)
    if content.count(b"<") > limits.markup:
        raise Unreadable(Why.TOO_LONG)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _named(error) from None


def refuse_other_kinds(payload: bytes) -> None:
    """Raise `Unreadable` with the kind that the first bytes show, unless they show a zip."""
    if not payload:
        raise Unreadable(Why.EMPTY)
    head = payload[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if payload.startswith(b"PK\x03\x04"):
        return
    if payload.startswith(b"PK\x05\x06"):
        raise Unreadable(Why.OTHER_KIND)
    if head.startswith(b"%PDF"):
        raise Unreadable(Why.PDF)
    if payload.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # A locked .docx is an old compound file with one stream of this name (MS-OFFCRYPTO 2.3.4.4).
        locked = "EncryptedPackage".encode("utf-16-le") in payload
        raise Unreadable(Why.ENCRYPTED if locked else Why.OLD_WORD)
    raise Unreadable(Why.RICH_TEXT if head.startswith(b"{\\rtf") else Why.OTHER_KIND)


def _directory(payload: bytes) -> tuple[int, int]:
    """Where the central directory begins and ends."""
    end = payload.rfind(b"PK\x05\x06", max(0, len(payload) - 65_557))
    if end < 0 or end + 22 > len(payload):
        raise Unreadable(Why.DAMAGED)
    disk, first_disk, _here, _all, size, start, _comment = struct.unpack_from("<4H2LH", payload, end + 4)
    # Some programs write the large form (zip64) of the directory's end before the small one, needed or not.
    if payload[max(0, end - 20) : end].startswith(b"PK\x06\x07"):
        (end,) = struct.unpack_from("<Q", payload, end - 12)
        if payload[end : end + 4] != b"PK\x06\x06" or end + 56 > len(payload):
            raise Unreadable(Why.DAMAGED)
        size, start = struct.unpack_from("<2Q", payload, end + 40)
    # Bytes before the first entry or between directory and end belong to no document.
    if disk or first_disk or start + size != end:
        raise Unreadable(Why.DAMAGED)
    return start, end


def _entries(payload: bytes, directory: int, end: int) -> Iterator[Entry]:
    position = directory
    while position < end:
        if position + 46 > end or payload[position : position + 4] != b"PK\x01\x02":
            raise Unreadable(Why.DAMAGED)
        flags, method, _time, _date, checksum, packed, unpacked, name_length, extra, comment = struct.unpack_from(
            "<4H3L3H", payload, position + 8
        )
        (offset,) = struct.unpack_from("<L", payload, position + 42)
        extra_start = position + 46 + name_length
        raw_name = payload[position + 46 : extra_start]
        position = extra_start + extra + comment
        if position > end:
            raise Unreadable(Why.DAMAGED)
        if 0xFFFFFFFF in (unpacked, packed, offset):
            large = _large_form(payload[extra_start : extra_start + extra])
            unpacked, packed, offset = (
                next(large, value) if value == 0xFFFFFFFF else value for value in (unpacked, packed, offset)
            )
        name = raw_name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        yield Entry(name, raw_name, flags, method, checksum, packed, unpacked, offset)


def _large_form(extra: bytes) -> Iterator[int]:
    """The numbers of the zip64 field, in the order in which the small fields gave way to them (APPNOTE 4.5.3)."""
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            field = extra[position + 4 : position + 4 + size]
            yield from (number for (number,) in struct.iter_unpack("<Q", field[: len(field) // 8 * 8]))
        position += 4 + size


def _check(entry: Entry, before: Mapping[str, Entry]) -> None:
    if entry.flags & 0x2041:  # encrypted, strongly encrypted, or with a masked header
        raise Unreadable(Why.ENCRYPTED)
    if entry.method not in (0, 8) or entry.name.lower() in before:
        raise Unreadable(Why.DAMAGED)
    if _is_unsafe(entry.name):
        raise Unreadable(Why.UNSAFE_NAMES)


def _is_unsafe(name: str) -> bool:
    return (
        not name
        or name.startswith("/")
        or "\\" in name
        or any(character < " " for character in name)
        or re.match(r"[A-Za-z]:", name) is not None
        or ".." in name.split("/")
    )


def _starts(payload: bytes, entries: Mapping[str, Entry], directory: int) -> dict[str, int]:
    """Where the content of each entry begins, after making sure that no two entries share a byte."""
    starts = {}
    free_from = 0
    for key, entry in sorted(entries.items(), key=lambda item: item[1].offset):
        start = _content_start(payload, entry)
        if entry.offset < free_from or start + entry.packed > directory:
            raise Unreadable(Why.OVERLAPPING)
        starts[key] = start
        free_from = start + entry.packed
    return starts


def _content_start(payload: bytes, entry: Entry) -> int:
    if payload[entry.offset : entry.offset + 4] != b"PK\x03\x04" or entry.offset + 30 > len(payload):
        raise Unreadable(Why.DAMAGED)
    flags, method = struct.unpack_from("<2H", payload, entry.offset + 6)
    name_length: int
    extra: int
    name_length, extra = struct.unpack_from("<2H", payload, entry.offset + 26)
    name = payload[entry.offset + 30 : entry.offset + 30 + name_length]
    if flags & 0x2041:
        raise Unreadable(Why.ENCRYPTED)
    if name != entry.raw_name or method != entry.method:
        raise Unreadable(Why.DAMAGED)
    return entry.offset + 30 + name_length + extra


def _unpacked(packed: memoryview, entry: Entry) -> bytes:
    if entry.method == 0:
        return bytes(packed)
    inflate = zlib.decompressobj(-15)
    try:
        return inflate.decompress(packed, entry.unpacked + 1)
    except zlib.error:
        raise Unreadable(Why.DAMAGED) from None


def _unpacks_too_large(most: int) -> Unreadable:
    return Unreadable(Why.UNPACKS_TOO_LARGE, most=most // MEGABYTE)


def _in_utf_8(content: bytes) -> bytes:
    """The XML in UTF-8, so that a search for bytes sees what the parser sees (OOXML allows UTF-8 and UTF-16)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        codec = "utf-16" if content[:1] in b"\xff\xfe" else ("utf-16-le" if content[:1] == b"<" else "utf-16-be")
        try:
            return re.sub(r"^\s*<\?xml[^>]*\?>", "", content.decode(codec)).encode()
        except UnicodeError:
            raise Unreadable(Why.DAMAGED) from None
    declared = re.match(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", content.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise Unreadable(Why.DAMAGED)
    return content


def _in_one_dialect(content: bytes) -> bytes:
    """The XML with the namespaces of the common dialect in place of the strict one's (ISO 29500-1)."""
    for strict, common in _STRICT:
        if strict in content:
            content = re.sub(rb"([\"'])" + re.escape(strict) + rb"\1", rb"\g<1>" + common + rb"\1", content)
    return content


def _named(error: etree.XMLSyntaxError) -> Unreadable:
    """libxml2's refusal in our words. Its bounds on depth and length share one code (older versions: 1)."""
    code = getattr(error, "code", 0)
    if code in (1, 114):
        return Unreadable(Why.TOO_DEEP if "depth" in str(error) else Why.TOO_LONG)
    if code == etree.ErrorTypes.ERR_NO_MEMORY:
        return Unreadable(Why.TOO_HEAVY)
    return Unreadable(Why.ENTITIES if code == etree.ErrorTypes.ERR_UNDECLARED_ENTITY else Why.DAMAGED)


def _content_types(root: Element) -> dict[str, str]:
    """Content type by part name (small letters, no leading slash) and, for defaults, by ending."""
    types = {}
    for declared in root:
        if isinstance(declared.tag, str):
            key = declared.get("PartName", "").lstrip("/") or declared.get("Extension", "")
            types[key.lower()] = declared.get("ContentType", "").lower()
    return types


def _main_part(root: Element) -> str:
    for relation in root:
        if isinstance(relation.tag, str) and relation.get("Type", "").endswith("/officeDocument"):
            return _resolved("", relation.get("Target", ""))
    raise Unreadable(Why.OTHER_KIND)


def _resolved(folder: str, target: str) -> str:
    """A relation's target as a part name: absolute, or relative to the folder of the part that refers to it."""
    target = unquote(target)
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))


def _other_office_kind(kind: str) -> Why:
    if "spreadsheetml" in kind:
        return Why.SPREADSHEET
    return Why.PRESENTATION if "presentationml" in kind else Why.OTHER_KIND
