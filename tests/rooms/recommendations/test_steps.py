"""Steps at the working table: each keeps to what was decided, tells what changed meanwhile, and can be taken back."""

from __future__ import annotations

import pytest

from mithaq.cycle.domain.arrange import name_pillar
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.foundation.thread.models import Edge
from mithaq.recommendations.domain.belong import address, decide, send_to
from mithaq.recommendations.domain.consolidate import disclose, gather, word
from mithaq.recommendations.domain.rearrange import add_to, join, move, send, split, take_from
from mithaq.recommendations.domain.slots import values_of
from mithaq.recommendations.domain.steps import Overtaken, take_back
from mithaq.recommendations.models import Decision, Leaving, Point, Recommendation, Source, Step
from tests.factories.house import a_house, a_paper, a_point, a_published_text, a_seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def four(house):
    return list(a_paper(house, recommendations=4).recommendations.all())


def state(cycle):
    """All that stands at the table."""
    return (
        {(s.recommendation_id, s.point.key) for s in Source.objects.select_related("point")},
        {(p.public_id, p.position, str(p.title), p.pillar_id, tuple(t.text for t in p.texts.all()))
         for p in cycle.points.all()},
        set(Decision.objects.values_list("one", "other", "are_together")),
        set(Leaving.objects.values_list("recommendation", "point__key")),
        set(Recommendation.objects.values_list("pk", "addressee", "addressed_as", "pillar")),
        set(Edge.objects.filter(later_kind="recommendations.point").values_list("earlier", "later")),
    )  # fmt: skip


def latest(house) -> Step:
    return house.cycle.steps.first()


STEPS = {
    "gathering": lambda h, p, q, four: gather(h.cycle, "third", {"en": "Third"}, four[2:], **h.by_us),
    "adding": lambda h, p, q, four: add_to(p, four[2:], **h.by_us),
    "taking out": lambda h, p, q, four: take_from(p, four[:1], **h.by_us),
    "taking the last out": lambda h, p, q, four: take_from(p, four[:2], **h.by_us),
    "splitting": lambda h, p, q, four: split(p, four[:1], {"en": "Half"}, **h.by_us),
    "joining": lambda h, p, q, four: join(p, q, **h.by_us),
    "sending": lambda h, p, q, four: send(p, pillar(h), **h.by_us),
    "moving": lambda h, p, q, four: move(q, up=True, **h.by_us),
    "wording": lambda h, p, q, four: word(p, {"en": "We plant.", "ar": ""}, title={"en": "Plant"}, **h.by_us),
    "keeping together": lambda h, p, q, four: decide(h.cycle, four[1:], True, **h.by_us),
    "keeping apart": lambda h, p, q, four: decide(h.cycle, four[1:], False, **h.by_us),
    "addressing": lambda h, p, q, four: address(h.cycle, four, "others", "the basin's ministers", **h.by_us),
    "sending recommendations": lambda h, p, q, four: send_to(h.cycle, four, pillar(h), **h.by_us),
}


def pillar(house):
    return house.cycle.pillars.first() or name_pillar(
        house.cycle, "water", {"en": "Water", "ar": "الماء"}, **house.by_us
    )


@pytest.mark.parametrize("taken", STEPS, ids=str)
def test_every_step_is_in_the_chronicle_can_be_taken_back_and_done_again(house, four, taken):
    point, other = a_point(house, four[:2]), a_point(house)
    pillar(house)
    before, acts = state(house.cycle), Act.objects.count()
    STEPS[taken](house, point, other, four)
    after = state(house.cycle)
    assert after != before
    assert Act.objects.count() == acts + 1
    back = take_back(latest(house), **house.by_us)
    assert state(house.cycle) == before
    take_back(back, **house.by_us)
    assert state(house.cycle) == after


@pytest.mark.parametrize("taken", STEPS, ids=str)
def test_only_those_who_consolidate_take_steps(house, four, taken):
    point, other = a_point(house, four[:2]), a_point(house)
    pillar(house)
    before = state(house.cycle)
    for role in (Role.PARTNER, Role.MAYOR):
        nobody = type(house)(a_seated(house, role), house.colleague, house.cycle, house.at)
        with pytest.raises(Refused):
            STEPS[taken](nobody, point, other, four)
    with pytest.raises(Refused):
        take_back(latest(house), seat=a_seated(house, Role.PARTNER), at=house.at)
    assert state(house.cycle) == before


def test_a_step_is_taken_back_once(house, four):
    gather(house.cycle, "first", {"en": "First"}, four, **house.by_us)
    step = latest(house)
    take_back(step, **house.by_us)
    with pytest.raises(Refused, match="already been taken back"):
        take_back(step, **house.by_us)


def test_a_step_on_which_others_have_built_is_not_taken_back_and_says_what_was_done(house, four):
    point = gather(house.cycle, "first", {"en": "First"}, four[:2], **house.by_us)
    gathered = latest(house)
    word(point, {"en": "We plant trees."}, seat=house.colleague, at=house.at)
    with pytest.raises(Overtaken, match="gave a point its wording"):
        take_back(gathered, **house.by_us)
    assert point.texts.get().text == "We plant trees."
    take_back(latest(house), **house.by_us)
    add_to(point, four[2:3], **house.by_us)
    with pytest.raises(Overtaken, match="added recommendations to a point"):
        take_back(gathered, **house.by_us)


def test_of_two_who_put_the_same_elsewhere_at_once_the_second_is_told_and_nothing_is_overwritten(house, four):
    mine, theirs = a_point(house), a_point(house)
    seen = latest(house).public_id
    add_to(theirs, four[:1], seat=house.colleague, at=house.at, seen=seen)
    with pytest.raises(Refused, match="already went into another point"):
        add_to(mine, four[:2], **house.by_us, seen=seen)
    take_from(theirs, four[:1], seat=house.colleague, at=house.at)
    with pytest.raises(Overtaken, match=r"took recommendations out of a point.*added recommendations to a point"):
        add_to(mine, four[:2], **house.by_us, seen=seen)
    assert not Source.objects.filter(recommendation__in=four).exists()


