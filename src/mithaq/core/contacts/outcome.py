"""What comes out when a list is laid beside the record: lines to read, questions, and what would be made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mithaq.core.contacts.entries import Entry


class Thing(StrEnum):
    """What a row is about."""

    ORGANISATION = "organisation"
    MEMBERSHIP = "membership"
    PERSON = "person"
    SEAT = "seat"
    #: A telephone; its one field is its kind, with the number.
    CHANNEL = "channel"
    FOCAL_POINT = "focal_point"


class State(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ASKED = "asked"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


#: The answers to whether two are one, beside "same:" with the reference of the one.
ANOTHER, LEAVE_OUT, SAME = "another", "leave_out", "same:"


@dataclass(frozen=True)
class Known:
    """A thing on record: its public identifier and its fields as texts ("name_en", "country", "standing"…)."""

    thing: Thing
    ref: str
    fields: Mapping[str, str]
    organisation: str = ""
    person: str = ""
    seat: str = ""
    #: A person with rights over the whole house, whom no list may change.
    is_guarded: bool = False


@dataclass(frozen=True)
class Otherwise:
    """What holds for new things where a row is silent: class, role of a person, kind of organisation, since when."""

    standing: str = ""
    role: str = ""
    kind: str = ""
    since: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; `before` is empty where there was nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One thing that is made or changed. `ref` is its public identifier, or for a new thing one within this list."""

    thing: Thing
    ref: str
    is_new: bool
    fields: tuple[FieldChange, ...]
    organisation: str = ""
    person: str = ""
    seat: str = ""


@dataclass(frozen=True)
class Candidate:
    """Somebody or something that a row may mean: on record, or first named by another row of the list."""

    ref: str
    names: tuple[str, ...]
    about: str
    likeness: int
    row: int = 0
    #: Whether the names are of one city in different languages, though no spelling shows it.
    is_translation: bool = False


@dataclass(frozen=True)
class Question:
    """Whether two are one. `may_be_another` is false where an address of mail can belong to one person only."""

    key: str
    thing: Thing
    names: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    may_be_another: bool = True


@dataclass(frozen=True)
class Line:
    """A row, and what would become of it."""

    number: int
    state: State
    entry: Entry
    changes: tuple[Change, ...] = ()
    question: Question | None = None
    #: The earlier row that asks the same question; 0 where this row asks it.
    asked_in: int = 0


@dataclass(frozen=True)
class Comparison:
    """Every row in its order, and every thing that would be made or changed, each after those that it needs."""

    lines: tuple[Line, ...]
    made: tuple[Change, ...]

    @property
    def seal(self) -> str:
        """A hash over all that would happen: the same list beside a record that has changed has another."""
        return hashlib.sha256(repr((self.lines, self.made)).encode()).hexdigest()
