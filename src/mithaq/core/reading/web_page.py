"""A page of HTML as a document: headings, paragraphs, lists with their numbers, tables. No script runs and nothing
outside the file is fetched; what a reader of the page would not see (scripts, styles, navigation) is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from mithaq.core.reading.document import MOST_PARAGRAPHS, Document, Paragraph, Place, headline, language_of_most
from mithaq.core.reading.numbering import written
from mithaq.core.reading.package import Element
from mithaq.core.reading.raised import said_raised
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.text import normalised, script_of

_LOOKS_LIKE_ONE = re.compile(
    rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|p|div|article|main|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,40})""", re.IGNORECASE)
_UNSEEN = frozenset(
    (
        "script",
        "style",
        "template",
        "noscript",
        "nav",
        "button",
        "select",
        "svg",
        "head",
        "iframe",
        "object",
        "rt",
        "form",
    )
)
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "figure", "figcaption",
     "address", "pre", "dl", "dt", "dd", "ul", "ol", "li", "table", "hr", "body", "html", "details", "summary",
     "center", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "fieldset", "hgroup")
)  # fmt: skip
_BOLD = frozenset(("b", "strong", "th"))
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
#: Nested more deeply than any page that a person reads.
_DEEPEST = 200


@dataclass
class _Line:
    """What is being read: the words since the last block began, and where they stand."""

    words: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)


@dataclass
class _At:
    """The column of the grid and the number of the cell that come next in a row."""

    column: int
    cell: int


@dataclass(frozen=True)
class _Where:
    """What stands around the words: heading, list item, cell, footnote."""

    tag: str = ""
    outline: int | None = None
    place: Place | None = None
    level: int | None = None
    rtl: bool | None = None
    note: str = ""
    bold: bool = False


