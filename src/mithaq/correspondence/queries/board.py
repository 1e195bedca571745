"""The board: per matter and organisation what was sent, delivered, answered, is owed, and who was reminded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from mithaq.correspondence.models import Addressee, Check, Matter, Reminder, Return
from mithaq.correspondence.vocabulary import Outcome, Standing
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.mail.queries import outbox
from mithaq.foundation.mail.vocabulary import State


class Written(NamedTuple):
    """A letter of the board: in which languages it was written, and what became of it."""

    language: str
    state: str
    sent_at: datetime | None


@dataclass
class Line:
    """One organisation in one matter, with its letters by their keys. `delivered_at` is when the mail system took the
    letter, with nothing come back since; `delivery` is the worst or best that became of the letters to it."""

    organisation: Organisation
    matter: Matter
    sent_at: datetime
    letters: dict[int, Written] = field(default_factory=dict)
    addressees: list[Addressee] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    reminded_at: list[datetime] = field(default_factory=list)
    standing: Standing = Standing.OWED

    @property
    def delivery(self) -> State:
        """The best that became of any letter: one person in the city hall who has it is enough."""
        states = {State(letter.state) for letter in self.letters.values()}
        if any(one.seat_id and not one.letter_id for one in self.addressees):
            states.add(State.WAITING)  # its letter is yet to be written
        return next((state for state in _BEST_FIRST if state in states), State.NO_ADDRESS)

    @property
    def delivered_at(self) -> datetime | None:
        """When the first letter was taken that did not come back."""
        taken = (letter.sent_at for letter in self.letters.values() if letter.state == State.SENT)
        return min((at for at in taken if at is not None), default=None)

    @property
    def answered_at(self) -> datetime | None:
        """When the first answer came that was not set aside."""
        return min((one.received_at for one in self.returns), default=None)

    @property
    def last_reminded_at(self) -> datetime | None:
        """When it was last reminded."""
        return max(self.reminded_at, default=None)

    @property
    def owes(self) -> bool:
        """Whether an answer is still owed."""
        return self.standing in (Standing.OWED, Standing.OVERDUE)


_BEST_FIRST = (State.SENT, State.WAITING, State.BOUNCED, State.FAILED, State.NO_ADDRESS)


def matters_sent(at: datetime) -> QuerySet[Matter]:
    """What has been asked for by then, the latest deadline first."""
    return (
        Matter.objects.filter(circular__dispatch__at__lte=at)
        .select_related("circular__dispatch", "circular__cycle")
        .order_by("-due", "-id")
    )


def board_of(matters: Iterable[Matter], at: datetime, *, beside: Sequence[str] = ()) -> list[Line]:
    """Every line of these matters, in the order of sending, with what is wanted `beside` each addressee. Four queries,
    however many lines there are."""
    asked = {int(matter.circular_id): matter for matter in matters}
    lines: dict[tuple[int, int], Line] = {}
    addressees = Addressee.objects.filter(circular__in=list(asked)).select_related("organisation", *beside)
    # Three values of each: a letter read whole brings its writer and its words along.
    went = outbox().filter(addressee__circular__in=list(asked)).order_by()
    states = {key: Written(*rest) for key, *rest in went.values_list("pk", "language", "state", "sent_at")}
    for addressee in addressees:
        matter = asked[addressee.circular_id]
        key = (matter.pk, addressee.organisation_id)
        if key not in lines:
            lines[key] = Line(addressee.organisation, matter, matter.circular.dispatch.at)
        lines[key].addressees.append(addressee)
        if addressee.letter_id:
            lines[key].letters[addressee.letter_id] = states[addressee.letter_id]
    for reminder in Reminder.objects.filter(addressee__circular__in=list(asked), at__lte=at).select_related(
        "addressee"
    ):
        matter = asked[reminder.addressee.circular_id]
        lines[matter.pk, reminder.addressee.organisation_id].reminded_at.append(reminder.at)
    for one in returns_that_count(at).filter(matter__circular__in=list(asked)):
        line = lines.get((one.matter_id or 0, one.organisation_id or 0))
        if line is not None:
            line.returns.append(one)
    for line in lines.values():
        line.standing = _standing(line, at)
    return list(lines.values())


def with_outcome(returns: QuerySet[Return], at: datetime) -> QuerySet[Return]:
    """Returns, each with what the last person found of it by then, as `outcome`; None while nobody has looked."""
    latest = Check.objects.filter(returned=OuterRef("pk"), at__lte=at).order_by("-pk").values("outcome")[:1]
    return returns.annotate(outcome=Subquery(latest))


def returns_that_count(at: datetime) -> QuerySet[Return]:
    """Filed returns that have come by then and that nobody has set aside, the oldest first."""
    filed = with_outcome(Return.objects.filter(matter__isnull=False, received_at__lte=at), at)
    return filed.filter(~Q(outcome=Outcome.SET_ASIDE) | Q(outcome__isnull=True)).order_by("received_at", "id")


def _standing(line: Line, at: datetime) -> Standing:
    if not line.returns:
        return Standing.OVERDUE if at > line.matter.due else Standing.OWED
    accepted = [one for one in line.returns if one.outcome]  # type: ignore[attr-defined]
    if not accepted:
        return Standing.TO_CHECK
    return Standing.LATE if all(one.received_at > line.matter.due for one in accepted) else Standing.ANSWERED
