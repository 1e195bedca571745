"""What came back on a draft, put together: brackets with names, a row for each clause, a row for each comment."""

from __future__ import annotations

from dataclasses import replace

from mithaq.core.compiling import comment_table, matrix
from mithaq.core.compiling.bracketed import bracketed_text
from mithaq.core.compiling.words import Words
from mithaq.core.docx.composed import Line, Table
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.edits import Edit
from mithaq.core.placing.change import Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from tests.factories.word import COVER, DRAFT, change, swap, words

CHANGES = [
    swap("p1", "invest", "spend", "Lisbon"),
    swap("p1", "invest", "spend", "Rome"),
    swap("p1", "invest", "devote", "Madrid"),
    swap("p1", "every year", "", "Oslo"),
    change("p2", Sort.DELETE_CLAUSE, "Oslo"),
    change("p3", Sort.MOVE, "Oslo", other="h1"),
    change("p3", Sort.INSERT_CLAUSE, "Rome", "Share the cost."),
    change("p3", Sort.INSERT_CLAUSE, "Lisbon", "Share the cost."),
    change("p1", Sort.COMMENT, "Oslo", "Why so often?", before="every year"),
    change("", Sort.COMMENT, "Rome", "Water is missing."),
]
IN_ENGLISH = Words()


def said(lines: tuple[Line | Table, ...]) -> list[str]:
    return ["".join(one.words for one in line.stretches) for line in lines if isinstance(line, Line)]


def test_all_that_is_proposed_stands_in_brackets_with_who_proposes_it() -> None:
    found = said(bracketed_text(DRAFT, "en", COVER, CHANGES, IN_ENGLISH).blocks)
    assert (
        "Urge the leaders of the G20 to [invest / spend (Lisbon, Rome) / devote (Madrid)] 2.5% of their funds (SDG 11.b) "
        "in cities [every year / – (Oslo)]."
    ) in found
    assert "[Protect river banks. / – (Oslo)]" in found
    assert "Call upon states to open data. [Move it after Water and land (Oslo)]" in found
    assert "[Share the cost. (Lisbon, Rome)]" in found


def test_the_bracketed_text_is_a_word_file_with_the_comments_beside_its_clauses() -> None:
    file = read_tracked(written(bracketed_text(DRAFT, "en", COVER, CHANGES, IN_ENGLISH)))
    assert {(one.author, one.text) for one in file.comments} == {
        ("Oslo", "Why so often?"),
        ("Rome", "Water is missing."),
    }
    assert not file.marks


def test_nobody_wants_anything_and_the_text_is_the_draft() -> None:
    found = said(bracketed_text(DRAFT, "ar", COVER, (), IN_ENGLISH).blocks)
    assert found[2:] == [one.words["ar"] for one in DRAFT.clauses]


def test_the_matrix_has_a_row_for_each_clause_that_somebody_touches_and_a_column_for_each_who_does() -> None:
    found = matrix.matrix(DRAFT, CHANGES, IN_ENGLISH)
    assert found.cities == ("Lisbon", "Madrid", "Oslo", "Rome")
    rows = {name: cells for name, _text, cells in found.rows}
    assert [*rows] == ["1", "2", "3", "3 +"]
    assert rows["1"][0] == "… the G20 to [invest → spend] 2.5% of their …"
    assert rows["2"] == ("", "", "Take it out", "")
    assert rows["3 +"] == ("New: Share the cost.", "", "", "New: Share the cost.")
    head, first, *_rest = matrix.rows_of(found, IN_ENGLISH)
    assert head == ["Clause", "Text of the draft", "Lisbon", "Madrid", "Oslo", "Rome"]
    assert first[1] == words("p1")


