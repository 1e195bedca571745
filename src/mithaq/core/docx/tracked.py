"""A Word document read with its tracked changes and comments.

- The body, tables, text boxes, footnotes and endnotes, headers and footers: wherever a change may stand.
- Words put in, taken out, moved from and moved to, nested as people nest them; ends of paragraphs, rows and cells that
  came or went. A row that came puts in all its words.
- What only wraps words (content controls, hyperlinks, smart tags, fields, formulas, other dialects' alternatives) is
  looked through, at whatever height a change stands in it. Hidden words are not read.
- A note comes and goes with the sign that refers to it, also where its own words are not marked.
- Every change is in `WordFile.marks`, in `formatting`, or in `unread`: none is passed over. Two changes with one
  identifier, as some programs write them, get two.

The strict dialect of Office XML is read like the common one (`reading.package`).
"""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Iterator
from dataclasses import dataclass, field

from mithaq.core.docx.changes import CHANGES, FORMS, branches_around, said_by, words_in
from mithaq.core.docx.comments import comments_in, custom_properties, instant_of
from mithaq.core.docx.pieces import Cell, Comment, Flow, Kind, Mark, Paragraph, Piece, Span, Unread, Where, WordFile
from mithaq.core.reading.document import MOST_PARAGRAPHS
from mithaq.core.reading.numbering import Counter, Numbering
from mithaq.core.reading.package import Element, open_word, related, related_by_id
from mithaq.core.reading.paragraphs import (
    ALTERNATIVES,
    HOLDS_BOXES,
    REFERS_TO,
    WRAPPERS,
    boxes_in,
    chosen,
    part_of,
    printed_before,
    said_in,
    sign_of,
)
from mithaq.core.reading.styles import Styles, outline_in
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.reading.words import MATH, W, number_of, switched_on, value_of

_DUBLIN_TITLE = "{http://purl.org/dc/elements/1.1/}title"

_MOVES = {W + "moveFromRangeStart": Kind.MOVED_FROM, W + "moveToRangeStart": Kind.MOVED_TO}
_MOVES_END = {W + "moveFromRangeEnd", W + "moveToRangeEnd"}
_BLOCKS = (W + "p", W + "tbl")
_NOTES = {"footnotes": (W + "footnote", Where.FOOTNOTE), "endnotes": (W + "endnote", Where.ENDNOTE)}
_EDGES = {W + "hdr": Where.HEADER, W + "ftr": Where.FOOTER}
Marks = tuple[Mark, ...]


def read_tracked(docx: bytes) -> WordFile:
    """Read a Word document with its changes. Raises `Unreadable`."""
    package, main = open_word(docx)
    parts = related(package, main)
    root = package.xml(main)
    body = root.find(W + "body")
    if body is None:
        raise Unreadable(Why.DAMAGED)
    comments, names = comments_in(package, main)
    numbering = Numbering(part_of(package, parts.get("numbering")))
    reading = _Reading(Styles(part_of(package, parts.get("styles"))), Counter(numbering), names)
    reading.part("document", root, [body], Where.BODY)
    for kind, (tag, where) in _NOTES.items():
        notes = part_of(package, parts.get(kind))
        if notes is not None:
            reading.part(kind, notes, notes.findall(tag), where)
    for target in dict.fromkeys(related_by_id(package, main).values()):
        edge = part_of(package, target)
        if edge is not None and edge.tag in _EDGES:
            reading.part(target.rpartition("/")[2].removesuffix(".xml"), edge, [edge], _EDGES[str(edge.tag)])
    remarks = part_of(package, parts.get("comments"))
    if remarks is not None:
        reading.remarks(remarks)
    core = part_of(package, related(package, "").get("core-properties"))
    return reading.file(comments, custom_properties(package), said_in(core, _DUBLIN_TITLE))


