"""A comparison of two texts as one page of HTML that needs nothing else: for mail, print, or a folder.

Each paragraph runs the way its own letters do. What a reader must know without colour is said by lines, by signs and in
a legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from mithaq.core.redline.kinds import Kind, Run
from mithaq.core.redline.texts import Compared, Fate
from mithaq.core.text import language_as_told, script_of

_FROM_THE_RIGHT = frozenset(("Arab", "Hebr"))


@dataclass(frozen=True)
class Words:
    """The words of the page around the text, in the language of its reader."""

    language: str
    title: str
    between: str
    summary: str
    deleted: str
    inserted: str
    moved: str
    moved_whole: str


def page_of(compared: Sequence[Compared], words: Words, told: str = "") -> str:
    """The page, as HTML. `told`: the language that the texts are said to be in."""
    said = {name: escape(told) for name, told in asdict(words).items()}
    paragraphs = "\n".join(_paragraph(place, one, words, told) for place, one in enumerate(compared, start=1))
    return _page().substitute(said, direction=_direction_of(words), paragraphs=paragraphs)


@cache
def _page() -> Template:
    return Template(files(__package__).joinpath("faces/page.html").read_text(encoding="utf-8"))


def _paragraph(place: int, one: Compared, words: Words, told: str) -> str:
    text = "".join(run.text for run in one.runs)
    direction = "rtl" if script_of(text) in _FROM_THE_RIGHT else "ltr"
    note = _note(words) if one.moved else ""
    kept = ' class="kept"' if one.fate is Fate.KEPT and not one.moved else ""
    runs = "".join(_run(place, run) for run in one.runs)
    return f'<p lang="{escape(language_as_told(text, told))}" dir="{direction}"{kept}>{note}{runs}</p>'


def _note(words: Words) -> str:
    own = f'lang="{escape(words.language)}" dir="{_direction_of(words)}"'
    return f'<span class="note" {own}>↕ {escape(words.moved_whole)}</span>'


def _direction_of(words: Words) -> str:
    return "rtl" if words.language == "ar" else "ltr"


def _run(place: int, run: Run) -> str:
    """A run as HTML; the two ends of a move point at each other."""
    words = escape(run.text)
    if run.kind is Kind.KEPT:
        return words
    tag = "del" if run.kind is Kind.DELETED else "ins"
    if run.move is None:
        return f"<{tag}>{words}</{tag}>"
    other = "ins" if tag == "del" else "del"
    at = f"{place}-{run.move}"
    return f'<sup id="{tag}-{at}"><a href="#{other}-{at}">{run.move}</a></sup><{tag} class="moved">{words}</{tag}>'
