"""Recommendations read out of a paper: number, text, proposers, theme, and where they stand.

How papers set them, and what is taken:

1. *A table* with a column called "Recommendation" ("التوصية"): one for each row, or for each numbered paragraph of it.
2. *Labelled* paragraphs anywhere: "Recommendation 3:", "R3.", "التوصية ٣:", "التوصية الأولى:".
3. *A chapter* called "Recommendations" ("التوصيات"): its numbered paragraphs, whether a person or Word numbered them;
   if it has none, its bullets; else its sub-headings or its sentences, whichever recommend. Of a chapter of sentences
   every other is named, since it may ask for something in a language whose demands are not known here.
4. Where none of these is found, numbered paragraphs that end in the names of proposers.
5. *Footnotes* that are labelled, or numbered and recommend something.

The theme is the nearest heading above that is not itself the word "recommendations". What stands below a recommendation
and is no recommendation becomes a part of it (its letters and bullets), or a note on it. Nothing is dropped in silence:
`unread` names every paragraph that looks like a recommendation, or may be one, and was not taken, and `doubtful` says
of each candidate what a person should look at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mithaq.core.reading.candidates import candidate_of, doubted, names_alone
from mithaq.core.reading.document import Document, Listening, Paragraph, nobody
from mithaq.core.reading.found import Found, Item, Note, Reading, WholeReading, labelled, opening_of, plain
from mithaq.core.reading.from_tables import from_tables
from mithaq.core.reading.names import attributed
from mithaq.core.reading.openings import Opened, Opening, concluding
from mithaq.core.reading.ordinals import is_small_roman
from mithaq.core.reading.papers import read_document
from mithaq.core.reading.recommending import (
    announces_recommendations,
    opens_another_chapter,
    recommends,
)
from mithaq.core.reading.tables import theme_in
from mithaq.core.text import searchable


def read_recommendations(payload: bytes) -> Reading:
    """Read the recommendations of a paper of any kind (`papers`). Raises `Unreadable`."""
    return recommendations_of(read_document(payload))


def read_whole(payload: bytes, told: Listening = nobody) -> WholeReading:
    """Read a paper and its recommendations, and say how far it is. Raises `Unreadable`."""
    document = read_document(payload, told)
    return WholeReading(document, recommendations_of(document))


def recommendations_of(document: Document) -> Reading:
    """The recommendations among a document's paragraphs."""
    found = Found()
    in_tables = from_tables(document, _tables_in_chapters(document), found)
    lines = list(_lines(document, in_tables))
    _from_chapters(lines, found)
    if not found.items:
        _from_attributed(lines, found)
    _from_footnotes(document, found)
    if not found.items:
        # A chapter of them in words that nobody here knows: all of it is named, so that a person looks.
        found.unread.update(line.paragraph.index for line in lines if line.chapter and not line.heading)
    items = sorted(found.items, key=lambda item: item.first.index)
    known = names_alone(items)
    candidates = doubted([candidate_of(item, document.language, known) for item in items])
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
        pages=document.pages,
    )


def _tables_in_chapters(document: Document) -> dict[int, str]:
    """The tables that stand in a chapter of recommendations, with the theme above them."""
    return {
        line.paragraph.place.table: line.theme
        for line in _lines(document, set())
        if line.chapter and line.paragraph.place
    }


def _from_footnotes(document: Document, found: Found) -> None:
    """Footnotes that are recommendations; a remark in one is none."""
    for note in document.notes:
        begun = opening_of(note)
        is_one = begun.kind is Opening.LABELLED or (begun.kind is Opening.NUMBERED and recommends(begun.rest))
        if is_one and begun.rest:
            found.items.append(Item(note, begun.number, [begun.rest], ""))


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
        numbered = self.opened.kind in (Opening.LABELLED, Opening.NUMBERED, Opening.ROMAN)
        announces = self.paragraph.text.rstrip().endswith((":", "："))
        return (numbered or bool(self.chapter)) and not self.heading and not announces and recommends(self.opened.rest)


# --- chapters ---------------------------------------------------------------------------------------------------------


def _heading(paragraph: Paragraph, begun: Opened) -> int | None:
    """How high a heading stands: 0 for the title, 1 to 9 by its style, 10 by its looks; None for text."""
    if paragraph.style == "title":
        return 0
    if begun.kind is Opening.LABELLED:
        return None
    if paragraph.outline is not None:
        return paragraph.outline
    text = plain(paragraph.text)
    if paragraph.place or paragraph.bullet or len(text) > 150 or not text:
        return None
    by_looks = paragraph.bold and not text.endswith((".", ";", "؛"))
    title = searchable(begun.rest).strip(" :.")
    by_words = len(title.split()) <= 4 and announces_recommendations(title) and not text.endswith(".")
    return 10 if by_looks or by_words else None


def _lines(document: Document, elsewhere: set[int]) -> Iterator[_Line]:
    """The paragraphs with words, each with its chapter and the heading above it."""
    paragraphs = list(
        _opened(
            paragraph
            for paragraph in document.body
            if paragraph.text.strip() and paragraph.index not in elsewhere and not paragraph.style.startswith("toc ")
        )
    )
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


