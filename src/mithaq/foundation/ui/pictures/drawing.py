"""What all pictures share: the field, and the turn that makes right-to-left a first language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

#: Every drawing is this wide; the page scales it.
WIDTH = 1000.0


@dataclass(frozen=True)
class Drawing:
    """A finished picture: `kind` names its template, `height` its field, `rows` its table."""

    kind: ClassVar[str]
    height: float
    rows: list[Any]

    @property
    def view_box(self) -> str:
        """The SVG `viewBox`, in ASCII digits whatever the language."""
        return f"0 0 {plain(WIDTH)} {plain(self.height)}"


def rounded(length: float) -> float:
    """A length to two places, of which no eye sees more."""
    return round(length, 2) + 0.0


def plain(length: float) -> str:
    """A length for a path: two places at most, a point, no trailing zeros."""
    return f"{rounded(length):.2f}".rstrip("0").rstrip(".")


def turned(x: float, rtl: bool, width: float = 0.0) -> float:
    """Where a thing that begins at `x` and is `width` wide stands when the reading direction is turned."""
    return rounded(WIDTH - x - width if rtl else x)
