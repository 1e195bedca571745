"""Examining a signed PDF offline: who signed it, whether all of it stands as it was signed, and over which text.

PAdES as ETSI EN 319 142 describes it, read by pyHanko. The answer depends on the bytes, the trusted certificates and
the instant alone: nothing is fetched, so a certificate that was revoked is only known to be where the file itself
carries the proof. Which text it is about is read from the signed bytes and not from what came after them.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Coroutine, Iterator
from datetime import datetime
from typing import Any

import pikepdf
import pypdfium2
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.signatures.findings import Findings, Over, Signature, State, taken_apart
from mithaq.core.signatures.sign import a_small_signed_file

#: Signatures that are looked at in one file; a letter of a city has one or two.
MOST_SIGNATURES = 20
#: Pages on which a printed hash is looked for.
MOST_PAGES = 60
_HASH = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]\s{0,4}){64}(?![0-9a-fA-F])")
#: Signing documents is what either of these was given for.
_USES = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def examine_signed_pdf(payload: bytes) -> Findings:
    """What may be said of a signed PDF; `payload` as `question` makes it. Raises `Unreadable` for what is none."""
    content, roots, text_hash, at = taken_apart(payload)
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        signatures = list(reader.embedded_regular_signatures)[:MOST_SIGNATURES]
    except Exception as fault:
        raise Unreadable(Why.DAMAGED) from fault
    trusted = [Certificate.load(root) for root in roots]
    found = tuple(_signature(one, trusted, at) for one in signatures)
    return Findings(found, _over(_as_signed(content, signatures), text_hash))


def warm_up() -> None:
    """Examine a small file, so that whatever is loaded only when it is used has been."""
    from mithaq.core.signatures.findings import question

    content, root = a_small_signed_file()
    examine_signed_pdf(question(content, (root,), "0" * 64, datetime.fromisoformat("2031-01-02T00:00:00+00:00")))


def _signature(one: Any, trusted: list[Certificate], at: datetime) -> Signature:
    try:
        status = _at_once(_validated(one, trusted, at))
        certificate = one.signer_cert
        signer, issuer = _name(certificate.subject), _name(certificate.issuer)
    except Exception:  # noqa: BLE001 - a signature made to trip a reader is one that cannot be read
        return Signature(State.UNREADABLE, "", "", None, None)
    return Signature(_state(status, certificate, at), signer, issuer, status.signer_reported_dt, _stamp(status))


def _stamp(status: PdfSignatureStatus) -> datetime | None:
    """The time that a timestamp service vouches for which the group trusts."""
    stamp = status.timestamp_validity
    return stamp.timestamp if stamp is not None and stamp.valid and stamp.trusted else None


async def _validated(one: Any, trusted: list[Certificate], at: datetime) -> PdfSignatureStatus:
    context = ValidationContext(
        trust_roots=trusted, allow_fetching=False, moment=at, revocation_mode="soft-fail", retroactive_revinfo=True
    )
    return await async_validate_pdf_signature(one, signer_validation_context=context, key_usage_settings=_USES)


def _at_once(work: Coroutine[Any, Any, PdfSignatureStatus]) -> PdfSignatureStatus:
    """What a coroutine returns that waits for nothing: an event loop would need a socket, which no child may make."""
    try:
        work.send(None)
    except StopIteration as done:
        result: PdfSignatureStatus = done.value
        return result
    work.close()
    raise RuntimeError("It wanted to wait for something.")


def _state(status: PdfSignatureStatus, certificate: Certificate, at: datetime) -> State:
    checks = (
        (not (status.intact and status.valid), State.BROKEN),
        (status.coverage < SignatureCoverageLevel.ENTIRE_REVISION, State.PARTIAL),
        (_was_changed(status), State.CHANGED),
        (status.revoked, State.REVOKED),
        (not status.trusted and certificate.self_signed in ("yes", "maybe"), State.SELF_SIGNED),
        ((_stamp(status) or at) > certificate.not_valid_after, State.EXPIRED),
        (at < certificate.not_valid_before, State.NOT_YET_VALID),
        (_is_for_another_use(certificate), State.WRONG_USE),
        (not status.trusted, State.UNKNOWN_ISSUER),
        (not status.bottom_line, State.BROKEN),
    )
    return next((state for holds, state in checks if holds), State.GOOD)


def _was_changed(status: PdfSignatureStatus) -> bool:
    """Whether more came after the signature than another signature or proofs of its validity. Bytes that no reader
    takes for a part of the file are more too."""
    level = status.modification_level
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return False
    return level not in (ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)


def _is_for_another_use(certificate: Certificate) -> bool:
    use = certificate.key_usage_value
    return use is not None and not {"digital_signature", "non_repudiation"} & use.native


def _name(name: Any) -> str:
    """The most telling part of a certificate's name."""
    parts = name.native
    for key in ("common_name", "organization_name", "email_address"):
        if said := parts.get(key):
            return " ".join(str(said if isinstance(said, str) else said[0]).split())[:200]
    return ""


def _as_signed(content: bytes, signatures: list[Any]) -> bytes:
    """The file as it stood when it was signed for the first time: the bytes up to the end of what that covers."""
    ends = [int(one.byte_range[2]) + int(one.byte_range[3]) for one in signatures if len(one.byte_range) == 4]
    return content[: min(ends)] if ends else content


def _over(content: bytes, text_hash: str) -> Over:
    try:
        attached = list(_attached_hashes(content))
        if text_hash in attached:
            return Over.ATTACHED
        printed = list(_printed_hashes(content))
    except Exception:  # noqa: BLE001 - as above
        return Over.NONE
    if text_hash in printed:
        return Over.PRINTED
    return Over.ANOTHER if attached or printed else Over.NONE


def _attached_hashes(content: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name in list(pdf.attachments)[:MOST_SIGNATURES]:
            yield hashlib.sha256(pdf.attachments[name].get_file().read_bytes()).hexdigest()


def _printed_hashes(content: bytes) -> Iterator[str]:
    pdf = pypdfium2.PdfDocument(content)
    try:
        for number in range(min(len(pdf), MOST_PAGES)):
            for found in _HASH.finditer(pdf[number].get_textpage().get_text_bounded()):
                yield re.sub(r"\s+", "", found.group()).lower()
    finally:
        pdf.close()
