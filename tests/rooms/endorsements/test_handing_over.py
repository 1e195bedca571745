"""The declaration under the group's signature, its hand-over, and whose signatures the group accepts."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from mithaq.core.signatures.sign import own_certificate
from mithaq.endorsements.domain.declare import sign_declaration
from mithaq.endorsements.domain.endorse import endorse
from mithaq.endorsements.domain.hand_over import acknowledge, hand_over
from mithaq.endorsements.domain.seal import the_seal
from mithaq.endorsements.domain.trust import distrust, trust
from mithaq.endorsements.models import Acknowledgement, Handover, SignedDeclaration
from mithaq.endorsements.queries.handed import handovers_of, handovers_to_acknowledge, roots_of
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.queries import content_of
from mithaq.foundation.uploads.reading import examine_signed
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mayor_with_a_mandate,
    a_published_text,
    a_seated,
    an_endorsement,
    an_organisation,
)
from tests.factories.visits import a_visitor, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _keys_lie_in_the_folder_of_the_test(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return a_published_text(house)


@pytest.fixture
def later(house):
    return house.at + 2 * DAY


@pytest.fixture
def signed(house, text, later):
    return sign_declaration(text, seat=house.secretariat, at=later)


@pytest.fixture
def presidency(house):
    return a_seated(house, Role.PRESIDENCY, an_organisation(house, "Presidency", kind=Kind.STATE))


def got(house, seat, address, at, **posted):
    with the_clock_at(at):
        visitor = a_visitor(seat)
        return visitor.post(f"/en/{address}", posted) if posted else visitor.get(f"/en/{address}")


def test_the_signed_declaration_holds_every_language_the_roll_and_the_text_and_its_signature_is_good(
    house, text, later
):
    an_endorsement(house, text, a_mayor_with_a_mandate(house, a_city(house, "Lima")))
    shy = a_mayor_with_a_mandate(house, a_city(house, "Shyville"))
    endorse(text, text.freezing.hash, languages=["en"], may_be_named=False, seat=shy, at=house.at + HOUR)
    signed = sign_declaration(text, seat=house.secretariat, at=later)
    content = content_of(signed.file)
    seal = the_seal(text.cycle, later)
    found = examine_signed(content, (seal.certificate,), text.freezing.hash, later)
    assert found.is_good
    assert (found.signatures[0].signer, found.signatures[0].said_at) == (signed.signed_as, later)
    assert signed.certificate == seal.fingerprint
    with pikepdf.open(io.BytesIO(content)) as pdf:
        roll = json.loads(pdf.attachments[f"{text.key}-roll.json"].get_file().read_bytes())
    assert [one["city"]["en"] for one in roll["cities"]] == ["Lima"]
    assert (roll["in_force"], roll["not_named"]) == (2, 1)
    assert b"Shyville" not in json.dumps(roll).encode()
    assert not examine_signed(content, (), text.freezing.hash, later).is_good


def test_the_key_of_the_house_is_made_once_and_only_its_owner_may_read_it(text, later, settings):
    first = the_seal(text.cycle, later)
    assert the_seal(text.cycle, later + DAY).certificate == first.certificate
    file = settings.HOME / "seal.p12"
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(first) == f"Seal({first.fingerprint[:16]})"


def test_a_seal_that_cannot_be_opened_is_told_and_nothing_is_signed(house, text, later, settings):
    (settings.HOME / "mine.p12").write_bytes(b"no seal")
    for named in ("mine.p12", "none.p12"):
        settings.SEAL = str(settings.HOME / named)
        with pytest.raises(Refused, match="cannot be opened"):
            sign_declaration(text, seat=house.secretariat, at=later)
    assert not SignedDeclaration.objects.exists()


def test_only_a_published_text_is_signed_and_only_by_the_secretariat_or_the_chair(house, text, later):
    frozen = text
    for seat, at in ((a_mayor_with_a_mandate(house), later), (house.secretariat, house.at + HOUR)):
        with pytest.raises(Refused):
            sign_declaration(frozen, seat=seat, at=at)


def test_everybody_reads_the_signed_file_once_the_text_is_public_and_nobody_before(house, text, signed, later):
    address = f"signed-declarations/{signed.public_id}.pdf"
    assert got(house, None, address, later).content.startswith(b"%PDF")
    assert got(house, None, address, house.at + HOUR).status_code == 404
    page = got(house, None, f"declarations/{text.public_id}/", later).content.decode()
    assert signed.public_id in page
    assert signed.certificate in page


def test_the_secretariat_signs_and_hands_over_and_the_receiver_acknowledges_on_the_page(house, text, presidency, later):
    place = f"texts/{text.public_id}"
    assert got(house, house.secretariat, f"{place}/signed-declaration/", later, sign="now").status_code == 302
    form = {"receiver": presidency.organisation.public_id, "into_hands": "Minister", "place": "Riverton"}
    handed = got(house, house.secretariat, f"{place}/handovers/", later, **form)
    address = handed["Location"].removeprefix("/en/")
    assert "not acknowledged yet" in got(house, presidency, address, later).content.decode()
    assert got(house, presidency, f"{address}acknowledgement/", later, received="yes").status_code == 302
    for seat in (presidency, house.secretariat):
        shown = got(house, seat, address, later).content.decode()
        assert "not acknowledged yet" not in shown
        assert "Minister" in shown
    receipt = json.loads(got(house, presidency, f"{address}receipt.json", later).content)
    assert receipt["file"]["sha256"] == SignedDeclaration.objects.get().file.sha256
    assert receipt["acknowledged"]["organisation"]["en"] == "Presidency"
    assert got(house, a_mayor_with_a_mandate(house), address, later).status_code == 404
    catch_up()
    letters = Letter.objects.filter(subject__contains="handed over")
    assert {letter.seat for letter in letters} == {house.secretariat, presidency}


def test_a_hand_over_waits_at_both_desks_until_it_is_acknowledged_and_everybody_reads_of_it(
    house, text, signed, presidency, later
):
    def waits(seat, at):
        shown = got(house, seat, "", at).context["waiting"]
        return [str(thing.action) for thing in shown if "handovers" in thing.url]

    def public(at):
        page = got(house, None, f"declarations/{text.public_id}/", at).content.decode()
        return json.loads(got(house, None, f"declarations/{text.public_id}/roll.json", at).content)["handed_over"], page

    assert public(later)[0] == []
    handed = hand_over(signed, presidency.organisation, into_hands="Minister", seat=house.secretariat, at=later)
    assert waits(presidency, later) == ["Acknowledge it"]
    assert waits(house.secretariat, later) == ["See the hand-over"]
    assert waits(a_mayor_with_a_mandate(house), later) == []
    told, page = public(later)
    assert told == [{"to": {"en": "Presidency"}, "at": later.isoformat(), "acknowledged": None}]
    assert "The receiver has not acknowledged it yet." in page
    assert "Minister" not in page
    acknowledge(handed, seat=presidency, at=later + HOUR)
    assert waits(presidency, later + HOUR) == waits(house.secretariat, later + HOUR) == []
    told, page = public(later + HOUR)
    assert told[0]["acknowledged"] == (later + HOUR).isoformat()
    assert "The receiver acknowledged it on" in page


def test_the_model_year_signs_its_declaration_twice_and_the_presidency_acknowledges_the_second(model_year):
    first, second = SignedDeclaration.objects.order_by("at")
    text = first.text
    assert first.at - text.publication.at < HOUR
    assert first.certificate == second.certificate
    handed = Handover.objects.get()
    assert (handed.declaration, handed.receiver.key) == (second, "basins-council-presidency")
    assert second.at < handed.at < model_year.deadlines.get(key="hand-over").at
    assert handed.acknowledgement.seat.organisation == handed.receiver
    assert (handovers_of(text, handed.at - HOUR), handovers_of(text, handed.at)) == ([], [handed])
    office = handed.acknowledgement.seat
    assert handovers_to_acknowledge(office, handed.at) == [handed]
    assert handovers_to_acknowledge(office, handed.acknowledgement.at) == []


def test_what_is_played_from_files_is_signed_with_their_own_seal_and_asks_no_timestamp(house, text, later, settings):
    settings.TIMESTAMPS = "http://nobody.invalid/"
    seal = the_seal(text.cycle, later)
    (settings.HOME / "seal.p12").unlink()
    signed = sign_declaration(text, seal=seal, seat=house.secretariat, at=later)
    assert (signed.certificate, signed.is_stamped) == (seal.fingerprint, False)
    assert not (settings.HOME / "seal.p12").exists()


def test_the_secretariat_enters_the_letter_of_a_receiver_without_an_account(house, text, signed, later):
    ministry = an_organisation(house, "Ministry", kind=Kind.STATE)
    handed = hand_over(signed, ministry, seat=house.secretariat, at=later)
    address = f"handovers/{handed.public_id}/acknowledgement/"
    assert got(house, house.secretariat, address, later, nothing="").status_code == 422
    no_pdf = SimpleUploadedFile("letter.pdf", b"only words")
    assert got(house, house.secretariat, address, later, letter=no_pdf).status_code == 422
    with pytest.raises(Refused, match="Add the letter"):
        acknowledge(handed, seat=house.secretariat, at=later)
    letter = SimpleUploadedFile("letter.pdf", content_of(signed.file))
    assert got(house, house.secretariat, address, later, letter=letter).status_code == 302
    assert Acknowledgement.objects.get().letter is not None
    assert got(house, house.secretariat, f"handovers/{handed.public_id}/letter.pdf", later).status_code == 200


def test_nothing_is_handed_over_or_acknowledged_twice_or_to_oneself(house, signed, presidency, later):
    handed = hand_over(signed, presidency.organisation, seat=house.secretariat, at=later)
    for receiver in (presidency.organisation, house.secretariat.organisation):
        with pytest.raises(Refused):
            hand_over(signed, receiver, seat=house.secretariat, at=later)
    acknowledge(handed, seat=presidency, at=later)
    with pytest.raises(Refused, match="already been acknowledged"):
        acknowledge(handed, seat=presidency, at=later)
    assert Acknowledgement.objects.count() == 1


def test_the_database_refuses_to_change_or_delete_what_was_handed_over(house, signed, presidency, later):
    handed = hand_over(signed, presidency.organisation, seat=house.secretariat, at=later)
    said = acknowledge(handed, seat=presidency, at=later)
    for record, change in (
        (signed, {"certificate": "0" * 64}),
        (handed, {"place": "Elsewhere"}),
        (said, {"at": later}),
    ):
        for tried in (lambda one: one.update(**change), lambda one: one._raw_delete(one.db)):  # noqa: B023
            with pytest.raises(DatabaseError, match="final"), transaction.atomic():
                tried(type(record).objects.filter(pk=record.pk))
    other = an_organisation(house, kind=Kind.STATE)
    type(handed).objects.filter(pk=handed.pk).update(receiver=other)  # two records of one organisation are merged


# Whose signatures the group accepts ---------------------------------------------------------------------------------


def a_certificate(house, days=300):
    return own_certificate(
        ec.derive_private_key(5, ec.SECP256R1()), "Rivers Trust", house.at - DAY, house.at + days * DAY, 5
    )


def test_an_authority_is_entered_once_and_taken_back(house):
    certificate = a_certificate(house)
    one = trust(house.cycle, certificate, **house.by_us)
    assert trust(house.cycle, certificate, **house.by_us) == one
    assert (one.name, roots_of(house.cycle)) == ("Rivers Trust", (certificate,))
    distrust(one, **house.by_us)
    assert roots_of(house.cycle) == ()
    assert trust(house.cycle, certificate, **house.by_us) != one


@pytest.mark.parametrize("content", [b"", b"words", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused_in_words(house, content):
    with pytest.raises(Refused, match="This is not a certificate"):
        trust(house.cycle, content, **house.by_us)


def test_an_authority_that_has_expired_is_refused(house):
    with pytest.raises(Refused, match="has expired"):
        trust(house.cycle, a_certificate(house, days=0), **house.by_us)


def test_only_the_secretariat_says_whose_signatures_count(house):
    with pytest.raises(Refused):
        trust(house.cycle, a_certificate(house), seat=a_mayor_with_a_mandate(house), at=house.at)
    file = SimpleUploadedFile("root.cer", a_certificate(house))
    assert got(house, house.secretariat, "electronic-signatures/", house.at, certificate=file).status_code == 302
    assert "Rivers Trust" in got(house, house.secretariat, "electronic-signatures/", house.at).content.decode()
    wrong = SimpleUploadedFile("root.cer", b"words")
    assert got(house, house.secretariat, "electronic-signatures/", house.at, certificate=wrong).status_code == 422


# Elsewhere ----------------------------------------------------------------------------------------------------------


def test_the_roll_for_machines_and_the_frame_are_public_with_the_text_and_not_before(house, later):
    text = a_frozen_text(house)
    for name in ("roll.json", "embed/"):
        assert got(house, house.secretariat, f"declarations/{text.public_id}/{name}", later).status_code == 404


def test_other_sites_may_show_the_small_page_in_a_frame_and_no_other_page(house, text, later):
    an_endorsement(house, text, a_mayor_with_a_mandate(house, a_city(house, "Lima")))
    small = got(house, None, f"declarations/{text.public_id}/embed/", later)
    assert "Lima" in small.content.decode()
    assert "frame-ancestors *" in small["Content-Security-Policy"]
    assert "X-Frame-Options" not in small
    assert "<script" not in small.content.decode()
    whole = got(house, None, f"declarations/{text.public_id}/", later)
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]
    assert whole["X-Frame-Options"] == "DENY"
    roll = got(house, None, f"declarations/{text.public_id}/roll.json", later)
    assert [one["city"]["en"] for one in roll.json()["cities"]] == ["Lima"]


def test_the_pages_ask_as_often_for_three_hand_overs_as_for_one(house, text, signed, later):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            hand_over(signed, an_organisation(house, kind=Kind.STATE), seat=house.secretariat, at=later)
        with the_clock_at(later):
            visitor = a_visitor(house.secretariat)
            counts.append(len(queries_of(visitor, f"/en/texts/{text.public_id}/signed-declaration/")))
    assert counts[0] == counts[1] <= 12
