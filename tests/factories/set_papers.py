"""Papers set as PDF in several layouts, by Typst: the same words with one or two columns, heads and feet, footnotes."""

from __future__ import annotations

from functools import cache

import typst

#: Each layout is what stands before the words.
LAYOUTS = {
    "one column": "#set page(width: 595pt, height: 842pt)\n#set par(justify: true)\n",
    "ragged": "#set page(width: 595pt, height: 842pt, margin: 90pt)\n#set par(justify: false)\n",
    "two columns": "#set page(width: 595pt, height: 842pt, columns: 2, margin: 50pt)\n#set par(justify: true)\n",
    "head and foot": (
        "#set page(width: 595pt, height: 842pt, header: [River Cities #h(1fr) Working paper 7],"
        ' numbering: "1 / 1")\n#set par(justify: true)\n'
    ),
    "no space between": (
        '#set page(width: 595pt, height: 400pt, numbering: "- 1 -")\n#set par(spacing: 0.65em, justify: true)\n'
        "#show heading: set block(above: 0.65em, below: 0.65em)\n"
    ),
    "indented": (
        "#set page(width: 500pt, height: 500pt)\n#set par(first-line-indent: 2em, spacing: 0.65em, justify: true)\n"
    ),
    "large": '#set page(width: 595pt, height: 842pt)\n#set text(size: 16pt, font: "DejaVu Sans Mono")\n',
    "landscape": "#set page(width: 842pt, height: 595pt, columns: 3, margin: 40pt)\n#set text(size: 9pt)\n",
}


@cache
def set_paper(words: str, layout: str = "one column") -> bytes:
    """The words (in Typst's markup) as a PDF."""
    found = typst.compile((LAYOUTS[layout] + words).encode())
    assert isinstance(found, bytes)
    return found


def escaped(words: str) -> str:
    """Words as Typst prints them, whatever signs stand in them."""
    return "".join(f"\\{sign}" if sign in "\\#*_`$@<>[]=-+/'\"~" else sign for sign in words)
