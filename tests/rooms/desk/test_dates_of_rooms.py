"""When rounds and calls close and silences run out stands in the calendars of those whom it concerns."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils.translation import override

from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.move_closing import move_closing
from mithaq.communique.domain.silence import Against, break_silence
from mithaq.communique.vocabulary import ClauseKind
from mithaq.cycle.domain.arrange import schedule
from mithaq.cycle.vocabulary import PhaseKind
from mithaq.foundation.actors.vocabulary import Role
from mithaq.taskforces.domain.feed import open_feed, token_of
from tests.factories.house import a_city, a_frozen_text, a_seated
from tests.factories.negotiation import a_negotiator, a_round, a_silence, the_point_of
from tests.factories.visits import a_visitor, page, page_of, queries_of, the_clock_at

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def feed_of(seat, at, language="en"):
    """The entries of a seat's own calendar by their titles."""
    token = token_of(open_feed(seat=seat, at=at))
    with override(language):
        return events(reverse("taskforces:own_feed", args=[token]), at)


def events(address, at):
    with the_clock_at(at):
        answer = a_visitor().get(address)
    return {str(one["summary"]): one for one in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_closing_of_a_round_stands_in_the_year_at_the_desk_in_the_rail_and_in_ones_own_calendar(house):
    words = {"en": "Negotiation", "ar": "التفاوض"}
    schedule(house.cycle, PhaseKind.NEGOTIATION, words, house.at, house.at + 30 * DAY, **house.by_us)
    about, sherpa = a_round(house), a_negotiator(house)
    title = "The round on “Communiqué” closes"
    assert page(house, sherpa, "year/").count(title) == 4  # the rail, the table, and the picture in drawing and words
    assert page(house, sherpa, "").count(title) == 2  # the rail and the next deadlines
    entry = feed_of(sherpa, house.at)[title]
    assert (entry["dtstart"].dt, str(entry["transp"]), entry["sequence"]) == (about.closes, "TRANSPARENT", 0)
    assert list(feed_of(sherpa, house.at, "ar")) == ["انتهاء الجولة المتعلقة بالنص «البيان»"]


def test_a_round_that_is_extended_moves_in_calendars_under_the_same_name(house):
    about, sherpa = a_round(house), a_negotiator(house)
    (first,) = feed_of(sherpa, house.at).values()
    move_closing(about, about.closes + DAY, "More time.", **house.by_us)
    (second,) = feed_of(sherpa, house.at).values()
    assert second["uid"] == first["uid"]
    assert (second["sequence"], second["dtstart"].dt) == (1, about.closes + DAY)


@pytest.mark.parametrize("role", [None, Role.PARTNER, Role.PRESS, Role.AUDITOR], ids=lambda role: role or "stranger")
def test_whoever_does_not_negotiate_learns_of_no_round_silence_or_call(house, role):
    a_frozen_text(house)
    a_round(house, text=a_statement(house))
    seat = a_seated(house, role=role) if role else None
    for address in ("year/", ""):
        assert "closes" not in page(house, seat, address).replace("opens and closes", "")
    assert not events("/en/calendars/year.ics", house.at)
    if seat:
        assert not feed_of(seat, house.at)


def test_a_city_that_was_not_named_for_a_text_has_nothing_of_it_in_its_calendar(house):
    one, other = a_negotiator(house), a_negotiator(house)
    named = {"negotiators": [one.organisation]}
    text = begin_text(house.cycle, "some", "statement", {"en": "Ours", "ar": "لنا"}, **named, **house.by_us)
    compose(text, [Composed(ClauseKind.POINT, {"en": "We meet.", "ar": "نجتمع."})], **house.by_us)
    a_round(house, text=text)
    assert list(feed_of(one, house.at)) == ["The round on “Ours” closes"]
    assert feed_of(other, house.at) == {}
    assert list(feed_of(house.secretariat, house.at)) == ["The round on “Ours” closes"]


def test_a_silence_runs_out_in_the_calendar_and_once_broken_it_is_cancelled_there(house):
    silence, sherpa = a_silence(house), a_negotiator(house)
    title = "The silence on “Communiqué” runs out"
    assert feed_of(sherpa, house.at)[title]["dtstart"].dt == silence.expires
    against = [Against(the_point_of(silence.draft))]
    break_silence(silence, against, "We cannot.", seat=sherpa, at=house.at + timedelta(hours=1))
    entry = feed_of(sherpa, house.at + DAY)[title]
    assert (str(entry["status"]), entry["sequence"]) == ("CANCELLED", 1)
    assert title not in page(house, sherpa, "year/", house.at + DAY)


def test_a_call_closes_in_the_calendar_of_the_cities(house):
    text = a_frozen_text(house)
    entry = feed_of(a_seated(house), house.at)["The call to endorse “Communiqué” closes"]
    assert entry["dtstart"].dt == text.call.closes


def test_dates_of_rooms_cost_a_page_nothing_more_however_many_there_are(house):
    about, sherpa = a_round(house), a_negotiator(house)
    browser = a_visitor(sherpa)
    with the_clock_at(house.at):
        page_of(browser, "/en/year/")
        one = queries_of(browser, "/en/year/")
    for extended in range(3):
        move_closing(about, about.closes + (extended + 1) * DAY, "More time.", **house.by_us)
        a_city(house)
    a_silence(house, text=a_statement(house))
    with the_clock_at(house.at):
        page_of(browser, "/en/year/")
        assert len(queries_of(browser, "/en/year/")) == len(one) <= 8


def a_statement(house):
    text = begin_text(house.cycle, "other", "statement", {"en": "Statement", "ar": "بيان"}, **house.by_us)
    compose(text, [Composed(ClauseKind.POINT, {"en": "We meet.", "ar": "نجتمع."})], **house.by_us)
    return text
