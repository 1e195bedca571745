"""The act as a document, and taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.endorsements.domain.endorse import endorse, withdraw
from mithaq.endorsements.models import Withdrawal
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mandate,
    a_mayor_with_a_mandate,
    a_published_text,
    a_seated,
    an_endorsement,
)
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return a_frozen_text(house)


def address_of(one, more=""):
    return f"/en/endorsements/{one.public_id}/{more}"


def status(house, one, seat=None, more="", at=None):
    with the_clock_at(at or house.at + 2 * HOUR):
        return a_visitor(seat).get(address_of(one, more)).status_code


def page(house, one, seat=None, more="", at=None):
    with the_clock_at(at or house.at + 2 * HOUR):
        return page_of(a_visitor(seat), address_of(one, more))


def test_before_publication_only_the_city_itself_and_the_working_roll_see_it(house, text):
    mayor = a_mayor_with_a_mandate(house)
    one = an_endorsement(house, text, mayor)
    own_sherpa = a_seated(house, Role.SHERPA, mayor.organisation)
    seats = [mayor, own_sherpa, house.secretariat, a_seated(house, Role.AUDITOR), a_seated(house, Role.CHAIR)]
    assert [status(house, one, seat) for seat in seats] == [200] * 5
    others = [
        None,
        a_seated(house),
        a_mayor_with_a_mandate(house),
        a_seated(house, Role.PRESS),
        a_seated(house, Role.CONVENER),
    ]
    assert [status(house, one, seat) for seat in others] == [404] * 5


def test_once_published_everybody_sees_it_unless_the_city_is_not_to_be_named(house):
    text = a_published_text(house, at=house.at)
    named, unnamed = (
        endorse(
            text,
            text.freezing.hash,
            languages=["en"],
            may_be_named=may,
            seat=a_mayor_with_a_mandate(house),
            at=house.at + HOUR,
        )
        for may in (True, False)
    )
    assert (status(house, named), status(house, unnamed)) == (200, 404)
    assert status(house, unnamed, unnamed.seat) == status(house, unnamed, house.secretariat) == 200


def test_the_document_says_who_under_which_mandate_when_in_the_city_s_own_time_and_for_which_hash(house, text):
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Lima", zone="America/Lima"))
    one = an_endorsement(house, text, mayor)
    shown = page(house, one, mayor)
    for words in (
        "Lima", str(mayor.person.name), "Letter of the mayor", "examined by 2 persons", text.freezing.hash,
        "05:00, Lima time", "without a reservation",
    ):  # fmt: skip
        assert words in shown


def test_a_later_change_of_the_mandate_does_not_change_the_document(house, text):
    mayor = a_mayor_with_a_mandate(house)
    one = an_endorsement(house, text, mayor)
    mayor.mandates.update(evidence={"en": "Another letter"})
    assert "Letter of the mayor" in page(house, one, mayor)
    assert "Another letter" not in page(house, one, mayor)


def test_a_provisional_mandate_is_marked(house, text):
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor, examiners=1)
    assert "provisional: it awaited its second examiner" in page(house, an_endorsement(house, text, mayor), mayor)


def test_the_thread_leads_back_to_the_clauses(house, text):
    mayor = a_mayor_with_a_mandate(house)
    shown = page(house, an_endorsement(house, text, mayor), mayor)
    assert f"/clauses/{text.clauses.first().public_id}/" in shown[shown.index('class="thread"') :]


# Withdrawing --------------------------------------------------------------------------------------------------------


def sent(house, one, seat, **typed):
    with the_clock_at(house.at + 3 * HOUR):
        return a_visitor(seat).post(address_of(one, "withdrawal/"), typed)


def test_a_city_withdraws_after_it_was_asked_once_more(house, text):
    mayor = a_mayor_with_a_mandate(house)
    one = an_endorsement(house, text, mayor)
    assert "Withdraw this endorsement" in page(house, one, mayor)
    assert "Withdraw the endorsement?" in page(house, one, mayor, "withdrawal/")
    assert not Withdrawal.objects.exists()
    sent(house, one, mayor, reason_en="The council voted no.", reason_ar="صوّت المجلس بالرفض.")
    gone = Withdrawal.objects.get()
    assert (gone.at, gone.seat) == (house.at + 3 * HOUR, mayor)
    assert gone.reason == {"en": "The council voted no.", "ar": "صوّت المجلس بالرفض."}
    shown = page(house, one, mayor, at=house.at + 4 * HOUR)
    assert "The council voted no." in shown
    assert "Withdraw this endorsement" not in shown


def test_no_reason_has_to_be_given(house, text):
    mayor = a_mayor_with_a_mandate(house)
    one = an_endorsement(house, text, mayor)
    assert sent(house, one, mayor).status_code == 302
    assert "No reason was given." in page(house, one, mayor, at=house.at + 4 * HOUR)


def test_a_withdrawal_sent_twice_is_recorded_once_and_the_second_is_told_so(house, text):
    mayor = a_mayor_with_a_mandate(house)
    one = an_endorsement(house, text, mayor)
    first, second = sent(house, one, mayor), sent(house, one, mayor)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "already been withdrawn" in second.content.decode()
    assert Withdrawal.objects.count() == 1


def test_another_city_finds_no_such_page_and_cannot_withdraw_it(house, text):
    one, other = an_endorsement(house, text), a_mayor_with_a_mandate(house)
    assert sent(house, one, other).status_code == 404
    with pytest.raises(Refused, match="Only the city itself"):
        withdraw(one, seat=other, at=house.at + 2 * HOUR)


def test_the_secretariat_does_not_withdraw_for_a_city_that_confirmed_itself(house, text):
    one = an_endorsement(house, text)
    assert sent(house, one, house.secretariat).status_code == 404
    with pytest.raises(Refused):
        withdraw(one, seat=house.secretariat, at=house.at + 2 * HOUR)


def test_a_seat_whose_mandate_has_run_out_reads_why_it_cannot_withdraw(house, text):
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor, ends=house.at.date())
    one = an_endorsement(house, text, mayor)
    shown = page(house, one, mayor, "withdrawal/", at=house.at + 2 * DAY)
    assert "does not run on this day" in shown
    assert 'name="reason_en"' not in shown


def test_the_document_asks_as_often_for_a_text_of_many_clauses(house):
    asked = []
    text = a_frozen_text(house, points=5)
    for _ in range(2):
        mayor = a_mayor_with_a_mandate(house)
        one = an_endorsement(house, text, mayor)
        with the_clock_at(house.at + 2 * HOUR):
            asked.append(len(queries_of(a_visitor(mayor), address_of(one))))
    assert asked[0] == asked[1]
