"""What lies on the table: rounds, returns, amendments and comments, and who sees which of them.

A return is private until it is released: its city sees it, for what is entered the secretariat, and nobody else. What
is released lies on the table of all who negotiate, until a later return of the same city in the same round replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from mithaq.communique.models import (
    Amendment,
    Carrying,
    Clause,
    Comment,
    Draft,
    Freezing,
    Placement,
    Position,
    Return,
    Round,
    Settlement,
    Text,
    Wording,
)
from mithaq.communique.queries import clauses_of, in_order, reads_drafts
from mithaq.communique.queries.negotiators import left_out
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import records_in, shown_as


@shown_as("communique.round")
def rounds_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Round]:
    """The rounds, for those who negotiate."""
    rounds = with_its_end(Round.objects.order_by("id")).select_related("draft", "seat__organisation")
    return rounds.select_related("text__cycle") if reads_drafts(seat) else rounds.none()


Answered = TypeVar("Answered", Round, Return)


def with_its_end(found: QuerySet[Answered], path: str = "") -> QuerySet[Answered]:
    """Rounds, or what leads to them by `path`, with whether their time is over: `is_frozen`, since the text is, and
    `is_followed`, since the next draft has been made."""
    later = Draft.objects.filter(text=OuterRef(f"{path}text"), number__gt=OuterRef(f"{path}draft__number"))
    frozen = Freezing.objects.filter(text=OuterRef(f"{path}text"))
    return found.annotate(is_frozen=Exists(frozen), is_followed=Exists(later))


def end_of(about: Round) -> tuple[bool, bool]:
    """Whether the text of a round is frozen, and whether its next draft has been made. One query, unless the round was
    read `with_its_end`."""
    if not hasattr(about, "is_frozen"):
        about = with_its_end(Round.objects.filter(pk=about.pk)).get()
    return about.is_frozen, about.is_followed  # type: ignore[attr-defined]


@shown_as("communique.return")
def returns_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Return]:
    """What was released, for those who negotiate; what is being prepared, for those alone who prepare it."""
    returns = with_its_end(Return.objects.filter(_return_seen(seat, at, "")), "round__").order_by("released_at", "id")
    return returns.select_related(
        "organisation", "round__text__cycle", "round__draft", "released_by__person", "released_by__organisation"
    )


@shown_as("communique.amendment")
def amendments_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Amendment]:
    """The amendments of the returns that a seat sees."""
    return with_their_words(Amendment.objects.filter(_return_seen(seat, at, "returned__")))


@shown_as("communique.comment")
def comments_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Comment]:
    """The comments of the returns that a seat sees."""
    comments = Comment.objects.filter(_return_seen(seat, at, "returned__")).order_by("id")
    return comments.select_related("returned__organisation", "returned__round__text__cycle", "clause", "answer")


def amendments_of(returned: Return) -> list[Amendment]:
    """Those of one return, by their writing, for whoever sees the return. Nothing is settled before it is released. Two
    queries at most after an act about the negotiation or whom they name, else none."""
    return _written.recall((returned.pk, returned.released_at), None, lambda: _read_amendments(returned))


_written: Memory[list[Amendment]] = Memory(64, kinds=("communique.", "cycle."), beside=records_in)


def _read_amendments(returned: Return) -> list[Amendment]:
    beside = (path for path in _BESIDE if not path.startswith("returned__"))
    all_of_it = with_their_words(Amendment.objects.filter(returned=returned))
    all_of_it = all_of_it.select_related(None).select_related(*beside)
    if returned.released_at is None:
        all_of_it = all_of_it.prefetch_related(None).prefetch_related(
            Prefetch("settlements", Settlement.objects.none())
        )
    found = list(all_of_it)
    for one in found:
        one.returned = returned
    return found


def _return_seen(seat: Seat | None, at: datetime, path: str) -> Q:
    if seat is None or not reads_drafts(seat):
        return Q(pk__in=[])
    seen = Q(**{f"{path}released_at__lte": at})
    if seat.role in (Role.SHERPA, Role.MAYOR):
        seen |= Q(**{f"{path}organisation": seat.organisation_id, f"{path}is_entered": False})
    if seat.role == Role.SECRETARIAT:
        seen |= Q(**{f"{path}is_entered": True})
    return seen


#: What an amendment's words and places are made of.
_BESIDE = (
    "returned__organisation",
    "returned__round__text__cycle",
    "returned__round__draft",
    "clause",
    "base",
    "after",
    "amends__returned__organisation",
    "amends__base",
)


def _decided(path: str) -> Prefetch[str, QuerySet[Settlement], str]:
    settled = Settlement.objects.select_related("seat__organisation", "draft").order_by("id")
    return Prefetch(f"{path}settlements", settled)


def with_their_words(amendments: QuerySet[Amendment]) -> QuerySet[Amendment]:
    """The amendments with all that their words and places are made of. Two queries, however many they are."""
    return amendments.select_related(*_BESIDE).prefetch_related(_decided("")).order_by("id")


def carried_to(draft: Draft) -> QuerySet[Carrying]:
    """What went on to this draft, its amendments with all that their words and places are made of. Two queries."""
    beside = (f"amendment__{path}" for path in _BESIDE)
    carried = Carrying.objects.filter(draft=draft).select_related("base", *beside)
    return carried.prefetch_related(_decided("amendment__")).order_by("id")


def own_return_in(about: Round, seat: Seat) -> Return | None:
    """The return that the seat's own city is preparing in a round."""
    return about.returns.filter(organisation=seat.organisation_id, is_entered=False, released_at=None).first()


