"""What stands above the line: the marks of footnotes, which are no words, and the powers of measures, which are.

Word, OpenDocument, HTML and PDF each say in their own way that signs are raised; what becomes of these is decided here.
Marks that are typed in brackets, or as raised digits of the alphabet itself, are told from words by what stands around
them and by the notes of the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mithaq.core.reading.document import Paragraph
from mithaq.core.text import western_digits

_POWERS = str.maketrans("23", "²³")
_MEASURE = re.compile(r"(?:^|[\W\d])(?:[kcdm]?m|ft)$")
_MARK = re.compile(r"[(\[]?[\d٠-٩*†‡,،§–-]+[)\]]?")
_RAISED_DIGITS = re.compile(r"(?<=[^\W\d_]|[.,;:!?؛،؟。»”\")\]])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
#: A mark after words: what begins a paragraph, or stands after a figure, counts something.
_BRACKETED = re.compile(r"(?<=[^\W\d_]|[.,;:!?؛،؟。»”\"])\s?[(\[]([\d٠-٩]{1,3})[)\]]")
_AT_THE_END = re.compile(r"(?<=[.!?؟。])\s?[(\[][\d٠-٩]{1,3}[)\]]\s*$")


def said_raised(signs: str, before: str) -> str:
    """What raised signs say after the words before them: a power ("m³"), nothing (a mark), or the signs themselves."""
    power = signs.strip().translate(_POWERS)
    if power in ("²", "³") and _MEASURE.search(before):
        return power
    return "" if _MARK.fullmatch(signs.strip()) else signs


def without_marks(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs without marks that were typed: raised digits, a number in brackets after a sentence, and one that
    a footnote bears, if it stands in the running text only once (a list within a sentence begins anew)."""
    notes = {western_digits(note.note).strip("()[]") for note in paragraphs if note.note}
    stand = Counter(
        western_digits(found[1]) for one in paragraphs if not one.note for found in _BRACKETED.finditer(one.text)
    )
    marks = {mark for mark in notes if stand[mark] == 1}
    return tuple(one if one.note else _without(one, marks) for one in paragraphs)


def _without(paragraph: Paragraph, marks: set[str]) -> Paragraph:
    text = paragraph.text
    if not re.search(r"[⁰¹²³⁴-⁹)\]]", text):
        return paragraph
    text = _RAISED_DIGITS.sub(lambda found: _raised_digits(found, text), text)
    text = _BRACKETED.sub(lambda found: "" if western_digits(found[1]) in marks else found[0], text)
    text = _AT_THE_END.sub("", text)
    return paragraph if text == paragraph.text else replace(paragraph, text=text)


def _raised_digits(found: re.Match[str], text: str) -> str:
    return said_raised(found[0].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")), text[: found.start()])
