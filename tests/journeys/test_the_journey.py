"""The journey: from the call to the published declaration, through three pairs of eyes."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.faults import sideways
from tests.journeys.guests import LOCALES, Guest
from tests.journeys.hands import Mouse
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import Holder, in_role, mayors_yet_to_endorse

RESERVATION = {
    "en": "The city endorses this point as far as its own budget law allows.",
    "ar": "تؤيد المدينة هذه التوصية في حدود ما يسمح به قانون ميزانيتها.",
}
OTHER_LANGUAGE = {"en": ("ar", "العربيّة"), "ar": ("en", "English")}

#: What the declaration says at its release, counted by the test itself.
IN_FORCE_AT_THE_RELEASE = """
    SELECT COUNT(*) FROM endorsements_endorsement e
    JOIN communique_publication p ON p.text_id = e.text_id
    LEFT JOIN endorsements_withdrawal w ON w.endorsement_id = e.id
    WHERE e.at <= p.at AND (w.at IS NULL OR w.at > p.at)
"""


def test_a_mayor_endorses_the_secretariat_publishes_and_a_stranger_reads(
    house: RunningHouse, guest: Callable[..., Guest]
):
    the_journey(guest(house))


def test_the_same_without_scripts_and_with_a_mouse(house: RunningHouse, visitor: Callable[..., Page], language: str):
    page = visitor(locale=LOCALES[language], java_script_enabled=False, viewport={"width": 390, "height": 800})
    the_journey(Guest(Mouse(page), house, language, look=lambda page, _language: sideways(page)))


def the_journey(guest: Guest) -> None:
    mayor, shy_mayor, *_ = mayors_yet_to_endorse(guest.house)
    given_before = guest.house.value("SELECT COUNT(*) FROM endorsements_endorsement")
    guest.starts()
    guest.signs_in_as(mayor)
    a_mayor_endorses_with_a_reservation(guest, mayor)
    guest.signs_out()
    guest.signs_in_as(shy_mayor)
    a_mayor_endorses_and_is_not_to_be_named(guest, shy_mayor)
    guest.signs_out()
    assert guest.house.value("SELECT COUNT(*) FROM endorsements_endorsement") == given_before + 2

    guest.signs_in_as(in_role(guest.house, "secretariat"))
    the_secretariat_sees_them_and_publishes(guest, mayor, shy_mayor)
    guest.signs_out()

    a_stranger_reads_the_declaration(guest, mayor, shy_mayor)
    and_walks_its_thread(guest)


def a_mayor_endorses_with_a_reservation(guest: Guest, mayor: Holder) -> None:
    read_in_both_languages(guest)
    guest.hands.choose(guest.page.get_by_label(guest.says("Yes. We endorse it with a reservation.")))
    clause = guest.labelled(guest.says("What the reservation is about"))
    guest.hands.pick(clause, a_clause(guest.house))
    for code in ("en", "ar"):
        guest.hands.write(guest.page.locator(f"textarea[lang={code}]"), RESERVATION[code])
    guest.hands.choose(guest.page.get_by_label(guest.says("Yes. Name our city on the public roll.")))
    guest.opens(guest.button(guest.says("Go on")))

    read_back = guest.page.get_by_role("main")
    for words in (guest.names(mayor.city), *RESERVATION.values(), the_hash(guest.house)[:16]):
        expect(read_back).to_contain_text(words)
    guest.opens(guest.button(guest.says("Endorse")))

    expect(guest.heading).to_have_text(guest.names(mayor.city))
    expect(guest.page.get_by_role("main")).to_contain_text(
        guest.says("Your city has endorsed the text. This page is the record of it.")
    )
    expect(guest.page.locator(".act")).to_contain_text(RESERVATION["ar"])
    languages, named, text_hash = guest.house.rows(
        "SELECT languages, may_be_named, text_hash FROM endorsements_endorsement ORDER BY id DESC LIMIT 1"
    )[0]
    assert (set(json.loads(languages)), named, text_hash) == ({"en", "ar"}, 1, the_hash(guest.house))


def a_mayor_endorses_and_is_not_to_be_named(guest: Guest, mayor: Holder) -> None:
    guest.opens(guest.link(guest.says("Read and endorse")))
    guest.opens(guest.button(guest.says("I have read it")))
    guest.hands.choose(guest.page.get_by_label(guest.says("No. We endorse the text as it stands.")))
    guest.hands.choose(guest.page.get_by_label(guest.says("No. Count our city without its name.")))
    guest.opens(guest.button(guest.says("Go on")))
    guest.opens(guest.button(guest.says("Endorse")))
    expect(guest.heading).to_have_text(guest.names(mayor.city))


def read_in_both_languages(guest: Guest) -> None:
    expect(guest.heading).to_have_text(guest.says("What waits for you"))
    guest.opens(guest.link(guest.says("Read and endorse")))
    expect(guest.page.locator(".text")).to_have_attribute("lang", guest.language)
    code, own_name = OTHER_LANGUAGE[guest.language]
    guest.opens(guest.link(own_name))
    expect(guest.page.locator(".text")).to_have_attribute("lang", code)
    guest.opens(guest.button(guest.says("I have read it")))


def the_secretariat_sees_them_and_publishes(guest: Guest, mayor: Holder, shy_mayor: Holder) -> None:
    guest.opens(guest.link(guest.says("See the register")))
    line = guest.page.get_by_role("row").filter(has_text=guest.names(mayor.city))
    expect(line).to_contain_text(guest.says("with a reservation"))
    shy_line = guest.page.get_by_role("row").filter(has_text=guest.names(shy_mayor.city))
    expect(shy_line).to_contain_text(guest.says("not to be named"))
    guest.opens(guest.link(guest.says("The text"), guest.page.get_by_role("complementary")))
    guest.opens(guest.link(guest.says("Publish the text")))
    read_back = guest.page.get_by_role("table")
    (title,) = guest.house.rows("SELECT title FROM communique_text")[0]
    for words in (*json.loads(title).values(), the_hash(guest.house)):
        expect(read_back).to_contain_text(words)
    guest.opens(guest.button(guest.says("Publish this text")))
    expect(guest.page.locator("#roll")).to_be_attached()


def a_stranger_reads_the_declaration(guest: Guest, mayor: Holder, shy_mayor: Holder) -> None:
    guest.opens(guest.link(guest.says("Read it, and see who stands behind it")))
    city, shy_city = guest.names(mayor.city), guest.names(shy_mayor.city)
    expect(guest.page.locator(".roll").get_by_role("link", name=city, exact=True)).to_have_count(1)
    expect(guest.page.get_by_role("main").get_by_text(shy_city, exact=True)).to_have_count(0)
    expect(guest.page.locator(".reservations")).to_contain_text(RESERVATION["en"])
    expect(guest.page.locator(".reservations")).to_contain_text(RESERVATION["ar"])
    in_force = guest.house.value(IN_FORCE_AT_THE_RELEASE)
    assert int(guest.page.locator(".figure-line__value").first.inner_text()) == in_force
    assert number_on_the_roll(guest.page) == in_force


def and_walks_its_thread(guest: Guest) -> None:
    """From the declaration back to a paper and on to the declaration again, each step one click."""
    declaration = guest.page.url
    guest.opens(guest.thread.locator(".thread__knot--before a[href*='/points/']").first)
    guest.opens(guest.thread.locator(".thread__knot--before a[href*='/recommendations/']").first)
    guest.opens(guest.thread.locator(".thread__knot--before a[href*='/papers/']").first)
    paper = guest.page.url
    guest.opens(guest.thread.locator(".thread__knot--after a[href*='/recommendations/']").first)
    expect(
        guest.thread.locator(f".thread__knot--before a[href='{paper.removeprefix(guest.house.address)}']")
    ).to_have_count(1)
    guest.opens(guest.thread.locator(".thread__knot--after a[href*='/points/']").first)
    guest.opens(guest.thread.locator(".thread__knot--after a[href*='/clauses/']").first)
    guest.opens(guest.thread.locator(".thread__knot--after a[href*='/endorsements/']").first)
    guest.opens(guest.link(guest.names(the_title(guest.house)), guest.page.locator(".breadcrumbs")))
    assert guest.page.url == declaration


def number_on_the_roll(page: Page) -> int:
    """The named cities that stand there, and those that are only counted."""
    named = page.locator(".roll__entry:not(.roll__entry--withdrawn)").count()
    unnamed = page.locator(".roll__unnamed").first.inner_text()
    return named + int("".join(letter for letter in unnamed if letter.isdecimal()) or 1)


def the_hash(house: RunningHouse) -> str:
    return str(house.value("SELECT hash FROM communique_freezing"))


def the_title(house: RunningHouse) -> dict[str, str]:
    return dict(json.loads(house.value("SELECT title FROM communique_text")))


def a_clause(house: RunningHouse) -> str:
    """A point of the text, as the form names it."""
    return str(house.value("SELECT public_id FROM communique_clause WHERE kind = 'point' ORDER BY id LIMIT 1"))
