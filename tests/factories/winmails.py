"""A winmail.dat as Outlook writes it."""

from __future__ import annotations

import struct


def _attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, number, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def _long_name(name: str) -> bytes:
    """A list of MAPI properties: a number, something named, and the long name in UTF-16."""
    written = (name + "\0").encode("utf-16-le")
    padding = b"\0" * (-len(written) % 4)
    named = struct.pack("<HH", 3, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, 6) + b"a\0b\0\0\0" + b"\0\0" + b"\0" * 4
    return (
        struct.pack("<I", 3)
        + struct.pack("<HHI", 3, 0x0E21, 7)
        + named
        + struct.pack("<HHII", 0x1F, 0x3707, 1, len(written))
        + written
        + padding
    )


def a_winmail(files: dict[str, bytes], *, text: str = "", codepage: int = 1256) -> bytes:
    """A winmail.dat with these files, by name, and these words."""
    content = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x9007, struct.pack("<II", codepage, 0))
    if text:
        content += _attribute(1, 0x800C, text.encode(f"cp{codepage}") + b"\0")
    for name, inside in files.items():
        content += _attribute(2, 0x9002, b"\0" * 14)
        content += _attribute(2, 0x8010, b"SHORT~1.DOC\0")
        content += _attribute(2, 0x800F, inside)
        content += _attribute(2, 0x9005, _long_name(name))
    return content
