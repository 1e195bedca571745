"""Taking in a mail: kept whole, read in a confined child, and told apart into answer, automatic reply and bounce.

An answer becomes a return. It is filed by itself only where everything fits: the letter that it answers, what that
letter asked for, the organisation of whoever wrote it, and that no file is marked for another. Whatever does not fit
lies in the tray until a person files it, and what cannot be read is kept and shown as such.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction

from mithaq.core.reading.mail import Attached, Mail, MailKind
from mithaq.core.reading.unreadable import Unreadable
from mithaq.correspondence.domain.hand_in import Files, facts_of, file_return
from mithaq.correspondence.models import Addressee, Incoming, Matter, Return
from mithaq.correspondence.queries.returns import addressee_of_mail, carries_anothers_file, organisations_written_from
from mithaq.correspondence.rules import may_correspond
from mithaq.correspondence.vocabulary import Doubt, MailState, Way
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.mail.models import Bounce, Letter
from mithaq.foundation.permissions import require
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.reading import read_mail
from mithaq.foundation.uploads.receive import clean_name, receive, receive_mail

#: From here on a mail quotes the letter that it answers.
_QUOTED = re.compile(
    r"^(>|-{3,} ?(original|forwarded)|_{10,}"
    r"|(on|في|le|el|em) .{5,120}(wrote|كتب|écrit|escribió|escreveu).{0,40}:$)",
    re.IGNORECASE,
)


class _Place(NamedTuple):
    """Where a mail belongs, or why nobody knows."""

    matter: Matter | None
    organisation: Organisation | None
    doubt: str


def take_in(content: bytes, *, seat: Seat | None, at: datetime) -> Incoming:
    """Take in a mail: from the mailbox (no seat), or handed in by the secretariat. The same mail is taken in once.

    Raises `Unreadable` only where it is larger than any mail; then it has to stay where it is.
    """
    if seat is not None:
        require(may_correspond(seat, at))
    upload = receive_mail(content, name="mail.eml", seat=None, at=at)
    known = Incoming.objects.filter(upload=upload).first()
    if known is not None:
        return known
    try:
        mail: Mail | None = read_mail(content)
        why = ""
    except Unreadable as reason:
        mail, why = None, str(reason.code)
    files, left = _files(mail.files if mail else (), seat, at)
    with transaction.atomic():
        # Two workers may have read it at the same time.
        Upload.objects.select_for_update().get(pk=upload.pk)
        known = Incoming.objects.filter(upload=upload).first()
        if known is not None:
            return known
        if mail is None:
            return _keep_unread(upload, why, seat, at)
        return _keep(upload, mail, files, left, seat, at)


def _keep_unread(upload: Upload, why: str, seat: Seat | None, at: datetime) -> Incoming:
    returned, _new = file_return(None, None, Way.MAIL, upload.sha256, (), at, doubt=Doubt.UNREADABLE)
    Return.objects.filter(pk=returned.pk).update(words="")
    incoming = Incoming.objects.create(
        upload=upload, state=MailState.UNREADABLE, why=why, returned=returned, received_at=at
    )
    record("mail.taken_in", incoming, returned, seat=seat, at=at, facts={"sha256": upload.sha256, "why": why})
    return incoming


def _keep(upload: Upload, mail: Mail, files: Files, left: list[str], seat: Seat | None, at: datetime) -> Incoming:
    addressee, letter = addressee_of_mail(mail.recipients, mail.references)
    returned = None
    if mail.kind is MailKind.ANSWER:
        returned = _returned(mail, addressee, files, at)
    incoming = Incoming.objects.create(
        upload=upload,
        state=_STATES[mail.kind],
        sender=mail.sender[:254],
        sender_name=mail.sender_name[:200],
        subject=mail.subject[:300],
        text=mail.text,
        addressee=addressee,
        returned=returned,
        left_in_it=[*left, *(["…"] if mail.is_damaged and not left else [])],
        calendar=asdict(mail.reply) if mail.reply else {},
        received_at=at,
    )
    if mail.kind is MailKind.BOUNCE and letter is not None and mail.is_final:
        _bounce(letter, mail, incoming, seat, at)
    others = [thing for thing in (returned, addressee.circular if addressee else None) if thing is not None]
    facts = {**facts_of(files, Way.MAIL), "mail": upload.sha256, "kind": mail.kind}
    record("mail.taken_in", incoming, *others, seat=seat, at=at, facts=facts)
    return incoming


_STATES = {
    MailKind.ANSWER: MailState.ANSWER,
    MailKind.AUTOMATIC: MailState.AUTOMATIC,
    MailKind.BOUNCE: MailState.BOUNCE,
    MailKind.INVITATION: MailState.INVITATION,
}


def _returned(mail: Mail, addressee: Addressee | None, files: Files, at: datetime) -> Return:
    place = _place_of(mail, addressee)
    words = own_words(mail.text) or mail.subject
    returned, _new = file_return(
        place.matter, place.organisation, Way.MAIL, words, files, at, addressee=addressee, doubt=place.doubt
    )
    return returned


def lay_in_the_tray(incoming: Incoming, *, at: datetime) -> Return:
    """Lay an answer to an invitation that nobody could file by itself into the tray, for a person to look at."""
    with transaction.atomic():
        words = own_words(incoming.text) or incoming.subject or incoming.sender
        returned, _new = file_return(None, None, Way.MAIL, words, (), at, doubt=Doubt.NO_INVITATION)
        Incoming.objects.filter(pk=incoming.pk).update(returned=returned)
        record("mail.laid_in_the_tray", returned, incoming, seat=None, at=at)
    return returned


def _place_of(mail: Mail, addressee: Addressee | None) -> _Place:
    if addressee is None:
        return _Place(None, None, Doubt.NO_LETTER)
    matter = getattr(addressee.circular, "matter", None)
    if matter is None:
        return _Place(None, None, Doubt.NO_MATTER)
    homes = organisations_written_from(mail.sender)
    if addressee.organisation_id in homes:
        if carries_anothers_file((one.name for one in mail.files), addressee):
            return _Place(None, None, Doubt.ANOTHER_FILE)
        return _Place(matter, addressee.organisation, "")
    return _Place(None, None, Doubt.ANOTHER_CITY if homes else Doubt.UNKNOWN_SENDER)


def own_words(text: str) -> str:
    """What the sender wrote, without the letter that is quoted below it."""
    kept: list[str] = []
    for line in text.split("\n"):
        if _QUOTED.match(line.strip()):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip() or text.strip()


def _bounce(letter: Letter, mail: Mail, incoming: Incoming, seat: Seat | None, at: datetime) -> None:
    _bounced, is_new = Bounce.objects.get_or_create(letter=letter, status=mail.status, defaults={"at": at})
    if is_new:
        record("letter.bounced", incoming, seat=seat, at=at, facts={"status": mail.status})


def _files(attached: tuple[Attached, ...], seat: Seat | None, at: datetime) -> tuple[Files, list[str]]:
    """The files that are of a kind we take in, and the names of the others: those stay in the mail, which is kept."""
    taken, left = [], []
    for one in attached:
        try:
            upload = receive(ContentFile(one.bytes, name=one.name), seat=None, at=at)
            taken.append((upload, clean_name(one.name, upload.kind)))
        except Unreadable:
            left.append(one.name)
    return taken, left
