"""Recommendations read out of a Word document: number, text, proposers, theme, and where they stand.

How papers set them, and what is taken:

1. *A table* with a column called "Recommendation" ("التوصية"): one for each row, or for each numbered paragraph of it.
2. *Labelled* paragraphs anywhere: "Recommendation 3:", "R3.", "التوصية ٣:", "التوصية الأولى:".
3. *A chapter* called "Recommendations" ("التوصيات"): its numbered paragraphs, whether a person or Word numbered them;
   if it has none, its bullets; else its sub-headings or its sentences, whichever recommend.
4. Where none of these is found, numbered paragraphs that end in the names of proposers.

The theme is the nearest heading above that is not itself the word "recommendations". What stands below a recommendation
and is no recommendation becomes a part of it (its letters and bullets), or a note on it. Nothing is dropped in silence:
`unread` names every paragraph that looks like a recommendation and was not taken, and `doubtful` says of each candidate
what a person should look at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from mithaq.core.reading.document import Document, Paragraph
from mithaq.core.reading.names import Attribution, Part, attributed, names_in, parts_of
from mithaq.core.reading.openings import Opened, Opening, bare_number, opened
from mithaq.core.reading.papers import read_document
from mithaq.core.reading.recommending import (
    announces_recommendations,
    opens_another_chapter,
    recommends,
)
from mithaq.core.reading.tables import (
    Column,
    Layout,
    Row,
    layout_of,
    numbered_layout,
    repeats_headings,
    tables_in,
    theme_in,
    theme_of,
)
from mithaq.core.text import language_of, normalised, searchable


class Doubt(StrEnum):
    """What a person should look at before a candidate is taken over."""

    NUMBER_MISSING = "number_missing"
    NUMBER_DOUBLED = "number_doubled"
    NO_PROPOSER_FOUND = "no_proposer_found"
    PROPOSER_UNSURE = "proposer_unsure"
    THEME_MISSING = "theme_missing"
    VERY_SHORT = "very_short"


@dataclass(frozen=True)
class Anchor:
    """Where a recommendation stands: its first paragraph, and its table and row where it stands in one."""

    paragraph: int
    table: int | None
    row: int | None


@dataclass(frozen=True)
class Note:
    """What stands beside or below a recommendation, under its label ("Position": "Supported")."""

    label: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """A recommendation as it was read, before a person takes it over."""

    #: In digits 0 to 9, as the document numbers it ("115.1"); empty where it does not.
    number: str
    #: The words alone: no number before, no proposers after. Sub-items stand on lines of their own.
    text: str
    proposers: tuple[str, ...]
    #: The sentences of a merged recommendation with the proposers of each; empty for all others.
    parts: tuple[Part, ...]
    theme: str
    anchor: Anchor
    notes: tuple[Note, ...]
    doubtful: tuple[Doubt, ...]
    language: str


@dataclass(frozen=True)
class Reading:
    """What was read out of a document."""

    candidates: tuple[Candidate, ...]
    #: Running numbers of the paragraphs that look like a recommendation but were not taken.
    unread: tuple[int, ...]
    paragraphs: int
    #: The themes of the candidates in the order in which they first stand.
    themes: tuple[str, ...]
    title: str
    modified: datetime | None
    language: str


def read_recommendations(payload: bytes) -> Reading:
    """Read the recommendations of a paper of any kind (`papers`). Raises `Unreadable`."""
    return recommendations_of(read_document(payload))


def recommendations_of(document: Document) -> Reading:
    """The recommendations among a document's paragraphs."""
    found = _Found()
    in_tables = _from_tables(document, found)
    lines = list(_lines(document, in_tables))
    _from_chapters(lines, found)
    if not found.items:
        _from_attributed(lines, found)
    items = sorted(found.items, key=lambda item: item.first.index)
    candidates = _doubted([_candidate(item, document.language) for item in items])
    taken = {index for item in items for index in item.indices}
    looked_at = {line.paragraph.index for line in lines if line.looks_like_one} | found.unread
    return Reading(
        candidates=candidates,
        unread=tuple(sorted(looked_at - taken)),
        paragraphs=len(document.paragraphs),
        themes=tuple(dict.fromkeys(candidate.theme for candidate in candidates if candidate.theme)),
        title=document.title,
        modified=document.modified,
        language=document.language,
    )


