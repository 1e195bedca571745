"""Letters by which cities endorse on paper: filled in for each, with the text in them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import timedelta

import docx
import pikepdf
import pytest

from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.vocabulary import Role
from mithaq.members.domain.offices import enter_office
from mithaq.members.models import Membership
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mayor_with_a_mandate,
    a_person,
    a_seated,
    a_text,
    an_organisation,
)
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return a_frozen_text(house)


def asked(house, text, seat, more=""):
    with the_clock_at(house.at + HOUR):
        return a_visitor(seat).get(f"/en/texts/{text.public_id}/letters{more}")


def of(city, form="pdf"):
    return f"/{city.public_id}.{form}"


def words_of(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell for table in document.tables for cell in table.rows[0].cells]
    return "\n".join(paragraph.text for cell in cells for paragraph in cell.paragraphs)


def test_a_letter_carries_the_text_and_is_filled_in_with_the_office_in_the_citys_own_word(house, text):
    city = a_city(house, "Lima")
    head = a_person(house)
    enter_office(
        head, city, "head", {"en": "Lady Mayoress", "ar": "شيخة المدينة"}, starts=house.at.date(), **house.by_us
    )
    with pikepdf.open(io.BytesIO(asked(house, text, house.secretariat, of(city)).content)) as pdf:
        (attached,) = pdf.attachments.values()
        assert hashlib.sha256(attached.get_file().read_bytes()).hexdigest() == text.freezing.hash
        assert len(pdf.pages) == 1
    said = words_of(asked(house, text, house.secretariat, of(city, "docx")).content)
    for words in ("Lima", "Person", "Lady Mayoress", "شيخة المدينة", text.freezing.hash[:32]):
        assert words in said


def test_an_office_that_is_not_on_record_is_left_to_be_filled_in(house, text):
    city = a_city(house, "Oslo")
    assert "Name and office\n\nPlace and date" in words_of(
        asked(house, text, house.secretariat, of(city, "docx")).content
    )
    assert "not on record: left to be filled in" in asked(house, text, house.secretariat, "/").content.decode()


def test_each_language_may_have_a_page_of_its_own(house, text):
    city = a_city(house)
    apart = asked(house, text, house.secretariat, of(city) + "?apart=1").content
    with pikepdf.open(io.BytesIO(apart)) as pdf:
        assert len(pdf.pages) == 2


def test_a_city_gets_its_own_letter_and_no_other(house, text):
    mayor, other = a_mayor_with_a_mandate(house), a_seated(house, Role.SHERPA)
    assert asked(house, text, mayor, of(mayor.organisation)).status_code == 200
    assert asked(house, text, other, of(mayor.organisation)).status_code == 404
    assert asked(house, text, None, of(mayor.organisation)).status_code == 404
    for more in ("/", ".zip"):
        assert asked(house, text, mayor, more).status_code == 404
        assert asked(house, text, house.secretariat, more).status_code == 200


def test_there_is_no_letter_for_others_or_in_other_forms(house, text):
    city, stranger = a_city(house), an_organisation(house)
    for more in (of(city, "exe"), of(stranger), "/none.pdf"):
        assert asked(house, text, house.secretariat, more).status_code == 404
    assert asked(house, text, house.secretariat, of(city)).status_code == 200


def test_there_is_no_letter_before_the_text_is_frozen(house):
    city, draft = a_city(house), a_text(house)
    assert asked(house, draft, house.secretariat, of(city)).status_code == 404


def test_all_letters_come_in_one_file_even_where_two_cities_have_one_name(house, text):
    for name in ("Lima", "Lima", "مدينة"):
        a_city(house, name)
    with zipfile.ZipFile(io.BytesIO(asked(house, text, house.secretariat, ".zip").content)) as together:
        names = together.namelist()
        assert together.testzip() is None
    assert len(names) == len(set(names)) == 6
    assert not any("/" in name for name in names)


def test_the_page_of_letters_asks_as_often_for_three_cities_as_for_one(house, text):
    counts = []
    for cities in (1, 2):
        for _ in range(cities):
            a_mayor_with_a_mandate(house)
        with the_clock_at(house.at + HOUR):
            visitor, address = a_visitor(house.secretariat), f"/en/texts/{text.public_id}/letters/"
            counts.append([len(queries_of(visitor, address, anew=anew)) for anew in (False, True)])
            assert "Letter" in page_of(a_visitor(house.secretariat), f"/en/texts/{text.public_id}/letters/")
    assert counts[0] == counts[1]
    assert counts[0][0] <= 8


def test_many_letters_come_in_pages_and_are_searched(house, text):
    many = Organisation.objects.bulk_create(
        Organisation(kind="city", name={"en": f"Marsa {number:03}", "ar": f"مرسى {number:03}"}) for number in range(101)
    )
    starts = house.at.date()
    Membership.objects.bulk_create(
        Membership(cycle=house.cycle, organisation=city, standing="observer", starts=starts) for city in many
    )
    for query, expected in (("", 100), ("?page=2", 1), ("?page=all", 101), ("?name=مرسى+050", 1), ("?name=Oslo", 0)):
        shown = asked(house, text, house.secretariat, f"/{query}").content.decode()
        assert len(set(re.findall(r"/([^/]+)\.docx", shown))) == expected, query


def test_the_list_names_who_signs_as_soon_as_that_is_on_record(house, text):
    city = a_city(house, "Lima")
    assert "left to be filled in" in asked(house, text, house.secretariat, "/").content.decode()
    mayor = a_mayor_with_a_mandate(house, city)
    shown = asked(house, text, house.secretariat, "/").content.decode()
    assert str(mayor.person.name) in shown
    assert "left to be filled in" not in shown
