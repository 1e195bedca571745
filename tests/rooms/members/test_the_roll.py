"""The roll of members: who, in which class, on which day; found by name in either script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.members.domain.admit import admit, register_organisation
from mithaq.members.figures import CITIES_PARTICIPATING, ENGAGEMENT_GROUPS, KNOWLEDGE_PARTNERS
from mithaq.members.queries import as_searched, members
from mithaq.members.vocabulary import CITIES, Standing
from mithaq.members.web.views import FIGURES
from tests.factories.house import a_city, a_house, a_seated, an_organisation
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


def named(house, en, ar, standing=Standing.PARTICIPATING, starts=None, ends=None):
    place = register_organisation({"kind": Kind.CITY, "name": {"en": en, "ar": ar}}, **house.by_us)
    admit(house.cycle, place, standing, starts or house.at.date(), ends, **house.by_us)
    return place


def roll(house, question="", *, at=None, seat=None, language="en"):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/{language}/members/{question}")


def names_on(page):
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>(.*?)</a>', page)


def on_roll(page):
    return [strip_tags(name) for name in names_on(page)]


def test_the_roll_shows_members_by_class(house):
    named(house, "Ghaymara", "غيمرة")
    named(house, "Twin Fords", "المخاضتان", Standing.OBSERVER)
    page = roll(house)
    assert on_roll(page) == ["Ghaymara", "Twin Fords"]
    assert page.index("Participating") < page.index("Ghaymara") < page.index("Twin Fords")


def test_the_roll_of_an_earlier_day_shows_who_was_a_member_then(house):
    day = house.at.date()
    named(house, "Gone", "ذهبت", starts=day, ends=day + 2 * DAY)
    named(house, "Come", "جاءت", starts=day + 3 * DAY)
    later = house.at + 10 * DAY
    assert on_roll(roll(house, f"?as_of={day + 2 * DAY}", at=later)) == ["Gone"]
    assert on_roll(roll(house, f"?as_of={day + 3 * DAY}", at=later)) == ["Come"]
    assert on_roll(roll(house, at=later)) == ["Come"]


def test_the_numbers_of_the_roll_are_those_of_its_day_and_lead_to_their_evidence(house):
    day = house.at.date()
    named(house, "Gone", "ذهبت", starts=day, ends=day + 2 * DAY)
    page = roll(house, f"?as_of={day}", at=house.at + 10 * DAY)
    assert f'href="/en/figures/cities_participating/?as_of={day}"' in page


def test_between_them_the_figures_of_the_roll_count_every_class_once(house):
    for standing in Standing:
        admit(house.cycle, an_organisation(house), standing, house.at.date(), **house.by_us)
    counted = [list(figure.records(house.cycle, house.at)) for figure in FIGURES]
    assert [len(records) for records in counted] == [len(CITIES), 1, 1]
    assert {record.standing for records in counted for record in records} == set(Standing)
    assert FIGURES == (CITIES_PARTICIPATING, KNOWLEDGE_PARTNERS, ENGAGEMENT_GROUPS)


def test_the_roll_can_be_asked_for_one_class(house):
    named(house, "Ghaymara", "غيمرة")
    named(house, "Twin Fords", "المخاضتان", Standing.OBSERVER)
    assert on_roll(roll(house, "?standing=observer")) == ["Twin Fords"]


@pytest.mark.parametrize("words", ["ghaym", "GHAYMARA", "غيمره", "غَيْمَرَة", "Ghaymará"])
def test_a_member_is_found_by_its_name_in_either_script_however_it_is_spelt(house, words):
    named(house, "Ghaymara", "غيمرة")
    named(house, "Sidrayn", "سدرين")
    assert on_roll(roll(house, f"?name={words}")) == ["Ghaymara"]


@pytest.mark.parametrize(
    ("one", "other"), [("Åsmunde", "asmunde"), ("إلفارهايم", "الفارهايم"), ("سُدرين", "سدرين"), ("مدينــة", "مدينه")]
)
def test_spellings_that_mean_one_name_are_searched_as_one(one, other):
    assert as_searched(one) == as_searched(other)


def test_nobody_found_is_said_in_words(house):
    named(house, "Ghaymara", "غيمرة")
    assert "No member fits what you asked for." in roll(house, "?name=Atlantis")


def test_an_empty_roll_says_who_admits_members(house):
    assert "The secretariat admits them." in roll(house)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("?as_of=yesterday", "Give the day as year, month and day, such as 2031-03-01."),
        ("?as_of=2031-13-01", "Give the day as year, month and day, such as 2031-03-01."),
        ("?as_of=2099-01-01", "That day has not come yet. Choose today or an earlier day."),
        ("?standing=duke", "There is no such class of member. Choose one from the list."),
    ],
)
def test_a_question_without_an_answer_gets_a_sentence_and_the_roll_of_today(house, question, sentence):
    named(house, "Ghaymara", "غيمرة")
    page = roll(house, question)
    assert sentence in page
    assert on_roll(page) == ["Ghaymara"]


def test_a_day_typed_in_arabic_digits_is_understood(house):
    day = house.at.date()
    named(house, "Ghaymara", "غيمرة", starts=day)
    typed = str(day).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    page = roll(house, f"?as_of={typed}", at=house.at + DAY)
    assert "Give the day" not in page
    assert on_roll(page) == ["Ghaymara"]


def test_the_roll_takes_the_same_queries_for_one_member_and_for_many(house):
    sherpa = a_seated(house, Role.SHERPA)
    few = counted(house, None), counted(house, sherpa)
    for _number in range(5):
        a_city(house)
    assert (counted(house, None), counted(house, sherpa)) == few
    assert max(few) <= 8


def counted(house, seat):
    with the_clock_at(house.at):
        return len(queries_of(a_visitor(seat), "/en/members/"))


def test_members_are_those_whose_days_hold_the_instant(house):
    day = house.at.date()
    one = named(house, "One", "واحدة", starts=day, ends=day)
    assert [m.organisation for m in members(house.cycle, house.at, CITIES)] == [one]
    assert list(members(house.cycle, house.at + DAY, CITIES)) == []
    assert list(members(house.cycle, house.at - DAY, CITIES)) == []
