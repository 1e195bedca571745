"""The pages of the figures and of the press releases."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle, history_visible_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.figures import Figure, count
from mithaq.foundation.figures import figures as declared
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.foundation.writing.versions import Overtaken
from mithaq.foundation.writing.work import at_work, let_go
from mithaq.press.domain.issue import issue_release
from mithaq.press.domain.revise import revise_release
from mithaq.press.models import Release
from mithaq.press.queries import (
    as_values,
    counted_now,
    evidence_visible_to,
    figure_with_key,
    figures_now,
    filled,
    published_figures,
    records_behind,
    releases_visible_to,
)
from mithaq.press.rules import may_issue, may_revise, may_see_figure
from mithaq.press.web.forms import AskedOfAFigure, NewRelease, RevisedRelease

#: Records behind a figure on one page. Those of most figures stand on one.
RECORDS = 100


@page(everyone)
def figures(request: Request) -> HttpResponse:
    """Every number that the reader may see, with what it counts and the way to its records."""
    seat, at = request.seat, request.at
    cycle = current_cycle()
    standing = figures_now(cycle, at) if cycle else []
    shown = [figure for figure in standing if may_see_figure(seat, figure.is_public, at)]
    return answer(request, "press/figures.html", {"figures": shown})


@page(everyone)
def figure(request: Request, key: str) -> HttpResponse:
    """One number: how it was counted, as of when, and the records behind it."""
    seat, at = request.seat, request.at
    cycle, known, is_public = _year_and_figure(key, seat, at)
    form = AskedOfAFigure(request.GET, now=at)
    counted = counted_now(known, cycle, at) if form.at == at else count(known, cycle, form.at)
    evidence = evidence_visible_to(seat, counted, at) if counted else None
    page = page_of(evidence.references if evidence else [], request, size=RECORDS, may_be_whole=True)
    shown = {
        "figure": known,
        "trail": [(gettext("Figures"), reverse("press:figures")), (known.title, "")],
        "counted": counted,
        "evidence": evidence,
        "page": page,
        "records": records_behind(page, seat, at),
        "is_public": is_public,
        "weighs": counted is not None and counted.value != len(counted.records),
        "form": form,
        "asked": form.day or form.at,
        "as_of": form.day if counted and form.day and counted.as_of == form.at else counted and counted.as_of,
        "download": _download(key, form),
    }
    return answer(request, "press/figure.html", shown)


def _download(key: str, form: AskedOfAFigure) -> str:
    asked = form.cleaned_data.get("as_of") if form.is_valid() else None
    address = reverse("press:figure_json", args=[key])
    return f"{address}?{urlencode({'as_of': form['as_of'].value()})}" if asked else address


def _year_and_figure(key: str, seat: Seat | None, at: datetime) -> tuple[Cycle, Figure, bool]:
    cycle, known = current_cycle(), figure_with_key(key)
    is_public = cycle is not None and known is not None and known.is_public(cycle, at)
    if cycle is None or known is None or not may_see_figure(seat, is_public, at):
        raise Http404
    return cycle, known, is_public


@page(everyone)
def figure_json(request: Request, key: str) -> HttpResponse:
    """One number as a file, in the form of `figures.json`; as the public sees it, whoever asks."""
    at: datetime = request.at
    cycle, known, _is_public = _year_and_figure(key, None, at)
    counted = count(known, cycle, AskedOfAFigure(request.GET, now=at).at)
    if counted is None:
        raise Http404
    return _file({key: as_values(counted, at, only_public=True)}, f"{key}.json")


@page(everyone)
def figures_json(request: Request) -> HttpResponse:
    """The year's figures as a file: as the public sees them, whoever asks."""
    cycle = current_cycle()
    at: datetime = request.at
    return _file(published_figures(cycle, at) if cycle else {}, "figures.json")


