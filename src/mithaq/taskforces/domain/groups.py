"""Changing and ending a group, and everything that is on record of it besides: who works in it, documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.domain.set_up import verb_of
from mithaq.taskforces.models import Enrolment, Group, GroupDocument, GroupSeat
from mithaq.taskforces.rules import may_run_the_group, may_set_up_groups
from mithaq.taskforces.vocabulary import GroupEvent, Reach

SAY_WHY = _("Say why, in a few words. Nothing was changed.")


@dataclass(frozen=True)
class About:
    """What is said of a group: its words per language, and its days."""

    title: Mapping[str, str]
    charter: Mapping[str, str]
    starts: date
    ends: date | None = None


def change(group: Group, about: About, reason: str, *, seat: Seat, at: datetime) -> Group:
    """Say something else of a group: another name, charter or time; with the reason."""
    with transaction.atomic():
        require(may_set_up_groups(seat, at))
        group = _locked(group)
        _require_order(about.starts, about.ends)
        group.title, group.charter = about.title, about.charter
        group.starts, group.ends = about.starts, about.ends
        group.save()
        _changed(group, GroupEvent.CHANGED, reason, "changed", {}, seat, at)
    return group


def end(group: Group, ends: date, reason: str, *, seat: Seat, at: datetime) -> Group:
    """Enter the last day on which a group works, and why. What it has made stays."""
    with transaction.atomic():
        require(may_set_up_groups(seat, at))
        group = _locked(group)
        _require_order(group.starts, ends)
        group.ends = ends
        group.save(update_fields=["ends"])
        _changed(group, GroupEvent.ENDED, reason, "ended", {"ends": ends.isoformat()}, seat, at)
    return group


def open_to(group: Group, reach: str, reason: str, *, seat: Seat, at: datetime) -> Group:
    """Say who may read the group's page. A group whose papers have been submitted is public, as they are."""
    with transaction.atomic():
        require(may_set_up_groups(seat, at))
        group = _locked(group)
        if reach == group.reach:
            raise Refused(_("The page is read by these already. Nothing was changed."))
        if reach != Reach.PUBLIC and group.papers.exclude(submitted_at=None).exists():
            raise Refused(_("This group has submitted papers, which name it to everybody. So its page stays public."))
        group.reach = reach
        group.save(update_fields=["reach"])
        _changed(group, GroupEvent.OPENED, reason, "opened", {"reach": reach}, seat, at)
    return group


def _changed(
    group: Group, what: GroupEvent, reason: str, verb: str, facts: Mapping[str, str], seat: Seat, at: datetime
) -> None:
    reason = why(reason)
    group.changes.create(what=what, reason=reason, seat=seat, at=at)
    record(verb_of(group, verb), group, seat=seat, at=at, facts=facts, words={"reason": reason})


def why(reason: str) -> str:
    """The reason as it is kept, on one line. Raises `Refused` where there is none."""
    kept = " ".join(reason.split())[:300]
    if not kept:
        raise Refused(SAY_WHY)
    return kept


def _locked(group: Group) -> Group:
    return Group.objects.select_for_update().get(pk=group.pk)


def _require_order(starts: date, ends: date | None) -> None:
    if ends is not None and ends < starts:
        raise Refused(_("It cannot end before it begins. Nothing was changed."))


# Who works in it ----------------------------------------------------------------------------------------------------


def leave(enrolment: Enrolment, ends: date, reason: str, *, seat: Seat, at: datetime) -> Enrolment:
    """Enter the last day on which an organisation works in a group, and why it leaves; both stay on record."""
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("group").get(pk=enrolment.pk)
        require(may_run_the_group(seat, enrolment.group, at))
        _end(enrolment, ends, why(reason))
        facts = {"role": enrolment.role, "ends": ends.isoformat()}
        words = {"reason": enrolment.reason}
        verb = verb_of(enrolment.group, "left")
        record(verb, enrolment.group, enrolment.organisation, seat=seat, at=at, facts=facts, words=words)
    return enrolment


