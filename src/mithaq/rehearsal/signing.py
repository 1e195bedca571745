"""How the cities of a cycle's files sign: with a passkey, by a PDF with an electronic signature, on paper, by a message
of the mayor's office; and what their staff prepared.

Nobody's real key is used: each passkey and each certificate of a played year is made out of its seat, so that everybody
can make it again, and the authority that vouches for the certificates exists in the files only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import typst
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from django.core.files.base import ContentFile
from fido2 import cbor
from fido2.utils import websafe_encode

from mithaq.communique.models import Text
from mithaq.core.printing.pages import FACES
from mithaq.core.signatures.findings import question
from mithaq.core.signatures.seals import Seal
from mithaq.cycle.models import Cycle
from mithaq.endorsements.domain.examine import as_kept
from mithaq.endorsements.domain.seal import GOOD_FOR, name_for_a_certificate
from mithaq.endorsements.domain.take_in import take_in
from mithaq.endorsements.vocabulary import Method
from mithaq.foundation.accounts.signing import Signature, challenge_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.uploads.models import Upload

if TYPE_CHECKING:
    from mithaq.rehearsal.folder import Row

#: Between a letter's coming in and its second check, where the files do not say.
CHECKED_AFTER = timedelta(hours=20)
HOST = "demonstration.example"
PRESENT_AND_VERIFIED = 0x05
_LETTER = """
#set page(paper: "a4", margin: 3cm)
#set text(font: ("Mithaq Text Latin", "Mithaq Text Latin Extended", "Mithaq Text Arabic"), size: 10pt)
#set document(title: sys.inputs.title)
#for line in sys.inputs.words.split("\\n") { par(line) }
"""


@dataclass(frozen=True)
class SignedLine:
    """What the files say of how a city signed."""

    prepared_by: str
    prepared_at: datetime | None
    entered_at: datetime | None
    entered_by: str
    checked_by: str


def read_signed(row: Row, seats: set[str]) -> SignedLine:
    """The columns of `endorsements.csv` that say how a city signed; each may be missing."""
    return SignedLine(
        prepared_by=row.reference("prepared_by", seats),
        prepared_at=row.instant("prepared_at"),
        entered_at=row.instant("entered_at"),
        entered_by=row.reference("entered_by", seats),
        checked_by=row.reference("checked_by", seats),
    )


def by_passkey(statement: Mapping[str, Any], seat: Seat) -> Signature:
    """What the seat's passkey would sign over a statement (WebAuthn level 2)."""
    key = Ed25519PrivateKey.from_private_bytes(_digest(seat, "passkey"))
    said = {**statement, "nonce": websafe_encode(_digest(seat, "nonce")[:18])}
    challenge = websafe_encode(challenge_of(said))
    client = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": f"https://{HOST}"}).encode()
    data = hashlib.sha256(HOST.encode()).digest() + bytes([PRESENT_AND_VERIFIED]) + bytes(4)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Signature(
        statement=said,
        challenge=challenge,
        credential_id=websafe_encode(_digest(seat, "credential")[:16]),
        public_key=websafe_encode(cbor.encode({1: 1, 3: -8, -1: 6, -2: public})),
        client_data=websafe_encode(client),
        authenticator_data=websafe_encode(data),
        signature=websafe_encode(key.sign(data + hashlib.sha256(client).digest())),
    )


def letter_of(text: Text, signer: Seat, method: str, at: datetime, *, by: Seat) -> tuple[Upload, dict[str, Any]]:
    """The file of a letter as it came in, entered by a seat, and what its signature shows."""
    city, title = signer.organisation.name.in_language("en"), text.title.in_language("en")
    words = f"{city} endorses “{title}”.\nSHA-256: {text.freezing.hash}\n{signer.person.name.in_language('en')}, {city}"
    if method == Method.RECEIVED:
        content, name = _mail(words, signer, at), "message.eml"
    else:
        content, name = _page(words, title), "letter.pdf"
    found: dict[str, Any] = {}
    if method == Method.SIGNED_PDF:
        from mithaq.core.signatures.examine import examine_signed_pdf  # half a second that few years need
        from mithaq.core.signatures.sign import as_seal, signed

        content = signed(content, as_seal(_key(signer.public_id), _certificate(signer, at)), "Endorsed", at)
        found = as_kept(examine_signed_pdf(question(content, (_root(at.year),), text.freezing.hash, at)))
    return take_in(ContentFile(content, name=name), seat=by, at=at), found


def seal_of(cycle: Cycle) -> Seal:
    """The seal with which the group of a played year signs: as well known as its passkeys, and as worthless."""
    return _seal(name_for_a_certificate(cycle), datetime.combine(cycle.starts, time(), UTC))


@cache  # a certificate is signed with chance in it: one year has one
def _seal(name: str, starts: datetime) -> Seal:
    from mithaq.core.signatures.sign import as_seal, own_certificate  # loads what few years need

    key, serial = _key(name), int.from_bytes(hashlib.sha256(f"{name} {starts}".encode()).digest()[:8])
    return as_seal(key, own_certificate(key, name, starts, starts + GOOD_FOR, serial))


def _page(words: str, title: str) -> bytes:
    fonts = typst.Fonts(font_paths=[str(FACES)])
    return bytes(typst.compile(_LETTER.encode(), sys_inputs={"words": words, "title": title}, font_paths=fonts))


def _mail(words: str, signer: Seat, at: datetime) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"office@{signer.organisation.key}.example", "secretariat@rivers.example"
    mail["Date"], mail["Subject"] = format_datetime(at), "Endorsement"
    mail.set_content(words)
    return mail.as_bytes()


def _digest(seat: Seat, use: str) -> bytes:
    return hashlib.sha256(f"demonstration {use} of {seat.public_id}".encode()).digest()


def _key(of: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(hashlib.sha256(f"demonstration certificate of {of}".encode()).digest()[:31])
    return ec.derive_private_key(number, ec.SECP256R1())


@cache
def _root(year: int) -> bytes:
    return _issued("Demonstration Authority", _key("authority"), year, is_authority=True)


def _certificate(signer: Seat, at: datetime) -> bytes:
    name = f"Office of the Mayor, {signer.organisation.name.in_language('en')}"
    return _issued(name, _key(signer.public_id), at.year)


def _issued(name: str, key: ec.EllipticCurvePrivateKey, year: int, *, is_authority: bool = False) -> bytes:
    authority = _key("authority")
    names = [
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one[:64])]) for one in (name, "Demonstration Authority")
    ]
    use = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    signs = {"digital_signature": not is_authority, "content_commitment": not is_authority}
    vouches = {"key_cert_sign": is_authority, "crl_sign": is_authority}
    made = (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]))
        .not_valid_before(datetime(year, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(year + 1, 12, 31, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**use, **signs, **vouches), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        .sign(authority, hashes.SHA256())
    )
    return made.public_bytes(Encoding.DER)
