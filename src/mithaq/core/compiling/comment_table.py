"""The comment table in the form that standards bodies exchange: a row for each change or comment, and beside it what
the secretariat says to it.

Kinds of comment: `ge` on the whole, `te` on what is said, `ed` where only punctuation, case or signs change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mithaq.core.compiling.said import cell, name_of, said
from mithaq.core.compiling.words import Words
from mithaq.core.docx.composed import Composed, Line, Row, Style, Table, is_rtl, plain
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftText
from mithaq.core.text import searchable

#: What the secretariat says to a change; empty where it has not yet.
Answered = Callable[[Change], str]


def comment_rows(
    draft: DraftText,
    changes: Sequence[Change],
    words: Words,
    answered: Answered,
    lines: Mapping[str, tuple[int, int]] | None = None,
) -> list[list[object]]:
    """The table's rows in the order of the clauses, the headings first. `lines` are the first and last line of each
    clause in the numbered pages, where they are known."""
    head: list[object] = [
        words.member, words.line, words.subclause, words.paragraph, words.kind, words.comments, words.proposed,
        words.observations,
    ]  # fmt: skip
    places = {one.id: place for place, one in enumerate(draft.clauses)}
    clauses = {one.id: one for one in draft.clauses}
    rows: list[list[object]] = []
    for one in sorted(changes, key=lambda one: (places.get(one.clause, -1), one.author)):
        clause = clauses.get(one.clause)
        name = name_of(clause, words.language) if clause else words.whole
        remark, proposed = (one.after, "") if one.kind is Sort.COMMENT else ("", said(one, draft, words))
        beside = one.before if one.kind is Sort.COMMENT else ""
        rows.append(
            [
                one.author,
                _lines((lines or {}).get(one.clause)),
                name,
                beside,
                kind_of(one),
                remark,
                proposed,
                answered(one),
            ]
        )
    return [head, *rows]


def _lines(place: tuple[int, int] | None) -> str:
    if place is None:
        return ""
    first, last = place
    return str(first) if first == last else f"{first}–{last}"


def kind_of(change: Change) -> str:
    """`ge`, `te` or `ed`."""
    if change.kind is Sort.COMMENT:
        return "te" if change.clause else "ge"
    if change.kind in (Sort.REPLACE, Sort.INSERT, Sort.DELETE) and _bare(change.before) == _bare(change.after):
        return "ed"
    return "te"


def _bare(words: str) -> str:
    return "".join(sign for sign in searchable(words) if sign.isalnum())


def _cell(style: Style, language: str, words: str) -> tuple[Line, ...]:
    """A paragraph for each line, since each may be in another language."""
    return tuple(cell(style, language, line) for line in words.split("\n"))


def as_document(rows: Sequence[Sequence[object]], title: str, words: Words) -> Composed:
    """The table as a Word document across."""
    language = words.language
    shown = [
        Row(
            tuple(_cell(Style.CELL if place else Style.CELL_HEADING, language, str(one)) for one in row),
            is_heading=not place,
        )
        for place, row in enumerate(rows)
    ]
    table = Table(tuple(shown), (15, 13, 14, 15, 15, 28, 35, 30), right_to_left=is_rtl(language))
    return Composed(title, language, (plain(Style.TITLE, language, title), table), running=title, landscape=True)
