"""Small elements of WordprocessingML, and words as runs that read in their direction (ECMA-376 part 1, 17.3).

In a paragraph from the right, Arabic letters stand in runs with `w:rtl`, and Latin names in runs without it; what has
no direction of its own (spaces, digits, brackets) goes with the letters on both sides of it, else with the paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from lxml import etree

from mithaq.core.docx.composed import Revision, Stretch, is_rtl
from mithaq.core.docx.pieces import Kind

Element = etree._Element

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
#: What XML 1.0 cannot hold at all, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = re.compile("[\n\t]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What a change is called.
TAGS = {
    Kind.INSERTED: "w:ins",
    Kind.DELETED: "w:del",
    Kind.MOVED_FROM: "w:moveFrom",
    Kind.MOVED_TO: "w:moveTo",
}
#: How a tone looks.
_TONES = {"bracket": "MithaqBracket", "attribution": "MithaqAttribution", "faint": "MithaqFaint"}


def name(short: str) -> str:
    """A name such as `w:p` in full."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def root(tag: str, *prefixes: str) -> Element:
    """The outermost element of a part."""
    return etree.Element(name(tag), nsmap={prefix: NAMES[prefix] for prefix in prefixes})


def made(tag: str, attributes: Mapping[str, str] | None = None, *inner: Element) -> Element:
    """An element with attributes such as `w:val`, and what stands in it."""
    element = etree.Element(name(tag))
    for key, value in (attributes or {}).items():
        element.set(name(key), value)
    element.extend(inner)
    return element


def value(tag: str, said: object) -> Element:
    """An element that only has a `w:val`."""
    return made(tag, {"w:val": str(said)})


def writable(words: str) -> str:
    """The words without what XML cannot hold; every kind of line end is one."""
    return _NOT_XML.sub("", words).replace("\r\n", "\n").replace("\r", "\n")


def moment(at: datetime) -> str:
    """An instant as Word writes it, in universal time."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Numbers:
    """Identifiers that are unique in one document, in the order in which they are asked for."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """The next one."""
        self._last += 1
        return str(self._last)


def marked(mark: Revision, numbers: Numbers, *inner: Element) -> Element:
    """The element of a change, around what was changed, or empty in the properties of a paragraph or a row."""
    said = {"w:id": numbers.next(), "w:author": writable(mark.author)}
    if mark.date is not None:
        said["w:date"] = moment(mark.date)
    return made(TAGS[mark.kind], said, *inner)


def marked_row(mark: Revision, numbers: Numbers) -> Element:
    """The same for a row of a table, which comes and goes, and does not move."""
    kind = Kind.INSERTED if mark.came else Kind.DELETED
    return marked(Revision(kind, mark.authors, mark.date), numbers)


def runs(stretch: Stretch, language: str) -> Iterator[Element]:
    """The words of a stretch as runs, each with the direction of its letters."""
    deleted = stretch.mark is not None and stretch.mark.kind is Kind.DELETED
    for words, rtl in directions(writable(stretch.words), from_the_right=is_rtl(language)):
        yield run(words, language, rtl=rtl, tone=stretch.tone, deleted=deleted)


def run(words: str, language: str, *, rtl: bool, tone: str = "", deleted: bool = False) -> Element:
    """One run."""
    properties = made("w:rPr")
    if tone in _TONES:
        properties.append(value("w:rStyle", _TONES[tone]))
    if tone == "strong":
        properties.extend((made("w:b"), made("w:bCs")))
    if rtl:
        properties.append(made("w:rtl"))
    properties.append(_language_of(language, rtl=rtl))
    element = made("w:r", None, properties)
    element.extend(_signs(words, "w:delText" if deleted else "w:t"))
    return element


def _language_of(language: str, *, rtl: bool) -> Element:
    """Which language the words are in; Latin words in a text from the right are in none that we know."""
    if rtl:
        return made("w:lang", {"w:bidi": language if is_rtl(language) else "ar"})
    if is_rtl(language):
        return made("w:lang", {"w:val": "en", "w:bidi": language})
    if language.partition("-")[0] in ("zh", "ja", "ko"):
        return made("w:lang", {"w:val": language, "w:eastAsia": language})
    return made("w:lang", {"w:val": language, "w:bidi": language})


def _signs(words: str, tag: str) -> Iterator[Element]:
    """The words with their line breaks and tabs as elements."""
    at = 0
    for found in _SIGNS.finditer(words):
        if found.start() > at:
            yield _text(tag, words[at : found.start()])
        yield made("w:br" if found[0] == "\n" else "w:tab")
        at = found.end()
    if at < len(words):
        yield _text(tag, words[at:])


def _text(tag: str, words: str) -> Element:
    element = made(tag)
    element.text = words
    element.set(_SPACE, "preserve")
    return element


def directions(words: str, *, from_the_right: bool) -> Iterator[tuple[str, bool]]:
    """The words cut where their direction turns: each part, and whether it runs from the right."""
    if words.isascii() and not from_the_right:
        if words:
            yield words, False
        return
    start = 0
    current = from_the_right
    for at, turned in _turns(words, from_the_right):
        if turned != current:
            if at > start:
                yield words[start:at], current
            start, current = at, turned
    if start < len(words):
        yield words[start:], current


def _turns(words: str, base: bool) -> Iterable[tuple[int, bool]]:
    """Where letters of another direction begin, and where the paragraph's own come back."""
    turned, end = base, 0
    for at, sign in enumerate(words):
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            strong = kind != "L"
            if strong != turned:
                # Back to the paragraph's direction at the end of the foreign letters, so that what lies between is its.
                yield (end if strong == base else at), strong
                turned = strong
            end = at + 1
        elif kind in ("EN", "NSM", "AN") and end == at:
            end = at + 1  # the digits of a name such as G20, the signs on a letter
