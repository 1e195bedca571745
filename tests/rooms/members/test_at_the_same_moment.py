"""Two who do the same at the same moment: it is done once, and the other is told why not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from mithaq.foundation.actors.models import Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.focal_point import name_focal_point
from mithaq.members.domain.invite import accept, invite
from mithaq.members.models import Invitation
from tests.factories.house import a_city, a_house, a_seated

ADDRESS = "noor@lima.example"


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Why each was refused that was; any other fault is one of the test."""
    start, refusals, faults = threading.Barrier(len(acts)), [], []

    def run(act):
        start.wait(10)
        try:
            act()
        except Refused as refused:
            refusals.append(str(refused))
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test tells
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return refusals


def a_focal_point(house, city):
    seat = a_seated(house, Role.SHERPA, city)
    name_focal_point(seat, house.at.date(), seat=house.secretariat, at=house.at)
    return seat


def invited(house, by):
    return invite(
        by.organisation,
        email=ADDRESS,
        name={"en": "Noor Haddad"},
        role=Role.MAYOR,
        starts=house.at.date(),
        link_to=lambda word: f"https://mithaq.example/en/invitation/{word}/",
        seat=by,
        at=house.at,
    )


def test_two_focal_points_who_invite_one_person_make_one_invitation(own_database):
    house = a_house()
    city = a_city(house)
    first, second = a_focal_point(house, city), a_focal_point(house, city)
    refusals = at_once(lambda: invited(house, first), lambda: invited(house, second))
    assert refusals == ["This address is invited to this seat already and may still accept. Nothing was changed."]
    assert Invitation.objects.count() == 1


def test_an_invitation_accepted_in_two_windows_gives_one_seat(own_database):
    house = a_house()
    invitation = invited(house, a_focal_point(house, a_city(house)))
    refusals = at_once(*[lambda: accept(invitation, at=house.at)] * 2)
    assert refusals == ["This invitation has been accepted already. Sign in with the address it was sent to."]
    assert Seat.objects.filter(person__email=ADDRESS).count() == 1


def test_two_cities_admit_one_person_once_to_the_register_and_to_both_seats(own_database):
    house = a_house()
    both = [invited(house, a_focal_point(house, a_city(house))) for _ in range(2)]
    assert at_once(*[lambda one=one: accept(one, at=house.at) for one in both]) == []
    assert Person.objects.get(email=ADDRESS).seats.count() == 2
