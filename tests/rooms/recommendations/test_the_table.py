"""The working table in the browser: what it suggests, what people decide there, and how two of them get along."""

from __future__ import annotations

import re

import pytest

from mithaq.core.meaning import model_here
from mithaq.cycle.domain.arrange import name_pillar
from mithaq.foundation.actors.vocabulary import Role
from mithaq.recommendations.domain.belong import decide
from mithaq.recommendations.domain.consolidate import word
from mithaq.recommendations.domain.drop import drop
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.recommendations.jobs import take_meanings
from mithaq.recommendations.models import Decision, Point, Recommendation, Vector
from mithaq.recommendations.queries.suggestions import FEW
from tests.factories.house import a_house, a_paper, a_point, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HERE = "/en/table/"
TEXTS = (
    ("en", "Cities should open the river banks to everybody."),
    ("en", "We ask cities to open river banks and keep them clean."),
    ("en", "National governments should increase public funding for urban transport."),
    ("en", "National governments should reduce public funding for urban transport."),
    ("en", "Train teachers for climate education."),
    ("ar", "ينبغي للمدن أن تفتح ضفاف الأنهار للجميع."),
)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def lying(house):
    read_in(a_paper(house), [Read(text, language, str(n)) for n, (language, text) in enumerate(TEXTS, 1)],
            **house.by_us)  # fmt: skip
    return list(Recommendation.objects.order_by("position"))


def shown(house, address=HERE, seat=None):
    with the_clock_at(house.at):
        return page_of(a_visitor(seat or house.secretariat), address)


def sent(house, form, address=HERE, seat=None, seen=None):
    last = house.cycle.steps.first()
    typed = {"seen": (last.public_id if last else "") if seen is None else seen, **form}
    with the_clock_at(house.at):
        return a_visitor(seat or house.secretariat).post(address, typed)


def refs(*those):
    return [one.public_id for one in those]


def in_points():
    return [set(point.sources.values_list("recommendation_id", flat=True)) for point in Point.objects.all()]


def test_an_empty_table_says_what_will_lie_there(house):
    assert "The recommendations of the working papers will lie here." in shown(house)


def test_a_suggested_group_says_why_and_is_put_together_with_one_press(house, lying):
    page = shown(house, f"{HERE}?points=4")
    assert "They share these words:" in page
    [group] = [value for value in re.findall(r'name="group" value="([^"]+)"', page) if lying[0].public_id in value]
    assert set(refs(*lying[:2])) <= set(group.split())
    assert sent(house, {"group": group}).status_code == 302
    assert {one.pk for one in lying[:2]} <= in_points()[0]
    page = shown(house)
    assert "put recommendations together into one point." in page
    step = re.search(r'action="(/en/table/steps/\w+/)"', page)[1]
    assert sent(house, {}, step).status_code == 302
    assert in_points() == []


def test_opposites_stand_side_by_side_with_what_differs_until_somebody_decides(house, lying):
    page = shown(house)
    assert "<mark>increase</mark>" in page
    assert "<mark>reduce</mark>" in page
    pair = re.search(r'name="never" value="([^"]+)"', page)[1]
    assert set(pair.split()) == set(refs(*lying[2:4]))
    sent(house, {"never": pair})
    assert "<mark>increase</mark>" not in shown(house)
    assert "No. 3 and no. 4 never go together." in shown(house)
    sent(house, {"open": pair})
    assert not Decision.objects.exists()


def test_what_is_ticked_is_put_together_added_and_decided_about(house, lying):
    sent(house, {"do": "gather", "chosen": refs(lying[0], lying[5])})
    [point] = Point.objects.all()
    assert point.title
    sent(house, {"do": "add", "chosen": refs(lying[1]), "point": point.public_id})
    assert in_points() == [{lying[0].pk, lying[1].pk, lying[5].pk}]
    sent(house, {"do": "together", "chosen": refs(lying[3], lying[4])})
    assert Decision.objects.get().are_together
    assert "No. 4 and no. 5 belong together." in shown(house)


