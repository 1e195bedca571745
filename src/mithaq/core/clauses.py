"""A frozen text in one canonical form, and the hash that people put their names to.

The form is canonical JSON (RFC 8785) for the kinds of value we use: text, whole numbers, true, false, null, lists and
objects. Fractions are refused, because two programs may print them differently; so are whole numbers that a
JSON reader with double precision cannot hold.

A text is its title, its languages and a tree of clauses:

    {"clauses": [{"clauses": […], "id": …, "kind": …, "number": …,
                  "words": {"en": {"hash": …, "text": …}, …}}],
     "form": "mithaq-text-1", "languages": ["ar", "en"], "title": {"ar": …, "en": …}}

Words stand in NFC; the hash beside them is `text.text_hash` of them. The order of the languages has no meaning, so
they are sorted. Who endorsed the text is no part of it: the same words keep their hash when one more city signs.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mithaq.core.text import text_hash

#: The name of this form; a changed form gets another name, so that an old hash stays checkable.
FORM = "mithaq-text-1"
#: The largest whole number that every JSON reader holds exactly.
LARGEST = 2**53 - 1

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]


@dataclass(frozen=True)
class FrozenClause:
    """One clause as it was frozen: its identity, what it is, its printed number, its words per language."""

    public_id: str
    kind: str
    number: str
    words: Mapping[str, str]
    clauses: tuple[FrozenClause, ...] = ()


def canonical(value: Plain) -> bytes:
    """The one JSON form of a value (RFC 8785), in UTF-8.

    Raises TypeError for a kind of value that has no canonical form here (fractions, bytes, keys that are no text)
    and ValueError for a number beyond `LARGEST` or a text that is no Unicode (a lone surrogate).
    """
    return _written(value).encode()


def canonical_text(title: Mapping[str, str], languages: Sequence[str], clauses: Sequence[FrozenClause]) -> bytes:
    """The canonical form of a frozen text.

    Raises ValueError where a clause or the title lacks one of the languages or has another one, where a language is
    named twice, or where two clauses have the same identity.
    """
    if len(set(languages)) != len(languages):
        raise ValueError("A language is named twice.")
    wanted = frozenset(languages)
    seen: set[str] = set()
    return canonical(
        {
            "form": FORM,
            "title": {language: _nfc(words) for language, words in _in_all(title, wanted, "The title").items()},
            "languages": sorted(wanted),
            "clauses": [_clause(clause, wanted, seen) for clause in clauses],
        }
    )


def frozen_hash(title: Mapping[str, str], languages: Sequence[str], clauses: Sequence[FrozenClause]) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits: what a city endorses."""
    return hashlib.sha256(canonical_text(title, languages, clauses)).hexdigest()


def _clause(clause: FrozenClause, wanted: frozenset[str], seen: set[str]) -> dict[str, Plain]:
    if clause.public_id in seen:
        raise ValueError(f"Two clauses have the identity {clause.public_id}.")
    seen.add(clause.public_id)
    words = _in_all(clause.words, wanted, f"Clause {clause.public_id}")
    return {
        "id": clause.public_id,
        "kind": clause.kind,
        "number": clause.number,
        "words": {language: {"hash": text_hash(said), "text": _nfc(said)} for language, said in words.items()},
        "clauses": [_clause(inner, wanted, seen) for inner in clause.clauses],
    }


def _in_all(words: Mapping[str, str], wanted: frozenset[str], what: str) -> Mapping[str, str]:
    if words.keys() != wanted:
        raise ValueError(f"{what} stands in {sorted(words)}, the text in {sorted(wanted)}.")
    return words


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _written(value: Plain) -> str:
    if value is None or isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is beyond what every reader holds exactly.")
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, Mapping):
        pairs = (f"{_written(key)}:{_written(value[key])}" for key in sorted(value, key=_utf_16))
        return "{" + ",".join(pairs) + "}"
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def _utf_16(key: str) -> bytes:
    """RFC 8785 sorts keys by their UTF-16 units, which differs from code points above U+FFFF."""
    if not isinstance(key, str):
        raise TypeError(f"A key is text, not {type(key).__name__}.")
    return key.encode("utf-16-be")
