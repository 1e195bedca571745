"""Letters by which cities endorse on paper or with an electronic signature: filled in for each, as PDF and Word."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from mithaq.communique.domain.freeze import form_of_words
from mithaq.communique.models import Text
from mithaq.communique.queries import remembered_reading_of
from mithaq.communique.queries.negotiators import cities_of
from mithaq.core.docx.composed import is_rtl
from mithaq.core.docx.letters import letter_as_word
from mithaq.core.printing.letters import Choice, Gap, Letter, Part, letter_as_pdf
from mithaq.endorsements.queries import heads_of_cities, seats_of_cities, sees_working_roll
from mithaq.endorsements.web.for_whom import text_asked_for
from mithaq.endorsements.web.register import the_working_roll
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.fields import SoughtByName
from mithaq.foundation.ui.paging import page_of
from mithaq.foundation.uploads.giving_out import CONTENT_TYPES
from mithaq.members.models import Office
from mithaq.members.queries import whose_name_holds

#: Cities on one page of the list of letters.
ON_A_PAGE = 100
#: How a letter is made in each form.
FORMS = {"pdf": letter_as_pdf, "docx": letter_as_word}


@dataclass(frozen=True)
class Signer:
    """Who is to sign for a city: the name on record and the office in the city's own word; blank where neither is."""

    seat: Seat | None
    office: Office | None

    def named(self, language: str) -> str:
        """The name in that language; empty where nobody is on record."""
        person = self.office.person if self.office else self.seat.person if self.seat else None
        return person.name.in_language(language) if person else ""

    def title(self, language: str) -> str:
        """The office in that language; empty where it is not on record, for nobody's office is guessed."""
        words = self.office.title if self.office else self.seat.title if self.seat else {}
        return words.get(language, "")


@dataclass(frozen=True)
class Line:
    """A city in the list of letters."""

    city: Organisation
    #: Who is to sign for the cities that are listed, by their keys; read when the first line is drawn.
    signers: Callable[[], Mapping[int, Signer]]

    @property
    def signer(self) -> Signer:
        """Who is to sign for it."""
        return self.signers()[self.city.pk]

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Everything of which its row on the page is made."""
        names, one = (self.city.public_id, *self.city.name.items()), self.signer
        person = one.office.person if one.office else one.seat.person if one.seat else None
        words = one.office.title if one.office else one.seat.title if one.seat else {}
        return names, person and tuple(person.name.items()), tuple(words.items()), one.seat and one.seat.role


@page(the_working_roll)
def letters(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The letters of every city of the year, one by one and all together."""
    text = _frozen(request, public_id)
    form, everyone = SoughtByName(request.GET), cities_of(text.cycle, request.at)
    listed = whose_name_holds(form.words, everyone) if form.words else everyone
    page = page_of([one.organisation for one in listed], request, size=ON_A_PAGE, may_be_whole=True)
    signers = cache(lambda: _signers(page, request.at))
    context = {
        "text": text,
        "form": form,
        "page": page,
        "lines": [Line(city, signers) for city in page],
        "is_empty": not (listed or form.words),
    }
    return answer(request, "endorsements/letters.html", context)


@page(the_seated)
def letter(request: SeatedRequest, public_id: str, city: str, form: str) -> HttpResponse:
    """One city's letter, for the city itself and for those who keep the working roll. `?apart=1` gives each language a
    page of its own."""
    text = _frozen(request, public_id)
    one = get_object_or_404(Organisation, public_id=city)
    if form not in FORMS or not (sees_working_roll(request.seat) or request.seat.organisation_id == one.pk):
        raise Http404
    if one not in _cities(text, request.at):
        raise Http404
    made = FORMS[form](_letter(text, one, _signers([one], request.at)[one.pk], aside="apart" not in request.GET))
    return _file(made, f"{_name_of(text, one)}.{form}", CONTENT_TYPES[form])


