"""A draft as a PDF to be read or to be spoken about in a room: in one language with a number beside each line, or in
two side by side.

The words go in as values, never as markup. Typst draws them in our own faces, Arabic letters joined as print does, and
tags the pages as PDF/UA-1 asks. No clock is asked: the same words give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst

from mithaq.core.docx.changed import printed, style_of
from mithaq.core.docx.composed import is_rtl
from mithaq.core.docx.drafts import Cover
from mithaq.core.placing.draft import DraftText

CONTENT_TYPE = "application/pdf"
FACES = Path(__file__).parent / "faces"

_PAGE = b"""
#let said = json(bytes(sys.inputs.said))
#let one(it) = {
  let turn = if it.rtl { rtl } else { ltr }
  let size = if it.rtl { 1.12em } else { 1em }
  set text(lang: it.language, dir: turn, size: size)
  // Where the words have paragraphs of their own, each is one here too: the empty line between them is no line.
  let parts = it.words.split("\\n\\n").filter(part => part.trim() != "")
  let lined(part) = part.trim().split("\\n").join(linebreak())
  let words = [#if it.id != "" [#metadata(it.id)<clause>]#if parts.len() > 0 { lined(parts.first()) }]
  let further(inset) = for part in parts.slice(calc.min(1, parts.len())) {
    block(above: 1.35em, below: 1.35em, inset: if it.rtl { (right: inset) } else { (left: inset) }, par(lined(part)))
  }
  if it.style == "Title" { heading(level: 1, words) }
  else if it.style == "Subtitle" { block(below: 2.4em, text(size: 0.85em, fill: rgb("5C625D"), words)) }
  else if it.style == "Heading1" { heading(level: 2, words) }
  else if it.number != "" {
    let inset = if it.style == "MithaqSubPoint" { 3em } else { 0em }
    let wide = if it.style == "MithaqSubPoint" { 2.6em } else { 2em }
    block(inset: if it.rtl { (right: inset) } else { (left: inset) }, par(hanging-indent: wide,
      box(width: wide, text(fill: rgb("17593F"), it.number)) + words))
    further(inset + wide)
  }
  else if it.style == "MithaqClosing" {
    block(above: 2em, words)
    further(0em)
  }
  // In a block of its own: a paragraph that only follows another one has an empty line before it, which is counted.
  else {
    block(above: 1.35em, below: 1.35em, par(words))
    further(0em)
  }
}
#set document(title: said.title)
#set text(font: ("Mithaq Text Latin", "Mithaq Text Latin Extended", "Mithaq Text Arabic"), size: 11pt,
  fill: rgb("1C211D"), lang: said.language, dir: if said.rtl { rtl } else { ltr })
#set page(paper: "a4", margin: (x: 2.6cm, top: 2.6cm, bottom: 2.4cm),
  header: text(size: 8.5pt, fill: rgb("5C625D"), said.running),
  footer: context align(end, text(size: 8.5pt, fill: rgb("5C625D"), dir: ltr,
    counter(page).display("1 / 1", both: true))))
#set par(leading: 0.8em, spacing: 1.35em, justify: false)
#show heading.where(level: 1): it => block(below: 0.9em,
  text(size: 1.7em, weight: 400, fill: rgb("17593F"), it.body))
#show heading.where(level: 2): it => block(above: 1.7em, below: 0.9em,
  text(size: 1.05em, weight: 600, fill: rgb("17593F"), it.body))
#let numbered = said.rows.first().len() == 1 and said.lines
#set par.line(numbering: if numbered {
    n => [#metadata(n)<line>#text(size: 7.5pt, fill: rgb("5C625D"), dir: ltr, str(n))] } else { none },
  number-clearance: 1.1em)
#for row in said.rows {
  if row.len() == 1 { one(row.first()) } else {
    let apart = row.first().style in ("Heading1", "MithaqClosing")
    block(above: if apart { 2em } else { 1.35em },
      grid(columns: (1fr,) * row.len(), column-gutter: 1.6em, ..row.map(one)))
  }
}
"""
#: Where each line and each clause begins: its number or identifier, its page, and how far down.
_PLACES = b"""
#let placed(what) = query(what).map(it => (it.value, it.location().page(), it.location().position().y.pt()))
#context [#metadata((placed(<line>), placed(<clause>)))<places>]
"""


@dataclass(frozen=True)
class _Paragraph:
    style: str
    language: str
    rtl: bool
    number: str
    words: str
    id: str = ""


def pages(draft: DraftText, languages: Sequence[str], cover: Cover, *, line_numbers: bool = False) -> bytes:
    """The draft as a PDF. Lines are numbered only where there is one language."""
    said = _said(draft, languages, cover, line_numbers=line_numbers)
    made = typst.compile(_PAGE, sys_inputs=said, font_paths=_fonts(), timestamp=0, pdf_standards=["ua-1"])
    return bytes(made)


def lines_of(draft: DraftText, language: str, cover: Cover) -> dict[str, tuple[int, int]]:
    """The first and the last line of each clause, by the numbers that `pages` prints in one language with numbered
    lines; clauses without words there have none."""
    said = _said(draft, [language], cover, line_numbers=True)
    found = typst.query(_PAGE + _PLACES, "<places>", field="value", one=True, sys_inputs=said, font_paths=_fonts())
    lines, clauses = json.loads(found)
    starts = [((page, down), number) for number, page, down in lines]
    firsts = [(clause, _line_at(starts, (page, down))) for clause, page, down in clauses]
    ends = [first - 1 for _clause, first in firsts[1:]] + [len(lines)]
    return {clause: (first, max(first, end)) for (clause, first), end in zip(firsts, ends, strict=True) if first}


def _line_at(starts: Sequence[tuple[tuple[int, float], int]], place: tuple[int, float]) -> int:
    """The line that stands at a place: the nearest of its page. The number of a line stands a little above the words
    of a paragraph and a little below those of a heading."""
    page, down = place
    near = [(abs(start - down), number) for (on, start), number in starts if on == page]
    return min(near)[1] if near else 0


def _said(draft: DraftText, languages: Sequence[str], cover: Cover, *, line_numbers: bool) -> dict[str, str]:
    heads = [("Title", cover.title), ("Subtitle", cover.below)]
    rows = [_row(style, languages, "", words) for style, words in heads if any(words.get(one) for one in languages)]
    rows += [_row(style_of(one), languages, printed(one.number), one.words, one.id) for one in draft.clauses]
    said = {
        "title": cover.title.get(languages[0], "") or cover.running or "–",
        "language": languages[0],
        "rtl": is_rtl(languages[0]),
        "running": cover.running,
        "lines": line_numbers,
        "rows": rows or [_row("MithaqPreamble", languages, "", {})],
    }
    return {"said": json.dumps(said)}


def _row(
    style: str, languages: Sequence[str], number: str, words: Mapping[str, str], clause: str = ""
) -> list[dict[str, object]]:
    return [
        asdict(_Paragraph(style, one, is_rtl(one), number, words.get(one, ""), clause if words.get(one) else ""))
        for one in languages
    ]


@cache
def _fonts() -> typst.Fonts:
    """Our own faces, and those of the host for scripts that ours do not have."""
    return typst.Fonts(font_paths=[str(FACES)])
