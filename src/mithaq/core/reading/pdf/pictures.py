"""The picture of one page of a PDF, as a grey PNG: what a person compares with the words that were read."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass

import pypdfium2 as pdfium

from mithaq.core.reading.pdf.reading import open_pdf
from mithaq.core.reading.png import SIGNATURE
from mithaq.core.reading.unreadable import Unreadable, Why

#: Pixels across, and the most there may be in all: a page may say that it is a mile long.
WIDTH, MOST_PIXELS = 1100, 4_000_000
_HEAD = 4


@dataclass(frozen=True)
class Picture:
    """A PNG, in base64, in which it passes between processes."""

    content: str
    width: int
    height: int

    @property
    def png(self) -> bytes:
        """The picture itself."""
        return base64.b64decode(self.content)


def order_for(payload: bytes, page: int) -> bytes:
    """What `picture_of_page` is given: the page (from 1) and the file."""
    return page.to_bytes(_HEAD, "big") + payload


def picture_of_page(order: bytes) -> Picture:
    """Draw the page that `order_for` names. Raises `Unreadable`, with `no_page` where there is none."""
    document = open_pdf(order[_HEAD:])
    number = int.from_bytes(order[:_HEAD], "big")
    try:
        if not 0 < number <= len(document):
            raise Unreadable(Why.NO_PAGE)
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1.0), (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        drawn = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        return Picture(
            base64.b64encode(_png(drawn.width, drawn.height, bytes(drawn.buffer), drawn.stride)).decode("ascii"),
            drawn.width,
            drawn.height,
        )
    except pdfium.PdfiumError:
        raise Unreadable(Why.DAMAGED) from None
    finally:
        document.close()


def _png(width: int, height: int, pixels: bytes, stride: int) -> bytes:
    """Grey pixels of eight bits as a PNG (ISO/IEC 15948): each row behind a filter byte of zero."""
    rows = b"".join(b"\0" + pixels[at * stride : at * stride + width] for at in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