def test_a_sign_behind_a_change_stands_at_its_bracket_as_it_does_in_the_draft() -> None:
    [(_name, _text, (shown,))] = matrix.matrix(DRAFT, [swap("p2", "banks", "shores", "Rome")], IN_ENGLISH).rows
    assert "[banks → shores]" in shown
    clause = words("p2")
    assert shown.replace("[banks → shores]", "banks").strip("… ") in clause
    [(_name, _text, (longer,))] = matrix.matrix(
        DRAFT, [swap("p2", "banks", "banks, and beds", "Rome")], IN_ENGLISH
    ).rows
    assert longer.endswith("[banks → banks, and beds].")


def test_words_in_a_cell_run_as_their_letters_do_and_the_arrow_with_them() -> None:
    arabic = words("p1", "ar")
    first = arabic.split()[0]
    changes = [
        swap("p1", "invest", "spend", "Rome"),
        change("p1", Sort.REPLACE, "Fez", "كلمة", before=first, language="ar", edits=(Edit(0, len(first), "كلمة"),)),
    ]
    found = matrix.matrix(DRAFT, changes, replace(IN_ENGLISH, language="ar"))
    by_city = dict(zip(found.cities, found.rows[0][2], strict=True))
    assert f"[{first} ← كلمة]" in by_city["Fez"]
    assert "[invest → spend]" in by_city["Rome"]
    document = matrix.as_document(found, "Matrix", replace(IN_ENGLISH, language="ar"))
    [table] = [one for one in document.blocks if isinstance(one, Table)]
    lines = [one for (one,) in table.rows[1].cells]
    assert [line.right_to_left for line in lines] == [True, True, *(city == "Fez" for city in found.cities)]


def test_between_numbers_in_arabic_words_the_arrow_runs_as_the_words_do() -> None:
    draft = DraftText(("ar",), "", (DraftClause("p1", "point", "1", {"ar": "قبل عام 2035 في كل مدينة"}),))
    asked = change("p1", Sort.REPLACE, "Fez", "2032", before="2035", language="ar", edits=(Edit(8, 12, "2032"),))
    found = matrix.matrix(draft, [asked], replace(IN_ENGLISH, language="ar"))
    assert found.rows[0][2] == ("قبل عام [2035 ← 2032] في كل مدينة",)


def test_a_matrix_of_many_cities_is_cut_into_tables_that_fit_the_page() -> None:
    changes = [swap("p1", "invest", f"spend {city}", f"City {city:02}") for city in range(10)]
    document = matrix.as_document(matrix.matrix(DRAFT, changes, IN_ENGLISH), "Matrix", IN_ENGLISH)
    tables = [one for one in document.blocks if isinstance(one, Table)]
    assert [len(one.rows[0].cells) - 2 for one in tables] == [4, 4, 2]
    assert read_tracked(written(document)).title == "Matrix"


def test_the_comment_table_has_a_row_for_each_change_with_what_the_secretariat_says() -> None:
    rows = comment_table.comment_rows(DRAFT, CHANGES, IN_ENGLISH, lambda one: f"noted for {one.author}")
    assert len(rows) == len(CHANGES) + 1
    assert rows[1] == ["Rome", "", "The whole text", "", "ge", "Water is missing.", "", "noted for Rome"]
    assert ["Oslo", "", "1", "every year", "te", "Why so often?", "", "noted for Oslo"] in rows
    numbered = comment_table.comment_rows(DRAFT, CHANGES, IN_ENGLISH, lambda one: "", {"p1": (4, 6), "p2": (7, 7)})
    assert {row[1] for row in numbered[1:]} <= {"", "4–6", "7"}
    assert "4–6" in {row[1] for row in numbered}
    document = comment_table.as_document(rows, "Comments", IN_ENGLISH)
    assert read_tracked(written(document)).title == "Comments"


def test_a_change_of_signs_alone_is_editorial() -> None:
    assert comment_table.kind_of(swap("p2", "Protect river banks.", "protect river banks;", "Rome")) == "ed"
    assert comment_table.kind_of(swap("p2", "river", "all river", "Rome")) == "te"
