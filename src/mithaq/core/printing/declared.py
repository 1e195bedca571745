"""The declaration as it is handed over: the text in every authentic language, the roll of the cities by class, their
reservations in their own words, and the seal.

Made as PDF/A-3a and tagged as PDF/UA-1 asks, with the text in its fixed form inside; the group's signature is put under
it afterwards (`core.signatures`). The same declaration gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache

import typst

from mithaq.core.printing.letters import code_of
from mithaq.core.printing.pages import FACES
from mithaq.core.printing.sealed import STANDARDS, Annexed, Printed
from mithaq.core.printing.strokes import STROKES

_PAGE = b"""
#let said = json(bytes(sys.inputs.said))
#let hairline = 0.5pt + rgb("C9CEC8")
#let spoken(it, body) = {
  set text(lang: it.language, dir: if it.rtl { rtl } else { ltr }, size: if it.rtl { 1.13em } else { 1em })
  set par(leading: if it.rtl { 0.9em } else { 0.75em }, spacing: if it.rtl { 1.4em } else { 1.25em })
  body
}
#set document(title: said.editions.first().title, description: said.editions.first().below)
#set text(font: ("Mithaq Text Latin", "Mithaq Text Latin Extended", "Mithaq Text Arabic"), size: 11pt,
  fill: rgb("1C211D"), lang: said.editions.first().language,
  dir: if said.editions.first().rtl { rtl } else { ltr })
#set page(paper: "a4", margin: (x: 2.6cm, top: 2.8cm, bottom: 2.6cm),
  footer: text(size: 8.5pt, fill: soft, dir: ltr, grid(columns: (1fr, auto), column-gutter: 1em,
    digits("SHA-256: " + said.hash.slice(0, 16)), context counter(page).display("1 / 1", both: true))))
#set par(justify: false)
#show heading.where(level: 1): it => block(below: 0.8em, { set par(leading: 0.5em)
  text(size: 1.8em, weight: 400, fill: green, it.body) })
#show heading.where(level: 2): it => block(above: 1.9em, below: 0.9em, sticky: true,
  text(size: 1.1em, weight: 600, fill: green, it.body))

#pdf.attach(said.file, bytes(sys.inputs.source), relationship: "source",
  mime-type: "application/json", description: said.attached)
#pdf.attach(said.roll_file, bytes(sys.inputs.roll), relationship: "data",
  mime-type: "application/json", description: said.roll_attached)
#for (number, it) in said.editions.enumerate() {
  if number > 0 { pagebreak() }
  spoken(it, {
    heading(level: 1, it.title)
    text(fill: soft, size: 0.9em, it.below)
    line(length: 100%, stroke: hairline)
    for one in it.clauses { clause(one, it.rtl) }
  })
}
#pagebreak()
#for it in said.editions {
  spoken(it, {
    heading(level: 2, it.roll_title)
    par(text(size: 0.9em, fill: soft, it.roll_note))
    for section in it.sections {
      block(above: 1.2em, below: 0.6em, sticky: true, text(weight: 600, section.title))
      set text(size: 0.92em)
      let cells = section.cities.map(one => block(width: 100%, below: 0.5em,
        one.name + linebreak() + text(size: 0.82em, fill: soft, one.note)))
      grid(columns: (1fr, 1fr, 1fr), column-gutter: 1em, row-gutter: 0.8em, ..cells)
    }
    for one in it.unnamed { par(text(size: 0.9em, one)) }
  })
}
#if said.editions.any(it => it.reservations.len() > 0) {
  for it in said.editions {
    spoken(it, {
      heading(level: 2, it.reservations_title)
      for one in it.reservations { beside(one) }
    })
  }
}
#block(breakable: false, above: 2.6em, width: 100%, inset: 12pt, stroke: hairline, {
  set text(size: 0.85em)
  for it in said.editions { block(width: 100%, below: 0.9em, spoken(it, for one in it.seal { par(one) })) }
  set text(dir: ltr)
  grid(columns: (2.6cm, 1fr), column-gutter: 1em, align: horizon,
    image(bytes(sys.inputs.code), format: "svg", width: 2.6cm, alt: said.address),
    { digits(said.hash.slice(0, 32)) ; linebreak() ; digits(said.hash.slice(32)) ; linebreak()
      text(lang: "en", fill: soft, said.address) })
})
"""


@dataclass(frozen=True)
class Signatory:
    """A city on the roll, and when it endorsed or by when that is documented."""

    name: str
    note: str


@dataclass(frozen=True)
class Section:
    """The cities of a class."""

    title: str
    cities: tuple[Signatory, ...]


@dataclass(frozen=True)
class Edition:
    """The declaration in one of its languages."""

    language: str
    rtl: bool
    title: str
    below: str
    clauses: tuple[Printed, ...]
    roll_title: str
    #: As of when the roll is.
    roll_note: str
    sections: tuple[Section, ...]
    #: What is said of cities that are not named: a sentence, or none.
    unnamed: tuple[str, ...]
    reservations_title: str
    reservations: tuple[Annexed, ...]
    #: The lines over the hash.
    seal: tuple[str, ...]


@dataclass(frozen=True)
class Declared:
    """All that is handed over."""

    editions: tuple[Edition, ...]
    address: str
    #: The text in its fixed form and the roll as JSON, their names inside the file, and what they are in words.
    source: bytes
    file: str
    attached: str
    roll: bytes
    roll_file: str
    roll_attached: str
    #: The instant as of which the roll is: the date of the file.
    at: datetime

    @property
    def hash(self) -> str:
        """SHA-256 of the text in its fixed form, as 64 hexadecimal digits."""
        return hashlib.sha256(self.source).hexdigest()


def declared_pages(about: Declared) -> bytes:
    """The declaration as a PDF that is not signed yet; about a fifth of a second."""
    said = {**asdict(about), "hash": about.hash, "source": "", "roll": "", "at": ""}
    made = typst.compile(
        STROKES + _PAGE,
        sys_inputs={
            "said": json.dumps(said),
            "source": about.source.decode(),
            "roll": about.roll.decode(),
            "code": code_of(about.address),
        },
        font_paths=_fonts(),
        timestamp=int(about.at.timestamp()),
        pdf_standards=list(STANDARDS),
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Our own faces, and those of the host for scripts that ours do not have."""
    return typst.Fonts(font_paths=[str(FACES)])
