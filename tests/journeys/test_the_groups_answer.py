"""The groups are asked what they say to what becomes of their recommendations."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import Holder, holders

OF_THE_SECRETARIAT = "s.role = 'secretariat' AND p.email <> ''"
#: Who chairs a task force with recommendations of its own.
CHAIRING = """p.email <> '' AND s.role = 'sherpa' AND o.id IN (
    SELECT e.organisation_id FROM taskforces_enrolment e JOIN taskforces_group g ON g.id = e.group_id
    WHERE e.role = 'chair' AND e.ends IS NULL AND g.kind = 'task_force')"""
UNTIL = "2031-12-01"
WHY = {
    "en": "Our recommendation named the delta, and the point does not.",
    "ar": "ذكرت توصيتنا الدلتا، ولا يذكرها البند.",
}
REMARK = {"en": "Thank you for keeping the numbers.", "ar": "نشكركم على الإبقاء على الأرقام."}


def test_the_groups_are_asked_and_one_agrees_objects_and_comments(house: RunningHouse, guest: Callable[..., Guest]):
    secretariat, chair = guest(house), guest(house, refused=(422,))
    begins_to_ask(secretariat)
    chair.starts()
    chair.signs_in_as(holders(house, CHAIRING)[0])
    chair.opens(chair.page.locator("main a[href*='/fates/group/']").first)
    answers(chair, 0, "agrees")
    answers(chair, 1, "objects", "", WHY[chair.language])
    answers(chair, 2, "comments", REMARK[chair.language])
    secretariat.goes_to(f"/{secretariat.language}/coverage/")
    expect(secretariat.page.get_by_role("main")).to_contain_text(WHY[secretariat.language])
    lineage_is_taken_along(secretariat)


def begins_to_ask(someone: Guest) -> None:
    someone.starts()
    someone.signs_in_as(of_the_secretariat(someone.house))
    someone.goes_to(f"/{someone.language}/coverage/")
    someone.opens(someone.link(someone.says("Ask the groups")))
    someone.page.locator("[name=until]").fill(UNTIL)
    someone.opens(someone.button(someone.says("Ask them")))
    expect(someone.page.get_by_role("main")).to_contain_text(someone.says("The groups are asked"))


def answers(chair: Guest, which: int, reply: str, *tries: str) -> None:
    """Open one of the group's recommendations and answer; all but the last try are refused beside the field."""
    chair.opens(chair.page.locator("main .fates__number a").nth(which))
    for words in tries or ("",):
        chair.hands.choose(chair.page.locator(f"[name=reply][value={reply}]"))
        chair.page.locator("[name=words]").fill(words)
        chair.opens(chair.button(chair.says("Give the answer")))
    expect(chair.page.locator(".fates__line .fates__answer").nth(which)).to_be_visible()


def lineage_is_taken_along(someone: Guest) -> None:
    """The whole lineage in three formats, each with every recommendation."""
    received = someone.house.value("SELECT COUNT(*) FROM recommendations_recommendation")
    for ending in ("csv", "xlsx", "json"):
        with someone.page.expect_download() as coming:
            someone.hands.activate(someone.link(ending.upper()))
        content = coming.value.path().read_bytes()
        assert content
        if ending == "json":
            assert len(json.loads(content)) == received


def of_the_secretariat(house: RunningHouse) -> Holder:
    return holders(house, OF_THE_SECRETARIAT)[0]
