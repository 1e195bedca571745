"""The number typed before a paragraph's words, which the draft counts itself."""

from __future__ import annotations

from collections.abc import Sequence

from mithaq.core.docx.pieces import Mark, Piece
from mithaq.core.placing.words import label_of


def without_label(base: str, pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[Mark, ...]]:
    """The pieces without the number typed before the words, unless the clause has it too, and the changes to it."""
    original = "".join(piece.text for piece in pieces if piece.in_original)
    accepted = "".join(piece.text for piece in pieces if piece.in_accepted)
    drop, drop_new = label_of(original), label_of(accepted)
    if label_of(base) or not (drop or drop_new):
        return list(pieces), ()
    kept: list[Piece] = []
    touched: list[Mark] = []
    for piece in pieces:
        cut_at = 0
        if piece.in_original and drop:
            cut_at = min(len(piece.text), drop)
        if piece.in_accepted and drop_new:
            cut_at = max(cut_at, min(len(piece.text), drop_new)) if not piece.in_original or not drop else cut_at
        drop -= cut_at if piece.in_original else 0
        drop_new -= min(cut_at, drop_new) if piece.in_accepted else 0
        if cut_at:
            touched += piece.marks
        if len(piece.text) > cut_at:
            kept.append(Piece(piece.text[cut_at:], piece.marks))
    return kept, tuple(dict.fromkeys(touched))
