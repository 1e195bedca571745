"""What is kept from one act to the next."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mithaq.foundation.chronicle.memory import LOOKED_THROUGH, Kept, Memory, one_reading
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


def test_after_an_act_all_that_is_kept_is_known_from_the_query_for_the_last_act(house, numbers):
    several = [keeping(numbers, kind) for kind in ("members.", "communique.", "press.")]
    assert [kept.value() for kept in several] == [0, 1, 2]
    a_person(house)
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked, one_reading():
            assert [kept.value() for kept in several] == [0, 1, 2]
        assert [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in asked] == ["chronicle_act"]


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


def test_a_memory_of_certain_kinds_holds_what_acts_about_other_records_leave_as_it_is(house, numbers):
    tunis, lisbon = an_organisation(house, "Tunis"), an_organisation(house, "Lisbon")
    quoted = {0: {reference_to(tunis)}, 1: {reference_to(lisbon)}}
    memory: Memory[int] = Memory(kinds=("members.",), beside=lambda number: quoted.get(number, set()))

    def recalled() -> list[int]:
        return [memory.recall(city, None, lambda: next(numbers)) for city in ("Tunis", "Lisbon")]

    assert recalled() == [0, 1]
    a_person(house)
    assert recalled() == [0, 1]
    a_seated(house, organisation=tunis)
    assert recalled() == [2, 1]
    a_city(house)  # becomes a member
    assert recalled() == [3, 4]


def test_a_full_memory_of_certain_kinds_begins_anew(house, numbers):
    memory: Memory[int] = Memory(2, kinds=("members.",))
    assert [memory.recall(key, None, lambda: next(numbers)) for key in "abca"] == [0, 1, 2, 3]
    assert [memory.recall(key, None, lambda: next(numbers)) for key in "ca"] == [2, 3]
