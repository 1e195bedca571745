"""Marked copies of files: for whom a copy is stands inside it, and the stored file stays as it came in."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from mithaq.core.marking.order import Line, order
from mithaq.core.marking.pdf import mark_pdf
from mithaq.core.marking.word import mark_word
from mithaq.core.reading.kinds import Kind
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.foundation.uploads.confinement import Limits
from mithaq.foundation.uploads.sandbox import in_a_child

FACES = Path(__file__).parent / "faces"
#: The kinds of file that can be written into.
MARKABLE = frozenset({Kind.WORD, Kind.PDF})
#: A file of fifty megabytes stands in the child's memory several times, and comes back a third longer.
_WORD = Limits(memory=500, cpu=6, wall=30, answer=48)
_PDF = Limits(memory=800, cpu=20, wall=90, answer=96)

#: The words come in as values, never as markup. A white ground keeps them legible on a dark page.
_STRIP = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: 7.5pt, fill: rgb("404040"), font: (
  "Mithaq Sans Latin", "Mithaq Sans Latin Extended", "Mithaq Sans Arabic"))
#let lines = json(bytes(sys.inputs.lines))
#box(fill: white, inset: (x: 3pt, y: 2pt), stack(dir: ltr, spacing: 14pt, ..lines.map(line => {
  box(text(lang: line.language, dir: if line.is_rtl { rtl } else { ltr }, line.words))
})))
"""


def marked_copy(content: bytes, kind: str, lines: tuple[Line, ...]) -> bytes:
    """A copy of a Word document or a PDF that says on every page for whom it is.

    Raises `Unreadable`: `other_kind` for other files, `encrypted` and `signed` for those that are not touched, and as
    reading does for those that are not sound or cost too much.
    """
    if kind == Kind.WORD:
        return in_a_child(mark_word, order(content, lines), limits=_WORD).content
    if kind == Kind.PDF:
        return in_a_child(mark_pdf, order(content, lines, strip_of(lines)), limits=_PDF).content
    raise Unreadable(Why.OTHER_KIND)


def strip_of(lines: tuple[Line, ...]) -> bytes:
    """The lines beside each other as a PDF that is as large as they are."""
    said = {"lines": json.dumps([asdict(line) for line in lines])}
    return bytes(typst.compile(_STRIP, sys_inputs=said, font_paths=_fonts(), timestamp=0, pdf_tags=False))


@cache
def _fonts() -> typst.Fonts:
    """Our own faces, and those of the host for scripts that ours do not have."""
    return typst.Fonts(font_paths=[str(FACES)])


def line_of(language: str, words: str) -> Line:
    """A line in a language, without anything invisible that could turn it about or break it."""
    visible = "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
    return Line(language, visible, language.partition("-")[0] in settings.LANGUAGES_BIDI)
