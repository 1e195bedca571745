"""The pages of the library."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.core.citing import FORMS, Work
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle, history_visible_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused, Verdict
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.thread.steps import thread_of
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.giving_out import file_response
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of
from mithaq.library.domain import keep
from mithaq.library.domain.hand_in import correct
from mithaq.library.domain.hand_in import hand_in as put_in
from mithaq.library.models import Study
from mithaq.library.queries import (
    choices_of,
    citations_of,
    names_of,
    search,
    shelf,
    studies_visible_to,
    with_citations,
)
from mithaq.library.rules import (
    may_cite,
    may_correct,
    may_hand_in_studies,
    may_have_the_file,
    may_publish,
    may_withdraw,
)
from mithaq.library.vocabulary import Looked
from mithaq.library.web.forms import AboutAStudy, Asked, Citing, HandingIn, Reason, as_typed
from mithaq.library.web.lists import Row, in_words, rows_of
from mithaq.taskforces.queries import papers_visible_to

#: Studies on one page of the shelf, and of what was found.
PAGE, FINDS = 30, 10
#: An identifier as people copy it: "S2031-07".
IDENTIFIER = re.compile(r"[Ss]?(\d{4})-(\d{1,6})", re.ASCII)


def those_who_hand_in(seat: Seat | None, at: datetime) -> Verdict:
    """Seats that may hand in studies."""
    return may_hand_in_studies(seat, at)


@page(everyone)
def studies(request: Request) -> HttpResponse:
    """The shelf, narrowed and searched; what is found names its page and shows the words."""
    cycle, seat, at = _the_year(), request.seat, request.at
    asked = Asked(request.GET, in_words(choices_of(cycle, seat, at)))
    standing = shelf(cycle, seat, at, asked.narrowed)
    context = {"asked": asked, "may_hand_in": may_hand_in_studies(seat, at), "is_empty": False}
    if asked.line:
        found = search(asked.line, standing)
        listed: Page[Any] = Paginator(found.records, FINDS).get_page(request.GET.get("page"))
        rows = rows_of(found.finds(list(listed)), with_citations(standing), names_of(cycle))
        return answer(request, "library/studies.html", {**context, "rows": rows, "listed": listed})
    listed = Paginator(with_citations(standing), PAGE).get_page(request.GET.get("page"))
    names = names_of(cycle)
    context |= {"rows": [Row(one, names[one.pk]) for one in listed], "listed": listed}
    context["is_empty"] = not listed.paginator.count and not asked.narrowed
    return answer(request, "library/studies.html", context)


@page(everyone)
def study(request: Request, public_id: str) -> HttpResponse:
    """One study: what is said of it, its file, how it is cited, and the papers that draw on it."""
    shown = _study(request, public_id)
    seat, at = request.seat, request.at
    drawing = list(citations_of(shown))
    papers = papers_visible_to(seat, at).filter(cycle=shown.cycle).exclude(citations__study=shown)
    context = {
        "study": shown,
        "names": names_of(shown.cycle)[shown.pk],
        "trail": [(_("Studies"), reverse("library:studies")), (shown.identifier, "")],
        "drawing": drawing,
        "forms": [(key, form.ending) for key, form in FORMS.items()],
        "is_withdrawn": hasattr(shown, "withdrawal"),
        "is_read": shown.looked == Looked.READ,
        "may_have_the_file": may_have_the_file(seat, shown),
        "may_correct": may_correct(seat, shown, at),
        "may_publish": may_publish(seat, shown, at),
        "citing": Citing(papers) if may_cite(seat, shown, at) else None,
        "withdrawing": Reason() if may_withdraw(seat, shown, at) else None,
        "thread": thread_of(shown, seat, at, known=[one.paper for one in drawing]),
        "history": history_visible_to(seat, shown, ("study",)),
    }
    return answer(request, "library/study.html", context)


@page(everyone)
def by_identifier(request: Request, identifier: str) -> HttpResponse:
    """The address under which a study is cited leads to its page."""
    written = IDENTIFIER.fullmatch(identifier)
    if not written:
        raise Http404
    year, number = map(int, written.groups())
    known = studies_visible_to(request.seat, request.at).filter(cycle__year=year, number=number)
    return redirect(get_object_or_404(known))


@page(everyone)
def citation(request: Request, public_id: str, form: str) -> HttpResponse:
    """The study as reference managers take it in, under the title in the reader's language."""
    shown = _study(request, public_id)
    if form not in FORMS:
        raise Http404
    written = FORMS[form]
    response = HttpResponse(
        written.written(_work(request, shown)), content_type=f"{written.content_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{shown.identifier}.{written.ending}"'
    return response


@page(everyone)
def study_file(request: Request, public_id: str) -> HttpResponse:
    """The study's file as it came in, to be kept, never shown by the browser itself."""
    shown = _study(request, public_id)
    if shown.file is None or not may_have_the_file(request.seat, shown):
        raise Http404
    return file_response(shown.file)


@page(those_who_hand_in, may_post=True)
def hand_in(request: SeatedRequest) -> HttpResponse:
    """Hand in a study with its file or a link."""
    cycle = _the_year()
    form = HandingIn(cycle, *([request.POST, request.FILES] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        handed_in = _handed_in(request, cycle, form)
        if handed_in is not None:
            messages.success(request, _("The study is in the library. The secretariat can publish it."))
            return redirect(handed_in)
    return answer(request, "library/hand_in.html", {"form": form}, status=422 if form.errors else 200)


def _handed_in(request: SeatedRequest, cycle: Cycle, form: HandingIn) -> Study | None:
    """The study on record; None where it or its file was refused, with the reason beside the field."""
    try:
        upload = form.upload
        file = receive(upload, seat=request.seat, at=request.at) if upload else None
        return put_in(cycle, form.said, file=file, seat=request.seat, at=request.at)
    except Unreadable as unreadable:
        form.add_error("file", sentence_of(unreadable))
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


@page(those_who_hand_in, may_post=True)
def correction(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Correct what is said of a study."""
    shown = _study(request, public_id)
    if not may_correct(request.seat, shown, request.at):
        raise Http404
    given = {"data": request.POST} if request.method == "POST" else {"initial": as_typed(shown)}
    form = AboutAStudy(shown.cycle, **given)
    if request.method == "POST" and form.is_valid():
        correct(shown, form.said, seat=request.seat, at=request.at)
        return redirect(shown)
    context = {"form": form, "study": shown, "trail": _trail(shown)}
    return answer(request, "library/correction.html", context, status=422 if form.errors else 200)


@page(those_who_hand_in, may_post=True)
def publication(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Make a study public."""
    shown = _study(request, public_id)
    if request.method == "POST":
        keep.publish(shown, seat=request.seat, at=request.at)
        messages.success(request, _("Everybody can read about the study now."))
    return redirect(shown)


@page(those_who_hand_in, may_post=True)
def withdrawal(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take a study off the shelf."""
    shown = _study(request, public_id)
    if request.method == "POST":
        keep.withdraw(shown, request.POST.get("reason", "")[:500], seat=request.seat, at=request.at)
    return redirect(shown)


@page(those_who_hand_in, may_post=True)
def drawn_on(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Note that a working paper draws on a study."""
    shown = _study(request, public_id)
    if request.method == "POST":
        form = Citing(papers_visible_to(request.seat, request.at).filter(cycle=shown.cycle), request.POST)
        if not form.is_valid():
            raise Refused(_("Choose the working paper that draws on the study. Nothing was changed."))
        keep.cite(form.cleaned_data["paper"], shown, seat=request.seat, at=request.at)
    return redirect(shown)


def _study(request: Request, public_id: str) -> Study:
    return get_object_or_404(
        studies_visible_to(request.seat, request.at).select_related(
            "handed_in_by__person", "handed_in_by__organisation"
        ),
        public_id=public_id,
    )


def _work(request: Request, shown: Study) -> Work:
    return Work(
        identifier=shown.identifier,
        title=str(shown.title),
        authors=shown.authors,
        publishers=[str(one.name) for one in shown.organisations.all()],
        issued=shown.issued,
        language=", ".join(shown.languages),
        pages=shown.pages,
        url=shown.link or request.build_absolute_uri(reverse("library:by_identifier", args=[shown.identifier])),
        abstract=str(shown.abstract),
        keywords=[str(one.title) for one in shown.themes.all()],
        series=str(shown.cycle.group),
    )


def _trail(shown: Study) -> list[tuple[Any, str]]:
    return [(_("Studies"), reverse("library:studies")), (shown.identifier, shown.get_absolute_url())]


def _the_year() -> Cycle:
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle
