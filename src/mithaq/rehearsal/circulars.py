"""Circulars and what came back, as files: `circulars.csv`, `returns.csv` and `letter_languages.csv`, all optional.

A return by mail is written here as the mail that it would have been, and taken in as the mailbox does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from mithaq.correspondence.domain.check import accept, set_aside
from mithaq.correspondence.domain.hand_in import hand_in, hand_in_by_link
from mithaq.correspondence.domain.send import remind, send, write_all_letters
from mithaq.correspondence.domain.take_in import take_in
from mithaq.correspondence.domain.write import Asked, keep_as_template, prefer_language, write_circular
from mithaq.correspondence.models import Addressee, Circular, Incoming, Return
from mithaq.correspondence.queries.recipients import Choice
from mithaq.correspondence.vocabulary import Way
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.mail.outbox import message_id_of, note_handed_over
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.receive import receive
from mithaq.members.vocabulary import Standing
from mithaq.rehearsal.faults import LazyFormat
from mithaq.rehearsal.folder import LANGUAGES as LANGUAGE_CODES
from mithaq.rehearsal.folder import Row
from mithaq.rehearsal.records import CircularLine, ReturnLine

if TYPE_CHECKING:
    from mithaq.rehearsal.scenes import Played, Scene

#: The columns that the three tables must have.
CIRCULARS = ("key", "subject_en", "body_en", "classes", "sent_at", "sent_by")
LANGUAGES = ("organisation", "language")
RETURNS = ("circular", "organisation", "way", "at")
#: What a mail among the returns is: an answer, an automatic reply, a bounce, or an answer from somebody not on record.
KINDS = ("answer", "automatic", "bounce", "stranger")
NEVER = datetime.max.replace(tzinfo=UTC)


def circular_line(row: Row, seats: Iterable[str]) -> CircularLine:
    """A row of the circulars."""
    classes = tuple(row.text("classes").split())
    for klass in classes:
        if klass not in Standing.values:
            row.fault(LazyFormat(_("“%(value)s” is not a class of member."), value=klass))
    due, asks = row.instant("due"), row.words("asks")
    if (due is None) != (not asks):
        row.fault(_("A circular that asks for something needs its words and its deadline."))
    return CircularLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        subject=row.words("subject", needed=True),
        body=row.words("body", needed=True),
        asks=asks,
        due=due,
        classes=classes,
        sent_at=row.instant("sent_at", needed=True) or NEVER,
        sent_by=row.reference("sent_by", seats, needed=True),
        reminded_at=row.instant("reminded_at"),
    )


def return_line(row: Row, circulars: Iterable[str], organisations: Iterable[str], seats: Iterable[str]) -> ReturnLine:
    """A row of the returns."""
    return ReturnLine(
        row.file,
        row.line,
        circular=row.reference("circular", circulars, needed=True),
        organisation=row.reference("organisation", organisations, needed=True),
        way=row.choice("way", Way.values),
        kind=row.choice("kind", KINDS, default="answer"),
        at=row.instant("at", needed=True) or NEVER,
        words=row.text("words"),
        name=row.text("file"),
        content=row.content_of("file"),
        checked_at=row.instant("checked_at"),
        checked_by=row.reference("checked_by", seats),
        set_aside=row.text("set_aside"),
    )


def language_line(row: Row, organisations: Iterable[str]) -> tuple[str, str]:
    """In which language an organisation is written to."""
    return row.reference("organisation", organisations, needed=True), row.choice("language", LANGUAGE_CODES)


def scenes(played: Played) -> Iterator[Scene]:
    """The acts of the correspondence."""
    from mithaq.rehearsal.scenes import Scene

    for line in played.script.circulars:
        yield Scene(line.sent_at, line, partial(_send, played, line))
        if line.reminded_at:
            yield Scene(line.reminded_at, line, partial(_remind, played, line))
    for one in played.script.returns:
        yield Scene(one.at, one, partial(_come_back, played, one))


def _send(played: Played, line: CircularLine) -> None:
    seat, at = played.seats[line.sent_by], line.sent_at
    for key, language in played.script.letter_languages:
        if not played.organisations[key].preferred_languages.exists():
            prefer_language(played.organisations[key], language, seat=seat, at=at)
    asked = Asked(line.asks, line.due) if line.due else None
    choice = Choice(standings=line.classes)
    circular = write_circular(played.cycle, line.subject, line.body, choice, asked, seat=seat, at=at)
    write_all_letters(send(circular, seat=seat, at=at), at=at)
    keep_as_template(circular, circular.title, seat=seat, at=at)
    played.circulars[line.key] = Circular.objects.get(pk=circular.pk)
    # Letters of a year that is played are not handed to a real mail system afterwards.
    addressed = Addressee.objects.filter(circular=circular, letter__isnull=False).select_related("letter__seat__person")
    note_handed_over([one.letter for one in addressed if one.letter], at)


def _remind(played: Played, line: CircularLine) -> None:
    if line.reminded_at:
        matter = played.circulars[line.key].matter
        reminders = remind(matter, seat=played.seats[line.sent_by], at=line.reminded_at)
        note_handed_over([reminder.letter for reminder in reminders], line.reminded_at)


def _come_back(played: Played, line: ReturnLine) -> None:
    circular = _circular(played, line)
    addressee = Addressee.objects.select_related("seat__person", "letter", "circular", "organisation").filter(
        circular=circular, organisation=played.organisations[line.organisation], seat__isnull=False
    )
    to = addressee.first()
    if to is None or to.seat is None:  # whoever was not written to can still write, and lies in the tray then
        take_in(_stray_mail(line), seat=None, at=line.at)
        return
    returned = _returned(to, to.seat, line)
    if returned is not None and line.checked_at:
        seat = played.seats[line.checked_by or played.script.secretariat]
        if line.set_aside:
            set_aside(returned, line.set_aside, seat=seat, at=line.checked_at)
        else:
            accept(returned, seat=seat, at=line.checked_at)


def _circular(played: Played, line: ReturnLine) -> Circular:
    if line.circular not in played.circulars:
        raise Refused(_("The circular of this row has not been sent yet at this instant."))
    return played.circulars[line.circular]


def _returned(to: Addressee, seat: Seat, line: ReturnLine) -> Return | None:
    if line.way == Way.SITE:
        return hand_in(to.circular.matter, line.words, _files(line, seat), seat=seat, at=line.at)
    if line.way == Way.LINK:
        return hand_in_by_link(to.token, line.words, _files(line, None), at=line.at)
    incoming: Incoming = take_in(_mail(to, seat, line), seat=None, at=line.at)
    return incoming.returned


def _files(line: ReturnLine, seat: Seat | None) -> list[tuple[Upload, str]]:
    if line.content is None:
        return []
    name = line.name.rpartition("/")[2]
    return [(receive(ContentFile(line.content, name=name), seat=seat, at=line.at), name)]


def _mail(to: Addressee, seat: Seat, line: ReturnLine) -> bytes:
    """The mail that this row stands for."""
    mail = EmailMessage(policy=SMTP)
    sender = {"bounce": "MAILER-DAEMON@mail.example", "stranger": "office@elsewhere.example"}
    mail["From"] = sender.get(line.kind, seat.person.email)
    mail["To"] = f"returns+{to.public_id}@secretariat.example"
    mail["Date"] = line.at
    subject = to.circular.title.in_language("en")
    mail["Subject"] = {"bounce": "Undelivered Mail Returned to Sender", "automatic": f"Automatic reply: {subject}"}.get(
        line.kind, f"Re: {subject}"
    )
    if to.letter is not None:
        mail["In-Reply-To"] = f"<{message_id_of(to.letter)}>"
    if line.kind == "automatic":
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(line.words or "-")
    if line.content is not None:
        name = line.name.rpartition("/")[2]
        mail.add_attachment(line.content, maintype="application", subtype="octet-stream", filename=name)
    if line.kind == "bounce":
        return _as_report(mail.as_bytes(), message_id_of(to.letter) if to.letter else "")
    return mail.as_bytes()


def _stray_mail(line: ReturnLine) -> bytes:
    """What an organisation writes that the circular did not go to."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "office@elsewhere.example", "returns@secretariat.example", "Answer"
    mail["Date"] = line.at
    mail.set_content(line.words or "-")
    return mail.as_bytes()


def _as_report(mail: bytes, message_id: str) -> bytes:
    """The same head with the body of a mail server's report (RFC 3464)."""
    head = b"\r\n".join(
        line for line in mail.split(b"\r\n\r\n", 1)[0].split(b"\r\n") if not line.lower().startswith(b"content-")
    )
    body = (
        '\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="report"\r\n\r\n'
        "--report\r\nContent-Type: text/plain\r\n\r\nThe mailbox is unknown.\r\n"
        "--report\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--report\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\n\r\n--report--\r\n"
    )
    return head + body.encode()
