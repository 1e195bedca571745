"""What placing a file on a draft gives: changes on clauses, and everything that is not one, by name.

`edits` are over the words of the clause in `language`, in code points (`core.edits.Edit`). Applying all edits of a
clause and language, its parts divided at `split` and joined at `join`, gives the words of the file with every change
accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mithaq.core.edits import Edit


class Sort(StrEnum):
    """What a change does."""

    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"
    INSERT_CLAUSE = "insert_clause"
    DELETE_CLAUSE = "delete_clause"
    SPLIT = "split"
    JOIN = "join"
    COMMENT = "comment"


class Why(StrEnum):
    """Why something of a file is on no clause."""

    #: The file as a whole does not fit the draft.
    OTHER_TEXT = "other_text"
    #: Its paragraph fits no clause, and stands before the first or after the last that does.
    NO_CLAUSE = "no_clause"
    #: It stands in a header, a footer, or a note.
    OUTSIDE = "outside"
    #: It stands where no text is read.
    UNREAD = "unread"
    #: The comment stands beside nothing.
    NO_PLACE = "no_place"
    #: The file was made of an earlier draft, and its clause is not in this one.
    GONE = "gone"
    #: Another change of the same file asks for other words at this place.
    COLLIDES = "collides"
    #: The clause would have more letters than a clause may have.
    TOO_LONG = "too_long"


class Aside(StrEnum):
    """Why a change of a file changes no words of the draft."""

    FORM = "form"
    #: Put in and taken out again, or taken out and put in as it was.
    NO_EFFECT = "no_effect"
    #: Only the number before a paragraph, which the draft counts itself.
    NUMBER = "number"
    #: Only quotation marks, tatweel, or signs that nobody sees.
    SPELLING = "spelling"
    #: Empty paragraphs and white space.
    EMPTY = "empty"
    #: A picture or another thing without words came or went.
    PICTURE = "picture"
    #: The file was made of an earlier draft, and this one says already what it asks for.
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Change:
    """One change on one clause. `before` and `after` are the words that differ; of a comment, the words it stands
    beside and what it says; of a clause that came, went, moved or was divided, all of them."""

    #: The clause; of one that is put in, the one after which it comes (empty: before the first).
    clause: str
    kind: Sort
    before: str
    after: str
    edits: tuple[Edit, ...] = ()
    author: str = ""
    date: datetime | None = None
    file: str = ""
    tracked: bool = True
    ids: tuple[str, ...] = ()
    language: str = ""
    #: Of a move: the clause after which it now stands (empty: first). Of a join: the clause that flows into this one.
    #: Of a reply: the comment that it answers.
    other: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What a person has to place: words that came or went, or a comment, and between which clauses they stand."""

    why: Why
    before: str
    after: str
    author: str = ""
    date: datetime | None = None
    file: str = ""
    tracked: bool = True
    ids: tuple[str, ...] = ()
    language: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A change of the file that changes no words, so that it can be counted."""

    aside: Aside
    ids: tuple[str, ...]


class Origin(StrEnum):
    """Of which draft a file says that it is."""

    THIS = "this"
    #: An earlier one that is known: what is in it was carried over.
    EARLIER = "earlier"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Placed:
    """A file on a draft. `fit` is the share of the file's words (0 to 1) that stand in paragraphs found on it;
    `missing` are the clauses of which the file has nothing although it has others of that language: they are told,
    and never taken as deleted."""

    file: str
    origin: Origin
    fit: float
    changes: tuple[Change, ...]
    unplaced: tuple[Unplaced, ...]
    left: tuple[Left, ...]
    missing: tuple[tuple[str, str], ...] = ()
    #: Clauses that differ from the draft only in quotation marks, tatweel or signs that nobody sees.
    spelled: tuple[tuple[str, str], ...] = ()
    #: It is a copy of another text: nothing of it was placed.
    is_other: bool = False

    def ids(self) -> frozenset[str]:
        """Every change and comment of the file that is accounted for."""
        found: Sequence[Change | Unplaced | Left] = (*self.changes, *self.unplaced, *self.left)
        return frozenset(one for each in found for one in each.ids)
