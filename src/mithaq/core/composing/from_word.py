"""Clauses to begin a text with, read out of Word documents or out of words that somebody pasted.

A document is one of three: our own export, in which bookmarks name each clause and its languages; a table with a
language in each column, whose rows are the clauses; or anybody's document, in which each paragraph is a clause. Several
documents, each in one language, are one text if they have as many clauses. Languages in the same letters are told
apart by their small words (`tongues`); nothing is taken in where a document is in none of them.

What stands under a heading is one deeper than it; a number such as "3.2" makes a clause one deeper than its point. All
that can be corrected afterwards, so nothing is left out that has words, except empty columns of numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mithaq.core.composing.sketch import Planned, Sketch, tidy
from mithaq.core.docx.pieces import Paragraph, Where, WordFile
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.draft import DraftText
from mithaq.core.placing.from_word import draft_of
from mithaq.core.placing.plain_text import as_word_file
from mithaq.core.placing.units import has_words
from mithaq.core.placing.words import label_of, number_of
from mithaq.core.text import script_of
from mithaq.core.tongues import likeliest

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
#: Letters of a number in a column of its own ("12.", "3.2.1").
_LONGEST_NUMBER = 6
_APART = frozenset(("preamble", "closing"))
_KINDS = frozenset(("preamble", "heading", "point", "sub_point", "closing"))
#: Languages whose letters are not Latin ones, with the scripts that their words may be counted as.
_SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "ug"), ("Arab",)),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "kk", "mn"), ("Cyrl",)),
    **dict.fromkeys(("hi", "mr", "ne"), ("Deva",)),
    "el": ("Grek",),
    "he": ("Hebr",),
    "ja": ("Kana", "Hani"),
    "ko": ("Hang",),
    "zh": ("Hani",),
}


@dataclass(frozen=True)
class FoundClause:
    """A clause that was found: `words` in the order of the columns of its document, empty where there are none."""

    kind: str
    depth: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class FoundText:
    """What a document holds. `languages` names those of its columns where the document says them; else it is empty, and
    the script of the words has to tell."""

    clauses: tuple[FoundClause, ...]
    languages: tuple[str, ...] = ()
    columns: int = 1


class NotAligned(ValueError):
    """The documents have not as many clauses each; `counts` tells how many each has."""

    def __init__(self, counts: Sequence[int]) -> None:
        super().__init__(counts)
        self.counts = list(counts)


class NoLanguage(ValueError):
    """There are words, but none in the languages of the text, or in one that another document has already; `number` is
    the document's, from 1 on."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def found_in(docx: bytes) -> FoundText:
    """The clauses of a Word document. Raises `Unreadable`."""
    file = read_tracked(docx)
    draft = draft_of(file)
    return (None if _is_ours(file) else _rows_of_tables(file)) or _nested(draft, is_ours=_is_ours(file))


def found_in_words(text: str, language: str) -> FoundText:
    """The clauses of words that somebody pasted: paragraphs with an empty line between them, or, where there is none,
    lines. Raises `Unreadable`."""
    lines = [line for line in text.splitlines() if line.strip()]
    has_paragraphs = _EMPTY_LINE.search(text.strip()) is not None
    draft = draft_of(as_word_file(text if has_paragraphs else "\n\n".join(lines)), language)
    whole = replace(
        draft,
        languages=(language,),
        clauses=tuple(replace(one, words={language: "".join(one.words.values())}) for one in draft.clauses),
    )
    return replace(_nested(whole, is_ours=False), languages=(language,))


def sketch_of(found: Sequence[FoundText], languages: Sequence[str], ids: Iterable[str]) -> Sketch:
    """The clauses of one document or of several, in these languages, each with the next of the `ids`.

    Raises `NotAligned` where several documents have not as many clauses, and `NoLanguage`.
    """
    counts = [len(one.clauses) for one in found]
    if len(set(counts)) > 1:
        raise NotAligned(counts)
    said: list[dict[str, str]] = [{} for _ in found[0].clauses]
    columns = _languages_of_columns(found, languages)
    for number, one in enumerate(found):
        mine = {column: code for (place, column), code in columns.items() if place == number}
        if not mine:
            raise NoLanguage(number + 1)
        for clause, words in zip(said, one.clauses, strict=True):
            clause.update({code: words.words[column] for column, code in mine.items() if words.words[column]})
    clauses = [
        Planned(key, clause.kind, words, clause.depth)
        for clause, words, key in zip(found[0].clauses, said, ids, strict=False)
        if words
    ]
    if not clauses:
        raise NoLanguage(1)
    return tidy(clauses)


