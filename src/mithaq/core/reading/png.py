"""A group's mark as a PNG, read strictly and written anew: what is kept is the picture and nothing else.

PNG (ISO/IEC 15948, third edition): a signature, then chunks of length, type, content and CRC-32. Only the chunks that
make the picture are kept (IHDR, PLTE, tRNS, IDAT, IEND); texts, places, profiles and whatever hides after the end are
left out. The pixels are unpacked once, within the bound that the size states, so that nothing grows in a browser.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from enum import StrEnum

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: The largest file in bytes, and the largest edge in pixels.
LARGEST, LONGEST_EDGE = 300_000, 2048
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
#: Samples for each pixel by colour type.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
#: Interlacing adds a filter byte to each row of seven smaller pictures: at most twice as many rows and some padding.
_INTERLACED = 2


class WhyNot(StrEnum):
    """Why a picture is not taken."""

    DRAWING = "drawing"  # SVG, which can carry programs
    OTHER = "other"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"


class NotAPicture(ValueError):
    """The file is not a PNG that can be kept."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why)
        self.why = why


def clean_png(content: bytes) -> bytes:
    """The same picture without anything but its pixels. Raises `NotAPicture`."""
    if not content.startswith(SIGNATURE):
        is_drawing = b"<svg" in content[:4096].lower() or content.lstrip()[:5] == b"<?xml"
        raise NotAPicture(WhyNot.DRAWING if is_drawing else WhyNot.OTHER)
    if len(content) > LARGEST:
        raise NotAPicture(WhyNot.TOO_LARGE)
    chunks = [(kind, body) for kind, body in _chunks(content) if kind in _KEPT]
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND" or len(chunks[0][1]) != 13:
        raise NotAPicture(WhyNot.DAMAGED)
    _check_pixels(chunks[0][1], b"".join(body for kind, body in chunks if kind == b"IDAT"))
    return SIGNATURE + b"".join(_written(kind, body) for kind, body in chunks)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        kind, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        end = place + 12 + length
        if end > len(content) or struct.unpack_from(">I", content, end - 4)[0] != zlib.crc32(kind + body):
            raise NotAPicture(WhyNot.DAMAGED)
        yield kind, body
        if kind == b"IEND":
            return
        place = end
    raise NotAPicture(WhyNot.DAMAGED)


def _check_pixels(header: bytes, packed: bytes) -> None:
    width, height, depth, colour, _compression, _filter, interlaced = struct.unpack(">IIBBBBB", header)
    if not (0 < width <= LONGEST_EDGE and 0 < height <= LONGEST_EDGE):
        raise NotAPicture(WhyNot.TOO_LARGE)
    if colour not in _SAMPLES or depth not in (1, 2, 4, 8, 16) or interlaced > 1:
        raise NotAPicture(WhyNot.DAMAGED)
    exact = height * (1 + (width * depth * _SAMPLES[colour] + 7) // 8)
    most = exact * (_INTERLACED if interlaced else 1) + 64
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(packed, most + 1)
    except zlib.error as fault:
        raise NotAPicture(WhyNot.DAMAGED) from fault
    if len(pixels) > most or len(pixels) < (exact if not interlaced else 1) or not unpacking.eof:
        raise NotAPicture(WhyNot.DAMAGED)


def _written(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
