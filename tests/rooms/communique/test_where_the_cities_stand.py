"""The heat map of the positions, and how the drafts come together."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.settle import settle
from mithaq.communique.domain.take_position import take_position
from mithaq.communique.models import Amendment
from mithaq.communique.queries.convergence import convergence_of
from mithaq.communique.vocabulary import Outcome, Stance
from tests.factories.house import a_city, a_house, a_text
from tests.factories.negotiation import a_negotiator, a_return, a_round, the_point
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def house():
    return a_house()


def page(house, address, language="en"):
    with the_clock_at(house.at):
        return page_of(a_visitor(house.secretariat), f"/{language}/{address}")


def lines_of(house, address):
    with the_clock_at(house.at):
        answered = a_visitor(house.secretariat).get(f"/en/{address}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(answered)))


def row_of_city(shown, name):
    """The row of a city in the map."""
    start = shown.index(f"<bdi>{name}</bdi></a></th>")
    return shown[start : shown.index("</tr>", start)]


def test_each_city_has_a_row_and_each_position_a_shape_and_a_word(house):
    about = a_round(house)
    objector = a_negotiator(house, a_city(house, "Marasi"))
    take_position(about.text, the_point(about, 2), Stance.OBJECTS, "Too dear.", seat=objector, at=house.at)
    take_position(about.text, None, Stance.SUPPORTS, seat=objector, at=house.at)
    a_city(house, "Silenta")
    shown = page(house, f"texts/{about.text.public_id}/heat/")
    row = row_of_city(shown, "Marasi")
    assert '<td class="heat--objects">' in row
    assert f'href="/en/clauses/{the_point(about, 2).public_id}/#positions"' in row
    assert "<i>Objects</i>" in row
    assert row.index("heat--supports") < row.index("heat--objects")
    assert "heat--" not in row_of_city(shown, "Silenta")


def test_an_open_amendment_marks_its_cell_beside_the_position(house):
    about = a_round(house)
    asking, both = a_negotiator(house, a_city(house, "Marasi")), a_negotiator(house, a_city(house, "Nadira"))
    for sherpa in (asking, both):
        a_return(about, sherpa, "Point 1 and trees.", at=house.at)
    take_position(about.text, the_point(about), Stance.CAN_ACCEPT, seat=both, at=house.at)
    shown = page(house, f"texts/{about.text.public_id}/heat/")
    assert '<td class="heat--asks"><i>asks for a change</i>' in row_of_city(shown, "Marasi")
    assert '<td class="heat--can-accept heat--asks"><i>Can accept · asks for a change' in row_of_city(shown, "Nadira")


def test_of_the_map_only_what_is_disputed_can_be_shown(house):
    about = a_round(house)
    content, objector = a_negotiator(house, a_city(house, "Marasi")), a_negotiator(house, a_city(house, "Nadira"))
    take_position(about.text, the_point(about, 1), Stance.SUPPORTS, seat=content, at=house.at)
    take_position(about.text, the_point(about, 3), Stance.RESERVES, seat=objector, at=house.at)
    shown = page(house, f"texts/{about.text.public_id}/heat/?only=disputed")
    map_of = shown[shown.index('<table class="heat"') : shown.index("</table>")]
    assert "Nadira" in map_of
    assert "Marasi" not in map_of
    assert [the_point(about, number).public_id in map_of for number in (1, 3)] == [False, True]


def test_the_map_says_who_will_stand_on_it_while_nobody_has_said_anything(house):
    assert "A mark for each city and clause will stand here." in page(house, f"texts/{a_text(house).public_id}/heat/")


def test_the_positions_are_a_file_with_their_reasons(house):
    about = a_round(house)
    objector = a_negotiator(house, a_city(house, "Marasi"))
    take_position(about.text, the_point(about, 2), Stance.OBJECTS, "=Too dear.", seat=objector, at=house.at)
    head, line = lines_of(house, f"texts/{about.text.public_id}/heat/positions.csv")
    assert head[:4] == ["Clause", "City", "Position", "Reason"]
    assert line == ["Point 2", "Marasi", "Objects", "'=Too dear.", "0", ""]


def test_the_map_asks_as_much_of_the_database_for_many_cities_as_for_one(house):
    about = a_round(house)
    counts = []
    for number in (1, 4):
        for _each in range(number):
            sherpa = a_negotiator(house, a_city(house))
            a_return(about, sherpa, f"Point 1 and {number} trees.", at=house.at)
            take_position(about.text, the_point(about), Stance.SUPPORTS, seat=sherpa, at=house.at)
        with the_clock_at(house.at + HOUR):
            reader = a_visitor(house.secretariat)
            pages = [f"/en/texts/{about.text.public_id}/{way}/" for way in ("heat", "convergence")]
            counts.append([len(queries_of(reader, address)) for address in pages])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def test_each_draft_counts_what_was_asked_what_stayed_open_and_who_objects(house):
    about = a_round(house)
    one, other = a_negotiator(house, a_city(house, "Marasi")), a_negotiator(house, a_city(house, "Nadira"))
    a_return(about, one, "Point 1 and trees.", at=house.at)
    a_return(about, other, "Clause 2.", number=2, at=house.at)
    take_position(about.text, the_point(about, 2), Stance.OBJECTS, "Too dear.", seat=one, at=house.at)
    before = convergence_of(about.text)
    assert [(each.asked, each.left_open, each.brackets, each.objections) for each in before] == [(2, 2, 2, 1)]
    adopted = Amendment.objects.get(returned__organisation=one.organisation)
    settle(about, [adopted.public_id], Outcome.ADOPTED, **house.by_us)
    compile_draft(about, seat=house.secretariat, at=about.closes + HOUR)
    take_position(about.text, the_point(about, 2), Stance.CAN_ACCEPT, seat=one, at=about.closes + HOUR)
    zero, first = convergence_of(about.text)
    assert (zero.asked, zero.left_open, zero.brackets, zero.objections) == (2, 1, 1, 1)
    assert (first.asked, first.left_open, first.brackets, first.objections) == (1, 1, 1, 0)
    assert first.words["en"] == zero.words["en"] + 2


def test_the_drafts_are_drawn_with_their_table_and_given_as_a_file(house):
    about = a_round(house)
    a_return(about, a_negotiator(house), "Point 1 and trees.", at=house.at)
    shown = page(house, f"texts/{about.text.public_id}/convergence/", "ar")
    assert shown.count('class="bar"') == 6
    assert "<table" in shown
    head, line = lines_of(house, f"texts/{about.text.public_id}/convergence/drafts.csv")
    assert head[0] == "Draft"
    assert line[:4] == ["0", "1", "1", "1"]


def test_the_page_of_a_clause_shows_what_changed_in_each_draft_when_and_out_of_which_amendment(house):
    about = a_round(house)
    adopted = a_return(about, a_negotiator(house, a_city(house, "Marasi")), "Point 1 and trees.", at=house.at)
    settle(about, [adopted.amendments.get().public_id], Outcome.ADOPTED, **house.by_us)
    compile_draft(about, seat=house.secretariat, at=about.closes + HOUR)
    shown = page(house, f"clauses/{the_point(about).public_id}/")
    words = shown[shown.index('id="words"') :]
    latest, first = words[words.index("Draft 1") :].split("Zero draft")
    assert "<ins>" in latest
    assert f"/amendments/{adopted.amendments.get().public_id}/" in latest
    assert "13 Jan" in latest
    assert "<ins>" not in first
    assert "as it first stood" in first
    other = page(house, f"clauses/{the_point(about, 2).public_id}/")
    assert "unchanged" in other[other.index('id="words"') :]


def test_the_page_of_a_clause_asks_as_much_of_the_database_for_three_drafts_as_for_one(house):
    about = a_round(house)
    address = f"/en/clauses/{the_point(about).public_id}/"
    with the_clock_at(house.at):
        before = len(queries_of(a_visitor(house.secretariat), address))
    a_return(about, a_negotiator(house), "Point 1 and trees.", at=house.at)
    compile_draft(about, seat=house.secretariat, at=about.closes + HOUR)
    with the_clock_at(about.closes + HOUR):
        after = len(queries_of(a_visitor(house.secretariat), address))
    assert before <= after <= before + 1 <= 8
