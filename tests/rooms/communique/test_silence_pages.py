"""The pages of silence, statements and the chair's summary, as sherpas, the secretariat and the chair come to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.silence import Against, break_silence
from mithaq.communique.models import Break, ChairsSummary, Silence, SilenceRule, Statement
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.house import a_city, a_house, a_seated, a_text
from tests.factories.negotiation import a_negotiator, a_silence, the_point_of
from tests.factories.visits import a_visitor, asked, page, page_of, queries_of, sent, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
MOST_QUERIES = 8


@pytest.fixture
def house():
    return a_house()


def test_the_secretariat_puts_the_latest_draft_to_silence_and_the_page_says_who_has_said_nothing(house):
    text, city = a_text(house), a_city(house, "Marasi")
    shown = page(house, house.secretariat, f"texts/{text.public_id}/silences/")
    assert "1 city of the year is asked" in shown
    answered = sent(house, house.secretariat, f"texts/{text.public_id}/silences/", expires="2031-01-09T08:59")
    assert answered.status_code == 422
    assert "72 hours of silence at least" in answered.content.decode()
    answered = sent(house, house.secretariat, f"texts/{text.public_id}/silences/", expires="2031-01-09T10:00")
    one = Silence.objects.get()
    assert answered["Location"] == f"/en/silences/{one.public_id}/"
    shown = page(house, a_negotiator(house, city), f"silences/{one.public_id}/")
    assert "Marasi" in shown[shown.index('id="quiet"') :]
    assert "nobody has to do anything" in shown
    assert "Silence on the zero draft" in page(house, house.secretariat, f"texts/{text.public_id}/")


def test_at_expiry_and_a_second_later_the_page_says_what_the_record_says(house):
    one = a_silence(house)
    address = f"silences/{one.public_id}/"
    assert "Passed" not in page(house, house.secretariat, address, one.expires - SECOND)
    shown = page(house, house.secretariat, address, one.expires + SECOND)
    assert "Passed: nobody spoke against it" in shown
    assert "Freeze the text" in shown


def test_a_sherpa_chooses_clauses_and_breaks_the_silence_with_a_reason(house):
    one, sherpa = a_silence(house), a_negotiator(house, a_city(house, "Marasi"))
    clause, at = the_point_of(one.draft), house.at + HOUR
    address = f"silences/{one.public_id}/breaks/"
    assert "Point 1" in page(house, sherpa, address, at)
    assert asked(house, sherpa, f"{address}?clause=nothing", at).status_code == 422
    address = f"{address}?clause={clause.public_id}"
    field = f"words_{clause.public_id}"
    wrong = sent(house, sherpa, address, at, **{field: "Point 1 later.", "reason": ""})
    assert wrong.status_code == 422
    assert "Point 1 later." in wrong.content.decode()
    assert sent(house, sherpa, address, at, **{field: "Point 1 later.", "reason": "Too soon."}).status_code == 302
    assert Break.objects.get().named.get().wording == "Point 1 later."
    shown = page(house, a_negotiator(house), f"silences/{one.public_id}/", at)
    assert "Too soon." in shown
    assert "<ins>" in shown
    assert "Marasi" not in shown[shown.index('id="quiet"') :]
    assert "Call a round on the named clauses" in page(house, house.secretariat, f"silences/{one.public_id}/", at)
    with the_clock_at(at):
        about = call_round(one.text, at, at + HOUR, "en", seat=house.secretariat, at=at)
        shown = page_of(a_visitor(sherpa), f"/en/rounds/{about.public_id}/")
    assert "Only the clauses that were named are open in this round" in shown


def test_a_city_withdraws_what_broke_the_silence_and_the_same_words_can_be_put_again(house):
    one, sherpa = a_silence(house), a_negotiator(house, a_city(house, "Marasi", zone="Asia/Tokyo"))
    at = house.at + HOUR
    assert "On your clock" in page(house, sherpa, f"silences/{one.public_id}/", at)
    break_silence(one, [Against(the_point_of(one.draft))], "No.", seat=sherpa, at=at)
    withdrawal = f"breaks/{Break.objects.get().public_id}/withdrawal/"
    assert asked(house, a_negotiator(house), withdrawal, at).status_code == 404
    assert "The silence stays broken" in page(house, sherpa, withdrawal, at)
    assert sent(house, sherpa, withdrawal, at).status_code == 302
    assert "Put the same words to silence again" in page(house, house.secretariat, f"silences/{one.public_id}/", at)


def test_the_secretariat_enters_a_break_that_came_by_mail(house):
    one, city = a_silence(house), a_city(house, "Marasi")
    clause, at = the_point_of(one.draft), one.expires + HOUR
    typed = {"city": city.public_id, "given": "2031-01-09T09:00", "source": "mail of 9 January", "reason": "No."}
    address = f"silences/{one.public_id}/breaks/?clause={clause.public_id}"
    late = sent(house, house.secretariat, address, at, **{**typed, "given": "2031-01-09T09:01"})
    assert "It must have come in while the silence was open" in late.content.decode()
    assert sent(house, house.secretariat, address, at, **typed).status_code == 302
    assert "entered by the secretariat" in page(house, house.secretariat, f"silences/{one.public_id}/", at)


def test_the_rule_of_the_year_is_set_on_its_page(house):
    assert sent(house, house.secretariat, "silence-rule/", hours="0").status_code == 422
    assert sent(house, house.secretariat, "silence-rule/", hours="96", is_needed="on").status_code == 302
    assert SilenceRule.objects.get().hours == 96
    assert asked(house, a_seated(house), "silence-rule/").status_code == 404


def test_the_page_of_a_silence_asks_as_often_for_many_cities_and_breaks_as_for_one(house):
    one, at = a_silence(house), house.at + HOUR
    sherpas = [a_negotiator(house) for _number in range(3)]
    clause = the_point_of(one.draft)
    address = f"/en/silences/{one.public_id}/"

    def broken_by(sherpa):
        typed = {f"words_{clause.public_id}": "Else.", "reason": "No."}
        sent(house, sherpa, f"silences/{one.public_id}/breaks/?clause={clause.public_id}", at, **typed)
        with the_clock_at(at):
            return len(queries_of(a_visitor(sherpas[2]), address))

    counts = {broken_by(sherpa) for sherpa in sherpas[:2]}
    assert len(counts) == 1
    assert counts.pop() <= MOST_QUERIES


def test_the_text_itself_leads_a_sherpa_to_a_reservation_from_the_first_silence_to_the_publication(house):
    text, sherpa = a_text(house), a_negotiator(house)
    way = f"/en/texts/{text.public_id}/statements/new/"
    assert way not in page(house, sherpa, f"texts/{text.public_id}/")
    a_silence(house, text=text)
    assert way in page(house, sherpa, f"texts/{text.public_id}/")
    assert way not in page(house, house.secretariat, f"texts/{text.public_id}/")


def test_a_city_puts_a_reservation_beside_the_text_and_withdraws_it(house):
    one, sherpa = a_silence(house), a_negotiator(house, a_city(house, "Marasi"))
    clause, at = the_point_of(one.draft), house.at + HOUR
    text = one.text
    address = f"texts/{text.public_id}/statements/"
    typed = {"kind": "reservation", "clause": clause.public_id}
    empty = sent(house, sherpa, f"{address}new/", at, **typed)
    assert "in one language at least" in empty.content.decode()
    answered = sent(house, sherpa, f"{address}new/", at, **typed, words_en="Not before 2035.")
    assert answered.status_code == 302
    said = Statement.objects.get()
    shown = page(house, house.secretariat, address, at)
    assert "Not before 2035." in shown
    assert "Point 1" in shown
    assert "Marasi" in page(house, house.secretariat, f"texts/{text.public_id}/", at)
    withdrawal = f"statements/{said.public_id}/withdrawal/"
    assert asked(house, a_negotiator(house), withdrawal, at).status_code == 404
    assert sent(house, sherpa, withdrawal, at + HOUR).status_code == 302
    assert "withdrawn on" in page(house, house.secretariat, address, at + HOUR)
    assert asked(house, None, address, at).status_code == 404


def test_the_chair_ends_the_negotiation_without_consensus_and_every_page_says_so(house):
    text = a_text(house)
    one, sherpa = a_silence(house, text=text), a_negotiator(house, a_city(house, "Marasi"))
    clause, at = the_point_of(one.draft), house.at + HOUR
    chair = a_seated(house, Role.CHAIR)
    address = f"texts/{text.public_id}/chairs-summary/"
    shown = page(house, chair, address, at)
    assert "The latest draft is put to silence" in shown
    sent(house, sherpa, f"silences/{one.public_id}/breaks/?clause={clause.public_id}", at, reason="No.")
    shown = page(house, chair, address, at)
    assert "Broke the silence on it" in shown
    assert "Marasi" in shown
    typed = {"draft": text.drafts.get().public_id, "words_en": "The chair regrets."}
    assert asked(house, house.secretariat, address, at).status_code == 404
    assert sent(house, chair, address, at, **typed).status_code == 302
    assert ChairsSummary.objects.get().foreword == {"en": "The chair regrets."}
    shown = page(house, house.secretariat, f"texts/{text.public_id}/", at)
    assert "Chair’s summary, not agreed by all" in shown
    assert "The chair regrets." in shown
    assert "Broke the silence on it" in shown[shown.index(f"clause-{clause.public_id}") :]