@dataclass
class _Writing:
    """A paragraph while it is read."""

    pieces: list[tuple[str, Marks]] = field(default_factory=list)
    length: int = 0
    bookmarks: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    boxes: list[tuple[Element, Marks]] = field(default_factory=list)

    def add(self, words: str, marks: Marks) -> None:
        if not words:
            return
        self.length += len(words)
        self.pieces.append((words, marks))

    def joined(self) -> tuple[Piece, ...]:
        """The pieces, those under the same changes in one."""
        found: list[tuple[list[str], Marks]] = []
        for words, marks in self.pieces:
            if found and found[-1][1] == marks:
                found[-1][0].append(words)
            else:
                found.append(([words], marks))
        return tuple(Piece("".join(words), marks) for words, marks in found)


@dataclass
class _Reading:
    """What is known while the parts of one document are read."""

    styles: Styles
    counter: Counter
    comment_names: dict[str, str]
    flows: list[Flow] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)
    formatting: dict[str, Mark] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    pictures: dict[str, Mark] = field(default_factory=dict)

    _part: str = ""
    _where: Where = Where.BODY
    _seen: dict[Element, Mark] = field(default_factory=dict)
    #: How many changes have each identifier: some programs give them all the same one.
    _named: Counted[str] = field(default_factory=Counted)
    _count: int = 0
    _tables: int = 0
    _fields: list[bool] = field(default_factory=list)
    _moves: dict[Kind, str] = field(default_factory=dict)
    _bookmarks: list[str] = field(default_factory=list)
    #: Comments whose range is open, with the place where it began in the paragraph that is being read.
    _open: dict[str, int] = field(default_factory=dict)
    _ranged: set[str] = field(default_factory=set)
    #: The changes around the sign that refers to a note, by the note's part and identifier.
    _noted: dict[tuple[str, str], Marks] = field(default_factory=dict)

    def part(self, name: str, root: Element, containers: list[Element], where: Where) -> None:
        """Read one part of the package, and find the changes in it that stand nowhere in its text."""
        self._part, self._seen, self._moves, self._open = name, {}, {}, {}
        for container in containers:
            self._read(container, self._noted.get((name, container.get(W + "id", "")), ()), where, None)
        self._find_unread(root)

    def remarks(self, root: Element) -> None:
        """The part of the comments: who changed the words of one changed no words of the text."""
        self._part = "remarks"
        for element in root.iter(*CHANGES, *FORMS):
            self._formed(element)

    def file(self, comments: tuple[Comment, ...], properties: dict[str, str], title: str) -> WordFile:
        """What has been read."""
        return WordFile(
            tuple(self.flows),
            self.marks,
            tuple(self.formatting.values()),
            tuple(self.unread),
            comments,
            properties,
            title,
            tuple(self.pictures),
        )

    def _read(self, container: Element, marks: Marks, where: Where, cell: Cell | None) -> None:
        self._where = where
        flow: list[Paragraph] = []
        boxes: list[tuple[Element, Marks]] = []
        for block, around in self._blocks(container, marks, _BLOCKS):
            if block.tag == W + "p":
                flow.append(self._paragraph(block, around, where, cell, boxes))
                if boxes and not flow[-1].end:
                    flow = self._close(flow, boxes, cell)
            else:
                flow = self._close(flow, boxes, cell)
                self._table(block, around, where)
        self._close(flow, boxes, cell)

    def _close(self, flow: list[Paragraph], boxes: list[tuple[Element, Marks]], cell: Cell | None) -> list[Paragraph]:
        if flow:
            self.flows.append(tuple(flow))
        waiting = boxes[:]
        boxes.clear()
        for box, marks in waiting:
            self._read(box, marks, Where.BOX, cell)
        return []

    def _table(self, table: Element, marks: Marks, where: Where) -> None:
        self._tables += 1
        number = self._tables
        inside = Where.TABLE if where in (Where.BODY, Where.TABLE, Where.BOX) else where
        for row, (line, around) in enumerate(self._blocks(table, marks, (W + "tr",)), start=1):
            here = around + self._marks_in(line.find(W + "trPr"))
            column = 1
            for block, about in self._blocks(line, here, (W + "tc",)):
                properties = block.find(W + "tcPr")
                spans = None if properties is None else properties.find(W + "gridSpan")
                self._read(block, about + self._marks_in(properties), inside, Cell(number, row, column))
                column += max(1, number_of(spans, 1))

    def _blocks(self, container: Element, marks: Marks, wanted: tuple[str, ...]) -> Iterator[tuple[Element, Marks]]:
        """The wanted children with the changes around them, looking through what only wraps them."""
        for child in container:
            tag = child.tag
            if tag in wanted:
                yield child, marks
            elif tag in CHANGES:
                yield from self._blocks(child, (*marks, self._mark(child)), wanted)
            elif tag in WRAPPERS:
                yield from self._blocks(child, marks, wanted)
            elif tag == ALTERNATIVES:
                yield from self._blocks(chosen(child), marks, wanted)
            elif isinstance(tag, str):
                self._point(child, None)

    def _paragraph(
        self, element: Element, marks: Marks, where: Where, cell: Cell | None, boxes: list[tuple[Element, Marks]]
    ) -> Paragraph:
        if self._count == MOST_PARAGRAPHS:
            raise Unreadable(Why.TOO_LONG)
        self._count += 1
        properties = element.find(W + "pPr")
        writing = _Writing(bookmarks=self._bookmarks)
        self._bookmarks = []
        self._open = dict.fromkeys(self._open, 0)
        self._inline(element, marks, writing)
        self._fields = [False] * len(self._fields)
        for comment, start in self._open.items():
            writing.spans.append(Span(comment, start, writing.length))
        boxes.extend(writing.boxes)
        own = None if properties is None else properties.find(W + "rPr")
        style = self.styles.style(value_of(None if properties is None else properties.find(W + "pStyle")))
        pieces = writing.joined()
        # A paragraph that was put in counts for itself, so that the numbers after it are those of the draft.
        is_new = any(piece.text.strip() for piece in pieces) and not any(piece.in_original for piece in pieces)
        printed = None if is_new else printed_before(properties, style, self.counter)
        return Paragraph(
            index=self._count,
            pieces=pieces,
            end=marks + self._marks_in(own),
            where=where,
            cell=cell,
            bookmarks=tuple(writing.bookmarks),
            spans=tuple(writing.spans),
            style=style.name,
            outline=outline_in(properties, style.outline),
            printed=printed.text if printed else "",
            bullet=printed is not None and printed.bullet,
            level=printed.level if printed else None,
        )

    def _inline(self, element: Element, marks: Marks, writing: _Writing) -> None:
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self._run(child, marks, writing)
            elif tag in CHANGES:
                self._inline(child, (*marks, self._mark(child)), writing)
            elif tag in WRAPPERS:
                self._inline(child, marks, writing)
            elif tag == ALTERNATIVES:
                self._inline(chosen(child), marks, writing)
            elif tag == MATH + "t":
                writing.add(child.text or "", marks)
            elif isinstance(tag, str) and tag.startswith(MATH):
                self._inline(child, marks, writing)
            elif isinstance(tag, str):
                self._point(child, writing)

    def _run(self, run: Element, marks: Marks, writing: _Writing) -> None:
        properties = run.find(W + "rPr")
        if properties is not None and switched_on(properties.find(W + "vanish")):
            self._hidden(run, marks)
            return
        for child in run:
            self._sign(child, marks, writing)

    def _sign(self, child: Element, marks: Marks, writing: _Writing) -> None:
        tag = child.tag
        if tag == W + "fldChar":
            self._field(child.get(W + "fldCharType"))
        elif tag in HOLDS_BOXES:
            self._drawn(child, marks, writing)
        elif tag in REFERS_TO:
            self._noted[REFERS_TO[tag], child.get(W + "id", "")] = marks
        elif tag == W + "commentReference":
            self._referred(child, writing)
        elif tag == ALTERNATIVES:
            for inner in chosen(child):
                self._sign(inner, marks, writing)
        elif tag in WRAPPERS or tag in CHANGES:
            around = (*marks, self._mark(child)) if tag in CHANGES else marks
            self._inline(child, around, writing)
        elif not any(self._fields):
            writing.add((child.text or "") if tag == W + "delText" else sign_of(child), marks)

    def _drawn(self, drawing: Element, marks: Marks, writing: _Writing) -> None:
        boxes = list(boxes_in(drawing))
        writing.boxes.extend((box, marks) for box in boxes)
        if marks and not boxes:
            self.pictures.update((mark.id, mark) for mark in marks)

    def _hidden(self, run: Element, marks: Marks) -> None:
        words = words_in(run)
        if marks and words.strip():
            self.unread.append(Unread(marks[-1], words))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _point(self, child: Element, writing: _Writing | None) -> None:
        """What marks a point in the text: bookmarks, ranges of moves and of comments."""
        tag = child.tag
        if tag == W + "bookmarkStart":
            (self._bookmarks if writing is None else writing.bookmarks).append(child.get(W + "name", ""))
        elif tag in _MOVES:
            self._moves[_MOVES[tag]] = child.get(W + "name", "")
        elif tag in _MOVES_END:
            self._moves.pop(Kind.MOVED_FROM if "From" in str(tag) else Kind.MOVED_TO, None)
        elif tag == W + "commentRangeStart":
            self._open[self._comment(child)] = 0 if writing is None else writing.length
        elif tag == W + "commentRangeEnd":
            name = self._comment(child)
            start = self._open.pop(name, None)
            self._ranged.add(name)
            if start is not None and writing is not None:
                writing.spans.append(Span(name, start, writing.length))

    def _referred(self, child: Element, writing: _Writing) -> None:
        """A comment without a range stands where it is referred to."""
        name = self._comment(child)
        if name not in self._ranged and name not in self._open:
            writing.spans.append(Span(name, writing.length, writing.length))

    def _comment(self, child: Element) -> str:
        own = child.get(W + "id", "")
        return self.comment_names.get(own, f"comments/{own}")

    def _marks_in(self, properties: Element | None) -> Marks:
        """The changes that properties speak of: the end of a paragraph, a row, a cell."""
        found = () if properties is None else (one for one in properties if one.tag in CHANGES)
        return tuple(self._mark(one) for one in found)

    def _mark(self, element: Element) -> Mark:
        if element not in self._seen:
            kind = CHANGES[str(element.tag)]
            mark = self._marked(element, kind, self._moves.get(kind, ""))
            self._seen[element] = self.marks[mark.id] = mark
        return self._seen[element]

    def _marked(self, element: Element, kind: Kind, move: str = "") -> Mark:
        own = f"{self._part}/{element.get(W + 'id', '')}"
        self._named[own] += 1
        name = own if self._named[own] == 1 else f"{own}~{self._named[own]}"
        return Mark(kind, name, element.get(W + "author", "").strip(), instant_of(element), move)

    def _formed(self, element: Element) -> None:
        mark = self._marked(element, Kind.KEPT)
        self.formatting[mark.id] = mark

    def _find_unread(self, root: Element) -> None:
        """Changes of form, and changes to words that stand where nobody reads: in a branch that is not shown, in the
        frame of a formula, in a field's code. A branch's twin of one that was read is no other change."""
        told: dict[Element | None, set[tuple[str, ...]]] = {}
        for element in self._seen:
            if (around := branches_around(element)) is not None:
                told.setdefault(around, set()).update((said_by(element), (str(element.tag), element.get(W + "id", ""))))
        for element in root.iter(*CHANGES, *FORMS):
            if element.tag in FORMS:
                self._formed(element)
            elif element not in self._seen:
                twins = told.get(branches_around(element), set())
                if twins.isdisjoint((said_by(element), (str(element.tag), element.get(W + "id", "")))):
                    self.unread.append(Unread(self._mark(element), words_in(element)))