def test_of_two_who_word_a_point_at_once_the_second_is_told_and_another_language_does_not_matter(house):
    point = a_point(house)
    seen = latest(house).public_id
    word(point, {"en": "Theirs."}, seat=house.colleague, at=house.at, seen=seen)
    with pytest.raises(Overtaken, match="gave a point its wording"):
        word(point, {"en": "Mine."}, **house.by_us, seen=seen)
    word(point, {"ar": "نصّي."}, **house.by_us, seen=seen)
    assert {text.language: text.text for text in point.texts.all()} == {"en": "Theirs.", "ar": "نصّي."}


def test_a_decision_made_meanwhile_about_the_same_two_is_not_overwritten(house, four):
    decide(house.cycle, four[:2], False, seat=house.colleague, at=house.at, seen="")
    with pytest.raises(Overtaken, match="never go together"):
        decide(house.cycle, four[:2], True, **house.by_us, seen="")
    assert not Decision.objects.get().are_together


def test_what_never_goes_together_is_not_gathered_nor_by_way_of_others(house, four):
    decide(house.cycle, [four[0], four[2]], False, **house.by_us)
    with pytest.raises(Refused, match="it was decided that they stay apart"):
        gather(house.cycle, "first", {"en": "First"}, four, **house.by_us)
    decide(house.cycle, four[:2], True, **house.by_us)
    with pytest.raises(Refused, match="it was decided that they stay apart"):
        decide(house.cycle, four[1:3], True, **house.by_us)
    assert not Point.objects.exists()


def test_what_belongs_together_does_not_go_into_two_points(house, four):
    decide(house.cycle, four[:2], True, **house.by_us)
    gather(house.cycle, "first", {"en": "First"}, four[:1], **house.by_us)
    with pytest.raises(Refused, match="it was decided that they stay apart"):
        gather(house.cycle, "second", {"en": "Second"}, four[1:2], **house.by_us)


def test_a_decision_is_left_open_again_by_anybody_who_consolidates(house, four):
    decide(house.cycle, four[:2], False, **house.by_us)
    decide(house.cycle, four[:2], None, seat=a_seated(house, Role.CONVENER), at=house.at)
    assert not Decision.objects.exists()


def test_what_was_taken_out_may_come_back_when_a_person_says_so(house, four):
    point = a_point(house, four[:2])
    take_from(point, four[:1], **house.by_us)
    assert Leaving.objects.count() == 1
    add_to(point, four[:1], **house.by_us)
    assert not Leaving.objects.exists()


def test_the_thread_follows_what_moves(house, four):
    point, other = a_point(house, four[:2]), a_point(house)
    take_from(point, four[:1], **house.by_us)
    add_to(other, four[:1], **house.by_us)
    edges = Edge.objects.filter(earlier=four[0].public_id, later_kind="recommendations.point")
    assert list(edges.values_list("later", flat=True)) == [other.public_id]


@pytest.mark.parametrize(
    "wrong", ["nothing chosen", "not in it", "all of it", "with itself", "alone", "nobody", "same"]
)
def test_what_cannot_be_done_is_refused_in_a_sentence_and_changes_nothing(house, four, wrong):
    point = a_point(house, four[:2])
    before = state(house.cycle)
    with pytest.raises(Refused, match=r"(Nothing was changed|so already)"):
        {
            "nothing chosen": lambda: take_from(point, [], **house.by_us),
            "not in it": lambda: take_from(point, four[2:], **house.by_us),
            "all of it": lambda: split(point, four[:2], {"en": "Half"}, **house.by_us),
            "with itself": lambda: join(point, point, **house.by_us),
            "alone": lambda: decide(house.cycle, four[:1], True, **house.by_us),
            "nobody": lambda: address(house.cycle, four, "the moon", **house.by_us),
            "same": lambda: send(point, None, **house.by_us),
        }[wrong]()
    assert state(house.cycle) == before


def test_the_first_point_does_not_move_further_up(house):
    with pytest.raises(Refused, match="no other point on this side"):
        move(a_point(house), up=True, **house.by_us)


def test_a_public_point_stays_as_it_is(house, four):
    point = a_point(house, four[:2])
    disclose(house.cycle, **house.by_us)
    for step in (
        lambda: word(point, {"en": "Other."}, **house.by_us),
        lambda: take_from(point, four[:1], **house.by_us),
        lambda: take_back(latest(house), **house.by_us),
    ):
        with pytest.raises(Refused, match="This point is public"):
            step()


def test_a_point_out_of_which_a_text_was_made_does_not_go(house, four):
    point, other = a_point(house, four[:2]), a_point(house)
    a_published_text(house, points=[point])
    Point.objects.update(public_from=None)
    with pytest.raises(Refused, match="A text has already been made out of this point"):
        join(point, other, **house.by_us)


def test_a_point_that_comes_back_finds_its_place_taken_and_stands_last(house, four):
    gone = gather(house.cycle, "gone", {"en": "Gone"}, four[:1], **house.by_us)
    take_back(latest(house), **house.by_us)
    back = latest(house)
    gather(house.cycle, "there", {"en": "There"}, four[1:2], **house.by_us)
    take_back(back, **house.by_us)
    assert list(house.cycle.points.values_list("key", "position")) == [("there", 1), ("gone", 2)]
    assert house.cycle.points.get(key="gone").public_id == gone.public_id
    assert values_of(house.cycle, []) == {}
