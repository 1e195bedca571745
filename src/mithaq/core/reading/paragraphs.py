"""A Word document as the paragraphs a person would read, in reading order, all changes accepted.

- The body, tables row by row and cell by cell, tables in tables, text boxes after the paragraph that holds them.
- Inserted and moved-to words are there, deleted and moved-from ones are not; a paragraph whose mark was deleted
  flows into the next one; a deleted row or cell is gone. Alternative content is read once.
- What stands in content controls, hyperlinks, smart tags, fields (the result, never the code) and formulas is text
  like any other. Hidden text is not read.
- A tab is "\\t", a line break "\\n", a soft hyphen U+00AD, a non-breaking hyphen U+2011.
- Numbers that Word prints by itself are given as printed, apart from the text.

- Footnotes and endnotes, where they are asked for (`with_notes`), stand after the paragraph that refers to them, each
  under the number that Word prints, counted from 1.

Headers, footers and comments are not paragraphs of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mithaq.core.reading.document import (
    MOST_PARAGRAPHS,
    Document,
    Paragraph,
    Place,
    headline,
    instant,
    language_of_most,
)
from mithaq.core.reading.numbering import Counter, Numbering, Printed
from mithaq.core.reading.package import Element, Package, open_word, related
from mithaq.core.reading.raised import said_raised
from mithaq.core.reading.styles import Style, Styles, outline_in
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.reading.words import MARKUP, MATH, W, number_of, switched_on, value_of
from mithaq.core.text import normalised, script_of

_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"

#: What only wraps other content, at whatever height it stands.
WRAPPERS = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "ins", "moveTo", "dir",
                 "bdo", "rubyBase", "ruby")
)  # fmt: skip
_GONE = frozenset(W + name for name in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText"))
_SIGNS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "softHyphen": "\u00ad", W + "noBreakHyphen": "\u2011",
}  # fmt: skip
#: The parts that hold notes, and how a run refers to one of them.
_NOTES = {"footnotes": W + "footnoteReference", "endnotes": W + "endnoteReference"}
REFERS_TO = {tag: kind for kind, tag in _NOTES.items()}
ALTERNATIVES = MARKUP + "AlternateContent"
HOLDS_BOXES = frozenset((W + "drawing", W + "pict", W + "object"))


def read_paragraphs(docx: bytes, *, with_notes: bool = False) -> Document:
    """Read a Word document. Raises `Unreadable`."""
    package, main = open_word(docx)
    parts = related(package, main)
    styles = Styles(part_of(package, parts.get("styles")))
    numbering = Numbering(part_of(package, parts.get("numbering")))
    body = package.xml(main).find(W + "body")
    if body is None:
        raise Unreadable(Why.DAMAGED)
    notes = {kind: notes_in(part_of(package, parts.get(kind)), kind) for kind in _NOTES} if with_notes else {}
    reader = _Reader(styles, Counter(numbering), notes)
    reader.read(body)
    core = part_of(package, related(package, "").get("core-properties"))
    paragraphs = tuple(reader.paragraphs)
    return Document(
        paragraphs=paragraphs,
        title=normalised(said_in(core, _DUBLIN + "title")) or headline(paragraphs),
        modified=instant(said_in(core, _TERMS + "modified")),
        language=language_of_most(
            paragraphs, styles.language or said_in(core, _DUBLIN + "language").split("-")[0].lower()
        ),
    )


@dataclass
class _Held:
    """A paragraph while it is read; one whose mark was deleted waits here for the next."""

    properties: Element | None
    place: Place | None
    words: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words)


class _Reader:
    def __init__(self, styles: Styles, counter: Counter, notes: Mapping[str, Mapping[str, Element]]) -> None:
        self.paragraphs: list[Paragraph] = []
        self._notes = notes
        self._noted = 0
        self._styles = styles
        self._counter = counter
        self._tables = 0
        self._held: _Held | None = None
        #: For each open field, whether its code is being read (and not yet its result).
        self._fields: list[bool] = []

    def read(self, container: Element, place: Place | None = None) -> None:
        """Read the paragraphs and tables of a body, a cell or a text box."""
        for block in _within(container, (W + "p", W + "tbl")):
            if block.tag == W + "p":
                self._paragraph(block, place)
            else:
                self._let_go()
                self._table(block, place)
        self._let_go()

    def _let_go(self) -> None:
        """A paragraph whose mark was deleted, but which nothing follows that it could flow into."""
        if self._held is not None:
            held, self._held = self._held, None
            self._add(held)

    def _table(self, table: Element, around: Place | None) -> None:
        self._tables += 1
        number = self._tables
        row_number = 0
        for row in _within(table, (W + "tr",)):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            row_number += 1
            self._row(row, properties, (number, row_number), around)

    def _row(self, row: Element, properties: Element | None, where: tuple[int, int], around: Place | None) -> None:
        column = 1 + number_of(None if properties is None else properties.find(W + "gridBefore"), 0)
        heading = properties is not None and switched_on(properties.find(W + "tblHeader"))
        cell_number = 0
        for cell in _within(row, (W + "tc",)):
            about = cell.find(W + "tcPr")
            span = max(1, number_of(None if about is None else about.find(W + "gridSpan"), 1))
            merged = None if about is None else about.find(W + "vMerge")
            if about is None or about.find(W + "cellDel") is None:
                cell_number += 1
                place = Place(
                    table=where[0],
                    row=where[1],
                    cell=cell_number,
                    column=column,
                    span=span,
                    heading=heading,
                    continued=merged is not None and value_of(merged) != "restart",
                    within=around.table if around else 0,
                )
                self.read(cell, place)
            column += span

    def _paragraph(self, paragraph: Element, place: Place | None) -> None:
        properties = paragraph.find(W + "pPr")
        held = _Held(properties, place)
        self._inline(paragraph, held)
        # A field's code ends with its paragraph at the latest, so that one left open does not swallow the rest.
        self._fields = [False] * len(self._fields)
        if self._held is not None:
            held, self._held = _joined(self._held, held), None
        if _mark_is_deleted(properties):
            self._held = held
        else:
            self._add(held)

    def _inline(self, element: Element, held: _Held) -> None:
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self._run(child, held)
            elif tag in WRAPPERS:
                self._inline(child, held)
            elif tag == ALTERNATIVES:
                self._inline(chosen(child), held)
            elif isinstance(tag, str) and tag.startswith(MATH):
                held.words.extend(found.text or "" for found in child.iter(MATH + "t"))

    def _run(self, run: Element, held: _Held) -> None:
        properties = run.find(W + "rPr")
        if properties is not None and switched_on(properties.find(W + "vanish")):
            return
        before = len(held.words)
        self._signs(run, held)
        if properties is not None and value_of(properties.find(W + "vertAlign")) == "superscript":
            held.words[before:] = [said_raised("".join(held.words[before:]), "".join(held.words[:before]))]
        if any(word.strip() for word in held.words[before:]):
            held.bold.append(self._is_bold(properties, held))

    def _signs(self, run: Element, held: _Held) -> None:
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif tag in HOLDS_BOXES:
                held.boxes.extend(boxes_in(child))
            elif tag in REFERS_TO:
                note = self._notes.get(REFERS_TO[tag], {}).get(child.get(W + "id", ""))
                held.notes.extend([note] if note is not None else [])
            elif tag == ALTERNATIVES:
                self._signs(chosen(child), held)
            elif tag in WRAPPERS:
                self._inline(child, held)
            elif not any(self._fields):
                held.words.append(sign_of(child))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_bold(self, properties: Element | None, held: _Held) -> bool:
        if properties is not None:
            stated = properties.find(W + "b")
            if stated is None:
                stated = properties.find(W + "bCs")
            if stated is not None:
                return switched_on(stated)
            named = value_of(properties.find(W + "rStyle"))
            if named and self._styles.style(named).bold:
                return True
        return self._style_of(held).bold

    def _style_of(self, held: _Held) -> Style:
        named = None if held.properties is None else held.properties.find(W + "pStyle")
        return self._styles.style(value_of(named))

    def _add(self, held: _Held, note: str = "") -> None:
        if len(self.paragraphs) == MOST_PARAGRAPHS:
            raise Unreadable(Why.TOO_LONG)
        style = self._style_of(held)
        text = held.text
        printed = printed_before(held.properties, style, self._counter)
        bidi = None if held.properties is None else held.properties.find(W + "bidi")
        rtl = style.rtl if bidi is None else switched_on(bidi)
        self.paragraphs.append(
            Paragraph(
                index=len(self.paragraphs) + 1,
                text=text,
                style=style.name,
                outline=outline_in(held.properties, style.outline),
                printed=printed.text if printed else "",
                bullet=printed is not None and printed.bullet,
                level=printed.level if printed else None,
                bold=bool(held.bold) and all(held.bold),
                direction="rtl" if rtl or (rtl is None and script_of(text) == "Arab") else "ltr",
                place=held.place,
                note=note,
            )
        )
        for box in held.boxes:
            self.read(box, held.place)
        for one in held.notes:
            self._note(one)

    def _note(self, note: Element) -> None:
        """A note as one paragraph; what it refers to in its turn is no part of it."""
        self._noted += 1
        held = _Held(None, None)
        for paragraph in _within(note, (W + "p",)):
            held.words.append("\n" if held.words else "")
            self._inline(paragraph, held)
        held.notes = []
        held.words = [held.text.strip()]
        self._add(held, str(self._noted))


def printed_before(properties: Element | None, style: Style, counter: Counter) -> Printed | None:
    """What Word prints before the next paragraph with these properties and this style; the counter counts it."""
    stated = None if properties is None else properties.find(W + "numPr")
    named = None if stated is None else stated.find(W + "numId")
    depth = None if stated is None else stated.find(W + "ilvl")
    listing = style.list if named is None else value_of(named)
    if not listing or listing == "0":
        return None
    if depth is not None or named is not None:
        return counter.next(listing, number_of(depth, 0))
    definition = counter.numbering.lists.get(listing)
    by_style = definition.level_of_style(style.id) if definition else 0
    return counter.next(listing, by_style if style.level is None else style.level)


def _within(container: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """The wanted children, looking through what only wraps them."""
    for child in container:
        if child.tag in wanted:
            yield child
        elif child.tag in WRAPPERS:
            yield from _within(child, wanted)
        elif child.tag == ALTERNATIVES:
            yield from _within(chosen(child), wanted)


def chosen(alternatives: Element) -> Element:
    """The one branch to read: the first choice if it holds words or boxes, else the fallback."""
    branches = [branch for branch in alternatives if branch.tag in (MARKUP + "Choice", MARKUP + "Fallback")]
    for branch in branches:
        if next(branch.iter(W + "t", W + "p", W + "txbxContent"), None) is not None:
            return branch
    return branches[0] if branches else alternatives


def boxes_in(drawing: Element) -> Iterator[Element]:
    """The text boxes in a drawing, each once."""
    for child in drawing:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == ALTERNATIVES:
            yield from boxes_in(chosen(child))
        else:
            yield from boxes_in(child)


def sign_of(element: Element) -> str:
    """What an element of a run reads as, empty where nothing of it is seen."""
    if element.tag == W + "t":
        return element.text or ""
    if element.tag == W + "sym":
        # A sign of a symbol font has no letter of its own.
        code = element.get(W + "char", "")
        return "\ufffd" if code.upper().startswith("F") or not _is_character(code) else chr(int(code, 16))
    return "" if element.tag in _GONE else _SIGNS.get(str(element.tag), "")


def _is_character(code: str) -> bool:
    try:
        return 0x20 <= int(code, 16) < 0xD800
    except ValueError:
        return False


def _mark_is_deleted(properties: Element | None) -> bool:
    mark = None if properties is None else properties.find(W + "rPr")
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def _joined(first: _Held, second: _Held) -> _Held:
    """Two paragraphs in one: it keeps the number and style of the one in which its words begin."""
    leading = first if first.text.strip() else second
    return _Held(
        leading.properties,
        second.place,
        [*first.words, *second.words],
        [*first.bold, *second.bold],
        [*first.boxes, *second.boxes],
        [*first.notes, *second.notes],
    )


def notes_in(part: Element | None, kind: str) -> dict[str, Element]:
    """The notes of a part by their ids; the lines that Word draws above them are none."""
    found = () if part is None else part.findall(W + kind.removesuffix("s"))
    return {note.get(W + "id", ""): note for note in found if note.get(W + "type", "normal") == "normal"}


def part_of(package: Package, name: str | None) -> Element | None:
    """A part of the package, if there is one of this name."""
    return package.xml(name) if name and name in package else None


def said_in(core: Element | None, tag: str) -> str:
    """The words of a direct child, empty where it has none."""
    found = None if core is None else core.find(tag)
    return (found.text or "").strip() if found is not None else ""
