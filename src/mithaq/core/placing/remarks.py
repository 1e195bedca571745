"""The comments of a file on the clauses they stand beside; a reply stands where the comment stands that it answers."""

from __future__ import annotations

from mithaq.core.docx.pieces import Comment, Paragraph, WordFile
from mithaq.core.placing.alignment import Ground
from mithaq.core.placing.change import Change, Sort, Unplaced, Why
from mithaq.core.placing.walking import Walk


def remarked(ground: Ground, file: WordFile, walk: Walk, name: str) -> tuple[list[Change], list[Unplaced]]:
    """The comments that stand on a clause, and those for which a person has to find one."""
    spots = _spots(walk)
    answers = {comment.id: comment.answers for comment in file.comments}
    said: list[Change] = []
    adrift: list[Unplaced] = []
    for comment in file.comments:
        spot = _spot(comment, answers, spots)
        if spot is None:
            adrift.append(
                Unplaced(Why.NO_PLACE, "", comment.text, comment.author, comment.date, name, ids=(comment.id,))
            )
            continue
        slot, quoted = spot
        said.append(
            Change(
                "" if slot is None else walk.id_of(slot),
                Sort.COMMENT,
                quoted,
                comment.text,
                author=comment.author,
                date=comment.date,
                file=name,
                ids=(comment.id,),
                language="" if slot is None else ground.slots[slot].language,
                other=comment.answers,
            )
        )
    return said, adrift


_Spot = tuple[int | None, str]


def _spot(comment: Comment, answers: dict[str, str], spots: dict[str, _Spot]) -> _Spot | None:
    seen: set[str] = set()
    at = comment.id
    while at and at not in seen:
        if at in spots:
            return spots[at]
        seen.add(at)
        at = answers.get(at, "")
    return None


def _spots(walk: Walk) -> dict[str, _Spot]:
    """Beside which clause each comment stands, and the words under it."""
    found: dict[str, _Spot] = {}
    before: int | None = None
    for at, unit in enumerate(walk.units):
        slot = walk.slot_of.get(at, walk.near.get(at))
        own = next((place for place, one in enumerate(unit.paragraphs) if one.original.strip()), 0)
        for place, paragraph in enumerate(unit.paragraphs):
            # A paragraph that came before the clause comes after the one that stands before it.
            here = before if place < own and before is not None else slot
            for span in paragraph.spans:
                _add(found, span.comment, here, _quoted(paragraph, span.start, span.end))
        before = slot if slot is not None else before
    return found


def _add(found: dict[str, _Spot], comment: str, slot: int | None, quoted: str) -> None:
    """That a comment stands beside these words, and beside others in the same place or before."""
    if comment not in found:
        found[comment] = (slot, quoted)
    elif quoted:
        first, before = found[comment]
        found[comment] = (first if first is not None else slot, f"{before}\n{quoted}".strip())


def _quoted(paragraph: Paragraph, start: int, end: int) -> str:
    """The words of a paragraph from and to these places, with every change accepted; if they all went, as they were."""
    accepted, original, at = [], [], 0
    for piece in paragraph.pieces:
        words = piece.text[max(start - at, 0) : max(end - at, 0)]
        at += len(piece.text)
        accepted.append(words if piece.in_accepted else "")
        original.append(words if piece.in_original else "")
    return ("".join(accepted) or "".join(original)).strip()
