"""The receipt of an endorsement on one page: what was signed, by whom, for whom and when. The receipt that a machine
checks is attached to the file. The same receipt gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache

import typst

from mithaq.core.printing.letters import code_of
from mithaq.core.printing.pages import FACES
from mithaq.core.printing.sealed import STANDARDS

_PAGE = b"""
#let said = json(bytes(sys.inputs.said))
#let soft = rgb("5C625D")
#let digits(it) = text(dir: ltr, lang: "en", size: 0.86em, tracking: 0.03em, it)
#set document(title: said.title, description: said.vow)
#set text(font: ("Mithaq Text Latin", "Mithaq Text Latin Extended", "Mithaq Text Arabic"), fill: rgb("1C211D"),
  size: if said.rtl { 12pt } else { 10.5pt }, lang: said.language, dir: if said.rtl { rtl } else { ltr })
#set page(paper: "a4", margin: (x: 2.6cm, top: 2.4cm, bottom: 2cm), header: text(size: 8.5pt, fill: soft, said.group))
#set par(leading: if said.rtl { 0.9em } else { 0.7em }, spacing: 1.2em, justify: false)
#show heading.where(level: 1): it => block(below: 0.8em, text(size: 1.7em, weight: 400, fill: rgb("17593F"), it.body))
#pdf.attach("receipt.json", bytes(sys.inputs.source), relationship: "source", mime-type: "application/json",
  description: said.attached)
#heading(level: 1, said.title)
#block(below: 1.6em, text(size: 1.2em, said.vow))
#for row in said.rows {
  block(above: 0.9em, below: 0.5em, breakable: false, {
    text(size: 0.82em, fill: soft, row.label)
    linebreak()
    if row.is_code { digits(row.words.slice(0, calc.min(32, row.words.len())))
      if row.words.len() > 32 { linebreak() ; digits(row.words.slice(32)) } }
    else { row.words.split("\\n").join(linebreak()) }
  })
}
#v(1fr)
#block(breakable: false, width: 100%, inset: 9pt, stroke: 0.5pt + rgb("C9CEC8"),
  grid(columns: (2.8cm, 1fr), column-gutter: 1em, align: horizon,
    image(bytes(sys.inputs.code), format: "svg", width: 2.8cm, alt: said.address),
    { said.state ; linebreak() ; digits(text(fill: soft, said.address)) }))
"""


@dataclass(frozen=True)
class Row:
    """One line of the receipt: what it is, and its words or its hexadecimal digits."""

    label: str
    words: str
    is_code: bool = False


@dataclass(frozen=True)
class PrintedReceipt:
    """A receipt in one language."""

    language: str
    rtl: bool
    #: The name of the group, in the head of the page.
    group: str
    title: str
    #: The sentence that says who endorses what.
    vow: str
    rows: tuple[Row, ...]
    #: What holds so far, beside the picture of the address.
    state: str
    #: Where the endorsement is read, and what the attached file is.
    address: str
    attached: str
    #: The receipt that a machine checks, as JSON.
    source: str
    at: datetime


def receipt_as_pdf(receipt: PrintedReceipt) -> bytes:
    """The receipt as a PDF; about a tenth of a second."""
    said = {**asdict(receipt), "at": "", "source": ""}
    made = typst.compile(
        _PAGE,
        sys_inputs={"said": json.dumps(said), "source": receipt.source, "code": code_of(receipt.address)},
        font_paths=_fonts(),
        timestamp=int(receipt.at.timestamp()),
        pdf_standards=list(STANDARDS),
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Our own faces, and those of the host for scripts that ours do not have."""
    return typst.Fonts(font_paths=[str(FACES)])
