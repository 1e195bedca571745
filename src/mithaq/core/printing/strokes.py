"""How the papers that are kept draw what they all hold: in Typst, to stand before a paper's own page."""

from __future__ import annotations

#: Colours, hashes and addresses in their signs, words in paragraphs, a text's clauses, and what stands beside a text.
STROKES = b"""
#let soft = rgb("5C625D")
#let green = rgb("17593F")
#let digits(it) = text(dir: ltr, lang: "en", size: 0.92em, tracking: 0.04em, it)
#let lines(words) = words.split("\\n").join(linebreak())
#let paragraphs(words) = for one in words.split("\\n\\n") { par(lines(one)) }
#let numbered(it, rtl, wide, inset) = block(inset: if rtl { (right: inset) } else { (left: inset) },
  grid(columns: (wide, 1fr), text(fill: green, weight: 600, it.number), paragraphs(it.words)))
#let clause(it, rtl) = {
  if it.kind == "heading" { heading(level: 2, lines(it.words)) }
  else if it.kind == "sub_point" { numbered(it, rtl, 3em, 2.2em) }
  else if it.number != "" { numbered(it, rtl, 2.2em, 0em) }
  else if it.kind == "closing" { block(above: 2em, paragraphs(it.words)) }
  else { paragraphs(it.words) }
}
#let beside(it) = {
  block(breakable: false, above: 1.2em, below: 0.5em, text(weight: 600, it.head) + linebreak()
    + text(size: 0.85em, fill: soft, it.note))
  block(width: 100%, {
    set text(lang: it.language, dir: if it.rtl { rtl } else { ltr })
    paragraphs(it.words)
  })
}
"""
