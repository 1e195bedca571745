"""For whom a PDF is, in the upper margin of every page as it is looked at (ISO 32000-2, 7.7.3.3 and 8.10).

The line comes as a small PDF of its own, a strip as large as its letters. It is laid over each page as one and the same
object, upright however the page is turned, and marked as an artifact, so that it is not read out in the text.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Name, Page, Pdf, Rectangle

from mithaq.core.marking.order import Marked, marked, taken_apart
from mithaq.core.reading.unreadable import Unreadable, Why

#: Points between the strip and the edge of the page, and the shorter side of a page on which the strip has its size.
_EDGE, _USUAL = 8.0, 595.0
#: What a page refers to the strip by.
_STRIP = Name("/MithaqRecipient")
#: How deep a tree of pages may be.
_DEEPEST = 100


def mark_pdf(payload: bytes) -> Marked:
    """A copy of the ordered PDF with the strip on every page.

    Raises `Unreadable`: `encrypted` for one that is locked, also against changes only; `signed` for one whose signature
    would break; `damaged` for what is no sound PDF.
    """
    content, _lines, strip = taken_apart(payload)
    try:
        with Pdf.open(io.BytesIO(content)) as pdf, Pdf.open(io.BytesIO(strip)) as drawn:
            if pdf.is_encrypted:
                raise Unreadable(Why.ENCRYPTED)
            if _is_signed(pdf):
                raise Unreadable(Why.SIGNED)
            if not len(pdf.pages):
                raise Unreadable(Why.DAMAGED)
            _lay_over(pdf, drawn.pages[0])
            copy = io.BytesIO()
            pdf.save(copy, deterministic_id=True)
    except pikepdf.PasswordError as locked:
        raise Unreadable(Why.ENCRYPTED) from locked
    except (pikepdf.PdfError, RuntimeError, KeyError, ValueError, TypeError, AttributeError, OverflowError) as fault:
        # What deciphers needs more than a child may do, so a locked file may fail before it says that it is locked.
        raise Unreadable(Why.ENCRYPTED if b"/Encrypt" in content else Why.DAMAGED) from fault
    return marked(copy.getvalue())


def _is_signed(pdf: Pdf) -> bool:
    """Whether anything in it is signed, or a signature allows it no change."""
    if Name.Perms in pdf.Root:
        return True
    return any(isinstance(one, pikepdf.Dictionary) and Name.ByteRange in one for one in pdf.objects)


def _lay_over(pdf: Pdf, strip: Page) -> None:
    width, height = _size(strip.mediabox)
    drawn = pdf.copy_foreign(strip.as_form_xobject())
    for page in pdf.pages:
        resources = page.obj.get(Name.Resources)
        if resources is None:  # inherited: adding to a new dictionary would hide what the page refers to
            inherited = _inherited(page, Name.Resources)
            page.obj[Name.Resources] = pikepdf.Dictionary() if inherited is None else inherited
        page.add_resource(drawn, Name.XObject, _STRIP)
        placed = page.calc_form_xobject_placement(
            drawn,
            _STRIP,
            _place(page, width, height),
            invert_transformations=True,
            allow_shrink=True,
            allow_expand=True,
        )
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n/Artifact BMC\n" + placed + b"\nEMC\n")


def _place(page: Page, width: float, height: float) -> Rectangle:
    """Where the strip lies, in the page's own coordinates: along the edge that is above when the page is looked at."""
    turned = int(_inherited(page, Name.Rotate) or 0) % 360
    left, bottom, right, top = _sides(page.cropbox)
    across, along = (top - bottom, right - left) if turned in (90, 270) else (right - left, top - bottom)
    if min(across, along) <= 2 * _EDGE:
        raise Unreadable(Why.DAMAGED)
    size = min(across, along) / _USUAL
    edge = min(_EDGE * size, _EDGE)
    long, high = min(width * size, across - 2 * edge), min(height * size, along - 2 * edge)
    if turned == 90:
        middle = (bottom + top) / 2
        return Rectangle(left + edge, middle - long / 2, left + edge + high, middle + long / 2)
    if turned == 270:
        middle = (bottom + top) / 2
        return Rectangle(right - edge - high, middle - long / 2, right - edge, middle + long / 2)
    middle = (left + right) / 2
    if turned == 180:
        return Rectangle(middle - long / 2, bottom + edge, middle + long / 2, bottom + edge + high)
    return Rectangle(middle - long / 2, top - edge - high, middle + long / 2, top - edge)


def _inherited(page: Page, name: Name) -> Any:
    node: Any = page.obj
    for _ in range(_DEEPEST):
        if name in node:
            return node[name]
        node = node.get(Name.Parent)
        if not isinstance(node, pikepdf.Dictionary):
            return None
    raise Unreadable(Why.DAMAGED)


def _sides(box: Any) -> tuple[float, float, float, float]:
    first, second, third, fourth = (float(side) for side in box)
    return min(first, third), min(second, fourth), max(first, third), max(second, fourth)


def _size(box: Any) -> tuple[float, float]:
    left, bottom, right, top = _sides(box)
    return right - left, top - bottom
