"""Contacts as cards (vCard 4.0, RFC 6350): names in each language with LANGUAGE, alternatives of one thing with ALTID.

Lines end with CR LF and are folded at 75 octets, never within a letter; backslash, comma, semicolon and line breaks in
a value are escaped (sections 3.2, 3.4). `N` is given with the whole name, since which part is the family's is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mithaq.core.text import normalised

_WIDEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


@dataclass(frozen=True)
class Card:
    """One person in one office. Words are by language; `address` may be empty."""

    uid: str
    name: Mapping[str, str]
    organisation: Mapping[str, str]
    title: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    address: str = ""


def written(cards: Iterable[Card]) -> str:
    """Cards as one file (text/vcard), in UTF-8 when it is encoded."""
    return "".join(f"{folded}\r\n" for card in cards for line in _lines(card) for folded in _folded(line))


def _lines(card: Card) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:individual", f"UID:{_value(card.uid)}")
    yield from _by_language("FN", card.name, 1)
    yield from (line + ";;;" for line in _by_language("N", card.name, 2, before=";"))
    yield from _by_language("ORG", card.organisation, 3)
    yield from _by_language("TITLE", card.title, 4)
    if card.role:
        yield f"ROLE:{_value(card.role)}"
    if card.address:
        yield f"EMAIL;TYPE=work:{_value(card.address)}"
    yield "END:VCARD"


def _by_language(name: str, words: Mapping[str, str], number: int, before: str = "") -> Iterator[str]:
    """One thing in each of its languages: alternatives of each other, so that a reader chooses one."""
    alternatives = f";ALTID={number}" if len(words) > 1 else ""
    for language, text in words.items():
        yield f"{name}{alternatives};LANGUAGE={language}:{before}{_value(text)}"


def _value(text: str) -> str:
    return normalised(text).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets; each but the first begins with a space that does not count."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _WIDEST:
            yield piece
            piece, size = " ", 1
        piece += sign
        size += octets
    yield piece
