"""Contacts as cards (vCard 4.0, RFC 6350): names in each language with LANGUAGE, alternatives of one thing with ALTID.

Lines end with CR LF and are folded at 75 octets, never within a letter; backslash, comma, semicolon and line breaks in
a value are escaped (sections 3.2, 3.4). `N` (6.2.2) has the family's name first where it is known which part that is;
where it is not, the whole name stands as the given one, so that no program shows a part of it alone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    #: The family's part of the name, and what stands before it, by language.
    family: Mapping[str, str] = field(default_factory=dict)
    honorific: Mapping[str, str] = field(default_factory=dict)
    #: Codes of the languages spoken, that of letters first.
    languages: Sequence[str] = ()
    #: Numbers by what they reach ("voice", "cell"), the preferred first.
    numbers: Sequence[tuple[str, str]] = ()
    #: A JPEG, and whose it is under which terms.
    photo: bytes = b""
    credit: str = ""
    #: The language of what is not by language: the role and the credit.
    language: str = "en"


def written(cards: Iterable[Card]) -> str:
    """Cards as one file (text/vcard), in UTF-8 when it is encoded."""
    return "".join(f"{folded}\r\n" for card in cards for line in _lines(card) for folded in _folded(line))


def _lines(card: Card) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:individual", f"UID:{_value(card.uid)}")
    yield from _by_language("FN", card.name, 1)
    yield from _names(card)
    yield from _by_language("ORG", card.organisation, 3)
    yield from _by_language("TITLE", card.title, 4)
    if card.role:
        yield f"ROLE;LANGUAGE={card.language}:{_value(card.role)}"
    if card.address:
        yield f"EMAIL;TYPE=work:{_value(card.address)}"
    for kind, number in card.numbers:
        yield f'TEL;VALUE=text;TYPE="work,{kind}":{_value(number)}'
    for place, language in enumerate(card.languages, start=1):
        yield f"LANG;PREF={place}:{language}"
    if card.photo:
        yield f"PHOTO:data:image/jpeg;base64,{b64encode(card.photo).decode('ascii')}"
    if card.photo and card.credit:
        yield f"NOTE;LANGUAGE={card.language}:{_value(card.credit)}"
    yield "END:VCARD"


def _names(card: Card) -> Iterator[str]:
    """The parts of the name in each language: family; given; others; what stands before it; what after."""
    alternatives = ";ALTID=2" if len(card.name) > 1 else ""
    for language, whole in card.name.items():
        family, given = parts(whole, card.family.get(language, ""))
        before = card.honorific.get(language, "")
        yield f"N{alternatives};LANGUAGE={language}:{_value(family)};{_value(given)};;{_value(before)};"


def parts(whole: str, family: str) -> tuple[str, str]:
    """The family's part of a name and the rest; no family's part where the name neither begins nor ends with it."""
    name, last = normalised(whole).split(" "), normalised(family).split(" ")
    if family and len(last) < len(name):
        if name[-len(last) :] == last:
            return " ".join(last), " ".join(name[: -len(last)])
        if name[: len(last)] == last:
            return " ".join(last), " ".join(name[len(last) :])
    return "", whole


def _by_language(name: str, words: Mapping[str, str], number: int) -> Iterator[str]:
    """One thing in each of its languages: alternatives of each other, so that a reader chooses one."""
    alternatives = f";ALTID={number}" if len(words) > 1 else ""
    for language, text in words.items():
        yield f"{name}{alternatives};LANGUAGE={language}:{_value(text)}"


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
