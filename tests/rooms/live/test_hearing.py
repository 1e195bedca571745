"""Who is told that something has happened: those alone who may know it, and only of what they follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from mithaq.communique.domain.freeze import publish
from mithaq.desk.queries.log import acts_heard_by, acts_visible_to, audience_of
from mithaq.endorsements.domain.endorse import withdraw
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.clock import now
from mithaq.foundation.live.listeners import look
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_mayor_with_a_mandate,
    a_published_text,
    a_seated,
    an_endorsement,
    an_organisation,
)
from tests.factories.readers import a_browser_of


def session_of(seat):
    return a_browser_of(seat).session.session_key


def test_a_listener_is_told_of_the_topics_they_follow_and_of_no_others(house, somebody_listens):
    one = somebody_listens(house.secretariat, "acts", "press.release", session=session_of(house.secretariat))
    place = an_organisation(house)
    look([one])
    assert one.untold == {"acts"}
    another = somebody_listens(
        house.secretariat, f"actors.organisation:{place.public_id}", session=session_of(house.secretariat)
    )
    a_seated(house, Role.SHERPA, place)
    look([another])
    assert another.untold == {f"actors.organisation:{place.public_id}"}


def test_a_stranger_hears_of_what_is_public_and_of_nothing_else(house, somebody_listens):
    stranger = somebody_listens(None, "acts", "members.membership", "actors.person", "communique.text")
    a_frozen_text(house)
    a_seated(house, Role.CHAIR, house.secretariat.organisation)
    look([stranger])
    assert stranger.untold == set()
    a_city(house)
    look([stranger])
    assert stranger.untold == {"acts", "members.membership"}


def test_before_publication_no_city_hears_that_another_has_endorsed(house, somebody_listens):
    text = a_frozen_text(house)
    mayor, other = a_mayor_with_a_mandate(house), a_mayor_with_a_mandate(house)
    listening = {
        seat: somebody_listens(seat, "endorsements.endorsement", "acts", session=session_of(seat))
        for seat in (mayor, other, house.secretariat)
    }
    listening[None] = somebody_listens(None, "endorsements.endorsement", "acts", f"communique.text:{text.public_id}")
    an_endorsement(house, text, mayor)
    look(list(listening.values()))
    told = {seat: bool(one.untold) for seat, one in listening.items()}
    assert told == {mayor: True, other: False, house.secretariat: True, None: False}


def test_after_publication_everybody_hears_of_what_they_see(house, somebody_listens):
    text = a_published_text(house, at=house.at + timedelta(hours=1))
    stranger = somebody_listens(None, "endorsements.endorsement")
    given = an_endorsement(house, text, at=house.at + timedelta(hours=2))
    look([stranger])
    assert stranger.untold == {"endorsements.endorsement"}
    stranger.untold = set()
    withdraw(given, seat=given.seat, at=house.at + timedelta(hours=2))
    look([stranger])
    assert stranger.untold == {"endorsements.endorsement"}


def test_a_publication_is_heard_by_all(house, somebody_listens):
    text = a_frozen_text(house)
    stranger = somebody_listens(None, f"communique.text:{text.public_id}")
    publish(text, seat=house.secretariat, at=house.at + timedelta(hours=1))
    look([stranger])
    assert stranger.untold == {f"communique.text:{text.public_id}"}


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_read_an_act_hears_of_it_and_audiences_hear_alike(house, role):
    an_endorsement(house, a_frozen_text(house))
    seat, at = a_seated(house, role), now()
    read = set(acts_visible_to(seat, at).values_list("sequence", flat=True))
    assert read <= set(acts_heard_by(seat, at).values_list("sequence", flat=True))
    colleague = a_seated(house, role, seat.organisation)
    assert audience_of(seat) == audience_of(colleague)
    assert list(acts_heard_by(seat, at)) == list(acts_heard_by(colleague, at))


def test_nobody_is_told_anything_after_their_session_has_ended(house, somebody_listens):
    one = somebody_listens(house.secretariat, "acts", session=session_of(house.secretariat))
    Session.objects.all().delete()
    an_organisation(house)
    look([one])
    assert (one.untold, one.ended) == (set(), True)


def test_nobody_is_told_anything_after_their_seat_has_ended(house, somebody_listens):
    seat = a_seated(house)
    one = somebody_listens(seat, "acts", session=session_of(seat))
    Seat.objects.filter(pk=seat.pk).update(ends=(now() - timedelta(days=1)).date(), starts="2030-01-01")
    a_city(house)
    look([one])
    assert (one.untold, one.ended) == (set(), True)


def test_those_who_may_not_listen_any_more_are_sent_away_though_nothing_happens(house, somebody_listens):
    one = somebody_listens(house.secretariat, "acts", session="gone")
    look([one])
    assert not one.ended
    look([one], ask=True)
    assert one.ended


def test_a_look_costs_as_many_queries_for_many_listeners_of_an_audience_as_for_one(
    house, somebody_listens, django_assert_num_queries
):
    session = session_of(house.secretariat)
    for many in (1, 40):
        listening = [somebody_listens(house.secretariat, "acts", session=session) for _ in range(many)]
        an_organisation(house)
        with django_assert_num_queries(5):
            look(listening)
        assert all(one.untold == {"acts"} for one in listening)


def test_while_nothing_happens_a_look_costs_one_query(house, somebody_listens, django_assert_num_queries):
    listening = [somebody_listens(None, "acts")]
    with django_assert_num_queries(1):
        look(listening)
