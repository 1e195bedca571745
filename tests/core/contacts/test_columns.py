"""What a column says is guessed from headings in many languages, and from what stands in it."""

import pytest

from mithaq.core.contacts.columns import by_heading, by_place, column_of, guessed, heading_row, likeness_of_headings
from mithaq.core.contacts.headings import OWN_HEADINGS, REASON_HEADING, Column
from mithaq.core.contacts.words import Words
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


#: As rooms know them, folded.
WORDS = Words({}, {"عضو": "participating", "observer": "observer"}, {"sherpa": "sherpa", "عمده": "mayor"}, (), ())


def test_a_capacity_that_is_no_role_is_an_office():
    headings = ["المدينة", "الاسم", "الصفة", "البريد"]
    offices = rows(["طنجة", "سعاد العلوي", "رئيسة المجلس", "s@t.example"], ["صفاقس", "منية", "شيخة المدينة", ""])
    classes = rows(["طنجة", "سعاد العلوي", "عضو", "s@t.example"], ["صفاقس", "منية", "Observer", ""])
    roles = rows(["طنجة", "سعاد العلوي", "عمدة", "s@t.example"], ["صفاقس", "منية", "Sherpa, focal", ""])
    assert [guessed(headings, each, WORDS)[2] for each in (offices, classes, roles)] == [
        Column.TITLE,
        Column.STANDING,
        Column.ROLE,
    ]
    assert guessed(["City", "Name", "Capacity"], rows(["Lyon", "C. Dubois", "Deputy mayor"]), WORDS)[2] is Column.TITLE
    assert guessed(["City", "Name", "Capacity"], rows(["Lyon", "C. Dubois", "Sherpa"]), WORDS)[2] is Column.ROLE


def test_a_title_may_be_what_stands_before_the_name():
    courtesy = rows(["Lyon", "C. Dubois", "Mme"], ["Leeds", "A. Hall", "Dr"])
    assert guessed(["City", "Name", "Title"], courtesy)[2] is Column.HONORIFIC
    assert guessed(["City", "Name", "Title"], rows(["Leeds", "A. Hall", "Dr"], ["Lyon", "C. D.", "Mayor"]))[2] is (
        Column.TITLE
    )


def test_a_heading_that_speaks_of_names_is_the_persons_where_no_other_is():
    people = rows(["Gent", "Els Maes", "a@b.example"], ["Brugge", "Jan Peeters", "c@d.example"])
    assert guessed(["City", "Name of the alderman", "E-mail"], people)[1] is Column.PERSON
    assert guessed(["المدينة", "اسم رئيس الديوان", "البريد"], people)[1] is Column.PERSON
    numbered = rows(["Gent", "1", "a@b.example"])
    assert 1 not in guessed(["City", "Name of the alderman", "E-mail"], numbered)


@pytest.mark.parametrize(
    "headings",
    [
        ("城市", "国家", "姓名", "职务", "电子邮件", "电话"),
        ("Город", "Страна", "ФИО", "Должность", "Эл. почта", "Телефон"),
        ("Città", "Paese", "Nome e cognome", "Carica", "E-mail", "Telefono"),
        ("Kota", "Negara", "Nama", "Jabatan", "Alamat email", "Telepon"),
        ("都市", "国名", "氏名", "役職", "メール", "電話番号"),
    ],
)
def test_lists_of_other_languages_are_read(headings):
    assert list(guessed(headings, ()).values()) == [
        Column.ORGANISATION, Column.COUNTRY, Column.PERSON, Column.TITLE, Column.EMAIL, Column.TELEPHONE,
    ]  # fmt: skip
