"""A PDF file as a document. Scanned pages have no words: a file of nothing else raises `Unreadable` (`no_text`)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from mithaq.core.reading.document import (
    MOST_PARAGRAPHS,
    Document,
    Listening,
    Paragraph,
    Place,
    headline,
    language_of_most,
    nobody,
)
from mithaq.core.reading.openings import Opening
from mithaq.core.reading.pdf.drawings import drawn_on, with_bullets
from mithaq.core.reading.pdf.flow import Block, Placed, Rhythm, blocks_of, rhythm_of, text_of
from mithaq.core.reading.pdf.glyphs import Word, words_of
from mithaq.core.reading.pdf.grids import Grid, grids_on, lines_in
from mithaq.core.reading.pdf.lines import Line, in_reading_order, lines_of
from mithaq.core.reading.pdf.margins import running_lines
from mithaq.core.reading.tables import columns_called
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.text import normalised, script_of, searchable

#: More pages than any paper has.
MOST_PAGES = 5_000
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?)?")
_LISTED = (Opening.BULLET, Opening.LETTERED)
_LEADS = "……"
_CONTENTS = re.compile(
    r"(?:table of )?contents|(?:ال)?(?:محتويات|فهرس)(?: المحتويات)?|sommaire|indice|contenido|inhalt"
)


@dataclass
class _Page:
    words: list[Word]
    height: float
    rules: list[float]
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    @property
    def rtl(self) -> bool:
        return script_of("".join(word.text for word in self.words[:400])) in ("Arab", "Hebr")


def read_pdf(payload: bytes, told: Listening = nobody) -> Document:
    """Read a PDF, and say after each page how far it is. Raises `Unreadable`."""
    opened = open_pdf(payload)
    try:
        pages = []
        for at in range(len(opened)):
            pages.append(_page(opened, at))
            told(at + 1, len(opened))
        said = {key: _clean(opened.get_metadata_value(key)) for key in ("Title", "ModDate")}
    finally:
        opened.close()
    if not any(page.words for page in pages):
        raise Unreadable(Why.NO_TEXT, pages=len(pages))
    paragraphs = tuple(_paragraphs(pages))
    return Document(
        paragraphs=paragraphs,
        title=headline(paragraphs) or normalised(said["Title"]),
        modified=_instant(said["ModDate"]),
        language=language_of_most(paragraphs, "en"),
        pages=len(pages),
    )


def open_pdf(payload: bytes) -> pdfium.PdfDocument:
    """Open a PDF that has pages. Raises `Unreadable` for one that is locked or damaged."""
    try:
        found = pdfium.PdfDocument(payload)
    except pdfium.PdfiumError as fault:
        locked = getattr(fault, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable(Why.ENCRYPTED if locked else Why.DAMAGED) from None
    if not 0 < len(found) <= MOST_PAGES:
        too_long = len(found) > 0
        found.close()
        raise Unreadable(Why.TOO_LONG if too_long else Why.DAMAGED)
    return found


def _page(document: pdfium.PdfDocument, at: int) -> _Page:
    """One page; one that is damaged is empty, and the others are read."""
    try:
        page = document[at]
    except pdfium.PdfiumError:
        return _Page([], 842.0, [])
    try:
        left, bottom, right, top = page.get_mediabox()
        width, height = right, top
        tall = right - left if page.get_rotation() in (90, 270) else top - bottom
        drawn = drawn_on(page.raw, height)
        words = with_bullets(words_of(page.raw, width, height), drawn.dots)
        return _Page(words, max(tall, 1.0), drawn.rules)
    finally:
        page.close()


def _paragraphs(pages: Sequence[_Page]) -> Iterator[Paragraph]:
    _without_margins(pages)
    before: Grid | None = None
    for page in pages:
        page.grids = grids_on(page.lines, page.rules, before, page.rtl)
        last = page.grids[-1] if page.grids else None
        before = last if last and last.after >= len(page.lines) - 1 else None
    flowing = [list(_flow(page, number)) for number, page in enumerate(pages, start=1)]
    everything = [placed for parts in flowing for part in parts if not isinstance(part, Grid) for placed in part]
    rhythm = rhythm_of(everything, list(_in_cells(flowing)))
    yield from _numbered(_blocks(flowing, rhythm), rhythm, _heights(everything, rhythm))


def _without_margins(pages: Sequence[_Page]) -> None:
    """Leave out heads and feet, but never a table's own row of headings."""
    for page in pages:
        page.lines = lines_of(page.words)
    found = running_lines([page.lines for page in pages], [page.height for page in pages])
    for page, running in zip(pages, found, strict=True):
        kept = [line for at, line in enumerate(page.lines) if at not in running or _is_of_a_table(line)]
        if len(kept) < len(page.lines):
            page.lines = kept


def _is_of_a_table(line: Line) -> bool:
    return len(columns_called(dict(enumerate(word.text for word in line.words)))) > 1


def _flow(page: _Page, number: int) -> Iterator[Grid | list[Placed]]:
    """The tables of a page, and the lines between them as they are read."""
    at = 0
    for grid in page.grids:
        if page.lines[at : grid.first]:
            yield _in_order(page.lines[at : grid.first], page.rtl, number)
        yield grid
        at = grid.after
    if page.lines[at:]:
        yield _in_order(page.lines[at:], page.rtl, number)


def _in_order(lines: Sequence[Line], rtl: bool, number: int) -> list[Placed]:
    words = [word for line in lines for word in line.words]
    return [Placed(line, number) for line in in_reading_order(words, rtl) if line.text]


