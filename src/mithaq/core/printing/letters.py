"""A letter by which a city endorses on paper, or with an electronic signature: filled in, and to be signed by hand.

It says the same in each language, side by side where there are two. Inside the PDF stands the text itself in its fixed
form, and on the page its hash, so that whoever signs the letter signs over exactly that text.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, lru_cache

import segno
import typst

from mithaq.core.printing.pages import FACES
from mithaq.core.printing.sealed import STANDARDS
from mithaq.core.printing.strokes import STROKES

#: Letters that are kept drawn: those of one year's cities, asked for one by one or all together.
KEPT = 64

_PAGE = b"""
#let said = json(bytes(sys.inputs.said))
#let hairline = 0.5pt + rgb("8C938D")
#let gap(it) = block(width: 100%, above: 0.6em, below: 1.1em, {
  text(size: 0.82em, fill: soft, it.label)
  if it.filled != "" { linebreak() + it.filled } else { v(if it.tall { 4em } else { 1.5em }) }
  line(length: 100%, stroke: hairline)
})
#let box-to-tick = box(width: 0.8em, height: 0.8em, stroke: hairline, baseline: 0.08em)
#let part(it) = {
  set text(lang: it.language, dir: if it.rtl { rtl } else { ltr }, size: if it.rtl { 1.12em } else { 1em })
  set par(leading: if it.rtl { 0.85em } else { 0.65em }, spacing: 1.15em, justify: false)
  block(below: 1.6em, { text(weight: 600, it.city) ; if it.office != "" { linebreak() + text(fill: soft, it.office) } })
  par(it.to)
  heading(level: 1, it.title)
  for one in it.paragraphs { par(one) }
  for choice in it.choices {
    block(above: 1.1em, below: 0.5em, text(weight: 600, choice.question))
    for one in choice.answers { block(above: 0.45em, below: 0.45em, grid(columns: (1.5em, 1fr), box-to-tick, one)) }
  }
  v(0.6em)
  for one in it.gaps { gap(one) }
}
#set document(title: said.parts.first().title, description: said.parts.first().to)
#set text(font: ("Mithaq Text Latin", "Mithaq Text Latin Extended", "Mithaq Text Arabic"), size: 10pt,
  fill: rgb("1C211D"), lang: said.parts.first().language,
  dir: if said.parts.first().rtl { rtl } else { ltr })
#set page(paper: "a4", margin: (x: 2cm, top: 1.8cm, bottom: 1.6cm), footer: none)
#show heading.where(level: 1): it => block(below: 0.9em, { set par(leading: 0.45em)
  text(size: 1.3em, weight: 400, fill: green, it.body) })
#pdf.attach(said.file, bytes(sys.inputs.source), relationship: "source",
  mime-type: "application/json", description: said.attached)
#if said.aside and said.parts.len() == 2 {
  set text(dir: ltr)
  let ordered = if said.parts.first().rtl { said.parts.rev() } else { said.parts }
  grid(columns: (1fr, 1fr), column-gutter: 1.6em, ..ordered.map(part))
} else {
  for (number, it) in said.parts.enumerate() { if number > 0 { pagebreak() } ; part(it) }
}
#v(1fr)
#block(breakable: false, width: 100%, inset: 8pt, stroke: 0.5pt + rgb("C9CEC8"), {
  set text(dir: ltr)
  grid(columns: (2.5cm, 1fr), column-gutter: 1em, align: horizon,
    image(bytes(sys.inputs.code), format: "svg", width: 2.5cm, alt: said.address),
    {
      set text(size: 0.82em)
      for one in said.parts { block(above: 0.5em, below: 0.5em, width: 100%, text(lang: one.language,
        dir: if one.rtl { rtl } else { ltr }, one.hash_words)) }
      block(above: 0.6em, below: 0.5em,
        digits(said.hash.slice(0, 32)) + linebreak() + digits(said.hash.slice(32)))
      block(above: 0.5em, text(dir: ltr, lang: "en", fill: soft, said.address))
    })
})
"""


@dataclass(frozen=True)
class Gap:
    """A line to be filled by hand, under its name; or what is known already."""

    label: str
    filled: str = ""
    #: Whether a stamp has to find room in it.
    tall: bool = False


@dataclass(frozen=True)
class Choice:
    """A question with boxes to tick."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """The letter in one language."""

    language: str
    rtl: bool
    #: Whose letter it is; the office of whoever signs, in the city's own word.
    city: str
    office: str
    to: str
    title: str
    paragraphs: tuple[str, ...]
    choices: tuple[Choice, ...]
    gaps: tuple[Gap, ...]
    #: What stands over the hash and the picture of the address.
    hash_words: str


@dataclass(frozen=True)
class Letter:
    """A city's letter in all its languages. The same letter gives the same bytes."""

    parts: tuple[Part, ...]
    #: Whether two languages stand side by side, or each on a page of its own.
    aside: bool
    #: Where the text is read.
    address: str
    #: The text in its fixed form, the name it has inside the file, and what it is in words.
    source: bytes
    file: str
    attached: str
    #: When the text was frozen: the date of the file.
    frozen_at: datetime

    @property
    def hash(self) -> str:
        """SHA-256 of the text in its fixed form, as 64 hexadecimal digits."""
        return hashlib.sha256(self.source).hexdigest()


@lru_cache(KEPT)
def letter_as_pdf(letter: Letter) -> bytes:
    """The letter as a PDF; about a tenth of a second."""
    said = {**asdict(letter), "hash": letter.hash, "source": "", "frozen_at": ""}
    made = typst.compile(
        STROKES + _PAGE,
        sys_inputs={"said": json.dumps(said), "source": letter.source.decode(), "code": code_of(letter.address)},
        font_paths=_fonts(),
        timestamp=int(letter.frozen_at.timestamp()),
        pdf_standards=list(STANDARDS),
    )
    return bytes(made)


def code_of(address: str) -> str:
    """An address as a QR code, as SVG."""
    to = io.BytesIO()
    segno.make(address, micro=False, error="m").save(to, kind="svg", border=0, xmldecl=False)
    return to.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    """Our own faces, and those of the host for scripts that ours do not have."""
    return typst.Fonts(font_paths=[str(FACES)])