@dataclass
class _Item:
    """A recommendation while it is gathered from its paragraphs."""

    first: Paragraph
    number: str
    lines: list[str]
    theme: str
    named: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    indices: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.indices.add(self.first.index)

    def follow(self, paragraph: Paragraph, rest: str) -> None:
        """Take in a paragraph below that begins nothing new: proposers, a note, the rest of the sentence, a remark."""
        self.indices.add(paragraph.index)
        label, words = _labelled(rest)
        if label and _SAYS_WHO.fullmatch(searchable(label)):
            self.named.extend(names_in(words))
        elif label:
            self.notes.append(Note(label, words))
        elif self.is_unfinished:
            self.lines[-1] = f"{self.lines[-1]} {rest}".strip()
        else:
            self.notes.append(Note("", rest))

    def extend(self, paragraph: Paragraph, line: str) -> None:
        """Take in a sub-item as a line of the text."""
        self.indices.add(paragraph.index)
        self.lines.append(line)

    @property
    def is_unfinished(self) -> bool:
        """Whether the words so far stop in the middle of a sentence."""
        return re.search(r"[.;:!?؛؟)\]”»]\s*$", self.lines[-1]) is None


@dataclass
class _Found:
    items: list[_Item] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Line:
    """A paragraph outside the tables of recommendations, with how it begins and the headings above it."""

    paragraph: Paragraph
    opened: Opened
    #: The chapter of recommendations it stands in (counted from 1), 0 outside.
    chapter: int
    theme: str
    heading: bool

    @property
    def depth(self) -> int:
        """How far down in its list: 1.1 is deeper than 1."""
        return (self.paragraph.level or 0) + self.opened.number.count(".")

    @property
    def looks_like_one(self) -> bool:
        """Whether it reads like a recommendation wherever it stands: numbered, and asking for something."""
        numbered = self.opened.kind in (Opening.LABELLED, Opening.NUMBERED)
        announces = self.paragraph.text.rstrip().endswith((":", "："))
        return (numbered or bool(self.chapter)) and not self.heading and not announces and recommends(self.opened.rest)


_LABEL = re.compile(r"([^:：.;؛()\n]{2,40}?)\s*[:：]\s+(\S.*)", re.DOTALL)
_SAYS_WHO = re.compile(
    r"propos(?:ers?|ed by|als? of)|(?:submitted|supported|put forward|recommended) by|(?:مقدم|مقترح)(?:ه|و)?(?: من)?"
    r"|الجه(?:ه|ات) المقترحه|اقترحتها|قدمتها|اصحاب الاقتراح"
)


def _labelled(text: str) -> tuple[str, str]:
    """The label and the words of "Source of position: A/HRC/28/15"; two empty texts where there is no label."""
    found = _LABEL.fullmatch(text.strip())
    if not found or len(found[1].split()) > 6 or found[1][0].islower() or found[2].startswith("//"):
        return "", ""
    return normalised(found[1]), normalised(found[2])


def _opened(paragraph: Paragraph) -> Opened:
    return opened(_plain(paragraph.text), paragraph.printed, paragraph.bullet)


def _plain(text: str) -> str:
    """The paragraph on one line, as `normalised` sees it."""
    return normalised(text)


# --- tables -----------------------------------------------------------------------------------------------------------


def _from_tables(document: Document, found: _Found) -> set[int]:
    """Read the tables of recommendations; the running numbers of all their paragraphs."""
    before: Layout | None = None
    read: set[int] = set()
    announced = _tables_in_chapters(document)
    for number, rows in tables_in(document.paragraphs).items():
        layout = layout_of(rows, before) or (numbered_layout(rows) if number in announced else None)
        if layout:
            _from_rows(rows, layout, announced.get(number, ""), found)
            read.update(p.index for row in rows for cell in row.cells for p in cell.paragraphs)
        before = layout
    return read


