"""The pages of the groups: what each is, who works in it, and the desk of those who chair it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.cycle.models import Deadline
from mithaq.cycle.queries import current_cycle, history_visible_to, year_on_record
from mithaq.cycle.vocabulary import PhaseKind
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import everyone, page, the_seated, the_secretariat
from mithaq.foundation.thread.steps import step, steps_to
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.giving_out import file_response
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_file
from mithaq.taskforces.domain import groups as on_groups
from mithaq.taskforces.domain import milestones as on_milestones
from mithaq.taskforces.domain.set_up import enrol, set_up
from mithaq.taskforces.models import Enrolment, Group, GroupDocument, GroupSeat, Milestone
from mithaq.taskforces.queries import groups_visible_to, meetings_visible_to, papers_visible_to, with_their_size
from mithaq.taskforces.queries.groups import (
    documents_visible_to,
    dossier_of,
    organisations_to_enter,
    reads_inside,
    seats_to_enter,
)
from mithaq.taskforces.rules import (
    may_begin_papers,
    may_call_a_meeting,
    may_run_the_group,
    may_set_up_groups,
)
from mithaq.taskforces.vocabulary import GroupKind, GroupRole, Reach
from mithaq.taskforces.web import group_forms as typed
from mithaq.taskforces.web.parts import Parts, seated

#: The acts on a group that whoever reads its page reads too; those inside read all of them.
TOLD = ("group.set_up", "group.joined", "group.left", "group.role_changed", "group.changed", "group.ended")


@page(everyone)
def groups(request: Request) -> HttpResponse:
    """The groups by kind, each with its charter and its size."""
    seat, at = request.seat, request.at
    known = list(with_their_size(groups_visible_to(seat, at), at))
    kinds = [
        {"kind": kind, "groups": [group for group in known if group.kind == kind]}
        for kind in GroupKind
        if any(group.kind == kind for group in known)
    ]
    may_set_up = bool(may_set_up_groups(seat, at))
    return answer(request, "taskforces/groups.html", {"kinds": kinds, "may_set_up": may_set_up})


@page(everyone)
def group(request: Request, public_id: str) -> HttpResponse:
    """One group: its charter, who works in it on the day, its milestones, documents and papers, what happened."""
    seat, at = request.seat, request.at
    shown = get_object_or_404(groups_visible_to(seat, at).select_related("cycle"), public_id=public_id)
    return answer(request, "taskforces/group.html", _group_as_shown(shown, seat, at))


def _group_as_shown(group: Group, seat: Seat | None, at: datetime) -> dict[str, Any]:
    dossier, day = dossier_of(group), at.date()
    inside = reads_inside(seat, group, at)
    with_persons = seat is not None
    parts = [part for part in dossier.parts if with_persons or part.enrolment]
    working = [part for part in parts if part.runs_on(day)]
    papers = list(papers_visible_to(seat, at).filter(group=group))
    may_run = bool(may_run_the_group(seat, group, at))
    return {
        "shown": group,  # the frame of the page has a "group" of its own
        "trail": [(gettext("Groups"), reverse("taskforces:groups")), (group.title, "")],
        "is_public": group.reach == Reach.PUBLIC,
        "has_ended": group.ends is not None and group.ends < day,
        "roles": [
            {"role": role, "parts": [part for part in working if part.role == role]}
            for role in GroupRole
            if any(part.role == role for part in working)
        ],
        "with_persons": with_persons,
        "others": [part for part in parts if part not in working],
        "milestones": _with_the_calendar(group, dossier.milestones),
        "documents": dossier.read_by(seat, inside=inside),
        "changes": dossier.changes if seat is not None else [],
        "papers": papers,
        "meetings": meetings_visible_to(seat, at).filter(group=group),
        "inside": inside,
        "may_call": bool(may_call_a_meeting(seat, at, group)),
        "may_run": may_run,
        "may_change": bool(may_set_up_groups(seat, at)),
        "may_begin": bool(may_begin_papers(seat, group, at)),
        "day": day,
        "here": step(group),
        "after": steps_to(one for one in papers if one.submitted_at),
        "history": history_visible_to(seat, group, ("group", "inner_group") if inside else TOLD),
    }


def _with_the_calendar(group: Group, milestones: list[Milestone]) -> list[dict[str, Any]]:
    """The group's milestones and, among them, what the year's calendar asks of papers, by their day."""
    known = year_on_record()
    rows = [{"title": one.title, "day": one.due, "milestone": one} for one in milestones]
    if known is not None and known.cycle.pk == group.cycle_id:
        deadlines: list[Deadline] = [one for one in known.deadlines if one.phase == PhaseKind.PAPERS]
        rows += [
            {"title": one.title, "day": one.at.astimezone(known.zone).date(), "deadline": one} for one in deadlines
        ]
    return sorted(rows, key=lambda row: row["day"])


@page(the_secretariat, may_post=True)
def new_group(request: Request) -> HttpResponse:
    """Set up a group of the year."""
    cycle, seat, at = current_cycle(), seated(request), request.at
    if cycle is None:
        raise Http404
    form = typed.GroupForm(request.POST or None, today=seat.local_day(at))
    if form.is_bound and form.is_valid():
        said, chosen = form.about, form.cleaned_data
        made = set_up(
            cycle,
            fresh_id(),
            chosen["kind"],
            said.title,
            said.charter,
            said.starts,
            said.ends,
            reach=chosen["reach"],
            seat=seat,
            at=at,
        )
        messages.success(request, gettext("The group is set up. Enter next who works in it."))
        return redirect("taskforces:group_desk", made.public_id)
    trail = [(gettext("Groups"), reverse("taskforces:groups")), (gettext("Set up a group"), "")]
    status = 422 if form.errors else 200
    return answer(request, "taskforces/group_form.html", {"form": form, "trail": trail}, status=status)


def _found(request: Request, public_id: str) -> Group:
    return get_object_or_404(groups_visible_to(request.seat, request.at), public_id=public_id)


def _run_by(request: Request, group: Group) -> Seat:
    """The seat that acts for the group; to others its desk is not there."""
    if not may_run_the_group(request.seat, group, request.at):
        raise Http404
    return seated(request)


def _trail(group: Group, title: Any) -> list[tuple[Any, str]]:
    return [(gettext("Groups"), reverse("taskforces:groups")), (group.title, group.get_absolute_url()), (title, "")]


@page(the_secretariat, may_post=True)
def change_group(request: Request, public_id: str) -> HttpResponse:
    """Say something else of a group, say who may read its page, or end it; each with the reason."""
    found, seat, at = _found(request, public_id), seated(request), request.at
    today = seat.local_day(at)
    parts = Parts(
        request,
        {
            "group": lambda data=None, _files=None, prefix="": typed.GroupForm(data, today=today, group=found),
            "reach": partial(typed.OpenedGroup, initial={"reach": found.reach}),
            "end": partial(typed.EndedGroup, initial={"ends": today}),
        },
    )
    if parts.is_good and _changed(parts, found, seat, at):
        messages.success(request, gettext("It is changed, and the reason is on record."))
        return redirect(found)
    shown = {"shown": found, "forms": parts.forms, "sent": parts.sent, "trail": _trail(found, gettext("Change"))}
    status = 422 if parts.sent is not None else 200
    return answer(request, "taskforces/group_form.html", {**shown, "form": parts.forms["group"]}, status=status)


def _changed(parts: Parts, found: Group, seat: Seat, at: datetime) -> bool:
    form, said = parts.sent, parts.sent.cleaned_data
    try:
        if parts.sent_name == "group":
            on_groups.change(found, form.about, said["reason"], seat=seat, at=at)
        elif parts.sent_name == "reach":
            on_groups.open_to(found, said["reach"], said["reason"], seat=seat, at=at)
        else:
            on_groups.end(found, said["ends"], said["reason"], seat=seat, at=at)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@page(the_seated, may_post=True)
def group_desk(request: Request, public_id: str) -> HttpResponse:
    """Where those who chair a group enter who works in it, its milestones and its documents. One form at a time."""
    found = _found(request, public_id)
    seat, at = _run_by(request, found), request.at
    today = {"starts": seat.local_day(at)}
    parts = Parts(
        request,
        {
            "organisation": partial(typed.EnteredOrganisation, organisations=organisations_to_enter(), initial=today),
            "person": partial(typed.EnteredPerson, seats=seats_to_enter(found, at), initial=today),
            "milestone": typed.SetMilestone,
            "document": typed.LaidGroupDocument,
        },
    )
    if parts.is_good and _entered(parts, found, seat, at):
        messages.success(request, gettext("It is on record."))
        return redirect(request.path)
    dossier = dossier_of(found)
    shown = {
        "shown": found,
        "forms": parts.forms,
        "sent": parts.sent,
        "parts": [part for part in dossier.parts if part.ends is None],
        "milestones": [one for one in dossier.milestones if one.reached is None],
        "documents": dossier.documents,
        "trail": _trail(found, gettext("The group's desk")),
    }
    status = 422 if parts.sent is not None else 200
    return answer(request, "taskforces/group_desk.html", shown, status=status)


def _entered(parts: Parts, found: Group, seat: Seat, at: datetime) -> bool:
    form, said = parts.sent, parts.sent.cleaned_data
    by: dict[str, Any] = {"seat": seat, "at": at}
    try:
        if parts.sent_name == "organisation":
            enrol(found, form.chosen, said["role"], said["starts"], **by)
        elif parts.sent_name == "person":
            on_groups.seat_in(found, form.chosen, said["role"], said["starts"], **by)
        elif parts.sent_name == "milestone":
            on_milestones.set_milestone(found, form.words("title"), said["due"], **by)
        else:
            on_groups.lay(found, receive(said["file"], **by), said["title"], said["reach"], **by)
    except Unreadable as refused:
        form.add_error("file", sentence_of_a_file(refused))
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@page(the_seated, may_post=True)
def part(request: Request, public_id: str) -> HttpResponse:
    """End the part of an organisation or a person in a group, or give an organisation another role."""
    one: Enrolment | GroupSeat | None = (
        Enrolment.objects.select_related("group", "organisation").filter(public_id=public_id, ends=None).first()
        or GroupSeat.objects.select_related("group", "seat__person").filter(public_id=public_id, ends=None).first()
    )
    if one is None:
        raise Http404
    seat, at = _run_by(request, _found(request, one.group.public_id)), request.at
    today = seat.local_day(at)
    makers: dict[str, Any] = {"end": partial(typed.EndedPart, initial={"ends": today})}
    if isinstance(one, Enrolment):
        makers["role"] = partial(typed.ChangedRole, initial={"role": one.role, "starts": today})
    parts = Parts(request, makers)
    if parts.is_good and _part_changed(parts, one, seat, at):
        messages.success(request, gettext("It is changed, and the reason is on record."))
        return redirect("taskforces:group_desk", one.group.public_id)
    shown = {"shown": one.group, "one": one, "forms": parts.forms, "sent": parts.sent}
    shown["trail"] = _trail(one.group, str(one))
    status = 422 if parts.sent is not None else 200
    return answer(request, "taskforces/group_part.html", shown, status=status)


def _part_changed(parts: Parts, one: Enrolment | GroupSeat, seat: Seat, at: datetime) -> bool:
    said = parts.sent.cleaned_data
    try:
        if isinstance(one, GroupSeat):
            on_groups.unseat(one, said["ends"], said["reason"], seat=seat, at=at)
        elif parts.sent_name == "role":
            on_groups.change_role(one, said["role"], said["starts"], said["reason"], seat=seat, at=at)
        else:
            on_groups.leave(one, said["ends"], said["reason"], seat=seat, at=at)
    except Refused as refused:
        parts.sent.add_error(None, str(refused))
        return False
    return True


@page(the_seated, may_post=True)
def milestone(request: Request, public_id: str) -> HttpResponse:
    """Say that a milestone is reached, move it, or cancel it."""
    open_ones = Milestone.objects.select_related("group").filter(is_standing=True, reached=None)
    one = get_object_or_404(open_ones, public_id=public_id)
    seat, at = _run_by(request, _found(request, one.group.public_id)), request.at
    parts = Parts(
        request,
        {
            "reached": partial(typed.ReachedMilestone, initial={"day": seat.local_day(at)}),
            "moved": partial(typed.MovedMilestone, initial={"due": one.due}),
            "cancelled": typed.CancelledMilestone,
        },
    )
    if parts.is_good and _milestone_changed(parts, one, seat, at):
        messages.success(request, gettext("It is on record."))
        return redirect("taskforces:group_desk", one.group.public_id)
    shown = {"shown": one.group, "one": one, "forms": parts.forms, "sent": parts.sent}
    shown["trail"] = _trail(one.group, one.title)
    status = 422 if parts.sent is not None else 200
    return answer(request, "taskforces/group_milestone.html", shown, status=status)


def _milestone_changed(parts: Parts, one: Milestone, seat: Seat, at: datetime) -> bool:
    said = parts.sent.cleaned_data
    try:
        if parts.sent_name == "reached":
            on_milestones.reach_milestone(one, said["day"], seat=seat, at=at)
        elif parts.sent_name == "moved":
            on_milestones.move_milestone(one, said["due"], said["reason"], seat=seat, at=at)
        else:
            on_milestones.cancel_milestone(one, said["reason"], seat=seat, at=at)
    except Refused as refused:
        parts.sent.add_error(None, str(refused))
        return False
    return True


@page(the_seated, may_post=True)
def group_document(request: Request, public_id: str) -> HttpResponse:
    """Say who may read a document of a group, or take it away."""
    one: GroupDocument = get_object_or_404(documents_visible_to(request.seat, request.at), public_id=public_id)
    seat, at = _run_by(request, one.group), request.at
    reach = partial(typed.OpenedDocument, initial={"reach": one.reach})
    parts = Parts(request, {"reach": reach, "taken_away": typed.TakenAway})
    if parts.is_good:
        said = parts.sent.cleaned_data
        if parts.sent_name == "reach":
            on_groups.open_document(one, said["reach"], seat=seat, at=at)
        else:
            on_groups.take_away(one, said["reason"], seat=seat, at=at)
        messages.success(request, gettext("It is on record."))
        return redirect("taskforces:group_desk", one.group.public_id)
    shown = {"shown": one.group, "one": one, "forms": parts.forms, "sent": parts.sent}
    shown["trail"] = _trail(one.group, one.title)
    status = 422 if parts.sent is not None else 200
    return answer(request, "taskforces/group_document.html", shown, status=status)


@page(everyone)
def group_document_file(request: Request, public_id: str) -> HttpResponse:
    """A document of a group as it came in, for those who may read it."""
    one = get_object_or_404(documents_visible_to(request.seat, request.at), public_id=public_id)
    return file_response(one.file)
