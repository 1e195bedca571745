"""Is everything running? The answer is cheap, true and gives nothing away."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from mithaq.foundation.chronicle.models import Head
from mithaq.foundation.clock import real_now
from mithaq.site import doctor, health, signs
from tests.factories.readers import a_stranger

PARTS = ("database", "migrations", "chronicle", "disk")


@pytest.fixture(autouse=True)
def _the_worker_is_at_work(db):
    signs.give_sign()


def test_a_house_in_order_says_so_to_machines_and_to_people(house):
    answer = a_stranger().get("/health")
    assert answer.status_code == 200
    told = answer.json()
    assert {
        key: told[key] for key in ("well", "database", "migrations", "chronicle", "worker", "disk")
    } == dict.fromkeys(("well", "database", "migrations", "chronicle", "worker", "disk"), True)
    page = a_stranger().get("/en/health/")
    assert page.status_code == 200
    assert "Yes: pages are served" in page.content.decode()


def test_nothing_of_the_machine_or_of_the_year_stands_in_it(house, settings):
    told = a_stranger().get("/health").content.decode()
    for secret in (str(settings.HOME), settings.SECRET_KEY, "sqlite", "postgres", "Rivers"):
        assert secret not in told


def test_a_migration_that_is_missing_is_not_well(house):
    MigrationRecorder(connection).record_unapplied("press", "0001_releases")
    answer = a_stranger().get("/health")
    assert (answer.status_code, answer.json()["migrations"], answer.json()["well"]) == (503, False, False)


def test_a_head_that_does_not_fit_the_last_act_is_not_well(house):
    Head.objects.update(hash="f" * 64)
    answer = a_stranger().get("/health")
    assert (answer.status_code, answer.json()["chronicle"]) == (503, False)


def test_a_worker_that_is_silent_is_said_and_pages_are_still_well(house):
    cache.set("worker.sign-of-life", real_now() - timedelta(minutes=2))
    answer = a_stranger().get("/health")
    assert (answer.status_code, answer.json()["worker"]) == (200, False)
    assert "They wait and will be sent later" in a_stranger().get("/en/health/").content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_a_house_in_which_one_part_fails_is_not_well(part):
    found = health.Pulse(True, True, True, True, worker=False, last_sign=None, free_disk=0)
    assert found.is_well
    assert not replace(found, **{part: False}).is_well


def test_a_database_that_does_not_answer_is_said_in_a_503_and_not_in_a_fault(db):
    with a_database_that_is_gone():
        answer = a_stranger().get("/health")
    assert (answer.status_code, answer.json()["database"], answer.json()["well"]) == (503, False, False)


@contextmanager
def a_database_that_is_gone():
    """Every query fails."""

    def gone(execute, sql, params, many, context):
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(gone):
        yield


def test_the_doctor_finds_nothing_unsafe_in_a_demonstration(house):
    findings = {finding.what: finding.state for finding in doctor.examine()}
    assert findings["demonstration"] == doctor.NOTE
    # A test's SQLite database lies in memory, which has no log to write ahead.
    assert {what for what, state in findings.items() if state == doctor.UNSAFE} <= {"database"}


def test_the_doctor_calls_a_real_site_without_its_own_secret_unsafe(house, settings):
    settings.DEMONSTRATION, settings.SECRET_KEY_IS_SET = False, False
    assert {finding.what: finding.state for finding in doctor.examine()}["secret key"] == doctor.UNSAFE


def test_the_doctor_calls_a_site_with_a_name_and_without_https_unsafe(house, settings):
    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = False, ["year.example"]
    assert {finding.what: finding.state for finding in doctor.examine()}["HTTPS"] == doctor.UNSAFE


def test_the_doctor_finds_the_act_that_was_altered(house):
    Head.objects.update(hash="f" * 64)
    (finding,) = (finding for finding in doctor.examine() if finding.what == "chronicle")
    assert finding.state == doctor.UNSAFE
    assert "does not fit" in finding.words


def test_the_doctor_goes_on_where_the_database_does_not_answer(db):
    with a_database_that_is_gone():
        findings = {finding.what: finding.state for finding in doctor.examine()}
    assert findings["database"] == doctor.UNSAFE
    assert findings["Python"] == doctor.FINE


@pytest.mark.sqlite
def test_the_doctor_wants_every_transaction_written_through_to_the_disk(house):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        (as_it_is,) = cursor.fetchone()
    assert as_it_is == doctor.FULL
