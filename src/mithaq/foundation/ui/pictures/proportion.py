"""One bar cut into the shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing, rounded, turned

HEIGHT = 28.0


class Part(NamedTuple):
    """A share: what it stands for, how much, and the role that gives it its colour."""

    thing: Any
    value: float
    role: str = "bar"


class Piece(NamedTuple):
    """A part's piece of the bar and its share of one."""

    x: float
    width: float
    share: float
    part: Part


@dataclass(frozen=True)
class Proportion(Drawing):
    """The pieces in reading order; the rows are the same pieces."""

    kind: ClassVar[str] = "proportion"
    pieces: list[Piece]
    rtl: bool


def proportion(parts: Sequence[Part], *, rtl: bool = False) -> Proportion:
    """Cut the bar; a part of nothing has a row but no width. A whole of nothing has no pieces to see."""
    whole = sum(part.value for part in parts)
    pieces, x = [], 0.0
    for part in parts:
        share = part.value / whole if whole else 0.0
        pieces.append(Piece(turned(x, rtl, share * WIDTH), rounded(share * WIDTH), share, part))
        x += share * WIDTH
    return Proportion(HEIGHT, list(pieces), pieces, rtl)
