"""What the group signs with: the key and certificate that the installation names, or one of its own making.

`MITHAQ_SEAL` names a PKCS #12 file (`MITHAQ_SEAL_PASSPHRASE` opens it), such as a qualified seal. Without it the house
makes a key once, in `seal.p12` of `MITHAQ_HOME`, and vouches for itself: whoever checks compares the certificate with
the one that the group publishes.
"""

from __future__ import annotations

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509 import load_der_x509_certificate, random_serial_number
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mithaq.core.signatures.seals import Seal
from mithaq.cycle.models import Cycle
from mithaq.foundation.permissions import Refused

#: How long a certificate of the house's own making is good: the declarations of some chairs.
GOOD_FOR = timedelta(days=365 * 10)


def the_seal(cycle: Cycle, at: datetime) -> Seal:
    """The group's seal; made now where there is none yet. Raises `Refused` where the file cannot be opened."""
    named = settings.SEAL
    place = Path(named) if named else Path(settings.HOME) / "seal.p12"
    if not named and not place.exists():
        _make(place, cycle, at)
    try:
        passphrase = settings.SEAL_PASSPHRASE.encode() or None
        found = pkcs12.load_pkcs12(place.read_bytes(), passphrase)
    except (OSError, ValueError) as fault:
        raise Refused(
            _("The group's seal cannot be opened, so nothing was signed. Whoever runs the site can put this right.")
        ) from fault
    if found.key is None or found.cert is None:
        raise Refused(
            _("The group's seal cannot be opened, so nothing was signed. Whoever runs the site can put this right.")
        )
    return Seal(
        key=found.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        certificate=found.cert.certificate.public_bytes(Encoding.DER),
        chain=tuple(one.certificate.public_bytes(Encoding.DER) for one in found.additional_certs),
    )


def name_for_a_certificate(cycle: Cycle) -> str:
    """The group's name in one script, for a name of two is refused by those who check certificates."""
    for words in (cycle.group.get("en", ""), *cycle.group.values(), *cycle.mark.values()):
        if words.strip():
            return str(words).strip()[:64]
    return "Mithaq"


def _make(place: Path, cycle: Cycle, at: datetime) -> None:
    from mithaq.core.signatures.sign import own_certificate  # loads what few processes need

    key = ec.generate_private_key(ec.SECP256R1())
    certificate = own_certificate(
        key, name_for_a_certificate(cycle), at - timedelta(days=1), at + GOOD_FOR, random_serial_number()
    )
    passphrase = settings.SEAL_PASSPHRASE.encode()
    how = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    content = pkcs12.serialize_key_and_certificates(b"seal", key, load_der_x509_certificate(certificate), None, how)
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)  # only its owner may read it
    draft = Path(name)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, place)  # where another one was quicker, its key is the one
    except FileExistsError:
        pass
    finally:
        draft.unlink()
