"""How the text comes together from draft to draft, as a picture, a table and a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _

from mithaq.communique.models import Text
from mithaq.communique.queries import reads_drafts, texts_shown
from mithaq.communique.queries.convergence import Standing, convergence_of
from mithaq.core.sheets.written import separated_values
from mithaq.foundation.actors.request import Request
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.pictures import Panels, Quantity, panels
from mithaq.foundation.ui.templatetags.values import own_name


@page(everyone)
def convergence(request: Request, public_id: str) -> HttpResponse:
    """Open amendments, brackets, objections and words of each draft."""
    text = _negotiated(request, public_id)
    drafts = convergence_of(text)
    context = {
        "text": text,
        "drafts": drafts,
        "picture": _drawn(drafts, _language_of(text)) if drafts else None,
        "trail": [(_("Texts"), reverse("communique:texts")), (text.title, text.get_absolute_url())],
    }
    return answer(request, "communique/convergence.html", context)


@page(everyone)
def convergence_csv(request: Request, public_id: str) -> HttpResponse:
    """The same as a table: one draft a line."""
    text = _negotiated(request, public_id)
    head = [_("Draft"), *(title for title, _values in _quantities(())), *map(_words_in, text.authentic)]
    rows = [
        [one.number, one.asked, one.left_open, one.brackets, one.objections, one.reserved,
         *(one.words.get(language, 0) for language in text.authentic)]
        for one in convergence_of(text)
    ]  # fmt: skip
    response = HttpResponse(separated_values([head, *rows]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{text.key}-drafts.csv"'
    return response


def _negotiated(request: Request, public_id: str) -> Text:
    text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    if not reads_drafts(request.seat):
        raise Http404
    return text


def _drawn(drafts: Sequence[Standing], language: str) -> Panels:
    words = Quantity(_words_in(language), [one.words.get(language, 0) for one in drafts])
    steps = [number(one.number) for one in drafts]
    return panels(steps, [*_quantities(drafts), words], called=_("Draft"), rtl=get_language_bidi())


def _quantities(drafts: Sequence[Standing]) -> list[Quantity]:
    return [
        Quantity(_("Amendments before the draft"), [one.asked for one in drafts]),
        Quantity(_("Amendments that stayed open"), [one.left_open for one in drafts]),
        Quantity(_("Places in brackets"), [one.brackets for one in drafts]),
        Quantity(pgettext("counted", "Objections"), [one.objections for one in drafts]),
        Quantity(_("Reserved positions"), [one.reserved for one in drafts]),
    ]


def _words_in(language: str) -> str:
    return _("Words (%(language)s)") % {"language": own_name(language)}


def _language_of(text: Text) -> str:
    """The reader's language where the text is authentic in it, else its first."""
    authentic, own = list(text.authentic), str(get_language())
    return own if own in authentic else authentic[0]
