"""A city endorses on three screens: read, reserve or not, confirm. Only the last one does anything."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.freeze import freeze
from mithaq.communique.models import Wording
from mithaq.communique.vocabulary import ClauseKind
from mithaq.endorsements.domain.call import call
from mithaq.endorsements.domain.endorse import endorse, withdraw
from mithaq.endorsements.domain.reserved import Reserved
from mithaq.endorsements.models import Endorsement
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.members.vocabulary import Standing
from tests.factories.guards import past_the_guards
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mandate,
    a_mayor_with_a_mandate,
    a_seated,
    a_text,
    an_endorsement,
    an_organisation,
)
from tests.factories.visits import a_visitor, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return a_frozen_text(house)


@pytest.fixture
def mayor(house):
    return a_mayor_with_a_mandate(house)


def typed(text, **changed):
    return {"hash": text.freezing.hash, "read": ["en"], "reserves": "no", "may_be_named": "yes", **changed}


def sent(house, text, seat, screen, at=None, language="en", **changed):
    with the_clock_at(at or house.at + HOUR):
        address = f"/{language}/texts/{text.public_id}/endorse/"
        return a_visitor(seat).post(address, {**typed(text, **changed), "screen": screen})


def seen(house, text, seat, query="", at=None):
    with the_clock_at(at or house.at + HOUR):
        return a_visitor(seat).get(f"/en/texts/{text.public_id}/endorse/{query}")


def the_endorsement():
    return Endorsement.objects.get()


# The way ------------------------------------------------------------------------------------------------------------


def test_the_way_leads_over_three_screens_and_ends_on_the_record_of_the_act(house, text, mayor):
    first = seen(house, text, mayor).content.decode()
    assert "We, the mayors." in first
    assert "I have read it" in first
    second = sent(house, text, mayor, "reserve").content.decode()
    assert "Does your city reserve its position on anything?" in second
    third = sent(house, text, mayor, "confirm").content.decode()
    assert "without a reservation" in third
    assert text.freezing.hash in third
    assert "Letter of the mayor" in third
    assert not Endorsement.objects.exists()
    last = sent(house, text, mayor, "done")
    assert last["Location"].endswith(f"/endorsements/{the_endorsement().public_id}/")


def test_the_act_keeps_who_under_which_mandate_for_which_hash_when_and_what_was_read(house, text, mayor):
    sent(house, text, mayor, "done", read=["en", "ar"])
    one = the_endorsement()
    mandate = mayor.mandates.get()
    assert (one.organisation, one.seat, one.mandate, one.at) == (mayor.organisation, mayor, mandate, house.at + HOUR)
    assert (one.text_hash, one.languages, one.may_be_named) == (text.freezing.hash, ["en", "ar"], True)
    assert one.snapshot["evidence"] == mandate.evidence
    assert len(one.snapshot["examiners"]) == 2
    act = Act.objects.order_by("sequence").last()
    assert (act.verb, act.seat, act.mandate, act.facts) == (
        "endorsement.given",
        mayor,
        mandate,
        {"hash": text.freezing.hash, "method": "confirmed"},
    )


def test_a_reservation_goes_along_with_its_clause_and_both_languages(house, text, mayor):
    clause = text.clauses.filter(kind="point").first()
    words = {
        "reserves": "yes",
        "clause": clause.public_id,
        "reservation_en": "Not by 2033.",
        "reservation_ar": "ليس قبل 2033.",
    }
    third = sent(house, text, mayor, "confirm", **words).content.decode()
    assert "with a reservation" in third
    assert "Not by 2033." in third
    sent(house, text, mayor, "done", **words)
    reservation = the_endorsement().reservations.get()
    assert (reservation.clause, reservation.text) == (clause, {"en": "Not by 2033.", "ar": "ليس قبل 2033."})


def test_whoever_says_no_endorses_without_the_reservation_that_was_typed_before(house, text, mayor):
    sent(house, text, mayor, "done", reserves="no", reservation_en="Left over.")
    assert not the_endorsement().reservations.exists()


def test_a_city_may_stay_unnamed(house, text, mayor):
    sent(house, text, mayor, "done", may_be_named="no")
    assert the_endorsement().may_be_named is False


def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(house, text, mayor):
    answered = sent(house, text, mayor, "confirm", reserves="yes", may_be_named="", reservation_ar="  ")
    shown = answered.content.decode()
    assert "Write the reservation in your city&#x27;s words, in one language at least." in shown
    assert "Say whether the public roll may name your city." in shown
    assert re.search(r'name="reserves" value="yes"[^>]* checked', shown)
    again = sent(house, text, mayor, "confirm", reserves="yes", reservation_en="We cannot.", may_be_named="")
    assert "We cannot." in again.content.decode()


def test_one_can_go_back_and_finds_what_was_typed(house, text, mayor):
    shown = sent(house, text, mayor, "reserve", reserves="yes", reservation_en="We cannot.").content.decode()
    assert "We cannot." in shown
    assert not Endorsement.objects.exists()


def test_the_last_screen_cannot_be_reached_around_the_second(house, text, mayor):
    shown = sent(house, text, mayor, "done", reserves="", may_be_named="").content.decode()
    assert "Does your city reserve its position on anything?" in shown
    assert not Endorsement.objects.exists()


def test_the_other_authentic_language_is_a_tap_away_and_both_are_kept_as_read(house, text, mayor):
    shown = seen(house, text, mayor, "?language=ar&read=en").content.decode()
    assert "نحن العمداء." in shown
    assert shown.count('name="read"') == 2


def test_no_step_needs_a_script_or_a_session(house, text, mayor):
    for screen in ("reserve", "confirm"):
        shown = sent(house, text, mayor, screen).content.decode()
        assert 'method="post"' in shown
        assert "hx-" not in shown


# Once ---------------------------------------------------------------------------------------------------------------


def test_the_same_confirmation_sent_twice_gives_the_same_endorsement(house, text, mayor):
    first, second = (sent(house, text, mayor, "done", at=house.at + hours * HOUR) for hours in (1, 2))
    assert first["Location"] == second["Location"]
    assert the_endorsement().at == house.at + HOUR


def test_two_people_of_one_city_at_once_give_one_endorsement(house, text, mayor):
    other = a_seated(house, Role.MAYOR, mayor.organisation)
    a_mandate(house, other)
    given = [
        endorse(text, text.freezing.hash, languages=["en"], may_be_named=True, seat=seat, at=house.at + HOUR)
        for seat in (mayor, other)
    ]
    assert given[0] == given[1] == the_endorsement()
    assert given[1].seat == mayor
    assert Act.objects.filter(verb="endorsement.given").count() == 1


def test_a_city_that_has_endorsed_is_led_to_its_endorsement(house, text, mayor):
    given = an_endorsement(house, text, mayor)
    shown = seen(house, text, mayor).content.decode()
    assert "Your city has endorsed this text" in shown
    assert f"/endorsements/{given.public_id}/" in shown
    assert "I have read it" not in shown


def test_after_a_withdrawal_the_city_may_endorse_again_and_both_stay_on_record(house, text, mayor):
    first = an_endorsement(house, text, mayor)
    withdraw(first, seat=mayor, at=house.at + 2 * HOUR)
    sent(house, text, mayor, "done", at=house.at + 3 * HOUR)
    assert [one.is_living for one in Endorsement.objects.order_by("at")] == [False, True]


def test_a_confirmation_of_ten_points_asks_the_database_forty_times_at_most(house, mayor):
    text, client = a_frozen_text(house, points=10), a_visitor(mayor)
    with the_clock_at(house.at + HOUR), CaptureQueriesContext(connection) as asked:
        answered = client.post(f"/en/texts/{text.public_id}/endorse/", {**typed(text), "screen": "done"})
    assert answered.status_code == 302
    assert len(asked) <= 40


# Not ----------------------------------------------------------------------------------------------------------------


def refused_in_words(house, text, seat, reason, at=None):
    for answered in (seen(house, text, seat, at=at), sent(house, text, seat, "done", at=at)):
        shown = answered.content.decode()
        assert reason in shown
        assert 'value="done"' not in shown
    assert not Endorsement.objects.exists()


def test_an_expired_mandate_is_told_at_the_place_of_the_button(house, text):
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor, ends=house.at.date())
    refused_in_words(house, text, mayor, "does not run on this day", at=house.at + 2 * DAY)


def test_a_mandate_ends_at_the_city_s_own_midnight(house, text):
    mayor = a_seated(house, Role.MAYOR, a_city(house, zone="Asia/Tokyo"))
    a_mandate(house, mayor, ends=house.at.date())
    refused_in_words(house, text, mayor, "does not run on this day", at=house.at.replace(hour=15))


def test_a_mandate_is_read_at_both_of_its_midnights_where_the_city_is(house, text):
    mayor = a_seated(house, Role.MAYOR, a_city(house, zone="Asia/Tokyo"))
    first, last = house.at.date() + 2 * DAY, house.at.date() + 3 * DAY
    a_mandate(house, mayor, starts=first, ends=last)
    begins = house.at.replace(hour=15) + DAY  # midnight in Tokyo
    for at, status in (
        (begins - timedelta(seconds=1), 409),
        (begins + 2 * DAY, 409),
        (begins + 2 * DAY - timedelta(seconds=1), 302),
    ):
        assert sent(house, text, mayor, "done", at=at).status_code == status
    withdraw(the_endorsement(), seat=mayor, at=begins + 2 * DAY - timedelta(seconds=1))
    assert sent(house, text, mayor, "done", at=begins).status_code == 302


def test_a_mandate_that_nobody_examined_does_not_count(house, text):
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor, examiners=0)
    refused_in_words(house, text, mayor, "has not been found in order")


def test_a_sherpa_who_may_only_negotiate_is_told_so(house, text):
    sherpa = a_seated(house)
    a_mandate(house, sherpa, Scope.NEGOTIATE)
    refused_in_words(house, text, sherpa, "No mandate on record lets this seat do that.")


def test_who_is_no_member_cannot_endorse(house, text):
    mayor = a_seated(house, Role.MAYOR, an_organisation(house))
    a_mandate(house, mayor)
    refused_in_words(house, text, mayor, "Only members of the year can endorse its text")


def test_a_knowledge_partner_is_no_city(house, text):
    mayor = a_seated(house, Role.MAYOR, a_city(house, standing=Standing.KNOWLEDGE_PARTNER))
    a_mandate(house, mayor)
    refused_in_words(house, text, mayor, "Only members of the year can endorse its text")


def test_before_the_call_opens_nobody_can_endorse(house, mayor):
    text = freeze(a_text(house).drafts.get(), **house.by_us).text
    refused_in_words(house, text, mayor, "has not opened yet")
    call(text, house.at + DAY, house.at + 2 * DAY, **house.by_us)
    refused_in_words(house, text, mayor, "has not opened yet")
    assert sent(house, text, mayor, "done", at=house.at + DAY).status_code == 302


def test_after_the_call_has_closed_a_late_endorsement_is_still_taken(house, text, mayor):
    assert sent(house, text, mayor, "done", at=text.call.closes + DAY).status_code == 302


def test_with_one_examiner_the_endorsement_is_taken_and_marked_provisional(house, text):
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor, examiners=1)
    assert "provisional" in sent(house, text, mayor, "confirm").content.decode()
    sent(house, text, mayor, "done")
    assert the_endorsement().is_provisional


def test_another_hash_is_refused_and_the_text_is_shown_again(house, text, mayor):
    answered = sent(house, text, mayor, "done", hash="0" * 64)
    shown = answered.content.decode()
    assert answered.status_code == 409
    assert "This is not the text that was frozen." in shown
    assert "We, the mayors." in shown
    assert not Endorsement.objects.exists()


def test_words_that_were_tampered_with_are_not_signed_and_nothing_typed_is_lost(house, text, mayor):
    past_the_guards()
    Wording.objects.filter(language="en").update(text="We promise everything.")
    words = {"reserves": "yes", "reservation_en": "We cannot."}
    answered = sent(house, text, mayor, "done", **words)
    shown = answered.content.decode()
    assert answered.status_code == 409
    assert "no longer have the hash they were frozen with" in shown
    assert 'value="We cannot."' in shown
    assert not Endorsement.objects.exists()


def test_a_clause_of_another_text_cannot_be_reserved(house, text, mayor):
    other = begin_text(house.cycle, "other", "statement", {"en": "Other", "ar": "آخر"}, **house.by_us)
    compose(other, [Composed(ClauseKind.POINT, {"en": "x", "ar": "x"})], **house.by_us)
    with pytest.raises(Refused, match="not part of this text"):
        endorse(
            text, text.freezing.hash, languages=["en"], may_be_named=True,
            reserved=[Reserved({"en": "x"}, other.clauses.get())], seat=mayor, at=house.at + HOUR,
        )  # fmt: skip
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize("role", [None, Role.PARTNER, Role.PRESS])
def test_before_publication_the_page_is_not_there_for_who_may_not_read_the_text(house, text, role):
    seat = a_seated(house, role) if role else None
    assert seen(house, text, seat).status_code == sent(house, text, seat, "done").status_code == 404


def test_a_draft_cannot_be_endorsed(house, mayor):
    text = a_text(house)
    assert seen(house, text, mayor).status_code == 404


def test_the_first_screen_asks_as_often_for_ten_points_as_for_two(house, mayor):
    asked = []
    for points in (2, 10):
        text = begin_text(house.cycle, f"t{points}", "statement", {"en": "T", "ar": "ن"}, **house.by_us)
        clauses = [Composed(ClauseKind.POINT, {"en": f"P{n}", "ar": f"ف{n}"}) for n in range(points)]
        freeze(compose(text, clauses, **house.by_us), **house.by_us)
        with the_clock_at(house.at + HOUR):
            asked.append(len(queries_of(a_visitor(mayor), f"/en/texts/{text.public_id}/endorse/")))
    assert asked[0] == asked[1]
