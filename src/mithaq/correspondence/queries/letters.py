"""What a recipient reads: the circular's words with their fields filled, in one language or in several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from mithaq.core.fields import filled
from mithaq.correspondence.models import Addressee, Circular, Dispatch, Matter
from mithaq.correspondence.queries.recipients import Recipient
from mithaq.correspondence.vocabulary import FIELDS
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.mail.languages import in_one_subject
from mithaq.foundation.mail.models import BETWEEN_LANGUAGES

#: The languages in which the house itself has words.
OURS = tuple(code for code, _name in settings.LANGUAGES)
#: A recipient's own link, in a language.
Link = Callable[[str], str]


def link_to_come(language: str) -> str:
    """What stands in a preview where each recipient will have a link of their own."""
    return "…"


@dataclass(frozen=True)
class Words:
    """A subject and a body per language, with fields."""

    subject: Mapping[str, str]
    body: Mapping[str, str]


@dataclass(frozen=True)
class Rendered:
    """A letter as one recipient reads it; `language` is one code or several, "en, ar"."""

    language: str
    subject: str
    body: str

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Its body by language: each part with the code of its own."""
        return list(zip(self.language.split(", "), self.body.split(BETWEEN_LANGUAGES), strict=True))


def matter_of(circular: Circular) -> Matter | None:
    """What the circular asks for, if it asks for something."""
    return getattr(circular, "matter", None)


def render(words: Words, circular: Circular, to: Recipient, *, sender: Seat, link: Link = link_to_come) -> Rendered:
    """The letter that a recipient gets, in each of their languages."""
    if to.seat is None:
        return Rendered("", "", "")
    subjects, bodies = [], []
    for language in to.languages:
        values = _values(circular, to.seat, to.organisation, sender, language, link)
        subjects.append(filled(words.subject.get(language, ""), values))
        bodies.append(filled(words.body.get(language, ""), values))
    subject = in_one_subject(subjects)
    return Rendered(", ".join(to.languages), " ".join(subject.split()), BETWEEN_LANGUAGES.join(bodies))


def words_of(circular: Circular) -> Words:
    """The circular's own words."""
    return Words(circular.subject, circular.body)


def _values(
    circular: Circular, seat: Seat, organisation: Organisation, sender: Seat, language: str, link: Link
) -> dict[str, str]:
    matter = matter_of(circular)
    name = seat.person.name.in_language(language)
    values = {
        "salutation": _greeting(language) % {"name": f"{seat.person.honorific.get(language, '')} {name}".strip()},
        "name": name,
        "office": seat.title.in_language(language) or _role(seat.role, language),
        "city": organisation.name.in_language(language),
        "group": circular.cycle.group.in_language(language),
        "year": circular.cycle.title.in_language(language),
        "matter": matter.title.in_language(language) if matter else "",
        "deadline": moment(matter.due, organisation.time_zone, language) if matter else "",
        "upload_link": link(language) if matter else "",
        "sender": sender.person.name.in_language(language),
    }
    assert values.keys() == FIELDS.keys()
    # A name on two lines would begin a new line of the letter, or of its head.
    return {key: " ".join(value.split()) for key, value in values.items()}


@lru_cache(64)
def _greeting(language: str) -> str:
    if language not in OURS:
        return "%(name)s,"  # better than an English word in a French letter
    with override(language):
        return _("Dear %(name)s,")


@lru_cache(256)
def _role(role: str, language: str) -> str:
    with override(language):
        return str(Role(role).label)


def mark_of(organisation: Organisation) -> str:
    """What stands in the names of the files that an organisation is sent: "(Nahr)"."""
    city = "".join(sign for sign in organisation.name.in_language("en") if sign.isalnum() or sign in " -")
    return f"({' '.join(city.split())[:60]})"


def letters_to_write(circular: Circular) -> QuerySet[Addressee]:
    """Whose letters of a circular that was sent are not written yet, in the order of sending."""
    return Addressee.objects.filter(circular=circular, seat__isnull=False, letter__isnull=True).order_by("id")


def circulars_to_write() -> QuerySet[Dispatch]:
    """The circulars that were sent and have letters yet to be written, the oldest first."""
    waiting = Addressee.objects.filter(circular=OuterRef("circular"), seat__isnull=False, letter__isnull=True)
    return Dispatch.objects.filter(Exists(waiting)).select_related("seat__person", "seat__organisation").order_by("id")
