"""A follower does its part once for every act, whatever happens in between."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from django.db import connection

from mithaq.cycle.domain.arrange import name_gap, name_pillar
from mithaq.foundation.chronicle import followers
from mithaq.foundation.chronicle.followers import catch_up, follows
from mithaq.foundation.chronicle.models import Act, Cursor
from mithaq.foundation.chronicle.queries import last_sequence
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.mail.models import Letter
from tests.factories.databases import a_process
from tests.factories.house import a_house


@pytest.fixture
def declare():
    """Declares followers that are gone after the test."""
    before = dict(followers._followers)
    yield follows
    followers._followers.clear()
    followers._followers.update(before)


def name_gaps(house, count):
    for number in range(count):
        name_gap(house.cycle, {"en": f"Gap {number}"}, "", **house.by_us)


def numbers(verb="gap.named"):
    return list(Act.objects.filter(verb=verb).order_by("sequence").values_list("sequence", flat=True))


def letters():
    return [int(subject) for subject in Letter.objects.order_by("id").values_list("subject", flat=True)]


def write_a_letter(act):
    Letter.objects.create(seat=act.seat, occasion=fresh_id(), subject=str(act.sequence), written_at=act.at)


def test_a_follower_reads_the_acts_it_waits_for_in_their_order_from_the_beginning(db, declare):
    house = a_house()
    name_gaps(house, 2)
    name_pillar(house.cycle, "water", {"en": "Water"}, **house.by_us)
    name_gaps(house, 1)
    read = []
    declare("gap.named", "pillar.named", name="tests.reader")(read.append)
    catch_up()
    assert [act.verb for act in read] == ["gap.named", "gap.named", "pillar.named", "gap.named"]
    assert [act.sequence for act in read] == sorted(act.sequence for act in read)


def test_what_was_read_is_not_read_again_and_what_comes_later_is_read_once(db, declare):
    house = a_house()
    name_gaps(house, 2)
    declare("gap.named", name="tests.letters")(write_a_letter)
    assert [catch_up(), catch_up()] == [2, 0]
    name_gaps(house, 1)
    assert [catch_up(), catch_up()] == [1, 0]
    assert letters() == numbers()


def test_whoever_lets_others_write_is_told_after_each_effect_how_long_they_could_not(db, declare):
    house = a_house()
    name_gaps(house, 3)
    declare("gap.named", name="tests.slow")(lambda act: time.sleep(0.02))
    held = []
    catch_up(held.append)
    slow = [seconds for seconds in held if seconds >= 0.02]
    assert (len(slow) >= 3, max(held) < 60) == (True, True)
    held.clear()
    assert (catch_up(held.append), held) == (0, [])


def test_a_follower_does_not_look_again_at_acts_that_do_not_concern_it(db, declare):
    house = a_house()
    declare("gap.named", name="tests.letters")(write_a_letter)
    name_pillar(house.cycle, "water", {"en": "Water"}, **house.by_us)
    assert catch_up() == 0
    assert Cursor.objects.get(follower="tests.letters").sequence == last_sequence()


def test_an_effect_that_fails_is_undone_with_its_cursor_and_tried_again(db, declare, caplog):
    house = a_house()
    name_gaps(house, 4)
    third = numbers()[2]
    broken = [True]

    def write_and_stumble(act):
        write_a_letter(act)
        if act.sequence == third and broken:
            raise RuntimeError("the third one fails")

    declare("gap.named", name="tests.letters")(write_and_stumble)
    for _attempt in range(2):
        catch_up()
        assert letters() == numbers()[:2]
        assert Cursor.objects.get(follower="tests.letters").sequence == numbers()[1]
    assert [record.follower for record in caplog.records] == ["tests.letters"] * 2
    broken.clear()
    catch_up()
    assert letters() == numbers()


def test_an_effect_whose_cursor_cannot_be_saved_is_undone(db, declare, caplog):
    house = a_house()
    name_gaps(house, 2)
    declare("gap.named", name="tests.letters")(write_a_letter)

    def no_cursor_is_saved(execute, sql, params, many, context):
        if sql.startswith('UPDATE "chronicle_cursor"') and letters():
            raise RuntimeError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(no_cursor_is_saved):
        catch_up()
    assert letters() == []
    catch_up()
    assert letters() == numbers()
    assert [record.follower for record in caplog.records] == ["tests.letters"]


def test_a_follower_that_fails_holds_up_nobody_else(db, declare, caplog):
    house = a_house()
    name_gaps(house, 3)
    read_before, read_after = [], []
    declare("gap.named", name="tests.before")(read_before.append)
    declare("gap.named", name="tests.broken")(lambda act: 1 / 0)
    declare("gap.named", name="tests.after")(read_after.append)
    assert catch_up() == 6
    assert [act.sequence for act in read_before] == [act.sequence for act in read_after] == numbers()
    assert [record.follower for record in caplog.records] == ["tests.broken"]


def test_two_followers_cannot_share_a_name(declare):
    declare("gap.named", name="tests.letters")(write_a_letter)
    declare("gap.named", name="tests.letters")(write_a_letter)
    with pytest.raises(ValueError, match=r"tests\.letters"):
        declare("gap.named", name="tests.letters")(print)


@pytest.mark.postgresql
def test_an_act_that_is_recorded_while_a_follower_looks_for_work_is_not_passed_over(own_database, declare):
    house = a_house()
    declare("gap.named", name="tests.letters")(write_a_letter)
    catch_up()
    name_pillar(house.cycle, "water", {"en": "Water"}, **house.by_us)
    pending = [True]

    def somebody_else_acts():
        name_gaps(house, 1)
        connection.close()

    def after_its_look(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if 'FROM "chronicle_act"' in sql and "gap.named" in str(params) and pending:
            pending.clear()
            other = threading.Thread(target=somebody_else_acts)
            other.start()
            other.join()
        return found

    with connection.execute_wrapper(after_its_look):
        catch_up()
    catch_up()
    assert not pending
    assert letters() == numbers()


# Processes ----------------------------------------------------------------------------------------------------------


def sent_on_an_errand(errand, database, home, acts=0):
    process = a_process(
        "-m", "tests.rooms.chronicle.errands", errand, str(acts), database=database, home=home, stdin=-1
    )
    assert process.stdout.readline() == "ready\n", process.communicate()
    return process


def begin_together(*processes):
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()


def ended_well(process):
    said, complaints = process.communicate(timeout=120)
    assert (process.returncode, complaints) == (0, "")
    return said.split()


def test_a_worker_that_is_killed_loses_no_effect_and_doubles_none(own_database, tmp_path):
    name_gaps(a_house(), 24)
    for effects_before_the_kill in (1, 4, 9):
        worker = sent_on_an_errand("follow", own_database, tmp_path)
        begin_together(worker)
        for _ in range(effects_before_the_kill):
            assert worker.stdout.readline()
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
        assert letters() == numbers()[: len(letters())]
    assert len(letters()) < 24
    worker = sent_on_an_errand("follow", own_database, tmp_path)
    begin_together(worker)
    ended_well(worker)
    assert letters() == numbers()


def test_two_workers_at_once_share_the_work_and_double_nothing(own_database, tmp_path):
    name_gaps(a_house(), 30)
    workers = [sent_on_an_errand("follow", own_database, tmp_path) for _ in range(2)]
    begin_together(*workers)
    said = [ended_well(worker) for worker in workers]
    assert letters() == numbers()
    assert sorted(int(number) for each in said for number in each) == numbers()
