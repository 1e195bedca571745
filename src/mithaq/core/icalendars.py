"""Calendar files (RFC 5545, and RFC 5546 where one is sent): what is due and who meets when, for any calendar program.

The same entry keeps its UID for ever; each change of it carries a higher SEQUENCE, and one that was cancelled is sent
as CANCELLED instead of being left out, because a program keeps what it is not told to drop. Every zone that is named is
described in the file (VTIMEZONE). A deadline has no length: its end is its beginning, and it makes nobody busy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import icalendar

PRODUCT = "-//Mithaq//The diplomatic year//EN"
#: How often a program may ask a feed again.
ASK_AGAIN = timedelta(hours=4)


@dataclass(frozen=True)
class Entry:
    """One entry: `starts` and `ends` carry the zone in which they are said; `stamped` is when it was last changed."""

    uid: str
    title: str
    starts: datetime
    ends: datetime
    stamped: datetime
    revision: int = 0
    is_cancelled: bool = False
    description: str = ""
    place: str = ""
    url: str = ""
    #: Whether whoever takes part has no time for anything else: a meeting, and not a deadline.
    is_busy: bool = False


@dataclass(frozen=True)
class Invited:
    """Who invites whom: addresses, and the name by which the invited person is shown."""

    organiser: str
    address: str
    name: str
    #: What the person has answered so far (PARTSTAT).
    status: str = "NEEDS-ACTION"


def calendar_file(
    entries: Iterable[Entry], *, name: str = "", language: str = "", method: str = "", invited: Invited | None = None
) -> bytes:
    """A calendar with these entries, in UTF-8 with the line ends of the standard. `method` is REQUEST or CANCEL where
    the file is sent to somebody; a feed has none."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT4H")
    for entry in entries:
        calendar.add_component(_event(entry, language, invited))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, language: str, invited: Invited | None) -> icalendar.Event:
    event = icalendar.Event()
    said = {"language": language} if language else {}
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamped)
    event.add("last-modified", entry.stamped)
    event.add("sequence", entry.revision)
    event.add("summary", _plain(entry.title), parameters=said)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.is_busy and not entry.is_cancelled else "TRANSPARENT")
    if entry.description:
        event.add("description", _plain(entry.description, keep_lines=True), parameters=said)
    if entry.place:
        event.add("location", _plain(entry.place), parameters=said)
    if entry.url:
        event.add("url", entry.url)
    if invited is not None:
        event.add("organizer", icalendar.vCalAddress(f"mailto:{invited.organiser}"))
        guest = icalendar.vCalAddress(f"mailto:{invited.address}")
        guest.params["CN"] = icalendar.vText(_plain(invited.name).replace('"', "'"))
        guest.params["ROLE"] = "REQ-PARTICIPANT"
        guest.params["PARTSTAT"] = invited.status
        guest.params["RSVP"] = "TRUE"
        event.add("attendee", guest, encode=False)
    return event


def _plain(text: str, *, keep_lines: bool = False) -> str:
    """Text without control signs, which a calendar file may not hold; lines are kept where they mean something."""
    kept = "".join(
        sign for sign in text.replace("\r\n", "\n") if sign == "\n" or sign.isprintable() or sign in "\u2068\u2069"
    )
    return kept if keep_lines else " ".join(kept.split())
