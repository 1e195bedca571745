"""What waits for a seat, as the page shows it: each thing with its deadline and the one way to deal with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.communique.queries.negotiation import rounds_running
from mithaq.communique.queries.silence import silences_at_hand
from mithaq.communique.vocabulary import SilenceState
from mithaq.cycle.models import Cycle
from mithaq.desk.queries.waiting import (
    Tally,
    cities_to_endorse_for,
    contests_to_decide,
    endorsement_of,
    tally,
    text_of_the_year,
)
from mithaq.desk.queries.year import Year
from mithaq.desk.web.correspondence import letters_waiting_for
from mithaq.endorsements.queries.handed import handovers_to_acknowledge
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import holds_mandate
from mithaq.foundation.things import reference_to
from mithaq.recommendations.queries.fates import owed_by
from mithaq.taskforces.queries import meetings_called_by, open_actions_of, unanswered_invitations_of
from mithaq.taskforces.queries.papers import papers_with_open_comments, reviews_owed_by

#: What most progress counts.
ENDORSED = _("Endorsed")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `state` is a badge's; `progress` is (done, total) where there is something to measure."""

    title: Any
    note: Any
    url: str
    action: Promise
    due: datetime | None = None
    state: str = "waiting"
    progress: tuple[int, int] | None = None
    #: What the progress counts.
    counted: Any = ENDORSED


def waiting_for(seat: Seat, year: Year, at: datetime, scopes: list[str]) -> list[Waiting]:
    """What waits for this seat, the most urgent first."""
    cycle = year.cycle
    if cycle is None:
        return []
    text = text_of_the_year(cycle, seat, at)
    role, words = _of_the_role(seat, cycle, text, at), _the_text(text, seat, at, scopes)
    work, invitations = _remembered("taskforces", seat, at, lambda: (_work(seat, at), list(_invitations(seat, at))))
    (answers,) = _remembered("recommendations", seat, at, lambda: (list(_answers(seat, cycle, at)),))
    (letters,) = _remembered("correspondence", seat, at, lambda: (_letters(seat, at),))
    (rounds,) = _remembered("communique", seat, at, lambda: ([*_silences(seat, cycle, at), *_rounds(seat, cycle, at)],))
    (handed,) = _remembered("endorsements", seat, at, lambda: (list(_handed_over(seat, at)),))
    things = [*rounds, *handed, *work, *answers, *role, *words, *invitations, *letters]
    return sorted(things, key=lambda thing: thing.state != "waiting")


#: What waits for a seat in a room, apart from other rooms: what is done in one of them changes nothing in the next.
_in_rooms: dict[str, Memory[tuple[list[Waiting], ...]]] = {
    "taskforces": Memory(kinds=("taskforces.", "cycle.")),
    "recommendations": Memory(kinds=("recommendations.", "taskforces.", "cycle.")),
    "correspondence": Memory(kinds=("correspondence.", "members.", "cycle.")),
    "communique": Memory(kinds=("communique.", "cycle.")),
    "endorsements": Memory(kinds=("endorsements.handover",)),
}


def _remembered(
    room: str, seat: Seat, at: datetime, read: Callable[[], tuple[list[Waiting], ...]]
) -> tuple[list[Waiting], ...]:
    """What `read` gives for this seat, read again after acts about the room or about the seat and its organisation."""
    key = seat.pk, seat.role, seat.organisation_id, get_language()
    return _in_rooms[room].recall(key, at, read, named=[reference_to(seat), reference_to(seat.organisation)])


def _work(seat: Seat, at: datetime) -> list[Waiting]:
    return [*_actions(seat, at), *_papers(seat, at)]


def _letters(seat: Seat, at: datetime) -> list[Waiting]:
    return [Waiting(**vars(one)) for one in letters_waiting_for(seat, at)]


def _rounds(seat: Seat, cycle: Cycle, at: datetime) -> Iterator[Waiting]:
    """The rounds in which a sherpa's city owes its return, and those that the secretariat can compile."""
    if seat.role not in (Role.SHERPA, Role.SECRETARIAT):
        return
    for about in rounds_running(cycle, seat.organisation, at):
        url = about.get_absolute_url()
        if seat.role == Role.SECRETARIAT:
            if about.closes < at:
                said = _("The round on this text has closed. Its next draft waits to be compiled.")
                yield Waiting(about.text.title, said, url, _("Open the round"))
        elif not about.is_answered:  # type: ignore[attr-defined]
            late = _("The round on this text has closed. A return is still taken, and marked late.")
            said = late if about.closes < at else _("Your city owes its return in the round on this text.")
            yield Waiting(about.text.title, said, url, _("Open the round"), due=about.closes)


