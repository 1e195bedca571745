"""Signed files as cities send them, each examined against the group's trusted certificates."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pikepdf import AttachedFileSpec, Dictionary, Name, Pdf

from mithaq.core.reading.unreadable import Unreadable
from mithaq.core.signatures.examine import examine_signed_pdf
from mithaq.core.signatures.findings import Over, State, question
from mithaq.core.signatures.seals import Seal
from mithaq.core.signatures.sign import Stamping, as_seal, own_certificate, signed

AT = datetime(2031, 9, 29, 12, tzinfo=UTC)
TEXT = b'{"title":{"en":"Declaration"}}'
HASH = hashlib.sha256(TEXT).hexdigest()
OTHER = hashlib.sha256(b"another").hexdigest()


@cache
def a_key(number):
    return ec.derive_private_key(number, ec.SECP256R1())


@cache
def a_certificate(
    name, number, *, issuer="Trust of the Rivers", issuer_number=1, starts=-30, ends=300, ca=False, signs=True
):
    """A certificate (DER) from one day to another, counted from AT, given by an authority of the test's own."""
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer)]
    use = {
        "digital_signature": signs and not ca,
        "content_commitment": signs and not ca,
        "key_encipherment": not signs,
        "data_encipherment": False,
        "key_agreement": False,
        "key_cert_sign": ca,
        "crl_sign": ca,
        "encipher_only": False,
        "decipher_only": False,
    }
    made = (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(a_key(number).public_key())
        .serial_number(number)
        .not_valid_before(AT + timedelta(days=starts))
        .not_valid_after(AT + timedelta(days=ends))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**use), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(a_key(number).public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(a_key(issuer_number).public_key()), critical=False
        )
        .sign(a_key(issuer_number), hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


ROOT = a_certificate("Trust of the Rivers", 1, ca=True)


def a_letter(text=TEXT, printed=""):
    """A PDF of one page that carries a text, or has words printed on it."""
    to = io.BytesIO()
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(600, 300))
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in printed.split("\n"))
        page.Contents = pdf.make_stream(f"BT /F 10 Tf 20 200 Td {lines}ET".encode())
        page.Resources = Dictionary(
            Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        )
        if text:
            pdf.attachments["declaration.json"] = AttachedFileSpec(pdf, text)
        pdf.save(to)
    return to.getvalue()


def signed_by(certificate, number, letter=None, **more):
    seal = Seal(as_seal(a_key(number), certificate).key, certificate)
    return signed(letter or a_letter(), seal, "Endorsed", AT, **more)


@pytest.fixture(scope="module")
def good():
    return signed_by(a_certificate("Office of the Mayor", 7), 7)


def found(content, *, roots=(ROOT,), text_hash=HASH, at=AT):
    return examine_signed_pdf(question(content, roots, text_hash, at))


def test_a_letter_signed_under_a_trusted_certificate_is_good_and_names_who_and_when(good):
    findings = found(good)
    assert findings.is_good
    (one,) = findings.signatures
    assert (one.state, one.signer, one.issuer) == (State.GOOD, "Office of the Mayor", "Trust of the Rivers")
    assert (one.said_at, one.stamped_at, findings.over) == (AT, None, Over.ATTACHED)


def test_a_letter_in_arabic_letters_is_good(good):
    assert found(signed_by(a_certificate("مكتب رئيسة البلدية", 8), 8)).signatures[0].signer == "مكتب رئيسة البلدية"


@pytest.mark.parametrize(
    ("certificate", "state"),
    [
        (own_certificate(a_key(9), "Nobody", AT - timedelta(days=1), AT + timedelta(days=9), 9), State.SELF_SIGNED),
        (a_certificate("Stranger", 9, issuer="Elsewhere", issuer_number=4), State.UNKNOWN_ISSUER),
        (a_certificate("Impostor", 9, issuer_number=4), State.UNKNOWN_ISSUER),
        (a_certificate("Past", 9, ends=-1), State.EXPIRED),
        (a_certificate("Future", 9, starts=1), State.NOT_YET_VALID),
        (a_certificate("Server", 9, signs=False), State.WRONG_USE),
    ],
    ids=["own", "stranger", "impostor", "expired", "future", "use"],
)
def test_a_certificate_that_is_not_good_for_it_is_told_by_its_reason(certificate, state):
    findings = found(signed_by(certificate, 9))
    assert [one.state for one in findings.signatures] == [state]
    assert not findings.is_good


