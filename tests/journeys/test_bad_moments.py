"""Bad moments: what somebody is told, and that nothing is lost or done twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import Holder, in_role, mayors_yet_to_endorse, of_city

OF_A_CITY = """
    SELECT COUNT(*) FROM endorsements_endorsement e JOIN actors_organisation o ON o.id = e.organisation_id
    WHERE o.public_id = ?
"""
NO_LONGER_RUNS = "The mandate of this seat does not run on this day, so it cannot act. Nothing was changed."
TORN = (
    "This document is damaged or was not received whole. Nothing was changed. "
    "Please open it, save it again, and hand in the new copy."
)
ENDORSED = "Your city has endorsed the text. This page is the record of it."
WORDS = "We endorse it as far as our harbour law allows."


def test_an_expired_mandate_is_told_where_it_matters(house_to_look_at: RunningHouse, guest: Callable[..., Guest]):
    mayor = guest(house_to_look_at)
    mayor.starts()
    mayor.signs_in_as(of_city(house_to_look_at, "Suvaran", "mayor"))
    main = mayor.page.get_by_role("main")
    expect(main).to_contain_text(mayor.says(NO_LONGER_RUNS))
    expect(mayor.link(mayor.says("Read and endorse"))).to_have_count(0)
    mayor.opens(mayor.link(mayor.says("Read the text")))
    mayor.goes_to(the_call(mayor))
    expect(main).to_contain_text(mayor.says("Your seat cannot endorse this text"))
    expect(main).to_contain_text(mayor.says(NO_LONGER_RUNS))
    expect(mayor.button(mayor.says("Endorse"))).to_have_count(0)


def test_a_confirmation_sent_again_is_one_endorsement(house_that_is_called: RunningHouse, guest: Callable[..., Guest]):
    house = house_that_is_called
    mayor, holder = guest(house), mayors_yet_to_endorse(house)[0]
    comes_to_the_confirmation(mayor, holder)
    mayor.hands.reach(mayor.button(mayor.says("Endorse")))
    for _twice in range(2):  # before the first is answered
        mayor.page.keyboard.press("Enter")
    mayor.page.wait_for_url("**/endorsements/*/")
    expect(mayor.page.get_by_role("main")).to_contain_text(mayor.says(ENDORSED))
    record = mayor.page.url

    mayor.page.go_back()
    expect(mayor.page.get_by_role("main")).to_contain_text(WORDS)
    mayor.opens(mayor.button(mayor.says("Endorse")))
    assert mayor.page.url == record
    mayor.goes_to(the_call(mayor))
    expect(mayor.link(mayor.says("See the endorsement"))).to_be_visible()
    assert house.value(OF_A_CITY, holder.organisation) == 1


def test_two_browsers_of_one_city_make_one_endorsement(house_that_is_called: RunningHouse, guest: Callable[..., Guest]):
    house = house_that_is_called
    holder = mayors_yet_to_endorse(house)[0]
    here, there = guest(house), guest(house)
    for mayor in (here, there):
        comes_to_the_confirmation(mayor, holder)
        mayor.hands.reach(mayor.button(mayor.says("Endorse")))
    for mayor in (here, there):
        mayor.page.keyboard.press("Enter")
    for mayor in (here, there):
        mayor.page.wait_for_url("**/endorsements/*/")
    assert here.page.url == there.page.url
    assert house.value(OF_A_CITY, holder.organisation) == 1


def test_a_form_that_stayed_open_after_signing_out_says_so_and_signs_nothing(
    house_to_look_at: RunningHouse, guest: Callable[..., Guest]
):
    mayor, holder = guest(house_to_look_at, refused=(404,)), mayors_yet_to_endorse(house_to_look_at)[0]
    comes_to_the_confirmation(mayor, holder)
    other_tab = mayor.in_another_tab()
    other_tab.starts()
    other_tab.signs_out()
    mayor.opens(mayor.button(mayor.says("Endorse")))
    main = mayor.page.get_by_role("main")
    expect(main).to_contain_text(mayor.says("Nothing was changed."))
    expect(main).to_contain_text(
        mayor.says(
            "You are not signed in, or not any more. What is meant for your seat can be seen once you have signed in."
        )
    )
    mayor.opens(mayor.link(mayor.says("Sign in")))
    expect(mayor.heading).to_have_text(mayor.says("Sign in"))
    assert house_to_look_at.value(OF_A_CITY, holder.organisation) == 0


def test_a_file_that_cannot_be_read_loses_nothing_that_was_typed(
    house_to_look_at: RunningHouse, guest: Callable[..., Guest], tmp_path: Path
):
    partner = guest(house_to_look_at, refused=(422,))
    partner.starts()
    partner.signs_in_as(in_role(house_to_look_at, "partner"))
    partner.opens(partner.link(partner.says("See the recommendations")))
    partner.opens(partner.link(partner.says("Hand in a paper")))
    paper = tmp_path / "paper.docx"
    paper.write_bytes(b"%PDF-1.7\n")
    papers = house_to_look_at.value("SELECT COUNT(*) FROM taskforces_paper")

    file = partner.page.locator("input[type=file]")
    partner.hands.reach(file)
    file.set_input_files(paper)  # the browser's own dialogue is the system's
    partner.hands.write(partner.labelled(partner.says("Title in English")), "Rivers at night")
    partner.hands.write(partner.labelled(partner.says("Title in Arabic")), "الأنهار ليلًا")
    partner.hands.pick(partner.labelled(partner.says("Language it is written in")), "ar")
    partner.opens(partner.button(partner.says("Hand in")))

    expect(partner.page.get_by_role("alert")).to_be_focused()
    expect(partner.page.get_by_role("alert")).to_contain_text(partner.says(TORN))
    expect(partner.labelled(partner.says("Title in English"))).to_have_value("Rivers at night")
    expect(partner.labelled(partner.says("Title in Arabic"))).to_have_value("الأنهار ليلًا")
    expect(partner.labelled(partner.says("Language it is written in"))).to_have_value("ar")
    assert house_to_look_at.value("SELECT COUNT(*) FROM taskforces_paper") == papers


def comes_to_the_confirmation(mayor: Guest, holder: Holder) -> None:
    """Signs in, reads, writes a reservation on the whole text, and stands before the last button."""
    mayor.starts()
    mayor.signs_in_as(holder)
    mayor.goes_to(the_call(mayor))
    mayor.opens(mayor.button(mayor.says("I have read it")))
    mayor.hands.choose(mayor.page.get_by_label(mayor.says("Yes. We endorse it with a reservation.")))
    mayor.hands.write(mayor.page.locator("textarea[lang=en]"), WORDS)
    mayor.hands.choose(mayor.page.get_by_label(mayor.says("Yes. Name our city on the public roll.")))
    mayor.opens(mayor.button(mayor.says("Go on")))


def the_call(mayor: Guest) -> str:
    """Where the text is endorsed."""
    text = mayor.house.value("SELECT public_id FROM communique_text")
    return f"/{mayor.language}/texts/{text}/endorse/"
