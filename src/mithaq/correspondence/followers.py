"""What this room does when something happens elsewhere: with a person's name the mails go that the person wrote."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mithaq.core.addresses import address_key
from mithaq.correspondence.models import Incoming, Return
from mithaq.foundation.actors.forgetting import Leaving, forgets
from mithaq.foundation.languages.words import both
from mithaq.foundation.uploads.forget import forget
from mithaq.foundation.uploads.models import Upload

ERASED = _("A mail whose sender's name was erased")


@forgets
def forget_mails(leaving: Leaving, at: datetime) -> None:
    """Erase whose mails came from the person or name the person: their senders, their words, the mails themselves. The
    answer of the organisation stays, without the words by which the person is known."""
    keys = {address_key(word) for word in leaving.words if "@" in word}
    rows = Incoming.objects.values_list("pk", "sender", "sender_name", "subject", "text")
    named = [pk for pk, sender, *words in rows.iterator() if _concerns(leaving, keys, sender, words)]
    seats = [seat for person in leaving.persons for seat in person.seats.all()]
    mails = Incoming.objects.filter(Q(pk__in=named) | Q(addressee__seat__in=seats))
    uploads = list(Upload.objects.filter(pk__in=mails.values("upload")))
    answers = list(Return.objects.filter(pk__in=mails.exclude(returned=None).values("returned")))
    Incoming.objects.filter(pk__in=list(mails.values_list("pk", flat=True))).update(
        sender="", sender_name="", subject=" · ".join(both(ERASED).values()), text="", left_in_it=[]
    )
    for answer in answers:
        answer.words = leaving.without(answer.words)
        answer.save(update_fields=["words"])
    forget(uploads, at)


def _concerns(leaving: Leaving, keys: set[str], sender: str, words: list[str]) -> bool:
    return address_key(sender) in keys or any(leaving.is_named_in(text) for text in words if text)
