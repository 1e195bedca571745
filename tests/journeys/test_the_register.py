"""The secretariat registers a city, says that it was invited, finds that it was another one, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import in_role

NAME = {"en": "Brindlewater", "ar": "بريندلووتر"}
MAYOR = {"en": "Odile Farrant", "ar": "أوديل فارانت"}


def test_a_city_is_registered_invited_and_the_invitation_taken_back(house: RunningHouse, guest: Callable[..., Guest]):
    somebody = guest(house)
    somebody.starts()
    somebody.signs_in_as(in_role(house, "secretariat"))
    a_city_is_registered(somebody)
    it_was_invited(somebody)
    and_that_is_taken_back(somebody)
    its_mayor_is_registered(somebody)


def a_city_is_registered(guest: Guest) -> None:
    guest.goes_to(f"/{guest.language}/members/")
    guest.opens(guest.link(guest.says("Register an organisation")))
    for code, name in NAME.items():
        guest.hands.write(guest.page.locator(f"input[name=name_{code}]"), name)
    guest.hands.pick(guest.page.locator("select[name=standing]"), "guest")
    guest.opens(guest.button(guest.says("Register it")))
    expect(guest.heading).to_have_text(guest.names(NAME))


def it_was_invited(guest: Guest) -> None:
    ways = guest.page.locator("details", has_text=guest.says("Enter a fact"))
    guest.unfolds(ways)
    guest.opens(ways.locator("a[href$='/facts/invited/']"))
    guest.page.locator("input[name=starts]").fill("2031-09-01")
    guest.opens(guest.button(guest.says("Enter it")))
    expect(guest.page.locator("tr[id^=fact-]")).to_have_count(1)


def and_that_is_taken_back(guest: Guest) -> None:
    guest.opens(guest.page.locator("tr[id^=fact-] a[href*='/taking-back/']"))
    guest.hands.write(guest.page.locator("textarea[name=reason]"), "Another city was meant.")
    guest.opens(guest.button(guest.says("Take it back")))
    expect(guest.page.locator("tr[id^=fact-]")).to_have_count(0)
    guest.unfolds(guest.page.locator("details", has_text=guest.says("What stood there before")))
    expect(guest.page.get_by_role("main")).to_contain_text("Another city was meant.")


def its_mayor_is_registered(guest: Guest) -> None:
    guest.goes_to(f"/{guest.language}/people/new/")
    for code, name in MAYOR.items():
        guest.hands.write(guest.page.locator(f"input[name=name_{code}]"), name)
    guest.opens(guest.button(guest.says("Enter it")))
    guest.hands.pick(guest.page.locator("select[name=organisation]"), the_city(guest))
    guest.hands.write(guest.page.locator("input[name=word_en]"), "Portreeve")
    guest.hands.write(guest.page.locator("input[name=word_ar]"), "شيخ المدينة")
    guest.opens(guest.button(guest.says("Enter it")))
    expect(guest.heading).to_have_text(guest.names(MAYOR))
    expect(guest.page.get_by_role("main")).to_contain_text(guest.names({"en": "Portreeve", "ar": "شيخ المدينة"}))


def the_city(guest: Guest) -> str:
    return str(guest.house.value("SELECT public_id FROM actors_organisation ORDER BY id DESC LIMIT 1"))
