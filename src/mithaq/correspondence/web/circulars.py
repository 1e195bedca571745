"""The pages on which circulars are written, looked at as each recipient gets them, sent and reminded of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from mithaq.core.fields import fields_in, with_fields_apart
from mithaq.correspondence.domain.send import remind, reminder_as_read, send, to_remind
from mithaq.correspondence.domain.write import (
    allow_attachments,
    keep_as_template,
    prefer_language,
    revise_circular,
    write_circular,
)
from mithaq.correspondence.models import AttachmentsAllowed, Circular, Template
from mithaq.correspondence.queries.circles import circles
from mithaq.correspondence.queries.letters import letters_to_write, matter_of, render, words_of
from mithaq.correspondence.queries.recipients import recipients_of
from mithaq.correspondence.queries.returns import circulars_visible_to
from mithaq.correspondence.rules import may_correspond, may_read_correspondence, may_revise
from mithaq.correspondence.vocabulary import FIELDS
from mithaq.correspondence.web.files import received
from mithaq.correspondence.web.forms import Keeping, Writing, as_written
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle, history_visible_to
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.languages.formats import number
from mithaq.foundation.mail.models import Bounce, Letter, Sending
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.members.queries import members
from mithaq.members.queries.naming import names_of_organisations
from mithaq.members.vocabulary import Standing as Klass

A_PAGE = 25


@page(may_read_correspondence)
def circulars(request: Request) -> HttpResponse:
    """Every circular, the newest first."""
    found = (
        circulars_visible_to(request.seat, request.at)
        .annotate(organisations=Count("addressees__organisation", distinct=True))
        .order_by("-written_at", "-id")
    )
    shown = page_of(found, request, size=A_PAGE)
    context = {
        "page": shown,
        "may_write": may_correspond(request.seat, request.at),
        "templates": Template.objects.all(),
        "may_attach": AttachmentsAllowed.objects.filter(cycle=current_cycle()).exists(),
    }
    return answer(request, "correspondence/circulars.html", context)


@page(may_correspond, may_post=True)
def new_circular(request: SeatedRequest) -> HttpResponse:
    """Write a circular, from nothing or from a template."""
    cycle = the_year()
    template = Template.objects.filter(public_id=request.GET.get("template", "")).first()
    form = _writing(request, cycle, _as_kept(template) if template else {"standings": [Klass.PARTICIPATING]})
    if request.method == "POST" and form.is_valid():
        uploads = received(request, form, "attached")
        if form.is_valid():
            words = (form.entered("subject"), form.entered("body"), form.choice(), form.asked(), uploads)
            by: Any = {"seat": request.seat, "at": request.at}
            return redirect(write_circular(cycle, *words, sends_unmarked=form.sends_unmarked(), **by))
    trail = [(_("Circulars"), reverse("correspondence:circulars")), (_("A new circular"), "")]
    return answer(request, "correspondence/write.html", {"form": form, "trail": trail, **_beside_the_form(cycle)})


@page(may_correspond, may_post=True)
def revision(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Change a circular that has not been sent."""
    circular = get_object_or_404(circulars_visible_to(request.seat, request.at), public_id=public_id)
    if not may_revise(request.seat, circular, request.at):
        return redirect(circular)
    form = _writing(request, circular.cycle, as_written(circular))
    if request.method == "POST" and form.is_valid():
        uploads = received(request, form, "attached")
        if form.is_valid():
            words = (form.entered("subject"), form.entered("body"), form.choice(), form.asked(), uploads)
            detached = [int(one) for one in request.POST.getlist("detached") if one.isdecimal()]
            by: Any = {"seat": request.seat, "at": request.at}
            revise_circular(circular, *words, detached, sends_unmarked=form.sends_unmarked(), **by)
            return redirect(circular)
    trail = [(_("Circulars"), reverse("correspondence:circulars")), (circular.title, circular.get_absolute_url())]
    context = {"form": form, "trail": trail, "circular": circular, **_beside_the_form(circular.cycle)}
    return answer(request, "correspondence/write.html", {**context, "attachments": circular.attachments.all()})


