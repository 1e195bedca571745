"""What the worker does here: writing the letters of circulars, and looking into the mailbox for replies, by IMAP
(RFC 3501), every minute.

The mailbox is only read: no mail is moved, marked or deleted there, so people may use it beside us. How far it has been
read is kept as the identifier of the last mail, which is valid for one UIDVALIDITY; where that changes, everything is
read again, and what is known already is recognised by its content.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from mithaq.core.reading.unreadable import Unreadable
from mithaq.correspondence.domain.send import write_portion
from mithaq.correspondence.domain.take_in import take_in
from mithaq.correspondence.models import Mailbox
from mithaq.correspondence.queries.letters import circulars_to_write
from mithaq.foundation import clock
from mithaq.foundation.uploads.receive import LARGEST_MAIL, MEGABYTE

log = logging.getLogger(__name__)

#: Seconds between two looks, and how long the mail server may keep us waiting.
EVERY, PATIENCE = 60.0, 20.0
#: Mails that are taken in at one look: the worker has other things to do as well.
AT_ONCE = 50


@dataclass
class _Look:
    """When this process last looked, in seconds of its monotonic clock."""

    at: float = float("-inf")


_last = _Look()


class NotAMailbox(Exception):
    """The mailbox's address names no mailbox, or its server does not answer as a mail server does."""


def write_letters() -> int:
    """Write the next portion of letters of each circular that was sent; the number of letters. What is not written now
    is written in the next round, and a circular to thousands does not keep the others waiting."""
    return sum(write_portion(dispatch, at=clock.now()) for dispatch in circulars_to_write())


def look_into_the_mailbox(*, now: bool = False) -> int:
    """Take in what has come since the last look; the number of mails. Does nothing where no mailbox is configured, or
    where it was looked into within the last minute (unless `now`). A server that is away is tried at the next look."""
    if not settings.RETURNS_MAILBOX or (not now and time.monotonic() - _last.at < EVERY):
        return 0
    _last.at = time.monotonic()
    try:
        return read_mailbox(settings.RETURNS_MAILBOX)
    except (OSError, imaplib.IMAP4.error, NotAMailbox) as fault:
        # Servers quote user names and passwords in what they say, so only the kind of fault is logged.
        log.warning("the mailbox for replies could not be read", extra={"fault": type(fault).__name__})
        return 0


def read_mailbox(address: str) -> int:
    """Take in every mail of the mailbox that has not been taken in; `imaps://user:password@host:port/INBOX`."""
    taken = 0
    with _opened(address) as (server, validity):
        known = _known(address, validity)
        for number in _numbers_after(server, known.last)[:AT_ONCE]:
            content = _mail(server, number)
            if content is not None:
                with suppress(Unreadable):  # larger than any mail: it stays in the mailbox
                    take_in(content, seat=None, at=clock.now())
                    taken += 1
            Mailbox.objects.filter(pk=known.pk).update(last=number)
    return taken


@contextmanager
def _opened(address: str) -> Iterator[tuple[imaplib.IMAP4, int]]:
    """The folder, opened for reading only, with its UIDVALIDITY."""
    place = urlsplit(address)
    if place.scheme not in ("imap", "imaps") or not place.hostname:
        raise NotAMailbox("MITHAQ_RETURNS_MAILBOX must begin with imaps:// or imap:// and name a host.")
    server: imaplib.IMAP4
    if place.scheme == "imaps":
        trusted = ssl.create_default_context()
        server = imaplib.IMAP4_SSL(place.hostname, place.port or 993, ssl_context=trusted, timeout=PATIENCE)
    else:
        server = imaplib.IMAP4(place.hostname, place.port or 143, timeout=PATIENCE)
    try:
        server.login(unquote(place.username or ""), unquote(place.password or ""))
        folder = unquote(place.path.strip("/")) or "INBOX"
        if server.select(f'"{folder}"', readonly=True)[0] != "OK":
            raise NotAMailbox(folder)
        validity = server.response("UIDVALIDITY")[1]
        yield server, int(validity[0] or 0) if validity and validity[0] else 0
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _known(address: str, validity: int) -> Mailbox:
    """How far the mailbox has been read; from its beginning where its identifiers have changed."""
    place = urlsplit(address)
    name = f"{place.username}@{place.hostname}{place.path}"[:254]
    known, _new = Mailbox.objects.get_or_create(name=name, defaults={"validity": validity})
    if known.validity != validity:
        known.validity, known.last = validity, 0
        known.save(update_fields=["validity", "last"])
    return known


def _numbers_after(server: imaplib.IMAP4, last: int) -> list[int]:
    """The identifiers of the mails after that one, the oldest first."""
    answer, found = server.uid("SEARCH", f"UID {last + 1}:*")
    if answer != "OK":
        raise NotAMailbox("SEARCH")
    numbers = [int(number) for number in (found[0] or b"").split()]
    return sorted(number for number in numbers if number > last)  # "5:*" names the last mail even if it is the fourth


def _mail(server: imaplib.IMAP4, number: int) -> bytes | None:
    """A mail without marking it as read; None for one that is gone meanwhile or is larger than any mail."""
    answer, found = server.uid("FETCH", str(number), "(RFC822.SIZE)")
    size = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(one for one in found if isinstance(one, bytes)))
    if answer != "OK" or size is None or int(size[1]) > LARGEST_MAIL * MEGABYTE:
        log.warning("a mail was left in the mailbox", extra={"number": number})
        return None
    answer, found = server.uid("FETCH", str(number), "(BODY.PEEK[])")
    return next((bytes(part[1]) for part in found if isinstance(part, tuple)), None)
