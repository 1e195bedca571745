"""Before publication nothing of an endorsement reaches who may not know of it: every page that they can open is the same
to the byte, and so is the mark of its state that is made of it, whether one more city has endorsed or not. So is what a
page that stays open is told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from mithaq.communique.models import Clause
from mithaq.endorsements.jobs import keep_the_log
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.chronicle.queries import last_sequence
from mithaq.foundation.live import stream
from mithaq.foundation.live.hearing import ANY_ACT, INSTANTS
from mithaq.foundation.live.listeners import Listener, look
from mithaq.foundation.live.places import sealed
from tests.factories.house import a_city, a_frozen_text, a_house, a_mayor_with_a_mandate, a_seated, an_endorsement
from tests.factories.visits import a_visitor, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
#: What is another in every answer: the token against forged forms, how far our clock is from theirs, the room on the disk.
OTHER = re.compile(rb'(name="csrfmiddlewaretoken" value=|data-csrf=|data-clock-offset=)"[^"]*"|"free_disk_bytes": \d+')
#: Answers that are told below, that sign somebody out or in, or that hold a fresh secret or the second of their making.
NOT_ASKED = ("live/", "sign-out", "as/", "passkey/", "keys/app/", ".xlsx")
LONG = pytest.mark.long


def addresses(patterns, before=""):
    """Every address of the site that needs nothing to be filled in."""
    for one in patterns:
        path = before + str(one.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern) and "<" not in path and "(" not in path:
            yield path


def everything(seat, more, at):
    """What a seat, or a stranger, gets at every address at an instant: status and content."""
    visitor = a_visitor(seat)
    found = {}
    for path in [*addresses(get_resolver().url_patterns), *more]:
        if not any(part in path for part in NOT_ASKED):
            with the_clock_at(at):
                answer = visitor.get(f"/{path}")
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[path] = answer.status_code, OTHER.sub(b"", content)
    return found


@pytest.mark.parametrize(
    "role",
    [None, Role.SHERPA, *(pytest.param(role, marks=LONG) for role in (Role.PARTNER, Role.PRESS, Role.PRESIDENCY))],
)
def test_one_more_secret_endorsement_changes_no_page_of_who_may_not_know_of_it(settings, tmp_path, role):
    settings.HOME = tmp_path
    house = a_house()
    text = a_frozen_text(house)
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Lima"))
    an_endorsement(house, text)
    seat = a_seated(house, role) if role else None
    city, clause = mayor.organisation.public_id, Clause.objects.first()
    more = [
        f"en/members/{city}/",
        f"en/people/{mayor.person.public_id}/",
        f"en/texts/{text.public_id}/",
        f"en/texts/{text.public_id}/counts/",
        f"en/texts/{text.public_id}/register.json",
        f"en/declarations/{text.public_id}/",
        f"en/declarations/{text.public_id}/roll.json",
        f"en/clauses/{clause.public_id}/",
        "en/search/?q=Lima",
        "en/search/?q=endorsed",
        "en/figures/cities_endorsing/",
        "en/figures/endorsements_in_force/",
        *(f"log/{name}" for name in ("checkpoint", "log.json", "tile/0/000", "tile/0/000.p/1", "tile/entries/000.p/1")),
    ]
    at = house.at + HOUR + timedelta(seconds=10)
    before = everything(seat, more, at)
    with the_clock_at(at):
        an_endorsement(house, text, mayor, at=at)
        catch_up()
        keep_the_log()
    after = everything(seat, more, at)
    assert sum(status == 200 for status, _content in before.values()) > 15
    assert [path for path in before if before[path] != after[path]] == []


#: A place on the stream, which is another letter for letter whenever it is handed out, and the pause before coming back.
PLACE = re.compile(rb"(?<=id: )[\w=-]{48}|(?<=retry: )\d+")


class AtOnce:
    """A loop that carries out at once what it is asked."""

    def call_soon_threadsafe(self, call, *arguments):
        call(*arguments)


class OpenPage:
    """A page that somebody left open, which follows all that there is to follow."""

    def __init__(self, seat, *records):
        self.browser = a_visitor(seat)
        kinds = [model._meta.label_lower for model in apps.get_models() if model.__module__.startswith("mithaq.")]
        self.follows = [ANY_ACT, INSTANTS, *kinds, *(f"{one._meta.label_lower}:{one.public_id}" for one in records)]
        session = self.browser.session.session_key if seat else ""
        self.listener = Listener(seat, session, frozenset(self.follows), heard_to=last_sequence(), loop=AtOnce())
        self.place = sealed(last_sequence())

    def told(self):
        """What goes over the wire when the chronicle is looked at; nothing where the page is not woken."""
        look([self.listener], ask=True)
        return PLACE.sub(b"", stream._said(self.listener)) if self.listener.woken.is_set() else b""

    def told_on_coming_back(self):
        """What each part of it is told first, if the connection broke meanwhile."""
        parts = [self.follows[start : start + 40] for start in range(0, len(self.follows), 40)]
        answers = [self.browser.get("/live/", {"follow": part, "after": self.place}) for part in parts]
        return [PLACE.sub(b"", answer.content) for answer in answers]


@pytest.mark.parametrize("role", [None, Role.SHERPA, Role.MAYOR, Role.PARTNER, Role.PRESS, Role.PRESIDENCY])
def test_one_more_secret_endorsement_is_no_word_on_the_stream_of_who_may_not_know_of_it(settings, tmp_path, role):
    settings.HOME = tmp_path
    house = a_house()
    text = a_frozen_text(house)
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Lima"))
    seat = a_seated(house, role) if role else None
    at = house.at + HOUR

    def told_when(act):
        with the_clock_at(at):
            page = OpenPage(seat, text, mayor.organisation, mayor.person, mayor, *Clause.objects.all(), house.cycle)
            act()
            catch_up()
            keep_the_log()
            return page.told(), page.told_on_coming_back(), page.told()

    quiet = told_when(lambda: None)
    assert told_when(lambda: an_endorsement(house, text, mayor, at=at)) == quiet
    # Nor does what everybody hears of sound otherwise when it comes together with one.
    loud = told_when(lambda: a_city(house, "Rome"))
    other = a_mayor_with_a_mandate(house, a_city(house, "Oslo"))
    both = told_when(lambda: (an_endorsement(house, text, other, at=at), a_city(house, "Bonn")))
    assert loud != quiet
    assert both == loud


def test_the_city_itself_and_the_secretariat_hear_of_it_at_once(settings, tmp_path):
    settings.HOME = tmp_path
    house = a_house()
    text = a_frozen_text(house)
    mayor = a_mayor_with_a_mandate(house)
    at = house.at + HOUR
    with the_clock_at(at):
        pages = [OpenPage(mayor, text), OpenPage(house.secretariat, text)]
        an_endorsement(house, text, mayor, at=at)
        assert all(b"endorsements.endorsement" in page.told() for page in pages)
