"""One line runs through the year and can be walked both ways from any point, as far as the reader may see."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.things import found, kinds, reference_to, visible
from mithaq.foundation.thread.models import Edge
from mithaq.foundation.thread.queries import LONGEST, ancestors, descendants, ids_after
from mithaq.foundation.thread.weave import weave
from mithaq.recommendations.models import Recommendation
from tests.factories.house import (
    OPENING,
    a_frozen_text,
    a_group,
    a_house,
    a_paper,
    a_point,
    a_published_text,
    a_seated,
    an_endorsement,
)

LATER = OPENING + timedelta(days=2)
LINE = [
    "taskforces.group",
    "taskforces.paper",
    "recommendations.recommendation",
    "recommendations.point",
    "communique.clause",
    "endorsements.endorsement",
]


@pytest.fixture
def line(db):
    """A house, and one record of each kind on one thread, the earliest first."""
    house = a_house()
    group = a_group(house)
    paper = a_paper(house, recommendations=1, group=group)
    recommendation = paper.recommendations.get()
    point = a_point(house, [recommendation])
    text = a_published_text(house, points=[point])
    clause = text.clauses.get(kind="point")
    endorsement = an_endorsement(house, text)
    return house, [group, paper, recommendation, point, clause, endorsement]


@pytest.mark.parametrize("place", range(6), ids=LINE)
def test_from_any_record_the_thread_leads_back_to_its_beginning_and_on_to_its_end(line, place):
    _house, records = line

    def on_the_line(knots):  # an endorsement came out of the preamble too, which no point stands behind
        return [(knot.kind, knot.thing, knot.steps) for knot in knots if knot.thing in records]

    back = [(LINE[at], records[at], place - at) for at in reversed(range(place))]
    on = [(LINE[at], records[at], at - place) for at in range(place + 1, 6)]
    assert on_the_line(ancestors(records[place], None, LATER)) == back
    assert on_the_line(descendants(records[place], None, LATER)) == on


@pytest.mark.parametrize("role", [None, Role.SHERPA, Role.SECRETARIAT])
def test_every_walk_over_the_model_year_finds_what_the_edges_say_and_no_more(model_year, role):
    seat = Seat.objects.filter(role=role).first() if role else None
    at = datetime(2031, 11, 30, tzinfo=UTC)
    on, back = {}, {}
    for edge in Edge.objects.all():
        on.setdefault((edge.earlier_kind, edge.earlier), []).append((edge.later_kind, edge.later))
        back.setdefault((edge.later_kind, edge.later), []).append((edge.earlier_kind, edge.earlier))
    for kind in [*LINE, "cycle.pillar"]:
        record = visible(kind, seat, at).order_by("pk")[1]
        for walk, next_of in ((descendants, on), (ancestors, back)):
            reached = distances(next_of, reference_to(record))
            shown = found(reached, seat, at)
            walked = walk(record, seat, at)
            assert {reference_to(knot.thing): knot.steps for knot in walked} == {ref: reached[ref] for ref in shown}
            assert [knot.steps for knot in walked] == sorted(reached[ref] for ref in shown)


def distances(next_of, start):
    """How many steps each record is from a start: breadth first, over the edges in memory."""
    reached, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for there in next_of.get(here, []):
            if there not in reached:
                reached[there] = reached[here] + 1
                waiting.append(there)
    return {ref: steps for ref, steps in reached.items() if steps}


def test_what_one_may_not_see_does_not_show_on_the_thread(db):
    house = a_house()
    group = a_group(house)
    paper = a_paper(house, recommendations=1, group=group)
    point = a_point(house, paper.recommendations.all())
    text = a_frozen_text(house, points=[point])
    endorsement = an_endorsement(house, text)
    other_city, press = a_seated(house), a_seated(house, Role.PRESS)
    seen_by = {
        "stranger": None,
        "press": press,
        "another city's sherpa": other_city,
        "the endorsing city's mayor": endorsement.seat,
        "secretariat": house.secretariat,
    }
    seen = {who: [knot.kind for knot in descendants(paper, seat, LATER)] for who, seat in seen_by.items()}
    assert seen == {
        "stranger": LINE[2:3],
        "press": LINE[2:3],
        "another city's sherpa": LINE[2:5],
        "the endorsing city's mayor": LINE[2:],
        "secretariat": LINE[2:],
    }
    assert [knot.kind for knot in ancestors(endorsement, None, LATER)] == LINE[2::-1]


def test_what_has_not_happened_yet_does_not_show_on_the_thread(line):
    _house, records = line
    before_publication = OPENING + timedelta(hours=2)
    assert [knot.kind for knot in descendants(records[0], None, before_publication)] == LINE[1:3]
    assert descendants(records[0], None, OPENING - timedelta(days=1)) == []


@pytest.mark.parametrize("recommendations", [1, 40])
def test_a_walk_asks_once_for_itself_and_once_for_each_kind_however_long_the_thread(db, recommendations):
    house = a_house()
    paper = a_paper(house, recommendations=recommendations, group=a_group(house))
    text = a_frozen_text(house, points=[a_point(house, [one]) for one in paper.recommendations.all()])
    an_endorsement(house, text)
    with CaptureQueriesContext(connection) as asked:
        knots = descendants(paper.group, house.secretariat, LATER)
    assert len(knots) == 1 + 3 * recommendations + 1
    tables = sorted(query["sql"].split('FROM "')[1].split('"')[0] for query in asked if 'FROM "' in query["sql"])
    texts = ["communique_wording", "recommendations_pointtext", "recommendations_recommendationtext"]
    shown = ["communique_clause", "endorsements_endorsement", "endorsements_reservation", "recommendations_point"]
    assert tables == sorted([*texts, *shown, "recommendations_recommendation", "taskforces_paper"])
    assert len(asked) == len(tables) + 1


def test_a_record_that_is_reached_by_two_ways_stands_where_the_shorter_one_leads(line):
    _house, records = line
    weave([records[1]], records[3])
    steps = {knot.thing: knot.steps for knot in descendants(records[1], None, LATER) if knot.thing in records}
    assert steps == {records[2]: 1, records[3]: 1, records[4]: 2, records[5]: 3}
    assert descendants(records[1], None, LATER)[0].steps == 1


def test_a_loop_in_the_table_hangs_nobody_and_no_record_comes_out_of_itself(line):
    _house, records = line
    weave([records[-1]], records[0])
    for record in records:
        others = {reference_to(other) for other in records} - {reference_to(record)}
        assert others <= {reference_to(knot.thing) for knot in ancestors(record, None, LATER)}
        assert reference_to(record) not in {reference_to(knot.thing) for knot in descendants(record, None, LATER)}


def test_a_table_in_which_everything_leads_everywhere_hangs_nobody(db):
    house = a_house()
    paper = a_paper(house, recommendations=30)
    everything = list(paper.recommendations.all())
    for one in everything:
        weave([other for other in everything if other != one], one)
    assert {knot.thing for knot in descendants(paper, None, LATER)} == set(everything)
    assert {knot.thing for knot in ancestors(everything[0], None, LATER)} == {*everything[1:], paper}


def test_the_walk_stops_after_the_longest_chain_there_is(db):
    house = a_house()
    paper = a_paper(house, recommendations=LONGEST + 3)
    Edge.objects.all().delete()
    chain = [paper, *paper.recommendations.order_by("position")]
    for earlier, later in pairwise(chain):
        weave([earlier], later)
    assert [knot.steps for knot in descendants(paper, None, LATER)] == list(range(1, LONGEST + 1))


def test_an_edge_is_drawn_once_however_often_it_is_said(line):
    _house, records = line
    before = Edge.objects.count()
    weave([records[0]], records[1])
    weave([records[0], records[0]], records[1])
    assert Edge.objects.count() == before


def test_what_came_directly_out_of_a_record_is_known_by_its_kind(line):
    _house, records = line
    assert ids_after(records[2], "recommendations.point") == [records[3].public_id]
    assert ids_after(records[2], "communique.clause") == []


# Records across rooms -----------------------------------------------------------------------------------------------


def test_a_kind_that_no_room_shows_is_shown_to_nobody(db):
    a_house()
    assert visible("actors.population", None, LATER) is None
    assert found([("actors.population", fresh_id()), ("no.kind", "x")], None, LATER) == {}


@pytest.mark.parametrize("kind", kinds())
def test_a_kind_that_a_room_shows_can_be_asked_for_by_anybody(db, kind):
    house = a_house()
    for seat in (None, house.secretariat, *(a_seated(house, role) for role in Role)):
        assert list(visible(kind, seat, LATER).filter(public_id__in=["nothing"])) == []


def test_references_that_lead_nowhere_are_left_out(line):
    _house, records = line
    wanted = [reference_to(records[1]), ("taskforces.paper", "nothing")]
    assert found(wanted, None, LATER) == {wanted[0]: records[1]}
    assert Recommendation.objects.count() == 1
