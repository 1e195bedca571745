"""How people find their way: search, keys, languages."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.guests import Guest
from tests.journeys.hands import is_seen
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import mayors_yet_to_endorse

OTHER = {"en": ("ar", "العربيّة"), "ar": ("en", "English")}


def test_a_stroke_leads_to_the_search_and_the_search_to_a_record(
    house_to_look_at: RunningHouse, guest: Callable[..., Guest]
):
    reader, city = guest(house_to_look_at), mayors_yet_to_endorse(house_to_look_at)[0].city
    reader.starts()
    reader.page.keyboard.press("/")
    search = reader.page.get_by_role("searchbox")
    expect(search).to_be_focused()
    reader.page.keyboard.insert_text(reader.names(city))
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.looks()
    expect(search).to_have_value(reader.names(city))
    reader.opens(reader.link(reader.names(city)))
    expect(reader.heading).to_have_text(reader.names(city))


def test_a_question_mark_shows_the_keys_and_they_can_be_switched_off(
    house_to_look_at: RunningHouse, guest: Callable[..., Guest]
):
    reader = guest(house_to_look_at)
    reader.starts()
    keys = reader.page.get_by_role("dialog", name=reader.says("Keyboard"))
    reader.page.keyboard.press("?")
    expect(keys).to_be_visible()
    reader.looks()
    off = keys.get_by_label(reader.says("Switch these keys off in this browser"))
    reader.hands.reach(off)
    reader.page.keyboard.press("Space")
    reader.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    reader.page.keyboard.press("?")
    expect(keys).to_be_hidden()
    reader.page.keyboard.press("/")
    expect(reader.page.get_by_role("searchbox")).not_to_be_focused()
    # Who switched them off finds the switch at the foot of each page.
    reader.hands.activate(reader.button(reader.says("Keyboard"), reader.page.get_by_role("contentinfo")))
    reader.hands.reach(off)
    reader.page.keyboard.press("Space")
    reader.hands.activate(keys.get_by_role("button", name=reader.says("Close")))
    reader.page.keyboard.press("?")
    expect(keys).to_be_visible()


def test_j_and_k_step_through_the_clauses(house_to_look_at: RunningHouse, guest: Callable[..., Guest]):
    reader = guest(house_to_look_at)
    reader.starts()
    reader.signs_in_as(mayors_yet_to_endorse(house_to_look_at)[0])
    reader.goes_to(f"/{reader.language}/texts/{the_text(reader)}/")
    clauses = [one.get_attribute("id") for one in reader.page.locator("[data-step]").all()]
    assert focused(reader.page) not in clauses
    for key, expected in zip("jjjkk", (0, 1, 2, 1, 0), strict=True):
        reader.page.keyboard.press(key)
        assert focused(reader.page) == clauses[expected]
        assert is_seen(reader.page, reader.page.locator(f"[id='{clauses[expected]}']").element_handle())
    for _ in clauses:
        reader.page.keyboard.press("j")
    assert focused(reader.page) == clauses[-1]


def test_the_other_language_is_the_same_page(house_to_look_at: RunningHouse, guest: Callable[..., Guest]):
    reader = guest(house_to_look_at)
    code, own_name = OTHER[reader.language]
    theme = house_to_look_at.value("SELECT theme FROM recommendations_recommendation LIMIT 1")
    reader.goes_to(f"/{reader.language}/recommendations/")
    reader.page.locator("select[name=theme]").select_option(theme)
    reader.opens(reader.button(reader.says("Show")))
    here = reader.page.url
    found = reader.page.locator("[data-step]").count()
    in_other_words = Guest(reader.hands, reader.house, code)
    in_other_words.opens(reader.link(own_name, reader.page.get_by_role("banner")))
    assert reader.page.url == here.replace(f"/{reader.language}/", f"/{code}/")
    assert reader.page.locator("[data-step]").count() == found > 0
    expect(reader.page.locator("select[name=theme]")).to_have_value(theme)
    in_other_words.goes_to("/")  # the house remembers
    assert f"/{code}/" in reader.page.url


def focused(page: Page) -> str:
    """The id of what has the focus."""
    return str(page.evaluate("document.activeElement.id"))


def the_text(reader: Guest) -> str:
    return str(reader.house.value("SELECT public_id FROM communique_text"))
