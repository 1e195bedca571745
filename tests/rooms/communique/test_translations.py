"""The languages of a text: what is out of step is told at once, proposed by one person and approved by another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pypdfium2 import PdfDocument

from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.freeze import freeze
from mithaq.communique.domain.settle import settle
from mithaq.communique.domain.silence import rule_silence
from mithaq.communique.domain.translate import approve, translate
from mithaq.communique.models import Amendment, Draft, Text, Translation
from mithaq.communique.queries.translations import progress_of, sheets_of
from mithaq.communique.vocabulary import ClauseKind, TranslationState
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.glossary import Entry
from mithaq.cycle.domain.glossary import enter_term
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_frozen_text, a_house, a_seated, a_text
from tests.factories.negotiation import a_negotiator, a_return, a_round, the_point
from tests.factories.visits import a_visitor, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

UNTRANSLATED, STALE, PROPOSED, APPROVED = (state.value for state in TranslationState)


@pytest.fixture
def house():
    return a_house()


def states(text, language):
    return [sheet.state.value for sheet in sheets_of(fresh(text))[language]]


def fresh(text):
    return Text.objects.get(pk=text.pk)


def sheet_of(text, clause, language):
    return next(one for one in sheets_of(fresh(text))[language] if one.placed.clause == clause)


def reworded(house, words, *, language="en", number=1):
    """A text whose second draft has other words of one point in one language, and that point."""
    about = a_round(house)
    a_return(about, a_negotiator(house), words, language=language, number=number, at=house.at)
    asked = Amendment.objects.get()
    settle(about, [asked.public_id], "adopted", "", **house.by_us)
    later = about.closes + timedelta(minutes=1)
    compile_draft(about, seat=house.secretariat, at=later)
    return about.text, the_point(about, number), later


def test_what_is_composed_in_all_languages_at_once_is_approved(house):
    text = a_text(house)
    assert states(text, "en") == states(text, "ar") == [APPROVED] * 3


def test_words_that_are_missing_are_not_translated(house):
    text = begin_text(house.cycle, "half", "statement", {"en": "Half", "ar": "نصف"}, **house.by_us)
    compose(text, [Composed(ClauseKind.POINT, {"en": "Only English."})], **house.by_us)
    assert (states(text, "en"), states(text, "ar")) == ([APPROVED], [UNTRANSLATED])


def test_a_change_in_one_language_makes_the_other_of_that_clause_stale_at_once(house):
    text, clause, _later = reworded(house, "We plant trees.")
    assert sheet_of(text, clause, "ar").state == STALE
    assert states(text, "ar").count(APPROVED) == 3
    assert states(text, "en") == [APPROVED] * 4


def test_a_change_in_the_other_language_makes_the_leading_one_stale(house):
    text, clause, _later = reworded(house, "نغرس الأشجار.", language="ar")
    assert sheet_of(text, clause, "en").state == STALE
    assert sheet_of(text, clause, "en").source == "نغرس الأشجار."


def test_one_proposes_and_another_approves_and_then_the_words_hold(house):
    text, clause, later = reworded(house, "We plant trees.")
    proposed = translate(clause, "ar", "نغرس الأشجار.", seat=house.secretariat, at=later)
    assert sheet_of(text, clause, "ar").state == PROPOSED
    with pytest.raises(Refused, match="Somebody else"):
        approve(proposed, seat=house.secretariat, at=later)
    approve(proposed, seat=house.colleague, at=later)
    sheet = sheet_of(text, clause, "ar")
    assert (sheet.state, sheet.words, sheet.approved.approval.seat) == (APPROVED, "نغرس الأشجار.", house.colleague)


def test_whoever_proposed_the_last_words_that_wait_is_led_nowhere_and_the_other_to_them(house):
    text, clause, later = reworded(house, "We plant trees.")
    translate(clause, "ar", "نغرس الأشجار.", seat=house.secretariat, at=later)
    address = f"/en/texts/{text.public_id}/translations/?language=ar"
    with the_clock_at(later):
        ours, theirs = (a_visitor(seat).get(address).content.decode() for seat in (house.secretariat, house.colleague))
    assert ("Go to the next clause" in ours, "Go to the next clause" in theirs) == (False, True)


def test_words_that_still_fit_are_proposed_as_they_are(house):
    text, clause, later = reworded(house, "Point 1, as ever.")
    words = sheet_of(text, clause, "ar").words
    approve(translate(clause, "ar", words, seat=house.secretariat, at=later), seat=house.colleague, at=later)
    assert (sheet_of(text, clause, "ar").state, sheet_of(text, clause, "ar").words) == (APPROVED, words)


def test_the_leading_words_are_brought_in_step_with_the_other_language(house):
    text, clause, later = reworded(house, "نغرس الأشجار.", language="ar")
    approve(
        translate(clause, "en", "We plant trees.", seat=house.secretariat, at=later), seat=house.colleague, at=later
    )
    assert states(text, "en") == states(text, "ar") == [APPROVED] * 4
    assert sheet_of(text, clause, "en").words == "We plant trees."


def test_a_text_is_frozen_only_when_every_authentic_language_is_approved(house):
    _text, clause, later = reworded(house, "We plant trees.")
    latest = Draft.objects.latest("number")
    with pytest.raises(Refused, match="not approved yet in every authentic language"):
        freeze(latest, seat=house.secretariat, at=later)
    approve(translate(clause, "ar", "نغرس.", seat=house.secretariat, at=later), seat=house.colleague, at=later)
    rule_silence(house.cycle, 72, False, seat=house.secretariat, at=later)
    assert freeze(latest, seat=house.secretariat, at=later).draft == latest


def test_a_proposal_lapses_when_the_words_it_translates_change(house):
    _text, clause, later = reworded(house, "We plant trees.")
    old = translate(clause, "ar", "نغرس الأشجار.", seat=house.secretariat, at=later)
    newer = translate(clause, "ar", "نغرس أشجارًا.", seat=house.secretariat, at=later)
    with pytest.raises(Refused, match="has changed, or it is approved already"):
        approve(old, seat=house.colleague, at=later)
    approve(newer, seat=house.colleague, at=later)
    with pytest.raises(Refused):
        approve(newer, seat=house.colleague, at=later)


def test_words_on_which_amendments_lie_are_not_replaced_under_them(house):
    about = a_round(house)
    a_return(about, a_negotiator(house), "نغرس الأشجار.", language="ar", at=house.at)
    clause = the_point(about)
    proposed = translate(clause, "ar", "كلمات أخرى.", seat=house.secretariat, at=house.at)
    with pytest.raises(Refused, match="Amendments to these words are on the table"):
        approve(proposed, seat=house.colleague, at=house.at)


@pytest.mark.parametrize("words", ["", "   ", "\n", "x" * 200_000])
def test_no_words_and_too_many_are_refused(house, words):
    text = a_text(house)
    with pytest.raises(Refused, match="Write the words"):
        translate(text.clauses.first(), "ar", words, **house.by_us)


def test_in_a_language_of_which_the_group_has_none_nothing_is_proposed(house):
    with pytest.raises(Refused, match="does not work in this language"):
        translate(a_text(house).clauses.first(), "fr", "Nous.", **house.by_us)


def test_an_authentic_language_of_a_frozen_text_is_not_touched(house):
    with pytest.raises(Refused, match="frozen"):
        translate(a_frozen_text(house).clauses.first(), "ar", "نحن.", **house.by_us)


def test_an_informal_translation_stands_in_no_draft_and_goes_on_after_the_freezing(house):
    house.cycle.working = ["en", "ar", "fr"]
    house.cycle.save()
    text = a_frozen_text(house)
    clause = text.clauses.first()
    assert states(text, "fr") == [UNTRANSLATED] * 3
    approve(translate(clause, "fr", "Nous, les maires.", **house.by_us), seat=house.colleague, at=house.at)
    assert sheet_of(text, clause, "fr").words == "Nous, les maires."
    assert states(text, "fr") == [APPROVED, UNTRANSLATED, UNTRANSLATED]
    assert not text.drafts.get().placements.filter(wordings__language="fr").exists()


def test_the_progress_of_a_language_counts_each_state(house):
    text, _clause, _later = reworded(house, "We plant trees.")
    assert {state.value: count for state, count in progress_of(sheets_of(text)["ar"]).items()} == {
        UNTRANSLATED: 0,
        STALE: 1,
        PROPOSED: 0,
        APPROVED: 3,
    }


# The pages ----------------------------------------------------------------------------------------------------------


def visit(house, address, seat=None, at=None, **typed):
    with the_clock_at(at or house.at):
        visitor = a_visitor(seat or house.secretariat)
        return visitor.post(f"/en/{address}", typed) if typed else visitor.get(f"/en/{address}")


def test_words_that_leave_the_glossary_are_told_on_the_pages_of_translators(house):
    said = Entry({"en": "forest", "ar": "غابة"}, {"ar": ("حرش",)})
    enter_term(house.cycle, said, **house.by_us)
    text, clause, later = reworded(house, "We plant forests.")
    page = f"texts/{text.public_id}/translations/ar/{clause.public_id}/"
    missing = "For “\u2068forests\u2069” the glossary has “\u2068غابة\u2069”, which is not in the words in"
    assert missing in visit(house, page, at=later).content.decode()
    assert missing in visit(house, f"texts/{text.public_id}/translations/?language=ar", at=later).content.decode()
    translate(clause, "ar", "نغرس الحرش.", seat=house.secretariat, at=later)
    avoided = visit(house, page, at=later).content.decode()
    assert "The glossary avoids “\u2068الحرش\u2069”. It has “\u2068غابة\u2069” instead." in avoided
    assert missing not in avoided


def test_the_glossary_is_silent_about_words_that_keep_to_it(house):
    enter_term(house.cycle, Entry({"en": "forest", "ar": "غابة"}, {}), **house.by_us)
    text, clause, later = reworded(house, "We plant forests.")
    translate(clause, "ar", "نغرس الغابات.", seat=house.secretariat, at=later)
    page = visit(house, f"texts/{text.public_id}/translations/ar/{clause.public_id}/", at=later)
    assert "the glossary has" not in page.content.decode()


def test_the_page_shows_what_is_out_of_date_beside_what_it_translates(house):
    text, clause, later = reworded(house, "We plant 39 trees by 2035.")
    shown = visit(house, f"texts/{text.public_id}/translations/?language=ar&state=stale", at=later).content.decode()
    assert "We plant 39 trees by 2035." in shown
    assert "Out of date" in shown
    assert "The number “\u206839\u2069” stands in one language only" in shown
    assert f"translations/ar/{clause.public_id}/" in shown


def test_a_translator_proposes_and_is_led_to_the_next_clause_and_a_reviewer_approves(house):
    text, clause, later = reworded(house, "We plant trees.")
    address = f"texts/{text.public_id}/translations/ar/{clause.public_id}/"
    answered = visit(house, address, a_negotiator(house), later, words="نغرس الأشجار.")
    assert answered.status_code == 302
    proposed = Translation.objects.latest("id")
    assert "Approve these words" in visit(house, address, at=later).content.decode()
    assert "Approve these words" not in visit(house, address, proposed.seat, later).content.decode()
    with the_clock_at(later):
        a_visitor(house.secretariat).post(f"/en/translations/{proposed.public_id}/approval/")
    assert sheet_of(text, clause, "ar").state == APPROVED


def test_empty_words_are_refused_at_the_field(house):
    text, clause, later = reworded(house, "We plant trees.")
    answered = visit(house, f"texts/{text.public_id}/translations/ar/{clause.public_id}/", at=later, words="  ")
    assert answered.status_code == 422


@pytest.mark.parametrize("address", ["ar/zzzzzzzzzzzz/", "xx/{clause}/"])
def test_a_clause_or_language_that_is_not_there_is_not_there(house, address):
    text = a_text(house)
    address = address.format(clause=text.clauses.first().public_id)
    assert visit(house, f"texts/{text.public_id}/translations/{address}").status_code == 404


def test_an_informal_language_says_that_it_has_no_force(house):
    house.cycle.working = ["en", "ar", "fr"]
    house.cycle.save()
    text = a_text(house)
    assert "have no force" in visit(house, f"texts/{text.public_id}/translations/?language=fr").content.decode()
    assert "have no force" not in visit(house, f"texts/{text.public_id}/translations/?language=ar").content.decode()


def test_the_files_of_an_informal_translation_say_so_on_every_page_and_are_no_copies_of_the_draft(house):
    house.cycle.working = ["en", "ar", "fr"]
    house.cycle.save()
    text = a_text(house)
    clause = text.clauses.first()
    approve(translate(clause, "fr", "Nous, les maires.", **house.by_us), seat=house.colleague, at=house.at)
    file = read_tracked(visit(house, f"texts/{text.public_id}/word/?language=fr").content)
    said = [one.accepted for one in file.paragraphs]
    assert "Nous, les maires." in said
    assert "[…]" in said
    assert any("An informal translation" in one for one in said)
    assert file.draft == ""
    pdf = PdfDocument(visit(house, f"texts/{text.public_id}/pdf/?language=fr").content)
    assert all("An informal translation" in page.get_textpage().get_text_range() for page in pdf)
    assert "Nous, les maires." not in visit(house, f"texts/{text.public_id}/word/?language=es").content.decode(
        "latin-1"
    )


def test_others_than_those_who_negotiate_do_not_see_the_translations(house):
    text = a_frozen_text(house)
    auditor = a_seated(house, Role.AUDITOR)
    assert visit(house, f"texts/{text.public_id}/translations/", auditor).status_code == 404


@pytest.mark.parametrize("points", [1, 12])
@pytest.mark.parametrize("page", ["", "ar/{clause}/"])
def test_a_long_text_asks_no_more_of_the_database(house, points, page):
    text = a_text(house, points=points)
    page = page.format(clause=text.clauses.first().public_id)
    with the_clock_at(house.at):
        asked = queries_of(a_visitor(house.secretariat), f"/en/texts/{text.public_id}/translations/{page}")
    assert len(asked) <= 8, "\n".join(query[:150] for query in asked)
