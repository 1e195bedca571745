"""The styles of a Word document: what a paragraph inherits from them (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mithaq.core.reading.package import Element
from mithaq.core.reading.words import W, number_of, switched_on, value_of

#: A chain of styles longer than this is a circle.
_LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Style:
    """What a style says, its ancestors included. `None` where none of them says anything."""

    id: str = ""
    name: str = ""
    #: 1 for a first heading, 9 for the deepest, None for body text.
    outline: int | None = None
    rtl: bool | None = None
    bold: bool = False
    list: str | None = None
    level: int | None = None


class Styles:
    """The styles of one document by their identifier."""

    def __init__(self, root: Element | None) -> None:
        self._found = {style.get(W + "styleId", ""): style for style in _styles(root)}
        self._default = next(
            (key for key, style in self._found.items() if style.get(W + "default") in ("1", "true", "on")
             and style.get(W + "type") == "paragraph"), "",
        )  # fmt: skip
        self._known: dict[str, Style] = {}
        language = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        #: The language of Latin words where nothing else is said, "" if that is not stated either.
        self.language = value_of(language).split("-")[0].lower()

    def style(self, identifier: str) -> Style:
        """The style, with what it inherits; the default paragraph style for an empty identifier."""
        identifier = identifier or self._default
        if identifier not in self._known:
            self._known[identifier] = self._with_ancestors(identifier)
        return self._known[identifier]

    def _with_ancestors(self, identifier: str) -> Style:
        chain: list[Element] = []
        found = self._found.get(identifier)
        while found is not None and len(chain) < _LONGEST_CHAIN:
            chain.append(found)
            found = self._found.get(value_of(found.find(W + "basedOn")))
        style = Style(id=identifier)
        for found in reversed(chain):
            style = _refined(style, found)
        return style


def outline_in(properties: Element | None, inherited: int | None) -> int | None:
    """The outline level that paragraph properties state (1 to 9; body text: None), else the inherited one."""
    stated = None if properties is None else properties.find(W + "outlineLvl")
    if stated is None:
        return inherited
    level = number_of(stated, 9)
    return level + 1 if 0 <= level < 9 else None


def _styles(root: Element | None) -> list[Element]:
    return [] if root is None else root.findall(W + "style")


def _refined(inherited: Style, found: Element) -> Style:
    name = value_of(found.find(W + "name")).lower()
    paragraph = found.find(W + "pPr")
    outline = outline_in(paragraph, inherited.outline)
    heading = re.fullmatch(r"heading ([1-9])", name)
    if outline is None and heading:
        outline = int(heading[1])
    bidi = found.find(f"{W}pPr/{W}bidi")
    bold = found.find(f"{W}rPr/{W}b")
    listing = found.find(f"{W}pPr/{W}numPr/{W}numId")
    level = found.find(f"{W}pPr/{W}numPr/{W}ilvl")
    return Style(
        id=inherited.id,
        name=name,
        outline=outline,
        rtl=inherited.rtl if bidi is None else switched_on(bidi),
        bold=inherited.bold if bold is None else switched_on(bold),
        list=inherited.list if listing is None else value_of(listing),
        level=inherited.level if level is None else number_of(level, 0),
    )
