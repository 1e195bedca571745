"""A composed document as a Word document with tracked changes and comments (ECMA-376 part 1, 17.13).

The same document gives the same bytes. A paragraph that came or went as a whole has the mark on its own end too, so
that it is gone without an empty line when it is rejected or accepted; a row of a table has it on the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mithaq.core.docx import looks, parts
from mithaq.core.docx.composed import CUT, Composed, Line, Remark, Revision, Row, Stretch, Style, Table, is_rtl
from mithaq.core.docx.markup import (
    TAGS,
    Element,
    Numbers,
    made,
    marked,
    marked_row,
    moment,
    name,
    root,
    run,
    runs,
    value,
    writable,
)
from mithaq.core.docx.pieces import Kind

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Letters of a bookmark's name in Word.
LONGEST_BOOKMARK = 40
#: Twentieths of a point: an A4 page, its margins, and what is left between them.
_SHORT, _LONG, _MARGIN = 11906, 16838, 1304
_MOVES = (Kind.MOVED_FROM, Kind.MOVED_TO)


def written(document: Composed) -> bytes:
    """The document as a file."""
    writer = _Writer(document)
    body = made("w:body")
    for block in document.blocks:
        body.extend([writer.table(block)] if isinstance(block, Table) else writer.paragraphs(block))
    body.append(_end(document.language))
    files: dict[str, Element | str] = {
        "docProps/core.xml": parts.core_properties(document.title, document.language, document.at),
        "docProps/app.xml": parts.program(),
        "docProps/custom.xml": parts.custom_properties(document.properties),
        "word/document.xml": root("w:document", "w", "r"),
        "word/styles.xml": looks.styles(document.language),
        "word/settings.xml": looks.settings(tracks=document.tracks),
        "word/fontTable.xml": looks.faces(),
        "word/numbering.xml": looks.numbering(writer.numbered),
        "word/header1.xml": _header(document),
        "word/footer1.xml": _footer(document.language),
    }
    if writer.remarks:
        files["word/comments.xml"], files["word/commentsExtended.xml"] = _comments(writer.remarks)
    body.append(
        _section(document, parts.relation_to(files, "word/header1.xml"), parts.relation_to(files, "word/footer1.xml"))
    )
    main = files["word/document.xml"]
    assert not isinstance(main, str)
    main.append(body)
    return parts.package(files)


@dataclass(frozen=True)
class _Kept:
    """A comment under its number, and the number of the one that it answers."""

    number: int
    remark: Remark
    answers: int | None


@dataclass
class _Writer:
    document: Composed
    numbers: Numbers = field(default_factory=Numbers)
    numbered: list[tuple[str, Style]] = field(default_factory=list)
    remarks: list[_Kept] = field(default_factory=list)
    moves: dict[int, str] = field(default_factory=dict)

    def paragraphs(self, line: Line) -> list[Element]:
        """The paragraph of a line, or several where somebody cuts it; the number stands before the first."""
        found, held, number = [], list[Element](), line.number
        for one in self._with_bookmark(line):
            if isinstance(one, Revision):
                found.append(made("w:p", None, self._properties(line, number, one), *held))
                held, number = [], ""
            else:
                held.append(one)
        found.append(made("w:p", None, self._properties(line, number, line.mark or line.end), *held))
        return found

    def _properties(self, line: Line, number: str, end: Revision | None) -> Element:
        properties = made("w:pPr", None, value("w:pStyle", line.style))
        if number:
            self.numbered.append((number, line.style))
            list_of_one = made("w:numPr", None, value("w:ilvl", 0), value("w:numId", len(self.numbered)))
            properties.append(list_of_one)
        if line.right_to_left:
            properties.append(made("w:bidi"))
        letters = made("w:rPr")
        if end is not None:
            letters.append(marked(end, self.numbers))
        if line.right_to_left:
            letters.append(made("w:rtl"))
        if len(letters):
            properties.append(letters)
        return properties

    def _with_bookmark(self, line: Line) -> Iterator[Element | Revision]:
        if not line.bookmark:
            yield from self._content(line)
            return
        number = self.numbers.next()
        yield made("w:bookmarkStart", {"w:id": number, "w:name": line.bookmark[:LONGEST_BOOKMARK]})
        yield from self._content(line)
        yield made("w:bookmarkEnd", {"w:id": number})

    def _content(self, line: Line) -> Iterator[Element | Revision]:
        """The stretches of a line, with its comments where they begin and end, and who cuts it where it is cut."""
        edges = self._edges(line)
        at = 0
        for stretch in line.stretches:
            stays = stretch.mark is None or not stretch.mark.came
            length = len(stretch.words) if stays else 0
            inner = sorted(edge for edge in edges if at < edge < at + length) if stays else []
            start = 0
            for cut in (*(edge - at for edge in inner), len(stretch.words)):
                yield from edges.pop(at + start, ()) if stays else ()
                yield from self._stretch(Stretch(stretch.words[start:cut], stretch.mark, stretch.tone), line.language)
                start = cut
            at += length
        for edge in sorted(edges):
            yield from edges[edge]

    def _edges(self, line: Line) -> dict[int, list[Element]]:
        """Where comments begin and end, counted in the line before any change: the ends before the beginnings."""
        ends: dict[int, list[Element]] = {}
        begins: dict[int, list[Element]] = {}
        length = sum(len(one.words) for one in line.stretches if one.mark is None or not one.mark.came)
        for remark in line.remarks:
            start = min(max(remark.start, 0), length)
            end = min(max(remark.end, start), length)
            for number in self._kept(remark):
                begins.setdefault(start, []).append(made("w:commentRangeStart", {"w:id": str(number)}))
                closing = begins if end == start else ends
                closing.setdefault(end, []).append(made("w:commentRangeEnd", {"w:id": str(number)}))
                closing[end].append(made("w:r", None, made("w:commentReference", {"w:id": str(number)})))
        return {edge: [*ends.get(edge, ()), *begins.get(edge, ())] for edge in {*ends, *begins}}

    def _kept(self, remark: Remark) -> list[int]:
        first = len(self.remarks)
        self.remarks.append(_Kept(first, remark, None))
        self.remarks.extend(_Kept(first + place, reply, first) for place, reply in enumerate(remark.replies, start=1))
        return list(range(first, len(self.remarks)))

    def _stretch(self, stretch: Stretch, language: str) -> Iterator[Element | Revision]:
        mark = stretch.mark
        if mark is not None and mark.came and CUT in stretch.words:
            first, _, rest = stretch.words.partition(CUT)
            yield from self._stretch(replace(stretch, words=first), language)
            yield mark
            yield from self._stretch(replace(stretch, words=rest), language)
            return
        if not stretch.words:
            return
        if mark is None:
            yield from runs(stretch, language)
            return
        changed = marked(mark, self.numbers, *runs(stretch, language))
        if mark.kind not in _MOVES:
            yield changed
            return
        number = self.numbers.next()
        said = {"w:id": number, "w:author": changed.get(name("w:author"), "")}
        if mark.date is not None:
            said["w:date"] = moment(mark.date)
        yield made(f"{TAGS[mark.kind]}RangeStart", {**said, "w:name": f"move{mark.move}"})
        yield changed
        yield made(f"{TAGS[mark.kind]}RangeEnd", {"w:id": number})

    def table(self, table: Table) -> Element:
        """A table over the whole width."""
        width = (_LONG if self.document.landscape else _SHORT) - 2 * _MARGIN
        columns = [share * width // sum(table.shares) for share in table.shares]
        properties = made("w:tblPr")
        if table.right_to_left:
            properties.append(made("w:bidiVisual"))
        properties.append(made("w:tblW", {"w:w": str(sum(columns)), "w:type": "dxa"}))
        if table.is_ruled:
            properties.append(_rules())
        properties.append(made("w:tblLayout", {"w:type": "fixed"}))
        grid = made("w:tblGrid", None, *(made("w:gridCol", {"w:w": str(column)}) for column in columns))
        return made("w:tbl", None, properties, grid, *(self._row(row, columns) for row in table.rows))

    def _row(self, row: Row, columns: list[int]) -> Element:
        properties = made("w:trPr")
        if not row.is_heading:
            properties.append(made("w:cantSplit", {"w:val": "0"}))
        else:
            properties.append(made("w:tblHeader"))
        if row.mark is not None:
            properties.append(marked_row(row.mark, self.numbers))
        element = made("w:tr", None, properties)
        for column, lines in zip(columns, row.cells, strict=True):
            size = made("w:tcPr", None, made("w:tcW", {"w:w": str(column), "w:type": "dxa"}))
            element.append(made("w:tc", None, size, *(one for line in lines for one in self.paragraphs(line))))
        return element


def _rules() -> Element:
    """Fine lines between the rows, none at the sides."""
    fine = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "C9CEC9"}
    return made("w:tblBorders", None, *(made(f"w:{edge}", fine) for edge in ("top", "bottom", "insideH", "insideV")))


def _end(language: str) -> Element:
    """A last paragraph that nobody sees: in it ends a clause that was inserted or deleted last."""
    properties = made("w:pPr")
    if is_rtl(language):
        properties.append(made("w:bidi"))
    properties.append(made("w:spacing", {"w:before": "0", "w:after": "0", "w:line": "20", "w:lineRule": "exact"}))
    properties.append(made("w:rPr", None, value("w:sz", 2), value("w:szCs", 2)))
    return made("w:p", None, properties)


def _section(document: Composed, header: str, footer: str) -> Element:
    width, height = (_LONG, _SHORT) if document.landscape else (_SHORT, _LONG)
    page = {"w:w": str(width), "w:h": str(height)}
    if document.landscape:
        page["w:orient"] = "landscape"
    sides = {f"w:{side}": str(_MARGIN) for side in ("top", "right", "bottom", "left")}
    section = made(
        "w:sectPr", None,
        made("w:headerReference", {"w:type": "default", "r:id": header}),
        made("w:footerReference", {"w:type": "default", "r:id": footer}),
        made("w:pgSz", page),
        made("w:pgMar", {**sides, "w:header": "624", "w:footer": "624", "w:gutter": "0"}),
    )  # fmt: skip
    if document.line_numbers:
        section.append(made("w:lnNumType", {"w:countBy": "1", "w:restart": "continuous"}))
    if is_rtl(document.language):
        section.append(made("w:bidi"))
    return section


def _header(document: Composed) -> Element:
    element = root("w:hdr", "w", "r")
    element.append(_small(document.language, *runs(Stretch(document.running), document.language)))
    return element


def _footer(language: str) -> Element:
    """The number of the page, and of how many."""
    element = root("w:ftr", "w", "r")
    rtl = is_rtl(language)
    between = run(" / ", language, rtl=rtl)
    element.append(_small(language, *_field("PAGE", language), between, *_field("NUMPAGES", language), ends=True))
    return element


def _small(language: str, *inner: Element, ends: bool = False) -> Element:
    properties = made("w:pPr", None, value("w:pStyle", Style.NOTE))
    if is_rtl(language):
        properties.append(made("w:bidi"))
    if ends:
        properties.append(value("w:jc", "end"))
    return made("w:p", None, properties, *inner)


def _field(code: str, language: str) -> Iterator[Element]:
    rtl = is_rtl(language)
    for kind in ("begin", "", "separate", "1", "end"):
        element = run("1" if kind == "1" else "", language, rtl=rtl)
        if kind == "":
            instruction = made("w:instrText")
            instruction.text = f" {code} "
            element.append(instruction)
        elif kind != "1":
            element.append(made("w:fldChar", {"w:fldCharType": kind}))
        yield element


def _comments(kept: list[_Kept]) -> tuple[Element, Element]:
    """The comments, and which of them answers which (MS-DOCX 2.5.4.3)."""
    comments = root("w:comments", "w", "w14")
    threads = root("w15:commentsEx", "w15", "mc")
    threads.set(name("mc:Ignorable"), "w15")
    for one in kept:
        remark = one.remark
        author = writable(remark.author)
        said = {"w:id": str(one.number), "w:author": author, "w:initials": author[:2]}
        if remark.date is not None:
            said["w:date"] = moment(remark.date)
        body = Line(Style.NOTE, remark.language or "en", (Stretch(remark.words),))
        paragraph = made("w:p", {"w14:paraId": _thread(one.number)}, _comment_properties(body))
        paragraph.extend(runs(body.stretches[0], body.language))
        comments.append(made("w:comment", said, paragraph))
        thread = {"w15:paraId": _thread(one.number), "w15:done": "0"}
        if one.answers is not None:
            thread["w15:paraIdParent"] = _thread(one.answers)
        threads.append(made("w15:commentEx", thread))
    return comments, threads


def _comment_properties(line: Line) -> Element:
    properties = made("w:pPr")
    if line.right_to_left:
        properties.append(made("w:bidi"))
    return properties


def _thread(number: int) -> str:
    """The identifier of a comment's paragraph: eight hexadecimal digits, below 80000000."""
    return f"{0x10000000 + number:08X}"
