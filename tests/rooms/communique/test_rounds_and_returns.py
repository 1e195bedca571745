"""A round is called, cities prepare their returns unseen, release them, and correct them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.prepare import begin_return, enter_return, release
from mithaq.communique.models import Return, Round
from mithaq.communique.queries.negotiation import living_return, on_the_table
from mithaq.desk.queries.log import acts_heard_by, acts_visible_to
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_city, a_frozen_text, a_house, a_mandate, a_seated, a_text, an_organisation
from tests.factories.negotiation import RUNS, a_negotiator, a_return, a_round, an_amendment, the_point
from tests.factories.visits import a_visitor, are_the_same, asked, page, queries_of, sent, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
MOST_QUERIES = 8


@pytest.fixture
def house():
    return a_house()


def test_a_round_is_called_on_the_latest_draft_and_shows_who_owes_an_answer(house):
    text = a_text(house)
    city = a_city(house, "Marasi")
    sherpa = a_negotiator(house, city)
    typed = {"opens": "2031-01-06T09:00", "closes": "2031-01-13T12:00", "language": "en"}
    assert sent(house, house.secretariat, f"texts/{text.public_id}/rounds/", **typed).status_code == 302
    about = Round.objects.get()
    assert (about.draft, about.language) == (text.drafts.get(), "en")
    shown = page(house, sherpa, f"rounds/{about.public_id}/", house.at + HOUR)
    assert "Marasi" in shown[shown.index('id="owing"') :]
    a_return(about, sherpa, "Point 1 now.", at=house.at + HOUR)
    shown = page(house, sherpa, f"rounds/{about.public_id}/", house.at + 2 * HOUR)
    given, owing = shown[shown.index('id="given"') : shown.index('id="owing"')], shown[shown.index('id="owing"') :]
    assert "Marasi" in given
    assert "Marasi" not in owing


@pytest.mark.parametrize(
    ("opens", "closes", "wrong"),
    [
        ("2031-01-07T09:00", "2031-01-07T09:00", "The round must close after it opens."),
        ("2031-01-05T09:00", "2031-01-06T08:00", "This round would be over before it is called."),
        ("soon", "2031-01-07T09:00", "Give the day and the time"),
    ],
    ids=["no-time", "over", "no-instant"],
)
def test_a_round_that_cannot_be_is_refused_in_words_and_what_was_typed_stays(house, opens, closes, wrong):
    text = a_text(house)
    typed = {"opens": opens, "closes": closes, "language": "en"}
    answered = sent(house, house.secretariat, f"texts/{text.public_id}/rounds/", **typed)
    assert answered.status_code == 422
    assert wrong in answered.content.decode()
    assert not Round.objects.exists()


def test_a_draft_has_one_round_and_a_frozen_text_none(house):
    about = a_round(house)
    with pytest.raises(Refused):
        call_round(about.text, house.at, house.at + RUNS, "en", **house.by_us)
    frozen = a_frozen_text(a_house_with_another_text(house))
    with pytest.raises(Refused):
        call_round(frozen, house.at, house.at + RUNS, "en", **house.by_us)


def a_house_with_another_text(house):
    """The same house; its first text gives up its key to the next."""
    house.cycle.texts.update(key="another")
    return house


def test_a_language_that_is_not_authentic_is_no_working_language(house):
    with pytest.raises(Refused):
        call_round(a_text(house), house.at, house.at + RUNS, "fr", **house.by_us)


def test_until_it_is_released_nobody_else_sees_a_return_not_even_the_secretariat(house):
    about = a_round(house)
    sherpa, colleague, other = a_negotiator(house), None, a_negotiator(house)
    colleague = a_seated(house, organisation=sherpa.organisation)
    mayor = a_seated(house, Role.MAYOR, sherpa.organisation)
    amendment = an_amendment(about, sherpa, "Point 1, and a red line.", at=house.at)
    addresses = [f"text-returns/{amendment.returned.public_id}/", f"amendments/{amendment.public_id}/"]
    for address in addresses:
        for seat in (sherpa, colleague, mayor):
            assert asked(house, seat, address).status_code == 200
        for seat in (other, house.secretariat, a_seated(house, Role.CHAIR), None):
            assert asked(house, seat, address).status_code == 404
    with the_clock_at(house.at):
        ours = a_visitor(house.secretariat)
        assert are_the_same(ours, "GET", f"/en/{addresses[0]}", "/en/text-returns/zzzzzzzzzzzz/")
    for address in (
        f"rounds/{about.public_id}/",
        f"rounds/{about.public_id}/amendments/",
        f"texts/{about.text.public_id}/",
    ):
        assert "red line" not in page(house, house.secretariat, address)
    release(amendment.returned, seat=sherpa, at=house.at + HOUR)
    for seat in (other, house.secretariat):
        assert "red line" in page(house, seat, addresses[0], house.at + HOUR)


def test_the_chronicle_tells_the_secretariat_nothing_of_a_return_that_is_prepared(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    an_amendment(about, sherpa, "Point 1 again.", at=house.at)
    private = {"return.begun", "amendment.written"}
    auditor = a_seated(house, Role.AUDITOR)
    for readers in (acts_visible_to, acts_heard_by):
        for seat in (house.secretariat, auditor, a_negotiator(house)):
            assert not private & set(readers(seat, house.at).values_list("verb", flat=True))
        assert private <= set(readers(sherpa, house.at).values_list("verb", flat=True))


def test_a_sherpa_releases_with_a_mandate_to_negotiate_and_a_colleague_without_one_only_writes(house):
    about = a_round(house)
    city = a_city(house)
    writer, sherpa = a_seated(house, organisation=city), a_negotiator(house, city)
    returned = an_amendment(about, writer, "Point 1, written.", at=house.at).returned
    assert begin_return(about, seat=sherpa, at=house.at) == returned
    with pytest.raises(Refused):
        release(returned, seat=writer, at=house.at)
    assert sent(house, sherpa, f"text-returns/{returned.public_id}/release/").status_code == 302
    returned.refresh_from_db()
    assert (returned.released_by, returned.mandate.seat) == (sherpa, sherpa)


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (1, True)], ids=["before", "at", "after"])
def test_at_the_deadline_to_the_second(house, seconds, late):
    about = a_round(house)
    sherpa = a_negotiator(house)
    at = about.closes + seconds * SECOND
    returned = a_return(about, sherpa, "Point 1, at last.", at=at)
    assert returned.is_late == late
    shown = page(house, sherpa, f"rounds/{about.public_id}/", at + HOUR)
    assert ("badge--waiting" in shown[shown.index('id="given"') : shown.index('id="owing"')]) == late
    assert on_the_table(about).count() == 1


def test_nothing_is_written_before_a_round_opens(house):
    text = a_text(house)
    about = call_round(text, house.at + HOUR, house.at + RUNS, "en", **house.by_us)
    sherpa = a_negotiator(house)
    with pytest.raises(Refused):
        begin_return(about, seat=sherpa, at=house.at)
    begin_return(about, seat=sherpa, at=house.at + HOUR)


def test_a_corrected_return_replaces_the_earlier_one_and_both_stay_on_record(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    first = a_return(about, sherpa, "Point 1, first.", at=house.at)
    second = an_amendment(about, sherpa, "Point 1, second.", at=house.at + HOUR).returned
    assert second.amendments.count() == 1, "it begins with what the first one asked for"
    assert living_return(about, sherpa.organisation) == first
    release(second, seat=sherpa, at=house.at + 2 * HOUR)
    assert living_return(about, sherpa.organisation) == second
    assert [one.returned for one in on_the_table(about)] == [second]
    shown = page(house, house.secretariat, f"text-returns/{first.public_id}/", house.at + 3 * HOUR)
    assert f"/text-returns/{second.public_id}/" in shown
    assert "first" in shown


def test_a_released_return_does_not_change(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    returned = a_return(about, sherpa, "Point 1, for good.", at=house.at)
    amendment = returned.amendments.get()
    assert sent(house, sherpa, f"amendments/{amendment.public_id}/").status_code == 409
    with pytest.raises(Refused):
        release(returned, seat=sherpa, at=house.at + HOUR)
    assert returned.amendments.count() == 1


def test_two_colleagues_who_begin_at_once_write_in_one_return(house):
    about = a_round(house)
    city = a_city(house)
    one, other = a_negotiator(house, city), a_seated(house, organisation=city)
    answers = [sent(house, seat, f"rounds/{about.public_id}/return/") for seat in (one, other)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Return.objects.count() == 1


def test_what_came_by_mail_is_entered_by_the_secretariat_and_shows_it(house):
    about = a_round(house)
    city = a_city(house, "Nadira")
    sherpa = a_negotiator(house, city)
    typed = {"city": city.public_id, "given": "2031-01-06T09:30", "source": "mail of 6 January"}
    address = f"rounds/{about.public_id}/entry/"
    answered = sent(house, house.secretariat, address, house.at + HOUR, **typed)
    returned = Return.objects.get()
    assert answered["Location"].endswith(f"/text-returns/{returned.public_id}/")
    assert asked(house, sherpa, f"text-returns/{returned.public_id}/", house.at + HOUR).status_code == 404
    again = sent(house, house.colleague, address, house.at + HOUR, **typed)
    assert "being entered already" in again.content.decode()
    release(returned, seat=house.secretariat, at=house.at + HOUR)
    shown = page(house, sherpa, f"text-returns/{returned.public_id}/", house.at + 2 * HOUR)
    assert "mail of 6 January" in shown
    assert returned.mandate is None


@pytest.mark.parametrize("minutes", [-1, 61], ids=["before-it-opened", "later-than-now"])
def test_an_instant_at_which_no_return_can_have_come_is_refused(house, minutes):
    about = a_round(house)
    with pytest.raises(Refused):
        enter_return(
            about,
            a_city(house),
            "mail",
            house.at + timedelta(minutes=minutes),
            seat=house.secretariat,
            at=house.at + HOUR,
        )


def test_who_is_no_city_of_the_year_has_no_return(house):
    about = a_round(house)
    stranger = a_seated(house, organisation=an_organisation(house))
    with pytest.raises(Refused):
        begin_return(about, seat=stranger, at=house.at)
    with pytest.raises(Refused):
        enter_return(about, stranger.organisation, "mail", house.at, **house.by_us)
    partner = a_seated(house, Role.PARTNER, a_city(house))
    assert asked(house, partner, f"rounds/{about.public_id}/").status_code == 404


def test_the_pages_of_a_round_ask_as_much_of_the_database_for_three_returns_as_for_one(house):
    about = a_round(house)
    address = f"/en/rounds/{about.public_id}/"
    counts = []
    for number in (1, 2):
        for _each in range(number):
            a_return(about, a_negotiator(house), f"Point 1, {number}.", at=house.at)
        with the_clock_at(house.at + HOUR):
            ours = a_visitor(house.secretariat)
            counts.append([len(queries_of(ours, f"{address}{page}?")) for page in ("", "amendments/")])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_QUERIES


def test_a_sherpa_without_a_mandate_is_told_so_at_the_round_and_not_only_before_the_release(house):
    about, sherpa = a_round(house), a_seated(house)
    address, hint = f"rounds/{about.public_id}/", "Before the return is released a mandate is needed"
    shown = page(house, sherpa, address)
    assert hint in shown
    assert "No mandate on record lets this seat do that." in shown
    assert f"/members/{sherpa.organisation.public_id}/mandates/" in shown
    with the_clock_at(house.at + HOUR):
        assert len(queries_of(a_visitor(sherpa), f"/en/{address}")) <= MOST_QUERIES
    a_mandate(house, sherpa, "negotiate")
    assert hint not in page(house, sherpa, address)
    assert hint not in page(house, house.secretariat, address)


def test_a_mandate_that_ended_releases_nothing(house):
    about = a_round(house)
    sherpa = a_seated(house)
    a_mandate(house, sherpa, "negotiate", ends=house.at.date())
    returned = an_amendment(about, sherpa, "Point 1, in time.", at=house.at).returned
    with pytest.raises(Refused):
        release(returned, seat=sherpa, at=house.at + timedelta(days=2))
    assert the_point(about) is not None


def test_whoever_may_negotiate_for_a_city_is_told_of_a_round_in_their_own_zone(house):
    sherpa = a_negotiator(house, a_city(house, "Marasi", zone="Asia/Riyadh"))
    a_seated(house)  # a sherpa without a mandate
    a_negotiator(house, an_organisation(house))  # of a city that is no member
    about = a_round(house)
    catch_up()
    letter = Letter.objects.get()
    assert letter.seat == sherpa
    assert "12:00" in letter.body, "nine o'clock in Greenwich is noon in Riyadh"
    assert about.public_id in letter.body
