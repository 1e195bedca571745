"""The files and the words in a `winmail.dat` (MS-OXTNEF), as Outlook sends them to those who do not read it.

After a signature and a key it is a row of attributes: level, number, length, content, checksum. Those of an attachment
follow the one that says how it is drawn (attAttachRendData). Long names stand in the list of MAPI properties
(MS-OXCDATA 2.11) that an attachment may have; of a mail's formatted words only the plain ones are read here.

What goes on after a broken attribute is left out; what was read until then is given.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _DATA, _TITLE = 0x800C, 0x800F, 0x8010
_DRAWN, _MESSAGE, _ATTACHMENT, _CODEPAGE = 0x9002, 0x9003, 0x9005, 0x9007
_LONG_NAME, _CONTENT, _WORDS = 0x3707, 0x3701, 0x1000
_STRING, _UNICODE, _OBJECT, _BINARY = 0x001E, 0x001F, 0x000D, 0x0102
_MANY, _NAMED = 0x1000, 0x8000
#: Bytes that a value of a fixed length takes, by its type.
_FIXED = {2: 4, 3: 4, 4: 4, 10: 4, 11: 4, 5: 8, 6: 8, 7: 8, 20: 8, 64: 8, 72: 16}
MOST_ATTACHMENTS = 200


class NotWinmail(ValueError):
    """It does not begin as a winmail.dat does."""


@dataclass
class Inside:
    """A file in it: its name, empty where none is given, and its content."""

    name: str = ""
    content: bytes = b""


@dataclass
class Winmail:
    """What is in it; `is_broken` where it ends too early or holds what nobody can read."""

    files: list[Inside] = field(default_factory=list)
    text: str = ""
    is_broken: bool = False


def opened(content: bytes) -> Winmail:
    """What is in a winmail.dat. Raises `NotWinmail` where it is none."""
    if not content.startswith(SIGNATURE):
        raise NotWinmail
    found, codepage = Winmail(), "cp1252"
    try:
        for number, value in _attributes(memoryview(content)):
            if number == _CODEPAGE:
                codepage = _known(f"cp{struct.unpack_from('<I', value)[0]}")
            elif number == _DRAWN:
                if len(found.files) == MOST_ATTACHMENTS:
                    raise ValueError("too many attachments")
                found.files.append(Inside())
            elif number == _BODY and not found.text:
                found.text = _text(bytes(value), codepage)
            elif number == _MESSAGE:
                properties = _properties(value, codepage)
                found.text = found.text or str(properties.get(_WORDS, ""))
            elif found.files:
                _into(found.files[-1], number, value, codepage)
    except (struct.error, ValueError):
        found.is_broken = True
    found.files = [one for one in found.files if one.content or one.name]
    return found


def _into(file: Inside, number: int, value: memoryview, codepage: str) -> None:
    if number == _TITLE:
        file.name = file.name or _text(bytes(value), codepage)
    elif number == _DATA:
        file.content = bytes(value)
    elif number == _ATTACHMENT:
        properties = _properties(value, codepage)
        file.name = str(properties.get(_LONG_NAME, "")) or file.name
        inside = properties.get(_CONTENT, b"")
        file.content = file.content or (inside if isinstance(inside, bytes) else b"")


def _attributes(content: memoryview) -> Iterator[tuple[int, memoryview]]:
    place = len(SIGNATURE) + 2
    while place < len(content):
        _level, number, _kind, length = struct.unpack_from("<BHHI", content, place)
        place += 9
        if place + length + 2 > len(content):
            raise ValueError("it ends too early")
        yield number, content[place : place + length]
        place += length + 2


def _properties(content: memoryview, codepage: str) -> dict[int, str | bytes]:
    """The texts and the contents among the MAPI properties, by their numbers."""
    (count,) = struct.unpack_from("<I", content)
    found: dict[int, str | bytes] = {}
    place = 4
    for _each in range(min(count, len(content) // 4)):
        kind, number = struct.unpack_from("<HH", content, place)
        place += 4
        if number >= _NAMED:
            place = _after_the_name(content, place)
        base = kind & ~_MANY
        many = 1
        if kind & _MANY or base not in _FIXED:
            (many,) = struct.unpack_from("<I", content, place)
            place += 4
        for _value in range(min(many, len(content) // 4)):
            if base in _FIXED:
                place += _FIXED[base]
                continue
            if base not in (_STRING, _UNICODE, _OBJECT, _BINARY):
                raise ValueError("a property of no known type")
            (length,) = struct.unpack_from("<I", content, place)
            value = bytes(content[place + 4 : place + 4 + length])
            place += 4 + length + -length % 4
            if base in (_STRING, _UNICODE):
                found[number] = _text(value, "utf-16-le" if base == _UNICODE else codepage)
            elif base == _BINARY:
                found[number] = value
    return found


def _after_the_name(content: memoryview, place: int) -> int:
    (by_words,) = struct.unpack_from("<I", content, place + 16)
    (number,) = struct.unpack_from("<I", content, place + 20)
    return place + 24 + (number + -number % 4 if by_words else 0)


def _known(codepage: str) -> str:
    codepage = "utf-8" if codepage == "cp65001" else codepage
    try:
        "".encode(codepage)
    except LookupError:
        return "cp1252"
    return codepage


def _text(value: bytes, codepage: str) -> str:
    return value.decode(codepage, "replace").rstrip("\x00")