def _writing(request: Request, cycle: Cycle, initial: dict[str, Any]) -> Writing:
    sent = request.method == "POST"
    return Writing(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial=initial,
        languages=cycle.written_in,
        circles=circles(cycle, request.at),
        organisations=_members_by_name(cycle, request.at),
    )


def _members_by_name(cycle: Cycle, at: datetime) -> list[tuple[str, str]]:
    """The members of every class as choices, in the order of admission."""
    names = names_of_organisations()
    admitted = members(cycle, at, Klass.values).values_list("organisation", flat=True)
    return [(names[key].public_id, names[key].name) for key in admitted if key in names]


def _as_kept(template: Template) -> dict[str, Any]:
    subjects = {f"subject_{code}": words for code, words in template.subject.items()}
    return subjects | {f"body_{code}": words for code, words in template.body.items()}


def _beside_the_form(cycle: Cycle) -> dict[str, Any]:
    fields = [(f"{{{{ {name} }}}}", meaning) for name, meaning in FIELDS.items()]
    return {"fields": fields, "may_attach": AttachmentsAllowed.objects.filter(cycle=cycle).exists()}


@page(may_read_correspondence)
def circular(request: SeatedRequest, public_id: str) -> HttpResponse:
    """One circular: before it is sent as each recipient would get it, afterwards how far it has come."""
    seat, at = request.seat, request.at
    shown = get_object_or_404(circulars_visible_to(seat, at), public_id=public_id)
    context: dict[str, Any] = {
        "circular": shown,
        "words": _as_written(shown),
        "matter": matter_of(shown),
        "trail": [(_("Circulars"), reverse("correspondence:circulars")), (shown.title, "")],
        "may_revise": may_revise(seat, shown, at),
        "may_write": may_correspond(seat, at),
        "attachments": shown.attachments.select_related("upload"),
        "keeping": Keeping(None, titles=shown.title, languages=shown.cycle.written_in),
    }
    if hasattr(shown, "dispatch"):
        context |= {"progress": _progress(shown), "history": history_visible_to(seat, shown, ("circular", "answer"))}
    else:
        context |= _preview(request, shown)
    return answer(request, "correspondence/circular.html", context)


def _as_written(circular: Circular) -> list[tuple[str, str]]:
    return [
        (code, with_fields_apart(words, right_to_left=get_language_info(code)["bidi"]))
        for code, words in circular.body.items()
    ]


#: The field where the recipient's own link stands.
UPLOAD_LINK = "upload_link"


def _preview(request: SeatedRequest, circular: Circular) -> dict[str, Any]:
    recipients = recipients_of(circular, request.at)
    reached = [one for one in recipients if one.seat is not None]
    place = _place(request.GET.get("to", ""), len(reached))
    to = reached[place - 1] if reached else None
    read = render(words_of(circular), circular, to, sender=request.seat) if to else None
    return {
        "letters": len(reached),
        "lacks_link": any(UPLOAD_LINK not in fields_in(words) for words in circular.body.values()),
        "without_address": [one for one in reached if one.seat and not one.seat.person.email],
        "unreached": [one for one in recipients if one.seat is None],
        "organisations": len({one.organisation.pk for one in reached}),
        "place": place,
        "to": to,
        "read": read,
        "parts": read.parts if read else [],
        "before": place - 1 if place > 1 else None,
        "after": place + 1 if place < len(reached) else None,
        "only_language": to.languages[0] if to and len(to.languages) == 1 else "",
        "written_in": circular.cycle.written_in,
    }


def _place(asked: str, count: int) -> int:
    """Which recipient is shown, from one; the first where nobody sensible is asked for."""
    return min(int(asked), count) if asked.isdecimal() and len(asked) < 9 and int(asked) > 0 else min(1, count)


