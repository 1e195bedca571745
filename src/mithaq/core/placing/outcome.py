"""The draft as the author of a file wants it: every change of the file carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from mithaq.core.edits import Edit, applied
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftText

Name = TypeVar("Name")
_OF_WORDS = frozenset((Sort.REPLACE, Sort.INSERT, Sort.DELETE, Sort.SPLIT))


def outcome(draft: DraftText, changes: Iterable[Change], language: str) -> list[str]:
    """The paragraphs of the draft in a language with these changes, in order. A clause that was divided is several, one
    that flows into the next is one with it."""
    own = [change for change in changes if change.language == language]
    words = {clause.id: clause.words[language] for clause in draft.clauses if clause.words.get(language)}
    for clause, base in words.items():
        edits = edits_of(own, clause, language)
        words[clause] = applied(base, edits)
    gone = {change.clause for change in own if change.kind is Sort.DELETE_CLAUSE}
    into = {change.other: change.clause for change in own if change.kind is Sort.JOIN}
    written: dict[str, list[str]] = {}
    held: list[str] = []
    for clause in _order(words, own):
        if clause not in gone:
            if clause in into and held:
                held[-1] += words[clause]
            else:
                held = [words[clause]]
                written[clause] = held
        written.setdefault(clause, [])
    came: dict[str, list[str]] = {}
    for change in own:
        if change.kind is Sort.INSERT_CLAUSE:
            came.setdefault(change.clause, []).append(change.after)
    paragraphs = list(came.get("", ()))
    for clause, texts in written.items():
        paragraphs += [line for text in texts for line in text.split("\n")]
        paragraphs += came.get(clause, ())
    return paragraphs


def edits_of(changes: Iterable[Change], clause: str, language: str) -> tuple[Edit, ...]:
    """Every edit to the words of a clause in a language, sorted; over the clause's words."""
    return tuple(
        sorted(
            edit
            for change in changes
            if (change.clause, change.language) == (clause, language) and change.kind in _OF_WORDS
            for edit in change.edits
        )
    )


def _order(clauses: Iterable[str], changes: Sequence[Change]) -> list[str]:
    """The clauses as they stand after every move."""
    order = list(clauses)
    moves = {change.clause: change.other for change in changes if change.kind is Sort.MOVE}
    for clause, after in in_turn(moves):
        order.remove(clause)
        order.insert(order.index(after) + 1 if after in order else 0, clause)
    return order


def in_turn(moves: Mapping[Name, Name]) -> Iterator[tuple[Name, Name]]:
    """Clauses that move, each with the one after which it comes, in the order in which they can be carried out: what
    comes after another one that moves, after it. Where they wait for one another, the first of them goes first."""
    waiting = dict(moves)
    while waiting:
        clause = next(iter(waiting))
        seen = {clause}
        while waiting[clause] in waiting and waiting[clause] not in seen:
            clause = waiting[clause]
            seen.add(clause)
        yield clause, waiting.pop(clause)