def _tables_in_chapters(document: Document) -> dict[int, str]:
    """The tables that stand in a chapter of recommendations, with the theme above them."""
    return {
        line.paragraph.place.table: line.theme
        for line in _lines(document, set())
        if line.chapter and line.paragraph.place
    }


def _from_rows(rows: list[Row], layout: Layout, theme: str, found: _Found) -> None:
    above: dict[Column, str] = {Column.THEME: "", Column.PROPOSERS: ""}
    for row in rows:
        if row.number <= layout.row or repeats_headings(row, layout):
            continue
        named = theme_of(row, layout)
        if named is not None:
            theme = named
            continue
        said = {holds: _said(row, layout.columns.get(holds), above.get(holds, "")) for holds in Column}
        above.update({holds: said[holds] for holds in above})
        _from_row(row, layout, said, theme_in(said[Column.THEME]) or theme, found)


def _said(row: Row, column: int | None, above: str) -> str:
    """What a row says in a column; a cell that continues the one above says the same."""
    cell = row.at(column)
    if cell is None:
        return ""
    return above if cell.place.continued and not cell.text else cell.text


def _from_row(row: Row, layout: Layout, said: dict[Column, str], theme: str, found: _Found) -> None:
    cell = row.at(layout.columns[Column.RECOMMENDATION])
    items = list(_in_cell([p for p in cell.paragraphs if p.text.strip()], theme)) if cell else []
    if not items:
        found.unread.update(p.index for filled in row.filled for p in filled.paragraphs[:1])
        return
    number = said[Column.NUMBER]
    items[0].number = bare_number(number) or normalised(number) or items[0].number
    notes = [
        Note(layout.headings.get(other.place.column, ""), other.text)
        for other in row.filled
        if other.place.column not in layout.columns.values()
    ]
    for item in items:
        item.named.extend(names_in(said[Column.PROPOSERS]) if said[Column.PROPOSERS] else ())
        item.notes.extend(notes)
    found.items.extend(items)


def _in_cell(paragraphs: list[Paragraph], theme: str) -> Iterator[_Item]:
    """The recommendations of one cell: mostly one, else one for each numbered paragraph (or bullet, if all are)."""
    item: _Item | None = None
    starts = {Opening.LABELLED, Opening.NUMBERED}
    if paragraphs and _opened(paragraphs[0]).kind is Opening.BULLET:
        starts.add(Opening.BULLET)
    for paragraph in paragraphs:
        begun = _opened(paragraph)
        if item is None or begun.kind in starts:
            if item:
                yield item
            item = _Item(paragraph, begun.number, [begun.rest], theme)
        elif begun.kind in (Opening.BULLET, Opening.LETTERED):
            item.extend(paragraph, _plain(f"{paragraph.printed} {paragraph.text}"))
        elif _labelled(begun.rest)[0]:
            item.follow(paragraph, begun.rest)
        else:
            item.extend(paragraph, begun.rest)
    if item:
        yield item


# --- chapters ---------------------------------------------------------------------------------------------------------


def _heading(paragraph: Paragraph, begun: Opened) -> int | None:
    """How high a heading stands: 0 for the title, 1 to 9 by its style, 10 by its looks; None for text."""
    if paragraph.style == "title":
        return 0
    if begun.kind is Opening.LABELLED:
        return None
    if paragraph.outline is not None:
        return paragraph.outline
    text = _plain(paragraph.text)
    if paragraph.place or paragraph.bullet or len(text) > 150 or not text:
        return None
    by_looks = paragraph.bold and not text.endswith((".", ";", "؛"))
    title = searchable(begun.rest).strip(" :.")
    by_words = len(title.split()) <= 4 and announces_recommendations(title) and not text.endswith(".")
    return 10 if by_looks or by_words else None


