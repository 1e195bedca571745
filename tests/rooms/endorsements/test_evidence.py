"""A letter is entered by one person and checked by another; until then it counts for nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from mithaq.endorsements.domain.evidence import Brought, check_evidence, enter_evidence
from mithaq.endorsements.domain.reserved import Reserved
from mithaq.endorsements.domain.take_in import take_in
from mithaq.endorsements.models import Endorsement, Evidence, SecondCheck
from mithaq.endorsements.queries import register_of
from mithaq.endorsements.vocabulary import Method
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.vocabulary import Unreadable
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mandate,
    a_mayor_with_a_mandate,
    a_seated,
    an_endorsement,
)
from tests.factories.visits import a_visitor, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MAIL = b"From: mayor@lima.example\r\nDate: Mon, 6 Jan 2031 10:00:00 +0000\r\nSubject: Yes\r\n\r\nWe endorse.\r\n"


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return a_frozen_text(house)


@pytest.fixture
def mayor(house):
    return a_mayor_with_a_mandate(house)


def a_file(house, content=MAIL):
    return take_in(ContentFile(content, name="yes.eml"), seat=house.secretariat, at=house.at + HOUR)


def entered(house, text, mayor, *, seat=None, at=None, file=None, **changed):
    about = {"method": Method.RECEIVED, "mandate": mayor.mandates.get(), "signed_on": house.at.date()}
    brought = Brought(**{**about, "file": file or a_file(house), "may_be_named": True, "languages": ["en"], **changed})
    by = {"seat": seat or house.secretariat, "at": at or house.at + HOUR}
    return enter_evidence(text, mayor.organisation, text.freezing.hash, brought, **by)


def checked(house, evidence, *, seat=None, at=None, is_in_order=True, reason=None, text_hash=None):
    by = {"seat": seat or house.colleague, "at": at or house.at + 2 * HOUR}
    return check_evidence(evidence, text_hash or evidence.text_hash, is_in_order=is_in_order, reason=reason, **by)


def test_until_it_is_checked_it_counts_for_nothing(house, text, mayor):
    evidence = entered(house, text, mayor)
    assert not register_of(text, house.at + DAY).exists()
    made = checked(house, evidence)
    assert list(register_of(text, house.at + DAY)) == [made]
    assert (made.method, made.seat, made.mandate, made.evidence) == (
        Method.RECEIVED,
        mayor,
        mayor.mandates.get(),
        evidence,
    )
    assert made.at == house.at + 2 * HOUR
    act = Act.objects.get(verb="endorsement.registered")
    assert (act.seat == mayor, act.mandate) == (False, None)  # whoever checked it did not endorse, nor by proxy


def test_who_entered_it_cannot_check_it_not_even_in_another_seat(house, text, mayor):
    evidence = entered(house, text, mayor)
    again = a_seated(house, Role.SECRETARIAT, house.secretariat.organisation)
    again.person = house.secretariat.person
    again.save()
    for seat in (house.secretariat, again):
        with pytest.raises(Refused, match="entered this yourself"):
            checked(house, evidence, seat=seat)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondCheck.objects.create(evidence=evidence, is_in_order=True, seat=again, at=house.at + HOUR)
    assert not Endorsement.objects.exists()


def test_the_city_itself_does_not_check_its_letter(house, text, mayor):
    with pytest.raises(Refused):
        checked(house, entered(house, text, mayor), seat=mayor)


def test_it_is_turned_down_with_a_reason_and_the_city_may_send_it_anew(house, text, mayor):
    first = entered(house, text, mayor)
    with pytest.raises(Refused, match="Say why"):
        checked(house, first, is_in_order=False)
    assert checked(house, first, is_in_order=False, reason={"en": "Not signed."}) is None
    second = entered(house, text, mayor, file=a_file(house, MAIL + b"Signed."), at=house.at + 3 * HOUR)
    made = checked(house, second, at=house.at + 4 * HOUR)
    assert Evidence.objects.count() == 2
    assert made.evidence == second


def test_it_is_entered_once_and_checked_once_however_often_it_is_sent(house, text, mayor):
    file = a_file(house)
    first, again = (entered(house, text, mayor, file=file) for _ in range(2))
    assert first == again
    made = [checked(house, first, at=house.at + hours * HOUR) for hours in (2, 3)]
    assert made[0] == made[1]
    assert Act.objects.filter(verb="evidence.checked").count() == 1


def test_while_one_letter_awaits_its_check_another_is_refused(house, text, mayor):
    entered(house, text, mayor)
    with pytest.raises(Refused, match="awaits the second check"):
        entered(house, text, mayor, file=a_file(house, MAIL + b"x"))


def test_a_city_that_has_endorsed_does_not_endorse_by_letter_as_well(house, text, mayor):
    evidence = entered(house, text, mayor)
    an_endorsement(house, text, mayor, at=house.at + HOUR)
    with pytest.raises(Refused, match="has endorsed already"):
        checked(house, evidence)
    assert Endorsement.objects.count() == 1
    assert not SecondCheck.objects.exists()


def test_what_the_letter_reserves_goes_along(house, text, mayor):
    clause = text.clauses.filter(kind="point").first()
    evidence = entered(house, text, mayor, reserved=[Reserved({"en": "Not by 2033."}, clause)])
    made = checked(house, evidence)
    assert [(one.clause, one.text) for one in made.reservations.all()] == [(clause, {"en": "Not by 2033."})]


@pytest.mark.parametrize("days", [-400, 1])
def test_a_letter_from_before_the_freezing_or_from_the_future_is_refused(house, text, mayor, days):
    with pytest.raises(Refused, match="before the freezing of the text or in the future"):
        entered(house, text, mayor, signed_on=house.at.date() + days * DAY)


def test_a_mandate_that_ended_counts_for_a_letter_of_its_last_day_and_not_of_the_next(house, text):
    tokyo = a_seated(house, Role.MAYOR, a_city(house, zone="Asia/Tokyo"))
    last = date(2031, 1, 6)
    a_mandate(house, tokyo, ends=last)
    late = house.at + 2 * DAY
    with pytest.raises(Refused, match="no examined mandate"):
        entered(house, text, tokyo, signed_on=last + DAY, at=late)
    assert checked(house, entered(house, text, tokyo, signed_on=last, at=late), at=late + HOUR)


def test_a_mandate_nobody_examined_does_not_let_its_holder_s_letter_count(house, text):
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor, examiners=0)
    with pytest.raises(Refused, match="no examined mandate"):
        entered(house, text, mayor)


def test_the_signature_of_another_city_s_mayor_does_not_count(house, text, mayor):
    other = a_mayor_with_a_mandate(house)
    with pytest.raises(Refused, match="sits for another organisation"):
        entered(house, text, mayor, mandate=other.mandates.get())


def test_evidence_about_another_text_is_refused(house, text, mayor):
    with pytest.raises(Refused, match="not the text that was frozen"):
        checked(house, entered(house, text, mayor), text_hash="0" * 64)
    assert not SecondCheck.objects.exists()


def test_a_file_that_is_no_letter_is_not_kept(house):
    for content in (b"", b"MZ\x90 a program", b"<html></html>"):
        with pytest.raises(Unreadable):
            a_file(house, content)


# Pages --------------------------------------------------------------------------------------------------------------


def asked(house, seat, address, posted=None, at=None):
    with the_clock_at(at or house.at + 2 * HOUR):
        client = a_visitor(seat)
        return client.get(f"/en/{address}") if posted is None else client.post(f"/en/{address}", posted)


def typed(house, text, mayor, **changed):
    first = {"hash": text.freezing.hash, "method": "letter_received", "signer": mayor.mandates.get().public_id}
    day = {"signed_on": house.at.date().isoformat(), "may_be_named": "yes"}
    return {**first, **day, "file": ContentFile(MAIL, name="yes.eml"), **changed}


def test_the_secretariat_enters_and_a_colleague_checks_in_the_browser(house, text, mayor):
    address = f"texts/{text.public_id}/evidence/{mayor.organisation.public_id}/"
    assert "Enter what came in" in asked(house, house.secretariat, address).content.decode()
    answered = asked(house, house.secretariat, address, typed(house, text, mayor))
    evidence = Evidence.objects.get()
    assert answered["Location"].endswith(f"/evidence/{evidence.public_id}/")
    page = f"evidence/{evidence.public_id}/"
    own = asked(house, house.secretariat, page).content.decode()
    assert "awaiting the second check" in own
    assert "You entered this yourself." in own
    made = asked(house, house.colleague, page, {"hash": evidence.text_hash, "found": "yes"})
    assert made["Location"].endswith(f"/endorsements/{Endorsement.objects.get().public_id}/")


def test_what_is_missing_is_said_beside_its_field(house, text, mayor):
    address = f"texts/{text.public_id}/evidence/{mayor.organisation.public_id}/"
    answered = asked(house, house.secretariat, address, {"hash": text.freezing.hash})
    shown = answered.content.decode()
    assert answered.status_code == 422
    for words in ("Say in which way it came in.", "Choose the person who signed.", "Choose the file of the letter."):
        assert words in shown


def test_evidence_and_its_file_are_there_for_the_city_and_the_working_roll_only(house, text, mayor):
    evidence = entered(house, text, mayor)
    seats = [house.secretariat, a_seated(house, Role.AUDITOR), mayor, a_mayor_with_a_mandate(house), None]
    for more in ("", "file/"):
        got = [asked(house, seat, f"evidence/{evidence.public_id}/{more}").status_code for seat in seats]
        assert got == [200, 200, 200, 404, 404]


def test_the_file_is_given_out_as_it_came_in(house, text, mayor):
    given = asked(house, house.secretariat, f"evidence/{entered(house, text, mayor).public_id}/file/")
    assert given.content == MAIL
    assert given["Content-Disposition"].startswith("attachment")


def test_a_city_awaiting_the_second_check_is_told_so_on_its_own_page(house, text, mayor):
    entered(house, text, mayor)
    shown = asked(house, mayor, f"texts/{text.public_id}/endorse/").content.decode()
    assert "Awaiting the second check" in shown


def test_others_cannot_enter_anything_for_a_city(house, text, mayor):
    address = f"texts/{text.public_id}/evidence/{mayor.organisation.public_id}/"
    others = [None, a_mayor_with_a_mandate(house), a_seated(house, Role.AUDITOR), a_seated(house, Role.CONVENER)]
    assert [asked(house, seat, address).status_code for seat in others] == [404] * 4
