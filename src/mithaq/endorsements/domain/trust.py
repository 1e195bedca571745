"""Whose electronic signatures the group accepts."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.endorsements.models import Distrust, TrustedCertificate
from mithaq.endorsements.queries.handed import trusted_in
from mithaq.endorsements.rules import may_trust
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require

#: Bytes of a certificate; the largest in use are a tenth of it.
LARGEST = 64_000


def trust(cycle: Cycle, content: bytes, *, seat: Seat, at: datetime) -> TrustedCertificate:
    """Accept the electronic signatures that a certificate (PEM or DER) vouches for. The same one is entered once."""
    with transaction.atomic():
        require(may_trust(seat, at))
        cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
        certificate = _certificate(content)
        der = certificate.public_bytes(Encoding.DER)
        digest = hashlib.sha256(der).hexdigest()
        standing = trusted_in(cycle).filter(sha256=digest).first()
        if standing is not None:
            return standing
        if certificate.not_valid_after_utc <= at:
            raise Refused(_("This certificate has expired, so it vouches for nobody. Nothing was changed."))
        entered = TrustedCertificate.objects.create(
            cycle=cycle,
            certificate=base64.b64encode(der).decode(),
            sha256=digest,
            name=_name(certificate),
            ends=certificate.not_valid_after_utc,
            seat=seat,
            at=at,
        )
        record("certificate.trusted", entered, cycle, seat=seat, at=at, facts={"sha256": digest})
    return entered


def distrust(trusted: TrustedCertificate, *, seat: Seat, at: datetime) -> Distrust:
    """No longer accept what a certificate vouches for, from now on."""
    with transaction.atomic():
        trusted = TrustedCertificate.objects.select_for_update().get(pk=trusted.pk)
        require(may_trust(seat, at))
        if hasattr(trusted, "distrust"):
            return trusted.distrust
        ended = Distrust.objects.create(trusted=trusted, seat=seat, at=at)
        record("certificate.distrusted", trusted, trusted.cycle, seat=seat, at=at, facts={"sha256": trusted.sha256})
    return ended


def _certificate(content: bytes) -> x509.Certificate:
    is_pem = b"-----BEGIN" in content[:LARGEST]
    try:
        found = x509.load_pem_x509_certificate(content) if is_pem else x509.load_der_x509_certificate(content)
        found.public_key()
    except Exception as fault:
        raise Refused(
            _("This is not a certificate. Export the certificate of the authority and send that file.")
        ) from fault
    return found


def _name(certificate: x509.Certificate) -> str:
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := certificate.subject.get_attributes_for_oid(kind):
            return " ".join(str(found[0].value).split())[:200] or "–"
    return "–"
