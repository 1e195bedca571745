"""The secretariat lets one city act for another by proxy, takes it back, and names a pillar."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import in_role, mayors_yet_to_endorse, of_city

MANDATE = "SELECT m.public_id FROM actors_mandate m JOIN actors_seat s ON s.id = m.seat_id WHERE s.public_id = ?"
LETTER = {"en": "Letter of the mayor, no. 88", "ar": "كتاب العمدة رقم ٨٨"}
PILLAR = {"en": "Learning from the river", "ar": "التعلّم من النهر"}


def test_a_city_acts_for_another_by_proxy_until_it_is_taken_back(house: RunningHouse, guest: Callable[..., Guest]):
    absent, present = mayors_yet_to_endorse(house)[0], of_city(house, "Ghaymara", "mayor")
    secretariat = guest(house)
    secretariat.starts()
    secretariat.signs_in_as(in_role(house, "secretariat"))
    it_is_given(secretariat, house.value(MANDATE, absent.seat), present.seat)
    row = secretariat.page.locator("tbody tr", has_text=secretariat.names(absent.city))
    expect(row).to_contain_text(secretariat.names(present.name))
    expect(row).to_contain_text(LETTER[secretariat.language])

    secretariat.opens(row.get_by_role("link", name=secretariat.says("Take back")))
    secretariat.opens(secretariat.page.locator("form.action-form button"))
    secretariat.goes_to(f"/{secretariat.language}/proxies/")
    expect(row).to_contain_text(secretariat.says("taken back"))


def it_is_given(secretariat: Guest, mandate: str, receiver: str) -> None:
    secretariat.goes_to(f"/{secretariat.language}/mandates/{mandate}/")
    secretariat.opens(secretariat.link(secretariat.says("Give a proxy")))
    page = secretariat.page
    secretariat.hands.pick(page.locator("select[name=receiver]"), receiver)
    secretariat.hands.pick(page.locator("select[name=scope]"), "sign")
    secretariat.hands.write(page.locator("[name=evidence]"), LETTER[secretariat.language])
    secretariat.opens(page.locator("form.action-form .button--strong"))


def test_a_pillar_is_named_in_both_languages(house: RunningHouse, guest: Callable[..., Guest]):
    secretariat = guest(house)
    secretariat.starts()
    secretariat.signs_in_as(in_role(house, "secretariat"))
    secretariat.goes_to(f"/{secretariat.language}/year/pillars/")
    for code, words in PILLAR.items():
        secretariat.hands.write(secretariat.page.locator(f"[name=title_{code}]"), words)
    secretariat.opens(secretariat.button(secretariat.says("Name a pillar")))
    expect(secretariat.page.get_by_role("main")).to_contain_text(secretariat.names(PILLAR))
