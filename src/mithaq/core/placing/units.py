"""The paragraphs that a file was made of before anybody changed it, each with all that became of it.

Ends of paragraphs come and go as words do. A `Unit` is one paragraph of the original: its pieces, those that came
included, and the ends that were put into it (`END`, a piece like any other). What follows it: an end that stands, an
end that was taken out, so that it flows into the next unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from mithaq.core.docx.pieces import Flow, Mark, Paragraph, Piece, Where

#: The end of a paragraph as a sign among its words.
END = "\u2029"


@dataclass
class Unit:
    """One paragraph of the original. `parts` are what the ends that were put in divide it into."""

    where: Where
    parts: list[list[Piece]] = field(default_factory=lambda: [[]])
    #: The ends between its parts, each with its changes.
    ends: list[Piece] = field(default_factory=list)
    #: The changes that took its own end out; empty where it stands.
    gone: tuple[Mark, ...] = ()
    #: The next paragraph of the original follows it with nothing between.
    flows: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        """Its parts with the ends between them."""
        found = list(self.parts[0])
        for end, part in zip(self.ends, self.parts[1:], strict=True):
            found += [end, *part]
        return found

    @property
    def is_divided(self) -> bool:
        """Whether an end was put into it that stands when every change is accepted."""
        return any(end.text for end in self.ends)

    @property
    def original(self) -> str:
        """Its words before any change."""
        return "".join(piece.text for piece in self.pieces if piece.in_original)

    @property
    def accepted(self) -> str:
        """Its words with every change accepted."""
        return "".join(piece.text for piece in self.pieces if piece.in_accepted)

    @property
    def marks(self) -> Iterator[Mark]:
        """Every change in it."""
        for piece in self.pieces:
            yield from piece.marks
        yield from self.gone


def units_of(flows: Iterable[Flow]) -> list[Unit]:
    """The units of a file in reading order."""
    return [unit for flow in flows for unit in _units_of(flow)]


def _units_of(flow: Flow) -> list[Unit]:
    units = [Unit(flow[0].where)]
    for paragraph, following in zip_longest(flow, flow[1:]):
        unit = units[-1]
        unit.paragraphs.append(paragraph)
        unit.parts[-1].extend(paragraph.pieces)
        if following is None:
            break
        if not paragraph.ends_in_original:
            # An end that came and went again divides nothing, but its changes are told.
            stands = paragraph.ends_in_accepted and not _begins(unit, following)
            unit.ends.append(Piece(END if stands else "", paragraph.end))
            unit.parts.append([])
        if paragraph.ends_in_original or _begins(unit, following):
            unit.gone = () if paragraph.ends_in_accepted or not paragraph.ends_in_original else paragraph.end
            unit.flows = True
            units.append(Unit(following.where))
    return units


def _begins(unit: Unit, paragraph: Paragraph) -> bool:
    """Whether another clause of our export begins with this paragraph, so that an end stood before it whatever the file
    says: LibreOffice 7.4 names one end too many as put in where paragraphs came in front of a paragraph."""
    named = _clauses(paragraph)
    own = {name for one in unit.paragraphs for name in _clauses(one)} if named else set()
    return bool(own) and not own.issuperset(named)


def _clauses(paragraph: Paragraph) -> list[str]:
    return [name for name in paragraph.bookmarks if name.startswith("m_")]


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(map(str.isalnum, text))


def came(part: Sequence[Piece]) -> str:
    """The words of a part when every change is accepted."""
    return "".join(piece.text for piece in part if piece.in_accepted)


def marks_of(pieces: Iterable[Piece]) -> tuple[Mark, ...]:
    """The changes of some pieces, each once."""
    return tuple(dict.fromkeys(mark for piece in pieces for mark in piece.marks))


def pieces_between(unit: Unit, low: int, high: int) -> list[Piece]:
    """The pieces of some parts, with the ends between those that have words; others divide nothing."""
    filled = [place for place in range(low, high + 1) if came(unit.parts[place]).strip()]
    found = list(unit.parts[low])
    has_begun = low in filled
    for place in range(low, high):
        end = unit.ends[place]
        stands = bool(end.text) and has_begun and place < filled[-1]
        found += [end if stands else Piece("", end.marks), *unit.parts[place + 1]]
        has_begun = place + 1 in filled or (has_begun and not stands)
    return found


def together(units: Sequence[Unit]) -> Unit:
    """Several paragraphs as one, with the ends between them as signs that nobody tracked."""
    whole = Unit(units[0].where, parts=[[]])
    for place, unit in enumerate(units):
        end = [Piece(END, unit.gone)] if place < len(units) - 1 else []
        whole.parts[-1] += [*unit.parts[0]]
        for between, part in zip(unit.ends, unit.parts[1:], strict=True):
            whole.ends.append(between)
            whole.parts.append(list(part))
        whole.parts[-1] += end
        whole.paragraphs += unit.paragraphs
    whole.gone, whole.flows = units[-1].gone, units[-1].flows
    return whole
