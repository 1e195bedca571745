"""The timestamp service of the group's choice, where one is configured: `MITHAQ_TIMESTAMPS` is its address, and
`MITHAQ_TIMESTAMP_ROOTS` a file of the certificates (PEM) by which its stamps are judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.permissions import Refused

if TYPE_CHECKING:
    from mithaq.core.signatures.sign import Stamping

#: Seconds until a service that does not answer is given up.
PATIENCE = 10


def the_stamping() -> Stamping | None:
    """The service with its certificates; None where none is configured."""
    if not settings.TIMESTAMPS:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper

    from mithaq.core.signatures.sign import Stamping

    return Stamping(HTTPTimeStamper(settings.TIMESTAMPS, timeout=PATIENCE), roots_of_stamps())


def roots_of_stamps() -> tuple[bytes, ...]:
    """The certificates (DER) by which stamps are judged. Raises `Refused` where their file cannot be read."""
    if not settings.TIMESTAMP_ROOTS:
        return ()
    try:
        found = load_pem_x509_certificates(Path(settings.TIMESTAMP_ROOTS).read_bytes())
    except (OSError, ValueError) as fault:
        raise Refused(_("The certificates of the timestamp service cannot be read, so nothing was signed.")) from fault
    return tuple(one.public_bytes(Encoding.DER) for one in found)
