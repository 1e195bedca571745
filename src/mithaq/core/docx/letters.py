"""The same letter of a city as a Word document, for whoever has to put it on the city's own paper."""

from __future__ import annotations

import io
from datetime import UTC
from functools import lru_cache
from typing import Any

import docx
import segno
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from mithaq.core.printing.letters import KEPT, Letter, Part

_SOFT, _GREEN = RGBColor(0x5C, 0x62, 0x5D), RGBColor(0x17, 0x59, 0x3F)
_LATIN, _ARABIC = "Times New Roman", "Traditional Arabic"
_BOX = "☐"


@lru_cache(KEPT)
def letter_as_word(letter: Letter) -> bytes:
    """The letter as a Word document. The same letter gives the same words; the hash stands on the page in letters."""
    document = docx.Document()
    about = document.core_properties
    about.title, about.author = letter.parts[0].title, ""
    about.created = about.modified = letter.frozen_at.astimezone(UTC).replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    if letter.aside and len(letter.parts) == 2:
        ordered = sorted(letter.parts, key=lambda part: part.rtl)
        cells = _columns(document, [8.5, 8.5])
        for cell, part in zip(cells, ordered, strict=True):
            _write(cell, part)
    else:
        for number, part in enumerate(letter.parts):
            if number:
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            _write(document, part)
    _write_hash(document, letter)
    to = io.BytesIO()
    document.save(to)
    return to.getvalue()


def _columns(document: Any, widths: list[float]) -> list[Any]:
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Cm(width)
        cell._tc.remove(cell.paragraphs[0]._p)
    return list(table.rows[0].cells)


def _write(into: Any, part: Part) -> None:
    _say(into, part, part.city, bold=True, after=0 if part.office else 10)
    if part.office:
        _say(into, part, part.office, soft=True, after=10)
    _say(into, part, part.to)
    _say(into, part, part.title, size=14, green=True)
    for paragraph in part.paragraphs:
        _say(into, part, paragraph)
    for choice in part.choices:
        _say(into, part, choice.question, bold=True, after=2)
        for answer in choice.answers:
            _say(into, part, f"{_BOX} {answer}", after=2)
    for gap in part.gaps:
        _say(into, part, gap.label, size=9, soft=True, before=8, after=0 if gap.filled else 48 if gap.tall else 16)
        _rule_under(_say(into, part, gap.filled, after=4))


def _say(
    into: Any,
    part: Part,
    words: str,
    *,
    size: float = 11,
    bold: bool = False,
    soft: bool = False,
    green: bool = False,
    before: float = 0,
    after: float = 6,
) -> Any:
    paragraph = into.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    if part.rtl:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.bold = _LATIN, Pt(size), bold or None
    if soft or green:
        run.font.color.rgb = _SOFT if soft else _GREEN
    _in_language(run, part, size + 2 if part.rtl else size, bold=bold)
    return paragraph


def _in_language(run: Any, part: Part, size: float, *, bold: bool) -> None:
    """What Word needs besides to set words from the right: their own face, size and weight."""
    properties = run._r.get_or_add_rPr()
    faces = properties.find(qn("w:rFonts"))
    faces.set(qn("w:cs"), _ARABIC)
    if bold:
        properties.append(OxmlElement("w:bCs"))
    large = OxmlElement("w:szCs")
    large.set(qn("w:val"), str(int(size * 2)))
    properties.append(large)
    if part.rtl:
        properties.append(OxmlElement("w:rtl"))
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi" if part.rtl else "w:val"), part.language)
    properties.append(language)


def _rule_under(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "8C938D")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    after = next((one for one in properties if one.tag in (qn("w:bidi"), qn("w:spacing"))), None)
    if after is None:
        properties.append(borders)
    else:
        after.addprevious(borders)


def _write_hash(document: Any, letter: Letter) -> None:
    picture = io.BytesIO()
    segno.make(letter.address, micro=False, error="m").save(picture, kind="png", scale=8, border=0)
    first, second = _columns(document, [3.2, 13.8])
    first.add_paragraph().add_run().add_picture(io.BytesIO(picture.getvalue()), width=Cm(2.5))
    for part in letter.parts:
        _say(second, part, part.hash_words, size=9, after=2)
    latin = next((part for part in letter.parts if not part.rtl), None) or Part(
        "en", False, "", "", "", "", (), (), (), ""
    )
    for line in (letter.hash[:32], letter.hash[32:]):
        _say(second, latin, line, size=9, after=0)
    _say(second, latin, letter.address, size=9, soft=True, before=4, after=0)
