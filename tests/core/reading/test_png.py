"""A group's mark: what is taken, what is left out of it, and what is refused."""

from __future__ import annotations

import struct
import zlib

import pytest

from mithaq.core.reading.png import LARGEST, SIGNATURE, NotAPicture, WhyNot, clean_png


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def a_png(width=4, height=4, *, extra=b"", rows=None, colour=2):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    raw = b"".join(b"\0" + b"\x10\x80\x40" * width for _ in range(height if rows is None else rows))
    return SIGNATURE + header + extra + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def why(content):
    with pytest.raises(NotAPicture) as refused:
        clean_png(content)
    return refused.value.why


def test_the_picture_is_kept_and_nothing_else():
    hidden = chunk(b"tEXt", b"Author\0somebody") + chunk(b"eXIf", b"where it was taken")
    assert clean_png(a_png(extra=hidden) + b"<script>after the end</script>") == a_png()


def test_cleaning_twice_changes_nothing():
    assert clean_png(clean_png(a_png())) == clean_png(a_png())


@pytest.mark.parametrize("drawing", [b"<svg onload='x()'/>", b"<?xml version='1.0'?><svg/>", b"\n <SVG></SVG>"])
def test_a_drawing_that_can_carry_programs_is_refused(drawing):
    assert why(drawing) == WhyNot.DRAWING


@pytest.mark.parametrize("other", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 a photograph", b"PK\x03\x04"])
def test_another_kind_is_refused(other):
    assert why(other) == WhyNot.OTHER


@pytest.mark.parametrize("length", [9, 20, 40, 60])
def test_half_a_picture_is_refused(length):
    assert why(a_png()[:length]) == WhyNot.DAMAGED


def test_a_changed_byte_is_noticed():
    content = bytearray(a_png())
    content[50] ^= 1
    assert why(bytes(content)) == WhyNot.DAMAGED


def test_a_picture_that_unpacks_to_more_than_its_size_says_is_refused():
    assert why(a_png(rows=400)) == WhyNot.DAMAGED


def test_a_picture_with_too_few_rows_is_refused():
    assert why(a_png(rows=1)) == WhyNot.DAMAGED


def test_an_edge_too_long_or_a_file_too_heavy_is_refused():
    assert why(a_png(5000, 1)) == WhyNot.TOO_LARGE
    assert why(SIGNATURE + b"\0" * LARGEST) == WhyNot.TOO_LARGE


def test_an_unknown_colour_type_is_refused():
    assert why(a_png(colour=5)) == WhyNot.DAMAGED