@page(the_working_roll)
def letters_together(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The letters of all cities, each as PDF and as a Word document, in one ZIP."""
    text = _frozen(request, public_id)
    cities = _cities(text, request.at)
    signers = _signers(cities, request.at)
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as together:
        for name, content in _files(text, cities, signers):
            together.writestr(zipfile.ZipInfo(name, _zip_time(text.freezing.at)), content)
    return _file(to.getvalue(), f"letters-{text.key}.zip", "application/zip")


def _zip_time(at: datetime) -> tuple[int, int, int, int, int, int]:
    return (at.year, at.month, at.day, at.hour, at.minute, at.second)


def _files(text: Text, cities: Iterable[Organisation], signers: Mapping[int, Signer]) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    for city in cities:
        made = _letter(text, city, signers[city.pk])
        name = _name_of(text, city)
        name = f"{name}-{city.public_id[:6]}" if name in taken else name
        taken.add(name)
        for form, make in FORMS.items():
            yield f"{name}.{form}", make(made)


def _frozen(request: Request, public_id: str) -> Text:
    text = text_asked_for(request, public_id)
    if not hasattr(text, "freezing") or hasattr(text, "chairs_summary"):
        raise Http404
    return text


def _cities(text: Text, at: datetime) -> list[Organisation]:
    return [one.organisation for one in cities_of(text.cycle, at)]


def _signers(cities: Iterable[Organisation], at: datetime) -> dict[int, Signer]:
    keys = [city.pk for city in cities]
    mayors, heads = seats_of_cities(cities, at, [Role.MAYOR]), heads_of_cities(keys, at)
    return {key: Signer(next(iter(mayors.get(key, [])), None), heads.get(key)) for key in keys}


def _letter(text: Text, city: Organisation, signer: Signer, *, aside: bool = True) -> Letter:
    """Raises `Refused` where the words no longer have the hash they were frozen with."""
    source = form_of_words(text, remembered_reading_of(text).outermost)
    if hashlib.sha256(source).hexdigest() != text.freezing.hash:
        raise Refused(_("The words no longer have the hash they were frozen with. No file was made."))
    return Letter(
        parts=tuple(_part(text, city, signer, language) for language in text.authentic),
        aside=aside,
        address=settings.ADDRESS + reverse("communique:text", args=[text.public_id]),
        source=source,
        file=f"{text.key}.json",
        attached=_("The text in its fixed form, over which its hash is computed"),
        frozen_at=text.freezing.at,
    )


def _part(text: Text, city: Organisation, signer: Signer, language: str) -> Part:
    with override(language):
        facts = {
            "city": city.name.in_language(language),
            "text": text.title.in_language(language),
            "group": text.cycle.group.in_language(language),
            "who": text.freezing.seat.organisation.name.in_language(language),
            "when": moment(text.freezing.at, text.freezing.seat.organisation.zone, language),
        }
        title = signer.title(language)
        comma = "، " if is_rtl(language) else ", "
        signs = comma.join(filter(None, [signer.named(language), title]))
        return Part(
            language=language,
            rtl=is_rtl(language),
            city=facts["city"],
            office=title,
            to=_("To the secretariat of %(group)s") % facts,
            title=_("Endorsement of “%(text)s”") % facts,
            paragraphs=(
                _(
                    "%(city)s endorses the text “%(text)s” of %(group)s, as %(who)s froze it on %(when)s and as it is "
                    "fixed by the hash below."
                )
                % facts,
                _("I have the mandate to endorse this text for the city."),
            ),
            choices=(
                Choice(
                    _("Reservation"),
                    (
                        _("None: the city endorses the text as it stands."),
                        _("The city’s reservation is annexed to this letter and is published with the text."),
                    ),
                ),
                Choice(
                    _("May the city be named?"), (_("Yes, on the public roll."), _("No, it is only to be counted."))
                ),
            ),
            gaps=(
                Gap(_("Name and office"), signs),
                Gap(_("Place and date")),
                Gap(_("Signature and stamp"), tall=True),
            ),
            hash_words=_("The text’s hash (SHA-256). The code leads to the text:"),
        )


def _name_of(text: Text, city: Organisation) -> str:
    return f"{text.key}-{slugify(city.name.in_language('en')) or city.public_id[:6]}"


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    made = HttpResponse(content, content_type=kind)
    made["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    made["Cache-Control"] = "private, no-store"
    return made
