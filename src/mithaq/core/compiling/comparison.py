"""Two drafts of one text: what was done to the clauses of the first to make the second of them, as changes.

A clause is the same where its identifier is. Of the clauses that both have, the longest row that kept its order stayed;
the others were moved. What is carried out in the order given makes the second draft of the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime

from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.redline import edits_between


def compared(old: DraftText, new: DraftText, author: str, date: datetime | None = None) -> list[Change]:
    """What makes the new draft of the old one, under one name, in every language that both have."""
    languages = [language for language in new.languages if language in old.languages]
    before = {one.id: one for one in old.clauses}
    after = {one.id for one in new.clauses}
    changes = [_change(one, Sort.DELETE_CLAUSE, author, date) for one in old.clauses if one.id not in after]
    stayed = _stayed([*before], [one.id for one in new.clauses if one.id in before])
    anchor = ""
    for clause in new.clauses:
        was = before.get(clause.id)
        if was is None:
            changes.extend(_arrived(clause, languages, anchor, author, date))
            continue
        changes.extend(_reworded(was, clause, languages, author, date))
        if clause.id not in stayed:
            changes.append(_change(was, Sort.MOVE, author, date, other=anchor))
        anchor = clause.id
    return changes


def _reworded(
    was: DraftClause, now: DraftClause, languages: Sequence[str], author: str, date: datetime | None
) -> Iterator[Change]:
    for language in languages:
        old, new = was.words.get(language, ""), now.words.get(language, "")
        edits = edits_between(old, new)
        if edits:
            yield Change(was.id, Sort.REPLACE, old, new, tuple(edits), author, date, language=language)


def _arrived(
    clause: DraftClause, languages: Sequence[str], anchor: str, author: str, date: datetime | None
) -> Iterator[Change]:
    for language in languages:
        if clause.words.get(language):
            yield Change(anchor, Sort.INSERT_CLAUSE, "", clause.words[language], (), author, date, language=language)


def _change(clause: DraftClause, kind: Sort, author: str, date: datetime | None, other: str = "") -> Change:
    return Change(clause.id, kind, "", "", (), author, date, other=other)


def _stayed(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The longest row of clauses that stand in the same order in both (patience, n log n)."""
    places = {clause: place for place, clause in enumerate(old)}
    tails: list[int] = []
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for clause in new:
        at = bisect_left(tails, places[clause])
        before[clause] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(places[clause])
            ends.append(clause)
        else:
            tails[at], ends[at] = places[clause], clause
    row: set[str] = set()
    last = ends[-1] if ends else None
    while last is not None:
        row.add(last)
        last = before[last]
    return row
