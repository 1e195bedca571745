"""Which texts a seat may see, and a draft as a tree of numbered clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from textwrap import shorten

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from mithaq.communique.models import LONG, Clause, Draft, Placement, Round, Text, Wording
from mithaq.communique.vocabulary import ClauseKind
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.figures.together import shared
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.things import kind_of, shown_as
from mithaq.foundation.thread.models import Edge
from mithaq.recommendations.models import Point
from mithaq.recommendations.queries import points_visible_to

#: Who reads a text while it is being negotiated (the permission table's row "Text, working draft").
READERS_OF_DRAFTS = (Role.SECRETARIAT, Role.CHAIR, Role.CONVENER, Role.SHERPA, Role.MAYOR)


@shown_as("communique.text")
def texts_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Text]:
    """Published texts for everybody; a frozen one for the auditor too; a draft for those who negotiate it."""
    return (
        Text.objects.filter(_visible(seat, at))
        .select_related("cycle", "freezing", "publication", "chairs_summary")
        .order_by("id")
    )


@shown_as("communique.clause")
def clauses_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Clause]:
    """The clauses of the texts that a seat may see, with the words they have there: once a text is frozen, those that
    were frozen, and not what an earlier draft said."""
    texts = Text.objects.filter(_visible(seat, at))
    frozen = Placement.objects.filter(draft__freezing__isnull=False)
    words = Wording.objects.filter(Q(clause__text__freezing=None) | Exists(frozen.filter(wordings=OuterRef("pk"))))
    return (
        Clause.objects.filter(Q(text__freezing=None) | Exists(frozen.filter(clause=OuterRef("pk"))), text__in=texts)
        .select_related("text")
        .prefetch_related(Prefetch("wordings", words))
        .order_by("id")
    )


def _visible(seat: Seat | None, at: datetime) -> Q:
    published = Q(publication__at__lte=at)
    if seat is None:
        return published
    if seat.role in READERS_OF_DRAFTS:
        return Q()
    if seat.role == Role.AUDITOR:
        return published | Q(freezing__isnull=False)
    return published


def communique_of(cycle: Cycle) -> Text | None:
    """The cycle's first text of the kind communiqué."""
    texts = cycle.texts.filter(kind="communique").select_related("freezing", "publication")
    return shared(("communiqué", cycle.pk), texts.first)


def shown_draft(text: Text) -> Draft | None:
    """The draft that stands for the text: the frozen one, else the latest; None where no wording is on record."""
    freezing = getattr(text, "freezing", None)
    return freezing.draft if freezing else text.drafts.order_by("-number").first()


@dataclass
class PlacedClause:
    """A clause in a draft: its printed number, its words per language, and what stands under it."""

    clause: Clause
    number: str
    words: PerLanguage
    children: list[PlacedClause] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What kind of clause it is."""
        return self.clause.kind

    @cached_property
    def title(self) -> PerLanguage:
        """Its first words."""
        return PerLanguage({code: shorten(words, LONG, placeholder="…") for code, words in self.words.items()})


def clauses_of(draft: Draft) -> list[PlacedClause]:
    """The draft as a tree. Points are numbered straight through, sub-points under their point ("3.2"). Two queries."""
    placements = draft.placements.select_related("clause", "clause__text").prefetch_related("wordings")
    children: dict[int | None, list[Placement]] = {}
    for placement in placements.order_by("position"):
        children.setdefault(placement.parent_id, []).append(placement)
    count = 0

    def grow(parent: int | None, above: str) -> Iterator[PlacedClause]:
        nonlocal count
        under = 0
        for placement in children.get(parent, []):
            number = ""
            if placement.clause.kind == ClauseKind.POINT:
                count += 1
                number = str(count)
            elif placement.clause.kind == ClauseKind.SUB_POINT:
                under += 1
                number = f"{above}.{under}"
            words = PerLanguage({w.language: w.text for w in placement.wordings.all()})
            yield PlacedClause(placement.clause, number, words, list(grow(placement.pk, number)))

    return list(grow(None, ""))


def in_order(clauses: list[PlacedClause], depth: int = 0) -> Iterator[tuple[int, PlacedClause]]:
    """Every clause of a tree in reading order, with its depth."""
    for clause in clauses:
        yield depth, clause
        yield from in_order(clause.children, depth + 1)


def points_adopted(cycle: Cycle, at: datetime) -> QuerySet[Clause]:
    """The points of the cycle's communiqué as it stood frozen by then; none of a chair's summary, which is not
    agreed."""
    text = communique_of(cycle)
    frozen = text.drafts.filter(freezing__at__lte=at, text__chairs_summary=None).first() if text else None
    return (
        Clause.objects.filter(placements__draft=frozen, kind=ClauseKind.POINT)
        .select_related("text")
        .prefetch_related("wordings")
        .order_by("id")
        if frozen
        else Clause.objects.none()
    )


@dataclass(frozen=True)
class Reading:
    """A text as it is read: its draft, and that draft's clauses in order with their depth."""

    text: Text
    draft: Draft | None
    clauses: list[tuple[int, PlacedClause]]

    @property
    def outermost(self) -> list[PlacedClause]:
        """The clauses that stand under no other."""
        return [clause for depth, clause in self.clauses if not depth]

    @property
    def by_id(self) -> dict[str, PlacedClause]:
        """The placed clauses by their public identifiers."""
        return {clause.clause.public_id: clause for _depth, clause in self.clauses}


