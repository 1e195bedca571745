"""The receipt: a page, a PDF and a file that a machine checks; for the city itself and the working roll."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mithaq.communique.domain.freeze import publish
from mithaq.core.tlog.notes import read_key
from mithaq.core.tlog.receipts import check_promise, check_receipt
from mithaq.endorsements.domain.log.enter import publish_queue
from mithaq.endorsements.domain.log.sign import sign_checkpoint
from mithaq.endorsements.followers import receipt_of_letter
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from tests.factories.house import a_frozen_text, a_house, a_mayor_with_a_mandate, a_seated, an_endorsement
from tests.factories.visits import a_visitor, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house(settings, tmp_path):
    settings.HOME = tmp_path
    return a_house()


@pytest.fixture
def text(house):
    return a_frozen_text(house)


@pytest.fixture
def mayor(house):
    return a_mayor_with_a_mandate(house)


def asked(house, one, seat, more="receipt/", at=None, language="en"):
    with the_clock_at(at or house.at + 2 * HOUR):
        return a_visitor(seat).get(f"/{language}/endorsements/{one.public_id}/{more}")


def test_while_the_text_is_secret_the_receipt_is_a_promise_that_holds(house, text, mayor):
    one = an_endorsement(house, text, mayor)
    shown = asked(house, one, mayor).content.decode()
    assert "The text is secret until it is published." in shown
    assert text.freezing.hash in shown
    told = json.loads(asked(house, one, mayor, "receipt.json").content)
    check_promise(told, read_key(told["key"]))
    assert told["payload"]["text"]["hash"] == text.freezing.hash


def test_once_it_is_published_the_receipt_is_final_and_holds(house, text, mayor):
    one = an_endorsement(house, text, mayor)
    publish(text, seat=house.secretariat, at=house.at + DAY)
    at = house.at + 2 * DAY
    publish_queue(type(text).objects.get(pk=text.pk), at=at)
    sign_checkpoint(at=at)
    assert "Recorded for good." in asked(house, one, mayor, at=at).content.decode()
    told = json.loads(asked(house, one, mayor, "receipt.json", at=at).content)
    assert check_receipt(told, read_key(told["key"])).index == 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_receipt_is_a_pdf_in_the_reader_s_language(house, text, mayor, language):
    given = asked(house, an_endorsement(house, text, mayor), mayor, "receipt.pdf", language=language)
    assert given.content.startswith(b"%PDF-")
    assert given["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("more", ["receipt/", "receipt.json", "receipt.pdf"])
def test_it_is_there_for_the_city_and_the_working_roll_only(house, text, mayor, more):
    one = an_endorsement(house, text, mayor)
    own = [mayor, a_seated(house, Role.SHERPA, mayor.organisation), house.secretariat]
    others = [None, a_mayor_with_a_mandate(house), a_seated(house, Role.CONVENER)]
    assert [asked(house, one, seat, more).status_code for seat in own] == [200] * 3
    assert [asked(house, one, seat, more).status_code for seat in others] == [404] * 3


def test_the_receipt_goes_along_with_the_mail(house, text, mayor):
    an_endorsement(house, text, mayor)
    catch_up()
    letter = Letter.objects.get(occasion__endswith=":confirmation")
    names = [part.get_filename() for part in receipt_of_letter(letter)]
    assert names == [*(f"receipt-{language}.pdf" for language in letter.language.split(", ")), "receipt.json"]


def test_without_the_log_s_key_the_page_is_still_there_and_says_so(house, text, mayor, settings, tmp_path):
    one = an_endorsement(house, text, mayor)
    asked(house, one, mayor)
    (tmp_path / "log.key").unlink()
    shown = asked(house, one, mayor)
    assert (shown.status_code, "There is nothing to check yet" in shown.content.decode()) == (200, True)
    assert asked(house, one, mayor, "receipt.json").status_code == 404
