"""An OpenDocument text as a document (OASIS OpenDocument 1.3): headings, paragraphs, lists with the numbers that are
printed before them, tables, text boxes and footnotes. Deleted words stand apart in the file and are not read; where the
program that saved it marked its page breaks, paragraphs carry their page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mithaq.core.reading.document import (
    MOST_PARAGRAPHS,
    Document,
    Paragraph,
    Place,
    headline,
    instant,
    language_of_most,
)
from mithaq.core.reading.numbering import written
from mithaq.core.reading.package import Element, Package, open_package
from mithaq.core.reading.raised import said_raised
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.text import normalised, script_of

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, STYLE, OFFICE = (f"{_NS}{name}:1.0}}" for name in ("text", "table", "style", "office"))
_DRAW, _META, _MANIFEST = (f"{_NS}{name}:1.0}}" for name in ("drawing", "meta", "manifest"))
_FO = f"{_NS}xsl-fo-compatible:1.0}}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_FORMS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter", "": "none"}
_WRAPPERS = (TEXT + "section", TEXT + "index-body", OFFICE + "text", TEXT + "numbered-paragraph")
_HIDDEN = (OFFICE + "annotation", TEXT + "tracked-changes", TEXT + "ruby-text", TEXT + "note-citation")
#: More repeated rows or spaces than anybody types.
_MOST_REPEATED = 200


@dataclass(frozen=True)
class _Level:
    bullet: bool
    form: str
    before: str
    after: str
    start: int
    shown: int


@dataclass(frozen=True)
class _Style:
    name: str
    parent: str
    bold: bool | None
    rtl: bool | None
    list: str
    raised: bool = False


@dataclass
class _Counting:
    """The numbers of one list while it is read."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)