def _lines(document: Document, elsewhere: set[int]) -> Iterator[_Line]:
    """The paragraphs with words, each with its chapter and the heading above it."""
    paragraphs = [
        (paragraph, _opened(paragraph))
        for paragraph in document.paragraphs
        if paragraph.text.strip() and paragraph.index not in elsewhere and not paragraph.style.startswith("toc ")
    ]
    heights = [_heading(paragraph, begun) for paragraph, begun in paragraphs]
    named = {
        height
        for (_, begun), height in zip(paragraphs, heights, strict=True)
        if height is not None and announces_recommendations(begun.rest)
    }
    outline = _Outline(title_counts=named <= {0})
    for (paragraph, begun), height in zip(paragraphs, heights, strict=True):
        if height is not None:
            outline.enter(height, begun)
        yield _Line(paragraph, begun, outline.chapter, outline.theme, height is not None)


@dataclass
class _Outline:
    """Which headings stand above the paragraph that is being read."""

    #: Whether the document's own title may open a chapter: only if no other heading does.
    title_counts: bool
    chapter: int = 0
    theme: str = ""
    _chapters: int = 0
    _height: int = 0
    _above: dict[int, str] = field(default_factory=dict)

    def enter(self, height: int, begun: Opened) -> None:
        """Pass a heading of this height."""
        words = theme_in(begun.rest).rstrip(":： ")
        if announces_recommendations(words) and (height or self.title_counts):
            self._open(height)
            return
        if self.chapter and (opens_another_chapter(words) or height < self._height or height == self._height < 10):
            self.chapter = 0
        self._above = {at: above for at, above in self._above.items() if at < height}
        if height:
            self._above[height] = words
        self.theme = words if height else ""

    def _open(self, height: int) -> None:
        self._chapters += 1
        self.chapter, self._height = self._chapters, height
        self._above = {at: above for at, above in self._above.items() if at < height}
        self.theme = self._above[max(self._above)] if self._above else ""


def _from_chapters(lines: list[_Line], found: _Found) -> None:
    chapters: dict[int, list[_Line]] = {}
    for line in lines:
        chapters.setdefault(line.chapter, []).append(line)
    for chapter, inside in chapters.items():
        lead = _lead(inside) if chapter else (Opening.LABELLED, 0)
        if lead:
            _gather(inside, lead, found)
        elif chapter:
            _from_prose(inside, found)


def _lead(lines: list[_Line]) -> tuple[Opening, int] | None:
    """The kind of paragraph that is a recommendation in this chapter, and at which depth."""
    for kind in (Opening.LABELLED, Opening.NUMBERED, Opening.BULLET, Opening.LETTERED):
        leading = [line for line in lines if line.opened.kind is kind and not line.heading]
        if leading:
            return kind, min(line.depth for line in _announced(leading) or leading)
    return None


def _announced(lines: list[_Line]) -> list[_Line]:
    """The paragraphs that another only announces: 115.1 and 115.2 where 115 ends in a colon."""
    announcing = {line.opened.number for line in lines if line.paragraph.text.rstrip().endswith((":", "："))}
    return [line for line in lines if line.opened.number.rpartition(".")[0] in announcing - {""}]


def _gather(lines: list[_Line], lead: tuple[Opening, int], found: _Found) -> None:
    """Begin an item at each paragraph of the leading kind and depth; what follows belongs to it until a heading."""
    item: _Item | None = None
    announced = bool(_announced(lines))
    for line in lines:
        paragraph, begun = line.paragraph, line.opened
        if line.heading or (begun.kind is lead[0] and line.depth < lead[1] and announced):
            item = None
        elif begun.kind is lead[0] and line.depth <= lead[1]:
            item = _Item(paragraph, begun.number, [begun.rest], line.theme)
            found.items.append(item)
        elif item is None:
            continue
        elif not item.lines[0]:
            item.lines[0] = begun.rest
            item.indices.add(paragraph.index)
        elif begun.kind in (Opening.PLAIN, Opening.LABELLED) or not line.chapter:
            _after(item, line)
            item = item if line.chapter else None
        else:
            item.extend(paragraph, _plain(f"{paragraph.printed} {paragraph.text}"))


def _after(item: _Item, line: _Line) -> None:
    """Outside a chapter only the words directly below a label belong to it: a note or the rest of its sentence."""
    if line.chapter or _labelled(line.opened.rest)[0] or item.is_unfinished:
        item.follow(line.paragraph, line.opened.rest)


