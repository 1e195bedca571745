"""A frozen text as a file for good: PDF/A-3a, tagged as PDF/UA-1 asks, with the bytes of its hash inside.

What is printed is for reading. What was endorsed is the canonical form (`core.clauses`), which goes along as the file's
source; on the last page stand its SHA-256 and how to compute it again. The same declaration gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Literal

import typst

from mithaq.core.printing.pages import FACES
from mithaq.core.printing.strokes import STROKES

#: Both at once: an archive's form and a reader's.
STANDARDS: tuple[Literal["a-3a"], Literal["ua-1"]] = ("a-3a", "ua-1")
#: Files that are kept drawn; a text has one for each language.
KEPT = 8

_PAGE = b"""
#let said = json(bytes(sys.inputs.said))
#let turn = if said.rtl { rtl } else { ltr }
#let rule = line(length: 100%, stroke: 0.5pt + rgb("C9CEC8"))
#set document(title: said.title, description: said.below)
#set text(font: ("Mithaq Text Latin", "Mithaq Text Latin Extended", "Mithaq Text Arabic"), fill: rgb("1C211D"),
  size: if said.rtl { 12.5pt } else { 11pt }, lang: said.language, dir: turn)
#set page(paper: "a4", margin: (x: 2.8cm, top: 3cm, bottom: 2.8cm),
  header: text(size: 8.5pt, fill: soft, said.running),
  footer: text(size: 8.5pt, fill: soft, grid(columns: (1fr, auto), column-gutter: 1em,
    [#said.hash_word #box(digits(said.hash.slice(0, 16)))],
    context box(text(dir: ltr, counter(page).display("1 / 1", both: true))))))
#set par(leading: if said.rtl { 0.95em } else { 0.75em }, spacing: if said.rtl { 1.5em } else { 1.3em }, justify: false)
#show heading.where(level: 1): it => block(below: 0.7em, {
  set par(leading: 0.5em)
  text(size: 1.9em, weight: 400, fill: green, it.body)
})
#show heading.where(level: 2): it => block(above: 1.9em, below: 0.9em, sticky: true,
  text(size: 1.1em, weight: 600, fill: green, it.body))
#let noted(it) = if it.note != "" { block(above: 0.6em, inset: 6pt,
  stroke: if said.rtl { (right: 2pt + rgb("8A5A00")) } else { (left: 2pt + rgb("8A5A00")) },
  text(size: 0.85em, fill: rgb("8A5A00"), it.note)) }

#if said.source != "" { pdf.attach(said.file, bytes(sys.inputs.source), relationship: "source",
  mime-type: "application/json", description: said.attached) }
#heading(level: 1, said.title)
#text(fill: soft, size: 0.9em, said.below)
#rule
#if said.notice != "" { block(width: 100%, inset: 9pt, stroke: 0.75pt + rgb("8A5A00"), text(size: 0.9em, said.notice)) }
#v(0.8em)
#for it in said.clauses {
  clause(it, said.rtl)
  noted(it)
}
#if said.annex.len() > 0 {
  heading(level: 2, said.annex_title)
  for it in said.annex { beside(it) }
}
#block(breakable: false, above: 3em, width: 100%, inset: 12pt, stroke: 0.5pt + rgb("C9CEC8"), {
  set text(size: 0.85em)
  set par(spacing: 1em)
  heading(level: 2, said.seal_title)
  for one in said.seal { par(one) }
  par(digits(said.hash.slice(0, 32) + linebreak() + said.hash.slice(32)))
  for one in said.check { par(one) }
})
"""


@dataclass(frozen=True)
class Printed:
    """A clause as it is printed: its kind (as `FrozenClause.kind`), its number in the language's digits, its words."""

    kind: str
    number: str
    words: str
    #: What stands under it and is not of its words: who did not agree to it, in a chair's summary.
    note: str = ""


@dataclass(frozen=True)
class Annexed:
    """What a city put beside the text: whose it is and on what, when, its words and their language."""

    head: str
    note: str
    words: str
    language: str
    rtl: bool


@dataclass(frozen=True)
class Declaration:
    """A frozen text in one language and all that is printed around it, in the same language."""

    language: str
    rtl: bool
    #: At the head of every page; under the title; above the text where it has no force in this language.
    running: str
    title: str
    below: str
    notice: str
    clauses: tuple[Printed, ...]
    #: What stands over the seal, its lines before the hash, and after it how the hash is checked.
    seal_title: str
    seal: tuple[str, ...]
    check: tuple[str, ...]
    hash_word: str
    #: What the hash is over, the name it has inside the file, and what it is in words.
    source: bytes
    file: str
    attached: str
    #: When the text was frozen: the date of the file.
    frozen_at: datetime
    #: What goes along outside the words and their hash.
    annex_title: str = ""
    annex: tuple[Annexed, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 of the source, as 64 hexadecimal digits."""
        return hashlib.sha256(self.source).hexdigest()


@lru_cache(KEPT)
def sealed_pages(about: Declaration) -> bytes:
    """The declaration as a PDF; about a fifth of a second for thirty clauses, and at once when asked again."""
    said = {**asdict(about), "hash": about.hash, "source": about.file, "frozen_at": about.frozen_at.isoformat()}
    made = typst.compile(
        STROKES + _PAGE,
        sys_inputs={"said": json.dumps(said), "source": about.source.decode()},
        font_paths=_fonts(),
        timestamp=int(about.frozen_at.timestamp()),
        pdf_standards=list(STANDARDS),
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Our own faces, and those of the host for scripts that ours do not have."""
    return typst.Fonts(font_paths=[str(FACES)])