def read_open_text(payload: bytes) -> Document:
    """Read an OpenDocument text (.odt). Raises `Unreadable`."""
    package = open_package(payload)
    _refuse(package)
    content = package.xml("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Unreadable(Why.DAMAGED)
    styles = [content, *([package.xml("styles.xml")] if "styles.xml" in package else [])]
    reader = _Reader(_Styles(styles))
    reader.read(body)
    about = package.xml("meta.xml").find(OFFICE + "meta") if "meta.xml" in package else None
    counted = "" if about is None else _attribute(about.find(_META + "document-statistic"), _META + "page-count")
    pages = max(reader.page, int(counted) if counted.isdigit() and len(counted) < 6 else 0)
    paragraphs = tuple(reader.told(knows_pages=reader.page > 1 or pages == 1))
    return Document(
        paragraphs=paragraphs,
        title=normalised(_said(about, _DUBLIN + "title")) or headline(paragraphs),
        modified=instant(_said(about, _DUBLIN + "date").partition(".")[0]),
        language=language_of_most(paragraphs, _said(about, _DUBLIN + "language").split("-")[0].lower()),
        pages=pages if reader.page > 1 or counted else None,
    )


def _refuse(package: Package) -> None:
    if any(name.startswith(("basic/", "scripts/")) for name in package.entries):
        raise Unreadable(Why.MACROS)
    if "meta-inf/manifest.xml" in package:
        manifest = package.xml("META-INF/manifest.xml")
        if next(manifest.iter(_MANIFEST + "encryption-data"), None) is not None:
            raise Unreadable(Why.ENCRYPTED)
    if "content.xml" not in package:
        raise Unreadable(Why.DAMAGED)


class _Styles:
    """What the styles of a document say of its paragraphs and lists."""

    def __init__(self, roots: list[Element]) -> None:
        self._styles: dict[str, _Style] = {}
        self.lists: dict[str, dict[int, _Level]] = {}
        for root in reversed(roots):
            for style in root.iter(STYLE + "style"):
                self._styles[style.get(STYLE + "name", "")] = _style(style)
            for listing in root.iter(TEXT + "list-style"):
                self.lists[listing.get(STYLE + "name", "")] = dict(_levels(listing))

    def chain(self, name: str) -> Iterator[_Style]:
        """The style and those that it inherits from."""
        for _ in range(20):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.parent

    def bold(self, name: str) -> bool | None:
        """Whether it is bold; None where neither it nor an ancestor says."""
        return next((style.bold for style in self.chain(name) if style.bold is not None), None)

    def raised(self, name: str) -> bool:
        """Whether it stands above the line."""
        return any(style.raised for style in self.chain(name))

    def rtl(self, name: str) -> bool | None:
        """Whether it runs from the right; None where nothing is said."""
        return next((style.rtl for style in self.chain(name) if style.rtl is not None), None)

    def named(self, name: str) -> str:
        """The first name in the chain that a person would know, in small letters ("title", "heading 1")."""
        names = [style.name.replace("_20_", " ").lower() for style in self.chain(name)]
        return next((found for found in names if not re.fullmatch(r"p\d+", found)), "")


def _style(found: Element) -> _Style:
    words = found.find(STYLE + "text-properties")
    lines = found.find(STYLE + "paragraph-properties")
    weight = "" if words is None else words.get(_FO + "font-weight", "")
    place = "" if words is None else words.get(STYLE + "text-position", "")
    mode = "" if lines is None else lines.get(STYLE + "writing-mode", "")
    return _Style(
        found.get(STYLE + "display-name", "") or found.get(STYLE + "name", ""),
        found.get(STYLE + "parent-style-name", ""),
        weight in ("bold", "600", "700", "800", "900") if weight else None,
        mode.startswith("rl") if mode and mode != "page" else None,
        found.get(STYLE + "list-style-name", ""),
        place.startswith("super") or re.match(r"[1-9]", place) is not None,
    )


def _levels(listing: Element) -> Iterator[tuple[int, _Level]]:
    for level in listing:
        if level.tag not in (TEXT + "list-level-style-number", TEXT + "list-level-style-bullet"):
            continue
        yield (
            _whole(level, TEXT + "level", 1),
            _Level(
                bullet=level.tag == TEXT + "list-level-style-bullet",
                form=_FORMS.get(level.get(STYLE + "num-format", ""), "decimal"),
                before=level.get(STYLE + "num-prefix", ""),
                after=level.get(STYLE + "num-suffix", ""),
                start=_whole(level, TEXT + "start-value", 1),
                shown=_whole(level, TEXT + "display-levels", 1),
            ),
        )


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self.page = 1
        self._styles = styles
        self._paragraphs: list[Paragraph] = []
        self._tables = 0
        self._lists: dict[str, _Counting] = defaultdict(lambda: _Counting(""))
        self._last_of_style: dict[str, _Counting] = {}
        self._notes: list[tuple[str, Element]] = []
        self._boxes: list[Element] = []

    def told(self, *, knows_pages: bool) -> Iterator[Paragraph]:
        """What was read; without pages where the file does not tell them."""
        return iter(self._paragraphs) if knows_pages else (replace(one, page=None) for one in self._paragraphs)

    def read(self, container: Element, place: Place | None = None, note: str = "") -> None:
        """Read what stands in a body, a cell, a text box or a footnote."""
        for block in container:
            if block.tag in (TEXT + "p", TEXT + "h"):
                self._paragraph(block, place, note, None)
            elif block.tag == TEXT + "list":
                self._list(block, place, note, "", 1, None)
            elif block.tag == TABLE + "table":
                self._table(block, place)
            elif block.tag in _WRAPPERS:
                self.read(block, place, note)
            elif block.tag == TEXT + "soft-page-break":
                self.page += 1
            elif isinstance(block.tag, str) and block.tag.startswith(_DRAW):
                self._frame(block, place)

    def _frame(self, frame: Element, place: Place | None) -> None:
        for box in frame.iter(_DRAW + "text-box"):
            self.read(box, place)

    def _list(
        self, block: Element, place: Place | None, note: str, style: str, depth: int, counting: _Counting | None
    ) -> None:
        style = block.get(TEXT + "style-name", "") or style
        if counting is None:
            before = self._last_of_style.get(style)
            goes_on = block.get(TEXT + "continue-numbering") == "true" or block.get(TEXT + "continue-list")
            counting = before if before and goes_on else _Counting(style)
            self._last_of_style[style] = counting
        else:
            counting.counts.pop(depth, None)
        level = self._styles.lists.get(style, {}).get(depth)
        for item in block:
            if item.tag not in (TEXT + "list-item", TEXT + "list-header"):
                continue
            is_item = item.tag == TEXT + "list-item"
            if is_item and level and not level.bullet:
                stated = _whole(item, TEXT + "start-value", 0)
                counting.counts[depth] = stated or counting.counts.get(depth, level.start - 1) + 1
            first = is_item
            for block_in in item:
                if block_in.tag in (TEXT + "p", TEXT + "h"):
                    printed = self._printed(style, depth, counting) if first and level else None
                    self._paragraph(block_in, place, note, (depth, printed, bool(first and level and level.bullet)))
                    first = False
                elif block_in.tag == TEXT + "list":
                    self._list(block_in, place, note, style, depth + 1, counting)
                elif block_in.tag == TEXT + "soft-page-break":
                    self.page += 1

    def _printed(self, style: str, depth: int, counting: _Counting) -> str:
        levels = self._styles.lists[style]
        level = levels[depth]
        if level.bullet or level.form == "none":
            return ""
        shown = range(max(1, depth - level.shown + 1), depth + 1)
        numbers = [written(counting.counts.get(at, 1), levels[at].form) for at in shown if at in levels]
        return f"{level.before}{'.'.join(number for number in numbers if number)}{level.after}".strip()

    def _table(self, table: Element, around: Place | None) -> None:
        self._tables += 1
        number, row_number = self._tables, 0
        for row, heading in _rows(table):
            for _ in range(min(_whole(row, TABLE + "number-rows-repeated", 1), _MOST_REPEATED)):
                row_number += 1
                self._row(row, heading, (number, row_number), around)

    def _row(self, row: Element, heading: bool, where: tuple[int, int], around: Place | None) -> None:
        column, cell_number = 1, 0
        for cell in row:
            if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                continue
            repeated = min(_whole(cell, TABLE + "number-columns-repeated", 1), _MOST_REPEATED)
            span = max(1, _whole(cell, TABLE + "number-columns-spanned", 1))
            covered = cell.tag == TABLE + "covered-table-cell"
            for _ in range(repeated):
                cell_number += 1
                place = Place(*where, cell_number, column, span, heading, covered, around.table if around else 0)
                self.read(cell, place)
                column += 1

    def _paragraph(
        self, block: Element, place: Place | None, note: str, listed: tuple[int, str | None, bool] | None
    ) -> None:
        if len(self._paragraphs) == MOST_PARAGRAPHS:
            raise Unreadable(Why.TOO_LONG)
        named = block.get(TEXT + "style-name", "")
        page = self.page
        words: list[str] = []
        bold: list[bool] = []
        self._inline(block, words, bold, bool(self._styles.bold(named)))
        text = "".join(words)
        style = self._styles.named(named)
        rtl = self._styles.rtl(named)
        outline = _whole(block, TEXT + "outline-level", 1) if block.tag == TEXT + "h" else None
        self._paragraphs.append(
            Paragraph(
                index=len(self._paragraphs) + 1,
                text=text,
                style="title" if style == "title" else style,
                outline=None if outline is None else min(max(outline, 1), 9),
                printed=(listed[1] or "") if listed else "",
                bullet=bool(listed and listed[2]),
                level=listed[0] - 1 if listed else None,
                bold=bool(bold) and all(bold),
                direction="rtl" if rtl or (rtl is None and script_of(text) == "Arab") else "ltr",
                place=place,
                page=page,
                note=note,
            )
        )
        notes, self._notes = self._notes, []
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.read(box, place)
        for mark, body in notes:
            self.read(body, place, mark)

    def _inline(self, element: Element, words: list[str], bold: list[bool], is_bold: bool) -> None:
        self._say(element.text, words, bold, is_bold)
        for child in element:
            self._child(child, words, bold, is_bold)
            self._say(child.tail, words, bold, is_bold)

    def _child(self, child: Element, words: list[str], bold: list[bool], is_bold: bool) -> None:
        tag = child.tag
        if tag == TEXT + "s":
            words.append(" " * min(_whole(child, TEXT + "c", 1), _MOST_REPEATED))
        elif tag in (TEXT + "tab", TEXT + "line-break"):
            words.append("\t" if tag == TEXT + "tab" else "\n")
        elif tag == TEXT + "soft-page-break":
            self.page += 1
        elif tag == TEXT + "note":
            body = child.find(TEXT + "note-body")
            cited = child.find(TEXT + "note-citation")
            if body is not None:
                self._notes.append((("" if cited is None else cited.text or "") or "*", body))
        elif tag not in _HIDDEN and isinstance(tag, str):
            if tag.startswith(_DRAW):
                self._boxes.extend(child.iter(_DRAW + "text-box"))
            else:
                named = child.get(TEXT + "style-name", "") if tag == TEXT + "span" else ""
                stated = self._styles.bold(named) if named else None
                before = len(words)
                self._inline(child, words, bold, is_bold if stated is None else stated)
                if named and self._styles.raised(named):
                    words[before:] = [said_raised("".join(words[before:]), "".join(words[:before]))]

    def _say(self, text: str | None, words: list[str], bold: list[bool], is_bold: bool) -> None:
        if not text:
            return
        # White space in the file is one space, wherever a line of the file ends.
        words.append(re.sub(r"[ \t\r\n]+", " ", text))
        if text.strip():
            bold.append(is_bold)


def _rows(table: Element, heading: bool = False) -> Iterator[tuple[Element, bool]]:
    for child in table:
        if child.tag == TABLE + "table-row":
            yield child, heading
        elif child.tag in (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(child, heading or child.tag == TABLE + "table-header-rows")


def _whole(element: Element, name: str, otherwise: int) -> int:
    value = element.get(name, "")
    return int(value) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else otherwise


def _attribute(element: Element | None, name: str) -> str:
    return "" if element is None else element.get(name, "")


def _said(about: Element | None, tag: str) -> str:
    found = None if about is None else about.find(tag)
    return (found.text or "").strip() if found is not None else ""
