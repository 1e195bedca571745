"""A city answers with a file: it is read, looked at, placed by hand where need be, and taken into the return."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mithaq.communique.domain.amend import reword
from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.prepare import begin_return, release
from mithaq.communique.domain.settle import settle
from mithaq.communique.followers import forget_authors
from mithaq.communique.jobs import read_return_files
from mithaq.communique.models import Amendment, Comment, Return, ReturnFile
from mithaq.communique.queries.exported import draft_text
from mithaq.communique.queries.tabled import asked_words
from mithaq.communique.vocabulary import Outcome
from mithaq.core.docx.drafts import Cover, tracked
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.change import Change, Sort
from mithaq.core.redline import edits_between
from mithaq.correspondence.models import Check, ReturnedFile
from mithaq.correspondence.models import Return as CameBack
from mithaq.desk.queries.log import acts_visible_to
from mithaq.foundation.actors.forgetting import Leaving
from mithaq.foundation.uploads.receive import receive
from tests.factories.hostile_files import locked_with_a_password, with_parts
from tests.factories.house import a_city, a_house, a_text
from tests.factories.letters import a_sent_circular
from tests.factories.negotiation import a_negotiator, a_return, a_round, the_point
from tests.factories.tracked_files import Hand
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at
from tests.factories.word_files import paragraph, run, word_file

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MOST_QUERIES = 8


@pytest.fixture
def house():
    return a_house()


def a_file(about, *changes, languages=("en",)) -> bytes:
    """Our export of the round's draft with these tracked changes in it."""
    draft = draft_text(about.draft)
    return written(tracked(draft, languages, Cover(text=about.text.public_id), changes))


def a_change(about, number=1, to="Point 1, firmly.", language="en", author="Amina"):
    clause = the_point(about, number)
    words = {one.id: one.words for one in draft_text(about.draft).clauses}[clause.public_id][language]
    return Change(clause.public_id, Sort.REPLACE, words, to, tuple(edits_between(words, to)), author, language=language)


def words_of(about, number=1, language="en"):
    clause = the_point(about, number).public_id
    return next(one.words[language] for one in draft_text(about.draft).clauses if one.id == clause)


def bring(house, seat, about, *files, at=None, **typed):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    with the_clock_at(at or house.at + HOUR):
        return a_visitor(seat).post(f"/en/rounds/{about.public_id}/files/", {"chosen": sent, **typed})


def do(house, seat, file, what, at=None, **typed):
    with the_clock_at(at or house.at + HOUR):
        return a_visitor(seat).post(f"/en/text-files/{file.public_id}/", {"do": what, **typed})


def page(house, seat, address, at=None):
    with the_clock_at(at or house.at + HOUR):
        return page_of(a_visitor(seat), f"/en/{address}")


def test_a_word_file_is_looked_at_first_and_enters_the_return_only_when_it_is_taken_in(house):
    sherpa = a_negotiator(house, a_city(house, "Marasi"))
    about = a_round(house)
    answered = bring(house, sherpa, about, ("ours.docx", a_file(about, a_change(about))))
    file = ReturnFile.objects.get()
    assert answered.headers["Location"].endswith(f"/text-files/{file.public_id}/")
    shown = page(house, sherpa, f"text-files/{file.public_id}/")
    assert "1 change on 1 clause; all could be placed." in shown
    assert not Return.objects.exists()
    assert do(house, sherpa, file, "take").status_code == 302
    amendment = Amendment.objects.get()
    assert (amendment.returned.organisation, amendment.clause, amendment.file) == (
        sherpa.organisation,
        the_point(about),
        file,
    )


