"""The words around a compilation, in the language of whoever asked for it; the core speaks none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Headings and short notes. `moved` holds `%(after)s`, the number or first words of a clause."""

    language: str = "en"
    clause: str = "Clause"
    text: str = "Text of the draft"
    new: str = "New"
    taken_out: str = "Take it out"
    moved: str = "Move it after %(after)s"
    first: str = "the beginning"
    split: str = "Divide it here"
    join: str = "Join it with the next"
    comment: str = "Comment"
    whole: str = "The whole text"
    #: Columns of the comment table that standards bodies exchange.
    member: str = "MB/NC"
    line: str = "Line number"
    subclause: str = "Clause/ Subclause"
    paragraph: str = "Paragraph/ Figure/ Table"
    kind: str = "Type of comment"
    comments: str = "Comments"
    proposed: str = "Proposed change"
    observations: str = "Observations of the secretariat"