def looks_like_a_web_page(payload: bytes) -> bool:
    """Whether the first bytes are those of a page of HTML."""
    return _LOOKS_LIKE_ONE.match(payload[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")) is not None


def read_web_page(payload: bytes) -> Document:
    """Read a page of HTML. Raises `Unreadable`."""
    words = _decoded(payload)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, recover=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(words.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable(Why.DAMAGED) from None
    if root is None:
        raise Unreadable(Why.EMPTY)
    reader = _Reader()
    body = root.find("body")
    reader.read(root if body is None else body, _Where(), 0)
    reader.end(_Where())
    title = root.find("head/title")
    paragraphs = tuple(reader.paragraphs)
    language = root.get("lang", "").split("-")[0].lower()
    return Document(
        paragraphs=paragraphs,
        title=headline(paragraphs) or normalised("" if title is None else _said(title)),
        modified=None,
        language=language_of_most(paragraphs, language if language != "ar" else "en"),
    )


def _decoded(payload: bytes) -> str:
    for mark, code in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if payload.startswith(mark):
            return payload.decode(code, "replace")
    stated = _CHARSET.search(payload[:4096])
    for code in ((stated[1].decode("ascii") if stated else "utf-8"), "utf-8", "cp1252"):
        try:
            return payload.decode(code)
        except (UnicodeDecodeError, LookupError):
            continue
    return payload.decode("cp1252", "replace")


class _Reader:
    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._line = _Line()
        self._tables = 0
        #: What is printed before the next paragraph: a number, or a bullet.
        self._printed: tuple[str, bool] = ("", False)

    def read(self, element: Element, where: _Where, depth: int) -> None:
        """Read what stands in an element."""
        if depth > _DEEPEST:
            raise Unreadable(Why.TOO_DEEP)
        self._say(element.text, where)
        for child in element:
            self._child(child, where, depth)
            self._say(child.tail, where)

    def _child(self, child: Element, where: _Where, depth: int) -> None:
        tag = child.tag if isinstance(child.tag, str) else ""
        if not tag or tag in _UNSEEN or "hidden" in child.attrib or child.get("aria-hidden") == "true":
            return
        if tag == "br":
            self._line.words.append("\n")
        elif tag == "table":
            self.end(where)
            self._table(child, where, depth)
        elif tag in ("ol", "ul"):
            self.end(where)
            self._list(child, _inside(child, tag, where), depth)
        elif tag in _BLOCKS:
            self.end(where)
            inside = _inside(child, tag, where)
            self.read(child, inside, depth + 1)
            self.end(inside)
        elif tag == "sup":
            self._say(said_raised(_said(child), "".join(self._line.words)), where)
        else:
            self.read(child, _inside(child, tag, where), depth + 1)

    def _list(self, listing: Element, where: _Where, depth: int) -> None:
        level = 0 if where.level is None else where.level + 1
        number = _whole(listing.get("start"), 1)
        form = _FORMS.get(listing.get("type", "1"), "decimal")
        for item in listing:
            if item.tag != "li":
                self._child(item, where, depth)
                continue
            number = _whole(item.get("value"), number)
            inside = _Where("li", None, where.place, level, _rtl(item, where), where.note, where.bold)
            self._printed = (f"{written(number, form)}.", False) if listing.tag == "ol" else ("", True)
            self.read(item, inside, depth + 1)
            self.end(inside)
            self._printed = ("", False)
            number += 1

    def _table(self, table: Element, where: _Where, depth: int) -> None:
        self._tables += 1
        number = self._tables
        #: Columns that a cell above still covers, with the rows that are left of it.
        covered: dict[int, int] = {}
        for row_number, (row, heading) in enumerate(_rows(table), start=1):
            at = _At(1, 0)
            for cell in (one for one in row if one.tag in ("td", "th")):
                self._covered(where, number, row_number, at, covered, heading)
                span, down = _whole(cell.get("colspan"), 1), _whole(cell.get("rowspan"), 1)
                at.cell += 1
                around = where.place.table if where.place else 0
                place = Place(number, row_number, at.cell, at.column, max(1, min(span, 100)), heading, False, around)
                inside = _Where("td", None, place, None, _rtl(cell, where), where.note, cell.tag == "th")
                before = len(self.paragraphs)
                self.read(cell, inside, depth + 1)
                self.end(inside)
                if len(self.paragraphs) == before:
                    self._empty(inside, place)
                for column in range(at.column, at.column + place.span):
                    covered[column] = max(0, min(down, 10_000) - 1)
                at.column += place.span
            self._covered(where, number, row_number, at, covered, heading)

    def _covered(self, where: _Where, table: int, row: int, at: _At, covered: dict[int, int], heading: bool) -> None:
        """Cells that one of the rows above still covers continue it."""
        while covered.get(at.column, 0):
            at.cell += 1
            self._empty(where, Place(table, row, at.cell, at.column, 1, heading, True, 0))
            covered[at.column] -= 1
            at.column += 1

    def _empty(self, where: _Where, place: Place) -> None:
        self._add("", _Where(place=place, rtl=where.rtl), False)

    def _say(self, text: str | None, where: _Where) -> None:
        if text and text.strip():
            self._line.bold.append(where.bold)
        if text:
            self._line.words.append(text if where.tag == "pre" else re.sub(r"[ \t\r\n\f]+", " ", text))

    def end(self, where: _Where) -> None:
        """The words since the last block are a paragraph."""
        line, self._line = self._line, _Line()
        text = re.sub(r" *\n *", "\n", "".join(line.words)).strip()
        if text:
            self._add(re.sub(r" {2,}", " ", text), where, bool(line.bold) and all(line.bold))

    def _add(self, text: str, where: _Where, bold: bool) -> None:
        if len(self.paragraphs) == MOST_PARAGRAPHS:
            raise Unreadable(Why.TOO_LONG)
        (printed, bullet), self._printed = self._printed, ("", False)
        self.paragraphs.append(
            Paragraph(
                index=len(self.paragraphs) + 1,
                text=text,
                style="",
                outline=where.outline,
                printed=printed,
                bullet=bullet,
                level=where.level,
                bold=bold,
                direction="rtl" if where.rtl or (where.rtl is None and script_of(text) == "Arab") else "ltr",
                place=where.place,
                note=where.note,
            )
        )


def _inside(element: Element, tag: str, where: _Where) -> _Where:
    heading = re.fullmatch(r"h([1-6])", tag)
    return _Where(
        tag=tag,
        outline=int(heading[1]) if heading else where.outline if tag not in _BLOCKS else None,
        place=where.place,
        level=where.level,
        rtl=_rtl(element, where),
        note="*" if element.get("role") in ("doc-footnote", "doc-endnote", "doc-endnotes") else where.note,
        bold=where.bold or tag in _BOLD,
    )


def _rtl(element: Element, where: _Where) -> bool | None:
    stated = element.get("dir", "").lower()
    return stated == "rtl" if stated in ("rtl", "ltr") else where.rtl


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    for child in table:
        if child.tag == "tr":
            yield child, all(cell.tag == "th" for cell in child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from ((row, child.tag == "thead") for row in child if row.tag == "tr")


def _whole(stated: str | None, otherwise: int) -> int:
    return int(stated) if stated and re.fullmatch(r"\s*\d{1,6}\s*", stated, re.ASCII) else otherwise


def _said(element: Element) -> str:
    return "".join(str(piece) for piece in element.itertext())
