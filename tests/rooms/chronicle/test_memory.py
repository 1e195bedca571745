"""What is kept from one act to the next."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mithaq.foundation.chronicle.memory import LOOKED_THROUGH, Kept, one_reading
from mithaq.foundation.things import reference_to
from tests.factories.house import a_city, a_house, a_person, a_seated, an_organisation


@pytest.fixture
def house(db):
    return a_house()


@pytest.fixture
def numbers():
    return iter(range(1000))


def keeping(numbers, *kinds: str, beside=()) -> Kept[int]:
    return Kept(kinds, lambda: next(numbers), lambda value: set(beside))


def test_it_outlives_acts_about_other_records(house, numbers):
    kept = keeping(numbers, "members.")
    assert kept.value() == kept.value() == 0
    a_person(house)
    assert kept.value() == kept.value() == 0
    a_city(house)  # becomes a member
    assert kept.value() == kept.value() == 1


def test_it_ends_with_an_act_about_a_record_that_it_names(house, numbers):
    tunis, lisbon = an_organisation(house, "Tunis"), an_organisation(house, "Lisbon")
    kept = keeping(numbers, "cycle.", beside=[reference_to(tunis)])
    assert kept.value() == 0
    a_seated(house, organisation=lisbon)
    assert kept.value() == 0
    a_seated(house, organisation=tunis)
    assert kept.value() == 1


def test_after_an_act_all_that_is_kept_costs_one_query_and_then_none(house, numbers):
    several = [keeping(numbers, kind) for kind in ("members.", "communique.", "press.")]
    assert [kept.value() for kept in several] == [0, 1, 2]
    a_person(house)
    for wanted in (["chronicle_head", "chronicle_act"], ["chronicle_head"]):
        with CaptureQueriesContext(connection) as asked, one_reading():
            assert [kept.value() for kept in several] == [0, 1, 2]
        assert [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in asked] == wanted


def test_what_was_taken_back_is_not_kept(house, numbers):
    kept = keeping(numbers, "members.")
    try:
        with transaction.atomic():
            a_person(house)
            assert kept.value() == 0
            raise InterruptedError
    except InterruptedError:
        pass
    assert kept.value() == 1
    a_person(house)
    assert kept.value() == 1


def test_after_very_many_acts_it_is_computed_anew(house, numbers):
    kept = keeping(numbers, "members.")
    assert kept.value() == 0
    for _number in range(LOOKED_THROUGH + 1):
        a_person(house)
    assert kept.value() == 1


def test_nothing_is_kept_before_the_first_act(db, numbers):
    kept = keeping(numbers, "members.")
    assert [kept.value(), kept.value()] == [0, 1]
