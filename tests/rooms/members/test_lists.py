"""Lists of contacts: brought, looked at, taken over once, taken back; from files of every kind."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from mithaq.core.contacts.entries import Wrong
from mithaq.core.contacts.headings import Column
from mithaq.core.contacts.outcome import Otherwise, State
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.cycle.domain.arrange import open_year
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.members.domain.admit import give_seat, register_person
from mithaq.members.domain.bring import answer_doubts, arrange, bring
from mithaq.members.domain.compare import comparison_of
from mithaq.members.domain.focal_point import end_focal_point
from mithaq.members.domain.play import HasChanged, play
from mithaq.members.domain.undo import undo
from mithaq.members.models import Channel, FocalPoint, Import, Membership
from mithaq.members.queries import is_focal_point
from tests.factories.house import a_city, a_house, a_seated, an_organisation
from tests.factories.tables import a_workbook, csv_file, xlsx_file
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

TWO_CITIES = (
    "City,Country,Class,Name,E-mail,Role\nNahrayn,MA,member,Samir Hakim,samir@n.example,mayor\nWadi,TN,observer,,,\n"
)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def brought(house, text=TWO_CITIES):
    return bring(house.cycle, csv_file(text), **house.by_us)


def seen(house, listed):
    return comparison_of(listed, house.at)


def played(house, text=TWO_CITIES):
    listed = brought(house, text)
    play(listed, seen(house, listed).seal, **house.by_us)
    return listed


def city_named(name):
    return next((o for o in Organisation.objects.all() if name in o.name.values()), None)


def standing_of(house, name):
    return [
        (m.standing, m.starts, m.ends) for m in Membership.objects.filter(organisation=city_named(name)).order_by("id")
    ]


def post(house, client, address, data, **more):
    with the_clock_at(house.at):
        return client.post(address, data, **more)


def test_a_list_brings_cities_classes_people_and_seats_with_an_act_for_each_and_one_for_the_whole(house):
    before = Act.objects.count()
    played(house)
    mayor = Seat.objects.get(role=Role.MAYOR)
    assert (str(mayor.person), str(mayor.organisation), mayor.person.email) == (
        "Samir Hakim",
        "Nahrayn",
        "samir@n.example",
    )
    assert [line[0] for line in standing_of(house, "Wadi")] == ["observer"]
    verbs = list(Act.objects.order_by("sequence").values_list("verb", flat=True))[before:]
    assert verbs == [
        "upload.received", "import.brought", "organisation.registered", "organisation.registered", "membership.admitted",
        "membership.admitted", "person.registered", "seat.given", "import.played",
    ]  # fmt: skip
    assert first_broken_act() is None


def test_a_group_s_own_word_for_a_class_is_understood(house):
    house.cycle.classes = [{"standing": "guest", "title": {"en": "Friend of the river", "ar": "صديقة النهر"}}]
    house.cycle.save()
    played(house, "City,Country,Class\nWadi,TN,صديقة النهر\n")
    assert [standing for standing, *_days in standing_of(house, "Wadi")] == ["guest"]


def test_what_is_played_twice_happens_once(house):
    listed = brought(house)
    seal = seen(house, listed).seal
    first = play(listed, seal, **house.by_us)
    acts = Act.objects.count()
    assert play(listed, seal, **house.by_us) == first
    assert (Organisation.objects.filter(kind="city").count(), Act.objects.count()) == (2, acts)


def test_a_list_is_looked_at_anew_where_the_record_has_changed_meanwhile(house):
    listed = brought(house)
    seal = seen(house, listed).seal
    a_city(house, "Nahrayn")
    with pytest.raises(HasChanged):
        play(listed, seal, **house.by_us)
    assert city_named("Wadi") is None


def test_the_same_file_is_one_import_until_it_is_taken_over(house):
    assert brought(house) == brought(house)
    first = played(house)
    assert brought(house) != first


def test_a_list_that_brings_nothing_new_is_not_taken_over(house):
    played(house)
    again = brought(house)
    assert {line.state for line in seen(house, again).lines} == {State.UNCHANGED}
    with pytest.raises(Refused):
        play(again, seen(house, again).seal, **house.by_us)


def test_a_member_moves_to_another_class_from_a_day_on_and_was_in_the_first_until_then(house):
    a_city(house, "Nahrayn")
    day = house.at.date() + timedelta(days=30)
    played(house, f"City,Class,Since\nNahrayn,observer,{day}\n")
    assert standing_of(house, "Nahrayn") == [
        ("participating", house.at.date(), day - timedelta(days=1)),
        ("observer", day, None),
    ]


def test_what_a_list_made_is_taken_back_and_what_it_changed_is_as_before(house):
    a_city(house, "Nahrayn")
    changed = house.at.date() + timedelta(days=30)
    before = (
        Organisation.objects.count(),
        Person.objects.count(),
        Seat.objects.count(),
        str(city_named("Nahrayn").country),
    )
    listed = played(
        house, f"City,Country,Class,Since,Name,E-mail\nNahrayn,MA,observer,{changed},A B,a@n.example\nWadi,,guest,,,\n"
    )
    undone = undo(listed, **house.by_us)
    assert (undone.left, undone.taken_back) == ({}, 7)
    assert (
        Organisation.objects.count(),
        Person.objects.count(),
        Seat.objects.count(),
        city_named("Nahrayn").country,
    ) == before
    assert standing_of(house, "Nahrayn") == [("participating", house.at.date(), None)]
    assert undo(listed, **house.by_us) == undone
    assert first_broken_act() is None


def test_what_somebody_has_built_on_stays_and_is_named(house):
    listed = played(house)
    nahrayn, wadi = city_named("Nahrayn"), city_named("Wadi")
    give_seat(
        register_person({"name": {"en": "New"}}, **house.by_us), wadi, Role.SHERPA, house.at.date(), **house.by_us
    )
    undone = undo(listed, **house.by_us)
    assert undone.left == {"organisation": [wadi.public_id]}
    assert city_named("Nahrayn") is None
    assert nahrayn.pk != wadi.pk


def test_what_was_changed_again_since_stays(house):
    city = a_city(house, "Nahrayn")
    listed = played(house, "City,Country\nNahrayn,MA\n")
    Organisation.objects.filter(pk=city.pk).update(country="TN")
    assert undo(listed, **house.by_us).left == {"organisation": [city.public_id]}
    assert city_named("Nahrayn").country == "TN"


def test_an_answer_is_kept_and_decides(house):
    a_city(house, "Tunis")
    listed = brought(house, "المدينة,الدولة\nتونس,تونس\n")
    key = seen(house, listed).lines[0].question.key
    listed = answer_doubts(listed, {key: f"same:{city_named('Tunis').public_id}"}, **house.by_us)
    play(listed, seen(house, listed).seal, **house.by_us)
    assert city_named("Tunis").name == {"en": "Tunis", "ar": "تونس"}


def test_what_was_settled_of_headings_serves_the_next_file_in_another_order(house):
    listed = brought(house, "Naam,Land\nGent,BE\n")
    arrange(listed, sheet=0, heading=1, columns={0: "organisation", 1: "country"}, otherwise=Otherwise(role="sherpa", kind="city", since="2031-01-06"), **house.by_us)  # fmt: skip
    assert brought(house, "Land,Naam\nBE,Brugge\n").columns == {"0": Column.COUNTRY, "1": Column.ORGANISATION}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_an_arabic_list_comes_in_whatever_its_encoding(house, encoding):
    listed = bring(house.cycle, csv_file("المدينة;الفئة;الاسم\nنهرين;مراقب;سمير الحكيم\n", encoding), **house.by_us)
    play(listed, seen(house, listed).seal, **house.by_us)
    assert [line[0] for line in standing_of(house, "نهرين")] == ["observer"]


def test_a_group_that_is_no_g20_group_comes_in_from_an_arabic_workbook_in_a_strange_order(house):
    cover = [["يُملأ الجدول في الورقة التالية"]]
    people = [
        ["قائمة مدن الأنهار ٢٠٣١"],
        [],
        ["م", "البريد", "المنصب", "اسم المندوب", "تاريخ الانضمام", "الفئة", "الدولة", "المدينة"],
        [1, "s@nahrayn.example", "رئيس البلدية", "سمير الحكيم", "٢٠٣١-٠٢-٠١", "مشاركة", "السعودية", "نهرين"],
        [2, "h@nahrayn.example", "مستشارة", "هدى المنصور", None, None, None, "نهرين"],
    ]
    file = xlsx_file([], "مدن.xlsx")
    file.file = io.BytesIO(a_workbook({"تعليمات": cover, "المدن": people}))
    file.size = len(file.file.getvalue())
    listed = bring(house.cycle, file, **house.by_us)
    play(listed, seen(house, listed).seal, **house.by_us)
    city = city_named("نهرين")
    assert (city.country, city.time_zone, city.kind) == ("SA", "Asia/Riyadh", "city")
    assert {(str(seat.person), seat.role, seat.title["ar"]) for seat in city.seats.all()} == {
        ("سمير الحكيم", "mayor", "رئيس البلدية"),
        ("هدى المنصور", "sherpa", "مستشارة"),
    }


def test_addresses_that_differ_by_case_are_one_person(house):
    played(house)
    listed = brought(house, "City,Name,E-mail\nNahrayn,Samir Hakim,SAMIR@N.example\n")
    assert [line.state for line in seen(house, listed).lines] == [State.UNCHANGED]


def test_a_list_gives_nobody_a_role_over_the_whole_house_and_changes_nobody_who_has_one(house):
    listed = brought(house, "City,Name,Role\nSecretariat,Eve Hand,secretariat\n")
    assert [line.state for line in seen(house, listed).lines] == [State.REFUSED]
    person = house.secretariat.person
    listed = brought(house, f"City,Name,E-mail\nSecretariat,{person},eve@elsewhere.example\n")
    key = seen(house, listed).lines[0].question.key
    listed = answer_doubts(listed, {key: f"same:{person.public_id}"}, **house.by_us)
    assert [line.state for line in seen(house, listed).lines] == [State.REFUSED]


@pytest.mark.parametrize("role", [Role.SHERPA, Role.CHAIR, Role.AUDITOR])
def test_nobody_but_the_secretariat_brings_plays_or_takes_back_a_list(house, role):
    listed = brought(house)
    stranger = {"seat": a_seated(house, role), "at": house.at}
    for act in (
        lambda: bring(house.cycle, csv_file("City\nX\n"), **stranger),
        lambda: play(listed, seen(house, listed).seal, **stranger),
        lambda: answer_doubts(listed, {}, **stranger),
        lambda: undo(listed, **stranger),
    ):
        with pytest.raises(Refused):
            act()


def test_what_is_no_table_is_refused_at_its_field_and_nothing_of_it_is_kept(house):
    client = a_visitor(house.secretariat)
    for content, words in (
        (b"%PDF-1.7", "holds no table"),
        (b"\n", "nothing in the sheets"),
        (b"x" * 26_000_000, "larger than 25 MB"),
    ):
        answer = post(house, client, "/en/members/import/", {"file": io.BytesIO(content)})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert (Import.objects.count(), Upload.objects.filter(kind="csv").count()) == (0, 0)


def test_from_the_file_to_the_members_and_back_in_the_browser(house):
    client = a_visitor(house.secretariat)
    to = post(house, client, "/en/members/import/", {"file": csv_file(TWO_CITIES + "Third,,founder,,,\n")}).url
    with the_clock_at(house.at):
        page = page_of(client, to)
    assert "What each column says was guessed" in page
    fields = {
        f"column_{place}": column
        for place, column in enumerate(["organisation", "country", "standing", "person", "email", "role"])
    }
    settled = {
        **fields,
        "sheet": "0",
        "heading": "1",
        "standing": "",
        "role": "sherpa",
        "kind": "city",
        "since": "2031-01-06",
    }
    preview = post(house, client, to, settled).url
    with the_clock_at(house.at):
        page = page_of(client, preview)
    assert "2 organisations are new." in page
    assert "This word is not known here." in page
    seal = page.partition('name="seal" value="')[2].partition('"')[0]
    assert post(house, client, preview, {"step": "play", "seal": "another"}).status_code == 409
    assert post(house, client, preview, {"step": "play", "seal": seal}).url == preview
    with the_clock_at(house.at):
        assert "What it did" in page_of(client, preview)
        refused = client.get(f"{preview}refused.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(refused.content)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("Why it was refused", "City")
    assert rows[1][0].startswith("C4 This word is not known here.")
    assert rows[1][1:4] == ("Third", None, "founder")
    post(house, client, f"{preview}taking-back/", {})
    assert city_named("Nahrayn") is None


def test_rows_that_were_refused_come_back_mended_and_are_read_as_before(house):
    listed = brought(house, "Naam,Klasse\nGent,wrong\n")
    arrange(listed, sheet=0, heading=1, columns={0: "organisation", 1: "standing"}, otherwise=Otherwise(role="sherpa", kind="city", since="2031-01-06"), **house.by_us)  # fmt: skip
    mended = xlsx_file([["سبب الرفض", "Naam", "Klasse"], ["B2 …", "Gent", "guest"]])
    again = bring(house.cycle, mended, **house.by_us)
    assert again.columns == {"1": Column.ORGANISATION, "2": Column.STANDING}
    assert [line.state for line in seen(house, again).lines] == [State.NEW]


def test_two_columns_cannot_say_the_same_and_one_must_name_the_organisation(house):
    listed = brought(house)
    client = a_visitor(house.secretariat)
    typed = {"sheet": "0", "heading": "1", "role": "sherpa", "kind": "city", "since": "2031-01-06"}
    answer = post(
        house,
        client,
        f"/en/members/import/{listed.public_id}/columns/",
        {**typed, "column_1": "country", "column_2": "country"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Another column says this already." in page
    assert "No column names the organisation." in page


def test_the_preview_asks_as_much_of_the_database_for_one_row_as_for_a_hundred(house):
    asked = []
    for count in (1, 100):
        listed = brought(house, "City,Name\n" + "".join(f"Town {n},Person {n}\n" for n in range(count)))
        with the_clock_at(house.at):
            asked.append(len(queries_of(a_visitor(house.secretariat), f"/en/members/import/{listed.public_id}/")))
    assert asked[0] == asked[1]
    assert asked[0] <= 8


def test_lists_of_another_year_are_compared_with_that_year(house):
    an_organisation(house, "Nahrayn")
    later = house.at + timedelta(days=400)
    second = open_year(key="2032", year=2032, group={"en": "G"}, mark={"en": "G"}, title={"en": "Y"}, starts=later.date(), ends=later.date(), authentic=["en"], seat=house.secretariat, at=later)  # fmt: skip
    listed = bring(second, csv_file("City,Class\nNahrayn,member\n"), seat=house.secretariat, at=later)
    play(listed, comparison_of(listed, later).seal, seat=house.secretariat, at=later)
    assert [m.cycle for m in Membership.objects.all()] == [second]


def test_a_city_under_a_name_of_another_kind_is_asked_about_and_the_reason_is_said(house):
    a_city(house, "Casablanca")
    listed = bring(house.cycle, csv_file("City,Class\nالدار البيضاء,observer\n"), **house.by_us)
    with the_clock_at(house.at):
        shown = page_of(a_visitor(house.secretariat), listed.get_absolute_url())
    assert "The names are of one city in different languages, as the Unicode list of cities has them." in shown


# Numbers, languages, focal points ------------------------------------------------------------------------------------

REACHED = (
    "المدينة,الاسم,اللقب,لغة المراسلات,الجوال,الدور,البريد\n"
    "نهرين,سمير الحكيم,معالي,العربية,+212 600 000 000,شيربا؛ جهة الاتصال,samir@n.example\n"
)


def test_a_list_brings_how_people_are_addressed_and_reached_and_who_admits_colleagues(house):
    played(house, REACHED)
    held = Seat.objects.get(person__email="samir@n.example")
    person = held.person
    assert (held.role, person.honorific, person.languages) == ("sherpa", {"ar": "معالي"}, ["ar"])
    assert [(one.kind, one.value) for one in person.channels.all()] == [("mobile", "+212 600 000 000")]
    assert is_focal_point(held, house.at)
    assert first_broken_act() is None


def test_what_a_list_brought_of_numbers_and_focal_points_is_taken_back_with_it(house):
    undone = undo(played(house, REACHED), **house.by_us)
    assert undone.left == {}
    assert not Seat.objects.filter(person__email="samir@n.example").exists()
    assert (Channel.objects.count(), FocalPoint.objects.count()) == (0, 0)


def test_a_focal_point_whose_task_was_ended_since_stays_on_record(house):
    listed = played(house, REACHED)
    held = Seat.objects.get(person__email="samir@n.example")
    end_focal_point(held, house.at.date(), "Moved", at_once=True, **house.by_us)
    assert {"focal_point", "seat", "person"} <= set(undo(listed, **house.by_us).left)
    assert FocalPoint.objects.get().ended_at == house.at


def test_a_seat_from_a_list_is_held_at_once_wherever_the_city_lies(house):
    played(house, "City,Country,Time zone,Name,Role\nWaikiki,US,Pacific/Honolulu,Leilani Kealoha,focal point\n")
    held = Seat.objects.get(person__seats__organisation__time_zone="Pacific/Honolulu")
    assert held.starts == held.local_day(house.at)
    assert held.is_held(house.at)
    assert is_focal_point(held, house.at)


# What comes in that should not --------------------------------------------------------------------------------------


def test_a_list_of_two_hundred_megabytes_is_refused_before_it_is_read(house, tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.write(b"City;Country\n")
        file.truncate(200_000_000)  # a hole: nothing but the length
    with large.open("rb") as file, pytest.raises(Unreadable) as refusal:
        bring(house.cycle, file, **house.by_us)
    assert refusal.value.code is Why.TOO_LARGE
    assert (Import.objects.count(), Upload.objects.count()) == (0, 0)


def test_rows_with_a_formula_or_an_address_in_two_alphabets_are_refused_and_the_others_come_in(house):
    listed = brought(
        house,
        "City;Country;Name;E-mail\n"
        '=HYPERLINK("x");MA;;\n'
        "Wadi;TN;Eve Hand;s\u0430mir@n.example\n"  # the second letter is Cyrillic
        "Nahrayn;MA;Samir Hakim;samir@n.example\n",
    )
    found = seen(house, listed)
    assert [line.state for line in found.lines] == [State.REFUSED, State.REFUSED, State.NEW]
    assert [fault.wrong for line in found.lines for fault in line.entry.faults] == [
        Wrong.FORMULA, Wrong.TWO_ALPHABETS,
    ]  # fmt: skip
    play(listed, found.seal, **house.by_us)
    assert city_named("Nahrayn")
    assert city_named("Wadi") is None


@pytest.mark.parametrize("address", ["info@xn--mnchen-3ya.example", "INFO@münchen.EXAMPLE"])
def test_an_address_whose_domain_is_spelled_otherwise_is_the_same_person(house, address):
    played(house, "City,Name,E-mail\nNahrayn,Samir Hakim,info@münchen.example\n")
    listed = brought(house, f"City,Name,E-mail\nNahrayn,Samir Hakim,{address}\n")
    assert [line.state for line in seen(house, listed).lines] == [State.UNCHANGED]


def test_a_line_break_in_a_name_leaves_one_line(house):
    played(house, 'City,Name,E-mail\n"Nah\r\nrayn","Eve\r\nBcc: all@x.example",eve@n.example\n')
    person = Person.objects.get(email="eve@n.example")
    assert (str(person.name), city_named("Nah rayn") is not None) == ("Eve Bcc: all@x.example", True)


def test_a_number_that_cannot_be_called_is_left_out_of_its_row_and_stands_in_preview_outcome_and_file(house):
    """Nothing is lost: what was left out is told with its cell, and comes back in the file to be mended."""
    listed = brought(house, "City,Name,E-mail,Phone\nWadi,Karim Azzouz,k@wadi.example,12\n")
    visitor = a_visitor(house.secretariat)
    address = f"/en/members/import/{listed.public_id}/"
    with the_clock_at(house.at):
        before = page_of(visitor, f"{address}?state=without")
        play(listed, seen(house, listed).seal, **house.by_us)
        after = page_of(visitor, address)
        mended = visitor.get(f"{address}refused.xlsx").content
    for shown in (before, after):
        assert '<bdi dir="ltr">D2</bdi> <q><bdi dir="auto">12</bdi></q> This is not a number to call' in shown
    assert Person.objects.get(email="k@wadi.example").name == {"en": "Karim Azzouz"}
    assert Channel.objects.count() == 0
    [_headings, row] = openpyxl.load_workbook(io.BytesIO(mended)).active.iter_rows(values_only=True)
    assert row[0].startswith("D2 This is not a number to call")
    assert row[-1] == "12"
