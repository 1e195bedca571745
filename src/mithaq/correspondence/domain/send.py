"""Sending a circular, once, and reminding those who owe an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mithaq.correspondence.models import Addressee, Circular, Dispatch, Matter, Reminder
from mithaq.correspondence.queries.board import Line, board_of
from mithaq.correspondence.queries.letters import OURS, Rendered, Words, letters_to_write, mark_of, render, words_of
from mithaq.correspondence.queries.recipients import Recipient, languages_of, recipients_of
from mithaq.correspondence.rules import may_correspond
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.formats import listing
from mithaq.foundation.mail.models import BETWEEN_LANGUAGES, Letter
from mithaq.foundation.mail.outbox import AT_ONCE, Draft, write_all
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.models import Upload

Addressed = list[tuple[Addressee, Recipient]]
#: As many letters are written while the sender waits; more are the worker's, so many in one transaction.
A_HANDFUL, PORTION = 20, 200


def send(circular: Circular, *, seat: Seat, at: datetime) -> Dispatch:
    """Settle who gets it, and write a handful of letters into the outbox at once; more are written by the worker, with
    `write_portion`. A circular that has been sent is not sent again.

    Raises `Refused` where there is nobody to send it to.
    """
    with transaction.atomic():
        circular = Circular.objects.select_for_update().select_related("cycle").get(pk=circular.pk)
        require(may_correspond(seat, at))
        sent = Dispatch.objects.filter(circular=circular).first()
        if sent is not None:
            return sent
        recipients = recipients_of(circular, at)
        if not any(recipient.seat for recipient in recipients):
            raise Refused(gettext_lazy("Nobody would get this circular. Choose recipients first. Nothing was sent."))
        dispatch = Dispatch.objects.create(circular=circular, seat=seat, at=at)
        addressees = [one for one in _addressees(circular, recipients) if one[0].seat]
        if len(addressees) <= A_HANDFUL:
            _write_to(circular, addressees, dispatch)
        record("circular.sent", circular, seat=seat, at=at, facts={"letters": len(addressees)})
    return dispatch


def write_portion(dispatch: Dispatch, *, at: datetime) -> int:
    """Write the next letters of a circular that was sent; the number that was written, none once all are.

    Each portion is one transaction under the circular's lock: a worker that is killed leaves whole portions behind, the
    next one goes on there, and two at once write none twice.
    """
    with transaction.atomic():
        circular = Circular.objects.select_for_update().select_related("cycle").get(pk=dispatch.circular_id)
        waiting = letters_to_write(circular).select_related("organisation", "seat__person", "seat__organisation")
        portion: Addressed = []
        for addressee in waiting[:PORTION]:
            addressee.circular = circular
            to = Recipient(addressee.organisation, addressee.seat, tuple(addressee.languages.split(", ")))
            portion.append((addressee, to))
        if portion:
            _write_to(circular, portion, dispatch)
            record("circular.letters_written", circular, seat=None, at=at, facts={"letters": len(portion)})
    return len(portion)


def write_all_letters(dispatch: Dispatch, *, at: datetime) -> int:
    """Write all of a circular's letters, portion by portion; how many were written."""
    count = 0
    while written := write_portion(dispatch, at=at):
        count += written
    return count


def _write_to(circular: Circular, addressed: Addressed, dispatch: Dispatch) -> None:
    occasion = f"circular:{circular.public_id}"
    letters = _written(circular, words_of(circular), addressed, occasion, dispatch.seat, dispatch.at)
    for (addressee, _to), letter in zip(addressed, letters, strict=True):
        addressee.letter = letter
    Addressee.objects.bulk_update([one for one, _to in addressed], ["letter"], batch_size=AT_ONCE)


def remind(matter: Matter, *, seat: Seat, at: datetime) -> list[Reminder]:
    """Write to everybody whose organisation still owes an answer. Repeated within the same day it does nothing."""
    with transaction.atomic():
        Circular.objects.select_for_update().get(pk=matter.circular_id)
        circular = Circular.objects.select_related("cycle", "matter", "dispatch").get(pk=matter.circular_id)
        require(may_correspond(seat, at))
        owing = to_remind(circular.matter, at)
        recipients = _recipients_again(circular, owing)
        occasion = f"reminder:{matter.public_id}:{at.date().isoformat()}"
        letters = _written(circular, words_of_reminder(circular), recipients, occasion, seat, at, enclosing=False)
        reminders = [
            Reminder(addressee=addressee, letter=letter, seat=seat, at=at)
            for (addressee, _to), letter in zip(recipients, letters, strict=True)
        ]
        Reminder.objects.bulk_create(reminders, batch_size=AT_ONCE)
        if reminders:
            record("answer.reminded", matter, circular, seat=seat, at=at, facts={"letters": len(reminders)})
    return reminders


