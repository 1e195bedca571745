"""Home: the front page of the year for strangers, what waits for whoever is seated."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.cycle.domain.arrange import lead, schedule, set_deadline
from mithaq.cycle.vocabulary import Leading, PhaseKind
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.mail.outbox import write
from tests.factories.house import (
    OPENING,
    a_city,
    a_frozen_text,
    a_mandate,
    a_mayor_with_a_mandate,
    a_published_text,
    a_seated,
    a_text,
    an_endorsement,
)
from tests.factories.readers import a_browser_of, a_stranger

#: Queries that a page may cost.
BUDGET = 8


def waiting_for(seat):
    """What waits for a seat, as (title, action, address)."""
    context = a_browser_of(seat).get("/en/").context
    return [(str(thing.title), str(thing.action), thing.url) for thing in context["waiting"]]


def test_before_anything_happened_the_front_page_leads_to_the_beginning(db):
    assert a_stranger().get("/en/").headers["Location"] == "/en/begin/"


def test_a_stranger_reads_what_the_group_is_what_is_open_and_what_comes_next(house):
    chair = a_city(house, "Ghaymara", zone="Asia/Riyadh")
    lead(house.cycle, chair, Leading.CHAIR, **house.by_us)
    title = {"en": "Studies and papers", "ar": "الدراسات والأوراق"}
    schedule(house.cycle, PhaseKind.PAPERS, title, OPENING, OPENING + timedelta(days=40), **house.by_us)
    set_deadline(
        house.cycle, "papers", PhaseKind.PAPERS, {"en": "Papers are due"}, OPENING + timedelta(days=39), **house.by_us
    )
    page = a_stranger().get("/en/").content.decode()
    for words in ("The Rivers Compact", "Ghaymara", "Studies and papers", "Papers are due", "Riyadh time"):
        assert words in page


def test_a_text_is_no_secret_any_more_from_the_instant_of_its_publication(house, at_the_desk, settings):
    text = a_published_text(house, at=at_the_desk + timedelta(hours=1))
    assert a_stranger().get("/en/").context["text"] is None
    settings.MITHAQ_CLOCK_OFFSET += timedelta(hours=1)
    assert a_stranger().get("/en/").context["text"] == text


def test_a_mayor_with_a_mandate_is_asked_to_read_and_endorse(house):
    text = a_frozen_text(house)
    mayor = a_mayor_with_a_mandate(house)
    assert waiting_for(mayor) == [("Communiqué", "Read and endorse", text.call.get_absolute_url())]


def test_a_mayor_whose_city_has_endorsed_sees_the_endorsement(house):
    given = an_endorsement(house, a_frozen_text(house))
    assert waiting_for(given.seat) == [
        ("Your city has endorsed the text", "See the endorsement", given.get_absolute_url())
    ]


def test_a_mayor_without_a_mandate_is_told_what_is_missing(house):
    a_frozen_text(house)
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor, Scope.SPEAK)
    page = a_browser_of(mayor).get("/en/").content.decode()
    assert "No mandate on record lets this seat do that." in page
    assert "Read and endorse" not in page


def test_a_sherpa_reads_the_text_and_does_not_endorse(house):
    text = a_frozen_text(house)
    assert waiting_for(a_seated(house)) == [("Communiqué", "Read the text", text.get_absolute_url())]


def test_while_the_text_is_a_draft_negotiators_read_it_and_partners_do_not(house):
    text = a_text(house)
    assert waiting_for(a_seated(house)) == [("Communiqué", "Read the text", text.get_absolute_url())]
    assert [title for title, *_rest in waiting_for(a_seated(house, Role.PARTNER))] == [
        "What was read out of the papers"
    ]


def test_the_secretariat_sees_mandates_letters_and_how_many_have_endorsed(house):
    text = a_frozen_text(house)
    an_endorsement(house, text)
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor, examiners=1)
    write(mayor, occasion="a test", language="en", subject="Hello", body="Hello.", at=OPENING)
    context = a_browser_of(house.secretariat).get("/en/").context
    found = {str(thing.title): thing for thing in context["waiting"]}
    assert list(found) == [
        "Mandates to examine",
        "Letters to be sent",
        "The cities are endorsing",
        "Communiqué",
        "Circulars and the board",
    ]
    assert found["Mandates to examine"].note == "1 mandate has not been found in order by two examiners yet."
    assert found["The cities are endorsing"].progress == (1, 2)


def test_an_auditor_is_led_to_the_chronicle(house):
    assert waiting_for(a_seated(house, Role.AUDITOR)) == [
        ("The chronicle of the year", "Read the chronicle", "/en/chronicle/")
    ]


def test_nothing_waiting_is_said_in_words(house):
    page = a_browser_of(a_seated(house)).get("/en/").content.decode()
    assert "Nothing waits for you now." in page


def test_there_is_one_strong_action_on_the_page(house):
    a_frozen_text(house)
    a_mandate(house, a_seated(house, Role.MAYOR), examiners=1)
    for seat in (house.secretariat, a_mayor_with_a_mandate(house)):
        assert a_browser_of(seat).get("/en/").content.decode().count("button--strong") == 1


def test_no_city_learns_from_the_latest_acts_that_another_has_endorsed(house):
    given = an_endorsement(house, a_frozen_text(house))
    other = a_mayor_with_a_mandate(house)
    colleague = a_seated(house, Role.SHERPA, given.organisation)
    assert "endorsed the text" in a_browser_of(colleague).get("/en/").content.decode()
    for seat in (other, a_seated(house, Role.CONVENER), a_seated(house, Role.PARTNER), a_seated(house, Role.PRESS)):
        page = a_browser_of(seat).get("/en/").content.decode()
        assert given.get_absolute_url() not in page
        assert "endorsed the text" not in page


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.MAYOR, Role.SHERPA, Role.AUDITOR, Role.PARTNER])
def test_home_costs_eight_queries_at_most_and_as_many_for_three_cities_as_for_one(
    house, role, django_assert_max_num_queries
):
    text = a_frozen_text(house)
    seat = house.secretariat if role == Role.SECRETARIAT else a_seated(house, role)
    if role == Role.MAYOR:
        a_mandate(house, seat)
    counts = []
    for _ in range(2):
        an_endorsement(house, text)
        a_mandate(house, a_seated(house, Role.MAYOR), examiners=1)
        browser = a_browser_of(seat)
        browser.get("/en/")  # the first page after an act reads the year anew
        with django_assert_max_num_queries(BUDGET) as queries:
            browser.get("/en/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_front_page_costs_eight_queries_at_most(house, django_assert_max_num_queries):
    a_published_text(house, at=OPENING + timedelta(hours=1))
    a_stranger().get("/en/search/")
    with django_assert_max_num_queries(BUDGET):
        assert a_stranger().get("/en/").status_code == 200


@pytest.mark.parametrize("language", ["en", "ar"])
def test_home_stands_in_both_languages(house, language):
    page = a_browser_of(a_seated(house)).get(f"/{language}/").content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