def _file(values: dict[str, Any], name: str) -> HttpResponse:
    response = JsonResponse(values, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(everyone)
def releases(request: Request) -> HttpResponse:
    """The releases, the latest first; the secretariat sees those under embargo too."""
    seat, at = request.seat, request.at
    shown = {
        "releases": releases_visible_to(seat, at),
        "now": at,
        "may_issue": bool(may_issue(seat, at)),
    }
    return answer(request, "press/releases.html", shown)


@page(everyone)
def release(request: Request, public_id: str) -> HttpResponse:
    """One release, with its numbers as they are counted from the records."""
    seat, at = request.seat, request.at
    shown = get_object_or_404(releases_visible_to(seat, at), public_id=public_id)
    context = {
        "release": shown,
        "trail": [(gettext("Press releases"), reverse("press:releases")), (shown.title, "")],
        "now": at,
        "is_embargoed": at < shown.released_at,
        "may_revise": bool(may_revise(seat, shown.released_at, at)),
        "as_of": min(shown.released_at, at),
        "language": shown.body.language(),
        "paragraphs": filled(str(shown.body), shown.cycle, min(shown.released_at, at), now=at),
        "history": history_visible_to(seat, shown, ("release",)),
    }
    return answer(request, "press/release.html", context)


@page(may_issue, may_post=True)
def new_release(request: Request) -> HttpResponse:
    """Write a release: preview it in both languages, then issue it."""
    seat, at = request.seat, request.at
    cycle = current_cycle()
    if cycle is None or seat is None:
        raise Http404
    work = at_work("press.new_release", seat, at)
    form = NewRelease(request.POST or None, now=at, initial=work.initial)
    complete = form.is_bound and form.is_valid()
    if complete and "preview" not in request.POST:
        return _issued(request, form, cycle, seat, at)
    shown = {
        "form": form,
        "work": work,
        "trail": [(gettext("Press releases"), reverse("press:releases")), (gettext("Write a release"), "")],
        "clock": timezone.get_current_timezone(),
        "now": at,
        "preview": _preview(form, cycle, at) if complete else [],
        "figures": [figure for figure in declared() if figure.headline],
    }
    return answer(request, "press/new_release.html", shown)


def _issued(request: Request, form: NewRelease, cycle: Cycle, seat: Seat, at: datetime) -> HttpResponse:
    already = Release.objects.filter(cycle=cycle, key=form.cleaned_data["key"]).first()
    if already is None:
        typed = form.cleaned_data
        already = issue_release(cycle, typed["key"], form.title, form.body, typed["released_at"], seat=seat, at=at)
        messages.success(request, gettext("The release is issued."))
    let_go("press.new_release", seat)
    return redirect(already)


@page(may_issue, may_post=True)
def revision(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Revise a release that may not be read yet. Who sends over somebody else's change is shown both versions."""
    seat, at = request.seat, request.at
    release = get_object_or_404(releases_visible_to(seat, at), public_id=public_id)
    work = at_work(f"press.release:{public_id}", seat, at)
    form = RevisedRelease(release, request.POST or None, now=at, initial=work.initial)
    shown: dict[str, Any] = {
        "form": form,
        "work": work,
        "release": release,
        "verdict": may_revise(seat, release.released_at, at),
        "trail": [(gettext("Press releases"), reverse("press:releases")), (release.title, release.get_absolute_url())],
        "clock": timezone.get_current_timezone(),
        "now": at,
    }
    if not form.is_bound or not form.is_valid():
        return answer(request, "press/revision.html", shown, status=422 if form.errors else 200)
    try:
        typed = form.cleaned_data
        revise_release(release, form.title, form.body, typed["released_at"], base=typed["base"], seat=seat, at=at)
    except Overtaken:
        form.release.refresh_from_db()
        form.as_it_stands()
        return answer(request, "press/revision.html", {**shown, "differences": form.differences}, status=409)
    let_go(work.form, seat)
    messages.success(request, gettext("The release is revised."))
    return redirect(release)


def _preview(form: NewRelease, cycle: Cycle, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "language": code,
            "title": PerLanguage({code: form.title[code]}),
            "paragraphs": filled(form.body[code], cycle, at, now=at),
        }
        for code in form.body
    ]
