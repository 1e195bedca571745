"""Notes that somebody typed as a list at the end of a paper, under "Notes" ("ملاحظات", "الهوامش").

They become notes like those that a program set: outside the running text, each with its mark. Only the last section of
a paper is such a list, and only where its numbers count from 1: remarks in the middle of a paper are its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mithaq.core.reading.document import Paragraph
from mithaq.core.reading.openings import Opening, opened
from mithaq.core.text import normalised, searchable

_TITLE = re.compile(
    r"(?:foot|end)?notes|notas(?: al pie| finales| de rodape)?|notes (?:de bas de page|finales)|anmerkungen|fussnoten"
    r"|note|voetnoten|noten|catatan(?: kaki)?|примечания|сноски|dipnotlar|notlar|注释|註釋|注"
    r"|(?:ال)?(?:ملاحظات|هوامش|حواشي)"
)


def with_typed_notes(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, those of a typed list of notes at their end as notes, and its title as a heading."""
    begins = next((at for at in range(len(paragraphs) - 1, -1, -1) if _is_title(paragraphs[at])), None)
    if begins is None:
        return tuple(paragraphs)
    listed = list(_listed(paragraphs[begins + 1 :]))
    if not any(one.note for one in listed):
        return tuple(paragraphs)
    title = paragraphs[begins]
    return (*paragraphs[:begins], replace(title, outline=title.outline or 1), *listed)


def _is_title(paragraph: Paragraph) -> bool:
    if paragraph.note or paragraph.place or len(paragraph.text) > 60:
        return False
    return is_title_of_notes(opened(normalised(paragraph.text)).rest)


def is_title_of_notes(heading: str) -> bool:
    """Whether a heading stands above notes."""
    return _TITLE.fullmatch(searchable(heading).strip(" :.")) is not None


def _listed(behind: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Each paragraph behind the title as a note; none where one of them is no member of a list that counts from 1."""
    found: list[Paragraph] = []
    for paragraph in behind:
        if paragraph.note or not paragraph.text.strip():
            found.append(paragraph)
            continue
        begun = opened(normalised(paragraph.text), paragraph.printed)
        number = str(sum(bool(one.note) for one in found) + 1)
        if begun.kind is not Opening.NUMBERED or begun.number != number or paragraph.outline is not None:
            return
        found.append(replace(paragraph, text=begun.rest, printed="", level=None, note=number))
    yield from found