def test_a_certificate_is_judged_at_the_instant_that_is_asked_for(good):
    assert found(good, at=AT + timedelta(days=299)).is_good
    assert found(good, at=AT + timedelta(days=301)).signatures[0].state is State.EXPIRED


def test_any_byte_that_is_changed_after_signing_is_found(good):
    for place in range(20, len(a_letter()), 97):
        altered = bytearray(good)
        altered[place] ^= 1
        assert not is_taken(bytes(altered))


def is_taken(content):
    try:
        return found(content).is_good
    except Unreadable:
        return False


def test_what_is_added_after_signing_is_found(good):
    to = io.BytesIO()
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(good))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/MediaBox")][2] = page["/MediaBox"][3]
    page[pdf_name("/Note")] = pdf_string("with a reservation")
    writer.update_container(page)
    writer.write(to)
    assert found(to.getvalue()).signatures[0].state is State.CHANGED
    assert not found(good + b"\n% words after the end").is_good


def test_a_second_signature_leaves_the_first_one_good(good):
    seal = as_seal(a_key(8), a_certificate("Deputy", 8))
    from mithaq.core.signatures import sign

    second = sign.FIELD
    try:
        sign.FIELD = "Second"
        both = found(signed(good, seal, "Endorsed", AT))
    finally:
        sign.FIELD = second
    assert [one.signer for one in both.signatures] == ["Office of the Mayor", "Deputy"]
    assert both.is_good


@pytest.mark.parametrize(
    ("letter", "over"),
    [
        (a_letter(b"another"), Over.ANOTHER),
        (a_letter(b"", f"SHA-256: {OTHER}"), Over.ANOTHER),
        (a_letter(b"", "We endorse the declaration."), Over.NONE),
        (a_letter(b"", f"SHA-256:\n{HASH[:32]}\n{HASH[32:]}"), Over.PRINTED),
        (a_letter(b"another", HASH.upper()), Over.PRINTED),
        (a_letter(TEXT, OTHER), Over.ATTACHED),
    ],
    ids=["another", "another printed", "no text", "printed in two lines", "printed in capitals", "attached"],
)
def test_a_signed_letter_says_which_text_it_is_about(letter, over):
    findings = found(signed_by(a_certificate("Office of the Mayor", 7), 7, letter))
    assert findings.over is over
    assert findings.is_good is (over in (Over.ATTACHED, Over.PRINTED))


def test_a_text_that_is_attached_after_signing_does_not_count():
    content = signed_by(a_certificate("Office of the Mayor", 7), 7, a_letter(b""))
    to = io.BytesIO()
    from pyhanko.pdf_utils import embed
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    file = embed.EmbeddedFileObject.from_file_data(writer, data=TEXT, mime_type="application/json")
    embed.embed_file(writer, embed.FileSpec(file_spec_string="a.json", embedded_data=file))
    writer.write(to)
    assert found(to.getvalue()).over is Over.NONE


def test_a_file_without_signatures_is_not_good():
    assert found(a_letter()).signatures == ()
    assert not found(a_letter()).is_good


def test_what_is_no_pdf_is_refused():
    for content in (b"", b"%PDF-1.7\nnothing", b"PK\x03\x04 a letter"):
        with pytest.raises(Unreadable):
            found(content)


def test_a_stamp_of_a_trusted_service_is_told_and_outlives_the_certificate():
    from asn1crypto import keys
    from asn1crypto import x509 as read
    from pyhanko.sign.timestamps import DummyTimeStamper

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Stamps of the Rivers")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(AT - timedelta(days=10))
        .not_valid_after(AT + timedelta(days=4000))
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    secret = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    service = DummyTimeStamper(read.Certificate.load(certificate), keys.PrivateKeyInfo.load(secret), fixed_dt=AT)
    own = own_certificate(a_key(3), "Rivers", AT - timedelta(days=1), AT + timedelta(days=900), 3)
    content = signed(a_letter(), as_seal(a_key(3), own), "Declared", AT, Stamping(service, (certificate,), False))
    assert content.count(b"/DocTimeStamp") >= 1
    assert b"/DSS" in content
    later = AT + timedelta(days=1)
    assert found(content, roots=(own, certificate), at=later).signatures[0].stamped_at == AT
    assert found(content, roots=(own, certificate), at=later).is_good
