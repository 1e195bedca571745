"""What a column says is guessed from headings in many languages, and from what stands in it."""

import pytest

from mithaq.core.contacts.columns import (
    OWN_HEADINGS,
    REASON_HEADING,
    Column,
    by_heading,
    by_place,
    column_of,
    guessed,
    heading_row,
    likeness_of_headings,
)
from mithaq.core.sheets.table import Row, Sheet


def rows(*cells):
    return tuple(Row(number, tuple(line)) for number, line in enumerate(cells, start=1))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("City", Column.ORGANISATION), ("City (Arabic)", Column.ORGANISATION_AR), ("name_en", Column.PERSON_EN),
        ("الاسم بالعربية", Column.PERSON_AR), ("البريد الالكتروني", Column.EMAIL), ("E-Mail", Column.EMAIL),
        ("المدينة (باللغة الإنجليزية)", Column.ORGANISATION_EN), ("Title – EN", Column.TITLE_EN), ("Pays :", Column.COUNTRY),
        ("تاريخ الانضمام", Column.SINCE), ("الفئة*", Column.STANDING), ("Vorname", Column.GIVEN_NAME), ("ملاحظات", None),
        ("Téléphone portable", Column.MOBILE), ("N° de téléphone", Column.TELEPHONE), ("رقم الجوال", Column.MOBILE),
        ("Teléfono móvil", Column.MOBILE), ("Civilité", Column.HONORIFIC), ("Prénom (arabe)", Column.GIVEN_NAME_AR),
        ("Langue de correspondance", Column.LANGUAGES), ("Idioma preferido", Column.LANGUAGES),
        ("لغة المراسلات", Column.LANGUAGES), ("نطق الاسم", Column.PRONUNCIATION), ("Tratamiento", Column.HONORIFIC),
        ("اسم العائلة بالعربية", Column.FAMILY_NAME_AR), ("Is focal point?", Column.FOCAL_POINT),
        ("Punto focal", Column.PERSON),
    ],
)  # fmt: skip
def test_a_heading_says_what_its_column_says(heading, column):
    assert column_of(heading) is column


def test_every_heading_that_we_write_is_one_that_we_read():
    for headings in OWN_HEADINGS.values():
        assert {column: column_of(heading) for column, heading in headings.items()} == {
            column: column for column in headings
        }


def test_headings_are_found_below_a_title_and_an_empty_row():
    sheet = Sheet(
        "",
        False,
        (Row(1, ("Contacts of the year",)), Row(4, ("No.", "City", "E-mail")), Row(5, ("1", "Tunis", "a@b.example"))),
    )
    assert heading_row(sheet) == 4


def test_two_columns_of_one_heading_are_told_apart_by_their_letters():
    assert guessed(["City", "City"], rows(["تونس", "Tunis"], ["الرباط", "Rabat"])) == {
        0: Column.ORGANISATION_AR,
        1: Column.ORGANISATION_EN,
    }


def test_a_column_without_a_known_heading_is_known_by_its_contents():
    assert guessed(["stad", "x", "y"], rows(["Gent", "a@b.example", "BE"], ["Brugge", "c@d.example", "BE"])) == {
        1: Column.EMAIL,
        2: Column.COUNTRY,
    }


def test_a_name_beside_nothing_of_a_person_is_that_of_an_organisation():
    assert guessed(["Name", "Country"], ())[0] is Column.ORGANISATION
    assert guessed(["Name", "E-mail"], ())[0] is Column.PERSON


def test_what_was_settled_serves_a_file_with_the_same_headings_in_another_order():
    kept = by_heading(["Ort", "Mail", "Mail"], {0: "organisation", 2: "email"})
    assert likeness_of_headings(["Ort", "Mail", "Mail"]) == likeness_of_headings(
        ["MAIL", "ort", "", REASON_HEADING["ar"], "Mail"]
    )
    assert by_place(["Mail", "Ort", "Mail"], kept) == {1: Column.ORGANISATION, 2: Column.EMAIL}


def test_a_heading_that_may_say_the_class_or_the_role_takes_what_no_other_says():
    headings = ["الاسم الكامل", "الصفة", "المدينة", "فئة العضوية"]
    said = {0: Column.PERSON, 1: Column.ROLE, 2: Column.ORGANISATION, 3: Column.STANDING}
    assert guessed(headings, ()) == said
    assert guessed(headings[:3], ())[1] is Column.STANDING


def test_a_column_of_focal_points_holds_names_or_answers():
    assert guessed(["City", "Focal point"], rows(["Tunis", "Amina Trabelsi"]))[1] is Column.PERSON
    assert guessed(["المدينة", "الاسم", "جهة الاتصال"], rows(["تونس", "أمينة", "نعم"], ["تونس", "سمير", "لا"]))[2] is (
        Column.FOCAL_POINT
    )


def test_what_stands_before_a_name_in_the_east_is_the_family_s_name_in_the_west():
    east = rows(["تونس", "أمينة", "معالي"], ["مكناس", "سمير", "د."])
    west = rows(["تونس", "أمينة", "الطرابلسي"], ["مكناس", "سمير", "الحكيم"])
    assert guessed(["المدينة", "الاسم", "اللقب"], east)[2] is Column.HONORIFIC
    assert guessed(["المدينة", "الاسم", "اللقب"], west)[2] is Column.FAMILY_NAME