_read: Memory[tuple[Draft | None, list[tuple[int, PlacedClause]]]] = Memory(64, kinds=("communique.", "cycle."))
#: What was frozen does not change any more: the database itself refuses it, so no act about the text ends it.
_frozen: Memory[tuple[Draft | None, list[tuple[int, PlacedClause]]]] = Memory(64, kinds=())


def reading_of(text: Text) -> Reading:
    """The draft that stands for the text, with its clauses in reading order, as they stand on record this moment: for
    whoever hashes the words. Two queries, three before the freezing."""
    return Reading(text, *_draft_and_clauses(text))


def remembered_reading_of(text: Text) -> Reading:
    """The same, read once for each act, or once where it is frozen: for whoever only shows the words."""
    freezing = text._state.fields_cache.get("freezing")  # where it was read along; else it is not asked for
    memory, key = (_frozen, freezing.pk) if freezing else (_read, text.pk)
    draft, clauses = memory.recall(key, None, lambda: _draft_and_clauses(text))
    return Reading(text, draft, clauses)


def _draft_and_clauses(text: Text) -> tuple[Draft | None, list[tuple[int, PlacedClause]]]:
    draft = shown_draft(text)
    return draft, list(in_order(clauses_of(draft))) if draft else []


def points_behind(clauses: Iterable[Clause], seat: Seat | None, at: datetime) -> dict[str, list[Point]]:
    """For each clause (by its public identifier) the points that it comes from, as far as `seat` may see
    them, each with `gathered`: how many recommendations went into it. Two queries."""
    ids = [clause.public_id for clause in clauses]
    edges = Edge.objects.filter(later_kind=kind_of(Clause), later__in=ids, earlier_kind=kind_of(Point))
    ties = list(edges.values_list("earlier", "later"))
    points = points_visible_to(seat, at).prefetch_related(None).filter(public_id__in={point for point, _clause in ties})
    seen = {point.public_id: point for point in points.annotate(gathered=Count("sources"))}
    behind: dict[str, list[Point]] = {}
    for point, clause in ties:
        if point in seen:
            behind.setdefault(clause, []).append(seen[point])
    return behind


def wordings_by_draft(clause: Clause) -> list[Placement]:
    """Where the clause stood in each draft, the latest first, with the words it had there. Two queries."""
    return list(clause.placements.select_related("draft").prefetch_related("wordings").order_by("-draft__number"))


def reads_drafts(seat: Seat | None) -> bool:
    """Whether a seat reads drafts while the text is negotiated, and may look back at them afterwards."""
    return seat is not None and seat.role in READERS_OF_DRAFTS


def texts_shown(seat: Seat | None, at: datetime) -> QuerySet[Text]:
    """The texts a seat may see, with who froze and published them and the number of the latest draft."""
    # Asked for beside each text: to group by everything that is read here would take longer than all the rest.
    latest = Draft.objects.filter(text=OuterRef("pk")).order_by("-number").values("number")[:1]
    return (
        texts_visible_to(seat, at)
        .select_related("freezing__draft", "freezing__seat__person", "freezing__seat__organisation")
        .select_related("publication__seat__person", "publication__seat__organisation")
        .annotate(latest=Subquery(latest))
    )


def texts_listed(seat: Seat | None, at: datetime) -> QuerySet[Text]:
    """The same with `opens` and `closes` of the latest round and `asked`, the number of its draft; each None where no
    round was called."""
    latest = Round.objects.filter(text=OuterRef("pk")).order_by("-draft__number")
    asked = {"opens": "opens", "closes": "closes", "asked": "draft__number"}
    return texts_shown(seat, at).annotate(**{name: Subquery(latest.values(of)[:1]) for name, of in asked.items()})


# What else the room shows by reference is declared where it is asked for.
from mithaq.communique.queries import dates, negotiation, silence, statements  # noqa: E402, F401
