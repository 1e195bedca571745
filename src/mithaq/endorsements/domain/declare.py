"""Signing the declaration: the text with its roll as of an instant, under the group's signature."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.core.printing.declared import declared_pages
from mithaq.core.reading.unreadable import Unreadable
from mithaq.core.signatures.findings import Findings, Over
from mithaq.core.signatures.seals import Seal
from mithaq.endorsements.domain.declared import declared
from mithaq.endorsements.domain.seal import the_seal
from mithaq.endorsements.models import SignedDeclaration
from mithaq.endorsements.queries.handed import latest_signed
from mithaq.endorsements.rules import may_sign_declaration
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.reading import examine_signed
from mithaq.foundation.uploads.receive import receive


def sign_declaration(
    text: Text, *, after: SignedDeclaration | None = None, seal: Seal | None = None, seat: Seat, at: datetime
) -> SignedDeclaration:
    """Make the declaration with the roll as it is now, sign it, and examine what was signed before it counts.

    `after` is the latest one that the signer saw: where another has been signed since, that one is given back, so that
    a form that is sent twice signs once. It is signed with the group's seal, or with `seal`, such as a year that is
    played from files brings: what is invented is never signed with the key of a real group, and no timestamp service
    vouches for it. The file is made before the record is locked, since drawing and a timestamp service take their time.
    """
    require(may_sign_declaration(seat, text, at))
    if (latest := latest_signed(text, at)) is not None and latest != after:
        return latest
    about = declared(text, at)
    if about.hash != text.freezing.hash:
        raise Refused(_("The words no longer have the hash they were frozen with. No file was made."))
    is_ours, seal = seal is None, seal or the_seal(text.cycle, at)
    content = _signed(declared_pages(about), seal, at, is_stamped=is_ours and bool(settings.TIMESTAMPS))
    found = _examined(content, seal, about.hash, at)
    with transaction.atomic():
        text = Text.objects.select_for_update().get(pk=text.pk)
        require(may_sign_declaration(seat, text, at))
        if (latest := latest_signed(text, at)) is not None and latest != after:
            return latest
        file = receive(ContentFile(content, f"{text.key}-signed.pdf"), seat=seat, at=at)
        signed = SignedDeclaration.objects.create(
            text=text,
            file=file,
            signed_as=found.signatures[0].signer,
            certificate=seal.fingerprint,
            is_stamped=found.signatures[0].stamped_at is not None,
            seat=seat,
            at=at,
        )
        record("declaration.signed", signed, text, seat=seat, at=at, facts={"hash": about.hash, "sha256": file.sha256})
    return signed


def _signed(content: bytes, seal: Seal, at: datetime, *, is_stamped: bool) -> bytes:
    from mithaq.core.signatures.sign import signed  # loads what few processes need
    from mithaq.endorsements.domain.stamps import the_stamping

    try:
        return signed(content, seal, "Declaration", at, the_stamping() if is_stamped else None)
    except Exception as fault:
        if not is_stamped:
            raise
        raise Refused(
            _("The timestamp service did not answer as it should, so nothing was signed. Try again.")
        ) from fault


def _examined(content: bytes, seal: Seal, text_hash: str, at: datetime) -> Findings:
    """What an examination finds of a file that was just signed. Raises `Refused` where it is not good."""
    from mithaq.endorsements.domain.stamps import roots_of_stamps

    top = seal.chain[-1] if seal.chain else seal.certificate
    try:
        found = examine_signed(content, (top, *roots_of_stamps()), text_hash, at)
    except Unreadable as fault:
        raise Refused(_("The signed file did not stand its own examination, so it was not kept.")) from fault
    if not found.is_good or found.over is not Over.ATTACHED:
        raise Refused(_("The signed file did not stand its own examination, so it was not kept."))
    return found
