"""Pages right after an act, in the played model year: what they cost, and that what was remembered is still true."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mithaq.communique.models import Clause, Return, Round, Silence, Text
from mithaq.cycle.models import Pillar
from mithaq.endorsements.models import Endorsement
from mithaq.foundation.actors.models import Mandate, Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle import memory
from mithaq.library.models import Study
from mithaq.members.domain.admit import admit, give_seat, register_organisation
from mithaq.members.domain.correct import correct_organisation
from mithaq.members.domain.merge import merge_organisations
from mithaq.recommendations.models import Point, Recommendation
from mithaq.taskforces.models import Group, Meeting, Paper
from tests.factories.visits import a_visitor, page_of, the_clock_at

#: Queries that a page may take, also when something has just happened that it does not show.
BUDGET = 8
#: An instant in the year, whole minutes before the next one, so that no minute ends within a test.
NOW = datetime(2031, 11, 30, 15, 0, 1, tzinfo=UTC)


def addresses() -> dict[str, str]:
    """A page of each kind that reads much."""
    text = Text.objects.earliest("pk")
    first = {
        "recommendations:point": Point,
        "recommendations:recommendation": Recommendation,
        "taskforces:paper": Paper,
        "taskforces:group": Group,
        "taskforces:meeting": Meeting,
        "library:study": Study,
        "communique:clause": Clause,
        "communique:files": Round,
        "communique:silence": Silence,
        "members:organisation": Organisation,
        "members:person": Person,
        "members:mandate": Mandate,
    }
    named = {name: reverse(name, args=[model.objects.earliest("pk").public_id]) for name, model in first.items()}
    endorsement = Endorsement.objects.filter(may_be_named=True).earliest("pk")
    named["endorsements:endorsement"] = reverse("endorsements:endorsement", args=[endorsement.public_id])
    for name in ("text", "heat", "translations"):
        named[f"communique:{name}"] = reverse(f"communique:{name}", args=[text.public_id])
    released = Return.objects.filter(released_at__isnull=False).earliest("pk")
    named["communique:returned"] = reverse("communique:returned", args=[released.public_id])
    for name in ("declaration", "register", "counts", "letters", "reminder", "endorse", "embed"):
        named[f"endorsements:{name}"] = reverse(f"endorsements:{name}", args=[text.public_id])
    city = Organisation.objects.filter(memberships__standing="observer").earliest("pk")
    named["endorsements:enter_evidence"] = reverse("endorsements:enter_evidence", args=[text.public_id, city.public_id])
    for name in ("desk:home", "desk:overview", "members:roll", "members:counts", "members:mandates", "press:figures"):
        named[name] = reverse(name)
    for name in ("recommendations:all", "recommendations:coverage", "recommendations:flow", "recommendations:table"):
        named[name] = reverse(name)
    for name in (
        "endorsements:declarations",
        "endorsements:monitor",
        "library:studies",
        "taskforces:papers",
        "taskforces:paper_board",
        "correspondence:board",
    ):
        named[name] = reverse(name)
    pillar = Pillar.objects.earliest("pk")
    named["recommendations:fates"] = reverse("recommendations:fates", args=["pillar", pillar.public_id])
    return named


@pytest.fixture
def secretariat(model_year):
    """The seat that runs the year, and the time of the test."""
    with the_clock_at(NOW):
        yield Seat.objects.filter(role=Role.SECRETARIAT).exclude(person__email="").earliest("pk")


@pytest.fixture
def browser(secretariat):
    return a_visitor(secretariat)


def test_after_an_act_that_a_page_does_not_show_it_keeps_to_its_queries(secretariat, browser):
    taken = {}
    for name, address in addresses().items():
        with the_clock_at(NOW):  # anew for each page, so that no minute ends between its visits
            page_of(browser, address)
            page_of(browser, address)
            register_organisation({"kind": "city", "name": {"en": f"At {name}"}}, seat=secretariat, at=NOW)
            with CaptureQueriesContext(connection) as asked:
                page_of(browser, address)
        taken[name] = len(asked)
    assert {name: queries for name, queries in taken.items() if queries > BUDGET} == {}


#: What differs from one answer to the next and says nothing: tokens, keys of forms, and the clock to the second.
FLEETING = re.compile(r' (value|content)="[^"]{20,}"| datetime="[^"]*"| (d|data-clock-offset)="[^"]*"')


def as_it_reads(browser, address: str) -> set[str]:
    with the_clock_at(NOW):  # anew for each page, so that no minute ends within the test
        return set(FLEETING.sub("", page_of(browser, address)).splitlines())


def test_what_was_remembered_reads_as_what_is_read_anew(secretariat, browser):
    by_us, pages = {"seat": secretariat, "at": NOW}, addresses()
    organisation = Endorsement.objects.filter(may_be_named=True).earliest("pk").organisation
    cycle = Text.objects.earliest("pk").cycle

    def renamed():
        correct_organisation(organisation, {"name": {"en": "Renamed", "ar": "مدينة أخرى"}}, **by_us)

    def joined():
        admit(
            cycle,
            register_organisation({"kind": "city", "name": {"en": "Late"}}, **by_us),
            "guest",
            NOW.date(),
            **by_us,
        )

    def seated():
        give_seat(Person.objects.earliest("pk"), organisation, Role.SHERPA, NOW.date(), **by_us)

    def merged():
        other = register_organisation({"kind": "city", "name": {"en": "The same"}}, **by_us)
        merge_organisations(other, organisation, leaving=True, **by_us)

    for act in (renamed, joined, seated, merged):
        for address in pages.values():
            as_it_reads(browser, address)
        act()
        remembered = {name: as_it_reads(browser, address) for name, address in pages.items()}
        memory.forget_everything()
        for name, address in pages.items():
            assert remembered[name] ^ as_it_reads(browser, address) == set(), (act.__name__, name)
