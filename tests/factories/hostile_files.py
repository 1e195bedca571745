"""Files that mean harm or came by mistake, made when a test asks for them and never stored."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from mithaq.core.reading.unreadable import Why
from tests.factories.word_files import OFFICE, document_xml, packed, paragraph, parts, word_file

HONEST = "".join(paragraph(f"{number}. Measure river number {number} (Lisbon).") for number in range(1, 30))


def with_parts(**changed: str | bytes) -> bytes:
    """An honest document in which these parts are others; `document` stands for its main part."""
    made = parts(HONEST)
    for name, content in changed.items():
        made[{"document": "word/document.xml"}.get(name, name)] = content
    return packed(made)


def with_part(name: str, content: str | bytes) -> bytes:
    return packed({**parts(HONEST), name: content})


def raw_zip(entries: list[tuple[bytes, bytes]], *, flags: int = 0, claimed: int | None = None) -> bytes:
    """A zip of stored or deflated entries by hand, so that its headers can lie."""
    body, directory = b"", b""
    for name, content in entries:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        squeezed = squeeze.compress(content) + squeeze.flush()
        size = len(content) if claimed is None else claimed
        about = struct.pack("<5H3L2H", 20, flags, 8, 0, 0, zlib.crc32(content), len(squeezed), size, len(name), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + about
        directory += struct.pack("<3H2L", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + about + name + squeezed
    end = struct.pack("<4H2LH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def overlapping() -> bytes:
    """Two entries, the second of which lies inside the first's content (CVE-2024-0450)."""
    inner_name, outer_name, content = b"word/document.xml", b"[Content_Types].xml", b"<x/>"
    about = struct.pack("<5H3L2H", 20, 0, 0, 0, 0, zlib.crc32(content), len(content), len(content), len(inner_name), 0)
    inner = b"PK\x03\x04" + about + inner_name + content
    wide = struct.pack("<5H3L2H", 20, 0, 0, 0, 0, zlib.crc32(inner), len(inner), len(inner), len(outer_name), 0)
    outer = b"PK\x03\x04" + wide + outer_name
    rest = struct.pack("<3H2L", 0, 0, 0, 0, 0), struct.pack("<3H2L", 0, 0, 0, 0, len(outer))
    directory = b"PK\x01\x02" + struct.pack("<H", 20) + wide + rest[0] + outer_name
    directory += b"PK\x01\x02" + struct.pack("<H", 20) + about + rest[1] + inner_name
    body = outer + inner
    return body + directory + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 2, 2, len(directory), len(body), 0)


def many_parts(count: int = 100_000) -> bytes:
    return zipped({**parts(HONEST), **{f"word/media/{number}.bin": b"" for number in range(count)}})


def zipped(entries: dict[str, str | bytes]) -> bytes:
    return packed(entries, zipfile.ZIP_STORED)


def three_million_paragraphs() -> bytes:
    return with_parts(document=document_xml("<w:p/>" * 3_000_000))


def just_below_the_fixed_bounds() -> bytes:
    """So many small paragraphs that only the child's own limits can stop the reading."""
    noise = random.Random(7).randbytes(400_000)
    body = '<w:p w:rsidR="00AA11BB"><w:r><w:t>x</w:t></w:r></w:p>' * 240_000
    return packed({**parts(), "word/document.xml": document_xml(body), "word/media/noise.bin": noise})


def encrypted_entries() -> bytes:
    return raw_zip([(b"[Content_Types].xml", b"<x/>"), (b"word/document.xml", b"<x/>")], flags=1)


def locked_with_a_password() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def another_main_part(kind: str, folder: str) -> bytes:
    made = {name.replace("word/", folder): part for name, part in parts(main=f"{OFFICE}.{kind}.main+xml").items()}
    for name in ("[Content_Types].xml", "_rels/.rels"):
        made[name] = str(made[name]).replace("word/", folder)
    return packed(made)


def open_document() -> bytes:
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"}
    )


DTD = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">{}]>'
LAUGHS = DTD.format("".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9)))

