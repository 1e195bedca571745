"""What somebody asks a search for, read out of one line.

All the words must be there; "some words" in quotation marks of any kind stand side by side; -this must not be there.
The last word may be unfinished while somebody is typing. A word is looked for in each language that is searched, for
nobody says in which language they ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mithaq.core.search.words import keys_of, words

#: Keys that stand side by side; one key for a word.
Sequence = tuple[str, ...]

_PART = re.compile(
    r"""(?P<minus>(?:(?<=\s)|^)[-−–])?(?:["“”„«»](?P<phrase>[^"“”„«»]*)["“”„«»]?|(?P<word>[^\s"“”„«»]+))"""
)
#: More than so many words are no question; what is behind them is left out.
MOST = 24


@dataclass(frozen=True)
class Wanted:
    """One thing asked for: any of these sequences. With `begins`, a word that begins so is enough."""

    sequences: tuple[Sequence, ...]
    begins: bool = False

    def holds(self, stems: list[str], keys: Iterable[str]) -> bool:
        """Whether a text has it, told by its stems in their order and by all its keys. The law that databases keep."""
        known = set(keys)
        return any(self._found(sequence, stems, known) for sequence in self.sequences)

    def _found(self, sequence: Sequence, stems: list[str], known: set[str]) -> bool:
        if len(sequence) == 1:
            (key,) = sequence
            return any(one.startswith(key) for one in known) if self.begins else key in known
        size = len(sequence)
        return any(tuple(stems[at : at + size]) == sequence for at in range(len(stems) - size + 1))


@dataclass(frozen=True)
class Question:
    """What must be there, and what must not. Without anything that must, nothing is found."""

    wanted: tuple[Wanted, ...] = ()
    unwanted: tuple[Wanted, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def found_in(self, text: str, language: str) -> bool:
        """Whether a text of a language answers the question."""
        found = list(words(text, language))
        stems, keys = [word.stem for word in found], {key for word in found for key in word.keys}
        return (
            bool(self)
            and all(one.holds(stems, keys) for one in self.wanted)
            and not any(one.holds(stems, keys) for one in self.unwanted)
        )


def question_of(line: str, languages: Iterable[str], *, is_being_typed: bool = False) -> Question:
    """What a line asks for in texts of some languages. `is_being_typed`: its last word may be unfinished."""
    codes = tuple(dict.fromkeys(languages)) or ("en",)
    parts = list(_PART.finditer(line))[:MOST]
    wanted: list[Wanted] = []
    unwanted: list[Wanted] = []
    for place, part in enumerate(parts):
        is_last = is_being_typed and place == len(parts) - 1 and part.end() == len(line) and part["phrase"] is None
        one = _wanted(part["phrase"] if part["phrase"] is not None else part["word"], codes, begins=is_last)
        if one.sequences and part["minus"]:
            unwanted.append(one)
        elif one.sequences:
            wanted.append(one)
    return Question(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _wanted(asked: str, languages: tuple[str, ...], *, begins: bool) -> Wanted:
    found: list[Sequence] = []
    for language in languages:
        said = list(words(asked, language))
        if len(said) == 1:
            found += [(key,) for key in said[0].keys]
        elif said:
            found.append(tuple(word.stem for word in said))
    if begins and len(found) and all(len(sequence) == 1 for sequence in found):
        # An unfinished word has no stem yet: as it stands it may begin a stem.
        found += [(keys[0],) for keys in keys_of(asked, "")]
        return Wanted(tuple(dict.fromkeys(found)), begins=True)
    return Wanted(tuple(dict.fromkeys(found)))