def living_returns(about: Round) -> QuerySet[Return]:
    """What holds as each city's answer in a round: of what it released, the latest."""
    return living(about.returns.all()).select_related("organisation", "round").order_by("released_at", "id")


def replacing(at: datetime) -> Subquery:
    """Of a return: the identifier of the one that holds in its place by then; None while it holds itself."""
    later = Return.objects.filter(
        round=OuterRef("round"), organisation=OuterRef("organisation"),
        released_at__gt=OuterRef("released_at"), released_at__lte=at,
    )  # fmt: skip
    return Subquery(later.order_by("-released_at", "-id").values("public_id")[:1])


def living(returns: QuerySet[Return]) -> QuerySet[Return]:
    """Of these returns those that hold: released, and replaced by no later one of the same city in the same round."""
    later = Return.objects.filter(round=OuterRef("round"), organisation=OuterRef("organisation")).filter(
        Q(released_at__gt=OuterRef("released_at")) | Q(released_at=OuterRef("released_at"), pk__gt=OuterRef("pk"))
    )
    return returns.filter(released_at__isnull=False).exclude(Exists(later))


def living_return(about: Round, city: Organisation) -> Return | None:
    """What holds as this city's answer in a round; None while it has given none."""
    return living_returns(about).filter(organisation=city).first()


def on_the_table(about: Round) -> QuerySet[Amendment]:
    """The amendments of a round that hold: those of the living returns."""
    return with_their_words(Amendment.objects.filter(returned__in=living_returns(about).values("pk")))


def returns_counted(about: Round, seat: Seat | None, at: datetime) -> list[Return]:
    """The returns of a round that a seat sees, each with `asked` and `unanswered`: how many amendments stand in it, and
    how many comments without an answer."""
    unanswered = Count("comments", Q(comments__answer__isnull=True), distinct=True)
    seen = Return.objects.filter(_return_seen(seat, at, ""), round=about).select_related("organisation")
    counted = seen.annotate(asked=Count("amendments", distinct=True), unanswered=unanswered)
    found: list[Return] = list(counted.order_by("released_at", "id"))
    for one in found:
        one.round = about
    return found


def comments_on_the_table(about: Round) -> QuerySet[Comment]:
    """The comments of a round that hold, with their answers."""
    comments = Comment.objects.filter(returned__in=living_returns(about).values("pk")).order_by("id")
    return comments.select_related("returned__organisation", "clause", "answer")


def latest_round(text: Text) -> Round | None:
    """The round that was called last, on whichever draft."""
    found = text.rounds.select_related("draft", "text__cycle", "seat__organisation")
    return found.order_by("-draft__number").first()


def rounds_running(cycle: Cycle, city: Organisation, at: datetime) -> list[Round]:
    """The rounds that have opened and are not over, by their closing, each with `is_answered`: whether this city has
    given its return, or owes none. One query."""
    given = Return.objects.filter(round=OuterRef("pk"), organisation=city, released_at__isnull=False)
    running = with_its_end(Round.objects.filter(text__cycle=cycle, opens__lte=at)).annotate(
        is_answered=Exists(given) | left_out(city, "text")
    )
    found = running.select_related("text").order_by("closes", "id")
    return [one for one in found if not any(end_of(one))]


def words_in_draft(draft: Draft) -> dict[str, dict[str, Wording]]:
    """The wordings of a draft by clause (its public identifier, in reading order) and language. Three queries."""
    placements = {one.clause_id: one for one in draft.placements.prefetch_related("wordings")}
    found: dict[str, dict[str, Wording]] = {}
    for _depth, placed in in_order(clauses_of(draft)):
        placement: Placement = placements[placed.clause.pk]
        found[placed.clause.public_id] = {one.language: one for one in placement.wordings.all()}
    return found


def positions_that_hold(text: Text, clauses: Iterable[Clause] | None = None) -> list[Position]:
    """Each city's latest position on each clause and on the whole, by city in the order of their first; those taken
    back are left out. One query."""
    positions = text.positions.select_related("organisation", "clause", "draft").order_by("id")
    if clauses is not None:
        positions = positions.filter(clause__in=list(clauses))
    latest: dict[tuple[int, int | None], Position] = {}
    for one in positions:
        latest[one.organisation_id, one.clause_id] = one
    return [one for one in latest.values() if one.stance != "none"]
