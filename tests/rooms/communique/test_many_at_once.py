"""Many files are taken in and many returns released at once, and two who do the same at the same moment lose nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.about import name_negotiators
from mithaq.communique.domain.bring import file_with
from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.prepare import begin_return, enter_return, release_entered
from mithaq.communique.domain.take_file import take
from mithaq.communique.jobs import read_return_files
from mithaq.communique.models import Comment, Draft, Return, ReturnFile
from mithaq.communique.web.taking import PORTION
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_city, a_house
from tests.factories.negotiation import a_negotiator, a_return, a_round
from tests.factories.visits import a_visitor, page, page_of, queries_of, sent, the_clock_at
from tests.rooms.communique.test_files_of_returns import bring
from tests.rooms.members.test_at_the_same_moment import at_once

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house(db):
    return a_house()


def brought(house, about, cities):
    """A file with one comment of each of these cities, read and filed."""
    table = "Clause,Comment,Proposed change\n1,Too weak for {city}.,\n"
    files = [(f"{city.public_id}.csv", table.format(city=city.public_id).encode()) for city in cities]
    bring(house, house.secretariat, about, *files)
    with the_clock_at(house.at + HOUR):
        while read_return_files():
            pass
    found = list(ReturnFile.objects.order_by("id"))
    for file, city in zip(found, cities, strict=True):
        file_with(file, city, seat=house.secretariat, at=house.at + HOUR)
    return found


def entered(house, about, city, given=None):
    return enter_return(about, city, "A letter", given or house.at, seat=house.secretariat, at=house.at + HOUR)


def test_many_files_are_taken_in_portion_by_portion_and_the_page_says_how_far_it_is(house):
    about = a_round(house)
    brought(house, about, [a_city(house) for _ in range(PORTION + 1)])
    address = f"/en/rounds/{about.public_id}/files/"
    with the_clock_at(house.at + HOUR):
        visitor = a_visitor(house.secretariat)
        answer = visitor.post(address, {"do": "take_all"})
        assert Comment.objects.count() == PORTION
        shown = page_of(visitor, answer.headers["Location"])
        assert f'max="{PORTION + 1}" value="{PORTION}"' in shown
        assert "Go on taking them in" in shown
        answer = visitor.post(address, {"do": "take_all", "of": PORTION + 1, "left": ""})
        assert Comment.objects.count() == PORTION + 1
        shown = page_of(visitor, answer.headers["Location"])
    assert f"{PORTION + 1} files are taken into their returns." in shown
    assert "Go on taking them in" not in shown


def test_a_file_that_cannot_be_taken_is_named_and_the_others_are_taken(house):
    about = a_round(house)
    one, other = a_city(house), a_city(house)
    brought(house, about, [one, other])
    name_negotiators(about.text, [other], **house.by_us)
    address = f"/en/rounds/{about.public_id}/files/"
    with the_clock_at(house.at + HOUR):
        visitor = a_visitor(house.secretariat)
        visitor.post(address, {"do": "take_all"})
        shown = page_of(visitor, address)
    assert f"{one.public_id}.csv: This city does not negotiate this text." in shown
    assert "1 file is taken into its return." in shown
    assert [comment.returned.organisation for comment in Comment.objects.all()] == [other]


@pytest.mark.parametrize("of", ["", "x", "99999999", "-1", "0"], ids=["nothing", "a letter", "huge", "minus", "zero"])
def test_an_address_that_says_nonsense_about_how_far_it_is_shows_the_files(house, of):
    about = a_round(house)
    brought(house, about, [a_city(house)])
    shown = page(house, house.secretariat, f"rounds/{about.public_id}/files/?of={of}&left=nobody", house.at + HOUR)
    assert "Take in the 1 that is clear" in shown


def test_returns_that_were_entered_are_released_together_and_a_filter_shows_which(house):
    about = a_round(house)
    in_time, late = (a_city(house, name) for name in ("Marasi", "Sidrayn"))
    entered(house, about, in_time)
    at = about.closes + DAY
    enter_return(about, late, "A letter", about.closes + HOUR, seat=house.secretariat, at=at)
    address = f"rounds/{about.public_id}/entered/"
    assert address in page(house, house.secretariat, f"rounds/{about.public_id}/", at)
    shown = page(house, house.secretariat, f"{address}?show=in_time", at)
    assert "Marasi" in shown
    assert "Sidrayn" not in shown
    ids = list(Return.objects.values_list("public_id", flat=True))
    assert sent(house, house.secretariat, address, at, **{"return": ids}).status_code == 302
    assert Return.objects.filter(released_at=at).count() == 2


def test_nothing_is_released_where_none_is_ticked_or_what_is_ticked_was_not_entered(house):
    about, sherpa = a_round(house), a_negotiator(house)
    city = a_city(house)
    one = entered(house, about, city)
    own = begin_return(about, seat=sherpa, at=house.at + HOUR)
    address = f"rounds/{about.public_id}/entered/"
    answer = sent(house, house.secretariat, address, house.at + HOUR)
    assert answer.status_code == 422
    assert "Choose the returns" in answer.content.decode()
    answer = sent(house, house.secretariat, address, house.at + HOUR, **{"return": own.public_id})
    assert answer.status_code == 422
    with pytest.raises(Refused, match="Only what was entered"):
        release_entered(about, [one, own], seat=house.secretariat, at=house.at + HOUR)
    assert not Return.objects.exclude(released_at=None).exists()


def test_the_page_of_entered_returns_costs_as_many_queries_for_three_as_for_one(house):
    about = a_round(house)
    visitor = a_visitor(house.secretariat)
    address = f"/en/rounds/{about.public_id}/entered/"
    costs = []
    for count in (1, 2):
        for _ in range(count):
            entered(house, about, a_city(house))
        with the_clock_at(house.at + HOUR):
            costs.append(len(queries_of(visitor, address)))
    assert costs[0] == costs[1] <= 8


def test_of_two_who_take_one_file_at_the_same_moment_the_second_is_told_and_it_is_taken_once(own_database):
    house = a_house()
    about = a_round(house)
    (file,) = brought(house, about, [a_city(house)])
    at = house.at + HOUR
    refusals = at_once(
        lambda: take(file, seat=house.secretariat, at=at), lambda: take(file, seat=house.colleague, at=at)
    )
    assert refusals == ["This file has been taken into the return already. Nothing was changed."]
    assert (Return.objects.count(), Comment.objects.count()) == (1, 1)


def test_of_two_who_compile_a_round_at_the_same_moment_the_second_is_told_and_one_draft_is_made(own_database):
    house = a_house()
    about = a_round(house)
    a_return(about, a_negotiator(house), "Other words.", at=house.at)
    at = about.closes + HOUR
    refusals = at_once(
        lambda: compile_draft(about, seat=house.secretariat, at=at),
        lambda: compile_draft(about, seat=house.colleague, at=at),
    )
    assert refusals == ["The next draft has been made already. Answer in its round. Nothing was changed."]
    assert sorted(Draft.objects.values_list("number", flat=True)) == [0, 1]