def _opened(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, Opened]]:
    """Each paragraph with how it begins, which the last of a list tells only beside the one before."""
    before, number = "", ""
    for paragraph in paragraphs:
        begun, words = opening_of(paragraph), plain(paragraph.text)
        if begun.kind is Opening.PLAIN:
            begun = concluding(words, before, number) or begun
        if begun.kind is Opening.NUMBERED:
            before, number = words, begun.number
        yield paragraph, begun


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


def _from_chapters(lines: list[_Line], found: Found) -> None:
    chapters: dict[int, list[_Line]] = {}
    for line in lines:
        chapters.setdefault(line.chapter, []).append(line)
    begins = {chapter: inside[0].paragraph.index for chapter, inside in chapters.items() if chapter}
    in_tables = [item.first.index for item in found.items]
    for chapter, inside in chapters.items():
        lead = _lead(inside) if chapter else (Opening.LABELLED, 0)
        if lead:
            _gather(inside, lead, found)
        elif chapter:
            ends = begins.get(chapter + 1, math.inf)
            _from_prose(inside, found, has_table=any(begins[chapter] <= at < ends for at in in_tables))


def _lead(lines: list[_Line]) -> tuple[Opening, int] | None:
    """The kind of paragraph that is a recommendation in this chapter, and at which depth."""
    for kind in (Opening.LABELLED, Opening.NUMBERED, Opening.ROMAN, Opening.BULLET, Opening.LETTERED):
        leading = [line for line in lines if line.opened.kind is kind and not line.heading]
        if kind is Opening.ROMAN and not any(len(line.opened.number) > 1 for line in leading):
            continue  # a list from A to K has an I too
        if leading:
            return kind, min(line.depth for line in _announced(leading) or leading)
    return None


def _announced(lines: list[_Line]) -> list[_Line]:
    """The paragraphs that another only announces: 115.1 and 115.2 where 115 ends in a colon."""
    announcing = {line.opened.number for line in lines if line.paragraph.text.rstrip().endswith((":", "："))}
    return [line for line in lines if line.opened.number.rpartition(".")[0] in announcing - {""}]


def _gather(lines: list[_Line], lead: tuple[Opening, int], found: Found) -> None:
    """Begin an item at each paragraph of the leading kind and depth; what follows belongs to it until a heading."""
    item: Item | None = None
    announced = bool(_announced(lines))
    for line in lines:
        paragraph, begun = line.paragraph, line.opened
        if item and begun.kind is lead[0] is Opening.LETTERED and _is_below(begun.number, item.number):
            item.extend(paragraph, plain(f"{paragraph.printed} {paragraph.text}"))
            continue
        if line.heading or (begun.kind is lead[0] and line.depth < lead[1] and announced):
            item = None
        elif begun.kind is lead[0] and line.depth <= lead[1]:
            item = Item(paragraph, begun.number, [begun.rest], line.theme)
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
            item.extend(paragraph, plain(f"{paragraph.printed} {paragraph.text}"))


def _is_below(mark: str, above: str) -> bool:
    """Whether a mark counts the parts of an item with another mark: "(i)" below "(a)", and not after "(h)"."""
    goes_on = len(mark) == len(above) == 1 and ord(mark) == ord(above) + 1
    return is_small_roman(mark) and not is_small_roman(above) and not goes_on


def _after(item: Item, line: _Line) -> None:
    """Outside a chapter only the words directly below a label belong to it: a note or the rest of its sentence."""
    if line.chapter or labelled(line.opened.rest)[0] or item.is_unfinished:
        item.follow(line.paragraph, line.opened.rest)


def _from_prose(lines: list[_Line], found: Found, *, has_table: bool) -> None:
    """A chapter without any list: the headings below its own, if they recommend, else the sentences that do. Beside a
    table of recommendations the other sentences only introduce it."""
    headings = [line for line in lines if line.heading and recommends(line.opened.rest)]
    if len(headings) > 1:
        _from_headings(lines, headings, found)
        return
    for line in lines:
        if line.looks_like_one:
            found.items.append(Item(line.paragraph, "", [line.opened.rest], line.theme))
        elif not line.heading and not has_table:
            # In a language whose demands nobody here knows, or what only explains: a person looks.
            found.unread.add(line.paragraph.index)


def _from_headings(lines: list[_Line], headings: list[_Line], found: Found) -> None:
    """Each of these headings is a recommendation; what stands below it is a note on it."""
    item: Item | None = None
    theme = ""
    for line in lines:
        if line in headings:
            item = Item(line.paragraph, line.opened.number, [line.opened.rest], theme)
            found.items.append(item)
        elif line.heading:
            item, theme = None, line.theme
        elif item:
            item.indices.add(line.paragraph.index)
            item.notes.append(Note("", plain(line.paragraph.text)))


def _from_attributed(lines: list[_Line], found: Found) -> None:
    """Without tables, labels and chapters: numbered paragraphs that end in names, if there are several."""
    items = [
        Item(line.paragraph, line.opened.number, [line.opened.rest], line.theme)
        for line in lines
        if line.opened.kind is Opening.NUMBERED and not line.heading and attributed(line.opened.rest).names
    ]
    if len(items) > 1:
        found.items.extend(items)
