"""What is written stays: the database refuses to change it, and what was changed behind its back is found."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from mithaq.cycle.domain.arrange import name_gap
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act, ActThing, ActWords, Head
from mithaq.foundation.chronicle.queries import last_sequence
from mithaq.foundation.chronicle.record import record
from tests.factories.house import OPENING, a_house, a_mandate, a_seated

TABLES = ("chronicle_act", "chronicle_actthing", "chronicle_actwords")


@pytest.fixture
def acts(db):
    """A house with a mandate's act, and an act that has words, both in the middle; the numbers of its acts."""
    house = a_house()
    mayor = a_seated(house)
    mandate = a_mandate(house, mayor)
    with transaction.atomic():
        record(
            "gap.named", house.cycle, mayor, seat=mayor, at=OPENING, mandate=mandate, facts={"a": 1}, words={"b": "c"}
        )
    for number in range(3):
        name_gap(house.cycle, {"en": f"Gap {number}"}, "", **house.by_us)
    assert first_broken_act() is None
    return list(Act.objects.order_by("sequence").values_list("sequence", flat=True))


@pytest.fixture
def with_words(acts):
    """The act that has words, a mandate, facts and two things."""
    return ActWords.objects.get().act


@contextmanager
def an_intruder():
    """Somebody who took the triggers away; what they did is rolled back."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no trigger goes while checks are outstanding
        for table, trigger in triggers(cursor):
            on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{trigger}"{on_table}')
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)


def triggers(cursor):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
    return [(table, name) for table, name in cursor.fetchall() if table in TABLES]


# The database refuses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE chronicle_act SET verb = 'gap.closed' WHERE sequence = 2",
        "UPDATE chronicle_act SET sequence = 2000 WHERE sequence = 2",
        "DELETE FROM chronicle_act WHERE sequence = 2",
        "DELETE FROM chronicle_act",
        "UPDATE chronicle_actthing SET thing = 'another' WHERE act_id = 2",
        "DELETE FROM chronicle_actthing WHERE act_id = 2",
        'UPDATE chronicle_actwords SET words = \'{"b": "d"}\'',
        "UPDATE chronicle_actwords SET salt = NULL",
        "UPDATE chronicle_actwords SET act_id = 2, words = NULL, salt = NULL",
        "DELETE FROM chronicle_actwords",
    ],
)
def test_the_database_itself_refuses(acts, statement):
    with pytest.raises(IntegrityError, match="the chronicle is append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert first_broken_act() is None


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO chronicle_act SELECT * FROM chronicle_act WHERE sequence = 2",
        "INSERT OR REPLACE INTO chronicle_actthing (act_id, place, kind, thing) VALUES (2, 0, 'a.b', 'another')",
        "INSERT OR REPLACE INTO chronicle_actwords (act_id, salt, words) SELECT act_id, '', '' FROM chronicle_actwords",
    ],
)
def test_sqlite_refuses_to_replace_what_is_written(acts, statement):
    with pytest.raises(IntegrityError, match="the chronicle is append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert first_broken_act() is None


@pytest.mark.postgresql
@pytest.mark.parametrize("table", TABLES)
def test_postgresql_refuses_to_empty_the_tables(acts, table):
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="the chronicle is append-only"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table} CASCADE")


# What got past it is found ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "gap.closed"),
        ("public_id", "another"),
        ("seat", None),
        ("mandate", None),
        ("at", OPENING.replace(microsecond=1)),
        ("recorded_at", OPENING),
        ("facts", {"a": 2}),
        ("facts", {}),
        ("previous", "f" * 64),
        ("hash", "f" * 64),
    ],
)
def test_an_act_that_was_altered_is_found(with_words, column, value):
    with an_intruder():
        Act.objects.filter(pk=with_words.pk).update(**{column: value})
        assert first_broken_act() == with_words.pk


@pytest.mark.parametrize("place", [0, 3, -1], ids=["first", "middle", "last"])
def test_an_act_that_was_deleted_is_found(acts, place):
    with an_intruder():
        Act.objects.filter(pk=acts[place])._raw_delete("default")
        assert first_broken_act() == acts[place]


def test_a_chronicle_that_was_emptied_is_found(acts):
    with an_intruder():
        Act.objects.all()._raw_delete("default")
        assert first_broken_act() == 1


def test_an_act_that_was_added_at_the_end_is_found(acts):
    with an_intruder():
        last = Act.objects.latest("sequence")
        Act.objects.bulk_create([copied(last, sequence=last.sequence + 1, previous=last.hash)])
        assert first_broken_act() == last.sequence + 1


def test_an_act_that_was_pushed_between_two_others_is_found(acts):
    with an_intruder():
        for act in Act.objects.filter(sequence__gt=3).order_by("-sequence"):
            Act.objects.filter(pk=act.pk).update(sequence=act.pk + 1)
        Act.objects.bulk_create([copied(Act.objects.get(pk=3), sequence=4)])
        assert first_broken_act() == 4


def test_two_acts_that_changed_places_are_found(acts):
    with an_intruder():
        Act.objects.filter(pk=3).update(sequence=1000)
        Act.objects.filter(pk=4).update(sequence=3)
        Act.objects.filter(pk=1000).update(sequence=4)
        assert first_broken_act() == 3


def copied(act, **changes):
    fields = {field.attname: getattr(act, field.attname) for field in Act._meta.concrete_fields}
    return Act(**{**fields, "public_id": "another", **changes})


@pytest.mark.parametrize(
    "meddle",
    [
        lambda act: act.things.filter(place=1).update(thing="another"),
        lambda act: act.things.filter(place=1).update(kind="cycle.pillar"),
        lambda act: act.things.filter(place=1)._raw_delete("default"),
        lambda act: ActThing.objects.create(act=act, place=2, kind="cycle.cycle", thing="another"),
        lambda act: [act.things.filter(place=0).update(place=9), act.things.filter(place=1).update(place=0)],
    ],
    ids=["another record", "another kind", "one fewer", "one more", "another order"],
)
def test_an_act_that_is_said_to_concern_something_else_is_found(with_words, meddle):
    with an_intruder():
        meddle(with_words)
        assert first_broken_act() == with_words.pk


@pytest.mark.parametrize(
    "meddle",
    [
        lambda words: words.update(words={"b": "d"}),
        lambda words: words.update(salt="00"),
        lambda words: words.update(salt=None),
        lambda words: words._raw_delete("default"),
    ],
    ids=["other words", "another salt", "words without their salt", "no trace of them"],
)
def test_words_that_were_altered_are_found(with_words, meddle):
    with an_intruder():
        meddle(ActWords.objects.filter(act=with_words))
        assert first_broken_act() == with_words.pk


def test_words_that_were_put_into_somebodys_mouth_are_found(acts):
    with an_intruder():
        ActWords.objects.create(act_id=2, salt="00", words={"reason": "I agree"})
        assert first_broken_act() == 2


@pytest.mark.parametrize("change", [{"hash": "f" * 64}, {"sequence": 3}, {"sequence": 3000}])
def test_a_head_that_was_moved_is_found(acts, change):
    with an_intruder():
        Head.objects.update(**change)
        assert first_broken_act() is not None


def test_acts_that_are_written_while_it_looks_are_no_fault(own_database):
    house = a_house()
    before = last_sequence()
    pending = [True]

    def somebody_acts():
        name_gap(house.cycle, {"en": "A gap"}, "", **house.by_us)
        connection.close()

    def before_the_head_is_read(execute, sql, params, many, context):
        if "chronicle_head" in sql and pending:
            pending.clear()
            other = threading.Thread(target=somebody_acts)
            other.start()
            other.join()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(before_the_head_is_read):
        assert first_broken_act() is None
    assert last_sequence() == before + 1
