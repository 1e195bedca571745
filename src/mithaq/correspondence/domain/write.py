"""Writing a circular and revising it until it is sent; keeping its words; what it may carry and in which language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.fields import faults, fields_in
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.correspondence.models import AttachmentsAllowed, Circular, Matter, PreferredLanguage, Template
from mithaq.correspondence.queries.recipients import Choice
from mithaq.correspondence.rules import may_correspond, may_revise
from mithaq.correspondence.vocabulary import FIELDS, FIELDS_OF_A_MATTER, Unmarkable
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.marking import line_of, marked_copy
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived, content_of


@dataclass(frozen=True)
class Asked:
    """What a circular asks for, and by when."""

    title: Mapping[str, str]
    due: datetime


def write_circular(
    cycle: Cycle,
    subject: Mapping[str, str],
    body: Mapping[str, str],
    choice: Choice,
    asked: Asked | None = None,
    attached: Iterable[Upload] = (),
    *,
    sends_unmarked: bool = False,
    seat: Seat,
    at: datetime,
) -> Circular:
    """Write a circular; it goes to nobody until it is sent. `sends_unmarked`: files into which the recipient cannot be
    written go out all the same; otherwise they are left out."""
    tried = _tried(attached)
    with transaction.atomic():
        require(may_correspond(seat, at))
        _refuse_faults(subject, body, asked)
        circular = Circular.objects.create(
            cycle=cycle,
            subject=subject,
            body=body,
            choice=choice.as_kept(),
            written_by=seat,
            written_at=at,
            sends_unmarked=sends_unmarked,
        )
        _ask(circular, asked)
        _attach(circular, tried)
        record("circular.written", circular, seat=seat, at=at)
    return circular


def revise_circular(
    circular: Circular,
    subject: Mapping[str, str],
    body: Mapping[str, str],
    choice: Choice,
    asked: Asked | None = None,
    attached: Iterable[Upload] = (),
    detached: Iterable[int] = (),
    *,
    sends_unmarked: bool = False,
    seat: Seat,
    at: datetime,
) -> Circular:
    """Change a circular that has not been sent."""
    tried = _tried(attached)
    with transaction.atomic():
        circular = Circular.objects.select_for_update().get(pk=circular.pk)
        require(may_revise(seat, circular, at))
        _refuse_faults(subject, body, asked)
        circular.subject, circular.body, circular.choice = subject, body, choice.as_kept()
        circular.sends_unmarked = sends_unmarked
        circular.save(update_fields=["subject", "body", "choice", "sends_unmarked"])
        Matter.objects.filter(circular=circular).delete()
        _ask(circular, asked)
        circular.attachments.filter(pk__in=list(detached)).delete()
        _attach(circular, tried)
        record("circular.revised", circular, seat=seat, at=at)
    return Circular.objects.get(pk=circular.pk)


def keep_as_template(circular: Circular, title: Mapping[str, str], *, seat: Seat, at: datetime) -> Template:
    """Keep a circular's words for the next one, under a title in one language or several; a template of the same title
    in the first of them is replaced."""
    titles = {language: short for language, words in title.items() if (short := " ".join(words.split())[:120])}
    with transaction.atomic():
        require(may_correspond(seat, at))
        if not titles:
            raise Refused(_("A template needs a title. Nothing was changed."))
        words = {"subject": circular.subject, "body": circular.body, "kept_by": seat, "kept_at": at}
        known = next(iter(titles.values()))
        template, _new = Template.objects.update_or_create(title=known, defaults={"titles": titles, **words})
        record("circular.kept_as_template", template, circular, seat=seat, at=at)
    return template


def allow_attachments(cycle: Cycle, *, seat: Seat, at: datetime) -> AttachmentsAllowed:
    """Let the circulars of this cycle carry files, each marked for its recipient."""
    with transaction.atomic():
        require(may_correspond(seat, at))
        allowed, is_new = AttachmentsAllowed.objects.get_or_create(cycle=cycle, defaults={"seat": seat, "at": at})
        if is_new:
            record("attachments.allowed", cycle, seat=seat, at=at)
    return allowed


def prefer_language(
    organisation: Organisation, language: str, person: Person | None = None, *, seat: Seat, at: datetime
) -> None:
    """Record in which language an organisation, or a person in it, is written to; empty: in all of them."""
    with transaction.atomic():
        require(may_correspond(seat, at))
        preferred = PreferredLanguage.objects.filter(organisation=organisation, person=person)
        if language:
            PreferredLanguage.objects.update_or_create(
                organisation=organisation, person=person, defaults={"language": language}
            )
        else:
            preferred.delete()
        record("language.preferred", organisation, seat=seat, at=at, facts={"language": language})


def _refuse_faults(subject: Mapping[str, str], body: Mapping[str, str], asked: Asked | None) -> None:
    if not any(subject.values()) or not any(body.values()):
        raise Refused(_("A circular needs a subject and words. Nothing was changed."))
    texts = [*subject.values(), *body.values()]
    if any(list(faults(text, FIELDS)) for text in texts):
        raise Refused(_("A circular may use the fields of the list only. Nothing was changed."))
    if asked is None and any(fields_in(text) & set(FIELDS_OF_A_MATTER) for text in texts):
        raise Refused(
            _("These words name a deadline or a link, but the circular asks for nothing. Nothing was changed.")
        )


def _ask(circular: Circular, asked: Asked | None) -> None:
    if asked is not None:
        Matter.objects.create(circular=circular, title=asked.title, due=asked.due)


def _tried(uploads: Iterable[Upload]) -> list[tuple[Upload, str]]:
    """Each file with why it cannot be marked, found by marking it. Done before the transaction, for it takes time."""
    return [(upload, _why_unmarkable(upload)) for upload in uploads]


def _why_unmarkable(upload: Upload) -> str:
    try:
        marked_copy(content_of(upload), upload.kind, (line_of("en", "x"),))
    except NotAsReceived:
        return Unmarkable.UNSOUND
    except Unreadable as why:
        known = {Why.OTHER_KIND: Unmarkable.KIND, Why.ENCRYPTED: Unmarkable.LOCKED, Why.SIGNED: Unmarkable.SIGNED}
        return known.get(why.code, Unmarkable.UNSOUND)
    return ""


def _attach(circular: Circular, uploads: list[tuple[Upload, str]]) -> None:
    if uploads and not AttachmentsAllowed.objects.filter(cycle=circular.cycle_id).exists():
        raise Refused(_("The policy of this year does not let circulars carry files. Nothing was changed."))
    for upload, unmarkable in uploads:
        circular.attachments.update_or_create(upload=upload, defaults={"unmarkable": unmarkable})
