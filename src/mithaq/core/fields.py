"""Letters with fields: `{{ city }}` is replaced by a value; nothing else in the text means anything.

    text   = { words | field }
    field  = "{{" spaces name spaces "}}"
    name   = letters, digits and "_" of ASCII

A value is put in as it is and never looked at again, so that a name such as `{{ upload_link }}` stays a name. A law:
`filled(text, {})` is `text` for every text in which `faults(text, ())` finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

_MARKS = re.compile(r"\{\{\s*(?P<name>[^{}]*?)\s*\}\}|(?P<stray>\{\{|\}\})")


@dataclass(frozen=True)
class Misplaced:
    """Something in double braces that is no field: what stands there, on which line and at which sign (from one)."""

    words: str
    line: int
    sign: int


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each field's value. A field without a value stays as it stands."""
    return _MARKS.sub(lambda mark: values.get(mark["name"] or "", mark[0]), text)


def without_fields(text: str) -> str:
    """The text with an ellipsis for each field; a colon or dash before one at its end goes with it."""
    return re.sub(r"\s*[:–—-]?\s*…$", "", _MARKS.sub("…", text)).strip() or text


def fields_in(text: str) -> set[str]:
    """The names of the fields that the text asks for, known or not."""
    return {mark["name"] for mark in _MARKS.finditer(text) if mark["name"]}


def faults(text: str, known: Collection[str]) -> Iterator[Misplaced]:
    """Every place where double braces hold no known field, or stand without their counterpart."""
    for mark in _MARKS.finditer(text):
        if mark["stray"] or mark["name"] not in known:
            before = text[: mark.start()]
            yield Misplaced(mark[0], before.count("\n") + 1, mark.start() - (before.rfind("\n") + 1) + 1)


def with_fields_apart(text: str, *, right_to_left: bool) -> str:
    """A letter as it was written, to be shown: each field between marks that keep its braces the right way round, and
    in a script from right to left after one that lets a line of nothing but a field begin at the right."""
    before = "\u200f\u2066" if right_to_left else "\u2066"
    return _MARKS.sub(lambda mark: f"{before}{mark[0]}\u2069" if mark["name"] else mark[0], text)
