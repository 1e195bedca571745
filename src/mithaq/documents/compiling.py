"""The command `mithaq compile`, without a database: what came back on a draft as one bracketed text, one file of
tracked changes, a matrix of clauses and senders, and a comment table.

Whoever sent a file is called by the file's name, for the authors inside it are persons and machines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import ngettext

from mithaq.communique.vocabulary import words_around
from mithaq.core.brackets import as_text
from mithaq.core.compiling import comment_table, matrix
from mithaq.core.compiling.bracketed import bracketed_text, pieces_of
from mithaq.core.docx.composed import is_rtl
from mithaq.core.docx.drafts import Cover, tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.change import Change, Placed
from mithaq.core.placing.draft import DraftText
from mithaq.core.sheets.written_book import Written, workbook
from mithaq.documents.placing import Record, as_records, origin_told
from mithaq.documents.recommendations import CannotRead

#: The instant in a workbook where no change has one: the same input gives the same file.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def by_sender(results: Sequence[Placed], names: Sequence[str]) -> list[Change]:
    """The changes of all files, each under the name of its sender: the file's name without its ending, and the whole
    path where two files have the same."""
    stems = Counter(Path(name).stem for name in names)
    senders = [Path(name).stem if stems[Path(name).stem] == 1 else name for name in names]
    return [
        replace(change, author=sender)
        for sender, result in zip(senders, results, strict=True)
        for change in result.changes
    ]


def files_of(draft: DraftText, changes: Sequence[Change], title: str) -> Iterator[tuple[str, bytes]]:
    """The files by name: in each language the bracketed text, in all of them the tracked changes, and the matrix
    and the comment table in the first."""
    at = max((one.date for one in changes if one.date is not None), default=_NO_DATE)
    cover = Cover(running=title, at=at)
    first = draft.languages[0]
    for language in draft.languages:
        yield (
            f"bracketed-{language}.docx",
            written(bracketed_text(draft, language, cover, changes, words_around(language))),
        )
    yield "tracked.docx", written(tracked(draft, draft.languages, cover, changes))
    words = words_around(first)
    found = matrix.matrix(draft, changes, words)
    yield "matrix.docx", written(matrix.as_document(found, title, words))
    yield "matrix.xlsx", _book(title, matrix.rows_of(found, words), first, at)
    rows = comment_table.comment_rows(draft, changes, words, lambda _change: "")
    yield "comments.xlsx", _book(title, rows, first, at)


def _book(title: str, rows: Sequence[Sequence[object]], language: str, at: datetime) -> bytes:
    return workbook([Written(title, rows)], right_to_left=is_rtl(language), at=at)


def as_record(
    draft: DraftText, results: Sequence[Placed], changes: Sequence[Change], unread: Sequence[CannotRead] = ()
) -> Record:
    """The bracketed text of each clause in each language, and all that `mithaq place` says."""
    on: dict[tuple[str, str], list[Change]] = {}
    for one in changes:
        on.setdefault((one.clause, one.language), []).append(one)
    clauses = [
        {"clause": one.id, "number": one.number, "bracketed": _bracketed(one.words, one.id, on)}
        for one in draft.clauses
    ]
    return {"clauses": clauses, **as_records(draft, results, unread)}


def _bracketed(words: Mapping[str, str], clause: str, on: Mapping[tuple[str, str], Sequence[Change]]) -> dict[str, str]:
    return {
        language: as_text(pieces_of(said, [*on.get((clause, language), ()), *on.get((clause, ""), ())]))
        for language, said in words.items()
    }


def told(results: Sequence[Placed], folder: Path, names: Sequence[str]) -> Iterator[str]:
    """What was made of what, in lines for a person, in the active language."""
    changes = sum(len(one.changes) for one in results)
    files = ngettext("%(count)s file", "%(count)s files", len(results)) % {"count": len(results)}
    said = ngettext("%(count)s change of %(files)s", "%(count)s changes of %(files)s", changes)
    yield said % {"count": changes, "files": files}
    for one in results:
        yield from (f"{one.file}: {line}" for line in origin_told(one))
    unplaced = sum(len(one.unplaced) for one in results)
    if unplaced:
        listed = ngettext(
            "%(count)s could not be placed and is in none of the files. To list it: %(command)s",
            "%(count)s could not be placed and are in none of the files. To list them: %(command)s",
            unplaced,
        )
        yield listed % {"count": unplaced, "command": "mithaq place"}
    yield from (str(folder / name) for name in names)