def test_what_could_not_be_placed_is_placed_by_hand_before_the_file_is_taken_in(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    table = "Clause,Comment,Proposed change\n1,Too weak,\n77,Where is water?,Water is a right.\n88,,We meet often.\n"
    bring(house, sherpa, about, ("comments.csv", table.encode()))
    file = ReturnFile.objects.get()
    shown = page(house, sherpa, f"text-files/{file.public_id}/")
    assert "1 change on 1 clause; 2 could not be placed." in shown
    assert do(house, sherpa, file, "take").status_code == 409
    place = f"/en/text-files/{file.public_id}/unplaced/"
    with the_clock_at(house.at + HOUR):
        visitor = a_visitor(sherpa)
        assert "Water is a right." in page_of(visitor, f"{place}0/")
        assert visitor.post(f"{place}0/", {"choice": "nothing"}).status_code == 422
        after = the_point(about, 2).public_id
        assert visitor.post(f"{place}0/", {"choice": "after", "clause": after}).headers["Location"] == f"{place}1/"
        assert visitor.post(f"{place}1/", {"choice": "whole"}).status_code == 302
        assert visitor.get(f"{place}2/").status_code == 404
    assert do(house, sherpa, file, "take").status_code == 302
    new = Amendment.objects.get()
    assert (new.kind, new.clause, new.words) == ("insert_after", the_point(about, 2), {"en": "Water is a right."})
    assert sorted(Comment.objects.values_list("about", "said")) == [("clause", "Too weak"), ("whole", "We meet often.")]


def test_the_rest_is_kept_as_comments_or_left_out_with_a_reason_at_once(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    rows = "".join(f"{number},,Proposal {number}.\n" for number in range(70, 130))
    bring(house, sherpa, about, ("comments.csv", f"Clause,Comment,Proposed change\n{rows}".encode()))
    file = ReturnFile.objects.get()
    assert do(house, sherpa, file, "rest", choice="nothing").status_code == 409
    assert do(house, sherpa, file, "rest", choice="nothing", reason="Of another text").status_code == 302
    do(house, sherpa, file, "take")
    assert (Amendment.objects.count(), Comment.objects.count(), file.by_hand.count()) == (0, 0, 60)


def test_the_same_file_twice_changes_nothing(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    content = a_file(about, a_change(about))
    bring(house, sherpa, about, ("ours.docx", content))
    bring(house, sherpa, about, ("ours again.docx", content))
    file = ReturnFile.objects.get()
    do(house, sherpa, file, "take")
    assert do(house, sherpa, file, "take").status_code == 409
    bring(house, sherpa, about, ("ours.docx", content))
    assert (ReturnFile.objects.count(), Amendment.objects.count()) == (1, 1)


def test_a_corrected_file_replaces_the_earlier_one_and_can_be_taken_out_again_until_the_release(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    bring(house, sherpa, about, ("first.docx", a_file(about, a_change(about, 1, "First one."))))
    first = ReturnFile.objects.get()
    do(house, sherpa, first, "take")
    bring(house, sherpa, about, ("second.docx", a_file(about, a_change(about, 2, "Second one."))))
    second = ReturnFile.objects.last()
    assert "first.docx" in page(house, sherpa, f"text-files/{second.public_id}/")
    do(house, sherpa, second, "take")
    assert [one.clause for one in Amendment.objects.all()] == [the_point(about, 2)]
    first.refresh_from_db()
    assert (first.returned, first.replaced_by) == (None, second)
    do(house, sherpa, second, "take_out")
    assert [one.clause for one in Amendment.objects.all()] == [the_point(about, 1)]
    do(house, sherpa, second, "take")
    release(Return.objects.get(), seat=sherpa, at=house.at + HOUR)
    assert do(house, sherpa, second, "take_out").status_code == 409


def test_a_corrected_file_after_the_release_makes_another_return_and_the_first_stays_on_record(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    for name, point in (("first.docx", 1), ("second.docx", 2)):
        bring(house, sherpa, about, (name, a_file(about, a_change(about, point, "Otherwise."))))
        do(house, sherpa, ReturnFile.objects.last(), "take")
        release(Return.objects.get(released_at=None), seat=sherpa, at=house.at + HOUR)
    asked = [[one.clause for one in returned.amendments.all()] for returned in Return.objects.order_by("id")]
    assert asked == [[the_point(about, 1)], [the_point(about, 2)]]


def test_what_was_written_by_hand_stays_and_is_joined_with_the_file(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    returned = begin_return(about, seat=sherpa, at=house.at + HOUR)
    base = words_of(about)
    reword(returned, the_point(about), "en", f"{base} Every year.", seat=sherpa, at=house.at + HOUR)
    bring(house, sherpa, about, ("ours.docx", a_file(about, a_change(about, 1, f"Today: {base}"))))
    file = ReturnFile.objects.get()
    do(house, sherpa, file, "take")
    assert asked_words(Amendment.objects.get()) == f"Today: {base} Every year."
    do(house, sherpa, file, "take_out")
    assert asked_words(Amendment.objects.get()) == f"{base} Every year."


def test_a_file_of_another_city_is_named_before_it_is_taken_in(house):
    a_city(house, "Ghaymara")
    sherpa = a_negotiator(house, a_city(house, "Marasi"))
    about = a_round(house)
    bring(house, sherpa, about, ("return (Ghaymara).docx", a_file(about, a_change(about))))
    file = ReturnFile.objects.get()
    assert "speak for another city: Ghaymara." in page(house, sherpa, f"text-files/{file.public_id}/")


def the_copy_of(house, about, seat, city=""):
    """The draft as somebody takes it along, with a change tracked in it as an editor would."""
    with the_clock_at(house.at + HOUR):
        address = f"/en/texts/{about.text.public_id}/word/?language=en&draft=0&city={city and city.public_id}"
        taken = a_visitor(seat).get(address).content
    said = read_tracked(taken).properties
    draft = draft_text(about.draft)
    cover = Cover(text=said["mithaq-text"], city=said.get("mithaq-city", ""))
    return written(tracked(draft, ("en",), cover, [a_change(about, author="")]))


def test_the_copy_that_a_city_took_along_says_whose_it_is(house):
    marasi, ghaymara = a_negotiator(house, a_city(house, "Marasi")), a_negotiator(house, a_city(house, "Ghaymara"))
    about = a_round(house)
    copy = the_copy_of(house, about, marasi)
    bring(house, ghaymara, about, ("answer.docx", copy))
    file = ReturnFile.objects.get()
    assert file.named == marasi.organisation
    shown = page(house, ghaymara, f"text-files/{file.public_id}/")
    assert "The file was made of the copy that Marasi took along." in shown
    bring(house, marasi, about, ("answer.docx", copy))
    theirs = ReturnFile.objects.get(organisation=marasi.organisation)
    assert "took along" not in page(house, marasi, f"text-files/{theirs.public_id}/")


def test_a_copy_is_not_made_for_another_city_by_asking_for_it(house):
    marasi, other = a_negotiator(house, a_city(house, "Marasi")), a_city(house, "Ghaymara")
    copy = the_copy_of(house, a_round(house), marasi, other)
    assert read_tracked(copy).properties["mithaq-city"] == marasi.organisation.public_id


def test_the_secretariat_gives_out_copies_and_knows_again_whose_came_back(house):
    city, other = a_city(house, "Marasi"), a_city(house, "Ghaymara")
    about = a_round(house)
    rows = page(house, house.secretariat, f"rounds/{about.public_id}/")
    assert f"city={city.public_id}" in rows
    copy = the_copy_of(house, about, house.secretariat, city)
    bring(house, house.secretariat, about, ("answer.docx", copy))
    file = ReturnFile.objects.get()
    assert file.named == city
    do(house, house.secretariat, file, "city", city=other.public_id)
    assert "the copy that Marasi took along" in page(house, house.secretariat, f"text-files/{file.public_id}/")


def test_what_a_file_says_in_words_comes_before_whose_copy_it_was_made_of(house):
    city, other = a_city(house, "Marasi"), a_city(house, "Ghaymara")
    about = a_round(house)
    bring(house, house.secretariat, about, ("Ghaymara.docx", the_copy_of(house, about, house.secretariat, city)))
    file = ReturnFile.objects.get()
    assert file.named == other
    do(house, house.secretariat, file, "city", city=other.public_id)
    assert "the copy that Marasi took along" in page(house, house.secretariat, f"text-files/{file.public_id}/")


def test_the_marks_of_an_editor_are_told_as_such_beside_the_changes(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    bring(house, sherpa, about, ("ours.docx", a_file(about, a_change(about, 1, "Dot 1."))))
    shown = page(house, sherpa, f"text-files/{ReturnFile.objects.get().public_id}/")
    assert "1 change on 1 clause; all could be placed." in shown
    assert "An editor counts 2 marks in the file" in shown


def test_the_secretariat_brings_many_files_confirms_their_cities_and_takes_all_that_are_clear(house):
    cities = [a_city(house, name) for name in ("Ghaymara", "Marasi", "Sidrayn", "Wadi Amal")]
    about = a_round(house)
    files = [
        (f"return_{city.name.in_language('en').replace(' ', '-')}.docx", a_file(about, a_change(about, 1, f"{city}.")))
        for city in cities
    ]
    bring(house, house.secretariat, about, *files)
    assert ReturnFile.objects.filter(reading=None).count() == 4
    with the_clock_at(house.at + HOUR):
        while read_return_files():
            pass
    assert [one.named for one in ReturnFile.objects.all()] == cities
    assert not Amendment.objects.exists()
    chosen = {f"city-{one.public_id}": one.named.public_id for one in ReturnFile.objects.all()}
    address = f"/en/rounds/{about.public_id}/files/"
    with the_clock_at(house.at + HOUR):
        visitor = a_visitor(house.secretariat)
        visitor.post(address, {"do": "cities", **chosen})
        assert "Take in all 4 that are clear" in page_of(visitor, address)
        visitor.post(address, {"do": "take_all"})
    entered = Return.objects.order_by("organisation_id")
    assert [(one.organisation, one.is_entered, one.amendments.count()) for one in entered] == [
        (city, True, 1) for city in cities
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word document of the old kind"), (b"", "empty"), (b"%PDF-1.7\n", "This is a PDF")],
    ids=["old", "empty", "pdf"],
)  # fmt: skip
def test_a_file_that_is_no_answer_is_refused_in_words_and_the_others_are_in(house, content, said):
    sherpa = a_negotiator(house)
    about = a_round(house)
    answered = bring(house, sherpa, about, ("bad.docx", content), ("ours.docx", a_file(about, a_change(about))))
    assert answered.status_code == 422
    assert said in answered.content.decode()
    assert [one.name for one in ReturnFile.objects.all()] == ["ours.docx"]


def test_clauses_pasted_out_of_a_mail_are_compared_word_by_word(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    base = words_of(about)
    bring(house, sherpa, about, pasted=f"> {base} Every year.")
    do(house, sherpa, ReturnFile.objects.get(), "take")
    assert Amendment.objects.get().clause == the_point(about)


def test_a_file_is_private_as_the_return_is(house):
    sherpa, other = a_negotiator(house), a_negotiator(house)
    about = a_round(house)
    bring(house, sherpa, about, ("ours.docx", a_file(about, a_change(about))))
    address = f"/en/text-files/{ReturnFile.objects.get().public_id}/"
    with the_clock_at(house.at + HOUR):
        for seat in (other, house.secretariat):
            assert a_visitor(seat).get(address).status_code == 404
            assert not acts_visible_to(seat, house.at + HOUR).filter(verb__startswith="file.").exists()


def test_pages_of_files_take_the_same_queries_for_one_file_and_for_many(house):
    about = a_round(house)
    counted = []
    for number in (1, 2):
        for each in range(number):
            city = a_city(house, f"City {number} {each}")
            content = a_file(about, a_change(about, 1, f"Words {number} {each}."))
            bring(house, house.secretariat, about, (f"{city}.docx", content))
        with the_clock_at(house.at + HOUR):
            visitor = a_visitor(house.secretariat)
            pages = (f"rounds/{about.public_id}/files/", f"text-files/{ReturnFile.objects.last().public_id}/")
            counted += [len(queries_of(visitor, f"/en/{address}")) for address in pages]
    assert counted[:2] == counted[2:]
    assert max(counted) <= MOST_QUERIES


def test_a_file_of_the_draft_before_is_carried_over_to_the_words_of_this_one(house):
    sherpa = a_negotiator(house)
    first = a_round(house, text=a_text(house, points=3))
    ours = a_file(first, a_change(first, 1, "Point 1, firmly."), a_change(first, 2, "Point 2 at last."))
    adopted = a_return(first, a_negotiator(house), "Point 2 at last.", number=2, at=house.at + HOUR)
    settle(
        first,
        [one.public_id for one in adopted.amendments.all()],
        Outcome.ADOPTED,
        at=first.closes + HOUR,
        seat=house.secretariat,
    )
    compile_draft(first, seat=house.secretariat, at=first.closes + HOUR)
    opens = first.closes + 2 * HOUR
    second = call_round(first.text, opens, opens + timedelta(days=7), "en", seat=house.secretariat, at=opens)
    bring(house, sherpa, second, ("late.docx", ours), at=opens + HOUR)
    file = ReturnFile.objects.get()
    shown = page(house, sherpa, f"text-files/{file.public_id}/", opens + HOUR)
    assert "The file was made of draft 0." in shown
    assert "1 change that this draft holds already" in shown
    do(house, sherpa, file, "take", opens + HOUR)
    assert [(one.clause, one.base.text) for one in Amendment.objects.filter(file=file)] == [
        (the_point(second), words_of(second))
    ]


def test_a_file_of_another_text_is_listed_and_nothing_of_it_is_placed(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    hand = Hand()
    letter = word_file(
        paragraph(
            inner=f"{run('The harbour fees of the southern quays ')}{hand.ins('shall be halved before autumn.')}"
        ),
        paragraph("Signed by the master of the port, who keeps the books of all vessels."),
    )
    bring(house, sherpa, about, ("letter.docx", letter))
    shown = page(house, sherpa, f"text-files/{ReturnFile.objects.get().public_id}/")
    assert "Almost no paragraph of the file is like a clause of this draft" in shown
    assert "shall be halved before autumn" in shown


def test_typed_brackets_are_told_and_signs_that_turn_the_direction_do_not_enter(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    rows = f'1,,"{words_of(about)} [soon]"\n2,,"{words_of(about, 2)} \u202eagain\u202c"\n'
    bring(house, sherpa, about, ("ours.csv", f"Clause,Comment,Proposed change\n{rows}".encode()))
    shown = page(house, sherpa, f"text-files/{ReturnFile.objects.get().public_id}/")
    assert "Brackets were typed by hand: Point 1." in shown
    do(house, sherpa, ReturnFile.objects.get(), "take")
    assert sorted(map(asked_words, Amendment.objects.all())) == [
        f"{words_of(about)} [soon]",
        f"{words_of(about, 2)} again",
    ]


def test_a_locked_file_and_one_with_macros_are_refused_in_words(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    answered = bring(
        house,
        sherpa,
        about,
        ("locked.docx", locked_with_a_password()),
        ("macros.docx", with_parts(**{"word/vbaProject.bin": b"x"})),
    ).content
    assert "locked.docx: This document is locked with a password." in answered.decode()
    assert "macros.docx: This document carries macros" in answered.decode()
    assert not ReturnFile.objects.exists()


def test_a_file_is_brought_to_the_second_of_closing_in_time_and_after_it_late(house):
    about = a_round(house)
    for late, name in ((0, "in-time.docx"), (1, "late.docx")):
        at = about.closes + timedelta(seconds=late)
        content = a_file(about, a_change(about, 1, f"Words of {name}."))
        bring(house, a_negotiator(house), about, (name, content), at=at)
        assert ReturnFile.objects.get(name=name).is_late is bool(late)


def test_what_came_by_mail_is_taken_into_the_round_under_its_city_and_its_instant(house):
    about = a_round(house)
    city = a_city(house, "Marasi")
    a_negotiator(house, city)
    upload = receive(
        SimpleUploadedFile("ours.docx", a_file(about, a_change(about))), seat=house.secretariat, at=house.at
    )
    came = CameBack.objects.create(
        organisation=city,
        matter=a_sent_circular(house).matter,
        way="mail",
        digest="0" * 64,
        received_at=house.at + HOUR,
    )
    ReturnedFile.objects.create(returned=came, upload=upload, name="ours.docx")
    Check.objects.create(returned=came, seat=house.secretariat, at=house.at + HOUR, outcome="accepted")
    address = f"/en/rounds/{about.public_id}/files/"
    with the_clock_at(house.at + 2 * HOUR):
        visitor = a_visitor(house.secretariat)
        assert "Came by mail or by link" in page_of(visitor, address)
        visitor.post(address, {"do": "came", "came": ReturnedFile.objects.get().public_id})
        assert "Came by mail or by link" not in page_of(visitor, address)
    file = ReturnFile.objects.get()
    assert (file.organisation, file.given_at, file.came_as) == (city, house.at + HOUR, ReturnedFile.objects.get())


def test_whoever_is_erased_is_no_longer_named_as_author_of_what_was_found(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    bring(house, sherpa, about, ("by Layla Haddad.docx", a_file(about, a_change(about, author="Layla Haddad"))))
    forget_authors(Leaving((), frozenset({"Layla Haddad"})), house.at + HOUR)
    file = ReturnFile.objects.get()
    assert "Layla" not in f"{file.name} {file.reading.found}"
