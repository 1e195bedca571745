"""Whatever is sent to the room twice, or by many at once, happens once, and everybody is told the same."""

from __future__ import annotations

import csv
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from mithaq.communique.domain.freeze import freeze
from mithaq.communique.models import Text
from mithaq.core.signatures.sign import own_certificate
from mithaq.endorsements.domain.declare import sign_declaration
from mithaq.endorsements.domain.evidence import Brought, enter_evidence
from mithaq.endorsements.domain.hand_over import hand_over
from mithaq.endorsements.domain.take_in import take_in
from mithaq.endorsements.domain.trust import trust
from mithaq.endorsements.models import (
    Acknowledgement,
    Call,
    Distrust,
    Endorsement,
    Evidence,
    Handover,
    QueuedLeaf,
    SecondCheck,
    SignedDeclaration,
    TrustedCertificate,
    Withdrawal,
)
from mithaq.endorsements.vocabulary import Method
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act
from tests.conftest import ROOT
from tests.factories.house import (
    House,
    a_frozen_text,
    a_house,
    a_mayor_with_a_mandate,
    a_published_text,
    a_seated,
    a_text,
    an_endorsement,
    an_organisation,
)
from tests.factories.visits import a_visitor, the_clock_at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MAIL = b"From: mayor@lima.example\r\nDate: Mon, 6 Jan 2031 10:00:00 +0000\r\nSubject: Yes\r\n\r\nWe endorse.\r\n"


@dataclass
class Story:
    """A form that is about to be sent: by whom, where to, what is typed, and what there is once more of afterwards."""

    seat: Seat
    address: str
    verb: str
    kind: type[Any]
    typed: Callable[[], dict[str, Any]] = field(default=dict)


def calling(house: House) -> Story:
    text = freeze(a_text(house).drafts.get(), **house.by_us).text
    days = {"opens": "2031-01-08T09:00", "closes": "2031-02-08T09:00"}
    return Story(house.secretariat, f"texts/{text.public_id}/call/", "call.opened", Call, lambda: days)


def reminding(house: House) -> Story:
    text = a_frozen_text(house)
    return Story(house.secretariat, f"texts/{text.public_id}/call/reminder/", "call.reminded", Call)


def endorsing(house: House) -> Story:
    text = a_published_text(house, at=house.at + HOUR)
    form = {"hash": text.freezing.hash, "read": ["en"], "reserves": "no", "may_be_named": "yes", "screen": "done"}
    address = f"texts/{text.public_id}/endorse/"
    return Story(a_mayor_with_a_mandate(house), address, "endorsement.given", Endorsement, lambda: form)


def withdrawing(house: House) -> Story:
    one = an_endorsement(house, a_frozen_text(house))
    return Story(one.seat, f"endorsements/{one.public_id}/withdrawal/", "endorsement.withdrawn", Withdrawal)


def entering(house: House) -> Story:
    text, mayor = a_frozen_text(house), a_mayor_with_a_mandate(house)
    form = {
        "hash": text.freezing.hash,
        "method": "letter_received",
        "signer": mayor.mandates.get().public_id,
        "signed_on": house.at.date().isoformat(),
        "may_be_named": "yes",
    }
    address = f"texts/{text.public_id}/evidence/{mayor.organisation.public_id}/"
    sent = lambda: {**form, "file": SimpleUploadedFile("yes.eml", MAIL)}  # noqa: E731 - a file is read once only
    return Story(house.secretariat, address, "evidence.entered", Evidence, sent)


def checking(house: House) -> Story:
    text, mayor = a_frozen_text(house), a_mayor_with_a_mandate(house)
    file = take_in(SimpleUploadedFile("yes.eml", MAIL), **house.by_us)
    brought = Brought(
        method=Method.RECEIVED,
        file=file,
        mandate=mayor.mandates.get(),
        signed_on=house.at.date(),
        may_be_named=True,
        languages=["en"],
    )
    one = enter_evidence(text, mayor.organisation, text.freezing.hash, brought, **house.by_us)
    form = {"hash": one.text_hash, "found": "yes"}
    return Story(house.colleague, f"evidence/{one.public_id}/", "evidence.checked", SecondCheck, lambda: form)


def signing(house: House) -> Story:
    text = a_published_text(house, at=house.at + HOUR)
    address = f"texts/{text.public_id}/signed-declaration/"
    return Story(house.secretariat, address, "declaration.signed", SignedDeclaration, lambda: {"after": ""})


def a_signed_declaration(house: House) -> SignedDeclaration:
    text = a_published_text(house, at=house.at + HOUR)
    return sign_declaration(text, seat=house.secretariat, at=house.at + DAY)


def handing(house: House) -> Story:
    signed = a_signed_declaration(house)
    receiver = an_organisation(house, "Presidency", kind=Kind.STATE)
    form = {"receiver": receiver.public_id, "into_hands": "Minister", "place": "Riverton"}
    address = f"texts/{signed.text.public_id}/handovers/"
    return Story(house.secretariat, address, "declaration.handed_over", Handover, lambda: form)


