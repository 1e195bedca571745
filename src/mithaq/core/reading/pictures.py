"""A photograph of a person, decoded and written anew at two sizes.

JPEG (ITU-T T.81), PNG (ISO/IEC 15948) and WebP (RFC 9649) are taken in. What comes out is two JPEG files made from
the dots alone: nothing that stood beside them in the file (position, camera, date, thumbnails, comments, colour
profile) goes along. Turned pictures are set upright first, for the mark that says so is lost too.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from mithaq.core.reading.unreadable import Unreadable, Why

FORMATS = ("JPEG", "PNG", "WEBP")
#: The largest file, in megabytes, and the most dots, in millions: twice what good cameras make.
LARGEST = 15
MOST_DOTS = 50
#: What is smaller than this on one side shows nobody.
SMALLEST = 64
#: The longer side of the large size, and the side of the small one, which is a square; in dots.
LARGE, SMALL = 960, 192
#: Where a square is cut from a portrait: faces stand above the middle.
_CENTRE = (0.5, 0.35)
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


@dataclass(frozen=True)
class Photograph:
    """Two JPEG files in Base64, for the answer of a confined child is text; and the size of the large one in dots."""

    large: str
    small: str
    width: int
    height: int

    @property
    def files(self) -> tuple[bytes, bytes]:
        """The large and the small file."""
        return base64.b64decode(self.large, validate=True), base64.b64decode(self.small, validate=True)


def read_photograph(content: bytes) -> Photograph:
    """The photograph in a file. Raises `Unreadable` for everything that is none, is too large or is damaged."""
    if not content:
        raise Unreadable(Why.EMPTY)
    if not content.startswith(_STARTS):
        raise Unreadable(Why.NO_PICTURE)
    if len(content) > LARGEST * 1_000_000:
        raise Unreadable(Why.TOO_LARGE, most=LARGEST)
    upright = _upright(content)
    large = upright.copy()
    large.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    small = ImageOps.fit(large, (SMALL, SMALL), Image.Resampling.LANCZOS, centering=_CENTRE)
    return Photograph(_as_text(large), _as_text(small), large.width, large.height)


def _upright(content: bytes) -> Image.Image:
    """The dots of the file, upright, in red, green and blue, on white where they let light through."""
    # The size is told before a single dot is decoded; our own bound stands in for Pillow's, which only warns at first.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _refuse_sizes(*opened.size)
            # A JPEG decodes at a half, a quarter or an eighth at once, which saves most of the memory.
            opened.draft("RGB", (2 * LARGE, 2 * LARGE))
            opened.load()
            return _in_three_colours(ImageOps.exif_transpose(opened))
    except Unreadable:
        raise
    except UnidentifiedImageError:
        raise Unreadable(Why.NO_PICTURE) from None
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, EOFError):
        # What Pillow raises for broken files, from whichever depth of a decoder.
        raise Unreadable(Why.DAMAGED) from None


def _refuse_sizes(width: int, height: int) -> None:
    if width * height > MOST_DOTS * 1_000_000:
        raise Unreadable(Why.TOO_MANY_DOTS, most=MOST_DOTS)
    if min(width, height) < SMALLEST:
        raise Unreadable(Why.TOO_SMALL, least=SMALLEST)


def _in_three_colours(picture: Image.Image) -> Image.Image:
    picture.thumbnail((2 * LARGE, 2 * LARGE), Image.Resampling.BOX)
    if picture.mode in ("RGB", "L"):
        return picture.convert("RGB")
    through = picture.convert("RGBA")
    paper = Image.new("RGBA", through.size, "white")
    paper.alpha_composite(through)
    return paper.convert("RGB")


def _as_text(picture: Image.Image) -> str:
    written = io.BytesIO()
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    bare.save(written, "JPEG", quality=85, optimize=True)
    return base64.b64encode(written.getvalue()).decode("ascii")