def _progress(circular: Circular) -> dict[str, int]:
    """How many letters were written, and how many of them were handed to the mail system. Two queries."""
    taken = Exists(Sending.objects.filter(letter=OuterRef("pk"), error=""))
    back = Exists(Bounce.objects.filter(letter=OuterRef("pk")))
    letters = Letter.objects.filter(addressee__circular=circular).annotate(taken=taken, back=back)
    counted = letters.aggregate(
        written=Count("pk"),
        sent=Count("pk", filter=Q(taken=True)),
        bounced=Count("pk", filter=Q(back=True)),
        without=Count("pk", filter=Q(seat__person__email="")),
    )
    unwritten = letters_to_write(circular).count()
    to_send = counted["written"] + unwritten - counted["without"]
    return {**counted, "to_send": to_send, "to_write": unwritten, "all": counted["written"] + unwritten}


@page(may_correspond, may_post=True)
def sending(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Send a circular. Sending it again changes nothing."""
    shown = get_object_or_404(circulars_visible_to(request.seat, request.at), public_id=public_id)
    if request.method == "POST":
        send(shown, seat=request.seat, at=request.at)
        messages.success(request, _("The letters are being written and sent. This page shows how far they have come."))
    return redirect(shown)


@page(may_correspond, may_post=True)
def template(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Keep a circular's words as a template."""
    shown = get_object_or_404(circulars_visible_to(request.seat, request.at), public_id=public_id)
    form = Keeping(request.POST, titles={}, languages=shown.cycle.written_in)
    if request.method == "POST" and form.is_valid() and any(form.titles.values()):
        keep_as_template(shown, form.titles, seat=request.seat, at=request.at)
        messages.success(request, _("The words are kept. You find them when you write a new circular."))
    elif request.method == "POST":
        messages.error(request, _("A template needs a title. Nothing was changed."))
    return redirect(shown)


@page(may_correspond, may_post=True)
def language_of_letters(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Record in which language an organisation is written to."""
    organisation = get_object_or_404(Organisation, public_id=public_id)
    language = request.POST.get("language", "")
    if request.method == "POST" and language in ("", *the_year().written_in):
        prefer_language(organisation, language, seat=request.seat, at=request.at)
        messages.success(request, _("The language is on record and holds from the next letter on."))
    return redirect(_back(request, "correspondence:circulars"))


@page(may_correspond, may_post=True)
def policy(request: SeatedRequest) -> HttpResponse:
    """Allow the circulars of the year to carry files."""
    if request.method == "POST":
        allow_attachments(the_year(), seat=request.seat, at=request.at)
        messages.success(request, _("Circulars of this year may carry files from now on."))
    return redirect("correspondence:circulars")


@page(may_correspond, may_post=True)
def reminder(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Look at the reminder and at who gets it, and send it."""
    seat, at = request.seat, request.at
    shown = get_object_or_404(circulars_visible_to(seat, at), public_id=public_id)
    matter = matter_of(shown)
    if matter is None or not hasattr(shown, "dispatch"):
        raise Http404
    if request.method == "POST":
        sent = remind(matter, seat=seat, at=at)
        words = ngettext("%(count)s reminder was written.", "%(count)s reminders were written.", len(sent))
        messages.success(request, words % {"count": number(len(sent))})
        return redirect(f"{reverse('correspondence:board')}?matter={matter.public_id}")
    owing = to_remind(matter, at)
    read = reminder_as_read(matter, owing[0], seat=seat) if owing else None
    context = {
        "circular": shown,
        "matter": matter,
        "owing": owing,
        "read": read,
        "parts": read.parts if read else [],
        "trail": [(_("Board"), reverse("correspondence:board")), (_("Reminder"), "")],
    }
    return answer(request, "correspondence/reminder.html", context)


def the_year() -> Cycle:
    """The year that circulars belong to; a page of its own says where there is none."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle


def _back(request: Request, otherwise: str) -> str:
    """Where the form stood, if it says so and lies in this house."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse(otherwise)
