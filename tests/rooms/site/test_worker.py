"""The worker lets followers read and sends letters; whatever fails, it goes on and nothing is lost."""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest
from django.core import mail
from django.db import OperationalError, connection

from mithaq.foundation.chronicle.followers import followers
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.mail.outbox import write
from mithaq.site import signs, stopping, worker
from tests.factories.house import OPENING, a_frozen_text, a_mayor_with_a_mandate


def test_a_round_does_what_follows_from_the_acts_and_sends_the_letters(house):
    mayor = a_mayor_with_a_mandate(house)
    a_frozen_text(house)
    assert worker.round_of_work() == 2
    (letter,) = Letter.objects.all()
    assert letter.seat == mayor
    assert [message.to for message in mail.outbox] == [[mayor.person.email]]


def test_a_second_round_does_nothing_twice(house):
    a_mayor_with_a_mandate(house)
    a_frozen_text(house)
    worker.round_of_work()
    assert worker.round_of_work() == 0
    assert len(mail.outbox) == 1


def test_a_letter_that_is_written_between_two_rounds_is_sent_by_the_second(house):
    worker.round_of_work()
    write(house.secretariat, occasion="a test", language="en", subject="Hello", body="Hello.", at=OPENING)
    assert worker.round_of_work() == 1


def test_nobody_has_seen_the_worker_until_it_gives_a_sign(db):
    from django.core.cache import cache

    cache.clear()
    assert signs.last_sign() is None
    assert not signs.is_recent(signs.last_sign())
    signs.give_sign()
    assert signs.is_recent(signs.last_sign())


class ThreeRounds:
    """Stops the worker after three rounds and notes how long it paused after each."""

    def __init__(self):
        self.pauses = []

    def __call__(self, seconds, told):
        self.pauses.append(seconds)
        told.to_stop = len(self.pauses) == 3


@contextmanager
def a_database_that_fails(times):
    """The first so many transactions fail, as they do while the server is gone."""
    left = iter(range(times))

    def gone(execute, sql, params, many, context):
        if next(left, None) is not None:
            raise OperationalError("the server is gone")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(gone):
        yield


def test_a_worker_that_rests_notices_at_once_that_it_is_to_stop():
    began = time.monotonic()
    stopping.rest(60, stopping.Told(to_stop=True))
    assert time.monotonic() - began < 1


@pytest.mark.sqlite  # the worker closes its connections, and the test's lies in memory only there
def test_rounds_that_fail_are_tried_again_after_longer_and_longer_pauses(db, caplog):
    rounds = ThreeRounds()
    with a_database_that_fails(times=1000):
        worker.work(stopping.Told(), rest=rounds)
    assert rounds.pauses == [2, 4, 8]
    assert len([record for record in caplog.records if record.name == worker.__name__]) == 3


@pytest.mark.sqlite
def test_a_round_that_succeeds_ends_the_long_pauses(house):
    rounds = ThreeRounds()
    write(house.secretariat, occasion="a test", language="en", subject="Hello", body="Hello.", at=OPENING)
    with a_database_that_fails(times=len(followers()) + 1):
        worker.work(stopping.Told(), rest=rounds)
    assert rounds.pauses == [2, 1, 1]
    assert len(mail.outbox) == 1
    assert signs.last_sign() is not None
