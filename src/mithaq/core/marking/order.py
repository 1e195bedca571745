"""What a confined child is asked: the lines to be written and the file, in one row of bytes; and what it gives back."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Line:
    """One line of a mark in one language."""

    language: str
    words: str
    is_rtl: bool = False


@dataclass(frozen=True)
class Marked:
    """The marked copy in Base64, for the answer of a confined child is text."""

    copy: str

    @property
    def content(self) -> bytes:
        """The copy's bytes."""
        return base64.b64decode(self.copy, validate=True)


def marked(content: bytes) -> Marked:
    """A copy, as it is given back."""
    return Marked(base64.b64encode(content).decode("ascii"))


def order(content: bytes, lines: tuple[Line, ...], strip: bytes = b"") -> bytes:
    """The order to mark this file with these lines; for a PDF with the strip that shows them, a PDF of one page."""
    head = {"lines": [asdict(line) for line in lines], "strip": base64.b64encode(strip).decode("ascii")}
    return json.dumps(head).encode("ascii") + b"\n" + content


def taken_apart(payload: bytes) -> tuple[bytes, tuple[Line, ...], bytes]:
    """The file, the lines and the strip of an order."""
    head, _, content = payload.partition(b"\n")
    found = json.loads(head)
    return content, tuple(Line(**line) for line in found["lines"]), base64.b64decode(found["strip"])
