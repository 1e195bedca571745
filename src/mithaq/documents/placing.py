"""Commands on anyone's drafts, without a database: `mithaq place`.

A draft is our export or any Word document, each paragraph a clause. Files are opened in confined children, as those
that are uploaded. Nothing is written but the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mithaq.communique.vocabulary import WHY_NOT_PLACED, aside_of, found_in_a_file
from mithaq.core.docx.pieces import WordFile
from mithaq.core.placing.alignment import Ground
from mithaq.core.placing.carried import carried_over
from mithaq.core.placing.change import Aside, Change, Origin, Placed, Sort, Unplaced
from mithaq.core.placing.comment_table import Entry, placed_table
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.from_word import draft_of
from mithaq.core.placing.place import placed
from mithaq.core.reading.unreadable import Unreadable
from mithaq.documents.recommendations import CannotRead, content_of, why_unread
from mithaq.foundation.uploads.reading import read_return, read_word

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


def word_file(name: str) -> WordFile:
    """A Word document with its changes. Raises `CannotRead`."""
    try:
        return read_word(content_of(name))
    except Unreadable as fault:
        raise CannotRead(name, why_unread(fault)) from fault


def draft_from(name: str, language: str = "") -> DraftText:
    """The draft that a Word document is, in `language` where it does not say in which. Raises `CannotRead`."""
    return draft_and_changes_in(name, language)[0]


def draft_and_changes_in(name: str, language: str = "") -> tuple[DraftText, int]:
    """The same, and how many tracked changes the document holds itself. Raises `CannotRead`."""
    file = word_file(name)
    draft = draft_of(file, language)
    if not draft.clauses:
        raise CannotRead(name, _("There are no words in this document."))
    return draft, len(file.marks)


def changes_in_a_draft(name: str, count: int) -> str:
    """What becomes of changes that were tracked in the draft itself, in the active language; empty for none."""
    said = ngettext(
        "%(name)s: it holds %(count)s tracked change itself, which counts as accepted.",
        "%(name)s: it holds %(count)s tracked changes itself, which count as accepted.",
        count,
    )
    return said % {"name": name, "count": count} if count else ""


def earlier_from(names: Sequence[str], language: str = "") -> list[DraftText]:
    """Earlier drafts, each of which says which one it is. Raises `CannotRead`."""
    drafts = [draft_from(name, language) for name in names]
    for name, draft in zip(names, drafts, strict=True):
        if not draft.hash:
            raise CannotRead(
                name,
                _("It does not say of which draft it is: only a copy made by Mithaq can stand as an earlier draft."),
            )
    return drafts


def placed_all(
    draft: DraftText, names: Sequence[str], earlier: Sequence[DraftText] = ()
) -> tuple[list[Placed], list[CannotRead]]:
    """The changes of each file on the draft, and the files that could not be read. What was written into a copy of an
    earlier draft is placed on that one and carried over."""
    ground = Ground(draft)
    grounds = {one.hash: Ground(one) for one in earlier if one.hash != draft.hash}
    with ThreadPoolExecutor() as pool:
        read = list(pool.map(_opened, names))
    results = [_placed(ground, grounds, one, name) for name, one in zip(names_of(names), read, strict=True)
               if not isinstance(one, CannotRead)]  # fmt: skip
    return results, [one for one in read if isinstance(one, CannotRead)]


def names_of(paths: Sequence[str]) -> list[str]:
    """What files are called: by their names, and where two have the same, as they were given."""
    counts = Counter(Path(path).name for path in paths)
    return [Path(path).name if counts[Path(path).name] == 1 else path for path in paths]


def _placed(ground: Ground, earlier: dict[str, Ground], read: WordFile | list[Entry], name: str) -> Placed:
    if not isinstance(read, WordFile):
        return placed_table(ground, read, name)
    if read.draft in earlier:
        older = earlier[read.draft]
        carried, _touched = carried_over(placed(older, read, name), older.draft, ground.draft)
        return replace(carried, origin=Origin.EARLIER)
    return placed(ground, read, name)


def _opened(name: str) -> WordFile | list[Entry] | CannotRead:
    """What a return holds: a document, the rows of a table of comments, or why it is neither."""
    try:
        return read_return(content_of(name))
    except Unreadable as fault:
        return CannotRead(name, why_unread(fault))
    except CannotRead as fault:
        return fault


def as_records(draft: DraftText, results: Sequence[Placed], unread: Sequence[CannotRead] = ()) -> Record:
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
                "other_text": result.is_other,
                "fit": round(result.fit, 3),
                "changes": len(result.changes),
                "clauses": len(_clauses_of(result)),
                "unplaced": len(result.unplaced),
                "without_words": sum(len(one.ids) for one in result.left),
                "missing": [{"clause": clause, "language": language} for clause, language in result.missing],
            }
            for result in results
        ],
        "unread": [{"file": fault.name, "reason": str(fault.reason)} for fault in unread],
    }


def told(draft: DraftText, results: Sequence[Placed]) -> Iterator[str]:
    """What was placed and what was not, in lines for a person, in the active language."""
    for result in results:
        yield f"{result.file}: {_summed(result)}"
        yield from (f"  {line}" for line in (*origin_told(result), *_aside(result)))
        if result.missing:
            told_of = ngettext(
                "%(count)s clause is not in it, and was not taken as deleted.",
                "%(count)s clauses are not in it, and were not taken as deleted.",
                len(result.missing),
            )
            yield "  " + told_of % {"count": len(result.missing)}
    changes = [change for result in results for change in result.changes]
    whole = [change for change in changes if not change.clause and change.kind is Sort.COMMENT]
    yield from _under(_("On the whole text"), whole)
    yield from _under(_("Before the first clause"), [one for one in changes if not one.clause and one not in whole])
    for clause in draft.clauses:
        yield from _under(_beginning(clause), [change for change in changes if change.clause == clause.id])
    unplaced = [one for result in results for one in result.unplaced]
    if unplaced:
        yield ""
        yield str(_("Could not be placed"))
    for one in unplaced:
        yield f"    {one.file}  {one.author or '–'}  {_before_and_after(one)}"
        yield f"        {WHY_NOT_PLACED[one.why]}"


def origin_told(result: Placed) -> Iterator[str]:
    """What a person has to know of where a file comes from, in the active language."""
    if result.is_other:
        yield str(_("This file is no copy of the draft: almost none of its paragraphs is like a clause."))
    elif result.origin is Origin.EARLIER:
        yield str(_("It was made of an earlier draft; its changes were carried over to this one."))
    elif result.origin is Origin.OTHER:
        yield str(_("It says that it was made of another draft; it was placed by its words."))
        yield str(
            _("What differs between the two drafts counts as its changes. To give that draft too: %(option)s")
        ) % {"option": "--earlier DRAFT.docx"}


def _summed(result: Placed) -> str:
    return found_in_a_file(len(result.changes), len(_clauses_of(result)), len(result.unplaced))


def _aside(result: Placed) -> Iterator[str]:
    counts = Counter[Aside]()
    for left in result.left:
        counts[left.aside] += len(left.ids)
    for aside in Aside:
        if counts[aside]:
            yield aside_of(aside, counts[aside])


def _under(heading: object, changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        return
    yield ""
    yield str(heading)
    for change in changes:
        what = SORTS[change.kind] if change.tracked else _("%(what)s (not tracked)") % {"what": SORTS[change.kind]}
        yield f"    {change.file}  {change.author or '–'}  {what}: {_before_and_after(change)}"


def _beginning(clause: DraftClause) -> str:
    words = next(iter(clause.words.values()), "")
    beginning = words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rstrip()}…"
    return f"{clause.number} {beginning}".strip()


def _before_and_after(one: Change | Unplaced) -> str:
    if one.before and one.after and one.before != one.after:
        return f"“{_on_a_line(one.before)}” → “{_on_a_line(one.after)}”"
    return f"“{_on_a_line(one.before or one.after)}”"


def _on_a_line(words: str) -> str:
    return words.strip().replace("\n", " ⏎ ")


def _clauses_of(result: Placed) -> set[str]:
    return {change.clause for change in result.changes}


def _plain(one: Change | Unplaced) -> Record:
    return {**asdict(one), "date": one.date.isoformat() if one.date else None}
