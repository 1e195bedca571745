"""Tables of comments and plain text on the draft: every row is placed or listed."""

from __future__ import annotations

import pytest

from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.alignment import Ground
from mithaq.core.placing.change import Sort, Why
from mithaq.core.placing.comment_table import entries_in, placed_table, rows_in
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.place import placed
from mithaq.core.placing.plain_text import as_word_file
from mithaq.core.reading.unreadable import Unreadable
from tests.factories.tracked_files import tracked_file
from tests.factories.word_files import table

HEAD = ["MB/NC", "Line number", "Clause/ Subclause", "Paragraph/ Figure/ Table", "Type of comment", "Comments",
        "Proposed change", "Observations of the secretariat"]  # fmt: skip
WORDS = {
    "3": "We agree to protect the rivers of all our cities from plastic waste.",
    "3.2": "Ministers should invest in public transport, and report each year.",
}
DRAFT = DraftText(
    ("en", "ar"),
    "",
    (
        DraftClause("a", "point", "3", {"en": WORDS["3"], "ar": "نتفق على حماية أنهار جميع مدننا من النفايات."}),
        DraftClause("b", "point", "3.2", {"en": WORDS["3.2"]}),
    ),
)


def place(*rows, head=HEAD):
    return placed_table(Ground(DRAFT), entries_in(list(enumerate([head, *rows], start=1))), "table.csv")


def row(clause="", comment="", proposed="", *, member="PT", kind="", line=""):
    return [member, line, clause, "", kind, comment, proposed, ""]


@pytest.mark.parametrize(
    ("proposed", "kind", "before", "after"),
    [
        ("Replace “should” by “shall”", Sort.REPLACE, "should", "shall"),
        ('"should" to read "shall"', Sort.REPLACE, "should", "shall"),
        ("Delete “, and report each year”", Sort.DELETE, ", and report each year", ""),
        ("Delete", Sort.DELETE_CLAUSE, WORDS["3.2"], ""),
        ("يحذف البند", Sort.DELETE_CLAUSE, WORDS["3.2"], ""),
        ("3.2 Ministers should invest in public transport, and report every year.", Sort.REPLACE, "each", "every"),
        ("“Ministers should now invest in public transport, and report each year.”", Sort.INSERT, "", "now "),
        ("Say who pays.", Sort.COMMENT, "", "Say who pays."),
    ],
    ids=["replace", "reads", "delete-words", "delete", "delete-arabic", "anew", "quoted-anew", "said"],
)
def test_a_proposed_change_is_an_edit_where_it_can_be_read(proposed, kind, before, after):
    found = place(row("3.2", proposed=proposed))
    assert [(one.clause, one.kind, one.before, one.after, one.ids) for one in found.changes] == [
        ("b", kind, before, after, ("row/2",))
    ]


def test_a_comment_stands_on_its_clause_with_its_type_and_its_member():
    found = place(row("Clause 3", "Rivers only?", kind="te", member="Lisbon"))
    assert [(one.clause, one.kind, one.after, one.author) for one in found.changes] == [
        ("a", Sort.COMMENT, "te: Rivers only?", "Lisbon")
    ]


def test_a_proposal_in_arabic_is_on_the_arabic_words():
    found = place(row("٣", proposed="نتفق على صون أنهار جميع مدننا من النفايات."))
    assert [(one.clause, one.language, one.before, one.after) for one in found.changes] == [("a", "ar", "حماية", "صون")]


def test_a_comment_without_a_clause_is_about_the_whole_text():
    assert [(one.clause, one.after) for one in place(row("", "Well done")).changes] == [("", "Well done")]


def test_words_that_are_quoted_show_the_clause_where_no_number_does():
    found = place(row("", proposed="Replace “public transport” by “buses”"))
    assert [(one.clause, one.before, one.after) for one in found.changes] == [("b", "public transport", "buses")]


@pytest.mark.parametrize(
    "entry", [row("99", "Where?", "Add housing"), row("", "", "Add housing"), row(line="17", comment="Odd")]
)
def test_a_row_without_a_clause_of_the_draft_is_listed(entry):
    found = place(entry)
    assert (found.changes, [(one.why, one.ids) for one in found.unplaced]) == ((), [(Why.NO_CLAUSE, ("row/2",))])


def test_arabic_headings_in_another_order_are_understood():
    found = place(["تونس", "٣", "لماذا؟"], head=["المدينة", "البند", "التعليق"])
    assert [(one.clause, one.author, one.after) for one in found.changes] == [("a", "تونس", "لماذا؟")]


def test_the_table_may_stand_in_a_word_document():
    file = read_tracked(tracked_file(table(["Comments on the charter"], HEAD, row("3", "Why?", "Delete"), HEAD)))
    found = placed_table(Ground(DRAFT), entries_in(rows_in(file)))
    assert [(one.clause, one.kind) for one in found.changes] == [("a", Sort.COMMENT), ("a", Sort.DELETE_CLAUSE)]


def test_another_table_is_no_table_of_comments():
    assert entries_in([(1, ["Clause", "English", "العربية"]), (2, ["3", "We agree", "نتفق"])]) == []


def test_a_pasted_mail_is_placed_with_its_broken_lines_and_its_greeting_listed():
    mail = (
        "Dear all,\r\n\r\n> 3.2 Ministers shall invest in public\r\n> transport, and report each year.\r\n\r\nRegards"
    )
    found = placed(DRAFT, as_word_file(mail), "mail.txt")
    assert [(one.clause, one.before, one.after, one.tracked) for one in found.changes] == [
        ("b", "should", "shall", False)
    ]
    assert [one.after for one in found.unplaced] == ["Dear all,", "Regards"]


def test_pasted_lines_without_empty_ones_between_are_paragraphs_each():
    long = " ".join([WORDS["3"], "And so on, for as long as the river runs to the sea."])
    found = placed(DRAFT, as_word_file(f"{long}\n{WORDS['3.2']}"), "mail.txt")
    assert {one.clause for one in found.changes} == {"a"}


def test_a_text_without_words_is_refused():
    with pytest.raises(Unreadable):
        as_word_file(" \n\n")
