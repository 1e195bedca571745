"""An organisation is entered and changed in the browser, and facts about it are stated and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.admit import change_class, end_membership, register_organisation, register_person
from mithaq.members.domain.correct import correct_organisation
from mithaq.members.domain.facts import state, state_population, take_back
from mithaq.members.models import Fact, Membership, TakenBack
from mithaq.members.queries import members, membership_of
from mithaq.members.vocabulary import CITIES, FactKind, Standing
from tests.factories.house import a_city, a_house, a_seated, an_organisation
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

TYPED = {
    "kind": "city",
    "name_en": "Montreal",
    "name_ar": "مونتريال",
    "other_names": "fr Montréal\n",
    "country": "CA",
    "time_zone": "America/Toronto",
    "latitude": "45.5",
    "longitude": "-73.57",
    "standing": "observer",
    "since": "2031-01-06",
}


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def city(house):
    return a_city(house, "Ghaymara")


@pytest.fixture
def desk(house):
    """The secretariat at a browser, on the day on which the house opens."""
    with the_clock_at(house.at):
        yield a_visitor(house.secretariat)


def last_act():
    return Act.objects.order_by("sequence").last()


def test_the_secretariat_registers_a_city_with_its_names_place_and_class(house, desk):
    response = desk.post("/en/members/new/", TYPED)
    entered = Organisation.objects.get(country="CA")
    assert response["Location"] == f"/en/members/{entered.public_id}/"
    assert entered.name == {"en": "Montreal", "ar": "مونتريال", "fr": "Montréal"}
    assert membership_of(house.cycle, entered, house.at).standing == Standing.OBSERVER
    shown = page_of(desk, f"/en/members/{entered.public_id}/")
    for words in ("Montréal", "Name in French", "Canada", "45.5° N and 73.57° W", "Observer"):
        assert words in shown


def test_a_name_that_is_on_the_register_is_asked_about_before_anything_is_entered(desk, city):
    typed = {**TYPED, "name_en": "GHAYMARÁ", "standing": "", "since": ""}
    answer = desk.post("/en/members/new/", typed).content.decode()
    assert "This name is on the register already" in answer
    assert f"/en/members/{city.public_id}/" in answer
    assert not Organisation.objects.filter(country="CA").exists()
    desk.post("/en/members/new/", {**typed, "is_another": "on"})
    assert Organisation.objects.filter(country="CA").exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name_en", "Mont\r\nBcc: all", "stands on one line"),
        ("name_en", "Mont\u202ereal", "stands on one line"),
        ("other_names", "Montréal", "after the code of its language"),
        ("other_names", "en Montreal", "after the code of its language"),
        ("latitude", "91", "less than or equal to 90"),
        ("time_zone", "Moon/Base", "Select a valid choice"),
        ("since", "the first", "Give the day as year, month and day"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_is_lost(desk, field, typed, said):
    answer = desk.post("/en/members/new/", {**TYPED, field: typed}).content.decode()
    assert said in answer
    assert "مونتريال" in answer
    assert not Organisation.objects.filter(country="CA").exists()


def test_an_organisation_without_any_name_is_not_registered(desk):
    answer = desk.post("/en/members/new/", {**TYPED, "name_en": "", "name_ar": "", "other_names": ""}).content.decode()
    assert "Give it in at least one language." in answer


def test_a_line_break_in_a_name_is_refused_by_the_verbs_themselves(house):
    with pytest.raises(Refused):
        register_organisation({"kind": "city", "name": {"en": "A\nB"}}, **house.by_us)
    with pytest.raises(Refused):
        register_person({"name": {"en": "Amina\r\nBcc: all"}}, **house.by_us)


def test_a_change_says_before_and_after_and_the_chronicle_stays_whole(house, desk, city):
    typed = {"kind": "city", "name_en": "Ghaymara the Old", "name_ar": "غيمرة", "country": "SA", "time_zone": "UTC"}
    desk.post(f"/en/members/{city.public_id}/edit/", typed)
    act = last_act()
    assert (act.verb, act.facts["changed"]) == ("organisation.corrected", ["country", "name"])
    assert act.spoken.words["name.en.before"] == "Ghaymara"
    assert act.spoken.words["name.en.after"] == "Ghaymara the Old"
    shown = page_of(desk, f"/en/members/{city.public_id}/")
    assert "Name (English)" in shown
    assert "<del><bdi" in shown
    assert first_broken_act() is None


def test_a_change_over_a_record_that_another_has_changed_is_asked_about_and_keeps_what_was_typed(house, desk, city):
    address = f"/en/members/{city.public_id}/edit/"
    typed = {"kind": "city", "name_en": "Ghaymara", "country": "SA", "time_zone": "UTC", "note_en": "My own words"}
    opened = desk.get(address).context["form"]["base"].value()
    correct_organisation(city, {"country": "EG"}, **house.by_us)
    answer = desk.post(address, {**typed, "base": opened})
    assert "Somebody changed this record while you were typing." in answer.content.decode()
    assert "My own words" in answer.content.decode()
    assert Organisation.objects.get(pk=city.pk).country == "EG"
    assert desk.post(address, {**typed, "base": answer.context["form"]["base"].value()}).status_code == 302
    assert Organisation.objects.get(pk=city.pk).country == "SA"


def test_a_change_that_changes_nothing_is_no_act(house, city):
    before = last_act().sequence
    correct_organisation(city, {"name": {"en": "Ghaymara"}}, **house.by_us)
    assert last_act().sequence == before


def test_the_public_reads_names_and_blocs_and_not_who_was_invited(house, desk, city):
    state(city, FactKind.FORMER_NAME, words={"en": "Old Ghaymara"}, ends=date(1999, 12, 31), **house.by_us)
    state(city, FactKind.BLOC, date(2023, 9, 9), bloc="african_union", **house.by_us)
    state(city, FactKind.DECLINED, date(2031, 1, 5), cycle=house.cycle, words={"en": "By letter"}, **house.by_us)
    address = f"/en/members/{city.public_id}/"
    for reader, reads in ((None, False), (a_seated(house), False), (a_seated(house, Role.MAYOR, city), True)):
        shown = page_of(a_visitor(reader), address)
        assert "Old Ghaymara" in shown
        assert "African Union" in shown
        assert ("By letter" in shown, "Declined" in shown) == (reads, reads)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("former-name", {"words_en": "Old Town", "ends": "1990-01-01"}),
        ("bloc", {"bloc": "other", "words_en": "Council of Basins", "starts": "2020-01-01"}),
        ("invited", {"starts": "2031-01-05", "source": "Letter 7"}),
        ("represented", {"starts": "2031-01-05", "words_en": "The deputy mayor"}),
        ("may-not-be-named", {"starts": "2031-01-05"}),
    ],
)
def test_every_kind_of_fact_is_entered_in_the_browser_with_its_author(house, desk, city, kind, typed):
    response = desk.post(f"/en/members/{city.public_id}/facts/{kind}/", typed)
    assert response.status_code == 302
    fact = Fact.objects.get()
    assert (fact.kind, fact.by, fact.organisation) == (kind.replace("-", "_"), house.secretariat, city)
    assert f"fact-{fact.public_id}" in page_of(desk, f"/en/members/{city.public_id}/")


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("former-name", {"ends": "1990-01-01"}, "Give it in at least one language."),
        ("bloc", {"bloc": "other"}, "Give the bloc&#x27;s name"),
        ("invited", {"starts": ""}, "This field is required."),
        ("represented", {"starts": "2031-01-05"}, "Choose a person"),
        ("bloc", {"bloc": "g20_state", "starts": "2031-02-01", "ends": "2031-01-01"}, "It cannot end before it began."),
        ("population", {"people": "0", "concept": "city_proper", "source": "x"}, "greater than or equal to 1"),
    ],
)
def test_a_fact_that_lacks_something_is_refused_beside_its_field(desk, city, kind, typed, said):
    assert said in desk.post(f"/en/members/{city.public_id}/facts/{kind}/", typed).content.decode()
    assert not Fact.objects.exists()


def test_a_population_is_stated_once_by_each_source_and_can_be_taken_back(house, desk, city):
    typed = {"people": "120000", "concept": "city_proper", "year": "2030", "source": "Census"}
    address = f"/en/members/{city.public_id}/facts/population/"
    assert desk.post(address, typed).status_code == 302
    assert "already states a figure" in desk.post(address, {**typed, "people": "130000"}).content.decode()
    population = city.populations.get()
    desk.post(f"/en/record/population/{population.public_id}/taking-back/", {"reason": "A digit too many"})
    assert "120,000" not in page_of(desk, f"/en/members/{city.public_id}/")
    assert desk.post(address, {**typed, "people": "130000"}).status_code == 302
    assert city.populations.count() == 2


def test_a_fact_is_taken_back_once_by_a_later_row_and_stays_on_record(house, desk, city):
    fact = state(city, FactKind.ACCEPTED, date(2031, 1, 5), cycle=house.cycle, **house.by_us)
    address = f"/en/record/fact/{fact.public_id}/taking-back/"
    assert "Accepted" in page_of(desk, address)
    assert "This field is required." in desk.post(address, {"reason": ""}).content.decode()
    assert desk.post(address, {"reason": "Another city was meant"}).status_code == 302
    assert (Fact.objects.get().is_living, TakenBack.objects.get().by) == (False, house.secretariat)
    assert last_act().spoken.words == {"reason": "Another city was meant"}
    assert desk.post(address, {"reason": "Again"}).status_code == 404
    with pytest.raises(Refused):
        take_back(fact, "Again", **house.by_us)


def test_a_member_changes_its_class_and_counts_in_one_class_on_each_day(house, city):
    membership = membership_of(house.cycle, city, house.at)
    changed = change_class(membership, Standing.GUEST, date(2031, 3, 1), **house.by_us)
    end_membership(changed, date(2031, 3, 31), **house.by_us)
    days = {day: house.at.replace(month=day[0], day=day[1]) for day in ((2, 28), (3, 1), (3, 31), (4, 1))}
    found = {day: [m.standing for m in members(house.cycle, at, CITIES)] for day, at in days.items()}
    assert found == {(2, 28): ["participating"], (3, 1): ["guest"], (3, 31): ["guest"], (4, 1): []}
    assert [act.verb for act in Act.objects.order_by("-sequence")[:2]] == ["membership.ended", "membership.changed"]


def test_a_membership_that_was_taken_back_counts_on_no_day(house, city):
    take_back(membership_of(house.cycle, city, house.at), "Never admitted", **house.by_us)
    assert list(members(house.cycle, house.at, CITIES)) == []
    assert Membership.objects.count() == 1


def test_a_membership_begins_and_ends_at_the_midnight_of_the_organisations_own_zone(house):
    city = a_city(house, zone="Pacific/Auckland", since=date(2031, 3, 1))
    midnight = house.at.replace(month=2, day=28, hour=11)  # in March Auckland is thirteen hours ahead
    for at, is_member in ((midnight - timedelta(seconds=1), False), (midnight, True)):
        assert bool(membership_of(house.cycle, city, at)) is is_member
        assert bool(members(house.cycle, at, CITIES)) is is_member


def test_the_class_is_changed_and_ended_in_the_browser(house, desk, city):
    address = f"/en/members/{city.public_id}/facts/class/"
    assert "must begin after" in desk.post(address, {"standing": "guest", "starts": "2031-01-06"}).content.decode()
    desk.post(address, {"standing": "guest", "starts": "2031-02-01"})
    desk.post(address, {"standing": "", "starts": "2031-04-01"})
    runs = [(m.standing, m.starts, m.ends) for m in city.memberships.order_by("starts")]
    assert runs == [
        ("participating", date(2031, 1, 6), date(2031, 1, 31)),
        ("guest", date(2031, 2, 1), date(2031, 3, 31)),
    ]


def test_only_the_secretariat_finds_the_pages_of_the_register(house, desk, city):
    fact = state(city, FactKind.INVITED, date(2031, 1, 5), cycle=house.cycle, **house.by_us)
    addresses = [
        "/en/members/new/",
        f"/en/members/{city.public_id}/edit/",
        f"/en/members/{city.public_id}/facts/invited/",
        f"/en/record/fact/{fact.public_id}/taking-back/",
    ]
    for seat in (None, a_seated(house, Role.SHERPA, city), a_seated(house, Role.AUDITOR)):
        visitor = a_visitor(seat)
        assert {visitor.post(address, TYPED).status_code for address in addresses} == {404}


@pytest.mark.parametrize("kind", ["nonsense", "former_names", "seat"])
def test_a_kind_of_fact_that_there_is_not_is_a_404(desk, city, kind):
    assert desk.get(f"/en/members/{city.public_id}/facts/{kind}/").status_code == 404


def test_the_page_takes_the_same_queries_with_one_fact_and_with_many(house, desk, city):
    state_population(city, 5, "city_proper", 2030, "Census", **house.by_us)
    address = f"/en/members/{city.public_id}/"
    state(city, FactKind.INVITED, date(2031, 1, 5), cycle=house.cycle, **house.by_us)
    few = len(queries_of(desk, address))
    for kind in (FactKind.ACCEPTED, FactKind.DECLINED, FactKind.WITHDREW):
        state(city, kind, date(2031, 1, 5), cycle=house.cycle, **house.by_us)
    correct_organisation(an_organisation(house), {"country": "SA"}, **house.by_us)
    assert len(queries_of(desk, address)) == few <= 8
