"""From an empty installation to a year: the screens, the code, and what goes wrong on the way."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from mithaq.cycle.models import Cycle, Emblem
from mithaq.foundation.accounts.setup_code import setup_code, typed_so_far
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.models import Act
from mithaq.members.domain.admit import admit, register_organisation
from mithaq.members.vocabulary import HEADINGS, Standing
from tests.core.reading.test_png import a_png
from tests.factories.visits import page_of, the_clock_at

SCREENS = {
    "group": {"group_ar": "رابطة مدن الواحات", "mark_ar": "واحات"},
    "languages": {"working": ["ar", "fr"], "authentic": ["ar"]},
    "classes": {"uses_participating": "on", "class_participating_ar": "مدينة عضو", "uses_guest": "on"},
    "calendar": {
        "title_ar": "دورة ٢٠٣١",
        "leaders_summit": "٢٠٣١-١١-١٥",
        "starts": "2030-12-01",
        "ends": "2031-12-31",
        "off": ["4", "5"],
        "holidays": "2031-09-23\n2031-03-30",
        "time_zone": "Africa/Tunis",
    },
    "secretariat": {"secretariat_ar": "أمانة الرابطة", "person_ar": "ليلى", "email": "layla@oases.example"},
}


@pytest.fixture(autouse=True)
def in_english():
    """Requests change the language of the process; a test gives it back."""
    with override("en"):
        yield


@pytest.fixture
def let_in(db):
    """A browser in which the code was typed."""
    browser = Client()
    browser.post("/en/begin/", {"code": setup_code()})
    return browser


def fill(browser, *, upto="secretariat", **other):
    for name, typed in SCREENS.items():
        answer = browser.post(f"/en/begin/{name}/", {**typed, **other.get(name, {})})
        assert answer.status_code == 302, answer.content.decode()
        if name == upto:
            return


@pytest.mark.parametrize("path", ["/en/", "/ar/", "/en/members/", "/en/year/", "/en/sign-in/", "/en/chronicle/"])
def test_every_page_of_an_empty_house_leads_to_the_beginning(db, path):
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path[:4]}begin/")


def test_a_stranger_without_the_code_sees_no_screen(db):
    browser = Client()
    assert browser.get("/en/begin/group/").headers["Location"] == "/en/begin/"
    assert "This is not the code" in browser.post("/en/begin/", {"code": "guess"}).content.decode()
    assert browser.post("/en/begin/review/").headers["Location"] == "/en/begin/"
    assert not Seat.objects.exists()


def test_the_code_is_taken_however_it_is_grouped(db):
    typed = setup_code().replace("-", " ").upper()
    assert Client().post("/en/begin/", {"code": typed}).headers["Location"] == "/en/begin/group/"


def test_an_empty_house_becomes_the_year_of_a_group_in_arabic_only(let_in):
    fill(let_in)
    assert "رابطة مدن الواحات" in let_in.get("/ar/begin/review/").content.decode()
    assert let_in.post("/ar/begin/review/").headers["Location"] == "/ar/next-steps/"
    cycle, seat = Cycle.objects.get(), Seat.objects.get()
    assert (cycle.group, cycle.mark, cycle.key) == ({"ar": "رابطة مدن الواحات"}, {"ar": "واحات"}, "2031")
    assert (cycle.working, cycle.authentic) == (["ar", "fr"], ["ar"])
    assert [one["standing"] for one in cycle.classes] == ["participating", "guest"]
    assert cycle.classes[0]["title"]["ar"] == "مدينة عضو"
    assert seat.person.email == "layla@oases.example"
    assert cycle.working_calendar.leaders_summit == date(2031, 11, 15)
    assert cycle.phases.count() == 7
    assert cycle.deadlines.count() == 19
    assert {deadline.at.astimezone(cycle.working_calendar.zone).weekday() for deadline in cycle.deadlines.all()} <= {
        *(0, 1, 2, 3, 6)
    }
    assert Act.objects.first().verb == "house.founded"
    assert let_in.get("/ar/next-steps/").status_code == 200  # signed in at once
    assert "واحات" in let_in.get("/ar/year/").content.decode()


def test_once_founded_neither_code_nor_screens_are_there(let_in):
    code = setup_code()
    fill(let_in)
    let_in.post("/en/begin/review/")
    other = Client()
    assert other.post("/en/begin/", {"code": code}).status_code == 404
    assert let_in.post("/en/begin/review/").status_code == 404
    assert Seat.objects.count() == 1
    assert typed_so_far() == {}


def test_another_browser_with_the_code_goes_on_where_the_first_one_stopped(let_in):
    fill(let_in, upto="classes")
    other = Client()
    assert other.post("/en/begin/", {"code": setup_code()}).headers["Location"] == "/en/begin/calendar/"
    assert "رابطة مدن الواحات" in other.get("/en/begin/group/").content.decode()


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(let_in):
    typed = {**SCREENS["calendar"], "holidays": "in spring", "leaders_summit": "2035-01-01"}
    page = let_in.post("/en/begin/calendar/", typed).content.decode()
    assert "Give each day as year, month and day" in page
    assert "The leaders&#x27; summit must lie within the year." in page
    for kept in (page, let_in.get("/en/begin/calendar/").content.decode()):
        assert "in spring" in kept
        assert "دورة ٢٠٣١" in kept


def test_a_year_too_short_for_its_calendar_is_shown_so_and_not_begun(let_in):
    fill(let_in, calendar={"starts": "2031-06-01"})
    assert "The year is too short for this calendar" in let_in.get("/en/begin/review/").content.decode()
    let_in.post("/en/begin/review/")
    assert not Seat.objects.exists()


def test_a_line_break_in_a_name_is_refused(let_in):
    page = let_in.post("/en/begin/group/", {"group_en": "A\r\nBcc: x@y.example", "mark_en": "A"}).content.decode()
    assert "Write this on one line" in page


def test_an_svg_is_refused_and_a_png_stands_at_the_head_of_every_page(let_in):
    drawing = SimpleUploadedFile("mark.png", b"<svg onload='steal()'></svg>", content_type="image/png")
    page = let_in.post("/en/begin/group/", {**SCREENS["group"], "emblem": drawing}).content.decode()
    assert "An SVG can carry programs" in page
    mark = SimpleUploadedFile("mark.png", a_png())
    fill(let_in, group={"emblem": mark})
    fill(let_in)  # filled in again without choosing the picture again: it stays
    let_in.post("/en/begin/review/")
    assert bytes(Emblem.objects.get().png) == a_png()
    address = re.search(r'src="(/en/mark/\w+\.png)"', let_in.get("/en/year/").content.decode())[1]
    answer = Client().get(address)
    assert (answer.headers["Content-Type"], answer.content) == ("image/png", a_png())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_all_days_off_leave_nothing_to_count(let_in):
    page = let_in.post("/en/begin/calendar/", {**SCREENS["calendar"], "off": list("0123456")}).content.decode()
    assert "Leave one working day at least." in page


def test_the_roll_calls_a_class_what_the_group_calls_it(let_in):
    fill(let_in)
    let_in.post("/en/begin/review/")
    seat, cycle = Seat.objects.get(), Cycle.objects.get()
    by = {"seat": seat, "at": datetime(2031, 1, 6, 9, tzinfo=UTC)}
    for name, standing in (("تونس", "participating"), ("فاس", "guest")):
        city = register_organisation({"kind": "city", "name": {"ar": name}}, **by)
        admit(cycle, city, standing, date(2031, 1, 6), **by)
    with the_clock_at(by["at"]):
        page = page_of(Client(), "/ar/members/")
    assert "مدينة عضو" in page
    assert str(HEADINGS[Standing.GUEST]) not in page  # the heading of a page in Arabic is in Arabic
    with override("ar"):
        assert str(HEADINGS[Standing.GUEST]) in page
