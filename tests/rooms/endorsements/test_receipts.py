"""The receipt: a page, a PDF and a file that a machine checks; for the city itself and the working roll."""

from __future__ import annotations

import json
from datetime import timedelta

import pypdfium2
import pytest

from mithaq.communique.domain.compose import begin_text
from mithaq.communique.domain.freeze import publish, record_publication
from mithaq.core.tlog.notes import read_key
from mithaq.core.tlog.receipts import check_promise, check_receipt
from mithaq.endorsements.domain.endorse import document, withdraw
from mithaq.endorsements.domain.log.enter import publish_queue
from mithaq.endorsements.domain.log.keys import change_key
from mithaq.endorsements.domain.log.sign import sign_checkpoint
from mithaq.endorsements.followers import receipt_of_letter
from mithaq.endorsements.models import QueuedLeaf
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.verify import in_words
from tests.factories.house import a_city, a_frozen_text, a_house, a_mayor_with_a_mandate, a_seated, an_endorsement
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


def text_of_pdf(content):
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)).replace(
        "\r\n", " "
    )


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


def test_a_receipt_is_shown_with_eight_queries_however_many_keys_and_leaves_there_are(
    house, text, mayor, django_assert_max_num_queries
):
    one = an_endorsement(house, text, mayor)
    for number in range(4):
        an_endorsement(house, text, a_mayor_with_a_mandate(house, a_city(house, f"City {number}")))
    publish(text, seat=house.secretariat, at=house.at + DAY)
    at = house.at + 2 * DAY
    publish_queue(type(text).objects.get(pk=text.pk), at=at)
    sign_checkpoint(at=at)
    change_key(at=at)
    sign_checkpoint(at=at)
    assert asked(house, one, mayor, at=at).status_code == 200
    visitor = a_visitor(mayor)
    with the_clock_at(at), django_assert_max_num_queries(8):
        assert "Recorded for good." in visitor.get(f"/en/endorsements/{one.public_id}/receipt/").content.decode()


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


def test_the_receipt_of_a_withdrawal_says_so_and_never_that_the_city_endorses(house, text, mayor):
    one = an_endorsement(house, text, mayor)
    withdraw(one, {"en": "The council said no."}, seat=mayor, at=house.at + HOUR)
    assert "Withdrawn" in asked(house, one, mayor).content.decode()
    words = text_of_pdf(asked(house, one, mayor, "receipt.pdf").content)
    assert "and has withdrawn since" in words


def test_a_late_endorsement_is_not_said_to_wait_for_a_publication(house, text, mayor):
    publish(text, seat=house.secretariat, at=house.at + DAY)
    publish_queue(text, at=house.at + DAY)
    one = an_endorsement(house, text, mayor, at=house.at + 2 * DAY)
    shown = asked(house, one, mayor, at=house.at + 2 * DAY).content.decode()
    assert "The text is secret" not in shown
    assert "The log enters it within a minute" in shown


def test_what_a_publication_documents_is_in_the_log_as_that_and_its_receipt_says_who_did_not_confirm_it(house):
    text = begin_text(house.cycle, "elsewhere", "communique", {"en": "Elsewhere"}, **house.by_us)
    record_publication(text, "The Gazette, 2 October", published=house.at, **house.by_us)
    one = document(text, a_city(house, "Lima"), "The Gazette, 2 October", endorsed=house.at, **house.by_us)
    sign_checkpoint(at=house.at)
    told = json.loads(asked(house, one, house.secretariat, "receipt.json").content)
    check_receipt(told, read_key(told["key"]))
    assert told["payload"] | {"at": "", "city": {}, "text": {}} == {
        "v": 1, "act": "endorsement.documented", "id": one.public_id, "at": "", "city": {}, "text": {},
        "named": True, "source": "The Gazette, 2 October",
    }  # fmt: skip
    said = [sentence for sentence, _arabic in in_words(told["payload"])]
    assert said[0].startswith("Lima is said by a publication to endorse “Elsewhere”")
    assert said[1:] == ["Hash of the text: —", "The city did not confirm it here. Source: The Gazette, 2 October"]
    page = asked(house, one, None, "").content.decode()
    assert "among the cities that endorsed" in page
    assert "without a reservation" not in page
    words = text_of_pdf(asked(house, one, house.secretariat, "receipt.pdf").content)
    assert "A publication names Lima" in words
    withdraw(one, {}, seat=house.secretariat, at=house.at + HOUR)
    assert [queued.payload["act"] for queued in QueuedLeaf.objects.order_by("id")] == [
        "endorsement.documented",
        "endorsement.withdrawn",
    ]
