"""Recommendations out of tables that have a column for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mithaq.core.reading.document import Document, Paragraph
from mithaq.core.reading.found import Found, Item, Note, labelled, opening_of, plain
from mithaq.core.reading.names import names_in
from mithaq.core.reading.openings import Opening, bare_number
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
from mithaq.core.text import normalised


def from_tables(document: Document, announced: Mapping[int, str], found: Found) -> set[int]:
    """Read the tables of recommendations; the running numbers of all their paragraphs. `announced` are those that stand
    in a chapter of recommendations, with the theme above them."""
    before: Layout | None = None
    read: set[int] = set()
    for number, rows in tables_in(document.paragraphs).items():
        layout = layout_of(rows, before) or (numbered_layout(rows) if number in announced else None)
        if layout:
            _from_rows(rows, layout, announced.get(number, ""), found)
            read.update(p.index for row in rows for cell in row.cells for p in cell.paragraphs)
        before = layout
    return read


def _from_rows(rows: list[Row], layout: Layout, theme: str, found: Found) -> None:
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


def _from_row(row: Row, layout: Layout, said: dict[Column, str], theme: str, found: Found) -> None:
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


def _in_cell(paragraphs: list[Paragraph], theme: str) -> Iterator[Item]:
    """The recommendations of one cell: mostly one, else one for each numbered paragraph (or bullet, if all are)."""
    item: Item | None = None
    starts = {Opening.LABELLED, Opening.NUMBERED}
    if paragraphs and opening_of(paragraphs[0]).kind is Opening.BULLET:
        starts.add(Opening.BULLET)
    for paragraph in paragraphs:
        begun = opening_of(paragraph)
        if item is None or begun.kind in starts:
            if item:
                yield item
            item = Item(paragraph, begun.number, [begun.rest], theme)
        elif begun.kind in (Opening.BULLET, Opening.LETTERED):
            item.extend(paragraph, plain(f"{paragraph.printed} {paragraph.text}"))
        elif labelled(begun.rest)[0]:
            item.follow(paragraph, begun.rest)
        else:
            item.extend(paragraph, begun.rest)
    if item:
        yield item
