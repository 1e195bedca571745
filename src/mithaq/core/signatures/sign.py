"""Signing a PDF as PAdES asks: baseline B, and with a timestamp service B-LTA, whose proofs outlive the certificate.

The key, the certificates, the instant and the timestamp service are arguments; where they come from is not known here.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import keys, x509
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pikepdf import Pdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from mithaq.core.signatures.seals import Seal

#: The name of the field in which the group's signature stands.
FIELD = "Seal"


@dataclass(frozen=True)
class Stamping:
    """A timestamp service, and the certificates (DER) by which its stamps are judged."""

    service: TimeStamper
    roots: tuple[bytes, ...]
    #: Whether lists of revoked certificates are fetched, as B-LTA asks where a certificate names one.
    may_fetch: bool = True


def own_certificate(key: ec.EllipticCurvePrivateKey, name: str, starts: datetime, ends: datetime, serial: int) -> bytes:
    """A certificate (DER) that nobody vouches for but its holder. A name that mixes Arabic and Latin letters is refused
    by those who check certificates, so `name` is in one script."""
    who = made.Name([made.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    use = made.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        made.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(use, critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)


def as_seal(key: ec.EllipticCurvePrivateKey, certificate: bytes) -> Seal:
    """The seal of a key and its certificate."""
    form = serialization.PrivateFormat.PKCS8
    return Seal(key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption()), certificate)


class _SignerAt(signers.PdfSigner):
    """A signer whose clock is an argument."""

    said: datetime

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self.said
        return session


def signed(content: bytes, seal: Seal, reason: str, at: datetime, stamping: Stamping | None = None) -> bytes:
    """The PDF with the signature appended: what was there is not changed by a byte. It may not be called where an event
    loop is running."""
    certificate = x509.Certificate.load(seal.certificate)
    above = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    for one in seal.chain:
        above.register(x509.Certificate.load(one))
    signer = signers.SimpleSigner(
        signing_cert=certificate, signing_key=keys.PrivateKeyInfo.load(seal.key), cert_registry=above
    )
    what = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=reason,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        **_for_long(certificate, seal, stamping),
    )
    signs = _SignerAt(what, signer, timestamper=stamping.service if stamping else None)
    signs.said = at
    to = io.BytesIO()
    asyncio.run(signs.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), output=to))
    return to.getvalue()


def _for_long(certificate: x509.Certificate, seal: Seal, stamping: Stamping | None) -> dict[str, Any]:
    """What B-LTA asks besides: the proofs of validity go along, and a stamp is put over everything."""
    if stamping is None:
        return {}
    top = x509.Certificate.load(seal.chain[-1]) if seal.chain else certificate
    context = ValidationContext(
        trust_roots=[top, *(x509.Certificate.load(root) for root in stamping.roots)],
        other_certs=[x509.Certificate.load(one) for one in seal.chain],
        allow_fetching=stamping.may_fetch,
        revocation_mode="soft-fail",
    )
    return {"embed_validation_info": True, "use_pades_lta": True, "validation_context": context}


def a_small_signed_file() -> tuple[bytes, bytes]:
    """A PDF of one empty page, signed with a key that everybody knows, and its certificate: for a reader to warm up."""
    key = ec.derive_private_key(2031, ec.SECP256R1())
    certificate = own_certificate(key, "Small", datetime(2031, 1, 1, tzinfo=UTC), datetime(2031, 2, 1, tzinfo=UTC), 1)
    paper = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(paper)
    small = signed(paper.getvalue(), as_seal(key, certificate), "Small", datetime(2031, 1, 1, 12, tzinfo=UTC))
    return small, certificate
