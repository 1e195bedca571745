"""The frozen text to take away: a PDF for good and a page that needs no site, in each authentic language."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from mithaq.communique.domain.freeze import form_of_words
from mithaq.communique.models import Freezing, Text
from mithaq.communique.queries import reading_of, texts_shown
from mithaq.communique.web.annexes import annex_of, annex_title, notes_of, notice_of
from mithaq.core.printing.sealed import Declaration, Printed, sealed_pages
from mithaq.foundation import ui
from mithaq.foundation.actors.request import Request
from mithaq.foundation.languages.formats import in_digits, listing, moment
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.templatetags.values import own_name

PDF = "application/pdf"
_STYLE = Path(__file__).parents[1] / "static" / "communique" / "frozen.css"
_FONTS = Path(ui.__file__).parent / "static" / "ui" / "fonts"
#: The faces that the page carries: our name of the file, its weight, and the letters it is asked for.
_FACES = (
    ("text-latin-400", 400, "U+0-5FF, U+2000-2BFF"),
    ("text-latin-600", 600, "U+0-5FF, U+2000-2BFF"),
    ("text-arabic-400", 400, "U+600-6FF, U+FD3E-FD3F"),
    ("text-arabic-600", 600, "U+600-6FF, U+FD3E-FD3F"),
)


@page(everyone)
def frozen_pdf(request: Request, public_id: str, language: str) -> HttpResponse:
    """The frozen text in one language as a PDF, with the bytes of its hash inside."""
    one = _frozen_text(request, public_id, language)
    answered = HttpResponse(sealed_pages(declaration_of(one, language)), content_type=PDF)
    answered["Content-Disposition"] = f'inline; filename="{one.key}-{language}.pdf"'
    return answered


@page(everyone)
def frozen_page(request: Request, public_id: str, language: str) -> HttpResponse:
    """The same as one file of HTML, with its letters and its look inside. It is taken away, not shown here, for no page
    of the site carries a style in itself."""
    one = _frozen_text(request, public_id, language)
    about = declaration_of(one, language, goes_along=False)
    shown = {"about": about, "direction": "rtl" if about.rtl else "ltr", "style": _style()}
    with override(language):
        answered = HttpResponse(render_to_string("communique/frozen.html", shown))
    answered["Content-Disposition"] = f'attachment; filename="{one.key}-{language}.html"'
    return answered


def declaration_of(one: Text, language: str, *, goes_along: bool = True) -> Declaration:
    """The frozen text as it is printed in one of its languages. Its words are hashed once more first. `goes_along` says
    whether the file carries what the hash is over.

    Raises `Refused` where they no longer have the hash they were frozen with.
    """
    frozen = one.freezing
    reading = reading_of(one)
    source = form_of_words(one, reading.outermost)
    if hashlib.sha256(source).hexdigest() != frozen.hash:
        raise Refused(_("The words no longer have the hash they were frozen with. No file was made."))
    with override(language):
        notes = notes_of(one, reading)
        return Declaration(
            language=language,
            rtl=language.partition("-")[0] in settings.LANGUAGES_BIDI,
            running=f"{one.cycle.mark.in_language(language)} · {one.title.in_language(language)}",
            title=one.title.in_language(language),
            below=f"{one.cycle.group.in_language(language)}, {in_digits(str(one.cycle.year))}",
            notice=notice_of(one, notes, language),
            clauses=tuple(
                Printed(placed.kind, in_digits(placed.number), placed.words[language], notes.get(placed.clause.pk, ""))
                for _depth, placed in reading.clauses
            ),
            seal_title=_("Seal"),
            seal=_seal(one, frozen),
            check=_check(one, goes_along=goes_along),
            hash_word="SHA-256:",
            source=source,
            file=f"{one.key}.json",
            attached=_("The text in its fixed form, over which its hash is computed"),
            frozen_at=frozen.at,
            annex_title=annex_title(),
            annex=annex_of(one, reading, language),
        )


def _seal(one: Text, frozen: Freezing) -> tuple[str, ...]:
    organisation = frozen.seat.organisation
    when = moment(frozen.at, organisation.zone)
    equal = _("Equally authentic in: %(languages)s.") % {
        "languages": listing([own_name(code) for code in one.cycle.authentic])
    }
    return (
        _("Frozen on %(when)s by %(who)s.") % {"when": when, "who": organisation},
        equal,
        _("The text's hash (SHA-256), over the title and every clause in all these languages:"),
    )


def _check(one: Text, *, goes_along: bool) -> tuple[str, ...]:
    file = f"\u2066{one.key}.json\u2069"
    if not goes_along:
        return (
            _(
                "To check it, fetch the text in its fixed form from the page of the text and compute its SHA-256. "
                "It must be the hash above."
            ),
        )
    return (
        _(
            "To check it, take the file %(file)s out of this document’s attachments and compute its SHA-256. "
            "It must be the hash above."
        )
        % {"file": file},
    )


def _frozen_text(request: Request, public_id: str, language: str) -> Text:
    one = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    if getattr(one, "freezing", None) is None or language not in one.cycle.authentic:
        raise Http404
    return one


@cache
def _style() -> str:
    """The look of the page with its letters inside."""
    return "\n".join([_STYLE.read_text(encoding="utf-8"), *map(_face, _FACES)])


def _face(face: tuple[str, int, str]) -> str:
    name, weight, letters = face
    drawn = base64.b64encode((_FONTS / f"{name}.woff2").read_bytes()).decode("ascii")
    return (
        f'@font-face {{ font-family: "Mithaq Text"; font-weight: {weight}; unicode-range: {letters};'
        f' src: url("data:font/woff2;base64,{drawn}") format("woff2"); }}'
    )