def change_role(enrolment: Enrolment, role: str, starts: date, reason: str, *, seat: Seat, at: datetime) -> Enrolment:
    """Give an organisation another role from a day on; the one before ends on the day before."""
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("group").get(pk=enrolment.pk)
        group = enrolment.group
        require(may_run_the_group(seat, group, at))
        if role == enrolment.role:
            raise Refused(_("The organisation has this role already. Nothing was changed."))
        if starts <= enrolment.starts:
            raise Refused(_("The new role must begin after the one before it. Nothing was changed."))
        _end(enrolment, starts - timedelta(days=1), why(reason))
        changed = group.enrolments.create(organisation=enrolment.organisation, role=role, starts=starts)
        facts = {"before": enrolment.role, "after": role, "starts": starts.isoformat()}
        words = {"reason": enrolment.reason}
        record(verb_of(group, "role_changed"), group, changed.organisation, seat=seat, at=at, facts=facts, words=words)
    return changed


def seat_in(group: Group, who: Seat, role: str, starts: date, *, seat: Seat, at: datetime) -> GroupSeat:
    """Enter a person, in their seat, into a group in a role."""
    with transaction.atomic():
        require(may_run_the_group(seat, group, at))
        if group.people.filter(seat=who, ends=None).exists():
            raise Refused(_("This person is already in the group. Nothing was changed."))
        seated = group.people.create(seat=who, role=role, starts=starts)
        record(verb_of(group, "seated"), group, who, seat=seat, at=at, facts={"role": role})
    return seated


def unseat(person: GroupSeat, ends: date, reason: str, *, seat: Seat, at: datetime) -> GroupSeat:
    """Enter the last day on which a person works in a group, and why they leave."""
    with transaction.atomic():
        person = GroupSeat.objects.select_for_update(of=("self",)).select_related("group").get(pk=person.pk)
        require(may_run_the_group(seat, person.group, at))
        _end(person, ends, why(reason))
        facts = {"role": person.role, "ends": ends.isoformat()}
        words = {"reason": person.reason}
        record(verb_of(person.group, "unseated"), person.group, person.seat, seat=seat, at=at, facts=facts, words=words)
    return person


def _end(part: Enrolment | GroupSeat, ends: date, reason: str) -> None:
    if part.ends is not None:
        raise Refused(_("This has ended already. Nothing was changed."))
    _require_order(part.starts, ends)
    part.ends, part.reason = ends, reason
    part.save(update_fields=["ends", "reason"])


# Its documents ------------------------------------------------------------------------------------------------------


def lay(group: Group, file: Upload, title: str, reach: str, *, seat: Seat, at: datetime) -> GroupDocument:
    """Add a document to a group, and say who may read it. The same file lies in a group once."""
    with transaction.atomic():
        require(may_run_the_group(seat, group, at))
        known = group.documents.filter(file__sha256=file.sha256, taken_away_at=None).first()
        if known is not None:
            raise Refused(
                _("This very file lies here already, as “%(title)s”. Nothing was changed.") % {"title": known}
            )
        laid = group.documents.create(file=file, title=title.strip() or file.name, reach=reach, seat=seat, at=at)
        record(verb_of(group, "document_laid"), group, file, seat=seat, at=at, facts={"reach": reach})
    return laid


def open_document(document: GroupDocument, reach: str, *, seat: Seat, at: datetime) -> GroupDocument:
    """Say who may read a document."""
    with transaction.atomic():
        document = _lying(document, seat, at)
        document.reach = reach
        document.save(update_fields=["reach"])
        group = document.group
        record(verb_of(group, "document_opened"), group, document.file, seat=seat, at=at, facts={"reach": reach})
    return document


def take_away(document: GroupDocument, reason: str, *, seat: Seat, at: datetime) -> GroupDocument:
    """Take a document away, with the reason. The file stays on record and is read by nobody."""
    with transaction.atomic():
        document = _lying(document, seat, at)
        document.taken_away_at, document.reason = at, why(reason)
        document.save(update_fields=["taken_away_at", "reason"])
        group, words = document.group, {"reason": document.reason}
        record(verb_of(group, "document_taken_away"), group, document.file, seat=seat, at=at, words=words)
    return document


def _lying(document: GroupDocument, seat: Seat, at: datetime) -> GroupDocument:
    found: models.QuerySet[GroupDocument] = GroupDocument.objects.select_for_update(of=("self",))
    document = found.select_related("group", "file").get(pk=document.pk)
    require(may_run_the_group(seat, document.group, at))
    if document.taken_away_at is not None:
        raise Refused(_("This document has been taken away already. Nothing was changed."))
    return document
