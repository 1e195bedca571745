"""Searching everything that a seat may see, in Arabic and Latin letters alike.

Every text is folded as `core.text.searchable` says and must contain each of the words, without their Arabic prefixes.
What somebody may not see is taken out before anything is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from mithaq.core.text import searchable, sought, tokens
from mithaq.desk.queries.corpus import KINDS, NAMED, Entry, Kind, corpus, visible_among
from mithaq.desk.queries.log import acts_visible_to, audience_of, with_things
from mithaq.desk.queries.waiting import CountOf
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.sentences import verbs_saying
from mithaq.foundation.languages.words import FALLBACK, PerLanguage

#: Finds of each kind shown at once, and where one kind alone is looked at.
SHOWN, SHOWN_OF_ONE = 8, 100
#: The kinds of find whose pages have an index of their own: see `pages`.
PAGED = ("papers", "studies")
#: Acts are counted as far as this.
COUNTED = 200
#: Letters of text shown before and after the first word that was found.
BEFORE, AFTER = 60, 140


@dataclass(frozen=True)
class Piece:
    """A part of a passage, and whether it is what was looked for."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Found:
    """A record that was found: its title, its page, and the passage in which the words stand."""

    title: PerLanguage
    url: str
    passage: str = ""
    language: str = ""
    pieces: tuple[Piece, ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class Finds:
    """What was found of one kind."""

    key: str
    title: Promise
    shown: list[Found]
    total: int

    @property
    def rest(self) -> int:
        """How many were found besides those shown."""
        return self.total - len(self.shown)


def search_for(words: str, seat: Seat | None, at: datetime, *, only: str = "") -> list[Finds]:
    """What `seat` may see that contains every one of the words, by kind; the texts of one kind alone where `only` names
    it, but the counts of all. One query, and one more after an act."""
    wanted = sought(words)
    if not wanted:
        return []
    hits = {kind.key: _hits(corpus()[kind.key], wanted) for kind in KINDS}
    seen = visible_among({key: {one.record for one in found} for key, found in hits.items()}, seat, at)
    finds, how_far = [], partial(_how_far, wanted, get_language())
    for kind in KINDS:
        found: dict[int, Entry] = {}
        for one in hits[kind.key]:
            if one.record in seen[kind.key]:
                other = found.setdefault(one.record, one)
                if other is not one and how_far(one) < how_far(other):
                    found[one.record] = one
        if found:
            shown = _best(list(found.values()), wanted, how_many(kind.key, only))
            finds.append(Finds(kind.key, kind.heading, [_found(kind, one, wanted) for one in shown], len(found)))
    return finds


def acts_saying(words: str, seat: Seat | None, at: datetime, *, most: int = SHOWN) -> tuple[list[Any], int]:
    """The latest acts whose sentence contains every one of the words, with what they concerned, and how many such acts
    there are, counted as far as `COUNTED` and one more. Two queries; none that counts, until the next act."""
    wanted = sought(words)
    if not wanted:
        return [], 0
    acts = acts_visible_to(seat, at)
    said = [(_verbs(word), {one.record for one in _hits(corpus()["people"], [word])}) for word in wanted]
    if all(len(people) <= NAMED for _told, people in said):
        for told, people in said:
            acts = acts.filter(Q(verb__in=told) | Q(seat__in=people))
        counted = CountOf(acts.select_related(None).values("pk")[: COUNTED + 1])
        latest = list(acts.annotate(of_them=counted).prefetch_related("things")[:most])
        return latest, latest[0].of_them if latest else 0
    numbers = _found_acts.recall(
        (audience_of(seat), *wanted), at, lambda: list(islice(_numbers(acts.select_related(None), said), COUNTED + 1))
    )
    return (with_things(acts, numbers[:most]), len(numbers)) if numbers else ([], 0)


#: The numbers of the acts that hold very many people's name.
_found_acts: Memory[list[int]] = Memory(256)


def _numbers(plain: QuerySet[Act], said: list[tuple[set[str], set[int]]]) -> Iterator[int]:
    """The numbers of the acts that say it, the latest first. A word that is said of very many people is looked for in
    line after line: it is found soon, and so many keys in a question would cost more."""
    for told, people in said:
        if len(people) <= NAMED:
            plain = plain.filter(Q(verb__in=told) | Q(seat__in=people))
    for number, verb, who in plain.values_list("sequence", "verb", "seat_id").iterator(chunk_size=500):
        if all(verb in told or who in people for told, people in said):
            yield number


def _verbs(word: str) -> set[str]:
    verbs: set[str] = set()
    for language in FALLBACK:
        with override(language):
            verbs |= verbs_saying(word)
    return verbs


def how_many(key: str, only: str) -> int:
    """How many finds of a kind are shown, where one kind alone may be asked for."""
    if only in PAGED or any(kind.key == only for kind in KINDS):
        return SHOWN_OF_ONE if key == only else 0
    return SHOWN


def _hits(entries: list[Entry], wanted: list[str]) -> list[Entry]:
    """By the numbers of their records."""
    for word in wanted:
        entries = [one for one in entries if word in one.folded]
    return entries


def _how_far(wanted: list[str], language: str | None, one: Entry) -> tuple[bool, bool]:
    """Of several texts of a record that is shown whose own words say it, or else the one in the reader's language."""
    return not any(word in one.folded_words for word in wanted), one.language != language


def _best(found: list[Entry], wanted: list[str], most: int) -> list[Entry]:
    """Those first whose title says it."""
    titled = _titled(found, wanted)
    if len(titled) < most:
        chosen = {one.record for one in titled}
        titled += [one for one in found if one.record not in chosen]
    return titled[:most]


def _titled(found: list[Entry], wanted: list[str]) -> list[Entry]:
    for word in wanted:
        found = [one for one in found if word in one.folded_title]
    return found


def _found(kind: Kind, one: Entry, wanted: list[str]) -> Found:
    passage = _passage(one.words, wanted) if one.words else ""
    return Found(one.title, _address(kind, one), passage, one.language, tuple(_pieces(passage, wanted)))


def _address(kind: Kind, one: Entry) -> str:
    if kind.key == "clauses":  # a clause stands on the page of its text
        return f"{reverse(kind.page, args=[one.parent])}#clause-{one.address}"
    return reverse(kind.page, args=[one.address])


def _passage(text: str, wanted: list[str]) -> str:
    """The words around the first one that was found."""
    place = 0
    for token in tokens(text):
        if _holds(token, wanted):
            break
        place += len(token)
    else:
        place = 0
    start, end = max(0, place - BEFORE), min(len(text), place + AFTER)
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", start, end) if end < len(text) else end
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def _pieces(passage: str, wanted: list[str]) -> Iterator[Piece]:
    """The passage cut at the words that were found; joined, the pieces are the passage."""
    plain = ""
    for token in tokens(passage):
        if _holds(token, wanted):
            bare = token.rstrip()
            if plain:
                yield Piece(plain, False)
            yield Piece(bare, True)
            plain = token[len(bare) :]
        else:
            plain += token
    if plain:
        yield Piece(plain, False)


def _holds(token: str, wanted: list[str]) -> bool:
    return any(word in searchable(token) for word in wanted)
