"""The public page: the cities by class, late and withdrawn ones, reservations, those not to be named, and the check."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from mithaq.communique.domain.compose import begin_text
from mithaq.communique.domain.freeze import publish, record_publication
from mithaq.communique.models import Text, Wording
from mithaq.communique.queries import reading_of
from mithaq.endorsements.domain.endorse import document, endorse, withdraw
from mithaq.endorsements.domain.reserved import Reserved
from mithaq.endorsements.figures import CITIES_ENDORSING, IN_FORCE
from mithaq.endorsements.queries import classes_of, given
from mithaq.endorsements.web.rolls import roll_of
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.figures import count
from mithaq.members.domain.admit import register_organisation
from mithaq.members.vocabulary import Standing
from tests.factories.guards import past_the_guards
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mayor_with_a_mandate,
    a_seated,
    an_endorsement,
)
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return a_frozen_text(house)


def released(house, text):
    publish(text, seat=house.secretariat, at=house.at + DAY)
    return Text.objects.get(pk=text.pk)


def page(house, text, at=None, seat=None, query="", language="en"):
    with the_clock_at(at or house.at + 2 * DAY):
        return page_of(a_visitor(seat), f"/{language}/declarations/{text.public_id}/{query}")


def a_mayor_of(house, name, standing=Standing.PARTICIPATING):
    return a_mayor_with_a_mandate(house, a_city(house, name, standing=standing))


def with_words(house, text, mayor, at=None, **about):
    return endorse(
        text,
        text.freezing.hash,
        languages=["en"],
        **{"may_be_named": True, **about},
        seat=mayor,
        at=at or house.at + HOUR,
    )


def the_roll(text, at):
    return roll_of(given(text, at), classes_of(text.cycle), reading_of(text), at)


# Secret before, public after ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, *Role])
def test_before_publication_the_page_is_there_for_nobody(house, text, role):
    an_endorsement(house, text)
    seat = a_seated(house, role) if role else None
    with the_clock_at(house.at + 2 * HOUR):
        hidden = a_visitor(seat).get(f"/en/declarations/{text.public_id}/")
        assert hidden.status_code == a_visitor(seat).get("/en/declarations/zzzzzzzzzzzz/").status_code == 404


def test_before_publication_nothing_of_it_is_in_the_list_of_declarations(house, text):
    given_by = an_endorsement(house, text)
    with the_clock_at(house.at + 2 * HOUR):
        for seat in (None, a_seated(house, Role.PARTNER), a_seated(house, Role.PRESS)):
            shown = page_of(a_visitor(seat), "/en/declarations/")
            assert text.public_id not in shown
            assert str(given_by.organisation) not in shown
            assert "Communiqué" not in shown


def test_from_its_instant_on_the_page_is_there_for_everybody(house, text):
    text = released(house, text)
    with the_clock_at(house.at + DAY - timedelta(seconds=1)):
        assert a_visitor().get(f"/en/declarations/{text.public_id}/").status_code == 404
    assert "We, the mayors." in page(house, text, at=house.at + DAY)


# The roll -----------------------------------------------------------------------------------------------------------


def test_the_cities_stand_by_class_in_the_order_in_which_they_endorsed(house, text):
    order = [("Oslo", Standing.OBSERVER), ("Lima", Standing.PARTICIPATING), ("Cork", Standing.GUEST)]
    for hours, (name, standing) in enumerate([*order, ("Bari", Standing.PARTICIPATING)], 1):
        an_endorsement(house, text, a_mayor_of(house, name, standing), at=house.at + hours * HOUR)
    shown = page(house, released(house, text))
    places = ["Participating cities", "Lima", "Bari", "Observer cities", "Oslo", "Guest cities", "Cork"]
    assert [shown.index(place) for place in places] == sorted(shown.index(place) for place in places)


def test_the_number_at_the_release_is_the_figure_s_whatever_happens_later(house, text):
    stays, leaves, late = (a_mayor_of(house, name) for name in ("Lima", "Oslo", "Cork"))
    an_endorsement(house, text, stays)
    gone = an_endorsement(house, text, leaves)
    text = released(house, text)
    an_endorsement(house, text, late, at=house.at + 2 * DAY)
    withdraw(gone, seat=leaves, at=house.at + 3 * DAY)
    withdraw(an_endorsement(house, text, stays), seat=stays, at=house.at + 3 * DAY)
    now = house.at + 4 * DAY
    roll = the_roll(text, now)
    assert roll.at_release == count(CITIES_ENDORSING, text.cycle, now).value == 2
    assert roll.in_force == count(IN_FORCE, text.cycle, now).value == 1
    shown = page(house, text, at=now)
    assert "/figures/cities_endorsing/" in shown
    assert "cities endorsed it at its release" in shown


def test_a_city_that_came_after_the_release_is_marked(house, text):
    an_endorsement(house, text, a_mayor_of(house, "Lima"))
    text = released(house, text)
    an_endorsement(house, text, a_mayor_of(house, "Cork"), at=house.at + 2 * DAY)
    shown = page(house, text, at=house.at + 3 * DAY)
    assert shown.count("after the release") == 1
    assert shown.index("Cork") < shown.index("after the release")


def test_a_withdrawal_is_shown_with_its_date_and_the_city_stays_on_the_page(house, text):
    mayor = a_mayor_of(house, "Lima")
    one = an_endorsement(house, text, mayor)
    text = released(house, text)
    withdraw(one, {"en": "The council voted no."}, seat=mayor, at=house.at + 2 * DAY)
    shown = page(house, text, at=house.at + 3 * DAY)
    assert "roll__entry--withdrawn" in shown
    assert "withdrawn on Wed 8 Jan 2031" in shown
    assert "roll__entry--withdrawn" not in page(house, text, at=house.at + 2 * DAY - HOUR)


def test_withdrawn_and_again_endorsed_a_city_stands_twice_once_struck_out(house, text):
    mayor = a_mayor_of(house, "Lima")
    withdraw(an_endorsement(house, text, mayor), seat=mayor, at=house.at + 2 * HOUR)
    again = an_endorsement(house, text, mayor, at=house.at + 3 * HOUR)
    text = released(house, text)
    assert the_roll(text, house.at + 2 * DAY).at_release == 1
    shown = page(house, text)
    assert shown.count('<li class="roll__entry') == 2
    assert shown.count("roll__entry--withdrawn") == 1
    assert f"/endorsements/{again.public_id}/" in shown


def test_a_city_that_did_not_agree_to_be_named_is_counted_and_not_named(house, text):
    with_words(
        house, text, a_mayor_of(house, "Shyville"), may_be_named=False, reserved=[Reserved({"en": "Shy words."})]
    )
    an_endorsement(house, text, a_mayor_of(house, "Lima"))
    text = released(house, text)
    for seat in (None, house.secretariat, a_seated(house)):
        shown = page(house, text, seat=seat)
        assert "And 1 city that did not agree to be named." in shown
        assert "Shyville" not in shown
        assert "Shy words." not in shown
    assert the_roll(text, house.at + 2 * DAY).at_release == 2


def test_a_reservation_is_published_in_its_words_and_marked_at_its_clause(house, text):
    clause = text.clauses.filter(kind="point").first()
    words = {"en": "Not by 2033.", "ar": "ليس قبل 2033."}
    one = with_words(house, text, a_mayor_of(house, "Lima"), reserved=[Reserved(words, clause)])
    shown = page(house, released(house, text))
    assert all(word in shown for word in words.values())
    assert "Reserved by" in shown
    assert f'href="#reservation-{one.public_id}"' in shown
    assert f'href="#clause-{clause.public_id}"' in shown


def test_a_reservation_on_the_whole_text_says_so(house, text):
    with_words(house, text, a_mayor_of(house, "Lima"), reserved=[Reserved({"en": "In general."})])
    assert "On the text as a whole" in page(house, released(house, text))


# Gaps ---------------------------------------------------------------------------------------------------------------


def test_a_city_that_the_sources_do_not_name_stands_as_a_gap_and_nobody_acts_for_it(house):
    text = begin_text(house.cycle, "old", "communique", {"en": "Old", "ar": "قديم"}, **house.by_us)
    record_publication(text, "The Gazette", published=house.at, **house.by_us)
    note = {"en": "Gap: city not named in the sources, no. 1."}
    fields = {"kind": "city", "name": {"en": "City not named in the sources, no. 1"}, "note": note, "is_gap": True}
    unknown = register_organisation(fields, **house.by_us)
    one = document(text, unknown, "The Gazette, 2 October", endorsed=house.at, **house.by_us)
    shown = page(house, text)
    assert "roll__entry--gap" in shown
    assert "Class not on record" in shown
    assert "The wording of this text is not on record" in shown
    with the_clock_at(house.at + DAY):
        act = page_of(a_visitor(), f"/en/endorsements/{one.public_id}/")
    assert "Nobody's seat or mandate is claimed for it." in act
    assert "The Gazette, 2 October" in act
    assert "documented, by Mon 6 Jan 2031" in strip_tags(shown)
    assert "The time is not documented; it was given by Monday 6 January 2031 at the latest." in strip_tags(act)


# The check ----------------------------------------------------------------------------------------------------------


def test_the_words_on_the_page_are_hashed_again_and_tampering_is_said_aloud(house, text):
    text = released(house, text)
    assert "have the hash that the cities endorsed" in page(house, text)
    past_the_guards()
    Wording.objects.filter(language="ar").update(text="غير ذلك.")
    assert "The words on record have changed" in page(house, text)


def test_a_stranger_s_page_has_no_token_and_no_form_that_is_posted(house, text):
    shown = page(house, released(house, text))
    assert "csrfmiddlewaretoken" not in shown
    assert 'method="post"' not in shown


def test_the_other_authentic_language_is_a_tap_away(house, text):
    text = released(house, text)
    assert "نحن العمداء." not in page(house, text)
    assert "نحن العمداء." in page(house, text, query="?language=ar")
    assert "نحن العمداء." in page(house, text, language="ar")


def test_the_page_asks_as_often_for_three_cities_as_for_one(house, text):
    clause = text.clauses.first()
    with_words(house, text, a_mayor_of(house, "City 0"), reserved=[Reserved({"en": "x"}, clause)])
    text = released(house, text)
    asked = []
    for number in (1, 2):
        with the_clock_at(house.at + 9 * DAY):
            asked.append(len(queries_of(a_visitor(), f"/en/declarations/{text.public_id}/")))
        for name in ("A", "B"):
            mayor = a_mayor_of(house, f"City {number}{name}")
            one = with_words(house, text, mayor, at=house.at + number * DAY, reserved=[Reserved({"en": "x"}, clause)])
        withdraw(one, seat=mayor, at=house.at + 3 * DAY)
    assert asked[0] == asked[1] <= 8