def _silences(seat: Seat, cycle: Cycle, at: datetime) -> Iterator[Waiting]:
    """The open silences in which the seat's city is asked; and for who leads the negotiation, also what follows from
    those that are over."""
    asked, leads = seat.role in (Role.SHERPA, Role.MAYOR), seat.role in (Role.SECRETARIAT, Role.CHAIR)
    if not asked and not leads:
        return
    for one, state in silences_at_hand(cycle, at):
        url = one.get_absolute_url()
        if state == SilenceState.OPEN:
            quiet = _("This text is put to silence, and no city has spoken against it.")
            note = _("This text is put to silence. If your city agrees, nobody has to do anything.") if asked else quiet
            sign = "waiting" if asked else "open"
            yield Waiting(one.text.title, note, url, _("Open the silence"), due=one.expires, state=sign)
        elif leads:
            passed = _("The silence on this text has passed. It can be frozen.")
            broken = _("The silence on this text was broken. The clauses named can be opened again.")
            note = passed if state == SilenceState.PASSED else broken
            yield Waiting(one.text.title, note, url, _("Open the silence"))


def _handed_over(seat: Seat, at: datetime) -> Iterator[Waiting]:
    """Signed declarations that the seat's organisation has received and not acknowledged; and for who handed one over,
    that the receiver's word is owed."""
    for one in handovers_to_acknowledge(seat, at):
        title = one.declaration.text.title
        if one.receiver_id == seat.organisation_id:
            said = _("This declaration was handed to you. Say that you have received it; both sides get the receipt.")
            yield Waiting(title, said, one.get_absolute_url(), _("Acknowledge it"))
        else:
            owed = gettext("Handed to %(receiver)s, which has not acknowledged yet that it was received.")
            note = owed % {"receiver": one.receiver}
            yield Waiting(title, note, one.get_absolute_url(), _("See the hand-over"), state="open")


def _actions(seat: Seat, at: datetime) -> Iterator[Waiting]:
    """What meetings gave the seat to do: until the end of the day, on its own calendar."""
    for action in open_actions_of(seat):
        assert action.due is not None  # by a constraint of the database
        last = datetime.combine(action.due, time.max, seat.organisation.zone)
        late = _("A meeting gave you this to do, and its day has passed.")
        note = late if last < at else _("A meeting gave you this to do.")
        yield Waiting(action.text, note, action.get_absolute_url(), _("Open the meeting"), due=last)


def _papers(seat: Seat, at: datetime) -> Iterator[Waiting]:
    """The reviews that the seat owes, and comments on papers of its groups that wait for an answer."""
    for review in reviews_owed_by(seat):
        last = datetime.combine(review.due, time.max, seat.organisation.zone)
        late = _("You were asked to review this paper, and the day has passed.")
        note = late if last < at else _("You are asked to review this paper.")
        url = reverse("taskforces:reviews", args=[review.paper.public_id])
        yield Waiting(review.paper.title, note, url, _("Review it"), due=last)
    for paper, comments in papers_with_open_comments(seat, at):
        said = _sentence(
            ngettext(
                "%(count)s comment on this paper has no answer yet.",
                "%(count)s comments on this paper have no answer yet.",
                comments,
            ),
            comments,
        )
        url = reverse("taskforces:reviews", args=[paper.public_id])
        yield Waiting(paper.title, said, f"{url}#comments", _("Answer them"))


def _invitations(seat: Seat, at: datetime) -> Iterator[Waiting]:
    """Invitations that the seat has not answered; and of the meetings it called, how many have answered."""
    for one in unanswered_invitations_of(seat, at):
        yield Waiting(
            one.meeting.title,
            _("You are invited, and have not said yet whether you come."),
            reverse("taskforces:invitation", args=[one.public_id]),
            _("Say who comes"),
            due=one.meeting.starts,
        )
    for meeting in meetings_called_by(seat, at):
        answered, invited = meeting.answered, meeting.invited  # type: ignore[attr-defined]
        yield Waiting(
            meeting.title,
            _("You called this meeting. So many of those invited have said whether they come."),
            meeting.get_absolute_url(),
            _("Open the meeting"),
            due=meeting.starts,
            state="done" if answered == invited else "open",
            progress=(answered, invited),
            counted=_("Answered"),
        )


def _answers(seat: Seat, cycle: Cycle, at: datetime) -> Iterator[Waiting]:
    """What a group that the seat's organisation chairs owes to what becomes of its recommendations."""
    owed = owed_by(cycle, seat, at)
    if owed is None:
        return
    asking, group, count = owed
    asked = ngettext(
        "Your group is asked about %(count)s recommendation",
        "Your group is asked about %(count)s recommendations",
        count,
    )
    yield Waiting(
        asked % {"count": number(count)},
        _("See what becomes of each, and agree, object with a reason, or comment."),
        reverse("recommendations:fates", args=["group", group.public_id]),
        _("See them"),
        due=asking.until,
    )


def _of_the_role(seat: Seat, cycle: Cycle, text: Text | None, at: datetime) -> Iterator[Waiting]:
    if seat.role == Role.SECRETARIAT:
        yield from _of_the_secretariat(tally(cycle, at), text, at)
    elif seat.role == Role.CHAIR:
        yield from _of_the_chair(contests_to_decide(at))
    elif seat.role == Role.AUDITOR:
        yield _chronicle()
    elif seat.role == Role.PARTNER:
        yield _recommendations()
    elif seat.role == Role.PRESS:
        yield _releases()


