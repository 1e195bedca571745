"""Handing in what a record is found by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from mithaq.core.search.words import Word, words
from mithaq.core.text import language_of
from mithaq.foundation.search.models import LookedInto, Passage

#: Words of one passage. A longer page is cut, so that a snippet is found quickly and a vector has room for it.
LONGEST = 1_000
#: Passages written at once.
_AT_ONCE = 500


@dataclass(frozen=True)
class Said:
    """A page of a record as it reads; `language` may be empty, then the letters tell."""

    text: str
    language: str = ""
    page: int | None = None


def index(kind: str, subject: int, called: Iterable[Said], pages: Iterable[Said] = ()) -> int:
    """A record is found by these from now on and by nothing else; the number of its passages.

    `called` is what it is called and described by, in each language, and weighs more than its `pages`.
    """
    with transaction.atomic():
        forget(kind, subject)
        passages = [
            _passage(kind, subject, place, part, is_title=is_title)
            for place, (part, is_title) in enumerate(_parts(called, pages))
        ]
        Passage.objects.bulk_create(passages, batch_size=_AT_ONCE)
    return len(passages)


def forget(kind: str, subject: int) -> None:
    """A record is found by nothing any more."""
    Passage.objects.filter(kind=kind, subject=subject).delete()


def forget_all(kind: str) -> None:
    """No record of a kind is found any more, and none of their files was looked into: they all wait to be read."""
    with transaction.atomic():
        Passage.objects.filter(kind=kind).delete()
        LookedInto.objects.filter(kind=kind).delete()


def _parts(called: Iterable[Said], pages: Iterable[Said]) -> Iterator[tuple[_Part, bool]]:
    for is_title, several in ((True, called), (False, pages)):
        for one in several:
            yield from ((part, is_title) for part in _cut(one))


@dataclass(frozen=True)
class _Part:
    """A stretch of a page that is short enough, with its words."""

    text: str
    language: str
    page: int | None
    words: list[Word]


def _cut(said: Said) -> Iterator[_Part]:
    # No database takes these: PostgreSQL refuses the first, neither can write the others as UTF-8.
    text = said.text.replace("\0", " ").encode(errors="replace").decode()
    language = said.language or language_of(text)
    found = list(words(text, language))
    ends = [found[at].start for at in range(LONGEST, len(found), LONGEST)] + [len(text)]
    start = 0
    for number, end in enumerate(ends):
        part = found[number * LONGEST : (number + 1) * LONGEST]
        if part:
            yield _Part(text[start:end], language, said.page, part)
        start = end


def _passage(kind: str, subject: int, place: int, part: _Part, *, is_title: bool) -> Passage:
    stems = Counter(word.stem for word in part.words)
    return Passage(
        kind=kind,
        subject=subject,
        place=place,
        is_title=is_title,
        page=part.page,
        language=part.language,
        text=part.text,
        often=between_spaces(f"{stem}:{count}" for stem, count in stems.items() if count > 1),
        stems=between_spaces(word.stem for word in part.words),
        asides=between_spaces(dict.fromkeys(key for word in part.words for key in word.keys[1:])),
        words=len(part.words),
    )


def between_spaces(keys: Iterable[str]) -> str:
    """Keys in one line, each with a space before and behind it of its own."""
    return "".join(f" {key} " for key in keys)
