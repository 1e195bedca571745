"""Two people take their steps at the working table at the very same moment: no decision is lost, the second is told."""

from __future__ import annotations

from mithaq.foundation.actors.vocabulary import Role
from mithaq.recommendations.domain.belong import decide
from mithaq.recommendations.domain.close import close
from mithaq.recommendations.domain.consolidate import gather, word
from mithaq.recommendations.domain.drop import drop, take_up
from mithaq.recommendations.models import Closing, Decision, Dropped, Point, Source, Step
from tests.factories.house import a_house, a_paper, a_point, a_seated
from tests.rooms.members.test_at_the_same_moment import at_once


def a_table():
    """A house with four recommendations, and two who work at its table."""
    house = a_house()
    four = list(a_paper(house, recommendations=4).recommendations.all())
    mine, theirs = house.by_us, {"seat": a_seated(house, Role.CONVENER), "at": house.at}
    return house, four, mine, theirs


def latest(house):
    last = Step.objects.filter(cycle=house.cycle).first()
    return last.public_id if last else ""


def test_two_steps_at_once_are_both_taken_unless_they_are_about_the_same(own_database):
    house, four, mine, theirs = a_table()
    seen = latest(house)
    refusals = at_once(
        lambda: gather(house.cycle, "mine", {"en": "Mine"}, four[:2], **mine, seen=seen),
        lambda: gather(house.cycle, "theirs", {"en": "Theirs"}, four[1:3], **theirs, seen=seen),
    )
    assert len(refusals) == 1
    assert (Point.objects.count(), Source.objects.count(), Step.objects.count()) == (1, 2, 1)
    seen, beside = latest(house), four[3:]
    refusals = at_once(
        lambda: word(Point.objects.get(), {"en": "Worded."}, **mine, seen=seen),
        lambda: drop(house.cycle, beside, {"en": "Nobody asks for it."}, **theirs, seen=seen),
    )
    assert refusals == []
    assert (Dropped.objects.count(), Step.objects.count()) == (1, 3)


def test_of_two_who_word_a_point_or_decide_about_a_pair_the_second_is_told(own_database):
    house, four, mine, theirs = a_table()
    point = a_point(house, four[:2])
    seen = latest(house)
    refusals = at_once(
        lambda: word(point, {"en": "Mine."}, **mine, seen=seen),
        lambda: word(point, {"en": "Theirs."}, **theirs, seen=seen),
    )
    assert len(refusals) == 1
    assert "gave a point its wording" in refusals[0]
    refusals = at_once(
        lambda: decide(house.cycle, four[2:], True, **mine, seen=seen),
        lambda: decide(house.cycle, four[2:], False, **theirs, seen=seen),
    )
    assert len(refusals) == 1
    assert Decision.objects.count() == 1


def test_a_consolidation_is_closed_or_has_something_open_but_never_both(own_database):
    house, four, mine, theirs = a_table()
    drop(house.cycle, four, {"en": "Nobody asks for it."}, **mine)
    refusals = at_once(lambda: close(house.cycle, **mine), lambda: take_up(house.cycle, four[:1], **theirs))
    assert len(refusals) == 1
    assert Closing.objects.exists() == (Dropped.objects.count() == 4)
