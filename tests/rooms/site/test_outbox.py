"""The outbox as the secretariat looks at it."""

from __future__ import annotations

import pytest

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.clock import real_now
from mithaq.foundation.mail.outbox import ATTEMPTS, send_waiting, write
from mithaq.foundation.mail.vocabulary import State
from tests.factories.house import OPENING, a_person, a_seated
from tests.factories.readers import a_browser_of, a_stranger

OUTBOX = "/en/letters/"


def a_letter(seat, subject="Hello", body="Hello.\n\nأهلًا."):
    return write(seat, occasion=subject, language="en, ar", subject=subject, body=body, at=OPENING)


@pytest.fixture
def letters(house):
    """A letter in each state, under the name of the state."""
    seat = a_seated(house)
    found = {State.SENT: a_letter(seat, "sent")}
    send_waiting()
    found[State.FAILED] = a_letter(seat, "failed")
    for _ in range(ATTEMPTS):
        found[State.FAILED].sendings.create(at=real_now(), error="the server said no")
    found[State.WAITING] = a_letter(seat, "waiting")
    found[State.NO_ADDRESS] = a_letter(a_seated(house, person=a_person(house, email="")), "no address")
    return found


def shown(browser, address=OUTBOX):
    return {letter.subject: letter.state for letter in browser.get(address).context["page"]}


def test_every_letter_stands_there_with_what_became_of_it(house, letters):
    states = shown(a_browser_of(house.secretariat))
    assert states == {letter.subject: state for state, letter in letters.items()}


def test_letters_of_one_state_are_shown_alone(house, letters):
    browser = a_browser_of(house.secretariat)
    for state, letter in letters.items():
        assert shown(browser, f"{OUTBOX}?state={state}") == {letter.subject: state}
    assert len(shown(browser, f"{OUTBOX}?state=nonsense")) == len(letters)


def test_a_letter_is_read_as_it_was_written(house, letters):
    page = a_browser_of(house.secretariat).get(f"{OUTBOX}{letters[State.WAITING].public_id}/").content.decode()
    assert "Hello.\n\nأهلًا." in page


def test_a_letter_that_was_not_taken_says_why_and_what_to_do(house, letters):
    page = a_browser_of(house.secretariat).get(f"{OUTBOX}{letters[State.FAILED].public_id}/").content.decode()
    assert "the server said no" in page
    assert "write to the person yourself" in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT}))
def test_nobody_but_the_secretariat_reads_letters(house, role):
    seat = a_seated(house, role)
    letter = a_letter(seat)
    for address in (OUTBOX, f"{OUTBOX}{letter.public_id}/"):
        assert a_browser_of(seat).get(address).status_code == 404
        assert a_stranger().get(address).status_code == 404


def test_a_letter_that_does_not_exist_is_not_there(house):
    assert a_browser_of(house.secretariat).get(f"{OUTBOX}zzzzzzzzzzzz/").status_code == 404


def test_an_empty_outbox_says_who_writes_the_letters(house):
    page = a_browser_of(house.secretariat).get(OUTBOX).content.decode()
    assert "No letter has been written yet." in page


def test_the_outbox_costs_eight_queries_at_most_and_as_many_for_three_letters_as_for_one(
    house, django_assert_max_num_queries
):
    counts = []
    for number in range(3):
        a_letter(a_seated(house), f"Letter {number}")
        browser = a_browser_of(house.secretariat)
        browser.get(OUTBOX)
        with django_assert_max_num_queries(8) as queries:
            browser.get(OUTBOX)
        counts.append(len(queries))
    assert len(set(counts)) == 1