def to_remind(matter: Matter, at: datetime) -> list[Line]:
    """The lines of the board to which a reminder would go: they owe, can be written to, and were not reminded today."""
    today = at.date()
    return [
        line
        for line in board_of([matter], at, beside=["seat__person"])
        if line.owes and line.letters and not any(when.date() == today for when in line.reminded_at)
    ]


def reminder_as_read(matter: Matter, line: Line, *, seat: Seat) -> Rendered:
    """The reminder as the first reader of that organisation gets it."""
    (addressee, recipient), *_others = _recipients_again(matter.circular, [line])
    return render(words_of_reminder(matter.circular), matter.circular, recipient, sender=seat, link=addressee.link)


def words_of_reminder(circular: Circular) -> Words:
    """The reminder's words in every language of the interface; in any other, the circular's own once more."""
    subject, body = dict(circular.subject), dict(circular.body)
    for language, _name in settings.LANGUAGES:
        with override(language):
            subject[language] = _("Reminder: {{ matter }}")
            body[language] = _(
                "{{ salutation }}\n\n"
                "We wrote to you about “{{ matter }}” and have no answer from {{ city }} on record. "
                "The deadline is {{ deadline }}.\n\n"
                "You can hand in your answer without signing in, by this link, which is yours alone:\n"
                "{{ upload_link }}\n\n"
                "If your answer is on its way, please disregard this letter.\n\n"
                "{{ sender }}\n{{ group }}"
            )
    return Words(subject, body)


def _addressees(circular: Circular, recipients: Iterable[Recipient]) -> Addressed:
    made = [(_addressee(circular, one), one) for one in recipients]
    Addressee.objects.bulk_create([addressee for addressee, _to in made], batch_size=AT_ONCE)
    return made


def _addressee(circular: Circular, one: Recipient) -> Addressee:
    languages = ", ".join(one.languages)
    return Addressee(circular=circular, organisation=one.organisation, seat=one.seat, languages=languages)


def _recipients_again(circular: Circular, lines: Iterable[Line]) -> Addressed:
    """Those whom the circular was written to, in the languages in which they got it; where the house has words of its
    own in none of these, then in all of its own as well."""
    written = languages_of(circular)
    again = []
    for line in lines:
        languages = {key: letter.language for key, letter in line.letters.items()}
        for addressee in line.addressees:
            if addressee.seat is not None and addressee.letter_id in languages:
                read = tuple(languages[addressee.letter_id].split(", ")) or written
                addressee.circular = circular
                languages_now = read if set(read) & set(OURS) else (*read, *OURS)
                again.append((addressee, Recipient(line.organisation, addressee.seat, languages_now)))
    return again


def _written(
    circular: Circular,
    words: Words,
    addressed: Addressed,
    occasion: str,
    sender: Seat,
    at: datetime,
    *,
    enclosing: bool = True,
) -> list[Letter]:
    attached = circular.attachments.select_related("upload") if enclosing else ()
    going = [one for one in attached if circular.sends_unmarked or not one.unmarkable]
    files = [one.upload for one in going]
    marked = frozenset(one.upload for one in going if not one.unmarkable)
    drafts = []
    for addressee, recipient in addressed:
        if recipient.seat is None:
            continue
        letter = render(words, circular, recipient, sender=sender, link=addressee.link)
        drafts.append(
            Draft(
                recipient.seat,
                letter.language,
                letter.subject,
                _covering(letter, [marked_name(file, recipient) for file in files]),
                reply_to=addressee.reply_address,
                enclosed=tuple((file, marked_name(file, recipient)) for file in files),
                marked=marked,
            )
        )
    return write_all(drafts, occasion=occasion, at=at)


def _covering(letter: Rendered, names: list[str]) -> str:
    """The letter's words, below each language the files that go with it and for whom they are marked; in a language in
    which the house has no words, their names alone."""
    if not names:
        return letter.body
    covered = []
    for language, words in letter.parts:
        with override(language):
            files = listing(names)
            line = _("Enclosed, each marked for its recipient: %(files)s") % {"files": files}
        if language not in OURS:
            line = files
        covered.append(f"{words}\n\n{line}")
    return BETWEEN_LANGUAGES.join(covered)


def marked_name(file: Upload, recipient: Recipient) -> str:
    """The file's name with the recipient's organisation, so that a copy that goes astray says whose it was."""
    path = PurePath(file.name)
    return f"{path.stem[:120]} {mark_of(recipient.organisation)}{path.suffix}"
