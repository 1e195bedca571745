"""A comparison of two texts as one page of HTML that needs nothing else: for mail, print, or a folder.

Each paragraph runs the way its own letters do. What a reader must know without colour is said by lines, by signs and in
a legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from mithaq.core.redline.kinds import Kind, Run
from mithaq.core.redline.texts import Compared, Fate
from mithaq.core.text import language_of, script_of

_FROM_THE_RIGHT = frozenset(("Arab", "Hebr"))
_STYLE = """
:root { color-scheme: light dark; --paper: light-dark(#fbfaf6, #15181a); --ink: light-dark(#1c2023, #e6e4de);
  --soft: light-dark(#565d62, #a6abad); --rule: light-dark(#dcd8cc, #363b3f);
  --in: light-dark(#0f4a91, #9cc5f8); --in-wash: light-dark(#e4edf7, #16243a);
  --out: light-dark(#8c2f12, #f4ad91); --out-wash: light-dark(#f8e9e2, #331c14); }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-inline-size: 46rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.65 "Source Serif 4", Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
:lang(ar) { font-family: "Noto Naskh Arabic", "Amiri", "Traditional Arabic", serif; line-height: 1.85; }
h1 { font-size: 1.5rem; line-height: 1.3; margin-block: 0 0.25rem; }
.soft, .legend, .note { color: var(--soft); font-size: 0.875rem; font-family: system-ui, sans-serif; }
.legend { border-block: 1px solid var(--rule); padding-block: 0.5rem; display: flex; flex-wrap: wrap;
  gap: 0.25rem 1.5rem; }
p { margin-block: 0.75rem; white-space: pre-line; }
ins, del { padding-inline: 0.1em; border-radius: 0.15em; }
ins { color: var(--in); background: var(--in-wash); text-decoration: underline 2px; text-underline-offset: 0.2em; }
del { color: var(--out); background: var(--out-wash); text-decoration: line-through; }
ins.moved { text-decoration: underline double; }
del.moved { text-decoration: line-through double; }
sup { font: 600 0.7em system-ui, sans-serif; }
.kept { color: var(--soft); }
.note { display: block; }
a { color: inherit; }
@media print { body { max-inline-size: none; padding: 0; } .kept { color: inherit; } }
"""


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


def page_of(compared: Sequence[Compared], words: Words) -> str:
    """The page, as HTML."""
    direction = "rtl" if words.language == "ar" else "ltr"
    moved = escape(words.moved)
    legend = (
        f"<del>{escape(words.deleted)}</del>",
        f"<ins>{escape(words.inserted)}</ins>",
        f'<span><sup>1</sup><del class="moved">{moved}</del> <sup>1</sup><ins class="moved">{moved}</ins></span>',
    )
    body = "\n".join(_paragraph(place, one, words) for place, one in enumerate(compared, start=1))
    return (
        f'<!doctype html>\n<html lang="{escape(words.language)}" dir="{direction}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(words.title)}</title>\n'
        f"<style>{_STYLE}</style>\n<main>\n<h1>{escape(words.title)}</h1>\n"
        f'<p class="soft"><bdi>{escape(words.between)}</bdi></p>\n<p class="soft">{escape(words.summary)}</p>\n'
        f'<div class="legend">{" ".join(legend)}</div>\n{body}\n</main>\n</html>\n'
    )


def _paragraph(place: int, one: Compared, words: Words) -> str:
    text = "".join(run.text for run in one.runs)
    direction = "rtl" if script_of(text) in _FROM_THE_RIGHT else "ltr"
    note = f'<span class="note">↕ {escape(words.moved_whole)}</span>' if one.moved else ""
    kept = ' class="kept"' if one.fate is Fate.KEPT and not one.moved else ""
    runs = "".join(_run(place, run) for run in one.runs)
    return f'<p lang="{escape(language_of(text))}" dir="{direction}"{kept}>{note}{runs}</p>'


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
