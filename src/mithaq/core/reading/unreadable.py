"""Why a document was not read: one of a few codes, with the numbers that belong to it."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The reasons for which a document is not read."""

    # It is something else.
    EMPTY = "empty"
    PDF = "pdf"
    OLD_WORD = "old_word"
    OPEN_DOCUMENT = "open_document"
    RICH_TEXT = "rich_text"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    OTHER_KIND = "other_kind"
    NO_TABLE = "no_table"
    NO_ROWS = "no_rows"
    NO_PICTURE = "no_picture"
    TOO_SMALL = "too_small"
    NO_TEXT = "no_text"
    NO_PAGE = "no_page"
    # It is a Word document that we do not open.
    MACROS = "macros"
    ENCRYPTED = "encrypted"
    SIGNED = "signed"
    DAMAGED = "damaged"
    # It is built to do harm, or looks like it.
    OVERLAPPING = "overlapping"
    UNSAFE_NAMES = "unsafe_names"
    ENTITIES = "entities"
    # It is too much of something.
    TOO_LARGE = "too_large"
    TOO_MANY_PARTS = "too_many_parts"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    PACKED_TOO_TIGHTLY = "packed_too_tightly"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_DOTS = "too_many_dots"
    # The child that read it was stopped or fell.
    TOO_HEAVY = "too_heavy"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"


Fact = int | str


class Unreadable(Exception):
    """A document was not read. `code` says why, `facts` holds the numbers of the sentence (sizes in megabytes)."""

    def __init__(self, code: Why, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])
