"""Every change is one line: numbered, chained to the one before, and written with the change or not at all."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from mithaq.cycle.domain.arrange import name_gap, name_pillar
from mithaq.cycle.models import Gap
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act, ActWords, Head
from mithaq.foundation.chronicle.queries import acts_on, acts_with, last_sequence
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.chronicle.sentences import sentence_of
from tests.factories.house import OPENING, a_house, a_mandate, a_seated


def test_acts_are_numbered_without_a_gap_and_each_holds_the_hash_of_the_one_before(db):
    house = a_house()
    for number in range(5):
        name_gap(house.cycle, {"en": f"Gap {number}"}, "", **house.by_us)
    acts = list(Act.objects.order_by("sequence"))
    assert [act.sequence for act in acts] == list(range(1, len(acts) + 1))
    assert [act.previous for act in acts] == ["0" * 64, *[act.hash for act in acts[:-1]]]
    assert len({act.hash for act in acts}) == len(acts)
    assert first_broken_act() is None


def test_the_head_names_the_last_act(db):
    assert last_sequence() == 0
    house = a_house()
    act = Act.objects.latest("sequence")
    assert (Head.objects.get().sequence, Head.objects.get().hash) == (act.sequence, act.hash)
    assert last_sequence() == act.sequence
    assert first_broken_act() is None
    assert house.secretariat.acts.count() == act.sequence


def test_an_act_keeps_who_did_it_when_under_which_mandate_and_what_it_concerned(db):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR)
    mandate = a_mandate(house, mayor)
    with transaction.atomic():
        act = record(
            "gap.named",
            house.cycle,
            mayor.organisation,
            mayor.person,
            seat=mayor,
            at=OPENING,
            mandate=mandate,
            facts={"draft": 3},
        )
    kept = Act.objects.get(pk=act.pk)
    assert (kept.verb, kept.seat, kept.mandate, kept.at, kept.facts) == (
        "gap.named",
        mayor,
        mandate,
        OPENING,
        {"draft": 3},
    )
    assert [(thing.place, thing.kind, thing.thing) for thing in kept.things.all()] == [
        (0, "cycle.cycle", house.cycle.public_id),
        (1, "actors.organisation", mayor.organisation.public_id),
        (2, "actors.person", mayor.person.public_id),
    ]


def test_nothing_is_recorded_outside_a_transaction(own_database):
    house = a_house()
    before = last_sequence()
    with pytest.raises(transaction.TransactionManagementError):
        record("gap.named", house.cycle, seat=house.secretariat, at=OPENING)
    assert (last_sequence(), Act.objects.count()) == (before, before)


def test_a_change_that_fails_after_its_line_leaves_neither(own_database):
    house = a_house()
    before = last_sequence()
    with pytest.raises(ZeroDivisionError):
        name_a_gap_and_fail(house)
    assert (last_sequence(), Act.objects.count(), Gap.objects.count()) == (before, before, 0)
    name_gap(house.cycle, {"en": "Another gap"}, "", **house.by_us)
    assert last_sequence() == before + 1
    assert first_broken_act() is None


def name_a_gap_and_fail(house):
    with transaction.atomic():
        name_gap(house.cycle, {"en": "A gap"}, "", **house.by_us)
        1 / 0  # noqa: B018


# Words that may have to be erased -----------------------------------------------------------------------------------


def an_act_with_words(house, **words):
    with transaction.atomic():
        return record("gap.named", house.cycle, seat=house.secretariat, at=OPENING, words=words)


def test_words_stand_beside_the_act_which_holds_only_their_hash(db):
    act = an_act_with_words(a_house(), reason="Because Amina said so", remark="")
    assert act.spoken.words == {"reason": "Because Amina said so"}
    assert "Amina" not in json.dumps(Act.objects.filter(pk=act.pk).values_list("facts", "hash").get())
    assert set(act.facts) == {"words"}


def test_the_same_words_said_twice_cannot_be_told_from_their_hashes(db):
    house = a_house()
    first, second = an_act_with_words(house, reason="No"), an_act_with_words(house, reason="No")
    assert first.facts["words"] != second.facts["words"]


def test_empty_words_are_no_words(db):
    act = an_act_with_words(a_house(), reason="")
    assert act.facts == {}
    assert not ActWords.objects.exists()


def test_erasing_words_leaves_the_chain_whole(db):
    house = a_house()
    act = an_act_with_words(house, reason="Because Amina said so")
    name_gap(house.cycle, {"en": "A gap"}, "", **house.by_us)
    ActWords.objects.filter(act=act).update(words=None, salt=None)
    assert first_broken_act() is None
    assert (ActWords.objects.get(act=act).words, ActWords.objects.get(act=act).salt) == (None, None)


# Reading ------------------------------------------------------------------------------------------------------------


def test_the_history_of_a_record_is_its_own_acts_the_newest_first(db):
    house = a_house()
    water = name_pillar(house.cycle, "water", {"en": "Water"}, **house.by_us)
    name_pillar(house.cycle, "fire", {"en": "Fire"}, **house.by_us)
    with transaction.atomic():
        later = record("gap.named", water, seat=house.colleague, at=OPENING)
    assert [act.verb for act in acts_on(water)] == ["gap.named", "pillar.named"]
    assert acts_on(water)[0] == later
    assert [act.verb for act in acts_on(house.cycle)] == ["pillar.named", "pillar.named", "cycle.begun"]


@pytest.mark.parametrize("acts", [1, 20])
def test_a_history_is_told_in_one_query_however_long_it_is(db, django_assert_num_queries, acts):
    house = a_house()
    pillar = name_pillar(house.cycle, "water", {"en": "Water"}, **house.by_us)
    with transaction.atomic():
        for _ in range(acts - 1):
            record("gap.named", pillar, seat=house.secretariat, at=OPENING, words={"reason": "So"})
    with django_assert_num_queries(1):
        told = [(sentence_of(act), getattr(act, "spoken", None)) for act in acts_on(pillar)]
    assert len(told) == acts
    assert told[-1][0] == "Salma Idris, for Secretariat, named a pillar."


def test_acts_are_found_by_their_verbs_the_newest_first(db):
    house = a_house()
    a_seated(house)
    assert [act.verb for act in acts_with(["seat.given", "house.founded"])] == [
        "seat.given",
        "seat.given",
        "house.founded",
    ]
