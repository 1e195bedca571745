"""The pages on which the secretariat takes in mails and checks what came back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.correspondence.domain.check import accept, file_with, set_aside
from mithaq.correspondence.domain.take_in import take_in
from mithaq.correspondence.models import Incoming, Matter, Return
from mithaq.correspondence.queries.returns import asked_by_then, files_visible_to, returns_visible_to
from mithaq.correspondence.rules import may_correspond, may_read_correspondence
from mithaq.correspondence.vocabulary import Doubt, MailState, Outcome
from mithaq.correspondence.web.files import given_out
from mithaq.correspondence.web.forms import FilingAnswer, SettingAside, TakingIn
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.foundation.uploads.vocabulary import Unreadable, Why, sentence_of_a_file, sentence_of_a_mail

A_PAGE = 50
#: The views of the returns: what each is called, and whether a return stands in it.
VIEWS = ("waiting", "tray", "checked", "aside", "machines")


@page(may_read_correspondence)
def returns(request: Request) -> HttpResponse:
    """What came back, by what has to be done with it."""
    view = request.GET.get("view", "waiting")
    view = view if view in VIEWS else "waiting"
    found = returns_visible_to(request.seat, request.at)
    views = {
        "waiting": found.filter(outcome__isnull=True, matter__isnull=False),
        "tray": found.filter(outcome__isnull=True, matter__isnull=True),
        "checked": found.filter(outcome__in=(Outcome.ACCEPTED, Outcome.FILED)),
        "aside": found.filter(outcome=Outcome.SET_ASIDE),
    }
    machines = Incoming.objects.filter(
        state__in=(MailState.AUTOMATIC, MailState.BOUNCE), received_at__lte=request.at
    ).select_related("addressee__organisation", "addressee__circular")
    listed = machines if view == "machines" else views[view].prefetch_related("files", "mails")
    shown = page_of(listed, request, size=A_PAGE)
    context = {
        "page": shown,
        "view": view,
        "tabs": [
            {"title": title, "url": f"?view={key}", "current": key == view, "count": ""}
            for key, title in (
                ("waiting", _("To be checked")),
                ("tray", _("Tray: belongs where?")),
                ("checked", _("Accepted")),
                ("aside", _("Set aside")),
                ("machines", _("Sent by machines")),
            )
        ],
        "may_check": may_correspond(request.seat, request.at),
    }
    return answer(request, "correspondence/returns.html", context)


@page(may_read_correspondence, may_post=True)
def returned(request: SeatedRequest, public_id: str) -> HttpResponse:
    """One return before a person: what came, from whom, to what; accept it, file it elsewhere, or set it aside."""
    seat, at = request.seat, request.at
    shown = get_object_or_404(returns_visible_to(seat, at), public_id=public_id)
    finding = request.POST.get("finding", "") if may_correspond(seat, at) else ""
    filing = FilingAnswer(
        request.POST if finding == "file" else None,
        asked=asked_by_then(at),
        initial=_suggested(shown),
    )
    setting = SettingAside(request.POST if finding == "set_aside" else None)
    if finding == "accept":
        accept(shown, seat=seat, at=at)
        return _done(request, _("The answer is accepted."))
    if finding == "file" and filing.is_valid():
        matter = get_object_or_404(Matter, public_id=filing.cleaned_data["matter"])
        organisation = get_object_or_404(Organisation, public_id=filing.cleaned_data["organisation"])
        file_with(shown, organisation, matter, seat=seat, at=at)
        return _done(request, _("The answer is filed and accepted."))
    if finding == "set_aside" and setting.is_valid():
        set_aside(shown, setting.cleaned_data["reason"], seat=seat, at=at)
        return _done(request, _("The answer is set aside. It stays on record."))
    return answer(
        request, "correspondence/returned.html", {**_as_shown(request, shown), "filing": filing, "setting": setting}
    )


def _done(request: Request, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("correspondence:returns")


def _suggested(one: Return) -> dict[str, Any]:
    """What is chosen at first: where it is filed, or whose letter it answers."""
    if one.matter and one.organisation:
        return {"matter": one.matter.public_id, "organisation": one.organisation.public_id}
    if one.addressee is None:
        return {}
    matter = getattr(one.addressee.circular, "matter", None)
    return {"matter": matter.public_id if matter else "", "organisation": one.addressee.organisation.public_id}


def _as_shown(request: SeatedRequest, one: Return) -> dict[str, Any]:
    mails = list(one.mails.all())
    whys = [sentence_of_a_mail(Why(mail.why)) for mail in mails if mail.why]
    return {
        "one": one,
        "trail": [(_("Returns"), reverse("correspondence:returns")), (_("A return"), "")],
        "files": one.files.select_related("upload"),
        "mails": mails,
        "why": whys[0] if whys else "",
        "doubt": Doubt(one.doubt).label if one.doubt and one.outcome is None else "",  # type: ignore[attr-defined]
        "checks": one.checks.select_related("seat__person", "seat__organisation"),
        "may_check": may_correspond(request.seat, request.at),
    }


@page(the_seated)
def returned_file(request: Request, public_id: str) -> HttpResponse:
    """A file of a return, for those who may see the return."""
    file = get_object_or_404(files_visible_to(request.seat, request.at), public_id=public_id)
    return given_out(file.upload, file.name)


@page(may_read_correspondence)
def incoming_mail(request: Request, public_id: str) -> HttpResponse:
    """A mail as it came in, to be opened in a mail program."""
    mail = get_object_or_404(Incoming.objects.select_related("upload"), public_id=public_id)
    return given_out(mail.upload, "mail.eml")


@page(may_correspond, may_post=True)
def taking_in(request: SeatedRequest) -> HttpResponse:
    """Take in a mail that came to somebody's own mailbox."""
    form = TakingIn(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            mail = take_in(form.cleaned_data["mail"].read(), seat=request.seat, at=request.at)
        except Unreadable as wrong:
            form.add_error("mail", sentence_of_a_file(wrong))
        else:
            messages.success(request, _("The mail is kept as it came in."))
            if mail.returned is None:
                return redirect(f"{reverse('correspondence:returns')}?view=machines")
            return redirect(mail.returned)
    trail = [(_("Returns"), reverse("correspondence:returns")), (_("Take in a mail"), "")]
    return answer(request, "correspondence/taking_in.html", {"form": form, "trail": trail})
