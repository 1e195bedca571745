"""A recommendation is dropped with a reason, the consolidation is closed and opened again, and all is as it was."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import holders

OF_THE_SECRETARIAT = "s.role = 'secretariat' AND p.email <> ''"
POINTS_UNDER_A_PILLAR = "SELECT COUNT(*) FROM recommendations_point WHERE pillar_id IS NOT NULL"
WHY = {"en": "The river says it already.", "ar": "قاله النهر من قبل."}


def test_what_is_dropped_has_its_reason_and_the_consolidation_closes_only_then(
    house: RunningHouse, guest: Callable[..., Guest]
):
    someone = guest(house, refused=(409,))  # with one open it is not closed
    someone.starts()
    someone.signs_in_as(holders(house, OF_THE_SECRETARIAT)[0])
    someone.goes_to(f"/{someone.language}/table/")
    someone.opens(someone.page.locator(".made .entry").first.get_by_role("link"))
    someone.page.locator("[name=chosen]").first.check()
    someone.opens(someone.button(someone.says("Take out of this point")))
    someone.goes_to(f"/{someone.language}/coverage/closing/")
    expect(someone.page.locator(".notice").first).to_contain_text(someone.says("These are still open"))
    someone.opens(someone.button(someone.says("Close it")))
    expect(someone.page.locator("main")).to_contain_text(someone.says("Not done"))
    someone.opens(someone.page.locator(".fates__line").first.get_by_role("link").first)
    someone.page.locator(f"[name=reason_{someone.language}]").fill(WHY[someone.language])
    someone.opens(someone.button(someone.says("Drop it")))
    expect(someone.page.locator(".fates__fate")).to_contain_text(WHY[someone.language])
    dropped = someone.page.url
    someone.goes_to(f"/{someone.language}/coverage/closing/")
    someone.opens(someone.button(someone.says("Close it")))
    expect(someone.page.locator("main")).to_contain_text(someone.says("The consolidation is closed"))
    expect(someone.page.locator("#open")).to_have_count(0)
    someone.opens(someone.link(someone.says("See it as a picture")))
    received = house.value("SELECT COUNT(*) FROM recommendations_recommendation")
    expect(someone.page.locator(".ribbon")).to_have_count(received + house.value(POINTS_UNDER_A_PILLAR))
    someone.goes_to(f"/{someone.language}/coverage/")
    someone.opens(someone.link(someone.says("Open the consolidation again")))
    someone.page.locator("[name=reason]").fill(WHY[someone.language])
    someone.opens(someone.button(someone.says("Open it again")))
    someone.page.goto(dropped)
    someone.opens(someone.button(someone.says("Take it up again")))
    someone.goes_to(f"/{someone.language}/table/")
    taken_out = someone.page.locator(".steps-taken li").nth(2)  # below the dropping and the taking up
    someone.opens(taken_out.get_by_role("button"))
