"""What a city writes into its return: other words, new clauses, deletions, moves, splits, joins, and comments."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.amend import (
    LONGEST_CLAUSE,
    Why,
    delete_clause,
    drop,
    insert_clause,
    join_clause,
    move_clause,
    reword,
    reword_amendment,
    split_clause,
)
from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.prepare import begin_return, release
from mithaq.communique.domain.remark import answer_comment, comment
from mithaq.communique.models import Amendment, Comment
from mithaq.communique.queries.tabled import asked_words
from mithaq.communique.vocabulary import AmendmentKind, ClauseKind, Subject
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_house, a_seated
from tests.factories.negotiation import a_negotiator, a_return, a_round, an_amendment, the_point
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TREES = {"en": "We plant ten trees in each street, and water them.", "ar": "نغرس عشر شجرات في كل شارع ونسقيها."}


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def about(house):
    text = begin_text(house.cycle, "communique", "communique", {"en": "Communiqué", "ar": "البيان"}, **house.by_us)
    clauses = [Composed(ClauseKind.PREAMBLE, {"en": "We, the mayors.", "ar": "نحن العمداء."})]
    clauses += [Composed(ClauseKind.POINT, TREES) for _number in range(3)]
    compose(text, clauses, **house.by_us)
    return a_round(house, text=text)


@pytest.fixture
def sherpa(house):
    return a_negotiator(house)


@pytest.fixture
def returned(house, about, sherpa):
    return begin_return(about, seat=sherpa, at=house.at)


def page(house, seat, address):
    with the_clock_at(house.at):
        return page_of(a_visitor(seat), f"/en/{address}")


def sent(house, seat, address, **typed):
    with the_clock_at(house.at):
        return a_visitor(seat).post(f"/en/{address}", typed)


def by(house, seat):
    return {"seat": seat, "at": house.at}


def test_other_words_are_kept_as_edits_over_the_words_of_the_draft(house, about, sherpa, returned):
    clause = the_point(about)
    wanted = TREES["en"].replace("ten", "twenty")
    amendment = reword(returned, clause, "en", wanted, Why("There is room."), **by(house, sherpa))
    assert amendment.edits == [[9, 12, "twenty"]]
    assert amendment.base_hash == clause.wordings.get(language="en").hash
    assert asked_words(amendment) == wanted
    shown = page(house, sherpa, f"amendments/{amendment.public_id}/")
    assert "<del>ten</del><ins>twenty</ins>" in shown
    assert "There is room." in shown


def test_words_are_changed_in_any_authentic_language_and_the_clause_is_flagged(house, about, sherpa, returned):
    wanted = TREES["ar"].replace("عشر شجرات", "عشرين شجرة")
    address = f"text-returns/{returned.public_id}/amendments/?clause={the_point(about).public_id}&language=ar"
    assert 'dir="rtl"' in page(house, sherpa, address)
    assert sent(house, sherpa, address, wording=wanted).status_code == 302
    amendment = Amendment.objects.get()
    assert (amendment.language, asked_words(amendment)) == ("ar", wanted)
    assert "to be paired with the working language" in page(house, sherpa, f"text-returns/{returned.public_id}/")


def test_written_again_other_words_replace_those_asked_for_before(house, about, sherpa, returned):
    clause = the_point(about)
    reword(returned, clause, "en", "We plant trees.", **by(house, sherpa))
    address = f"text-returns/{returned.public_id}/amendments/?clause={clause.public_id}&kind=replace"
    assert "We plant trees.</textarea>" in page(house, sherpa, address)
    sent(house, sherpa, address, wording="We plant oaks.", is_editorial="on", reason="Oaks last.")
    amendment = Amendment.objects.get()
    assert (asked_words(amendment), amendment.is_editorial, amendment.reason) == ("We plant oaks.", True, "Oaks last.")


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        (TREES["en"], "These are the words as they stand."),
        ("  ", "This field is required."),
        ("x" * (LONGEST_CLAUSE + 1), "at most"),
    ],
    ids=["unchanged", "nothing", "too-long"],
)
def test_words_that_cannot_be_are_refused_in_words_and_nothing_is_lost(house, about, sherpa, returned, wording, why):
    address = f"text-returns/{returned.public_id}/amendments/?clause={the_point(about).public_id}&kind=replace"
    answered = sent(house, sherpa, address, wording=wording, reason="A reason typed at length.")
    assert answered.status_code == 422
    assert why in answered.content.decode()
    assert "A reason typed at length." in answered.content.decode()
    assert not Amendment.objects.exists()


def test_bidi_signs_and_brackets_typed_by_hand_are_words_like_others(house, about, sherpa, returned):
    wanted = TREES["en"].replace("ten", "[ten / \u202etwenty\u202c]")
    amendment = reword(returned, the_point(about), "en", wanted, **by(house, sherpa))
    assert asked_words(amendment) == wanted


def test_a_new_clause_stands_after_another_and_needs_the_working_language(house, about, sherpa, returned):
    address = f"text-returns/{returned.public_id}/amendments/?clause={the_point(about).public_id}&kind=insert_after"
    assert sent(house, sherpa, address, words_ar="نزرع.", kind="point").status_code == 422
    sent(house, sherpa, address, words_en="We also sow.", words_ar="ونزرع أيضًا.", kind="point")
    amendment = Amendment.objects.get()
    assert (amendment.clause, dict(amendment.words)) == (
        the_point(about),
        {"en": "We also sow.", "ar": "ونزرع أيضًا."},
    )
    assert "New clause after Point 1" in page(house, sherpa, f"text-returns/{returned.public_id}/")


def test_clauses_are_left_out_moved_joined_and_split(house, about, sherpa, returned):
    one, two, three = (the_point(about, number) for number in (1, 2, 3))
    delete_clause(returned, one, **by(house, sherpa))
    move_clause(returned, three, None, **by(house, sherpa))
    join_clause(returned, two, **by(house, sherpa))
    cut = split_clause(returned, three, ["We plant ten trees in each street,", "and water them."], **by(house, sherpa))
    assert cut.edits == [[34, 35, "\u2029"]]
    shown = page(house, sherpa, f"text-returns/{returned.public_id}/")
    for said in (
        "Point 1: deletion",
        "Point 3, to stand at the beginning",
        "Point 2: joined with the clause after it",
        "Point 3: split in two",
    ):
        assert said in shown


@pytest.mark.parametrize(
    "parts",
    [["We plant", "other things."], ["", TREES["en"]], [TREES["en"], ""]],
    ids=["other-words", "no-first", "no-second"],
)
def test_a_split_changes_no_words(house, about, sherpa, returned, parts):
    with pytest.raises(Refused):
        split_clause(returned, the_point(about), parts, **by(house, sherpa))


def test_what_cannot_be_done_to_a_place_is_refused(house, about, sherpa, returned):
    one, last = the_point(about), the_point(about, 3)
    other = a_text_elsewhere(house)
    for wrong in (
        lambda: move_clause(returned, one, one, **by(house, sherpa)),
        lambda: join_clause(returned, last, **by(house, sherpa)),
        lambda: delete_clause(returned, other, **by(house, sherpa)),
        lambda: move_clause(returned, one, other, **by(house, sherpa)),
        lambda: reword(returned, other, "en", "Else.", **by(house, sherpa)),
        lambda: insert_clause(returned, other, ClauseKind.POINT, {"en": "New."}, **by(house, sherpa)),
    ):
        with pytest.raises(Refused):
            wrong()
    delete_clause(returned, one, **by(house, sherpa))
    with pytest.raises(Refused):
        delete_clause(returned, one, **by(house, sherpa))


def a_text_elsewhere(house):
    """A clause of another text."""
    text = begin_text(house.cycle, "other", "statement", {"en": "Other"}, **house.by_us)
    compose(text, [Composed(ClauseKind.POINT, {"en": "Elsewhere."})], **house.by_us)
    return text.clauses.get()


def test_an_amendment_is_taken_out_of_a_private_return(house, about, sherpa, returned):
    amendment = delete_clause(returned, the_point(about), **by(house, sherpa))
    assert sent(house, sherpa, f"amendments/{amendment.public_id}/").status_code == 302
    assert not Amendment.objects.exists()


def test_another_citys_amendment_is_amended_once_it_is_on_the_table(house, about, sherpa, returned):
    other = a_negotiator(house)
    theirs = an_amendment(about, other, "We plant twenty trees.", at=house.at)
    address = f"text-returns/{returned.public_id}/amendments/?amends={theirs.public_id}"
    with the_clock_at(house.at):
        assert a_visitor(sherpa).get(f"/en/{address}").status_code == 404
    release(theirs.returned, **by(house, other))
    theirs = Amendment.objects.get(pk=theirs.pk)
    sent(house, sherpa, address, wording="We plant thirty trees.")
    amendment = returned.amendments.get()
    assert (amendment.amends, amendment.edits) == (theirs, [[9, 15, "thirty"]])
    assert "<del>twenty</del><ins>thirty</ins>" in page(house, sherpa, f"amendments/{amendment.public_id}/")
    mine = reword(returned, the_point(about, 2), "en", "We plant.", **by(house, sherpa))
    with pytest.raises(Refused):
        reword_amendment(returned, mine, "We sow.", **by(house, sherpa))


def test_comments_are_on_a_clause_a_phrase_the_whole_or_what_is_missing(house, about, sherpa, returned):
    clause = the_point(about)
    address = f"text-returns/{returned.public_id}/comments/"
    on_the_clause = f"{address}?clause={clause.public_id}"
    assert sent(house, sherpa, on_the_clause, said="Who pays?", about="clause").status_code == 302
    assert sent(house, sherpa, on_the_clause, said="Which?", about="phrase", phrase="each  street").status_code == 302
    assert sent(house, sherpa, address, said="Too long.", about="whole").status_code == 302
    assert sent(house, sherpa, address, said="Nothing on water.", about="missing").status_code == 302
    wrong = sent(house, sherpa, on_the_clause, said="Which?", about="phrase", phrase="each garden")
    assert "This phrase does not stand in the clause." in wrong.content.decode()
    assert list(Comment.objects.values_list("about", flat=True)) == ["clause", "phrase", "whole", "missing"]


def test_every_comment_is_owed_an_answer_and_answered_once(house, about, sherpa, returned):
    said = comment(returned, "Who pays?", None, Subject.WHOLE, **by(house, sherpa))
    with pytest.raises(Refused):
        answer_comment(said, "We do.", **house.by_us)
    release(returned, **by(house, sherpa))
    shown = page(house, house.secretariat, f"rounds/{about.public_id}/")
    assert "1 comment waits for an answer" in shown
    assert sent(house, house.secretariat, f"text-comments/{said.public_id}/", said="All of us.").status_code == 302
    assert sent(house, house.colleague, f"text-comments/{said.public_id}/", said="Nobody.").status_code == 409
    assert "All of us." in page(house, sherpa, f"text-returns/{returned.public_id}/")
    with the_clock_at(house.at):
        assert a_visitor(a_negotiator(house)).get(f"/en/text-comments/{said.public_id}/").status_code == 404


def test_the_words_of_a_city_are_text_and_no_markup(house, about, sherpa, returned):
    evil = "<script>alert(1)</script> trees"
    reword(returned, the_point(about), "en", evil, Why(evil), **by(house, sherpa))
    comment(returned, evil, None, Subject.WHOLE, **by(house, sherpa))
    shown = page(house, sherpa, f"text-returns/{returned.public_id}/")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_a_return_is_the_same_work_for_one_amendment_and_for_many(house, about, sherpa, returned):
    address = f"/en/text-returns/{returned.public_id}/?"
    reword(returned, the_point(about), "en", "One.", **by(house, sherpa))
    comment(returned, "One.", None, Subject.WHOLE, **by(house, sherpa))
    with the_clock_at(house.at):
        few = len(queries_of(a_visitor(sherpa), address))
    for number in (2, 3):
        reword(returned, the_point(about, number), "en", "More.", **by(house, sherpa))
        reword(returned, the_point(about, number), "ar", "أكثر.", **by(house, sherpa))
        comment(returned, "More.", the_point(about, number), Subject.CLAUSE, **by(house, sherpa))
    with the_clock_at(house.at):
        assert len(queries_of(a_visitor(sherpa), address)) == few <= 8


def test_who_only_reads_cannot_write_in_a_return(house, about, sherpa, returned):
    mayor = a_seated(house, "mayor", sherpa.organisation)
    address = f"text-returns/{returned.public_id}/amendments/?clause={the_point(about).public_id}"
    with the_clock_at(house.at):
        assert a_visitor(mayor).get(f"/en/{address}").status_code == 404
    with pytest.raises(Refused):
        delete_clause(returned, the_point(about), **by(house, mayor))
    released = a_return(about, a_negotiator(house), "Else.", at=house.at)
    with pytest.raises(Refused):
        drop(released.amendments.get(), **by(house, sherpa))
    assert released.amendments.get().kind == AmendmentKind.REPLACE
