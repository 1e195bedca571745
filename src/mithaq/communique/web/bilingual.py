"""The bilingual table for translators: out as a Word document, and in again with a look at every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.translate import translate_all
from mithaq.communique.models import Text
from mithaq.communique.queries import reads_drafts, texts_shown
from mithaq.communique.queries.rows import row_of
from mithaq.communique.queries.translations import Sheet, languages_worked_in, remembered_sheets_of
from mithaq.communique.rules import may_translate
from mithaq.communique.vocabulary import TranslationState
from mithaq.core.docx.written import CONTENT_TYPE, written
from mithaq.core.placing.bilingual import CameBack, Rows, ToTranslate, bilingual, came_back, rows_in
from mithaq.core.placing.words import reads_alike
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.templatetags.values import own_name
from mithaq.foundation.uploads.reading import WORD
from mithaq.foundation.uploads.sandbox import in_a_child
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_paper

#: About what something is to be done; the table can be asked for these alone.
_WAITING = (TranslationState.UNTRANSLATED, TranslationState.STALE)


class TableIn(forms.Form):
    """A bilingual table that a translator sends back."""

    table = forms.FileField(
        label=_("The table (.docx)"),
        help_text=_("The Word document that was taken out here, or any table with the two languages side by side."),
    )


@dataclass(frozen=True)
class Line:
    """A row that came back: its clause, what is there now, what came, and whether its source changed meanwhile."""

    sheet: Sheet
    name: str
    came: str
    source: str
    is_changed: bool


@page(the_seated)
def bilingual_table(request: Request, public_id: str, language: str) -> HttpResponse:
    """The clauses beside their words in a language, as a Word table: all, or what waits (`?only=waiting`)."""
    text, sheets = _sheets(request, public_id, language)
    wanted = [one for one in sheets if one.source]
    if request.GET.get("only") == "waiting":
        wanted = [one for one in wanted if one.state in _WAITING]
    source = wanted[0].source_language if wanted else text.authentic[0]
    rows = [
        ToTranslate(
            one.placed.clause.public_id, _name_of(one), one.source, one.shown, str(TranslationState(one.state).label)
        )
        for one in wanted
    ]
    heads = [gettext("Clause"), own_name(source), own_name(language), gettext("State")]
    title = f"{text.title} · {own_name(source)} – {own_name(language)}"
    if language not in text.authentic:
        title = f"{title} · {gettext('An informal translation')}"
    table = bilingual(rows, (source, language), heads, title, text=text.public_id, reader=str(get_language()))
    answered = HttpResponse(written(table), content_type=CONTENT_TYPE)
    answered["Content-Disposition"] = f'attachment; filename="{text.key}-{source}-{language}.docx"'
    return answered


@page(the_seated, may_post=True)
def bilingual_return(request: SeatedRequest, public_id: str, language: str) -> HttpResponse:
    """Take a table in: first each row is shown, then those that are ticked are proposed."""
    text, sheets = _sheets(request, public_id, language)
    back = f"{reverse('communique:translations', args=[text.public_id])}?language={language}"
    context = {
        "text": text,
        "language": language,
        "back": back,
        "verdict": may_translate(request.seat, text, language, request.at),
        "trail": [
            (gettext("Texts"), reverse("communique:texts")),
            (text.title, text.get_absolute_url()),
            (gettext("Translations"), back),
            (gettext("Take in a bilingual table"), ""),
        ],
    }
    if "take" in request.POST:
        return _proposed(request, text, language, back)
    form = TableIn(request.POST, request.FILES) if request.method == "POST" else TableIn()
    context["form"] = form
    if form.is_bound and form.is_valid():
        try:
            rows = in_a_child(rows_in, form.cleaned_data["table"].read(), limits=WORD)
            context |= _preview(rows, language, sheets)
        except Unreadable as unreadable:
            form.add_error("table", sentence_of_a_paper(unreadable))
        except Refused as refused:
            form.add_error("table", str(refused))
    return answer(request, "communique/bilingual.html", context, status=422 if form.errors else 200)


def _preview(rows: Rows, language: str, sheets: Sequence[Sheet]) -> dict[str, object]:
    if rows.language and rows.language != language:
        said = _("This table was taken out for another language: %(language)s. Nothing was taken in.")
        raise Refused(said % {"language": own_name(rows.language)})
    by_clause = {one.placed.clause.public_id: one for one in sheets if one.source}
    found = came_back(rows.rows, {clause: one.source for clause, one in by_clause.items()})
    if not found:
        raise Refused(_("There is no row with a translation in this document. Nothing was taken in."))
    lines = [_line(by_clause[one.clause], one) for one in found if one.clause in by_clause]
    new = [line for line in lines if line.came != line.sheet.shown or line.sheet.state in _WAITING]
    return {
        "lines": new,
        "same": len(lines) - len(new),
        "strangers": [one for one in found if one.clause not in by_clause],
    }


def _line(sheet: Sheet, one: CameBack) -> Line:
    return Line(sheet, _name_of(sheet), one.words, one.source, not reads_alike(one.source, sheet.source))


def _proposed(request: SeatedRequest, text: Text, language: str, back: str) -> HttpResponse:
    words = {clause: request.POST.get(f"words_{clause}", "") for clause in request.POST.getlist("clause")}
    if not words:
        messages.info(request, gettext("No row was ticked. Nothing was proposed."))
        return redirect(back)
    done = translate_all(text, language, words, seat=request.seat, at=request.at)
    said = ngettext(
        "The words of %(count)s clause are proposed. Somebody else approves them.",
        "The words of %(count)s clauses are proposed. Somebody else approves them.",
        len(done),
    )
    messages.success(request, said % {"count": number(len(done))})
    return redirect(back)


def _sheets(request: HttpRequest, public_id: str, language: str) -> tuple[Text, list[Sheet]]:
    seat, at = request.seat, request.at  # type: ignore[attr-defined]
    if not reads_drafts(seat):
        raise Http404
    text: Text = get_object_or_404(texts_shown(seat, at), public_id=public_id)
    if language not in languages_worked_in(text):
        raise Http404
    return text, remembered_sheets_of(text).get(language, [])


def _name_of(sheet: Sheet) -> str:
    return row_of(sheet.placed, [], {}).name
