"""What calendar programs answer to an invitation (iTIP, RFC 5546: METHOD:REPLY).

A reply names the entry that it answers (UID), the revision that it has seen (SEQUENCE), who answers (ATTENDEE) and what
(PARTSTAT). It says nothing of whether it really comes from that person: the caller compares it with the mail's sender.
"""

from __future__ import annotations

from dataclasses import dataclass

import icalendar

#: What counts as an answer; NEEDS-ACTION is none.
ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")
LONGEST = 262_144
#: No meeting changes so often.
MOST_REVISIONS = 1_000_000


@dataclass(frozen=True)
class CalendarReply:
    """One answer: `answer` is a PARTSTAT, `attendee` and `delegate` are addresses in small letters."""

    uid: str
    revision: int
    attendee: str
    answer: str
    delegate: str = ""
    comment: str = ""


def calendar_reply(content: bytes) -> CalendarReply | None:
    """The answer in a calendar file; None where it holds none, or not exactly one."""
    if len(content) > LONGEST:
        return None
    try:
        calendar = icalendar.Calendar.from_ical(content)
        events = calendar.walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None
    if str(calendar.get("method", "")).upper() != "REPLY" or len(events) != 1:
        return None
    attendees = events[0].get("attendee", [])
    if isinstance(attendees, list):
        if len(attendees) != 1:
            return None
        attendees = attendees[0]
    answer = str(getattr(attendees, "params", {}).get("PARTSTAT", "")).upper()
    if answer not in ANSWERS:
        return None
    delegates = attendees.params.get("DELEGATED-TO", "")
    delegate = delegates[0] if isinstance(delegates, list) and delegates else delegates or ""
    return CalendarReply(
        uid=str(events[0].get("uid", ""))[:255],
        revision=_number(events[0].get("sequence", 0)),
        attendee=_address(attendees),
        answer=answer,
        delegate=_address(delegate),
        comment=_words(events[0].get("comment", "")),
    )


def _address(given: object) -> str:
    return str(given).strip().lower().removeprefix("mailto:")[:254]


def _number(given: object) -> int:
    try:
        number = int(str(given))
    except ValueError:
        return 0
    return min(max(number, 0), MOST_REVISIONS)


def _words(given: object) -> str:
    first = given[0] if isinstance(given, list) and given else given
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(first)).split())[:300]
