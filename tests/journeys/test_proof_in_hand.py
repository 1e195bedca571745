"""A letter is entered by one person and counts once another has checked it; a receipt is checked by anybody's browser."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import Holder, holders, mayors_yet_to_endorse

GIVEN = """SELECT e.public_id FROM endorsements_endorsement e JOIN actors_organisation o ON o.id = e.organisation_id
           WHERE o.public_id = ?"""
SIGNED_HERE = """
    SELECT e.public_id, s.public_id FROM endorsements_endorsement e JOIN actors_seat s ON s.id = e.seat_id
    WHERE e.method = 'passkey' AND e.may_be_named ORDER BY e.id LIMIT 1
"""


def test_a_letter_counts_once_somebody_else_has_checked_it_and_the_roll_is_taken_along(
    house_that_is_called: RunningHouse, guest: Callable[..., Guest]
):
    house, somebody = house_that_is_called, guest(house_that_is_called)
    mayor = mayors_yet_to_endorse(house)[-1]
    first, second = holders(house, "s.role = 'secretariat' AND p.email <> ''")[:2]
    text = house.value("SELECT public_id FROM communique_text")
    somebody.starts()
    somebody.signs_in_as(first)
    address = enters_the_letter(somebody, mayor, text)
    expect(somebody.page.locator("input[name=found]")).to_have_count(0)  # nobody checks what they entered
    assert house.rows(GIVEN, mayor.organisation) == []
    somebody.signs_out()
    somebody.signs_in_as(second)
    somebody.goes_to(address)
    checks_it(somebody)
    assert len(house.rows(GIVEN, mayor.organisation)) == 1
    takes_the_roll_along(somebody, mayor, text)


def enters_the_letter(guest: Guest, mayor: Holder, text: str) -> str:
    page, letters = guest.page, f"/{guest.language}/texts/{text}"
    letter = page.request.get(f"{guest.house.address}{letters}/letters/{mayor.organisation}.pdf").body()
    guest.goes_to(f"{letters}/evidence/{mayor.organisation}/")
    page.locator("input[name=method][value=paper_letter]").check()
    page.locator("select[name=signer]").select_option(index=1)
    page.locator("input[name=signed_on]").fill("2031-09-26")
    page.locator("input[name=file]").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": letter}
    )
    page.locator("input[name=may_be_named][value=yes]").check()
    guest.opens(guest.button(guest.says("Enter it")))
    expect(guest.heading).to_have_text(guest.names(mayor.city))
    expect(page.get_by_role("main")).to_contain_text(guest.says("awaiting the second check"))
    return page.url.removeprefix(guest.house.address)


def checks_it(guest: Guest) -> None:
    guest.page.locator("input[name=found][value=yes]").check()
    guest.opens(guest.button(guest.says("Keep what I found")))
    expect(guest.link(guest.says("What came in for it"))).to_be_visible()


def takes_the_roll_along(guest: Guest, mayor: Holder, text: str) -> None:
    guest.goes_to(f"/{guest.language}/texts/{text}/register/")
    aside = guest.page.get_by_role("complementary")
    with guest.page.expect_download() as coming:
        guest.link(guest.says("The roll as a table file (CSV)"), aside).click()
    rows = list(csv.reader(io.StringIO(coming.value.path().read_text(encoding="utf-8-sig"))))
    (line,) = [row for row in rows if mayor.city["en"] in row]
    assert "paper_letter" in line
    cities = """SELECT COUNT(*) FROM members_membership
                WHERE is_living AND standing IN ('participating', 'observer', 'guest')"""
    assert len(rows) - 1 == guest.house.value(cities)


def test_a_receipt_is_taken_home_and_checked_in_the_browser_and_a_changed_one_is_named(
    finished_house: RunningHouse, guest: Callable[..., Guest]
):
    somebody = guest(finished_house)
    page = somebody.page
    one, seat = finished_house.rows(SIGNED_HERE)[0]
    somebody.starts()
    (signer,) = holders(finished_house, "s.public_id = ?", seat)
    somebody.signs_in_as(signer)
    somebody.goes_to(f"/{somebody.language}/endorsements/{one}/receipt/")
    expect(page.get_by_role("main")).to_contain_text(
        somebody.says("Recorded for good. Anybody can check this receipt, also without this site.")
    )
    with page.expect_download() as coming:
        somebody.link(somebody.says("Keep the file to check it with (JSON)")).click()
    receipt = coming.value.path().read_bytes()
    somebody.signs_out()

    sent: list[str] = []
    somebody.goes_to(f"/{somebody.language}/check/")
    page.on("request", lambda request: sent.append(request.method))
    found = page.locator("[data-found]")
    shown_to(somebody, receipt)
    expect(found).to_contain_text(somebody.names(signer.city))
    expect(found).to_contain_text(somebody.says("Everything that was checked holds."))
    somebody.looks()
    shown_to(somebody, receipt.replace(b'"index": ', b'"index": 1', 1))
    expect(found).to_contain_text(
        somebody.says("This is no receipt that holds: something in it was changed, or it is another kind of file.")
    )
    somebody.looks()
    assert "POST" not in sent


def shown_to(guest: Guest, receipt: bytes) -> None:
    guest.page.locator("input[type=file]").set_input_files(
        {"name": "receipt.json", "mimeType": "application/json", "buffer": receipt}
    )
