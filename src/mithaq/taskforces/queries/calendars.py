"""Meetings, deadlines and milestones as calendars take them."""

from __future__ import annotations

from datetime import datetime, time, tzinfo

from mithaq.core.icalendars import Entry
from mithaq.cycle.models import Deadline
from mithaq.cycle.queries.dates import BroughtDate
from mithaq.foundation.languages.words import PerLanguage
from mithaq.taskforces.models import Meeting, Milestone
from mithaq.taskforces.queries import MEETINGS_DOMAIN


def entry_of_meeting(meeting: Meeting, url: str, *, inside: bool, language: str) -> Entry:
    """A meeting as calendars take it; the link only for those who read it `inside`."""
    agenda = [PerLanguage(item).in_language(language) for item in meeting.agenda]
    lines = [f"{number}. {item}" for number, item in enumerate(agenda, start=1)]
    if inside and meeting.link:
        lines = [meeting.link, *lines]
    if inside and meeting.reason:
        lines = [meeting.reason, *lines]
    return Entry(
        uid=f"{meeting.public_id}@{MEETINGS_DOMAIN}",
        title=PerLanguage(meeting.title).in_language(language),
        starts=meeting.starts.astimezone(meeting.zone),
        ends=meeting.ends.astimezone(meeting.zone),
        stamped=meeting.changed_at,
        revision=meeting.revision,
        is_cancelled=meeting.cancelled_at is not None,
        description="\n".join(lines),
        place=PerLanguage(meeting.place).in_language(language),
        url=url,
        is_busy=True,
    )


def entry_of_deadline(deadline: Deadline, zone: tzinfo, stamped: datetime, url: str, language: str) -> Entry:
    """A deadline as calendars take it: an instant that makes nobody busy."""
    at = deadline.at.astimezone(zone)
    return Entry(
        uid=f"{deadline.public_id}@deadlines.mithaq",
        title=PerLanguage(deadline.title).in_language(language),
        starts=at,
        ends=at,
        stamped=stamped,
        revision=deadline.revision,
        is_cancelled=not deadline.is_standing,
        url=url,
    )


def entry_of_date(date: BroughtDate, zone: tzinfo, url: str, language: str) -> Entry:
    """A date that a room brings as calendars take it: an instant that makes nobody busy."""
    at = date.at.astimezone(zone)
    return Entry(
        uid=date.key,
        title=date.title.in_language(language),
        starts=at,
        ends=at,
        stamped=date.stamped,
        revision=date.revision,
        is_cancelled=date.is_cancelled,
        url=url,
    )


def entry_of_milestone(milestone: Milestone, zone: tzinfo, url: str, language: str) -> Entry:
    """A milestone as calendars take it: the end of its day on the year's clock. It needs its `changes`."""
    at = datetime.combine(milestone.due, time(23, 59), zone)
    return Entry(
        uid=f"{milestone.public_id}@milestones.mithaq",
        title=PerLanguage(milestone.title).in_language(language),
        starts=at,
        ends=at,
        stamped=max(change.at for change in milestone.changes.all()),
        revision=milestone.revision,
        is_cancelled=not milestone.is_standing,
        description=PerLanguage(milestone.group.title).in_language(language),
        url=url,
    )