#: What each file is and for which reason it must be refused.
REFUSED: dict[str, tuple[Why, Callable[[], bytes]]] = {
    "an empty file": (Why.EMPTY, lambda: b""),
    "a renamed PDF": (Why.PDF, lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF"),
    "a PDF after white space": (Why.PDF, lambda: b"\n\n %PDF-1.4 ..."),
    "a Word document of the old kind": (Why.OLD_WORD, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1500),
    "a document locked with a password": (Why.ENCRYPTED, locked_with_a_password),
    "an OpenDocument text": (Why.OPEN_DOCUMENT, open_document),
    "rich text": (Why.RICH_TEXT, lambda: b"{\\rtf1\\ansi hello}"),
    "plain text": (Why.OTHER_KIND, lambda: b"Recommendations\n1. Measure every river.\n"),
    "a web page": (Why.OTHER_KIND, lambda: b"<!DOCTYPE html><html><body>x</body></html>"),
    "a picture": (Why.OTHER_KIND, lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
    "a zip of something else": (Why.OTHER_KIND, lambda: packed({"readme.txt": "hello"})),
    "an empty zip": (Why.OTHER_KIND, lambda: packed({})),
    "a spreadsheet": (Why.SPREADSHEET, lambda: another_main_part("spreadsheetml.sheet", "xl/")),
    "a presentation": (Why.PRESENTATION, lambda: another_main_part("presentationml.presentation", "ppt/")),
    "macros by their part": (Why.MACROS, lambda: with_part("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")),
    "macros by their kind": (
        Why.MACROS,
        lambda: packed(parts(HONEST, main="application/vnd.ms-word.document.macroEnabled.main+xml")),
    ),
    "encrypted entries": (Why.ENCRYPTED, encrypted_entries),
    "overlapping entries": (Why.OVERLAPPING, overlapping),
    "two entries of one name": (Why.DAMAGED, lambda: raw_zip([(b"a", b"1"), (b"A", b"2")])),
    "a name that climbs": (Why.UNSAFE_NAMES, lambda: with_part("word/../../../etc/passwd", "x")),
    "a name from the root": (Why.UNSAFE_NAMES, lambda: with_part("/etc/passwd", "x")),
    "a name with a drive": (Why.UNSAFE_NAMES, lambda: with_part("C:/windows/x", "x")),
    "a name with backslashes": (Why.UNSAFE_NAMES, lambda: raw_zip([(b"word\\document.xml", b"<x/>")])),
    "a name with a line break": (Why.UNSAFE_NAMES, lambda: raw_zip([(b"word\ndocument.xml", b"<x/>")])),
    "a hundred thousand entries": (Why.TOO_MANY_PARTS, many_parts),
    "three million paragraphs in 60 kB": (Why.PACKED_TOO_TIGHTLY, three_million_paragraphs),
    "300 MB of text": (Why.PACKED_TOO_TIGHTLY, lambda: with_parts(document=document_xml("a" * 300_000_000))),
    "a part that claims a gigabyte": (Why.UNPACKS_TOO_LARGE, lambda: raw_zip([(b"a", b"x")], claimed=10**9)),
    "a part longer than it claims": (
        Why.DAMAGED,
        lambda: raw_zip([(name.encode(), str(part).encode()) for name, part in parts(HONEST).items()], claimed=10),
    ),
    "a document type": (Why.ENTITIES, lambda: with_parts(document='<!DOCTYPE x SYSTEM "http://localhost/x.dtd"><x/>')),
    "an outside entity": (
        Why.ENTITIES,
        lambda: with_parts(document='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
    ),
    "a billion laughs": (Why.ENTITIES, lambda: with_parts(document=LAUGHS + "<x>&a8;</x>")),
    "a billion laughs in the styles": (Why.ENTITIES, lambda: with_part("word/styles.xml", LAUGHS + "<x>&a8;</x>")),
    "a document type in UTF-16": (Why.ENTITIES, lambda: with_parts(document=(LAUGHS + "<x>&a8;</x>").encode("utf-16"))),
    "an entity nobody defined": (Why.ENTITIES, lambda: with_parts(document="<x>&nobody;</x>")),
    "a hundred thousand levels": (
        Why.TOO_DEEP,
        lambda: with_parts(document=document_xml("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)),
    ),
    "two million tags": (Why.TOO_LONG, lambda: with_parts(document=document_xml("<w:p/>" * 2_000_000), noise=noise())),
    "a word of eleven megabytes": (
        Why.TOO_LONG,
        lambda: with_parts(document=document_xml("a" * 11_000_000), noise=noise()),
    ),
    "XML that breaks off": (Why.DAMAGED, lambda: with_parts(document="<w:document><w:body>")),
    "a main part that is no XML": (Why.DAMAGED, lambda: with_parts(document=b"\x00\x01\x02")),
    "XML in a forbidden encoding": (
        Why.DAMAGED,
        lambda: with_parts(document='<?xml version="1.0" encoding="UTF-7"?><x/>'),
    ),
    "no body": (Why.DAMAGED, lambda: with_parts(document="<x/>")),
    "a document cut in half": (Why.DAMAGED, lambda: (whole := word_file(HONEST))[: len(whole) // 2]),
    "a document without its end": (Why.DAMAGED, lambda: word_file(HONEST)[:-30]),
    "bytes before the document": (Why.DAMAGED, lambda: b"PK\x03\x04" + word_file(HONEST)),
    "a changed checksum": (Why.DAMAGED, lambda: flipped(word_file(HONEST), 200)),
}


def noise() -> bytes:
    """What packs badly, so that the whole is not refused for packing too well."""
    return random.Random(1).randbytes(300_000)


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]


def broken_by_chance(content: bytes, seed: int) -> bytes:
    """The content with one to eight bytes changed, or cut, or doubled: always the same for a seed."""
    chance = random.Random(seed)
    broken = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    start = chance.randrange(len(broken))
    end = min(len(broken), start + chance.randrange(1, 200))
    return bytes(
        chance.choice(
            [
                broken,
                broken[:start],
                broken[:start] + broken[end:],
                broken[:end] + broken[start:],
                broken + broken[start:end],
            ]
        )
    )


def stream(content: bytes, name: str) -> io.BytesIO:
    """An open file of this name."""
    file = io.BytesIO(content)
    file.name = name
    return file
