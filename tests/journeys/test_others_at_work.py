"""Others at work: a page shows what they do without being loaded again, and two at one form see each other."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import holders

OF_THE_SECRETARIAT = "s.role = 'secretariat' AND p.email <> ''"
TITLES = {"title_en": "Harbours open", "title_ar": "المرافئ تفتح", "body_en": "They open.", "body_ar": "إنها تفتح."}


def test_a_page_shows_what_others_do_and_takes_nothing_from_whoever_is_typing(
    house: RunningHouse, guest: Callable[..., Guest]
):
    reader, writer = two_of_the_secretariat(house, guest)
    reader.goes_to(f"/{reader.language}/press/")
    search = reader.page.locator("[data-search]")
    search.fill("what I am typ")
    issues_a_release(writer)
    expect(reader.page.locator("[data-announce]")).to_have_text(reader.says("This page has been brought up to date."))
    expect(reader.page.get_by_role("main")).to_contain_text(TITLES[f"title_{reader.language}"])
    expect(search).to_be_focused()
    expect(search).to_have_value("what I am typ")


def test_two_at_one_form_see_each_other_and_a_browser_that_breaks_loses_nothing(
    house: RunningHouse, guest: Callable[..., Guest]
):
    first, second = two_of_the_secretariat(house, guest)
    first.goes_to(f"/{first.language}/press/new/")
    with first.page.expect_response("**/writing/here/") as kept:
        first.page.locator("[name=title_en]").fill("Half a title")
    assert kept.value.ok
    second.goes_to(f"/{second.language}/press/new/")
    expect(second.page.locator("[data-writing-others]")).not_to_be_empty()
    with first.page.expect_response(lambda answer: "writing/here" in answer.url and answer.request.post_data):
        first.page.locator("[name=title_en]").fill("Half a title, and more")
    first.goes_to(f"/{first.language}/press/new/")  # as after a crash: nothing was sent
    expect(first.page.locator("[name=title_en]")).to_have_value("Half a title, and more")
    first.looks()


def two_of_the_secretariat(house: RunningHouse, guest: Callable[..., Guest]) -> list[Guest]:
    guests = []
    for holder in holders(house, OF_THE_SECRETARIAT)[:2]:
        one = guest(house)
        one.starts()
        one.signs_in_as(holder)
        guests.append(one)
    return guests


def issues_a_release(writer: Guest) -> None:
    writer.goes_to(f"/{writer.language}/press/new/")
    for name, words in TITLES.items():
        writer.page.locator(f"[name={name}]").fill(words)
    writer.opens(writer.button(writer.says("Issue the release")))
