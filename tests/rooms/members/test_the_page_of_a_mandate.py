"""A mandate in the browser: handed in with its file, examined by two, contested, decided on, and read by whom it concerns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from mithaq.foundation.actors.models import Mandate
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import Refused, holds_mandate
from mithaq.foundation.permissions.mandates import is_provisional
from mithaq.members.domain.contest import contest, decide
from mithaq.members.domain.mandate import examine
from mithaq.members.queries import mandates_visible_to, state_of
from mithaq.members.vocabulary import MandateState
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mandate,
    a_mayor_with_a_mandate,
    a_seated,
    an_endorsement,
)
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def city(house):
    return a_city(house, "Lima")


@pytest.fixture
def sherpa(house, city):
    return a_seated(house, Role.SHERPA, city)


@pytest.fixture
def mayor(house, city):
    return a_seated(house, Role.MAYOR, city)


@pytest.fixture
def chair(house):
    return a_seated(house, Role.CHAIR)


def a_letter(name="letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def sent(house, by, city, mayor, **typed):
    """What the form of a mandate answers."""
    form = {
        "seat": mayor.public_id,
        "scopes": ["endorse", "sign"],
        "starts": "2031-01-06",
        "ends": "2031-12-31",
        "evidence": "Letter  of the\nmayor, no. 214",
        "file": a_letter(),
        **typed,
    }
    with the_clock_at(house.at):
        return a_visitor(by).post(f"/en/members/{city.public_id}/mandates/", form)


def visible(house, seat, mandate):
    return mandates_visible_to(seat, house.at + 9 * HOUR).get(pk=mandate.pk)


def test_a_sherpa_hands_in_a_mandate_with_its_letter_and_reads_its_page(house, city, sherpa, mayor):
    response = sent(house, sherpa, city, mayor)
    mandate = Mandate.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/en/mandates/{mandate.public_id}/")
    assert dict(mandate.evidence) == {"en": "Letter of the mayor, no. 214"}
    assert sorted(given.scope for given in mandate.scopes.all()) == ["endorse", "sign"]
    with the_clock_at(house.at):
        page = page_of(a_visitor(sherpa), f"/en/mandates/{mandate.public_id}/")
    assert "Awaiting examination" in page
    assert "letter.pdf" in page


def test_the_same_mandate_sent_twice_is_on_record_once(house, city, sherpa, mayor):
    first, second = (sent(house, sherpa, city, mayor) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Mandate.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"scopes": []}, "Choose at least one thing that the mandate allows."),
        ({"ends": "2031-01-05"}, "The last day lies before the first one."),
        ({"starts": "someday"}, "Give the day as year, month and day, such as 2031-03-01."),
        ({"evidence": ""}, "Say what the mandate rests on."),
        ({"seat": "zzzz"}, "Select a valid choice. zzzz is not one of the available choices."),
        ({"file": SimpleUploadedFile("letter.pdf", b"")}, "The submitted file is empty."),
        ({"file": SimpleUploadedFile("letter.pdf", b"MZ\x90 not a letter")}, "whatever its name says"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(house, city, sherpa, mayor, typed, sentence):
    response = sent(house, sherpa, city, mayor, **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Mandate.objects.count() == 0


def test_a_mandate_is_handed_in_by_the_secretariat_or_by_a_sherpa_of_the_same_city(house, city, sherpa, mayor):
    assert sent(house, house.secretariat, city, mayor).status_code == 302
    for stranger in (a_seated(house, Role.SHERPA), mayor, a_seated(house, Role.PRESS, city), None):
        assert sent(house, stranger, city, mayor).status_code == 404


def test_the_file_goes_to_those_who_read_the_mandate_and_to_nobody_else(house, city, sherpa, mayor):
    sent(house, sherpa, city, mayor)
    mandate = Mandate.objects.get()
    address = f"/en/mandates/{mandate.public_id}/file/"
    with the_clock_at(house.at):
        for reader in (sherpa, mayor, house.secretariat, a_seated(house, Role.AUDITOR)):
            response = a_visitor(reader).get(address)
            assert response.content == PDF
            assert response["Content-Disposition"] == 'attachment; filename="letter.pdf"'
            assert response["Cache-Control"] == "private, no-store"
        for stranger in (None, a_seated(house, Role.SHERPA), a_seated(house, Role.CHAIR), a_seated(house, Role.PRESS)):
            assert a_visitor(stranger).get(address).status_code == 404


def test_a_mandate_without_a_file_says_so_and_has_none_to_give(house, mayor):
    mandate = a_mandate(house, mayor)
    with the_clock_at(house.at):
        client = a_visitor(house.secretariat)
        assert "no file on record" in page_of(client, f"/en/mandates/{mandate.public_id}/")
        assert client.get(f"/en/mandates/{mandate.public_id}/file/").status_code == 404


def test_a_secretariat_of_three_works_with_one_examination_and_it_is_shown(house, mayor):
    mandate = a_mandate(house, mayor, examiners=1)
    assert holds_mandate(mayor, Scope.ENDORSE, house.at)
    with the_clock_at(house.at):
        page = page_of(a_visitor(mayor), f"/en/mandates/{mandate.public_id}/")
    assert "Awaiting its second check" in page
    assert "Every act is shown as provisional until a second examiner has found the mandate in order." in page


# Contested ----------------------------------------------------------------------------------------------------------


def test_a_contested_mandate_acts_provisionally_and_the_act_says_so(house, mayor):
    mandate = a_mandate(house, mayor)
    contest(mandate, {"en": "The council elected another mayor."}, seat=house.secretariat, at=house.at)
    assert holds_mandate(mayor, Scope.ENDORSE, house.at)
    assert state_of(visible(house, mayor, mandate), house.at) == MandateState.CONTESTED
    endorsement = an_endorsement(house, a_frozen_text(house), mayor)
    assert endorsement.is_provisional
    with the_clock_at(house.at + 2 * HOUR):
        page = page_of(a_visitor(mayor), f"/en/endorsements/{endorsement.public_id}/")
    assert "provisional: it was contested" in page


def test_an_act_done_before_its_mandate_was_contested_says_contested_since(house, mayor):
    mandate = a_mandate(house, mayor)
    endorsement = an_endorsement(house, a_frozen_text(house), mayor)
    contest(mandate, {"en": "The seal is missing."}, seat=house.secretariat, at=house.at + 2 * HOUR)
    with the_clock_at(house.at + 3 * HOUR):
        page = page_of(a_visitor(mayor), f"/en/endorsements/{endorsement.public_id}/")
    assert "contested since" in page
    assert not endorsement.is_provisional


@pytest.mark.parametrize(("is_upheld", "state"), [(True, MandateState.REFUSED), (False, MandateState.VERIFIED)])
def test_the_chair_decides_and_until_then_nothing_is_decided(house, mayor, chair, is_upheld, state):
    mandate = a_mandate(house, mayor)
    contest(mandate, {"en": "The council elected another mayor."}, seat=house.secretariat, at=house.at)
    decided = house.at + HOUR
    decide(mandate, is_upheld, seat=chair, at=decided)
    assert state_of(visible(house, mayor, mandate), decided - timedelta(seconds=1)) == MandateState.CONTESTED
    assert state_of(visible(house, mayor, mandate), decided) == state
    assert bool(holds_mandate(mayor, Scope.ENDORSE, decided)) is not is_upheld
    with pytest.raises(Refused, match="Nobody contests this mandate any more"):
        decide(mandate, is_upheld, seat=chair, at=decided)


def test_nobody_contests_their_own_mandate_or_one_that_is_contested_already(house, sherpa, mayor):
    mandate = a_mandate(house, mayor)
    with pytest.raises(Refused, match="Nobody contests their own mandate"):
        contest(mandate, {"en": "No."}, seat=mayor, at=house.at)
    contest(mandate, {"en": "No letter was seen in our office."}, seat=sherpa, at=house.at)
    with pytest.raises(Refused, match="contested already"):
        contest(mandate, {"en": "Nor in ours."}, seat=house.secretariat, at=house.at)


def test_a_city_does_not_contest_the_mandate_of_another(house, mayor):
    mandate = a_mandate(house, mayor)
    other = a_seated(house, Role.SHERPA)
    with pytest.raises(Refused):
        contest(mandate, {"en": "No."}, seat=other, at=house.at)
    with the_clock_at(house.at):
        assert a_visitor(other).get(f"/en/mandates/{mandate.public_id}/contest/").status_code == 404


def test_a_contest_goes_from_the_sherpas_page_over_the_chairs_desk_to_a_decision(house, sherpa, mayor, chair):
    mandate = a_mandate(house, mayor)
    address = f"/en/mandates/{mandate.public_id}/"
    with the_clock_at(house.at + HOUR):
        assert a_visitor(chair).get(address).status_code == 404
        empty = a_visitor(sherpa).post(f"{address}contest/", {"reason": " \n "})
        assert (empty.status_code, "Say why, in a sentence or two." in empty.content.decode()) == (422, True)
        assert a_visitor(sherpa).post(f"{address}contest/", {"reason": "Another holds office."}).status_code == 302
        at_the_chair = a_visitor(chair)
        assert "1 mandate is contested" in page_of(at_the_chair, "/en/")
        assert "Another holds office." in page_of(at_the_chair, f"{address}decision/")
        assert at_the_chair.post(f"{address}decision/", {"outcome": "perhaps"}).status_code == 200
        assert at_the_chair.post(f"{address}decision/", {"outcome": "uphold"}).status_code == 302
        assert "Not in order" in page_of(a_visitor(mayor), address)
        assert at_the_chair.post(f"{address}decision/", {"outcome": "dismiss"}).status_code == 409


# Days ---------------------------------------------------------------------------------------------------------------


def test_a_mandate_that_ends_in_wellington_at_midnight_is_over_there_while_honolulu_has_the_day_before(house):
    wellington = a_city(house, "Wellington", zone="Pacific/Auckland")
    mayor = a_seated(house, Role.MAYOR, wellington)
    mandate = a_mandate(house, mayor, ends=date(2031, 6, 30))
    last_minute = datetime(2031, 6, 30, 11, 59, tzinfo=UTC)  # 23:59 there, 01:59 of the same day in Honolulu
    midnight = last_minute + timedelta(minutes=1)
    assert holds_mandate(mayor, Scope.ENDORSE, last_minute)
    assert not holds_mandate(mayor, Scope.ENDORSE, midnight)
    honolulu = a_seated(house, Role.AUDITOR, a_city(house, "Honolulu", zone="Pacific/Honolulu"))
    with the_clock_at(midnight):
        page = page_of(a_visitor(honolulu), f"/en/mandates/{mandate.public_id}/")
    assert "Expired" in page
    assert "Days begin and end at midnight in" in page


def test_a_page_of_a_mandate_takes_few_queries_whatever_was_said_about_it(house, mayor, chair):
    mandate = a_mandate(house, mayor)
    address = f"/en/mandates/{mandate.public_id}/"
    with the_clock_at(house.at):
        few = len(queries_of(a_visitor(house.secretariat), address))
        for _number in range(3):
            contest(mandate, {"en": "Again."}, seat=house.secretariat, at=house.at)
            decide(mandate, False, seat=chair, at=house.at)
        assert len(queries_of(a_visitor(house.secretariat), address)) == few <= 8


def test_examining_the_same_mandate_from_two_desks_at_once_leaves_one_finding_each(house, mayor):
    mandate = a_mandate(house, mayor, examiners=0)
    examine(mandate, seat=house.secretariat, at=house.at)
    assert is_provisional(mandate, house.at)
    with pytest.raises(Refused):
        examine(mandate, seat=house.secretariat, at=house.at)
    assert mandate.examinations.count() == 1


def test_a_mayor_with_a_mandate_reads_its_page(house):
    mayor = a_mayor_with_a_mandate(house)
    with the_clock_at(house.at):
        assert "Verified" in page_of(a_visitor(mayor), f"/en/mandates/{mayor.mandates.get().public_id}/")
