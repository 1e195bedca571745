"""What we write into Word is what we read out of it: changes under their authors, and the table of comments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mithaq.core.compiling.comment_table import comment_rows
from mithaq.core.compiling.words import Words
from mithaq.core.docx.drafts import clean, tracked
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.alignment import Ground
from mithaq.core.placing.change import Origin, Sort
from mithaq.core.placing.comment_table import entries_in, placed_table
from mithaq.core.placing.from_word import draft_of
from mithaq.core.placing.place import placed
from tests.factories.word import COVER, DRAFT, change, swap

CHANGES = [
    swap("p1", "invest", "spend", "Lisbon"),
    swap("p1", "every year", "twice in it", "Madrid"),
    replace(swap("p21", "", " Report on them.", "Rome"), kind=Sort.INSERT),
    change("p2", Sort.DELETE_CLAUSE, "Oslo", before="Protect river banks."),
    change("p3", Sort.INSERT_CLAUSE, "Rome", "Share the cost."),
]
IN_ARABIC = swap("p1", "استثمار", "تخصيص", "تونس", "ar")


def told(found):
    return {
        (one.clause, one.kind, one.before.strip(), one.after.strip(), one.author, one.date, one.edits) for one in found
    }


@pytest.mark.parametrize("languages", [["en"], ["ar", "en"]], ids=["one", "both"])
def test_tracked_changes_come_home_under_their_authors(languages):
    changes = CHANGES if languages == ["en"] else [*CHANGES[:3], IN_ARABIC]
    file = read_tracked(written(tracked(DRAFT, languages, COVER, changes)))
    found = placed(DRAFT, file, "all.docx")
    assert told(found.changes) == told(changes)
    assert (found.origin, found.unplaced, found.missing, found.spelled) == (Origin.THIS, (), (), ())


def test_a_comment_comes_home_with_its_answer():
    said = [
        change("p1", Sort.COMMENT, "Oslo", "Why so often?", before="every year", ids=("c1",)),
        change("p1", Sort.COMMENT, "Lisbon", "Leaders change.", other="c1"),
    ]
    found = placed(DRAFT, read_tracked(written(tracked(DRAFT, ["en"], COVER, said))), "all.docx")
    first, answer = found.changes
    assert (first.clause, first.before, first.after, first.author) == ("p1", "every year", "Why so often?", "Oslo")
    assert (answer.after, answer.author, answer.other) == ("Leaders change.", "Lisbon", first.ids[0])


def test_an_export_is_the_draft_that_it_was_made_of():
    read = draft_of(read_tracked(written(clean(DRAFT, ["en", "ar"], COVER))))
    assert (read.hash, set(read.languages)) == (DRAFT.hash, set(DRAFT.languages))
    assert [(one.id, one.kind, one.number, dict(one.words)) for one in read.clauses] == [
        (one.id, one.kind, one.number, dict(one.words)) for one in DRAFT.clauses
    ]


def test_the_table_of_comments_comes_home():
    changes = CHANGES[:2]
    rows = comment_rows(DRAFT, changes, Words(), lambda _change: "")
    entries = entries_in([(at, [str(cell) for cell in row]) for at, row in enumerate(rows, start=1)])
    found = placed_table(Ground(DRAFT), entries, "table.xlsx")
    assert found.unplaced == ()
    assert {(one.clause, one.author) for one in found.changes} == {("p1", "Lisbon"), ("p1", "Madrid")}
