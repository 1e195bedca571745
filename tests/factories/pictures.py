"""Photos, honest and hostile, made by drawing."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

#: What must not pass from a photo to the house.
CAMERA = "Kanariya Camera"


def a_photo(kind: str = "JPEG", size: tuple[int, int] = (300, 400), *, mode: str = "RGB", turned: int = 1) -> bytes:
    """A photo whose upper half is red and lower half blue, with a place, a camera and a comment beside its dots."""
    drawn = Image.new(mode, size, "blue" if mode != "1" else 0)
    drawn.paste("red" if mode != "1" else 1, (0, 0, size[0], size[1] // 2))
    beside = Image.Exif()
    beside[0x010F] = CAMERA
    beside[0x0112] = turned
    beside.get_ifd(0x8825).update({1: "N", 2: (36.0, 48.0, 0.0), 3: "E", 4: (10.0, 10.0, 0.0)})
    made = io.BytesIO()
    drawn.save(made, kind, exif=beside.tobytes(), **({"comment": CAMERA.encode()} if kind == "JPEG" else {}))
    return made.getvalue()


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 900 million dots."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9000))) + chunk(b"IEND", b"")
    )


#: What is refused where a photo is asked for, with a word of the sentence that says why.
REFUSED = {
    "an empty file": (b"", "empty"),
    "a drawing (SVG)": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "no photo"),
    "a page renamed": (b"<html></html>", "no photo"),
    "a GIF": (b"GIF89a" + bytes(400), "no photo"),
    "a RIFF that is sound": (b"RIFF\x24\0\0\0WAVEfmt " + bytes(60), "no photo"),
    "half a photo": (a_photo()[:600], "damaged"),
    "a bomb": (a_bomb(), "million dots"),
    "a stamp": (a_photo(size=(20, 20)), "too small"),
}
