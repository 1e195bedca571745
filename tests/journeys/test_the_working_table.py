"""At the working table: a point is split, its words are looked through, and every step is taken back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import holders

OF_THE_SECRETARIAT = "s.role = 'secretariat' AND p.email <> ''"


def test_a_point_is_taken_apart_put_together_again_and_shows_whose_words_it_has(
    house: RunningHouse, guest: Callable[..., Guest]
):
    someone = guest(house)
    someone.starts()
    someone.signs_in_as(holders(house, OF_THE_SECRETARIAT)[0])
    someone.goes_to(f"/{someone.language}/points/")
    someone.opens(someone.link(someone.says("Working table")))
    made = someone.page.locator(".made .entry")
    before = made.count()
    someone.opens(made.first.get_by_role("link"))
    expect(someone.page.locator(".borrowed .loan").first).to_be_visible()
    sources = someone.page.locator(".lines .line").count()
    someone.page.locator("[name=chosen]").first.check()
    someone.opens(someone.button(someone.says("Take out of this point")))
    expect(someone.page.locator(".lines .line")).to_have_count(sources - 1)
    someone.opens(someone.link(someone.says("Working table")))
    someone.page.locator("#suggestions [name=chosen]").first.check()
    someone.opens(someone.button(someone.says("Put together")))
    expect(made).to_have_count(before + 1)
    expect(someone.page.locator(".taken")).to_contain_text(someone.says("Take back"))
    someone.opens(someone.page.locator(".taken").get_by_role("button"))
    expect(made).to_have_count(before)
    taken_out = someone.page.locator(".steps-taken li").nth(2)  # below the putting together and its taking back
    someone.opens(taken_out.get_by_role("button"))
    someone.opens(made.first.get_by_role("link"))
    expect(someone.page.locator(".lines .line")).to_have_count(sources)
