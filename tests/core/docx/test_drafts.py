"""A draft as a Word file: every clause is found again, in each language, with what cities would change in it."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.docx.changed import bookmark_of
from mithaq.core.docx.drafts import Cover, clean, tracked
from mithaq.core.docx.markup import directions
from mithaq.core.docx.pieces import Paragraph, WordFile
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.from_word import draft_of
from mithaq.core.placing.place import placed
from tests.factories.word import COVER, DRAFT, WHEN, change, swap, words


def file_of(changes: Sequence[Change] = (), languages: Sequence[str] = ("en",)) -> bytes:
    return written(tracked(DRAFT, languages, COVER, changes))


def by_bookmark(file: WordFile) -> dict[str, Paragraph]:
    return {name: one for one in file.paragraphs for name in one.bookmarks}


def part(file: bytes, name: str) -> str:
    return ZipFile(io.BytesIO(file)).read(name).decode()


@pytest.mark.parametrize("languages", [("en",), ("ar",), ("ar", "en"), ("en", "ar")])
def test_each_clause_comes_back_word_for_word_under_its_bookmark_with_its_number(languages: tuple[str, ...]) -> None:
    file = read_tracked(file_of(languages=languages))
    found = by_bookmark(file)
    for clause in DRAFT.clauses:
        for language in languages:
            paragraph = found[bookmark_of(clause.id, language, languages)]
            assert paragraph.whole == clause.words[language]
            assert paragraph.printed.rstrip(".") == clause.number
    assert not file.marks
    assert file.properties == {
        "mithaq-draft": DRAFT.hash,
        "mithaq-text": "decl",
        "mithaq-languages": " ".join(languages),
    }


@pytest.mark.parametrize("languages", [("en",), ("ar", "en")])
def test_the_draft_is_read_back_out_of_its_own_export(languages: tuple[str, ...]) -> None:
    found = draft_of(read_tracked(file_of(languages=languages)))
    assert (found.languages, found.hash) == (languages, DRAFT.hash)
    assert [(one.id, one.kind, one.number) for one in found.clauses] == [
        (one.id, one.kind, one.number) for one in DRAFT.clauses
    ]
    assert [one.words for one in found.clauses] == [
        {language: one.words[language] for language in languages} for one in DRAFT.clauses
    ]


def test_what_cities_would_change_is_placed_again_as_they_wanted_it() -> None:
    changes = [
        swap("p1", "invest", "spend", "Lisbon"),
        swap("p1", "every year", "", "Rome"),
        change("p2", Sort.DELETE_CLAUSE, "Oslo"),
        change("p3", Sort.INSERT_CLAUSE, "Rome", "A new point on water."),
    ]
    found = placed(DRAFT, read_tracked(file_of(changes)), "all.docx")
    assert not found.unplaced
    assert {(one.clause, one.kind, one.author, one.date) for one in found.changes} == {
        ("p1", Sort.REPLACE, "Lisbon", WHEN),
        ("p1", Sort.DELETE, "Rome", WHEN),
        ("p2", Sort.DELETE_CLAUSE, "Oslo", WHEN),
        ("p3", Sort.INSERT_CLAUSE, "Rome", WHEN),
    }


def test_the_same_draft_gives_the_same_bytes() -> None:
    changes = [swap("p1", "invest", "spend", "Lisbon"), change("p2", Sort.DELETE_CLAUSE, "Rome")]
    assert file_of(changes, ("ar", "en")) == file_of(changes, ("ar", "en"))


def test_another_reader_of_word_files_opens_it_and_finds_title_and_language() -> None:
    opened = docx.Document(io.BytesIO(file_of()))
    assert opened.core_properties.title == "Declaration of the River Cities"
    assert opened.core_properties.language == "en"
    assert opened.paragraphs[0].text == "Declaration of the River Cities"


def test_no_identifier_of_a_change_or_bookmark_stands_twice() -> None:
    changes = [swap("p1", "invest", "spend", "Lisbon"), change("p3", Sort.MOVE, "Oslo", other="h1")]
    said = part(file_of(changes), "word/document.xml")
    found = re.findall(
        r"<w:(?:ins|del|moveFrom|moveTo|bookmarkStart|moveFromRangeStart|moveToRangeStart) w:id=\"(\d+)\"", said
    )
    assert len(found) == len(set(found)) > 5


def test_changes_stand_under_the_names_of_their_cities_with_their_dates() -> None:
    changes = [
        swap("p1", "invest", "spend", "Lisbon"),
        swap("p1", "invest", "devote", "Madrid"),
        swap("p1", "every year", "", "Rome"),
    ]
    paragraph = by_bookmark(read_tracked(file_of(changes)))["m_p1"]
    assert [(one.text, one.kind.value, one.author, one.date) for one in paragraph.pieces if one.marks] == [
        ("invest", "deleted", "Lisbon · Madrid", WHEN),
        ("spend", "inserted", "Lisbon", WHEN),
        ("devote", "inserted", "Madrid", WHEN),
        ("every year", "deleted", "Rome", WHEN),
    ]
    assert paragraph.original == words("p1")


def test_a_clause_that_is_put_in_or_taken_out_comes_and_goes_with_its_paragraph() -> None:
    changes = [change("p3", Sort.INSERT_CLAUSE, "Rome", "A new point."), change("p2", Sort.DELETE_CLAUSE, "Oslo")]
    paragraphs = [*read_tracked(file_of(changes)).paragraphs]
    new = next(one for one in paragraphs if one.whole == "A new point.")
    gone = next(one for one in paragraphs if one.whole == words("p2"))
    assert (new.original, new.ends_in_original, new.end[0].author) == ("", False, "Rome")
    assert (gone.accepted, gone.ends_in_accepted, gone.end[0].author) == ("", False, "Oslo")
    assert paragraphs.index(new) == paragraphs.index(next(one for one in paragraphs if "m_p3" in one.bookmarks)) + 1


def test_a_new_clause_of_several_cities_stands_once_under_all_their_names() -> None:
    changes = [change("p3", Sort.INSERT_CLAUSE, city, "A new point.") for city in ("Rome", "Oslo")]
    (new,) = [one for one in read_tracked(file_of(changes)).paragraphs if one.whole == "A new point."]
    assert new.end[0].author == "Rome · Oslo"


def test_the_two_languages_of_a_new_clause_stand_in_one_row() -> None:
    changes = [
        change("p3", Sort.INSERT_CLAUSE, "Rome", "First."),
        change("p3", Sort.INSERT_CLAUSE, "Rome", "Second."),
        change("p3", Sort.INSERT_CLAUSE, "Rome", "أولا.", language="ar"),
        change("p3", Sort.INSERT_CLAUSE, "Rome", "ثانيا.", language="ar"),
    ]
    rows: dict[int, list[str]] = {}
    for one in read_tracked(file_of(changes, ("en", "ar"))).paragraphs:
        if one.cell:
            rows.setdefault(one.cell.row, []).append(one.whole)
    assert ["First.", "أولا."] in rows.values()
    assert ["Second.", "ثانيا."] in rows.values()


def test_a_clause_that_one_city_moves_is_moved_with_that_citys_own_words() -> None:
    changes = [change("p3", Sort.MOVE, "Oslo", other="h1"), swap("p3", "open", "publish", "Oslo")]
    paragraphs = [*read_tracked(file_of(changes)).paragraphs]
    (before,) = [one for one in paragraphs if one.pieces and one.pieces[0].kind == "moved_from"]
    (after,) = [one for one in paragraphs if one.pieces and one.pieces[0].kind == "moved_to"]
    assert before.whole == words("p3")
    assert after.whole == "Call upon states to publish data."
    assert after.index < before.index
    assert {mark.move for mark in (before.pieces[0].marks[0], after.pieces[0].marks[0])} == {"move1"}


def test_a_clause_that_one_city_moves_and_another_changes_keeps_both_readings() -> None:
    changes = [change("p3", Sort.MOVE, "Oslo", other="h1"), swap("p3", "open", "publish", "Lisbon")]
    paragraphs = [*read_tracked(file_of(changes)).paragraphs]
    here = next(one for one in paragraphs if "m_p3" in one.bookmarks)
    assert {(one.text, one.author) for one in here.pieces if one.kind == "inserted"} == {("publish", "Lisbon")}
    assert {one.author for one in here.pieces if one.kind == "deleted"} == {"Oslo", "Lisbon · Oslo"}
    assert [one.accepted for one in paragraphs if one.end and one.end[0].kind == "inserted"] == [words("p3")]


def test_a_comment_stands_on_its_words_with_its_answer() -> None:
    changes = [
        swap("p1", "invest", "spend", "Lisbon"),
        change("p1", Sort.COMMENT, "Oslo", "Why so often?", before="every year", ids=("c1",)),
        change("p1", Sort.COMMENT, "Lisbon", "Because leaders change.", other="c1"),
        change("p2", Sort.COMMENT, "Rome", "On all of it."),
    ]
    file = read_tracked(file_of(changes))
    question, reply, on_all = file.comments
    assert (question.author, question.text, question.date) == ("Oslo", "Why so often?", WHEN)
    assert (reply.author, reply.text, reply.answers) == ("Lisbon", "Because leaders change.", question.id)
    assert on_all.text == "On all of it."
    paragraph = by_bookmark(file)["m_p1"]
    span = next(one for one in paragraph.spans if one.comment == question.id)
    assert paragraph.whole[span.start : span.end] == "every year"


def test_arabic_words_run_from_the_right_and_latin_names_in_them_from_the_left() -> None:
    said = part(file_of(languages=("ar",)), "word/document.xml")
    assert said.count("<w:bidi/>") > len(DRAFT.clauses)
    assert re.search(r"<w:rPr><w:rtl/><w:lang w:bidi=\"ar\"/></w:rPr><w:t[^>]*>نحث قادة </w:t>", said)
    assert re.search(r"<w:rPr><w:lang w:val=\"en\" w:bidi=\"ar\"/></w:rPr><w:t[^>]*>G20</w:t>", said)


@given(st.text(), st.booleans())
def test_cutting_words_where_their_direction_turns_loses_nothing(said: str, base: bool) -> None:
    parts = [*directions(said, from_the_right=base)]
    assert "".join(words for words, _rtl in parts) == said
    assert all(one[1] != other[1] for one, other in pairwise(parts))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_words_come_back_but_for_signs_that_no_xml_holds(said: str) -> None:
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", said).replace("\r\n", "\n").replace("\r", "\n")
    draft = DraftText(("en",), "", (DraftClause("one", "point", "1", {"en": said}),))
    file = read_tracked(written(clean(draft, ["en"], Cover())))
    assert by_bookmark(file)["m_one"].whole == kept


def test_hostile_words_and_names_are_words() -> None:
    evil = '"><w:del/>&amp; <script>'
    draft = DraftText(("en",), evil, (DraftClause('a"><b', "point", '1"', {"en": evil}),))
    made = written(tracked(draft, ["en"], Cover({"en": evil}, running=evil, text=evil), [
        Change('a"><b', Sort.COMMENT, "", evil, author=evil, language="en"),
    ]))  # fmt: skip
    file = read_tracked(made)
    assert by_bookmark(file)["m_a___b"].whole == evil
    assert file.comments[0].author == evil
    assert (file.properties or {})["mithaq-draft"] == evil


def test_a_date_is_written_in_universal_time() -> None:
    cover = Cover(at=datetime.fromisoformat("2031-03-02T12:30:00+03:00"))
    made = written(clean(DRAFT, ["en"], cover))
    assert "2031-03-02T09:30:00Z" in part(made, "docProps/core.xml")
    assert datetime(2031, 3, 2, 9, 30, tzinfo=UTC) == WHEN


def test_the_editor_records_what_is_changed_unless_told_otherwise() -> None:
    assert "trackRevisions" in part(written(clean(DRAFT, ["en"], COVER)), "word/settings.xml")
    assert "trackRevisions" not in part(written(clean(DRAFT, ["en"], COVER, tracks=False)), "word/settings.xml")
