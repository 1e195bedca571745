"""A PDF that a mayor's office signed electronically, as it comes in at the room's own door."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mithaq.communique.domain.freeze import canonical_form
from mithaq.core.signatures.sign import own_certificate
from mithaq.endorsements.domain.trust import trust
from mithaq.endorsements.models import Endorsement, Evidence
from mithaq.endorsements.vocabulary import OF_SIGNATURES, OVER_ANOTHER_TEXT
from tests.core.signatures.test_examining import AT, ROOT, a_certificate, a_key, a_letter, signed_by
from tests.factories.house import a_frozen_text, a_house, a_mayor_with_a_mandate
from tests.factories.visits import a_visitor, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
OFFICE = a_certificate("Office of the Mayor", 7)


@pytest.fixture
def house():
    house = a_house(AT - DAY)
    trust(house.cycle, ROOT, **house.by_us)
    return house


@pytest.fixture
def text(house):
    return a_frozen_text(house)


def a_letter_about(text):
    return a_letter(canonical_form(text.freezing.draft))


def entered(house, text, content):
    """The answer to the secretariat, which enters this file as what the mayor of a city signed."""
    mayor = a_mayor_with_a_mandate(house)
    form = {
        "hash": text.freezing.hash,
        "method": "signed_pdf",
        "signer": mayor.mandates.get().public_id,
        "signed_on": AT.date().isoformat(),
        "may_be_named": "yes",
        "file": SimpleUploadedFile("endorsed.pdf", content),
    }
    with the_clock_at(AT + timedelta(hours=1)):
        address = f"/en/texts/{text.public_id}/evidence/{mayor.organisation.public_id}/"
        return a_visitor(house.secretariat).post(address, form)


def test_a_letter_signed_under_a_trusted_certificate_is_entered_and_awaits_its_check(house, text):
    answered = entered(house, text, signed_by(OFFICE, 7, a_letter_about(text)))
    one = Evidence.objects.get()
    assert answered["Location"].endswith(f"/evidence/{one.public_id}/")
    assert one.validation["signatures"][0]["signer"] == "Office of the Mayor"
    assert not Endorsement.objects.exists()


def changed(text):
    content = bytearray(signed_by(OFFICE, 7, a_letter_about(text)))
    content[content.index(b"/MediaBox") + 14] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        (changed, OF_SIGNATURES["broken"]),
        (
            lambda text: signed_by(
                own_certificate(a_key(9), "Nobody", AT - DAY, AT + 9 * DAY, 9), 9, a_letter_about(text)
            ),
            OF_SIGNATURES["self_signed"],
        ),
        (
            lambda text: signed_by(a_certificate("Past", 9, ends=-1), 9, a_letter_about(text)),
            OF_SIGNATURES["expired"],
        ),
        (lambda text: signed_by(OFFICE, 7, a_letter(b'{"title":{"en":"Another"}}')), OVER_ANOTHER_TEXT),
        (a_letter_about, OF_SIGNATURES[""]),
    ],
    ids=["changed", "self-signed", "expired", "another text", "unsigned"],
)
def test_a_letter_whose_signature_is_not_good_is_refused_with_its_reason(house, text, letter, reason):
    answered = entered(house, text, letter(text))
    assert (answered.status_code, str(reason) in html.unescape(answered.content.decode())) == (422, True)
    assert not Evidence.objects.exists()
