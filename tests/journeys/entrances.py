"""The short way in, for tests that are not about coming in."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, StorageState

from tests.journeys.houses import RunningHouse
from tests.journeys.persons import Holder, holders, in_role, mayors_yet_to_endorse
from tests.journeys.places import IDS

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
#: A release with a figure in it that is counted when it is issued.
RELEASE = {
    "title_en": "Cities of the rivers speak with one voice",
    "title_ar": "مدن الأنهار تتكلم بصوت واحد",
    "body_en": "The mayors published their communiqué in Ghaymara.\n\n{cities_endorsing} cities stand behind it.",
    "body_ar": "نشر العمداء بيانهم الختامي في غيمرة.\n\nويقف خلفه من المدن {cities_endorsing}.",
}


def holder_for(who: str, house: RunningHouse) -> Holder:
    """The person who comes: a mayor is one who can still endorse, or the one whose city made a reservation."""
    if who == "mayor":
        return mayors_yet_to_endorse(house)[0]
    if who == "mayor with a reservation":
        endorsed = f"SELECT seat_id FROM endorsements_endorsement WHERE public_id = ({IDS['reserved']})"
        return holders(house, f"s.id = ({endorsed})")[0]
    return in_role(house, who)


def signed_in(browser: Browser, house: RunningHouse, who: str) -> StorageState:
    """The cookies of somebody who has signed in, got without drawing a page."""
    seat, entrance = holder_for(who, house).seat, f"{house.address}/en/sign-in/"
    with browser.new_context() as context:
        token = TOKEN.search(context.request.get(entrance).text())
        assert token
        home = context.request.post(f"{entrance}as/{seat}/", form={"csrfmiddlewaretoken": token[1]})
        assert 'class="menu seat-menu"' in home.text()
        return context.storage_state()


def issue_a_release(page: Page, house: RunningHouse) -> None:
    """Write a release to the press, as the secretariat does."""
    page.goto(f"{house.address}/en/press/new/")
    for name, words in RELEASE.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="Issue the release").click()
    page.wait_for_url(lambda url: not url.endswith("/new/"))
