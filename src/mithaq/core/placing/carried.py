"""What was placed on an earlier draft, over the words of a later one; and what of it can enter a return as it is.

- A change moves with its ground (`core.edits.rebased`). Where the later draft says already what it asks for, it is told
  as settled; where its clause is gone, it is listed for a person to place.
- Two changes of one file that ask for different words at one place (two rows of a comment table) cannot both enter:
  the later one is listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mithaq.core.edits import Edit, applied, collides, edits_between, rebased
from mithaq.core.placing.change import Aside, Change, Left, Placed, Sort, Unplaced, Why
from mithaq.core.placing.draft import DraftText
from mithaq.core.placing.walking import kind_of
from mithaq.core.text import normalised

OF_WORDS = frozenset((Sort.REPLACE, Sort.INSERT, Sort.DELETE, Sort.SPLIT))


@dataclass(frozen=True)
class Ground:
    """Words of a clause that the file's author changed and that read otherwise in the later draft: what stood there,
    what the author wants, what stands there now."""

    clause: str
    language: str
    was: str
    theirs: str
    now: str


def carried_over(placed: Placed, older: DraftText, newer: DraftText) -> tuple[Placed, tuple[Ground, ...]]:
    """A file that was placed on an older draft, over a newer one; and where the ground had changed under it."""
    before = {clause.id: clause for clause in older.clauses}
    now = {clause.id: clause for clause in newer.clauses}
    changes: list[Change] = []
    unplaced, left, grounds = list(placed.unplaced), list(placed.left), list[Ground]()
    for (clause, language), asked in _by_wording(placed.changes).items():
        said = now[clause].words.get(language, "") if clause in now else ""
        if not said:
            unplaced += [_listed(one, Why.GONE) for one in asked]
            continue
        words = before[clause].words[language]
        if words == said:
            changes += asked
            continue
        edits = sorted(edit for one in asked for edit in one.edits)
        moved = rebased(edits, words, edits_between(words, said))
        ids = tuple(dict.fromkeys(name for one in asked for name in one.ids))
        changes += [_moved(asked[0], edit, said, ids) for edit in moved.edits]
        grounds += [Ground(clause, language, one.was, one.theirs, one.now) for one in moved.touched]
        if not moved.edits:
            left.append(Left(Aside.SETTLED, ids))
    there = {normalised(words) for clause in newer.clauses for words in clause.words.values()}
    for one in placed.changes:
        if one.kind in OF_WORDS:
            continue
        comes_again = one.kind is Sort.INSERT_CLAUSE and normalised(one.after) in there
        if comes_again or (one.kind is Sort.DELETE_CLAUSE and one.clause not in now):
            left.append(Left(Aside.SETTLED, one.ids))
        elif (one.clause and one.clause not in now) or (
            one.kind in (Sort.MOVE, Sort.JOIN) and one.other and one.other not in now
        ):
            unplaced.append(_listed(one, Why.GONE))
        else:
            changes.append(one)
    missing = tuple((clause, language) for clause, language in placed.missing if clause in now)
    carried = replace(placed, changes=tuple(changes), unplaced=tuple(unplaced), left=tuple(left), missing=missing)
    return carried, tuple(grounds)


def enterable(placed: Placed, draft: DraftText, longest: int) -> Placed:
    """The same with everything listed that cannot enter a return as it is: changes that collide with an earlier one of
    the file, a clause of more than `longest` letters, one joined with another than the next. A clause of which no words
    are left is one that was deleted."""
    order = [clause.id for clause in draft.clauses]
    words = {(clause.id, language): said for clause in draft.clauses for language, said in clause.words.items()}
    changes: list[Change] = []
    unplaced = list(placed.unplaced)
    taken: dict[tuple[str, str], list[Edit]] = {}
    for one in placed.changes:
        edits = taken.setdefault((one.clause, one.language), []) if one.kind in OF_WORDS else []
        if any(collides(edit, other) for edit in one.edits for other in edits):
            unplaced.append(_listed(one, Why.COLLIDES))
        elif one.kind is Sort.JOIN and one.other not in order[order.index(one.clause) + 1 :][:1]:
            unplaced.append(_listed(one, Why.NO_CLAUSE))
        elif one.kind is Sort.INSERT_CLAUSE and len(one.after) > longest:
            unplaced.append(_listed(one, Why.TOO_LONG))
        else:
            edits += [edit for edit in one.edits if edit not in edits]
            changes.append(one)
    for place, edits in taken.items():
        said = applied(words[place], sorted(edits)) if edits else words[place]
        own = [one for one in changes if one.kind in OF_WORDS and (one.clause, one.language) == place]
        if len(said) > longest:
            changes = [one for one in changes if one not in own]
            unplaced += [_listed(one, Why.TOO_LONG) for one in own]
        elif own and not said.strip():
            changes = [one for one in changes if one not in own]
            ids = tuple(dict.fromkeys(name for one in own for name in one.ids))
            gone = replace(own[0], kind=Sort.DELETE_CLAUSE, before=words[place], after="", edits=(), ids=ids)
            changes.append(gone)
    return replace(placed, changes=tuple(changes), unplaced=tuple(unplaced))


def _by_wording(changes: Iterable[Change]) -> dict[tuple[str, str], list[Change]]:
    found: dict[tuple[str, str], list[Change]] = {}
    for one in changes:
        if one.kind in OF_WORDS:
            found.setdefault((one.clause, one.language), []).append(one)
    return found


def _moved(one: Change, edit: Edit, words: str, ids: tuple[str, ...]) -> Change:
    before = words[edit.start : edit.end]
    kind = Sort.SPLIT if "\n" in edit.replacement else kind_of(before, edit.replacement)
    return replace(one, kind=kind, before=before, after=edit.replacement, edits=(edit,), ids=ids)


def _listed(one: Change, why: Why) -> Unplaced:
    return Unplaced(why, one.before, one.after, one.author, one.date, one.file, one.tracked, one.ids, one.language,
                    one.clause)  # fmt: skip
