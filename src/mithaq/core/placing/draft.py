"""The draft on which returns are placed: its clauses in order, each with its words in every language it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftClause:
    """One clause. `kind` is title, preamble, heading, point or closing; `number` as it is printed."""

    id: str
    kind: str
    number: str
    words: Mapping[str, str]
    depth: int = 0


@dataclass(frozen=True)
class DraftText:
    """A draft. `hash` is what our exports carry in `mithaq-draft`; empty where nobody knows one. `around` is what
    stands on copies of it and is no clause: its title and the line under it, in each language."""

    languages: tuple[str, ...]
    hash: str
    clauses: tuple[DraftClause, ...]
    around: tuple[str, ...] = ()

    def wordings(self) -> Iterator[tuple[int, str, str]]:
        """The place of the clause, the language, and the words, for every wording."""
        for place, clause in enumerate(self.clauses):
            for language in self.languages:
                if clause.words.get(language, "").strip():
                    yield place, language, clause.words[language]
