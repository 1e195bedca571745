"""Texts to be taken along: drafts as Word files and PDF, what lies on the table of a round as tracked changes, in
brackets, as a matrix and as a comment table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext, override

from mithaq.communique.models import Draft, Text
from mithaq.communique.queries import reads_drafts, remembered_reading_of, shown_draft, texts_shown
from mithaq.communique.queries.exported import OnTheTable, draft_text, informal_text, laid_before
from mithaq.communique.queries.negotiation import rounds_visible_to
from mithaq.communique.queries.translations import languages_worked_in
from mithaq.communique.vocabulary import words_around
from mithaq.communique.web.annexes import paragraphs_beside
from mithaq.communique.web.beside import NOT_BY_ALL, is_summary
from mithaq.core.compiling import comment_table, matrix
from mithaq.core.compiling.bracketed import bracketed_text
from mithaq.core.compiling.comparison import compared
from mithaq.core.compiling.said import arrow_in
from mithaq.core.compiling.words import Words
from mithaq.core.docx.composed import Composed, is_rtl
from mithaq.core.docx.drafts import Cover, clean, tracked
from mithaq.core.docx.written import CONTENT_TYPE as WORD
from mithaq.core.docx.written import written
from mithaq.core.printing.pages import CONTENT_TYPE as PDF
from mithaq.core.printing.pages import lines_of, pages
from mithaq.core.sheets.written_book import Written, workbook
from mithaq.foundation.actors.request import Request
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import listing, number
from mithaq.foundation.permissions.pages import everyone, page, the_seated
from mithaq.foundation.ui.templatetags.values import own_name

#: Laying out the pages takes a good tenth of a second.
_lines: Memory[dict[str, tuple[int, int]]] = Memory(16, kinds=("communique.", "cycle."))
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(everyone)
def word(request: Request, public_id: str) -> HttpResponse:
    """A draft as a Word file, in one language or in all side by side. Until the freezing the editor records changes."""
    draft, languages = _asked(request, public_id)
    frozen = getattr(draft.text, "freezing", None)
    asked = request.GET.get("language", "")
    if _is_informal(draft.text, asked):
        document = clean(informal_text(draft.text, asked), [asked], _informal_cover(draft, asked), tracks=False)
        return _file(written(document), WORD, _name(draft, "informal", [asked], "docx"))
    cover = replace(_cover(draft, languages), city=_city_of_copy(request))
    document = clean(draft_text(draft), languages, cover, tracks=frozen is None)
    if frozen is not None and frozen.draft_id == draft.pk:
        with override(languages[0]):
            beside = paragraphs_beside(draft.text, remembered_reading_of(draft.text), languages[0])
        document = replace(document, blocks=(*document.blocks, *beside))
    return _file(written(document), WORD, _name(draft, "", languages, "docx"))


@page(everyone)
def pdf(request: Request, public_id: str) -> HttpResponse:
    """A draft as a PDF: in one language with numbered lines, or in all side by side."""
    draft, languages = _asked(request, public_id)
    asked = request.GET.get("language", "")
    if _is_informal(draft.text, asked):
        made = pages(informal_text(draft.text, asked), [asked], _informal_cover(draft, asked))
        return _file(made, PDF, _name(draft, "informal", [asked], "pdf"))
    made = pages(draft_text(draft), languages, _cover(draft, languages), line_numbers=bool(request.GET.get("lines")))
    return _file(made, PDF, _name(draft, "", languages, "pdf"))


@page(everyone)
def comparison(request: Request, public_id: str) -> HttpResponse:
    """Two drafts as one Word file with tracked changes: what was done to the earlier to make the later.
    Where no earlier one is asked for, it is the one before."""
    later, languages = _asked(request, public_id)
    if not reads_drafts(request.seat):
        raise Http404
    asked = request.GET.get("from", "")
    number_before = int(asked[:4]) if asked.isdecimal() else later.number - 1
    earlier = get_object_or_404(Draft, text=later.text, number=number_before)
    earlier.text = later.text
    changes = compared(draft_text(earlier), draft_text(later), _title_of(later))
    document = tracked(draft_text(earlier), languages, _cover(earlier, languages, later), changes, tracks=False)
    return _file(written(document), WORD, _name(later, f"compared-{earlier.number}", languages, "docx"))


@page(the_seated)
def round_word(request: Request, public_id: str, shape: str) -> HttpResponse:
    """What lies on the table of a round as a Word file: `tracked`, `brackets`, `matrix` or `comments`, of all
    cities or of one."""
    draft, spoken = _draft_before(request, public_id)
    write = _SHAPES.get(shape)
    if write is None:
        raise Http404
    languages = _languages(draft.text, request.GET.get("language", spoken))
    content = written(write(draft, languages, laid_before(draft, languages[0], request.GET.get("city", ""))))
    return _file(content, WORD, _name(draft, shape, languages, "docx"))


@page(the_seated)
def round_sheet(request: Request, public_id: str, shape: str) -> HttpResponse:
    """The matrix or the comment table of a round as a workbook."""
    draft, language = _draft_before(request, public_id)
    if shape not in ("matrix", "comments"):
        raise Http404
    found, words = laid_before(draft, language, request.GET.get("city", "")), words_around(language)
    if shape == "matrix":
        rows = matrix.rows_of(matrix.matrix(draft_text(draft), found.changes, words), words)
    else:
        rows = _comment_rows(draft, found, words)
    sheet = Written(_title_in(draft, language), rows)
    made = workbook([sheet], right_to_left=is_rtl(language), at=request.at)
    return _file(made, BOOK, _name(draft, shape, [language], "xlsx"))


def _asked(request: Request, public_id: str) -> tuple[Draft, list[str]]:
    """The draft that is asked for, in these languages. Who does not read drafts has the one that is shown."""
    text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    asked = request.GET.get("to") or request.GET.get("draft", "")
    draft = shown_draft(text)
    if asked.isdecimal() and reads_drafts(request.seat):
        draft = text.drafts.filter(number=int(asked[:4])).first()
    if draft is None:
        raise Http404
    draft.text = text
    return draft, _languages(text, request.GET.get("language", ""))


def _city_of_copy(request: Request) -> str:
    """Whose copy somebody takes along: that of the own city, or the one for which the secretariat asks. A copy that
    comes back says so."""
    seat = request.seat
    if seat is not None and seat.role in (Role.SHERPA, Role.MAYOR):
        return seat.organisation.public_id
    return request.GET.get("city", "")[:24] if seat is not None and seat.role == Role.SECRETARIAT else ""


def _draft_before(request: Request, public_id: str) -> tuple[Draft, str]:
    """The draft of a round, for those who negotiate, and the language of the round."""
    rounds = rounds_visible_to(request.seat, request.at).select_related("text__freezing")
    about = get_object_or_404(rounds, public_id=public_id)
    draft: Draft = about.draft
    draft.text, draft.round = about.text, about
    return draft, about.language


def _languages(text: Text, asked: str) -> list[str]:
    """The one that is asked for, else all, the reader's own first."""
    authentic = list(text.authentic)
    return [asked] if asked in authentic else sorted(authentic, key=lambda one: one != get_language())


