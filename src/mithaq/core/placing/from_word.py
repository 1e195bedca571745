"""A draft read out of a Word document: our own export, or anybody's document, each paragraph a clause.

Our exports name each clause and its language by a bookmark, and say their hash. In any other document a paragraph is a
clause of its own, known by its place ("p12"); the number before it, typed or printed, is its number and no part of its
words. Changes that somebody tracked in the draft count as accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mithaq.core.docx.pieces import Paragraph, Where, WordFile
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.units import has_words
from mithaq.core.placing.words import label_of, number_of
from mithaq.core.text import language_as_told

_TEXT = frozenset((Where.BODY, Where.TABLE, Where.BOX))
_PREFIX, _STYLE = "m_", "mithaq "
_KINDS = frozenset(("title", "preamble", "heading", "point", "closing"))


def draft_of(file: WordFile, language: str = "") -> DraftText:
    """The draft that a Word document is. Without any words it has no clauses. `language`: which one it is in, where the
    document does not say it; words in other letters are in the language of those."""
    paragraphs = [one for one in file.paragraphs if one.where in _TEXT and has_words(one.accepted)]
    if any(_own_bookmark(one) for one in paragraphs):
        stated = tuple(file.properties.get("mithaq-languages", "").replace(",", " ").split())
        around = tuple(one.accepted for one in paragraphs if not _own_bookmark(one))
        ours = [one for one in paragraphs if _own_bookmark(one)]
        return replace(_ours(ours, stated, file.draft, language), around=around)
    clauses = tuple(_clauses(paragraphs, language))
    languages = tuple(dict.fromkeys(language for clause in clauses for language in clause.words))
    return DraftText(languages, file.draft, clauses)


def _ours(paragraphs: list[Paragraph], stated: tuple[str, ...], draft: str, told: str) -> DraftText:
    words: dict[str, dict[str, str]] = {}
    first: dict[str, Paragraph] = {}
    # A name of a bookmark holds no hyphen, so "zh-hans" ends it as "zh_hans".
    endings = {f"_{code.replace('-', '_')}": code for code in stated} if len(stated) > 1 else {}
    for paragraph in paragraphs:
        name = _own_bookmark(paragraph).removeprefix(_PREFIX)
        ending = next((one for one in endings if name.endswith(one)), "")
        if ending:
            stem, language = name.removesuffix(ending), endings[ending]
        else:
            stem, language = name, stated[0] if len(stated) == 1 else language_as_told(paragraph.accepted, told)
        said = words.setdefault(stem, {})
        # An editor that divides a paragraph may name both parts as the whole was named.
        said[language] = f"{said[language]}\n{_words(paragraph)}" if language in said else _words(paragraph)
        first.setdefault(stem, paragraph)
    languages = stated or tuple(dict.fromkeys(language for said in words.values() for language in said))
    clauses = [
        DraftClause(name, _kind(one, "point"), _number(one), words[name], one.level or 0) for name, one in first.items()
    ]
    return DraftText(languages, draft, tuple(clauses))


def _clauses(paragraphs: list[Paragraph], told: str) -> Iterator[DraftClause]:
    numbered = [place for place, one in enumerate(paragraphs) if _number(one)]
    for place, one in enumerate(paragraphs):
        around = "point"
        if numbered and not _number(one):
            around = "preamble" if place < numbered[0] else "closing" if place > numbered[-1] else "point"
        words = _words(one)
        yield DraftClause(
            f"p{place + 1}", _kind(one, around), _number(one), {language_as_told(words, told): words}, one.level or 0
        )


def _own_bookmark(paragraph: Paragraph) -> str:
    return next((name for name in paragraph.bookmarks if name.startswith(_PREFIX)), "")


def _words(paragraph: Paragraph) -> str:
    words = paragraph.accepted
    return words[label_of(words) :].strip()


def _number(paragraph: Paragraph) -> str:
    return number_of(paragraph.accepted, paragraph.printed)


def _kind(paragraph: Paragraph, otherwise: str) -> str:
    style = paragraph.style.removeprefix(_STYLE)
    if style in _KINDS:
        return style
    return "heading" if paragraph.outline is not None else otherwise
