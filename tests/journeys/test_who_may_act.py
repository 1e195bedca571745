"""A focal point admits a mayor, who comes in by a link and a code, makes a passkey on a phone and acts with it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.guests import LOCALES, Guest
from tests.journeys.hands import Mouse
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import Holder, holders, in_role, mayors_yet_to_endorse

ADDRESS = "noor@newcomer.example"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(house: RunningHouse, visitor: Callable[..., Page], language: str) -> Guest:
    """Somebody with a phone that has a passkey chip; what it does is looked at page by page."""
    page = visitor((422,), locale=LOCALES[language], viewport=PHONE)
    chip = page.context.new_cdp_session(page)
    chip.send("WebAuthn.enable")
    traits = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    chip.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **traits}})
    return Guest(Mouse(page), house, language)


def test_a_mayor_makes_a_passkey_and_endorses_with_it_where_a_passkey_is_needed(phone: Guest):
    page, house = phone.page, phone.house
    mayor = mayors_yet_to_endorse(house)[0]
    phone.starts()
    phone.signs_in_as(mayor)
    makes_a_passkey(phone)
    phone.signs_out()

    phone.signs_in_as(in_role(house, "secretariat"))
    phone.goes_to(f"/{phone.language}/sign-in/policy/")
    page.locator("input[value=passkey]").check()
    phone.opens(phone.button(phone.says("Require this")))
    phone.signs_out()

    phone.opens(phone.link(phone.says("Sign in"), page.get_by_role("banner")))
    phone.opens(phone.button(phone.says("Sign in with a passkey")))
    expect(page.get_by_role("banner").locator(".seat")).to_contain_text(phone.names(mayor.name))
    page.context.clear_cookies()  # a session in which nothing was proved: it has to be proved now
    phone.starts()
    phone.signs_in_as(mayor)
    text = house.value("SELECT public_id FROM communique_text")
    phone.goes_to(f"/{phone.language}/texts/{text}/endorse/")
    phone.opens(page.locator("button[value=reserve]"))
    expect(phone.heading).to_have_text(phone.says("Is it you?"))
    phone.opens(phone.button(phone.says("Use my passkey")))
    phone.opens(phone.button(phone.says("Do it")))
    page.locator("input[name=reserves][value=no]").check()
    page.locator("input[name=may_be_named][value=yes]").check()
    phone.opens(page.locator("button[value=confirm]"))
    phone.opens(phone.button(phone.says("Sign with my passkey")))
    given = (
        "SELECT COUNT(*) FROM endorsements_endorsement e JOIN actors_seat s ON s.id = e.seat_id WHERE s.public_id = ?"
    )
    assert house.value(given, mayor.seat) == 1


def makes_a_passkey(phone: Guest) -> None:
    phone.unfolds(phone.page.locator(".seat-menu"))
    phone.opens(phone.link(phone.says("Passkeys and codes"), phone.page.get_by_role("banner")))
    phone.opens(phone.link(phone.says("Add a passkey")))
    phone.page.locator("input[name=name]").fill("My phone")
    phone.opens(phone.button(phone.says("Make the passkey")))
    expect(phone.page.get_by_role("main")).to_contain_text("My phone")


def test_a_focal_point_admits_a_mayor_who_makes_a_passkey_and_endorses(phone: Guest):
    page, house = phone.page, phone.house
    cities = {mayor.organisation for mayor in mayors_yet_to_endorse(house)}
    sherpas = holders(house, "s.role = 'sherpa' AND p.email <> ''")
    focal = next(sherpa for sherpa in sherpas if sherpa.organisation in cities)
    phone.starts()
    is_made_the_focal_point(phone, focal)
    phone.signs_in_as(focal)
    phone.goes_to(f"/{phone.language}/members/{focal.organisation}/seats/")
    phone.opens(phone.link(phone.says("Invite a colleague")))
    page.locator("input[name=name_en]").fill("Noor Haddad")
    page.locator("input[name=name_ar]").fill("نور حداد")
    page.locator("input[name=email]").fill(ADDRESS)
    page.locator("select[name=role]").select_option("mayor")
    phone.opens(phone.button(phone.says("Send the invitation")))
    expect(page.get_by_role("main")).to_contain_text(ADDRESS)
    phone.signs_out()

    body = house.value("SELECT body FROM mail_letter WHERE address = ?", ADDRESS)
    [link] = set(re.findall(r"/(?:en|ar)(/invitation/\S+/)", body))
    phone.goes_to(f"/{phone.language}{link}")
    phone.goes_to(f"/{phone.language}{link}")  # as a mail scanner would
    assert house.value("SELECT COUNT(*) FROM members_invitation WHERE is_open") == 1
    phone.opens(phone.button(phone.says("Send me a code to accept")))
    page.locator("input[name=code]").fill("AAAA-AAAA")
    phone.opens(phone.button(phone.says("Accept")))
    page.locator("input[name=code]").fill(the_code(house))
    phone.opens(phone.button(phone.says("Accept")))
    expect(page.get_by_role("banner").locator(".seat")).to_contain_text({"en": "Noor", "ar": "نور"}[phone.language])
    makes_a_passkey(phone)
    phone.signs_out()
    is_given_a_mandate(phone, focal)
    comes_in_by_passkey(phone)
    endorses(phone)
    endorsed = """SELECT COUNT(*) FROM endorsements_endorsement e JOIN actors_seat s ON s.id = e.seat_id
                  JOIN actors_person p ON p.id = s.person_id WHERE p.email = ?"""
    assert house.value(endorsed, ADDRESS) == 1


def is_made_the_focal_point(phone: Guest, focal: Holder) -> None:
    """The secretariat lets somebody admit the colleagues of a city."""
    phone.signs_in_as(in_role(phone.house, "secretariat"))
    phone.goes_to(f"/{phone.language}/members/{focal.organisation}/seats/")
    phone.opens(phone.page.locator(f"form[action$='/seats/{focal.seat}/focal-point/'] button"))
    phone.signs_out()


def is_given_a_mandate(phone: Guest, focal: Holder) -> None:
    """The focal point hands in the new mayor's mandate, and two of the secretariat find it in order."""
    page, house = phone.page, phone.house
    phone.signs_in_as(focal)
    phone.goes_to(f"/{phone.language}/members/{focal.organisation}/seats/")
    phone.opens(phone.link(phone.says("Hand in a mandate")))
    seat = house.value(
        "SELECT s.public_id FROM actors_seat s JOIN actors_person p ON p.id = s.person_id WHERE p.email = ?", ADDRESS
    )
    page.locator("select[name=seat]").select_option(seat)
    page.locator("input[name=scopes][value=endorse]").check()
    page.locator("[name=evidence]").fill({"en": "Letter no. 214", "ar": "الخطاب رقم ٢١٤"}[phone.language])
    phone.opens(page.locator("form.action-form .button--strong"))
    mandate = page.url.rstrip("/").rpartition("/")[2]
    phone.signs_out()
    for examiner in holders(house, "s.role = 'secretariat' AND p.email <> ''")[:2]:
        phone.signs_in_as(examiner)
        phone.goes_to(f"/{phone.language}/mandates/{mandate}/examination/")
        phone.opens(phone.button(phone.says("It is in order")))
        phone.signs_out()


