"""Does a clause use the words of the group's glossary, in each of its languages?

- A term that stands in one version and has words in the other's language stands there with those words, in whatever
  form they take (`terms.places_of`, loosely: a warning that is wrong costs more than one that is missing).
- A form to avoid stands in neither.
- What a longer entry covers is not looked at for a shorter one: "zero draft" is not "draft".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mithaq.core.parity import Version
from mithaq.core.terms import places_of


@dataclass(frozen=True)
class Entry:
    """What a glossary says of one term: its words and the forms to avoid, by language, and a note."""

    words: Mapping[str, str]
    avoided: Mapping[str, tuple[str, ...]]
    note: str = ""


class Fault(StrEnum):
    """How words depart from the glossary."""

    MISSING = "missing"
    AVOIDED = "avoided"


@dataclass(frozen=True)
class Departure:
    """Where words depart from the glossary.

    `words` stand in the version of `language`; `rather` is what the glossary has in `rather_in`: the counterpart that
    is missing there, or the term for a form to avoid, empty where it has none in that language.
    """

    fault: Fault
    language: str
    words: str
    rather: str
    rather_in: str


@dataclass(frozen=True)
class _Found:
    entry: Entry
    start: int
    end: int
    is_avoided: bool


def departures(one: Version, other: Version, entries: Sequence[Entry]) -> tuple[Departure, ...]:
    """Where two versions of a clause depart from the glossary, each entry once in a version. An empty version misses
    nothing."""
    found = {version.language: _found(version, entries) for version in (one, other)}
    told: list[Departure] = []
    for here, there in ((one, other), (other, one)):
        told.extend(_avoided(here, found[here.language]))
        if here.words and there.words:
            told.extend(_missing(here, there, found[here.language], found[there.language]))
    return tuple(told)


def _avoided(version: Version, found: Sequence[_Found]) -> Iterator[Departure]:
    for one in _once(found, is_avoided=True):
        rather = one.entry.words.get(version.language, "")
        words = version.words[one.start : one.end]
        yield Departure(Fault.AVOIDED, version.language, words, rather, version.language)


def _missing(here: Version, there: Version, ours: Sequence[_Found], theirs: Sequence[_Found]) -> Iterator[Departure]:
    """A term whose counterpart is not there; where a form to avoid stands for it, that is told instead."""
    avoided = {id(one.entry) for one in theirs if one.is_avoided}
    for one in _once(ours, is_avoided=False):
        rather = one.entry.words.get(there.language, "")
        if rather and id(one.entry) not in avoided and not _stands(rather, there):
            words = here.words[one.start : one.end]
            yield Departure(Fault.MISSING, here.language, words, rather, there.language)


def _stands(words: str, version: Version) -> bool:
    return bool(places_of(words, version.words, version.language, loosely=True))


def _once(found: Sequence[_Found], *, is_avoided: bool) -> Iterator[_Found]:
    seen = set()
    for one in found:
        if one.is_avoided == is_avoided and id(one.entry) not in seen:
            seen.add(id(one.entry))
            yield one


def _found(version: Version, entries: Sequence[Entry]) -> list[_Found]:
    """The terms and the forms to avoid in a version, in the order of its words, without those inside longer ones. Where
    both are the same words by their stems, it is the term."""
    found = []
    for entry in entries:
        forms = [(entry.words.get(version.language, ""), False)]
        forms += [(form, True) for form in entry.avoided.get(version.language, ())]
        for words, is_avoided in forms:
            places = places_of(words, version.words, version.language) if words else []
            found += [_Found(entry, start, end, is_avoided) for start, end in places]
    found.sort(key=lambda one: (one.start - one.end, one.is_avoided))
    kept: list[_Found] = []
    for one in found:
        if not any(_covers(longer, one) for longer in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _covers(longer: _Found, one: _Found) -> bool:
    """Whether another entry takes these words, or its own term does."""
    inside = longer.start <= one.start and one.end <= longer.end
    is_longer = longer.end - longer.start > one.end - one.start
    return inside and (is_longer or (longer.entry is one.entry and one.is_avoided))