def _languages_of_columns(found: Sequence[FoundText], languages: Sequence[str]) -> dict[tuple[int, int], str]:
    """The language of each column of each document, each language once: the one that the document names; else, of those
    in its letters, the one that its small words tell; else the first that is left."""
    columns: dict[tuple[int, int], str] = {}
    open_ones = []
    for number, one in enumerate(found):
        for column in range(one.columns):
            if not one.languages:
                open_ones.append((number, column))
            elif one.languages[column] in languages and one.languages[column] not in columns.values():
                columns[number, column] = one.languages[column]
    fits = {place: _fitting(found[place[0]], place[1], languages) for place in open_ones}
    for place, fit in fits.items():
        told = likeliest(_words_of_column(found[place[0]], place[1]), fit) if len(fit) > 1 else ""
        if told and told not in columns.values():
            columns[place] = told
    for place, fit in fits.items():
        left = [code for code in fit if code not in columns.values()]
        if place not in columns and left:
            columns[place] = left[0]
    return columns


def _fitting(one: FoundText, column: int, languages: Sequence[str]) -> list[str]:
    """Those of the languages that are written in the letters of a column. A code may say more than the language
    ("zh-hans")."""
    script = _script_of_column(one, column)
    return [code for code in languages if script in _SCRIPTS.get(code.partition("-")[0].lower(), ("Latn",))]


def _words_of_column(one: FoundText, column: int) -> str:
    return "\n".join(clause.words[column] for clause in one.clauses)


def _script_of_column(one: FoundText, column: int) -> str:
    scripts = Counter(script_of(clause.words[column]) for clause in one.clauses if clause.words[column])
    del scripts["Zyyy"]
    return scripts.most_common(1)[0][0] if scripts else "Zyyy"


def _is_ours(file: WordFile) -> bool:
    return any(name.startswith("m_") for one in file.paragraphs for name in one.bookmarks)


def _nested(draft: DraftText, *, is_ours: bool) -> FoundText:
    """The clauses of a draft, each under the heading before it, and deeper where its number says so. Where nothing
    names the languages, each script is a column."""
    languages = draft.languages
    under = 0
    found = []
    for one in draft.clauses:
        kind = one.kind if one.kind in _KINDS else "heading"
        if kind == "heading":
            depth = 0
            under = 1
        elif kind in _APART:
            depth = under = 0
        else:
            depth = under + one.number.strip(".").count(".")
        found.append(FoundClause(kind, depth, tuple(one.words.get(code, "") for code in languages)))
    return FoundText(tuple(found), languages if is_ours else (), len(languages))


def _rows_of_tables(file: WordFile) -> FoundText | None:
    """The rows of the tables as clauses, where the words stand in tables of two columns or more."""
    cells: dict[tuple[int, int], dict[int, list[Paragraph]]] = {}
    outside = 0
    for one in file.paragraphs:
        if not has_words(one.accepted):
            continue
        if one.where is Where.TABLE and one.cell is not None:
            row = cells.setdefault((one.cell.table, one.cell.row), {})
            row.setdefault(one.cell.column, []).append(one)
        elif one.where is Where.BODY:
            outside += 1
    rows = [row for row in cells.values() if len(row) > 1]
    if len(rows) <= outside:
        return None
    columns = sorted({column for row in rows for column in row})
    spoken = [column for column in columns if not _is_of_numbers(column, rows)]
    clauses = tuple(_row(row, spoken) for row in rows)
    return FoundText(clauses, (), len(spoken)) if len(spoken) > 1 else None


def _is_of_numbers(column: int, rows: Sequence[dict[int, list[Paragraph]]]) -> bool:
    said = [_joined(row[column]) for row in rows if column in row]
    return all(len(words) <= _LONGEST_NUMBER for words in said)


def _row(row: dict[int, list[Paragraph]], columns: Sequence[int]) -> FoundClause:
    first = next(iter(row.values()))[0]
    heading = all(paragraphs[0].outline is not None for paragraphs in row.values())
    number = number_of(first.accepted, first.printed)
    depth = number.strip(".").count(".")
    words = tuple(_joined(row.get(column, [])) for column in columns)
    return FoundClause("heading" if heading else "point", depth, words)


def _joined(paragraphs: Sequence[Paragraph]) -> str:
    return "\n".join(one.accepted[label_of(one.accepted) :].strip() for one in paragraphs)
