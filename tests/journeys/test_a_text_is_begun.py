"""The secretariat begins a statement, composes its first draft clause by clause and issues it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import holders

OF_THE_SECRETARIAT = "s.role = 'secretariat' AND p.email <> ''"
TITLES = {"en": "To the ministers of water", "ar": "إلى وزراء المياه"}
FIRST = {"en": "Rivers belong to those who live beside them.", "ar": "الأنهار لمن يعيشون على ضفافها."}
SECOND = {"en": "Cities clean them together.", "ar": "تنظفها المدن معًا."}


def test_a_text_is_begun_composed_and_issued(house: RunningHouse, guest: Callable[..., Guest]):
    someone = guest(house)
    someone.starts()
    someone.signs_in_as(holders(house, OF_THE_SECRETARIAT)[0])
    begins(someone)
    someone.opens(someone.link(someone.says("Write the first clause")))
    writes(someone, FIRST)
    someone.opens(someone.link(someone.says("Add one after it")).first)
    writes(someone, SECOND)
    someone.opens(someone.button(someone.says("Under the one before")).last)
    expect(someone.page.locator(".planned--1")).to_have_count(1)
    someone.opens(someone.button(someone.says("Take back the last step")))
    expect(someone.page.locator(".planned")).to_have_count(2)
    someone.opens(someone.link(someone.says("Issue the first draft")))
    someone.opens(someone.button(someone.says("Issue the first draft")))
    expect(someone.page.get_by_role("main")).to_contain_text(SECOND[someone.language])
    expect(someone.link(someone.says("Call a round"))).to_be_visible()


def begins(someone: Guest) -> None:
    someone.goes_to(f"/{someone.language}/texts/")
    someone.opens(someone.link(someone.says("Begin a text")))
    someone.hands.pick(someone.page.locator("[name=kind]"), "to_ministers")
    for code, title in TITLES.items():
        someone.hands.write(someone.page.locator(f"[name=title_{code}]"), title)
    someone.opens(someone.button(someone.says("Begin the text")))


def writes(someone: Guest, words: dict[str, str]) -> None:
    for code, said in words.items():
        someone.hands.write(someone.page.locator(f"[name=words_{code}]"), said)
    someone.opens(someone.button(someone.says("Save the clause")))
