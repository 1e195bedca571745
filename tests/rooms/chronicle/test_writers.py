"""Several who write at once: each line gets its number, none is lost, nobody is told that the database is locked."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from mithaq.cycle.domain.arrange import name_gap
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.queries import last_sequence
from tests.factories.house import a_house
from tests.rooms.chronicle.test_followers import begin_together, ended_well, sent_on_an_errand


def test_two_processes_that_write_at_once_leave_one_whole_chronicle(own_database, tmp_path):
    a_house()
    before = last_sequence()
    writers = [sent_on_an_errand("write", own_database, tmp_path, acts=60) for _ in range(2)]
    begin_together(*writers)
    for writer in writers:
        ended_well(writer)
    written = list(Act.objects.order_by("sequence").values_list("sequence", flat=True))
    assert written == list(range(1, before + 121))
    assert first_broken_act() is None


@pytest.mark.postgresql
def test_who_gets_the_earlier_number_commits_earlier(own_database):
    house = a_house()
    before = last_sequence()
    first_has_written, first_may_commit, second_is_done = threading.Event(), threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            name_gap(house.cycle, {"en": "first"}, "", **house.by_us)
            first_has_written.set()
            first_may_commit.wait(10)
        connection.close()

    def second():
        first_has_written.wait(10)
        name_gap(house.cycle, {"en": "second"}, "", **house.by_us)
        second_is_done.set()
        connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    first_has_written.wait(10)
    assert not second_is_done.wait(0.3)
    assert last_sequence() == before
    first_may_commit.set()
    for thread in threads:
        thread.join()
    assert last_sequence() == before + 2
    assert first_broken_act() is None


@pytest.mark.postgresql
def test_a_reader_never_sees_a_number_before_those_below_it(own_database):
    house = a_house()
    before = last_sequence()
    writing = [True]
    seen = []

    def write():
        for number in range(25):
            name_gap(house.cycle, {"en": f"{number}"}, "", **house.by_us)
        connection.close()

    def look():
        while writing:
            seen.append(list(Act.objects.order_by("sequence").values_list("sequence", flat=True)))
        connection.close()

    writers, reader = [threading.Thread(target=write) for _ in range(3)], threading.Thread(target=look)
    for thread in [reader, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    writing.clear()
    reader.join()
    assert [view for view in seen if view != list(range(1, len(view) + 1))] == []
    assert last_sequence() == before + 75
    assert first_broken_act() is None
