"""One text out of its versions in several languages: papers of any kind, with the same headings in the same order.

Each heading with what stands under it is a clause, the heading on a line of its own before the words; the first heading
of all is the title.
"""

from __future__ import annotations

from collections.abc import Mapping

from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.reading.document import Document, Paragraph


class NotAligned(ValueError):
    """The versions have not as many headings each; `counts` tells how many each language has."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        super().__init__(counts)
        self.counts = counts


def one_text(versions: Mapping[str, Document]) -> tuple[dict[str, str], DraftText]:
    """The title in each language, and the text with its clauses aligned. Raises `NotAligned`."""
    read = {language: _sections(document) for language, document in versions.items()}
    counts = {language: len(sections) for language, (_title, sections) in read.items()}
    if len(set(counts.values())) != 1:
        raise NotAligned(counts)
    rows = zip(*(sections for _title, sections in read.values()), strict=True)
    clauses = tuple(
        DraftClause(f"c{place}", "preamble" if not place else "point", "", dict(zip(read, row, strict=True)))
        for place, row in enumerate(rows)
    )
    return {language: title for language, (title, _sections) in read.items()}, DraftText(tuple(read), "", clauses)


def _sections(document: Document) -> tuple[str, list[str]]:
    """The title of a version, and the words of each section, its heading first."""
    title, sections = "", list[list[str]]()
    for paragraph in document.paragraphs:
        if paragraph.outline == 1 and not title:
            title = paragraph.text
        elif paragraph.outline is not None or not sections:
            sections.append([_line(paragraph)])
        else:
            sections[-1].append(_line(paragraph))
    return title, ["\n".join(lines) for lines in sections]


def _line(paragraph: Paragraph) -> str:
    return f"{paragraph.printed} {paragraph.text}".strip()