def test_pillar_and_addressee_are_guessed_from_words_and_set_by_people(house, lying):
    rivers = name_pillar(house.cycle, "rivers", {"en": "Rivers", "ar": "الأنهار"}, **house.by_us)
    name_pillar(house.cycle, "schools", {"en": "Schools", "ar": "المدارس"}, **house.by_us)
    page = shown(house)
    assert 'guessed from <q><bdi dir="auto">river</bdi></q>' in " ".join(page.replace("  ", " ").split())
    assert 'guessed from <q><bdi dir="auto">national governments</bdi></q>' in " ".join(page.split())
    sent(house, {"do": "send", "chosen": refs(lying[4]), "pillar": rivers.public_id})
    sent(
        house,
        {"do": "address", "chosen": refs(lying[4]), "addressee": "others", "addressed_as": "the teachers' unions"},
    )
    lying[4].refresh_from_db()
    assert (lying[4].pillar, lying[4].addressee, lying[4].addressed_as) == (rivers, "others", "the teachers' unions")
    assert "the teachers&#x27; unions" in shown(house)
    own = shown(house, f"/en/recommendations/{lying[4].public_id}/")
    assert "the teachers&#x27; unions" in own
    assert "sent recommendations to a pillar." in own


def test_after_a_step_the_table_is_cut_as_before_and_nothing_stays_ticked(house, lying):
    answered = sent(house, {"do": "gather", "chosen": refs(*lying[:2])}, f"{HERE}?points=3&chosen={lying[4].public_id}")
    assert answered["Location"] == f"{HERE}?points=3"


def test_what_is_ticked_stays_ticked_where_other_groups_are_shown(house, lying):
    teachers, banks = lying[4], lying[0]
    ticked = f"chosen={teachers.public_id}&chosen={banks.public_id}"
    page = shown(house, f"{HERE}?words=banks&{ticked}")
    assert "Ticked, and not shown below" in page
    assert re.search(rf'value="{teachers.public_id}"[^>]* checked', page)
    assert page.count(f'value="{banks.public_id}"') == 1
    assert "Ticked, and not shown below" not in shown(house, f"{HERE}?words=banks")


def test_the_table_is_narrowed_to_a_pillar_and_to_words(house, lying):
    page = shown(house, f"{HERE}?words=teachers&points=5")
    assert TEXTS[4][1] in page
    assert TEXTS[0][1] not in page
    assert TEXTS[0][1] in shown(house, f"{HERE}?pillar=none")
    nonsense = shown(house, f"{HERE}?points=many&closeness=900&by=luck&pillar=zzz&page=zzz")
    assert "Suggested groups" in nonsense


def test_the_slider_changes_the_groups_and_nothing_else(house, lying):
    narrow = shown(house, f"{HERE}?by=closeness&closeness=100")
    wide = shown(house, f"{HERE}?by=closeness&closeness=0")
    assert narrow.count('class="card"') < wide.count('class="card"') + 1
    assert "No group is suggested here." in narrow
    part = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        answered = part.get(HERE, headers={"HX-Request": "true"}).content.decode()
    assert answered.strip().startswith('<div id="suggestions">')


