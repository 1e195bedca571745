"""Writing letters into the outbox and sending them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from mithaq.core.reading.unreadable import Unreadable
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.clock import real_now
from mithaq.foundation.mail.dressing import dressed
from mithaq.foundation.mail.enclosures import enclosures_of
from mithaq.foundation.mail.marking import lines_for
from mithaq.foundation.mail.models import Enclosure, InHand, Letter, Sending
from mithaq.foundation.uploads.marking import marked_copy
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived, content_of

log = logging.getLogger(__name__)

#: How long a letter rests before each attempt: a mail server that is away for an hour loses no letter.
PAUSES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
#: After this many failed attempts a letter waits for a person.
ATTEMPTS = len(PAUSES)
#: No attempt takes so long: a letter that is in hand since then was left behind by a worker that was killed.
LONGEST_IN_HAND = timedelta(minutes=10)
LONGEST_SUBJECT = 300


def write(
    seat: Seat, *, occasion: str, language: str, subject: str, body: str, at: datetime, address: str = ""
) -> Letter:
    """Put a letter to a seat into the outbox, or from it to an address; the same occasion writes it once."""
    letter, _new = Letter.objects.get_or_create(
        seat=seat,
        occasion=occasion,
        defaults={
            "language": language,
            "subject": _on_one_line(subject),
            "body": body,
            "written_at": at,
            "address": address,
        },
    )
    return letter


@dataclass(frozen=True)
class Draft:
    """A letter yet to be written down: to whom, in which language or languages, and what goes with it."""

    seat: Seat
    language: str
    subject: str
    body: str
    reply_to: str = ""
    #: Files, each under the name that it is sent with.
    enclosed: tuple[tuple[Upload, str], ...] = ()
    #: The files among them whose copy says on every page for whom it is.
    marked: frozenset[Upload] = frozenset()


#: Rows that are written with one statement: more would exceed what SQLite takes.
AT_ONCE = 500


def write_all(drafts: Iterable[Draft], *, occasion: str, at: datetime) -> list[Letter]:
    """Put many letters into the outbox, in their order; those that the occasion has already written are not written
    again. Costs a few statements for each five hundred."""
    drafts = list(drafts)
    with transaction.atomic():
        known = set(Letter.objects.filter(occasion=occasion).values_list("seat_id", flat=True))
        fresh = [draft for draft in drafts if draft.seat.pk not in known]
        Letter.objects.bulk_create([_letter(draft, occasion, at) for draft in fresh], batch_size=AT_ONCE)
        written = {letter.seat_id: letter for letter in Letter.objects.filter(occasion=occasion)}
        Enclosure.objects.bulk_create(
            [
                Enclosure(
                    letter=written[draft.seat.pk], upload=upload, name=name[:200], is_marked=upload in draft.marked
                )
                for draft in fresh
                for upload, name in draft.enclosed
            ],
            batch_size=AT_ONCE,
        )
    return [written[draft.seat.pk] for draft in drafts]


def _letter(draft: Draft, occasion: str, at: datetime) -> Letter:
    return Letter(
        seat=draft.seat,
        occasion=occasion,
        language=draft.language,
        subject=_on_one_line(draft.subject),
        body=draft.body,
        reply_to=draft.reply_to,
        written_at=at,
    )


def note_handed_over(letters: Iterable[Letter], at: datetime) -> None:
    """Note that letters to people with an address were handed over at that time, by whoever did it."""
    Sending.objects.bulk_create(
        [Sending(letter=letter, at=at) for letter in letters if letter.seat.person.email], batch_size=AT_ONCE
    )


def message_id_of(letter: Letter) -> str:
    """The Message-ID that a letter is sent with, without its brackets: answers and reports of failure quote it."""
    return f"{letter.public_id}@{own_domain()}"


def own_domain() -> str:
    """The domain that the house writes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def letters_waiting() -> QuerySet[Letter]:
    """Letters to people with an address that no attempt has handed over, the oldest first."""
    taken = Sending.objects.filter(letter=OuterRef("pk"), error="")
    return (
        Letter.objects.filter(~Q(seat__person__email="", address=""), ~Exists(taken))
        .annotate(attempts=Count("sendings"))
        .filter(attempts__lt=ATTEMPTS)
        .select_related("seat__person", "seat__organisation")
        .order_by("id")
    )


def letters_due(at: datetime) -> QuerySet[Letter]:
    """The waiting letters that are to be sent at this real time: rested since their last attempt, in nobody's hand."""
    in_hand = InHand.objects.filter(letter=OuterRef("pk"), since__gt=at - LONGEST_IN_HAND)
    rested = Q(attempts=0)
    for attempts, pause in enumerate(PAUSES[1:], start=1):
        rested |= Q(attempts=attempts, tried__lte=at - pause)
    return letters_waiting().annotate(tried=Max("sendings__at")).filter(rested, ~Exists(in_hand))


def send_waiting() -> int:
    """Hand every letter that is due to the mail system; the number that was taken."""
    return sum(_send(letter) for letter in letters_due(real_now()))


def _send(letter: Letter) -> bool:
    if not _took_in_hand(letter):
        return False
    error = _error_of_handing_over(letter)
    with transaction.atomic():
        Sending.objects.create(letter=letter, at=real_now(), error=error)
        InHand.objects.filter(letter=letter).delete()
    return not error


def _took_in_hand(letter: Letter) -> bool:
    """Whether it falls to this worker to send the letter; kept before it is sent, so that no other sends it too."""
    with transaction.atomic():
        Letter.objects.select_for_update().get(pk=letter.pk)
        now = real_now()
        if not letters_due(now).filter(pk=letter.pk).exists():
            return False
        InHand.objects.update_or_create(letter=letter, defaults={"since": now})
    return True


def _error_of_handing_over(letter: Letter) -> str:
    """Why the mail system did not take the letter; empty if it did."""
    address = letter.address or letter.seat.person.email
    try:
        _message(letter, address).send()
    # smtplib's errors, an address that cannot be written, and a file that is gone or could not be marked this time.
    except (OSError, ValueError, NotAsReceived, Unreadable) as failure:
        log.warning("letter was not taken", extra={"letter": letter.public_id})
        # Servers quote the address, which must stand with the person and nowhere else.
        return str(failure).replace(address, "…")[:300] or type(failure).__name__
    return ""


def _message(letter: Letter, address: str) -> EmailMultiAlternatives:
    """The letter as a mail. Where it has an address for answers, that is also where a failure is reported to."""
    message = dressed(
        letter.subject,
        letter.parts,
        from_email=letter.reply_to or settings.DEFAULT_FROM_EMAIL,
        to=[address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Content-Language": letter.language,
            "Message-ID": f"<{message_id_of(letter)}>",
        },
    )
    for part in enclosures_of(letter):
        message.attach(part)
    for enclosure in letter.enclosures.select_related("upload"):
        content = content_of(enclosure.upload)
        if enclosure.is_marked:
            content = marked_copy(
                content, enclosure.upload.kind, lines_for(letter.seat, letter.language, letter.written_at)
            )
        message.attach(enclosure.name, content, "application/octet-stream")
    return message


def _on_one_line(subject: str) -> str:
    return " ".join(subject.split())[:LONGEST_SUBJECT]
