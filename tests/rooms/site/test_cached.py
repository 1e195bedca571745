"""Pages for everybody come from memory, and are always exactly true."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mithaq.cycle.domain.arrange import lead, set_deadline
from mithaq.cycle.vocabulary import Leading, PhaseKind
from mithaq.foundation.actors.vocabulary import Role
from mithaq.site import cached
from tests.factories.house import a_city, a_frozen_text, a_published_text, a_seated, an_organisation
from tests.factories.readers import a_browser_of, a_stranger

HOME = "/en/"


def asked(browser, address=HOME, **headers):
    """The answer, and how many queries it cost."""
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address, headers=headers)
    return answer, len(queries)


@pytest.fixture
def stranger(house):
    """A stranger who has seen the front page once."""
    browser = a_stranger()
    browser.get(HOME)
    return browser


def test_the_second_visit_costs_one_query_and_shows_the_same(stranger):
    first, _ = asked(stranger)
    second, queries = asked(stranger)
    assert second.content == first.content
    assert queries == 1


def test_the_second_stranger_is_shown_what_the_first_one_saw(house):
    browser = a_stranger()
    first = browser.get(HOME)
    browser.cookies.clear()
    second, queries = asked(browser)
    assert (second.content, queries) == (first.content, 1)


def test_every_act_makes_the_page_anew(stranger, house):
    an_organisation(house)
    _, queries = asked(stranger)
    assert queries > 1


def test_what_an_act_changed_is_seen_at_once(stranger, house):
    city = a_city(house, "Ghaymara")
    assert "Ghaymara" not in stranger.get(HOME).content.decode()
    lead(house.cycle, city, Leading.CHAIR, **house.by_us)
    assert "Ghaymara" in stranger.get(HOME).content.decode()


def test_an_instant_that_passes_makes_the_page_anew(house, at_the_house, settings):
    due = at_the_house + timedelta(seconds=30)
    set_deadline(house.cycle, "soon", PhaseKind.PAPERS, {"en": "Soon due"}, due, **house.by_us)
    browser = a_stranger()
    settings.MITHAQ_CLOCK_OFFSET += due - timedelta(seconds=2) - at_the_house
    assert "Soon due" in browser.get(HOME).content.decode()
    settings.MITHAQ_CLOCK_OFFSET += timedelta(seconds=3)
    assert "Soon due" not in browser.get(HOME).content.decode()


def test_a_text_is_public_from_its_instant_on_and_not_before(house, at_the_house, settings):
    a_published_text(house, at=at_the_house + timedelta(seconds=30))
    browser = a_stranger()
    assert "Communiqué" not in browser.get(HOME).content.decode()
    settings.MITHAQ_CLOCK_OFFSET += timedelta(seconds=31)
    assert "Communiqué" in browser.get(HOME).content.decode()


def test_a_minute_that_passes_makes_the_page_anew(stranger, settings):
    settings.MITHAQ_CLOCK_OFFSET += timedelta(minutes=1)
    _, queries = asked(stranger)
    assert queries > 1


def test_who_is_signed_in_is_never_answered_from_memory(stranger, house):
    a_frozen_text(house)
    seat = a_seated(house, Role.MAYOR)
    signed_in = a_browser_of(seat)
    stranger.get(HOME)
    stranger.cookies = signed_in.cookies
    answer = stranger.get(HOME)
    assert seat.sentence in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    stranger.cookies.clear()
    assert seat.sentence not in stranger.get(HOME).content.decode()


def test_a_page_with_a_form_is_never_remembered(house):
    browser = a_stranger()
    first = browser.get("/en/sign-in/").content
    browser.cookies.clear()
    assert browser.get("/en/sign-in/").content != first


def test_a_page_for_somebody_with_a_forms_token_is_made_for_them_and_not_kept(house):
    browser = a_stranger()
    browser.get("/en/sign-in/")
    browser.get(HOME)  # after which what any page shows of the record is remembered, but not the page
    _, first = asked(browser)
    _, second = asked(browser)
    assert first == second > 1


def test_languages_addresses_and_questions_are_kept_apart(house):
    browser = a_stranger()
    pages = [browser.get(address).content for address in (HOME, "/ar/", "/en/search/?q=a", "/en/search/?q=b")]
    assert [browser.get(address).content for address in (HOME, "/ar/", "/en/search/?q=a", "/en/search/?q=b")] == pages
    assert len(set(pages)) == 4


def test_a_page_part_is_never_taken_for_the_page(stranger):
    answer, queries = asked(stranger, **{"HX-Request": "true"})
    assert queries > 1
    assert "ETag" not in answer.headers


def test_what_is_not_there_is_not_remembered(house):
    browser = a_stranger()
    for _ in range(2):
        answer = browser.get("/en/nothing-here/")
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_page_that_the_browser_has_is_not_sent_again(stranger):
    answer, _ = asked(stranger)
    again, queries = asked(stranger, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content, queries) == (304, b"", 1)
    assert again.headers["ETag"] == answer.headers["ETag"]
    assert again.headers["Content-Security-Policy"]


def test_a_mark_tells_nothing_but_whether_the_page_is_the_same(stranger, house):
    before, _ = asked(stranger)
    an_organisation(house)  # an act that the front page does not show
    after, _ = asked(stranger)
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.content == before.content


def test_the_browser_asks_again_each_time(stranger):
    assert stranger.get(HOME).headers["Cache-Control"] == "private, max-age=0, must-revalidate"


def test_a_compressed_page_is_the_same_page(stranger):
    plain, _ = asked(stranger)
    packed, queries = asked(stranger, **{"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert queries == 1


def test_only_so_many_pages_are_kept(house):
    shelf, generation = cached.Shelf(), cached.Generation("1", "head", None, house.at)
    page = cached.Page(b"", b"", "", "text/html")
    addresses = [cached.Address("http", "localhost", f"/en/{n}/") for n in range(cached.KEPT + 1)]
    shelf.take(generation, addresses[0])
    for address in addresses:
        shelf.put(generation, address, page)
    assert shelf.take(generation, addresses[0]) is None
    assert shelf.take(generation, addresses[1]) == page


def test_a_page_that_was_overtaken_while_it_was_made_is_not_kept(house):
    shelf = cached.Shelf()
    old, new = (cached.Generation("1", head, None, house.at) for head in ("old", "new"))
    address, page = cached.Address("http", "localhost", HOME), cached.Page(b"", b"", "", "text/html")
    shelf.take(old, address)
    shelf.take(new, address)
    shelf.put(old, address, page)
    assert shelf.take(new, address) is None
    assert shelf.take(old, address) is None
