"""Commands on anyone's drafts, without a database: `mithaq place`.

A draft is our export or any Word document, each paragraph a clause. Files are opened in confined children, as those
that are uploaded. Nothing is written but the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mithaq.core.docx.pieces import WordFile
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.alignment import Ground
from mithaq.core.placing.change import Change, Origin, Placed, Sort, Unplaced, Why
from mithaq.core.placing.draft import DraftText
from mithaq.core.placing.from_word import draft_of
from mithaq.core.placing.place import placed
from mithaq.core.reading.unreadable import Unreadable
from mithaq.documents import CannotRead, content_of
from mithaq.foundation.uploads.reading import WORD
from mithaq.foundation.uploads.sandbox import in_a_child
from mithaq.foundation.uploads.vocabulary import sentence_of

Record = dict[str, Any]
#: Letters of a clause that tell a person which one it is.
_BEGINNING = 60

#: What a change does, as a list names it.
SORTS: dict[Sort, Promise] = {
    Sort.REPLACE: _("replaced"),
    Sort.INSERT: _("inserted"),
    Sort.DELETE: _("deleted"),
    Sort.MOVE: _("clause moved"),
    Sort.INSERT_CLAUSE: _("new clause after it"),
    Sort.DELETE_CLAUSE: _("clause deleted"),
    Sort.SPLIT: _("divided"),
    Sort.JOIN: _("joined with the next"),
    Sort.COMMENT: _("comment"),
}
#: Why something could not be placed.
REASONS: dict[Why, Promise] = {
    Why.OTHER_TEXT: _("The file is a copy of another text."),
    Why.NO_CLAUSE: _("Its paragraph is like no clause of the draft."),
    Why.OUTSIDE: _("It stands in a header, a footer or a note."),
    Why.UNREAD: _("It stands where no text is shown."),
    Why.NO_PLACE: _("The comment stands beside no words."),
}


def word_file(name: str) -> WordFile:
    """A Word document with its changes. Raises `CannotRead`."""
    try:
        return in_a_child(read_tracked, content_of(name), limits=WORD)
    except Unreadable as fault:
        raise CannotRead(name, sentence_of(fault)) from fault


def draft_from(name: str) -> DraftText:
    """The draft that a Word document is. Raises `CannotRead`."""
    draft = draft_of(word_file(name))
    if not draft.clauses:
        raise CannotRead(name, _("There are no words in this document."))
    return draft


def place(draft: DraftText, names: Sequence[str]) -> list[Placed]:
    """The changes of each file on the draft. Raises `CannotRead`."""
    ground = Ground(draft)
    return [placed(ground, word_file(name), Path(name).name) for name in names]


def as_records(draft: DraftText, results: Sequence[Placed]) -> Record:
    """What was placed and what was not, for a machine."""
    numbers = {clause.id: clause.number for clause in draft.clauses}
    return {
        "changes": [
            {**_plain(change), "number": numbers.get(change.clause, "")}
            for result in results
            for change in result.changes
        ],
        "unplaced": [_plain(one) for result in results for one in result.unplaced],
        "files": [
            {
                "file": result.file,
                "origin": str(result.origin),
                "fit": round(result.fit, 3),
                "changes": len(result.changes),
                "clauses": len(_clauses_of(result)),
                "unplaced": len(result.unplaced),
                "without_words": sum(len(one.ids) for one in result.left),
                "missing": [{"clause": clause, "language": language} for clause, language in result.missing],
            }
            for result in results
        ],
    }


def told(draft: DraftText, results: Sequence[Placed]) -> Iterator[str]:
    """What was placed and what was not, in lines for a person, in the active language."""
    for result in results:
        yield f"{result.file}: {_summed(result)}"
        if result.origin is Origin.OTHER:
            yield "  " + str(_("It says that it was made of another draft; it was placed by its words."))
        if result.missing:
            told_of = ngettext(
                "%(count)s clause is not in it, and was not taken as deleted.",
                "%(count)s clauses are not in it, and were not taken as deleted.",
                len(result.missing),
            )
            yield "  " + told_of % {"count": len(result.missing)}
    for clause in ("", *(clause.id for clause in draft.clauses)):
        yield from _on_clause(draft, clause, results)
    for result in results:
        for one in result.unplaced:
            yield f"? {one.file}  {REASONS[one.why]}"
            yield f"    {one.author or '–'}  {_before_and_after(one)}"


def _summed(result: Placed) -> str:
    """The sentence of the preview: 37 changes on 12 clauses; 2 could not be placed."""
    changes, clauses, unplaced = len(result.changes), len(_clauses_of(result)), len(result.unplaced)
    words = {
        "changes": ngettext("%(count)s change", "%(count)s changes", changes) % {"count": changes},
        "clauses": ngettext("%(count)s clause", "%(count)s clauses", clauses) % {"count": clauses},
    }
    if not unplaced:
        return str(_("%(changes)s on %(clauses)s; all could be placed.")) % words
    return ngettext(
        "%(changes)s on %(clauses)s; %(count)s could not be placed.",
        "%(changes)s on %(clauses)s; %(count)s could not be placed.",
        unplaced,
    ) % {**words, "count": unplaced}


def _on_clause(draft: DraftText, clause: str, results: Sequence[Placed]) -> Iterator[str]:
    found = [change for result in results for change in result.changes if change.clause == clause]
    if not found:
        return
    yield ""
    yield _heading(draft, clause)
    for change in found:
        tracked = "" if change.tracked else f" ({_('not tracked')})"
        yield f"    {change.file}  {change.author or '–'}  {SORTS[change.kind]}{tracked}: {_before_and_after(change)}"


def _heading(draft: DraftText, clause: str) -> str:
    found = next((one for one in draft.clauses if one.id == clause), None)
    if found is None:
        return str(_("Before the first clause"))
    words = next(iter(found.words.values()), "")
    beginning = words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rstrip()}…"
    return f"{found.number} {beginning}".strip()


def _before_and_after(one: Change | Unplaced) -> str:
    if one.before and one.after:
        return f"“{_on_a_line(one.before)}” → “{_on_a_line(one.after)}”"
    return f"“{_on_a_line(one.before or one.after)}”"


def _on_a_line(words: str) -> str:
    return words.strip().replace("\n", " ⏎ ")


def _clauses_of(result: Placed) -> set[str]:
    return {change.clause for change in result.changes}


def _plain(one: Change | Unplaced) -> Record:
    return {**asdict(one), "date": one.date.isoformat() if one.date else None}