def _from_prose(lines: list[_Line], found: _Found) -> None:
    """A chapter without any list: the headings below its own, if they recommend, else the sentences that do."""
    headings = [line for line in lines if line.heading and recommends(line.opened.rest)]
    if len(headings) > 1:
        _from_headings(lines, headings, found)
        return
    for line in lines:
        if line.looks_like_one:
            found.items.append(_Item(line.paragraph, "", [line.opened.rest], line.theme))


def _from_headings(lines: list[_Line], headings: list[_Line], found: _Found) -> None:
    """Each of these headings is a recommendation; what stands below it is a note on it."""
    item: _Item | None = None
    theme = ""
    for line in lines:
        if line in headings:
            item = _Item(line.paragraph, line.opened.number, [line.opened.rest], theme)
            found.items.append(item)
        elif line.heading:
            item, theme = None, line.theme
        elif item:
            item.indices.add(line.paragraph.index)
            item.notes.append(Note("", _plain(line.paragraph.text)))


def _from_attributed(lines: list[_Line], found: _Found) -> None:
    """Without tables, labels and chapters: numbered paragraphs that end in names, if there are several."""
    items = [
        _Item(line.paragraph, line.opened.number, [line.opened.rest], line.theme)
        for line in lines
        if line.opened.kind is Opening.NUMBERED and not line.heading and attributed(line.opened.rest).names
    ]
    if len(items) > 1:
        found.items.extend(items)


# --- candidates -------------------------------------------------------------------------------------------------------


def _candidate(item: _Item, language: str) -> Candidate:
    lines = [line for line in item.lines if line]
    said, parts = _said_by(lines), parts_of("\n".join(lines))
    place = item.first.place
    named = [name for part in parts for name in part.proposers] or list(said.names)
    return Candidate(
        number=item.number,
        text=said.text,
        proposers=tuple(dict.fromkeys([*named, *item.named])),
        parts=parts,
        theme=item.theme,
        anchor=Anchor(item.first.index, place.table if place else None, place.row if place else None),
        notes=tuple(item.notes),
        doubtful=(),
        language=language_of(said.text, default=language if language != "ar" else "en"),
    )


def _said_by(lines: list[str]) -> Attribution:
    """The words and the names at their end; where sub-items follow, the names may stand before these."""
    whole = attributed("\n".join(lines))
    if whole.names or len(lines) < 2:
        return whole
    first = attributed(lines[0])
    return Attribution("\n".join([first.text, *lines[1:]]), first.names) if first.names else whole


def _doubted(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, each with what is doubtful about it beside the others."""
    numbers = Counter(_counted_as(candidates))
    some_number = any(candidate.number for candidate in candidates)
    some_theme = any(candidate.theme for candidate in candidates)
    proposed = sum(bool(candidate.proposers) for candidate in candidates)
    mostly_proposed = proposed * 3 >= len(candidates)
    doubted = []
    for candidate, counted in zip(candidates, _counted_as(candidates), strict=True):
        doubts = {
            Doubt.NUMBER_MISSING: some_number and not candidate.number,
            Doubt.NUMBER_DOUBLED: bool(candidate.number) and numbers[counted] > 1,
            Doubt.NO_PROPOSER_FOUND: mostly_proposed and proposed > 0 and not candidate.proposers,
            Doubt.PROPOSER_UNSURE: not mostly_proposed and bool(candidate.proposers),
            Doubt.THEME_MISSING: some_theme and not candidate.theme,
            Doubt.VERY_SHORT: len(candidate.text) < 12,
        }
        doubted.append(replace(candidate, doubtful=tuple(doubt for doubt, holds in doubts.items() if holds)))
    return tuple(doubted)


def _counted_as(candidates: Iterable[Candidate]) -> list[tuple[str, str]]:
    """What must not be doubled: the number, or the number within its theme where each theme counts from the start."""
    firsts: dict[str, str] = {}
    for candidate in candidates:
        firsts.setdefault(candidate.theme, candidate.number)
    begun = Counter(number for number in firsts.values() if number)
    per_theme = bool(begun) and max(begun.values()) > 1
    return [(candidate.theme if per_theme else "", candidate.number) for candidate in candidates]
