"""The picture of the whole year: every recommendation on its way into a point and a pillar, or to where it stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext

from mithaq.foundation.actors.request import Request
from mithaq.foundation.languages.formats import number
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.pictures import Flow, Stream
from mithaq.foundation.ui.pictures import flow as drawn
from mithaq.recommendations.queries import sees_points
from mithaq.recommendations.queries.fates import Line
from mithaq.recommendations.vocabulary import Fate
from mithaq.recommendations.web.coverage import coverage_trail, lineage_for
from mithaq.recommendations.web.drawn import Bundle

#: Up to so many recommendations each has its own bar; where there are more, each paper has one.
EACH = 240
#: Thickness of one recommendation where each has its bar, and where papers have: then all of them share this height.
ONE, ALL = 12.0, 2_400.0
#: Between bars; with the thickness of one it holds a line of a label. The least height holds two lines.
GAP, TWO_LINES = 10.0, 36.0


@page(everyone)
def flow(request: Request) -> HttpResponse:
    """The picture, with the table that says the same."""
    _cycle, lines = lineage_for(request)
    context = {
        "has_flow": bool(lines),
        "flow": partial(flow_of_all, lines, rtl=get_language_bidi()),
        "of_all": sees_points(request.seat),
        "is_by_paper": len(lines) > EACH,
        "trail": coverage_trail(),
    }
    return answer(request, "recommendations/flow.html", context)


def flow_of_all(lines: Sequence[Line], *, rtl: bool) -> Flow:
    """Recommendations, or papers where they are too many, into points into pillars. What was dropped and what is open
    run into a place of their own."""
    is_each = len(lines) <= EACH
    first = Counter((_recommendation(line) if is_each else _paper(line), _end_of(line)) for line in lines)
    second = Counter((_end_of(line), _pillar(line)) for line in lines if line.point and line.point.pillar)
    streams = [Stream(*ends, count, ends[0].url) for ends, count in [*first.items(), *second.items()]]
    layers = [_once([one for one, _end in first]), _ends(lines), _pillars(lines)]
    unit = ONE if is_each else min(ONE / 2, ALL / len(lines))
    least = (ONE if is_each else TWO_LINES, TWO_LINES, TWO_LINES)
    return drawn(layers, streams, unit=unit, gap=GAP, least=least, rtl=rtl)


def _recommendation(line: Line) -> Bundle:
    words = line.one.in_languages
    title = PerLanguage({code: f"{number(line.number)} · {said}" for code, said in words.items()})
    return Bundle(f"r{line.one.public_id}", title, reverse("recommendations:fate", args=[line.one.public_id]))


def _paper(line: Line) -> Bundle:
    there = reverse("recommendations:fates", args=["paper", line.paper.public_id])
    return Bundle(f"w{line.paper.public_id}", line.paper.title, there)


def _end_of(line: Line) -> Bundle:
    if line.point:
        return Bundle(f"p{line.point.public_id}", line.point.title, line.point.get_absolute_url())
    home = reverse("recommendations:coverage")
    if line.fate == Fate.DROPPED:
        return Bundle(Fate.DROPPED.value, gettext("Dropped with a reason"), f"{home}#dropped")
    return Bundle(Fate.OPEN.value, gettext("Still open"), f"{home}#open")


def _pillar(line: Line) -> Bundle:
    pillar = line.point.pillar  # type: ignore[union-attr]
    assert pillar is not None  # asked by whoever counts
    there = reverse("recommendations:fates", args=["pillar", pillar.public_id])
    return Bundle(f"l{pillar.public_id}", pillar.title, there)


def _ends(lines: Sequence[Line]) -> list[Bundle]:
    """The points in their order, then what was dropped and what is open."""
    ordered = sorted(lines, key=lambda line: (line.point is None, line.point.position if line.point else 0, line.fate))
    return _once([_end_of(line) for line in ordered])


def _pillars(lines: Sequence[Line]) -> list[Bundle]:
    placed = [line for line in lines if line.point and line.point.pillar]
    ordered = sorted(placed, key=lambda line: line.point.pillar.position)  # type: ignore[union-attr]
    return _once([_pillar(line) for line in ordered])


def _once(bundles: Sequence[Bundle]) -> list[Bundle]:
    return list(dict.fromkeys(bundles))
