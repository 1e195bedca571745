"""Silence procedures as they stand on record, and what a year says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from mithaq.communique.models import Break, Draft, Freezing, NamedClause, Round, Silence, SilenceRule, Text
from mithaq.communique.models.silence import HOURS
from mithaq.communique.queries import reads_drafts
from mithaq.communique.vocabulary import SilenceState
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import records_in, shown_as


@shown_as("communique.silence")
def silences_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Silence]:
    """The silence procedures with their breaks, for those who negotiate."""
    return with_its_breaks(Silence.objects.all()) if reads_drafts(seat) else Silence.objects.none()


@shown_as("communique.break")
def breaks_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Break]:
    """What broke a silence, for those who negotiate: all are told at once."""
    breaks = Break.objects.select_related("silence__text__cycle", "silence__draft", "organisation", "withdrawal")
    return breaks.order_by("id") if reads_drafts(seat) else breaks.none()


def with_its_breaks(silences: QuerySet[Silence]) -> QuerySet[Silence]:
    """Silences with all that their state is made of. Three queries, however many they are."""
    named = NamedClause.objects.select_related("clause").order_by("id")
    later = Draft.objects.filter(text=OuterRef("text"), number__gt=OuterRef("draft__number"))
    again = Silence.objects.filter(draft=OuterRef("draft"), pk__gt=OuterRef("pk"))
    over = Exists(later) | Exists(Round.objects.filter(draft=OuterRef("draft"))) | Exists(again)
    breaks = Break.objects.select_related("organisation", "withdrawal__seat__organisation", "withdrawal__seat__person")
    breaks = breaks.select_related("seat__person", "seat__organisation").order_by("id")
    return (
        silences.annotate(has_gone_on=over, is_frozen=Exists(Freezing.objects.filter(text=OuterRef("text"))))
        .select_related("text__cycle", "text__freezing", "text__chairs_summary", "draft")
        .select_related("seat__organisation", "seat__person", "calling_off__seat__person")
        .select_related("calling_off__seat__organisation")
        .prefetch_related(Prefetch("breaks", breaks.prefetch_related(Prefetch("named", named))))
        .order_by("id")
    )


def silences_of(text: Text) -> list[Silence]:
    """The chain of a text's silences, the first one first. Three queries, one where there is none."""
    return list(with_its_breaks(text.silences.all()))


_chains: Memory[list[Silence]] = Memory(32, kinds=("communique.", "cycle."), beside=records_in)


def chain_of(public_id: str, seat: Seat | None, at: datetime) -> list[Silence]:
    """The chain in which a silence stands, as far as a seat sees it; read once for each act."""
    if not reads_drafts(seat):
        return []
    silences = with_its_breaks(Silence.objects.filter(text__silences__public_id=public_id))
    return _chains.recall(public_id, None, lambda: list(silences))


def latest_silence(draft: Draft) -> Silence | None:
    """The silence in which a draft stands or stood last, with its breaks. Three queries, one where there is none."""
    return with_its_breaks(Silence.objects.filter(draft=draft)).last()


def end_of_silence(silence: Silence) -> tuple[bool, bool]:
    """Whether its text is frozen, and whether the negotiation has gone on since: a round, another draft, or a silence
    again. No query where it was read `with_its_breaks`."""
    if not hasattr(silence, "has_gone_on"):
        silence = with_its_breaks(Silence.objects.filter(pk=silence.pk)).get()
    return silence.is_frozen, silence.has_gone_on  # type: ignore[attr-defined]


def words_are_put(text: Text, at: datetime) -> SilenceState | None:
    """The state of the silence on the text's latest draft; None where its words were not put to one. Three queries at
    most."""
    found = with_its_breaks(text.silences.all()).last()
    if found is None or text.drafts.filter(number__gt=found.draft.number).exists():
        return None
    return found.state_at(at)


@dataclass(frozen=True)
class Rule:
    """What holds for a year."""

    hours: int = HOURS
    is_needed: bool = True


def rule_of(cycle: Cycle) -> Rule:
    """What the year says of silence procedures, or what holds where it says nothing. One query."""
    said = SilenceRule.objects.filter(cycle=cycle).first()
    return Rule(said.hours, said.is_needed) if said else Rule()


def needs_silence(text: Text) -> bool:
    """Whether the text can be frozen only after a passed silence: it was negotiated here, and the rule of the year asks
    for one. Three queries at most."""
    return (text.rounds.exists() or text.silences.filter(calling_off=None).exists()) and rule_of(text.cycle).is_needed


def reopened(draft: Draft) -> set[int] | None:
    """The clauses (their keys) that breaks of silence opened again in a draft; None where its silence was not broken,
    and all of them are open. One query."""
    named = NamedClause.objects.filter(broken__silence__draft=draft, broken__withdrawal=None)
    return set(named.values_list("clause", flat=True)) or None


def silences_at_hand(cycle: Cycle, at: datetime) -> list[tuple[Silence, SilenceState]]:
    """The silences of a year after which nothing has followed yet, each with its state, by their expiry. Three queries
    at most."""
    found = with_its_breaks(Silence.objects.filter(text__cycle=cycle, text__freezing=None, opens__lte=at))
    still = [one for one in found if not end_of_silence(one)[1]]
    states = [(one, one.state_at(at)) for one in sorted(still, key=lambda one: (one.expires, one.pk))]
    return [(one, state) for one, state in states if state != SilenceState.CALLED_OFF]


def silences_to_tell_of(at: datetime) -> list[Silence]:
    """The silences that have run out and of which nobody has been told yet. One query where there is none."""
    return list(with_its_breaks(Silence.objects.filter(expires__lt=at, told_at=None, calling_off=None)))