def _cover(draft: Draft, languages: Sequence[str], later: Draft | None = None) -> Cover:
    text = draft.text
    below = {}
    for language in languages:
        with override(language):
            below[language] = arrow_in(language).join(_title_of(one) for one in (draft, later) if one is not None)
    title = {language: text.title.in_language(language) for language in languages}
    running = f"{title[languages[0]]} · {below[languages[0]]}"
    return Cover(title, below, running, text.public_id)


def _is_informal(text: Text, language: str) -> bool:
    return language in languages_worked_in(text) and language not in text.authentic


def _informal_cover(draft: Draft, language: str) -> Cover:
    """What stands around an informal translation: that it is one, under the title and at the head of every page."""
    title = draft.text.title.in_language(language)
    with override(language):
        label = gettext("An informal translation")
        authentic = listing([own_name(code) for code in draft.text.authentic])
        below = f"{label} · {_title_of(draft)} · {gettext('Authentic languages:')} {authentic}"
    return Cover({language: title}, {language: below}, f"{label} · {title}")


def _title_of(draft: Draft) -> str:
    """What the draft is called in the active language."""
    frozen = getattr(draft.text, "freezing", None)
    if frozen is not None and frozen.draft_id == draft.pk:
        if is_summary(draft.text):
            return str(NOT_BY_ALL)
        return gettext("The text as it was frozen")
    return gettext("Draft %(number)s") % {"number": number(draft.number)}


def _title_in(draft: Draft, language: str) -> str:
    with override(language):
        return _title_of(draft)


def _tracked(draft: Draft, languages: Sequence[str], found: OnTheTable) -> Composed:
    return tracked(draft_text(draft), languages, _cover(draft, languages), found.changes)


def _brackets(draft: Draft, languages: Sequence[str], found: OnTheTable) -> Composed:
    first = languages[0]
    return bracketed_text(draft_text(draft), first, _cover(draft, languages), found.changes, words_around(first))


def _matrix(draft: Draft, languages: Sequence[str], found: OnTheTable) -> Composed:
    words = words_around(languages[0])
    rows = matrix.matrix(draft_text(draft), found.changes, words)
    return matrix.as_document(rows, _heading(draft, languages[0]), words)


def _comments(draft: Draft, languages: Sequence[str], found: OnTheTable) -> Composed:
    words = words_around(languages[0])
    rows = _comment_rows(draft, found, words)
    return comment_table.as_document(rows, _heading(draft, languages[0]), words)


def _comment_rows(draft: Draft, found: OnTheTable, words: Words) -> list[list[object]]:
    text, language = draft_text(draft), words.language
    asked = [one for one in found.changes if one.ids]  # what answers a comment stands in its row
    lines = _lines.recall((draft.pk, language), None, lambda: lines_of(text, language, _cover(draft, [language])))
    return comment_table.comment_rows(text, asked, words, lambda one: found.answers.get(one.ids[0], ""), lines)


_SHAPES: dict[str, Callable[[Draft, Sequence[str], OnTheTable], Composed]] = {
    "tracked": _tracked,
    "brackets": _brackets,
    "matrix": _matrix,
    "comments": _comments,
}


def _heading(draft: Draft, language: str) -> str:
    draft_name = _title_in(draft, language).replace(" ", "\u00a0")  # its number does not begin a line alone
    return f"{draft.text.title.in_language(language)} · {draft_name}"


def _name(draft: Draft, shape: str, languages: Sequence[str], ending: str) -> str:
    return "-".join(filter(None, (draft.text.key, f"draft-{draft.number}", shape, *languages))) + f".{ending}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