def acknowledging(house: House) -> Story:
    presidency = a_seated(house, Role.PRESIDENCY, an_organisation(house, "Presidency", kind=Kind.STATE))
    handed = hand_over(a_signed_declaration(house), presidency.organisation, seat=house.secretariat, at=house.at + DAY)
    address = f"handovers/{handed.public_id}/acknowledgement/"
    return Story(presidency, address, "handover.acknowledged", Acknowledgement)


def a_certificate(house: House) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return own_certificate(key, "Trust of the Rivers", house.at - DAY, house.at + 300 * DAY, 7)


def trusting(house: House) -> Story:
    content = a_certificate(house)
    sent = lambda: {"certificate": SimpleUploadedFile("authority.cer", content)}  # noqa: E731 - a file is read once
    return Story(house.secretariat, "electronic-signatures/", "certificate.trusted", TrustedCertificate, sent)


def distrusting(house: House) -> Story:
    one = trust(house.cycle, a_certificate(house), **house.by_us)
    address = f"electronic-signatures/{one.public_id}/end/"
    return Story(house.secretariat, address, "certificate.distrusted", Distrust)


#: A story for each address of the room that takes a form.
STORIES = {
    "call": calling,
    "reminder": reminding,
    "endorse": endorsing,
    "withdrawal": withdrawing,
    "enter_evidence": entering,
    "evidence": checking,
    "signed_declaration": signing,
    "new_handover": handing,
    "acknowledgement": acknowledging,
    "trusted": trusting,
    "trusted_end": distrusting,
}


def test_every_address_of_the_room_that_takes_a_form_has_a_story():
    with (ROOT / "tests/house/permission_table.csv").open() as file:
        rows = [row for row in csv.reader(file) if row[0].startswith("endorsements:") and row[1] == "POST"]
    only_read = {row[0] for row in rows if "405" in row}
    assert {row[0].partition(":")[2] for row in rows if row[0] not in only_read} == set(STORIES)


@pytest.fixture(autouse=True)
def _keys_lie_in_the_folder_of_the_test(settings, tmp_path):
    settings.HOME = tmp_path


def sent(story: Story, house: House, client: Client | None = None) -> tuple[int, str]:
    answer = (client or a_visitor(story.seat)).post(f"/en/{story.address}", story.typed())
    return answer.status_code, answer.headers.get("Location", "")


def happened(story: Story) -> tuple[int, int]:
    """How often it is in the chronicle, and how many records there are of it."""
    return Act.objects.filter(verb=story.verb).count(), story.kind.objects.count()


def at_once(house: House, story: Story, browsers: int, times: int) -> list[tuple[int, str]]:
    """What so many browsers, each of which sends the form so often, are answered."""
    clients = [a_visitor(story.seat) for _ in range(browsers)]
    start, answers, faults = threading.Barrier(browsers), [], []

    def sends(client: Client) -> None:
        try:
            start.wait(30)
            answers.extend(sent(story, house, client) for _ in range(times))
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test tells
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=sends, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return answers


def the_same_once(story: Story, answers: list[tuple[int, str]]) -> None:
    """The first is taken; whoever comes later is led to the same place or told that it has been done."""
    assert happened(story) == (1, 1)
    places = {place for status, place in answers if status == 302}
    assert len(places) == 1
    assert {status for status, _place in answers} <= {302, 409, 422}
    assert first_broken_act() is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", STORIES)
def test_a_form_that_is_sent_five_times_is_carried_out_once(name):
    house = a_house()
    story = STORIES[name](house)
    with the_clock_at(house.at + 2 * DAY):
        first = sent(story, house)
        leaves = QueuedLeaf.objects.count()
        again = [sent(story, house) for _ in range(4)]
    assert first[0] == 302
    the_same_once(story, [first, *again])
    assert QueuedLeaf.objects.count() == leaves


@pytest.mark.parametrize("name", STORIES)
def test_a_form_that_five_browsers_send_at_once_is_carried_out_once(own_database, name):
    house = a_house()
    story = STORIES[name](house)
    with the_clock_at(house.at + 2 * DAY):
        the_same_once(story, at_once(house, story, 5, 1))


def test_of_fifty_confirmations_at_once_one_endorses_and_all_lead_to_it(own_database):
    house = a_house()
    story = endorsing(house)
    with the_clock_at(house.at + 2 * DAY):
        answers = at_once(house, story, 10, 5)
        receipts = {
            a_visitor(story.seat).get(f"{place}receipt.json").json()["entry"] for _status, place in set(answers)
        }
    place = f"/en/endorsements/{Endorsement.objects.get().public_id}/"
    assert Counter(answers) == {(302, place): 50}
    assert receipts == {QueuedLeaf.objects.get().entry}
    assert Text.objects.get().endorsements.count() == 1