def comes_in_by_passkey(phone: Guest) -> None:
    """On a phone that knows the person, without a letter."""
    phone.opens(phone.link(phone.says("Sign in"), phone.page.get_by_role("banner")))
    phone.opens(phone.button(phone.says("Sign in with a passkey")))


def endorses(phone: Guest) -> None:
    """The three screens; where it was not just proved who acts, the passkey proves it first."""
    page = phone.page
    text = phone.house.value("SELECT public_id FROM communique_text")
    phone.goes_to(f"/{phone.language}/texts/{text}/endorse/")
    phone.opens(page.locator("button[value=reserve]"))
    page.locator("input[name=reserves][value=no]").check()
    page.locator("input[name=may_be_named][value=yes]").check()
    phone.opens(page.locator("button[value=confirm]"))
    phone.opens(phone.button(phone.says("Sign with my passkey")))


def the_code(house: RunningHouse) -> str:
    """The code in the newest letter to the invited address, which the house puts into a folder."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for file in sorted((house.home / "letters").glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            text = letter.get_body(("plain",))
            found = re.search(r"^\s{4}(\S+)\s*$", text.get_content() if text else "", re.MULTILINE)
            if letter["To"] == ADDRESS and found:
                return found[1]
        time.sleep(0.1)
    raise AssertionError("no code came")
