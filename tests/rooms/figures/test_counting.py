"""A figure is a query with a name: declared once, counted from records each time, as of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mithaq.foundation.figures import Figure, count, figures, publish, registry
from mithaq.foundation.languages.words import both
from mithaq.members.domain.admit import admit
from mithaq.members.figures import CITIES_PARTICIPATING, KNOWLEDGE_PARTNERS
from mithaq.taskforces.domain.set_up import enrol
from tests.factories.house import (
    OPENING,
    a_city,
    a_frozen_text,
    a_group,
    a_house,
    a_paper,
    a_published_text,
    an_endorsement,
    an_organisation,
)


@pytest.fixture
def declare():
    """Declares figures that are gone after the test."""
    before = dict(registry._figures)
    yield publish
    registry._figures.clear()
    registry._figures.update(before)


def a_figure(**about):
    return Figure(
        **{"key": "trees", "title": "Trees", "definition": "Trees.", "records": lambda cycle, at: [], **about}
    )


def test_a_key_is_declared_once(declare):
    trees = declare(a_figure())
    assert declare(trees) is trees
    with pytest.raises(ValueError, match="trees"):
        declare(a_figure())
    assert [figure.key for figure in figures()].count("trees") == 1


def test_a_value_is_the_sum_of_what_its_records_count_for():
    forests = a_figure(records=lambda cycle, at: [20, 30, 7], weight=lambda forest: forest)
    assert count(forests, None, OPENING).value == 57
    assert count(a_figure(records=lambda cycle, at: [20, 30, 7]), None, OPENING).value == 3
    assert count(a_figure(), None, OPENING).value == 0


def test_a_figure_is_counted_as_of_the_time_it_is_about():
    asked = []
    yesterday = a_figure(
        records=lambda cycle, at: asked.append(at) or ["tree"], as_of=lambda cycle, at: at - timedelta(days=1)
    )
    assert count(yesterday, None, OPENING).as_of == OPENING - timedelta(days=1)
    assert asked == [OPENING - timedelta(days=1)]


def test_where_there_is_nothing_to_count_yet_nothing_is_asked():
    assert count(a_figure(records=lambda cycle, at: 1 / 0, as_of=lambda cycle, at: None), None, OPENING) is None


def test_every_figure_is_defined_in_a_sentence_in_both_languages():
    for figure in figures():
        said = both(figure.definition)
        assert said["en"].endswith(".")
        assert said["ar"].endswith(".")
        assert said["ar"] != said["en"]
        assert both(figure.title)["ar"] != both(figure.title)["en"]


def test_a_city_is_counted_from_its_first_day_to_its_last(db):
    house = a_house()
    first, last = date(2031, 3, 1), date(2031, 3, 3)
    admit(house.cycle, an_organisation(house), "guest", first, last, **house.by_us)
    noon = OPENING.replace(month=3, hour=12)
    days = [noon.replace(day=1) - timedelta(days=1), *(noon.replace(day=day) for day in (1, 2, 3, 4))]
    assert [count(CITIES_PARTICIPATING, house.cycle, day).value for day in days] == [0, 1, 1, 1, 0]


def test_a_member_of_another_year_is_not_counted(db):
    from mithaq.cycle.models import Cycle

    house = a_house()
    a_city(house)
    other = Cycle.objects.create(
        key="2030", year=2030, group={}, mark={}, title={}, starts=date(2030, 1, 1), ends=date(2030, 12, 31)
    )
    for figure in figures():
        counted = count(figure, other, OPENING)
        assert counted is None or counted.value == 0, figure.key


def test_an_organisation_that_is_no_member_is_not_counted(db):
    house = a_house()
    an_organisation(house)
    assert count(CITIES_PARTICIPATING, house.cycle, OPENING).value == 0
    assert count(KNOWLEDGE_PARTNERS, house.cycle, OPENING).value == 0


def test_a_text_that_is_frozen_and_not_published_is_counted_and_not_public(db):
    house = a_house()
    a_frozen_text(house, points=3)
    points = next(figure for figure in figures() if figure.key == "points_adopted")
    assert count(points, house.cycle, OPENING).value == 3
    assert not points.is_public(house.cycle, OPENING)
    assert count(points, house.cycle, OPENING - timedelta(seconds=1)) is None


def queries_of_all_figures(house):
    with CaptureQueriesContext(connection) as asked:
        for figure in figures():
            counted = count(figure, house.cycle, OPENING + timedelta(days=3))
            assert counted is None or all(str(record) for record in counted.records)
    return len(asked)


def test_counting_takes_as_many_queries_for_many_records_as_for_one(db):
    house = a_house()
    group = a_group(house, kind="special_working_group")

    def more(number):
        for _ in range(number):
            enrol(group, a_city(house), "member", house.at.date(), **house.by_us)
            a_paper(house, recommendations=2)

    more(1)
    text = a_published_text(house, points=9)
    an_endorsement(house, text)
    for_one = queries_of_all_figures(house)
    more(6)
    for _ in range(6):
        an_endorsement(house, text)
    assert queries_of_all_figures(house) == for_one
