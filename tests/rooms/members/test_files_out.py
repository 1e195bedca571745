"""Participants and addresses as files: who may have them, what stands in them, and that nothing in them is carried out."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest

from mithaq.core.sheets.read import read_tables
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.members.domain.admit import admit, register_organisation
from mithaq.members.domain.bring import bring
from mithaq.members.domain.compare import comparison_of
from mithaq.members.domain.correct import correct_person
from mithaq.members.domain.focal_point import name_focal_point
from mithaq.members.domain.offices import enter_channel
from mithaq.members.vocabulary import Standing
from tests.factories.house import a_city, a_house, a_person, a_seated
from tests.factories.tables import csv_file
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


def file_of(house, address, seat=None, at=None):
    with the_clock_at(at or house.at):
        response = a_visitor(seat).get(address)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return response.content


def lines_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_public_has_the_organisations_and_whoever_is_seated_their_people_too(house):
    sherpa = a_seated(house, Role.SHERPA, a_city(house, "Ghaymara"))
    public = lines_of(file_of(house, "/en/members/participants.csv"))
    assert public[0] == ["Organisation (English)", "Organisation (Arabic)", "Kind", "Country", "Class", "Member since"]
    assert public[1] == ["Ghaymara", "", "City", "", "Participating", house.at.date().isoformat()]
    seated = lines_of(file_of(house, "/en/members/participants.csv", sherpa))
    assert seated[1][6:9] == [sherpa.person.name["en"], sherpa.person.name["ar"], "Sherpa"]
    assert not any("@" in cell for line in seated for cell in line)


def test_participants_are_those_of_a_day_and_of_a_class(house):
    day = house.at.date()
    gone = register_organisation({"kind": Kind.CITY, "name": {"en": "Gone"}}, **house.by_us)
    admit(house.cycle, gone, Standing.PARTICIPATING, day, day + timedelta(days=1), **house.by_us)
    a_city(house, "Watching", standing=Standing.OBSERVER)
    later = house.at + timedelta(days=9)

    def cities(question):
        return [line[0] for line in lines_of(file_of(house, f"/en/members/participants.csv{question}", at=later))[1:]]

    assert cities("") == ["Watching"]
    assert cities(f"?as_of={day}") == ["Gone", "Watching"]
    assert cities(f"?as_of={day}&standing=observer") == ["Watching"]
    assert cities("?as_of=nonsense&standing=nonsense") == ["Watching"]


def test_a_city_has_the_addresses_of_its_own_people_and_the_secretariat_all(house):
    ours, theirs = a_seated(house), a_seated(house)
    own = lines_of(file_of(house, "/en/members/addresses.csv", ours))
    assert [line[own[0].index("E-mail")] for line in own[1:]] == [ours.person.email]
    everybody = file_of(house, "/en/members/addresses.csv", house.secretariat).decode()
    assert ours.person.email in everybody
    assert theirs.person.email in everybody
    with the_clock_at(house.at):
        page = page_of(a_visitor(ours), "/en/members/addresses/")
    assert ours.person.email in page
    assert theirs.person.email not in page


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf"])
def test_the_press_and_strangers_have_no_address_book_and_nobody_has_one_of_another_kind(house, ending):
    with the_clock_at(house.at):
        for seat in (None, a_seated(house, Role.PRESS)):
            assert a_visitor(seat).get(f"/en/members/addresses.{ending}").status_code == 404
        assert a_visitor(house.secretariat).get("/en/members/addresses.exe").status_code == 404
        assert a_visitor().get("/en/members/participants.exe").status_code == 404


def test_a_workbook_for_readers_of_arabic_is_laid_out_from_the_right(house):
    a_city(house, "Ghaymara")
    for language, right in (("ar", True), ("en", False)):
        book = openpyxl.load_workbook(io.BytesIO(file_of(house, f"/{language}/members/participants.xlsx")))
        assert bool(book.active.sheet_view.rightToLeft) is right
    assert (
        read_tables(file_of(house, "/ar/members/participants.xlsx")).sheets[0].rows[0].cells[0] == "الجهة (بالإنجليزية)"
    )


def test_cards_name_people_in_both_scripts(house):
    holder = a_seated(house)
    cards = file_of(house, "/en/members/addresses.vcf", holder).decode().replace("\r\n ", "")
    assert f"FN;ALTID=1;LANGUAGE=ar:{holder.person.name['ar']}" in cards
    assert f"EMAIL;TYPE=work:{holder.person.email}" in cards
    assert "VERSION:4.0" in cards


def test_a_name_that_begins_like_a_formula_is_only_shown(house):
    a_city(house, "=HYPERLINK(1)")
    assert lines_of(file_of(house, "/en/members/participants.csv"))[1][0] == "'=HYPERLINK(1)"
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(house, "/en/members/participants.xlsx"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_address_book_comes_back_as_a_list_in_which_nothing_is_new(house, language, tmp_path, settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}}  # fmt: skip
    mayor = a_seated(house, Role.MAYOR, a_city(house, "Ghaymara"), person=a_person(house))
    correct_person(
        mayor.person,
        {
            "name": {"en": "Amina Trabelsi", "ar": "أمينة الطرابلسي"},
            "family": {"en": "Trabelsi", "ar": "الطرابلسي"},
            "honorific": {"en": "H.E.", "ar": "معالي"},
            "pronunciation": {"en": "ah-MEE-na"},
            "languages": ["fr", "ar", "sw"],
        },
        **house.by_us,
    )
    for kind, number in (("telephone", "+216 71 000 000"), ("telephone", "+216 71 000 001"), ("mobile", "20 000 000")):
        enter_channel(mayor.person, kind, number, **house.by_us)
    name_focal_point(mayor, mayor.starts, **house.by_us)
    book = file_of(house, f"/{language}/members/addresses.csv", house.secretariat).decode("utf-8-sig")
    own = "\n".join(line for line in book.splitlines() if "Secretariat" not in line)
    listed = bring(house.cycle, csv_file(own), **house.by_us)
    assert "+216 71 000 000; +216 71 000 001" in own
    assert [line.state for line in comparison_of(listed, house.at).lines] == ["unchanged"]


def test_the_empty_sheet_has_every_heading_and_the_words_below_them(house):
    book = read_tables(file_of(house, "/ar/members/import/empty.xlsx", house.secretariat))
    assert "البريد الإلكتروني" in book.sheets[0].rows[0].cells
    words = [row.cells for row in book.sheets[1].rows]
    assert ("الدور", "شيربا") in words
    assert not any("الأمانة" in cells[1] for cells in words if cells[0] == "الدور")


def test_the_address_book_asks_as_much_of_the_database_for_one_as_for_many(house):
    asked = []
    for count in (1, 20):
        for _ in range(count):
            a_seated(house)
        with the_clock_at(house.at):
            asked.append(len(queries_of(a_visitor(house.secretariat), "/en/members/addresses/")))
    assert asked[0] == asked[1] <= 8
