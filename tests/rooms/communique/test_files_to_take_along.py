"""A draft and the table of a round as files: whose they are to take, and what stands in them."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from mithaq.communique.domain.compose import Composed, compose
from mithaq.communique.domain.prepare import release
from mithaq.communique.domain.remark import comment
from mithaq.communique.domain.settle import settle
from mithaq.communique.queries.exported import draft_text
from mithaq.communique.vocabulary import ClauseKind, Outcome, Subject
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.from_word import draft_of
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.house import a_city, a_house, a_published_text, a_seated, a_text
from tests.factories.negotiation import a_negotiator, a_return, a_round, an_amendment, the_point
from tests.factories.visits import a_visitor, are_the_same, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_QUERIES = 8


@pytest.fixture
def house():
    return a_house()


def asked(house, seat, address, at=None, language="en"):
    with the_clock_at(at or house.at):
        return a_visitor(seat).get(f"/{language}/{address}")


def word(house, seat, address, at=None):
    answered = asked(house, seat, address, at)
    assert answered.status_code == 200
    assert answered["Content-Type"].endswith("wordprocessingml.document")
    return read_tracked(answered.content)


def rows(house, seat, address, at=None):
    book = openpyxl.load_workbook(io.BytesIO(asked(house, seat, address, at).content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def a_table(house):
    """A round with two cities that want other words of one point, and a comment on another."""
    about = a_round(house)
    one, other = (a_negotiator(house, a_city(house, name)) for name in ("Marasi", "Tamra"))
    a_return(about, one, "Point 1 now.", at=house.at + HOUR)
    amendment = an_amendment(about, other, "Point 1 soon.", at=house.at + HOUR)
    comment(amendment.returned, "Why not?", the_point(about, 2), Subject.CLAUSE, seat=other, at=house.at + HOUR)
    release(amendment.returned, seat=other, at=house.at + HOUR)
    return about, one


def test_a_draft_is_taken_along_as_a_word_file_that_finds_home(house):
    text = a_text(house)
    draft = draft_text(text.drafts.get())
    file = word(house, house.secretariat, f"texts/{text.public_id}/word/?language=en")
    found = draft_of(file)
    assert file.properties["mithaq-draft"] == draft.hash
    assert file.properties["mithaq-text"] == text.public_id
    assert [(one.id, one.words["en"]) for one in found.clauses] == [(one.id, one.words["en"]) for one in draft.clauses]
    both = draft_of(word(house, house.secretariat, f"texts/{text.public_id}/word/?language=both"))
    assert [one.words for one in both.clauses] == [one.words for one in draft.clauses]


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_a_draft_is_there_for_those_who_negotiate_alone(house, kind):
    text = a_text(house)
    assert asked(house, None, f"texts/{text.public_id}/{kind}/").status_code == 404
    assert asked(house, a_seated(house, Role.PARTNER), f"texts/{text.public_id}/{kind}/").status_code == 404
    assert asked(house, a_seated(house, Role.SHERPA), f"texts/{text.public_id}/{kind}/").status_code == 200


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_a_published_text_is_there_for_everybody(house, kind):
    text = a_published_text(house)
    assert asked(house, None, f"texts/{text.public_id}/{kind}/", house.at + DAY).status_code == 200


def test_a_text_that_is_not_there_and_one_that_may_not_be_seen_are_the_same(house):
    text = a_text(house)
    with the_clock_at(house.at):
        assert are_the_same(a_visitor(), "get", f"/en/texts/{text.public_id}/word/", "/en/texts/nothing/word/")


def test_who_does_not_read_drafts_has_the_published_text_whatever_draft_is_asked_for(house):
    text = a_published_text(house)
    file = word(house, None, f"texts/{text.public_id}/word/?language=en&draft=99", house.at + DAY)
    assert "as it was frozen" in " ".join(one.whole for one in file.paragraphs)
    assert asked(house, house.secretariat, f"texts/{text.public_id}/word/?draft=99").status_code == 404
    assert asked(house, house.secretariat, f"texts/{text.public_id}/word/?draft=9x").status_code == 200


def test_a_pdf_of_the_draft_in_each_language(house):
    text = a_text(house)
    for asked_for in ("language=en&lines=1", "language=ar&lines=1", "language=both"):
        answered = asked(house, house.secretariat, f"texts/{text.public_id}/pdf/?{asked_for}")
        assert answered.content.startswith(b"%PDF")
        assert 'attachment; filename="' in answered["Content-Disposition"]


def test_two_drafts_are_compared_as_tracked_changes(house):
    text = a_text(house, points=1)
    compose(text, [Composed(ClauseKind.POINT, {"en": "Other words.", "ar": "كلمات أخرى."})], **house.by_us)
    address = f"texts/{text.public_id}/comparison/word/?language=en&from=0"
    file = word(house, house.secretariat, address)
    assert {one.author for one in file.marks.values()} == {"Draft 1"}
    assert "Other words." in [one.accepted for one in file.paragraphs]
    assert asked(house, None, address).status_code == 404
    assert asked(house, house.secretariat, f"texts/{text.public_id}/comparison/word/?from=x").status_code == 200
    assert asked(house, house.secretariat, f"texts/{text.public_id}/comparison/word/?to=0").status_code == 404
    assert asked(house, house.secretariat, f"texts/{text.public_id}/comparison/word/?from=7").status_code == 404


def test_what_cities_want_stands_in_the_word_file_under_their_names(house):
    about, sherpa = a_table(house)
    file = word(house, sherpa, f"rounds/{about.public_id}/word/tracked/", house.at + 2 * HOUR)
    assert {one.author for one in file.marks.values()} <= {"Marasi", "Tamra", "Marasi · Tamra"}
    assert [(one.author, one.text) for one in file.comments] == [("Tamra", "Why not?")]
    said = " ".join(one.whole for one in word(
        house, sherpa, f"rounds/{about.public_id}/word/brackets/", house.at + 2 * HOUR
    ).paragraphs)  # fmt: skip
    assert "(Marasi)" in said
    assert "(Tamra)" in said


def test_the_changes_of_one_city_alone_are_offered_on_its_return(house):
    about, sherpa = a_table(house)
    given = about.returns.get(organisation=sherpa.organisation)
    address = f"rounds/{about.public_id}/word/tracked/?city={sherpa.organisation.public_id}"
    with the_clock_at(house.at + 2 * HOUR):
        assert f"/en/{address}" in page_of(a_visitor(sherpa), f"/en/text-returns/{given.public_id}/")
    file = word(house, sherpa, address, house.at + 2 * HOUR)
    assert {one.author for one in file.marks.values()} == {"Marasi"}
    assert not file.comments


def test_what_a_city_still_prepares_is_in_nobodys_file(house):
    about = a_round(house)
    sherpa = a_negotiator(house, a_city(house, "Marasi"))
    an_amendment(about, sherpa, "Point 1 secretly.", at=house.at + HOUR)
    for seat in (house.secretariat, sherpa):
        for shape in ("tracked", "brackets", "matrix", "comments"):
            file = word(house, seat, f"rounds/{about.public_id}/word/{shape}/", house.at + 2 * HOUR)
            assert "secretly" not in " ".join(one.whole for one in file.paragraphs)


def test_the_matrix_and_the_comment_table_are_sheets_with_the_answers_of_the_secretariat(house):
    about, sherpa = a_table(house)
    at = house.at + 2 * HOUR
    found = rows(house, sherpa, f"rounds/{about.public_id}/sheet/matrix/", at)
    assert found[0][2:] == ["Marasi", "Tamra"]
    wanted = about.returns.get(organisation=sherpa.organisation).amendments.get()
    settle(about, [wanted.public_id], Outcome.DECLINED, "Not this year.", seat=house.secretariat, at=at)
    found = rows(house, sherpa, f"rounds/{about.public_id}/sheet/comments/", at)
    assert "Declined\nNot this year." in [row[-1] for row in found]


def test_a_round_has_no_other_files(house):
    about, sherpa = a_table(house)
    assert asked(house, sherpa, f"rounds/{about.public_id}/word/nothing/").status_code == 404
    assert asked(house, sherpa, f"rounds/{about.public_id}/sheet/tracked/").status_code == 404
    assert asked(house, None, f"rounds/{about.public_id}/word/tracked/").status_code == 404
    assert asked(house, a_seated(house, Role.PARTNER), f"rounds/{about.public_id}/word/tracked/").status_code == 404


def test_the_pages_offer_what_can_be_taken_along(house):
    about, sherpa = a_table(house)
    with the_clock_at(house.at + HOUR):
        shown = page_of(a_visitor(sherpa), f"/en/texts/{about.text.public_id}/")
        assert "Take it with you" in shown
        assert f"/en/texts/{about.text.public_id}/word/?language=both" in shown
        assert f"/en/rounds/{about.public_id}/word/brackets/" in page_of(
            a_visitor(sherpa), f"/en/rounds/{about.public_id}/"
        )


@pytest.mark.parametrize(
    "address",
    ["texts/{text}/word/", "texts/{text}/pdf/", *(f"rounds/{{round}}/word/{one}/" for one in ("tracked", "comments"))],
)
def test_a_file_asks_no_more_questions_than_a_page(house, address):
    about, sherpa = a_table(house)
    with the_clock_at(house.at + 2 * HOUR):
        asked_for = queries_of(
            a_visitor(sherpa), "/en/" + address.format(text=about.text.public_id, round=about.public_id)
        )
    assert len(asked_for) <= MOST_QUERIES
