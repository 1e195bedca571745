"""Letters of a circular to many: written by the worker, portion by portion."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from mithaq.correspondence.domain import send as sending
from mithaq.correspondence.domain.send import A_HANDFUL, send, write_all_letters, write_portion
from mithaq.correspondence.jobs import write_letters
from mithaq.correspondence.models import Addressee
from mithaq.correspondence.queries.board import board_of, matters_sent
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.mail.vocabulary import State
from tests.factories.house import a_city, a_house, a_seated
from tests.factories.letters import a_circular, a_sent_circular
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def a_house_with(cities):
    house = a_house()
    for _number in range(cities):
        a_seated(house, organisation=a_city(house))
    return house


def test_a_handful_is_written_at_once_and_more_by_the_worker():
    few = a_house_with(2)
    a_sent_circular(few)
    assert Letter.objects.count() == 2
    assert write_letters() == 0
    for _number in range(A_HANDFUL):
        a_seated(few, organisation=a_city(few))
    circular = a_sent_circular(few)
    assert Letter.objects.count() == 2
    assert write_letters() == A_HANDFUL + 2
    assert write_letters() == 0
    assert Letter.objects.count() == 2 + A_HANDFUL + 2
    assert all(one.letter.seat_id == one.seat_id for one in circular.addressees.select_related("letter"))


def test_a_portion_that_was_cut_off_is_written_anew_and_no_letter_is_lost_or_doubled(monkeypatch):
    house = a_house_with(A_HANDFUL + 1)
    dispatch = send(a_circular(house), **house.by_us)
    monkeypatch.setattr(sending, "PORTION", 8)
    assert write_portion(dispatch, at=house.at) == 8

    def killed(*given, **named):
        raise KeyboardInterrupt

    with monkeypatch.context() as moment:
        moment.setattr(sending, "record", killed)  # after its letters were written, before the portion is on record
        with pytest.raises(KeyboardInterrupt):
            write_portion(dispatch, at=house.at)
    assert Letter.objects.count() == 8
    assert write_all_letters(dispatch, at=house.at) == A_HANDFUL + 1 - 8
    seats = list(Letter.objects.values_list("seat", flat=True))
    assert len(seats) == len(set(seats)) == A_HANDFUL + 1


def test_the_page_and_the_board_say_how_far_it_has_come():
    house = a_house_with(A_HANDFUL + 1)
    circular = a_sent_circular(house)
    with the_clock_at(house.at):
        assert "Letters written" in page_of(a_visitor(house.secretariat), circular.get_absolute_url())
        (line, *_others) = board_of(list(matters_sent(house.at)), house.at)
        assert line.delivery == State.WAITING
        write_letters()
        assert "Letters written" not in page_of(a_visitor(house.secretariat), circular.get_absolute_url())
    assert Act.objects.filter(verb="circular.letters_written").count() == 1


def test_letters_are_written_in_the_languages_that_held_when_the_circular_was_sent():
    house = a_house_with(A_HANDFUL + 1)
    circular = a_sent_circular(house)
    told = set(Addressee.objects.filter(circular=circular).values_list("languages", flat=True))
    write_letters()
    assert set(Letter.objects.values_list("language", flat=True)) == told
