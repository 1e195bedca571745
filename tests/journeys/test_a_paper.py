"""A special working group begins a paper, adds a version, has it reviewed, answers, and submits its recommendations."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.factories.word_files import paragraph, word_file
from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import in_role

TITLE = {"en": "Warning before the water", "ar": "إنذار قبل الماء"}
GROUP = "SELECT public_id FROM taskforces_group WHERE kind = 'special_working_group' LIMIT 1"


def test_a_paper_is_begun_reviewed_answered_and_submitted(house: RunningHouse, guest: Callable[..., Guest]):
    somebody = guest(house)
    somebody.starts()
    somebody.signs_in_as(in_role(house, "secretariat"))
    a_paper_is_begun(somebody)
    a_version_is_added(somebody)
    it_is_put_to_review_and_commented_on(somebody)
    the_comment_is_answered(somebody)
    and_it_is_submitted(somebody)


def a_paper_is_begun(guest: Guest) -> None:
    guest.goes_to(f"/{guest.language}/groups/{guest.house.value(GROUP)}/")
    guest.opens(guest.link(guest.says("Begin a paper")))
    for code, title in TITLE.items():
        guest.hands.write(guest.page.locator(f"input[name=title_{code}]"), title)
    guest.hands.pick(guest.page.locator("select[name=kind]"), "recommendations")
    guest.opens(guest.button(guest.says("Begin it")))
    expect(guest.heading).to_have_text(guest.says("The paper's desk"))


def a_version_is_added(guest: Guest) -> None:
    content = word_file(paragraph("Recommendations"), paragraph("1. Warn every city of a basin in time."))
    file = {"name": "warning.docx", "mimeType": "application/octet-stream", "buffer": content}
    guest.page.locator("input[name=version-file]").set_input_files(file)
    guest.hands.write(guest.page.locator("input[name=version-note]"), "The first recommendation")
    guest.opens(guest.button(guest.says("Add the version")))
    expect(guest.heading).to_have_text(guest.names(TITLE))
    expect(guest.page.get_by_role("main")).to_contain_text("The first recommendation")


def it_is_put_to_review_and_commented_on(guest: Guest) -> None:
    guest.opens(guest.link(guest.says("Work on the paper")))
    guest.opens(guest.button(guest.says("Put it to review")))
    guest.opens(guest.link(guest.says("Reviews and comments")))
    guest.hands.write(guest.page.locator("textarea[name=comment-text]"), "How many hours before?")
    guest.hands.write(guest.page.locator("input[name=comment-place]"), "1")
    guest.opens(guest.button(guest.says("Send the comment")))
    expect(guest.page.locator("#comments + ol > li")).to_have_count(1)


def the_comment_is_answered(guest: Guest) -> None:
    guest.opens(guest.link(guest.says("Answer the comment")))
    guest.hands.write(guest.page.locator("textarea[name=reason]"), "Six, and it says so now.")
    guest.opens(guest.button(guest.says("Answer it")))
    expect(guest.page.locator(".reply")).to_contain_text("Six, and it says so now.")


def and_it_is_submitted(guest: Guest) -> None:
    guest.opens(guest.link(guest.says("Back to the paper")))
    guest.opens(guest.link(guest.says("Work on the paper")))
    guest.opens(guest.button(guest.says("Submit its latest version")))
    expect(guest.heading).to_have_text(guest.names(TITLE))
    guest.goes_to(f"/{guest.language}/papers/board/")
    expect(guest.page.get_by_role("main")).to_contain_text(guest.names(TITLE))
