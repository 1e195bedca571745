"""Which recommendations and points a seat may see, and what belongs together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Model, Prefetch, QuerySet

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.things import records_in, shown_as
from mithaq.recommendations.models import Candidate, Point, Proposer, Recommendation
from mithaq.recommendations.vocabulary import Outcome
from mithaq.taskforces.models import Paper
from mithaq.taskforces.queries import papers_visible_to

#: Who reads points while the text is being negotiated.
READERS_OF_POINTS = (Role.SECRETARIAT, Role.CHAIR, Role.CONVENER, Role.SHERPA, Role.MAYOR, Role.PARTNER)


@shown_as("recommendations.recommendation")
def recommendations_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Recommendation]:
    """Recommendations of papers that have been submitted by then: papers are public, so are these."""
    return (
        Recommendation.objects.filter(paper__submitted_at__lte=at)
        .select_related("paper")
        .prefetch_related("texts")
        .order_by("paper__submitted_at", "paper_id", "position")
    )


@shown_as("recommendations.point")
def points_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Point]:
    """Points are working matter of those who consolidate and negotiate until the text that carries them is public."""
    points = Point.objects.select_related("pillar").prefetch_related("texts").order_by("position")
    if sees_points(seat):
        return points
    return points.filter(public_from__lte=at)


@dataclass(frozen=True)
class Waiting:
    """One candidate in the count of its paper: what was decided, and in which version it stands."""

    public_id: str
    version: int
    is_doubtful: bool
    #: An `Outcome`, None while nobody decided.
    as_what: str | None


@dataclass(frozen=True)
class Standing:
    """How far a paper's candidates have come."""

    candidates: list[Waiting]

    def count(self, as_what: str | None) -> int:
        """How many have this outcome; None: wait for a decision."""
        return sum(one.as_what == as_what for one in self.candidates)

    @property
    def found(self) -> int:
        """All candidates but those that were joined to another."""
        return len(self.candidates) - self.count(Outcome.JOINED)

    @property
    def clear(self) -> list[Waiting]:
        """Those that wait and are not doubtful."""
        return [one for one in self.candidates if one.as_what is None and not one.is_doubtful]

    @property
    def doubtful(self) -> int:
        """How many wait and are doubtful."""
        return self.count(None) - len(self.clear)


def standing_of(paper: Paper) -> Standing:
    """How far a paper's candidates have come. One query."""
    rows = paper.candidates.values_list("public_id", "version", "doubts", "settled__as_what")
    return Standing([Waiting(name, version, bool(doubts), as_what) for name, version, doubts, as_what in rows])


@shown_as("recommendations.candidate")
def candidates_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Candidate]:
    """Candidates are working matter of those who read papers in."""
    if not may_see_candidates(seat):
        return Candidate.objects.none()
    return Candidate.objects.select_related(
        "paper__file", "settled__seat__person", "settled__seat__organisation", "settled__into"
    )


def may_see_candidates(seat: Seat | None) -> bool:
    """Whether a seat reads papers in."""
    return seat is not None and seat.role == Role.SECRETARIAT


def recommendations_of(cycle: Cycle, at: datetime) -> QuerySet[Recommendation]:
    """The recommendations of a cycle's papers that had been handed in by then, in the papers' order."""
    return recommendations_visible_to(None, at).filter(paper__cycle=cycle)


def unplaced(cycle: Cycle) -> QuerySet[Recommendation]:
    """Recommendations that have gone into no point and were not dropped: none of them is lost, they wait."""
    return Recommendation.objects.filter(paper__cycle=cycle, became=None, dropped=None)


def by_name(names: Iterable[str]) -> dict[str, Organisation]:
    """Organisations by their exact name in any language, for the names a paper gives its proposers."""
    wanted = set(names)
    return {
        name: organisation
        for organisation in Organisation.objects.order_by("-id")
        for name in organisation.name.values()
        if name in wanted
    }


@dataclass(frozen=True)
class Entry:
    """A recommendation in the outline of a year: where it stands and what became of it, without its words."""

    pk: int
    theme: str
    paper: str
    paper_title: PerLanguage
    point: str | None
    is_dropped: bool


#: What acts must concern to change what is remembered of recommendations, besides whom it names.
FOLLOWED = ("recommendations.", "taskforces.", "library.", "communique.", "cycle.")
_outlines: Memory[list[Entry]] = Memory(8, kinds=FOLLOWED)
_proposers: Memory[dict[int, list[Proposer]]] = Memory(8, kinds=FOLLOWED, beside=records_in)
_sources: Memory[list[Recommendation]] = Memory(kinds=FOLLOWED, beside=records_in)


def outline_of(cycle: Cycle, at: datetime) -> list[Entry]:
    """Every recommendation of the cycle by then, in the papers' order; whoever shows `point` asks first whether the
    reader may see it."""
    return _outlines.recall(cycle.pk, at, lambda: _outline(cycle, at))


def _outline(cycle: Cycle, at: datetime) -> list[Entry]:
    rows = recommendations_of(cycle, at).values_list(
        "pk", "theme", "paper__public_id", "paper__title", "became__point__public_id", "dropped"
    )
    return [Entry(*row[:-1], is_dropped=row[-1] is not None) for row in rows]


def proposers_of(cycle: Cycle, at: datetime) -> dict[int, list[Proposer]]:
    """The proposers of each recommendation of the cycle, by the recommendation's key."""
    return _proposers.recall(cycle.pk, at, lambda: _named(cycle, at))


def _named(cycle: Cycle, at: datetime) -> dict[int, list[Proposer]]:
    named: dict[int, list[Proposer]] = {}
    proposers = Proposer.objects.filter(recommendation__paper__cycle=cycle, recommendation__paper__submitted_at__lte=at)
    for proposer in proposers.select_related("organisation"):
        named.setdefault(proposer.recommendation_id, []).append(proposer)
    return named


def points_of(cycle: Cycle, seat: Seat | None, at: datetime) -> QuerySet[Point]:
    """The cycle's points that a seat may see, each with `gathered`: how many recommendations went into it."""
    return points_visible_to(seat, at).filter(cycle=cycle).annotate(gathered=Count("sources"))


def sees_points(seat: Seat | None) -> bool:
    """Whether a seat reads points before they are public."""
    return seat is not None and seat.role in READERS_OF_POINTS


def papers_to_read(cycle: Cycle, at: datetime) -> QuerySet[Paper]:
    """Papers whose file is on record and whose recommendations have not been entered."""
    return papers_visible_to(None, at).filter(cycle=cycle, file__isnull=False, recommendations=None)


def with_proposers(recommendations: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """The recommendations with their paper, its group and their proposers."""
    proposers = Prefetch("proposers", Proposer.objects.select_related("organisation"))
    return recommendations.select_related("paper__group").prefetch_related(proposers)


def sources_of(point: Point) -> list[Recommendation]:
    """The recommendations that went into a point, in the papers' order, with words and proposers."""
    sources = Recommendation.objects.filter(became__point=point).prefetch_related("texts")
    in_order = with_proposers(sources).order_by("paper__submitted_at", "paper_id", "position")
    return _sources.recall(point.pk, None, lambda: list(in_order))


def behind(recommendations: Iterable[Recommendation]) -> list[Model]:
    """The papers of the recommendations and the groups that wrote them."""
    papers = list({one.paper_id: one.paper for one in recommendations}.values())
    return [*papers, *(paper.group for paper in papers if paper.group)]
