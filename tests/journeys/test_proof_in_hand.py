"""A receipt is taken home and checked by anybody's browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import holders

SIGNED_HERE = """
    SELECT e.public_id, s.public_id FROM endorsements_endorsement e JOIN actors_seat s ON s.id = e.seat_id
    WHERE e.method = 'passkey' AND e.may_be_named ORDER BY e.id LIMIT 1
"""


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