def _the_text(text: Text | None, seat: Seat, at: datetime, scopes: list[str]) -> Iterator[Waiting]:
    if text is None:
        return
    call = getattr(text, "call", None)
    if call is None or at < call.opens:
        yield _read(text, at)
        return
    if seat.role not in (Role.MAYOR, Role.SHERPA) and Scope.ENDORSE not in scopes:
        yield _read(text, at)
        return
    for city in cities_to_endorse_for(text, seat, at):
        yield Waiting(
            text.title,
            gettext("You hold the proxy of %(city)s, which is called on to endorse this text.") % {"city": city},
            f"{call.get_absolute_url()}?for={city.public_id}",
            _("Read and endorse"),
            due=call.closes,
        )
    given = endorsement_of(text, seat)
    if given is not None:
        yield Waiting(
            _("Your city has endorsed the text"),
            _("The endorsement is on record, with the mandate under which it was given and the hash of the text."),
            given.get_absolute_url(),
            _("See the endorsement"),
            state="done",
        )
    elif Scope.ENDORSE in scopes:
        yield Waiting(
            text.title,
            _("Your city is called on to endorse this text. You hold the mandate to do it."),
            call.get_absolute_url(),
            _("Read and endorse"),
            due=call.closes,
        )
    elif seat.role == Role.MAYOR:
        yield Waiting(
            text.title,
            holds_mandate(seat, Scope.ENDORSE, at).reason,
            text.get_absolute_url(),
            _("Read the text"),
            due=call.closes,
        )
    else:
        yield Waiting(
            text.title,
            _("Your city is called on to endorse this text and has not answered. The person with the mandate does it."),
            text.get_absolute_url(),
            _("Read the text"),
            due=call.closes,
        )


def _read(text: Text, at: datetime) -> Waiting:
    publication = getattr(text, "publication", None)
    if publication is not None and publication.at <= at:
        note, state = _("The text is published."), "done"
    elif getattr(text, "freezing", None) is not None:
        note, state = _("The text is frozen: its words cannot be changed any more."), "open"
    else:
        note, state = _("The text is being worked on. What you read is the latest draft."), "open"
    return Waiting(text.title, note, text.get_absolute_url(), _("Read the text"), state=state)


def _of_the_secretariat(counts: Tally, text: Text | None, at: datetime) -> Iterator[Waiting]:
    if not counts.cities:
        yield Waiting(
            _("Your year has begun"),
            _("Nobody is a member yet. Bring your contacts; what else comes next stands on one page."),
            reverse("members:next_steps"),
            _("See what comes next"),
        )
    if counts.mandates:
        yield Waiting(
            _("Mandates to examine"),
            _sentence(
                ngettext(
                    "%(count)s mandate has not been found in order by two examiners yet.",
                    "%(count)s mandates have not been found in order by two examiners yet.",
                    counts.mandates,
                ),
                counts.mandates,
            ),
            reverse("members:mandates"),
            _("Examine the mandates"),
        )
    if text is not None and getattr(text, "call", None) is not None and text.call.opens <= at:
        yield Waiting(
            _("The cities are endorsing"),
            _("Cities that have endorsed, among all cities of the year."),
            reverse("endorsements:register", args=[text.public_id]),
            _("See the register"),
            due=text.call.closes if at < text.call.closes else None,
            state="open",
            progress=(counts.endorsed, counts.cities),
        )
    if counts.letters:
        yield Waiting(
            _("Letters to be sent"),
            _sentence(
                ngettext(
                    "%(count)s letter stands in the outbox and has not been handed to the mail system.",
                    "%(count)s letters stand in the outbox and have not been handed to the mail system.",
                    counts.letters,
                ),
                counts.letters,
            ),
            reverse("mail:outbox"),
            _("Open the outbox"),
        )


def _of_the_chair(contested: int) -> Iterator[Waiting]:
    if contested:
        yield Waiting(
            _("Contested mandates"),
            _sentence(
                ngettext(
                    "%(count)s mandate is contested, and what is done under it is provisional until you decide.",
                    "%(count)s mandates are contested, and what is done under them is provisional until you decide.",
                    contested,
                ),
                contested,
            ),
            f"{reverse('members:mandates')}?state=contested",
            _("See the contested mandates"),
        )


def _sentence(sentence: str, count: int) -> str:
    return sentence % {"count": number(count)}


def _chronicle() -> Waiting:
    return Waiting(
        _("The chronicle of the year"),
        _("Every change stands there with who made it, for whom, under which mandate and when."),
        reverse("desk:chronicle"),
        _("Read the chronicle"),
        state="open",
    )


def _recommendations() -> Waiting:
    return Waiting(
        _("What was read out of the papers"),
        _("Every recommendation of a paper stands here with its place in the paper and what became of it."),
        reverse("recommendations:all"),
        _("See the recommendations"),
        state="open",
    )


def _releases() -> Waiting:
    return Waiting(
        _("Releases and figures"),
        _("Every number in a release is counted from records and shows them."),
        reverse("press:releases"),
        _("See the releases"),
        state="open",
    )
