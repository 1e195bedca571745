"""Writing letters into the outbox and sending them."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.clock import real_now
from mithaq.foundation.mail.models import Letter, Sending

log = logging.getLogger(__name__)

#: After this many failed attempts a letter waits for a person.
ATTEMPTS = 5


def write(seat: Seat, *, occasion: str, language: str, subject: str, body: str, at: datetime) -> Letter:
    """Put a letter to a seat into the outbox; the same occasion writes it once."""
    letter, _new = Letter.objects.get_or_create(
        seat=seat,
        occasion=occasion,
        defaults={"language": language, "subject": subject, "body": body, "written_at": at},
    )
    return letter


def letters_waiting() -> QuerySet[Letter]:
    """Letters to people with an address that no attempt has handed over, the oldest first."""
    taken = Sending.objects.filter(letter=OuterRef("pk"), error="")
    return (
        Letter.objects.filter(~Q(seat__person__email=""), ~Exists(taken))
        .annotate(attempts=Count("sendings"))
        .filter(attempts__lt=ATTEMPTS)
        .select_related("seat__person")
        .order_by("id")
    )


def send_waiting() -> int:
    """Hand every waiting letter to the mail system; the number that was taken."""
    return sum(_send(letter) for letter in letters_waiting())


def _send(letter: Letter) -> bool:
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.seat.person.email],
        headers={"Content-Language": letter.language},
    )
    try:
        message.send()
        error = ""
    except OSError as failure:  # smtplib's errors are OSErrors too
        error = str(failure)[:300] or type(failure).__name__
        log.warning("letter was not taken", extra={"letter": letter.public_id})
    Sending.objects.create(letter=letter, at=real_now(), error=error)
    return not error