@dataclass(frozen=True)
class _Told:
    """A paragraph before it is numbered: its lines, and its place in a table."""

    block: Block
    place: Place | None = None


def _blocks(flowing: Sequence[Sequence[Grid | list[Placed]]], rhythm: Rhythm) -> Iterator[_Told]:
    """Paragraphs over all pages; a table ends the text before it and goes on over pages."""
    held: list[Placed] = []
    table, row = 0, 0
    for number, parts in enumerate(flowing, start=1):
        for part in parts:
            if not isinstance(part, Grid):
                held += part
                continue
            yield from map(_Told, blocks_of(held, rhythm))
            held = []
            if part.has_headings or not table:
                table, row = table + 1, 0
            yield from _of_grid(part, table, row, number, rhythm)
            row += len(part.rows)
    yield from map(_Told, blocks_of(held, rhythm))


def _in_cells(flowing: Sequence[Sequence[Grid | list[Placed]]]) -> Iterator[Placed]:
    for number, parts in enumerate(flowing, start=1):
        for grid in (part for part in parts if isinstance(part, Grid)):
            yield from (Placed(line, number) for row in grid.rows for cell in row for line in lines_in(cell))


def _of_grid(grid: Grid, table: int, row: int, page: int, rhythm: Rhythm) -> Iterator[_Told]:
    for at, cells in enumerate(grid.rows, start=1):
        for column, words in enumerate(cells, start=1):
            filled = sum(bool(cell) for cell in cells)
            place = Place(table, row + at, column, column, 1, grid.has_headings and at == 1, False, 0)
            if filled == 1 and words and len(cells) > 1 and column == 1:
                place = Place(table, row + at, 1, 1, len(cells), False, False, 0)
            placed = [Placed(line, page) for line in lines_in(words)]
            yield from (_Told(block, place) for block in blocks_of(placed, rhythm, with_notes=False))
            if filled == 1 and words and column == 1:
                break


def _heights(lines: Sequence[Placed], rhythm: Rhythm) -> dict[float, int]:
    """The level of each size of heading: 1 for the largest."""
    large = {_rounded(placed.line.size) for placed in lines if placed.line.size > rhythm.size * 1.1}
    return {size: min(level, 9) for level, size in enumerate(sorted(large, reverse=True), start=1)}


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _numbered(told: Iterator[_Told], rhythm: Rhythm, heights: dict[float, int]) -> Iterator[Paragraph]:
    blocks = list(told)
    if len(blocks) > MOST_PARAGRAPHS:
        raise Unreadable(Why.TOO_LONG)
    title = _title(blocks, heights)
    for index, (one, level) in enumerate(zip(blocks, _levels(blocks, rhythm), strict=True), start=1):
        block, text = one.block, text_of(one.block, rhythm)
        is_heading = not one.place and not block.note and len(text) <= 200 and len(block.lines) <= 4
        outline = heights.get(_rounded(block.size)) if is_heading else None
        style = "title" if block is title else _style(text, one)
        yield Paragraph(
            index=index,
            text=text,
            style=style,
            outline=None if style else outline,
            printed="",
            bullet=False,
            level=level,
            bold=block.bold,
            direction="rtl" if block.first.is_rtl else "ltr",
            place=one.place,
            page=block.page,
            note=block.note,
            unsure=_is_unsure(text),
        )


def _style(text: str, one: _Told) -> str:
    """The lines and the heading of a table of contents are told apart, as Word does; everything else has no style."""
    if one.place:
        return ""
    return "toc 1" if _LEADS in text else "toc heading" if _CONTENTS.fullmatch(searchable(text)) else ""


def _title(blocks: Sequence[_Told], heights: dict[float, int]) -> Block | None:
    """The paragraph in the largest letters, if it stands on one of the first pages and is the only one."""
    free = [one.block for one in blocks if not one.place and any(map(str.isalpha, one.block.first.text))]
    sizes = [size for block in free if (size := _rounded(block.size)) in heights]
    found = [block for block in free if _rounded(block.size) == max(sizes, default=None)]
    return found[0] if len(found) == 1 and found[0].page <= 3 else None


def _levels(blocks: Sequence[_Told], rhythm: Rhythm) -> list[int | None]:
    """How deep in its list each bullet and letter stands: a step is a letter and a half further in than the outermost
    of its column."""
    outermost: dict[tuple[int, tuple[float, float]], float] = {}
    for block in (one.block for one in blocks if one.block.opened.kind in _LISTED):
        column = (block.page, block.first.column)
        outermost[column] = min(outermost.get(column, block.first.start), block.first.start)
    return [
        round((block.first.start - outermost[block.page, block.first.column]) / (rhythm.size * 1.5))
        if block.opened.kind in _LISTED
        else None
        for block in (one.block for one in blocks)
    ]


def _is_unsure(text: str) -> bool:
    """Whether letters may be others than those on the page: Arabic, and letters without a code of their own."""
    scripts = Counter(script_of(word) for word in text.split())
    private = sum("\ue000" <= letter <= "\uf8ff" or letter == "\ufffd" for letter in text)
    return bool(scripts["Arab"] or scripts["Hebr"] or private)


def _clean(said: str) -> str:
    return "".join(sign for sign in said if unicodedata.category(sign)[0] != "C")


def _instant(written: str) -> datetime | None:
    found = _DATE.match(written)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or otherwise) for part, otherwise in
                                              zip(found.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True))  # fmt: skip
    try:
        instant = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    ahead = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    return instant - ahead if found[7] == "+" else instant + ahead
