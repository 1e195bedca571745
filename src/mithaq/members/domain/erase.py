"""Erasing a person: name, contacts and letters go; what the person did stays, under a name that says so."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mithaq.core.contacts.outcome import Thing
from mithaq.foundation.accounts.models import Account
from mithaq.foundation.actors.forgetting import Leaving, forget_everywhere
from mithaq.foundation.actors.models import Mandate, Person, Seat
from mithaq.foundation.chronicle.models import ActWords
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.words import PerLanguage, both
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import require
from mithaq.foundation.things import kind_of
from mithaq.foundation.uploads.forget import forget
from mithaq.members.domain.compare import forget_sheets, names_somebody
from mithaq.members.domain.photograph import let_go
from mithaq.members.models import Erasure, Import, Imported, Invitation, Merger
from mithaq.members.queries.export import known_as, words_of_acts
from mithaq.members.rules import may_erase

NAME = _("A person whose name was erased")
LETTER = _("This letter was erased with the name of the person to whom it went.")


def erase(person: Person, *, seat: Seat, at: datetime) -> Erasure:
    """Erase a person's names, contacts, account and letters, and the words of the acts that tell who it was.

    Seats, mandates, offices and acts stay, so that what was done for an organisation stays done and the chronicle
    whole. Free words of other records (an evidence, a note) are not touched: `export.where_named` finds them.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        require(may_erase(seat, person, at))
        leaving = Leaving((person, *person.merged.all()), frozenset(known_as(person)))
        forget_everywhere(leaving, at)
        _forget_list_files(leaving, at)
        # Null for both words and salt is the one change that the chronicle's own guard lets pass.
        ActWords.objects.filter(act__in=words_of_acts(person)).update(words=None, salt=None)
        _forget_the_way_in(person)
        _forget_letters(person)
        _forget_lists_and_offers(person)
        _forget_photos(person, at)
        _forget_mergers(person)
        person.channels.update(value="", is_preferred=False, is_living=False)
        for one in (person, *person.merged.all()):
            _forget_names(one)
        erasure = Erasure.objects.create(person=person, by=seat, at=at)
        record("person.erased", person, *person.merged.all(), seat=seat, at=at)
    return erasure


def _forget_names(person: Person) -> None:
    person.name = PerLanguage(both(NAME))
    person.family, person.pronunciation, person.honorific = PerLanguage(), PerLanguage(), PerLanguage()
    person.forms, person.languages, person.email, person.key = "", [], "", ""
    person.save()
    # The keys of files often hold the name of the person that a seat was written down for.
    Seat.objects.filter(person=person).update(key="")
    Mandate.objects.filter(seat__person=person).update(key="")


def _forget_photos(person: Person, at: datetime) -> None:
    photos = list(person.photos.all())
    person.photos.update(photographer="", licence="", source="", is_living=False)
    let_go(photos, at)


def _forget_mergers(person: Person) -> None:
    names = [person.public_id, *person.merged.values_list("public_id", flat=True)]
    Merger.objects.filter(kind=kind_of(person)).filter(Q(kept__in=names) | Q(gone__in=names)).update(fields={})


def _forget_the_way_in(person: Person) -> None:
    accounts = {str(pk) for pk in Account.objects.filter(person=person).values_list("pk", flat=True)}
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") in accounts:
            session.delete()
    Account.objects.filter(person=person).delete()


def _forget_letters(person: Person) -> None:
    erased = both(LETTER)
    words = {"subject": PerLanguage(erased).in_language("en"), "body": "\n\n".join(erased.values())}
    Letter.objects.filter(seat__person=person).update(**words)
    if person.email:
        Letter.objects.filter(address__iexact=person.email).update(**words, address="")


def _forget_list_files(leaving: Leaving, at: datetime) -> None:
    """The files of lists that brought the person or name the person, and what was read out of them."""
    refs = [one.public_id for one in leaving.persons]
    brought = Imported.objects.filter(thing=Thing.PERSON, ref__in=refs).values("playing__of")
    by_ref = set(Import.objects.filter(pk__in=brought).values_list("pk", flat=True))
    lists = Import.objects.filter(file__forgotten_at=None).select_related("file")
    files = [one.file for one in lists if one.pk in by_ref or names_somebody(one.file, leaving.is_named_in)]
    Import.objects.filter(file__in=files).update(answers={})
    forget(files, at)
    for file in files:
        forget_sheets(file)


def _forget_lists_and_offers(person: Person) -> None:
    """What lists of contacts put on record of the person, and the invitation by which the person came."""
    names = [person.public_id, *person.merged.values_list("public_id", flat=True)]
    Imported.objects.filter(thing=Thing.PERSON, ref__in=names).update(before={}, after={})
    numbers = person.channels.values("public_id")
    Imported.objects.filter(thing=Thing.CHANNEL, ref__in=numbers).update(before={}, after={})
    for invitation in Invitation.objects.filter(admission__seat__person=person):
        invitation.email, invitation.name = "", PerLanguage(both(NAME))
        invitation.save(update_fields=["email", "name"])
