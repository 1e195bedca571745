"""Persons and their offices: names in both scripts, each city's own word, who may read and who may change what."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from mithaq.foundation.actors.models import Person
from mithaq.foundation.actors.vocabulary import Forms, Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.admit import give_seat, register_person
from mithaq.members.domain.correct import correct_person
from mithaq.members.domain.offices import end_office, enter_channel, enter_office
from mithaq.members.models import Office
from mithaq.members.queries.on_record import channels_of
from mithaq.members.vocabulary import OfficeKind
from tests.factories.house import a_city, a_house, a_person, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

TYPED = {
    "honorific_en": "H.E.",
    "honorific_ar": "معالي",
    "name_en": "Amina Trabelsi",
    "name_ar": "أمينة الطرابلسي",
    "pronunciation_en": "a-MEE-na tra-BEL-see",
    "addressed_as": "f",
    "first_language": "ar",
    "languages": ["en", "fr"],
    "email": "amina@tunis.example",
}


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def city(house):
    return a_city(house, "Tunis")


@pytest.fixture
def sherpa(house, city):
    return a_seated(house, Role.SHERPA, city)


@pytest.fixture(autouse=True)
def _today(house):
    with the_clock_at(house.at):
        yield


def mayor_of(house, city, **more):
    person = a_person(house)
    word = {"en": "Mayor", "ar": "رئيسة البلدية"}
    return enter_office(person, city, OfficeKind.HEAD, word, date(2030, 1, 1), **more, **house.by_us)


def test_the_secretariat_registers_a_person_with_honorific_sound_and_languages(house):
    desk = a_visitor(house.secretariat)
    response = desk.post("/en/people/new/", TYPED)
    person = Person.objects.get(email="amina@tunis.example")
    assert response["Location"] == f"/en/people/{person.public_id}/offices/new/"
    assert (person.languages, person.forms) == (["ar", "en", "fr"], Forms.FEMININE)
    shown = page_of(desk, f"/en/people/{person.public_id}/")
    for words in ("H.E.", "معالي", "أمينة الطرابلسي", "a-MEE-na tra-BEL-see", "Arabic, English and French"):
        assert words in shown


@pytest.mark.parametrize(
    "address",
    [
        "AMINA@TUNIS.EXAMPLE",
        "ａmina@tunis.example",
        "аmina@tunis.example",
        " amina@tunis.example ",
        "amina@ｔunis.example",
    ],
)
def test_an_address_that_looks_like_another_persons_is_refused(house, address):
    register_person({"name": {"en": "Amina"}, "email": "amina@tunis.example"}, **house.by_us)
    with pytest.raises(Refused):
        register_person({"name": {"en": "Other"}, "email": address}, **house.by_us)
    assert (
        "looks the same"
        in a_visitor(house.secretariat)
        .post("/en/people/new/", {**TYPED, "email": "Amina@Tunis.example"})
        .content.decode()
    )


def test_a_domain_in_letters_and_in_punycode_is_one_domain(house):
    register_person({"name": {"en": "Jana"}, "email": "jana@münchen.example"}, **house.by_us)
    with pytest.raises(Refused):
        register_person({"name": {"en": "Other"}, "email": "jana@xn--mnchen-3ya.example"}, **house.by_us)


def test_the_database_itself_keeps_one_address_for_one_person(house):
    person = a_person(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.bulk_create([Person(name={"en": "Twin"}, email=person.email.upper())])


@pytest.mark.parametrize("typed", [{"name_en": "A\nB"}, {"name_en": "", "name_ar": ""}, {"email": "nowhere"}])
def test_what_cannot_be_kept_of_a_person_is_said_beside_its_field(house, typed):
    answer = a_visitor(house.secretariat).post("/en/people/new/", {**TYPED, **typed})
    assert answer.status_code == 200
    assert "field--wrong" in answer.content.decode()
    assert not Person.objects.filter(name__en="Amina Trabelsi", email="amina@tunis.example").exists()


def test_an_acting_mayor_is_called_so_in_both_languages_and_by_the_persons_own_form(house, city):
    office = mayor_of(house, city, is_acting=True)
    assert office.title == {"en": "Acting Mayor", "ar": "رئيسة البلدية المكلَّف"}
    correct_person(office.person, {"forms": "f"}, **house.by_us)
    office = Office.objects.get()
    assert office.title["ar"] == "رئيسة البلدية المكلَّفة"
    with override("ar"):
        assert str(office) == "رئيسة البلدية المكلَّفة"


def test_an_office_is_held_until_its_last_day_in_the_city_and_stays_on_record(house, city, sherpa):
    office = mayor_of(house, city)
    assert "Who holds office there now" in page_of(a_visitor(sherpa), f"/en/members/{city.public_id}/")
    end_office(office, date(2031, 1, 5), **house.by_us)
    assert "Who holds office there now" not in page_of(a_visitor(sherpa), f"/en/members/{city.public_id}/")
    assert "Sun 5 Jan 2031" in page_of(a_visitor(sherpa), f"/en/people/{office.person.public_id}/")
    with pytest.raises(Refused):
        end_office(office, date(2029, 1, 5), **house.by_us)


def test_the_focal_point_keeps_the_record_of_its_own_people_and_of_no_others(house, city, sherpa):
    own, other = mayor_of(house, city).person, mayor_of(house, a_city(house)).person
    visitor = a_visitor(sherpa)
    typed = {**TYPED, "email": "stolen@elsewhere.example"}
    assert visitor.post(f"/en/people/{own.public_id}/edit/", typed).status_code == 302
    assert visitor.post(f"/en/people/{other.public_id}/edit/", typed).status_code == 404
    kept = Person.objects.get(pk=own.pk)
    assert (kept.name["en"], kept.email) == ("Amina Trabelsi", own.email)
    act = Act.objects.order_by("sequence").last()
    assert (act.verb, act.seat) == ("person.corrected", sherpa)


def test_no_focal_point_may_change_the_address_that_opens_the_door(house, city, sherpa):
    own = mayor_of(house, city).person
    with pytest.raises(Refused):
        correct_person(own, {"email": "thief@elsewhere.example"}, seat=sherpa, at=house.at)


def test_a_person_in_two_cities_is_changed_by_the_secretariat_alone(house, city, sherpa):
    person = mayor_of(house, city).person
    give_seat(person, a_city(house), Role.MAYOR, house.at.date(), **house.by_us)
    with pytest.raises(Refused) as refusal:
        correct_person(person, {"forms": "m"}, seat=sherpa, at=house.at)
    assert "another organisation" in str(refusal.value)
    correct_person(person, {"forms": "m"}, **house.by_us)


def test_telephones_are_read_by_the_secretariat_the_person_and_colleagues_only(house, city, sherpa):
    mayor = a_seated(house, Role.MAYOR, city)
    enter_channel(mayor.person, "mobile", "+216 20 000 001", is_preferred=True, **house.by_us)
    address = f"/en/people/{mayor.person.public_id}/"
    readers = {house.secretariat: True, mayor: True, sherpa: True, a_seated(house): False, None: None}
    for reader, reads in readers.items():
        response = a_visitor(reader).get(address)
        assert response.status_code == (404 if reads is None else 200)
        assert ("+216 20 000 001" in response.content.decode()) is bool(reads)
        assert (mayor.person.email in response.content.decode()) is bool(reads)


def test_one_way_to_reach_a_person_is_the_preferred_one(house, city, sherpa):
    person = mayor_of(house, city).person
    for value in ("+216 1", "+216 2"):
        enter_channel(person, "telephone", value, is_preferred=True, seat=sherpa, at=house.at)
    assert [(c.value, c.is_preferred) for c in channels_of(person)] == [("+216 2", True), ("+216 1", False)]


@pytest.mark.parametrize("typed", [{"kind": "email", "value": "nowhere"}, {"kind": "mobile", "value": "1\r\n2"}])
def test_a_way_to_reach_somebody_that_leads_nowhere_is_refused(house, city, typed):
    person = mayor_of(house, city).person
    answer = a_visitor(house.secretariat).post(f"/en/people/{person.public_id}/channels/new/", typed)
    assert "field--wrong" in answer.content.decode()
    assert not channels_of(person).exists()


def test_offices_channels_and_seats_are_entered_and_taken_back_in_the_browser(house, city):
    desk, person = a_visitor(house.secretariat), a_person(house)
    home = f"/en/people/{person.public_id}/"
    where = {"organisation": city.public_id, "starts": "2031-01-01"}
    desk.post(f"{home}offices/new/", {**where, "kind": "deputy", "word_en": "Deputy Mayor", "is_acting": "on"})
    desk.post(f"{home}channels/new/", {"kind": "mobile", "value": "+216 20"})
    desk.post(f"{home}seats/new/", {**where, "role": "mayor", "title_en": "Deputy"})
    shown = page_of(desk, home)
    for words in ("Acting Deputy Mayor", "+216 20", "Mayor"):
        assert words in shown
    desk.post(f"/en/offices/{Office.objects.get().public_id}/end/", {"ends": "2031-06-30"})
    assert Office.objects.get().ends == date(2031, 6, 30)
    desk.post(f"/en/record/office/{Office.objects.get().public_id}/taking-back/", {"reason": "Another person"})
    assert "Acting Deputy Mayor" not in page_of(desk, home).split('id="history"')[0]


def test_persons_are_found_by_a_part_of_the_name_in_either_script(house):
    a_visitor(house.secretariat).post("/en/people/new/", TYPED)
    for asked, found in (("trab", True), ("امينه", True), ("zzz", False)):
        page = page_of(a_visitor(house.secretariat), f"/en/people/?name={asked}")
        assert ("Amina Trabelsi" in page) is found


def test_the_public_and_the_press_find_no_persons(house, city):
    person = mayor_of(house, city).person
    for seat in (None, a_seated(house, Role.PRESS)):
        for address in ("/en/people/", f"/en/people/{person.public_id}/"):
            assert a_visitor(seat).get(address).status_code == 404
        assert person.public_id not in page_of(a_visitor(seat), f"/en/members/{city.public_id}/")


def test_the_pages_take_the_same_queries_for_few_persons_and_for_many(house, city):
    desk, person = a_visitor(house.secretariat), mayor_of(house, city).person
    addresses = ("/en/people/", f"/en/people/{person.public_id}/", "/en/people/?name=person")
    few = [len(queries_of(desk, address)) for address in addresses]
    for _number in range(4):
        a_seated(house, Role.MAYOR, city)
        enter_office(person, city, OfficeKind.DEPUTY, {"en": "Deputy"}, **house.by_us)
        enter_channel(person, "mobile", "+216 20", **house.by_us)
    assert [len(queries_of(desk, address)) for address in addresses] == few
    assert max(few) <= 8