def test_who_comes_second_is_told_what_changed_and_keeps_the_ticks(house, lying):
    shown(house)
    sent(house, {"do": "gather", "chosen": refs(*lying[:2])}, seat=house.colleague, seen="")
    answered = sent(house, {"do": "together", "chosen": refs(*lying[4:])}, seen="")
    assert answered.status_code == 302
    answered = sent(house, {"do": "gather", "chosen": refs(lying[1], lying[4])}, seen="")
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "already went into another point" in page
    assert re.search(rf'value="{lying[4].public_id}"[^>]* checked', page)
    assert in_points() == [{lying[0].pk, lying[1].pk}]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"do": "dance"},
        {"do": "gather"},
        {"do": "gather", "chosen": ["zzz"]},
        {"do": "add", "chosen": [], "point": "zzz"},
        {"into": "zzz zzz"},
        {"group": "zzz"},
        {"never": "zzz"},
        {"up": "zzz"},
        {"do": "address", "addressee": "moon"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_in_words(house, lying, form):
    answered = sent(house, form)
    assert answered.status_code == 409
    assert "Nothing was changed." in answered.content.decode()
    assert not Point.objects.exists()


@pytest.mark.parametrize("role", [None, Role.PARTNER, Role.MAYOR, Role.PRESS, Role.AUDITOR])
def test_others_do_not_find_the_table(house, lying, role):
    point = a_point(house, lying[:1])
    seat = a_seated(house, role) if role else None
    step = house.cycle.steps.first().public_id
    for address in (HERE, f"{HERE}points/{point.public_id}/", f"{HERE}points/{point.public_id}/wording/",
                    f"{HERE}steps/{step}/"):  # fmt: skip
        with the_clock_at(house.at):
            assert a_visitor(seat).get(address).status_code == 404
            assert a_visitor(seat).post(address).status_code == 404


def test_a_convener_works_at_the_table_too(house, lying):
    convener = a_seated(house, Role.CONVENER)
    assert sent(house, {"do": "gather", "chosen": refs(*lying[:2])}, seat=convener).status_code == 302


def test_a_hundred_take_as_many_queries_as_one(house):
    asked = []
    for number in (1, 99):
        point = a_point(house, a_paper(house, recommendations=number).recommendations.all()[: max(1, number // 2)])
        if number > 1:
            decide(house.cycle, list(Recommendation.objects.filter(became=None)[:6]), False, **house.by_us)
        with the_clock_at(house.at):
            asked.append(
                [
                    len(queries_of(a_visitor(house.secretariat), address))
                    for address in (
                        HERE,
                        f"{HERE}points/{point.public_id}/",
                        f"{HERE}points/{point.public_id}/wording/",
                    )
                ]
            )
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 8


# Meanings -----------------------------------------------------------------------------------------------------------


def test_groups_of_hundreds_come_after_the_page_once_and_with_it_from_then_on(house):
    many = [Read(f"Cities should plant {n} poplars along quay {n}.") for n in range(1, FEW + 2)]
    read_in(a_paper(house), many, **house.by_us)
    page = shown(house, f"{HERE}?points=90")
    assert "The recommendations are being compared" in page
    assert "recommendations in no point yet" in page
    assert 'name="group"' not in page
    rest = re.search(r'hx-get="([^"]+)" hx-trigger="load"', page)[1].replace("&amp;", "&")
    assert rest in re.findall(r'<a href="([^"]+)">Wait for the groups', page)[0].replace("&amp;", "&")
    with the_clock_at(house.at):
        part = a_visitor(house.secretariat).get(rest, headers={"HX-Request": "true"}).content.decode()
    assert 'name="group"' in part
    assert "<html" not in part
    assert "points=90" in rest
    for _another in range(2):
        page = shown(house)
        assert 'name="group"' in page
        assert "The recommendations are being compared" not in page
        read_in(a_paper(house), [Read("Cities should plant oaks along every quay.")], **house.by_us)


def test_groups_of_hundreds_are_there_by_a_link_without_scripts_and_a_step_is_taken_before_they_are(house):
    many = [Read(f"Cities should paint {n} benches beside bridge {n}.") for n in range(1, FEW + 2)]
    read_in(a_paper(house), many, **house.by_us)
    assert "The recommendations are being compared" in shown(house)
    lying = list(Recommendation.objects.order_by("position")[:2])
    answer = sent(house, {"do": "apart", "chosen": refs(*lying)}, f"{HERE}?wait=1")
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    assert "The recommendations are being compared" in shown(house)
    assert 'name="group"' in shown(house, f"{HERE}?wait=1")


def test_meanings_are_taken_once_and_again_when_the_words_change(house):
    [*lying] = read_in(a_paper(house), [Read(f"Count the {what} of the year.") for what in "ABCDEF"], **house.by_us)
    assert "0 of 6" in " ".join(shown(house).split())
    assert take_meanings() == 6
    assert take_meanings() == 0
    assert "Meanings are being taken" not in shown(house)
    assert set(Vector.objects.values_list("model", flat=True)) == {model_here()}
    text = lying[0].texts.get()
    text.text, text.hash = "Open the banks.", "0" * 64
    text.save()
    assert take_meanings() == 1


def test_what_came_last_stands_alone_until_its_meaning_is_taken_and_the_others_stay_as_they_are(house):
    read = [Read(text, language) for pair in BOTH for language, text in zip(("en", "ar"), pair, strict=True)]
    read_in(a_paper(house), read, **house.by_us)
    take_meanings()
    read_in(a_paper(house), [Read("Protect the rivers from plastic.")], **house.by_us)
    page = shown(house, f"{HERE}?points=8")
    assert "14 of 15" in " ".join(page.split())
    assert "stands alone until it is" in page
    assert "Seems to say the same as no. 2, in another language" in page
    assert "Says nearly the same" not in page
    take_meanings()
    assert "stands alone until it is" not in shown(house, f"{HERE}?points=8")


def test_what_is_dropped_leaves_the_suggestions_of_the_others_as_they_are(house, lying):
    take_meanings()
    drop(house.cycle, lying[4:5], {"en": "The state does it."}, **house.by_us)
    page = shown(house, f"{HERE}?points=4")
    assert "Train teachers" not in page
    assert "Would go into" not in page
    assert [words in page for words in ("open the river banks", "increase public funding")] == [True, True]


BOTH = (
    ("Protect the rivers from plastic waste.", "احموا الأنهار من النفايات البلاستيكية."),
    ("Train teachers for climate education.", "درّبوا المعلمين على التعليم المناخي."),
    ("Build affordable housing near jobs.", "ابنوا مساكن ميسورة الكلفة قرب أماكن العمل."),
    ("Publish municipal budgets every year.", "انشروا ميزانيات البلديات كل عام."),
    ("Plant trees along every street.", "اغرسوا الأشجار على طول كل شارع."),
    ("Vaccinate children in every district.", "لقّحوا الأطفال في كل حي."),
    ("Keep libraries open on Sundays.", "أبقوا المكتبات مفتوحة أيام الأحد."),
)


def test_the_same_said_in_two_languages_is_marked(house):
    read = [Read(text, language) for pair in BOTH for language, text in zip(("en", "ar"), pair, strict=True)]
    read_in(a_paper(house), read, **house.by_us)
    take_meanings()
    page = shown(house, f"{HERE}?points=7")
    assert "Seems to say the same as no. 2, in another language" in page


# A point at the table -----------------------------------------------------------------------------------------------


@pytest.fixture
def point(house, lying):
    return a_point(house, [*lying[:2], lying[5]])


def at(point, more=""):
    return f"{HERE}points/{point.public_id}/{more}"


def test_a_point_is_split_joined_sent_and_emptied(house, lying, point):
    water = name_pillar(house.cycle, "water", {"en": "Water", "ar": "الماء"}, **house.by_us)
    sent(house, {"do": "split", "chosen": refs(lying[0])}, at(point))
    [new] = Point.objects.exclude(pk=point.pk)
    sent(house, {"do": "send", "pillar": water.public_id}, at(new))
    new.refresh_from_db()
    assert new.pillar == water
    assert sent(house, {"do": "join", "point": point.public_id}, at(new))["Location"] == at(point)
    assert in_points() == [{lying[0].pk, lying[1].pk, lying[5].pk}]
    sent(house, {"do": "take", "chosen": refs(lying[0])}, at(point))
    assert in_points() == [{lying[1].pk, lying[5].pk}]
    assert sent(house, {"do": "take", "chosen": refs(lying[1], lying[5])}, at(point))["Location"] == HERE
    assert in_points() == []


def test_what_a_wording_took_from_each_is_underlined_with_its_number(house, lying, point):
    page = shown(house, at(point, "wording/?written=1"))
    assert f"{TEXTS[0][1]}\n{TEXTS[1][1]}" in page
    assert TEXTS[5][1] in page
    typed = {"title_en": "Banks", "title_ar": "", "text_en": "Cities open the river banks to everybody, and keep them clean.",
             "text_ar": "تفتح المدن ضفاف الأنهار للجميع."}  # fmt: skip
    looked = sent(house, {**typed, "look": "1"}, at(point, "wording/")).content.decode()
    assert "As you have typed it" in looked
    assert 'class="loan loan--1">open the river banks to everybody<sup' in looked
    assert sent(house, typed, at(point, "wording/")).status_code == 302
    kept = shown(house, at(point))
    assert 'class="loan loan--2">and keep them clean<sup' in kept
    assert 'class="loan loan--3">ضفاف الأنهار للجميع<sup' in kept
    assert "Where its words come from:" in shown(house, f"/en/points/{point.public_id}/")
    assert "/table/points/" in shown(house, f"/en/points/{point.public_id}/")


def test_who_words_second_keeps_what_was_typed_and_sees_what_stands(house, point):
    seen = house.cycle.steps.first().public_id
    word(point, {"en": "Theirs."}, seat=house.colleague, at=house.at)
    typed = {"title_en": "Mine", "text_en": "Mine."}
    answered = sent(house, typed, at(point, "wording/"), seen=seen)
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "gave a point its wording" in page
    assert "Theirs." in page
    assert ">\nMine.</textarea>" in page
    assert point.texts.get(language="en").text == "Theirs."


def test_a_point_needs_a_title(house, point):
    answered = sent(house, {"text_en": "We open."}, at(point, "wording/"))
    assert answered.status_code == 422
    assert "Give the point a title" in answered.content.decode()
