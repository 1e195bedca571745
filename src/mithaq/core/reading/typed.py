"""A list of recommendations that somebody typed or pasted instead of handing in a file.

- *One on each line*, with or without a number before it; empty lines are nothing.
- *A table out of a spreadsheet*: cells between tabs, and a cell with lines or tabs of its own between quotation marks,
  as spreadsheet programs copy them. Where the first row says which column holds what (`tables`), that counts; else
  the column with the most letters holds the recommendations, and one of nothing but numbers their numbers.

It becomes a page of HTML with one table, which is read like any other paper: so every recommendation has its place,
and the words stay on record as they came in.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html import escape

from mithaq.core.reading.openings import Opening, bare_number, opened
from mithaq.core.reading.tables import Column, columns_called
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.text import language_of, normalised

#: Rows that are taken at once.
MOST = 5_000
#: A heading as Markdown writes it, or any other paragraph.
_HEADING = re.compile(r"(?:(#{1,6})\s+)?(.*)", re.DOTALL)
_HEADINGS = {
    "en": {Column.NUMBER: "No.", Column.RECOMMENDATION: "Recommendation"},
    "ar": {Column.NUMBER: "الرقم", Column.RECOMMENDATION: "التوصية"},
}


def rows_of(words: str, language: str = "en") -> list[list[str]]:
    """The rows of what was typed, all of one length, the first one of headings; empty where nothing was typed. Raises
    `Unreadable` for more rows than are taken."""
    headings = _HEADINGS.get(language, _HEADINGS["en"])
    rows = _cells(words) if "\t" in words else _lines(words)
    if rows and Column.RECOMMENDATION not in columns_called(dict(enumerate(rows[0]))):
        rows = [_headings_of(rows, headings), *rows]
    if len(rows) > MOST + 1:
        raise Unreadable(Why.TOO_MANY_ROWS, most=MOST)
    return rows if len(rows) > 1 else []


def page_of(rows: Sequence[Sequence[str]], title: str, language: str) -> bytes:
    """The page of HTML that holds these rows."""
    lines = [
        f'<!doctype html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n<title>{escape(title)}</title>'
    ]
    lines += [f"<h1>{escape(title)}</h1>", "<table>"]
    for at, row in enumerate(rows):
        tag = "td" if at else "th"
        cells = "".join(f"<{tag}>{'<br>'.join(map(escape, cell.splitlines()))}</{tag}>" for cell in row)
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table>", "</html>", ""]).encode()


def pages_of_plain_text(words: str) -> list[bytes]:
    """The pages of HTML that plain text may be meant as, the likelier first: a paper of paragraphs, whose lines may be
    broken at any word, and a list: of what is numbered or marked, or else of one recommendation on each line."""
    language = language_of(words)
    blocks = re.split(r"\n[^\S\n]*\n", words.replace("\r\n", "\n"))
    paragraphs = [paragraph for block in blocks for paragraph in _paragraphs(block)]
    listed = [paragraph for paragraph in paragraphs if opened(paragraph).kind is not Opening.PLAIN]
    pages = [_page_of_paragraphs(paragraphs, language)]
    if rows := rows_of("\n".join(listed) if listed else words, language):
        pages.append(page_of(rows, "", language))
    return pages


def _page_of_paragraphs(paragraphs: Sequence[str], language: str) -> bytes:
    lines = [f'<!doctype html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">']
    for paragraph in paragraphs:
        sharps, heading = _HEADING.match(paragraph).groups()  # type: ignore[union-attr] # it fits any text
        tag = f"h{len(sharps)}" if sharps else "p"
        lines.append(f"<{tag}>{escape(heading)}</{tag}>")
    return "\n".join([*lines, "</html>", ""]).encode()


def _paragraphs(block: str) -> list[str]:
    """The paragraphs of a block without an empty line: a new one begins with a number, a bullet, or a heading."""
    found: list[str] = []
    for line in filter(None, map(normalised, block.splitlines())):
        begins = line.startswith("#") or opened(line).kind is not Opening.PLAIN
        if found and not begins and not found[-1].startswith("#"):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _lines(words: str) -> list[list[str]]:
    found = []
    for line in filter(None, map(normalised, words.splitlines())):
        begun = opened(line)
        if begun.rest:
            found.append([begun.number, begun.rest])
        elif begun.kind is not Opening.LABELLED and any(map(str.isalpha, line)):
            found.append(["", line])  # "Sixty" alone is a word
    return found


def _cells(words: str) -> list[list[str]]:
    try:
        found = list(csv.reader(io.StringIO(words.replace("\r\n", "\n")), dialect="excel-tab", strict=True))
    except csv.Error:  # a quotation mark that stands for itself
        found = [line.split("\t") for line in words.splitlines()]
    rows = [["\n".join(map(normalised, cell.splitlines())).strip() for cell in row] for row in found]
    filled = [row for row in rows if any(row)]
    width = max(map(len, filled), default=0)
    return [[*row, *[""] * (width - len(row))] for row in filled]


def _headings_of(rows: list[list[str]], headings: dict[Column, str]) -> list[str]:
    columns = list(zip(*rows, strict=True))
    longest = max(range(len(columns)), key=lambda at: sum(map(len, columns[at])))
    numbers = [at for at, cells in enumerate(columns) if at != longest and _is_of_numbers(cells)]
    named = {longest: headings[Column.RECOMMENDATION], **dict.fromkeys(numbers[:1], headings[Column.NUMBER])}
    # Whatever else stands in a row is kept beside the recommendation, under the number of its column.
    return [named.get(at, f"({at + 1})") for at in range(len(columns))]


def _is_of_numbers(cells: Sequence[str]) -> bool:
    return all(not cell or bare_number(cell) is not None for cell in cells)
