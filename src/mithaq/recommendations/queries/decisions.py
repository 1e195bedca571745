"""What people have decided so far, as the engine takes it: which recommendations are one, which never are."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise

from mithaq.core.consolidation.grouping import Decisions, contradiction
from mithaq.cycle.models import Cycle
from mithaq.recommendations.models import Decision, Leaving, Recommendation, Source


def decisions_of(cycle: Cycle, places: Mapping[int, int]) -> Decisions:
    """The decisions between the recommendations whose keys have these places. Three queries.

    What stands in one point is together; two points are apart, and so are a point and what was taken out of it.
    """
    sources: dict[int, list[int]] = {}
    for point, one in Source.objects.filter(point__cycle=cycle).order_by("id").values_list("point", "recommendation"):
        if one in places:
            sources.setdefault(point, []).append(places[one])
    pairs = Decision.objects.filter(cycle=cycle).values_list("one", "other", "are_together")
    left = Leaving.objects.filter(point__cycle=cycle).values_list("point", "recommendation")
    return decided(
        sources,
        [(places[one], places[other], so) for one, other, so in pairs if one in places and other in places],
        [(point, places[one]) for point, one in left if one in places],
    )


def decided(
    sources: Mapping[int, list[int]], pairs: list[tuple[int, int, bool]], left: list[tuple[int, int]]
) -> Decisions:
    """Decisions from the places in each point, the pairs that were decided, and what left which point."""
    together = {pair for members in sources.values() for pair in pairwise(members)}
    together |= {(one, other) for one, other, are_together in pairs if are_together}
    firsts = [members[0] for members in sources.values()]
    apart = {(one, other) for one, other, are_together in pairs if not are_together}
    apart |= set(combinations(firsts, 2)) | {(sources[point][0], one) for point, one in left if point in sources}
    return Decisions(frozenset(together), frozenset(apart))


def contradicted(cycle: Cycle) -> tuple[Recommendation, Recommendation] | None:
    """Two recommendations that were to stay apart and now stand together; None where all decisions agree."""
    keys = list(Recommendation.objects.filter(paper__cycle=cycle).order_by("id").values_list("pk", flat=True))
    pair = contradiction(len(keys), decisions_of(cycle, {key: place for place, key in enumerate(keys)}))
    if pair is None:
        return None
    found = Recommendation.objects.prefetch_related("texts").in_bulk([keys[place] for place in pair])
    return found[keys[pair[0]]], found[keys[pair[1]]]
