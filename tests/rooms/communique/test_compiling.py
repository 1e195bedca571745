"""A round is compiled: identical amendments joined, collisions told, decisions made, and the next draft out of them."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from mithaq.communique.domain.amend import (
    delete_clause,
    insert_clause,
    join_clause,
    move_clause,
    reword,
    reword_amendment,
    split_clause,
)
from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.prepare import begin_return, release
from mithaq.communique.domain.settle import settle
from mithaq.communique.models import Draft, Settlement
from mithaq.communique.queries import clauses_of, in_order
from mithaq.communique.queries.tabled import groups_of, table_of
from mithaq.communique.vocabulary import ClauseKind, Outcome
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_city, a_house
from tests.factories.negotiation import RUNS, a_negotiator, a_return, a_round, the_point
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WORDS = "Cities should plant ten trees in each street by 2035."


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def about(house):
    text = begin_text(house.cycle, "communique", "communique", {"en": "Communiqué", "ar": "البيان"}, **house.by_us)
    words = [{"en": WORDS, "ar": "تغرس المدن."}, {"en": "We act.", "ar": "نعمل."}, {"en": "We pay.", "ar": "ندفع."}]
    compose(text, [Composed(ClauseKind.POINT, each) for each in words], **house.by_us)
    return a_round(house, text=text)


def after(about):
    """An instant after the round has closed."""
    return about.closes + HOUR


def asks(house, about, wording, city="", number=1, language="en"):
    """A city's released amendment."""
    sherpa = a_negotiator(house, a_city(house, city))
    return a_return(about, sherpa, wording, number=number, language=language, at=house.at).amendments.get()


def decided(house, about, outcome, *amendments, reason="", wording=""):
    ids = [one.public_id for one in amendments]
    return settle(about, ids, outcome, reason, wording=wording, seat=house.secretariat, at=house.at + HOUR)


def compiled(house, about):
    return compile_draft(about, seat=house.secretariat, at=after(about))


def words_of(draft, language="en"):
    return [placed.words.get(language, "") for _depth, placed in in_order(clauses_of(draft))]


def page(house, seat, address, at=None):
    with the_clock_at(at or house.at + HOUR):
        return page_of(a_visitor(seat), f"/en/{address}")


def test_what_is_identical_is_one_line_and_what_asks_otherwise_at_one_place_collides(house, about):
    for city in ("Marasi", "Nadira"):
        asks(house, about, WORDS.replace("should", "shall"), city)
    asks(house, about, WORDS.replace("should", "may"), "Tamra")
    asks(house, about, WORDS.replace("ten", "twenty"), "Zayfan")
    groups = groups_of(table_of(about.draft))
    assert [[str(city) for city in group.cities] for group in groups] == [["Marasi", "Nadira"], ["Tamra"], ["Zayfan"]]
    assert [len(group.against) for group in groups] == [1, 1, 0]
    shown = page(house, house.secretariat, f"rounds/{about.public_id}/amendments/?show=colliding")
    assert "Tamra" in shown
    assert "Zayfan" not in shown


def test_whatever_the_order_of_the_decisions_the_next_draft_is_one(house, about):
    amendments = [
        asks(house, about, WORDS.replace("should", "shall")),
        asks(house, about, WORDS.replace("ten", "twenty")),
        asks(house, about, WORDS.replace("2035", "2040")),
    ]
    for order in permutations(amendments):
        for one in order:
            decided(house, about, Outcome.ADOPTED, one)
    draft = compiled(house, about)
    assert words_of(draft)[0] == "Cities shall plant twenty trees in each street by 2040."
    assert words_of(draft, "ar") == words_of(about.draft, "ar")
    assert draft.number == 1


def test_two_adopted_amendments_that_collide_make_no_draft(house, about):
    one, other = asks(house, about, WORDS.replace("ten", "two")), asks(house, about, WORDS.replace("ten", "six"))
    decided(house, about, Outcome.ADOPTED, one, other)
    with pytest.raises(Refused) as refused:
        compiled(house, about)
    assert "“two” and “six”" in str(refused.value).replace("“six” and “two”", "“two” and “six”")
    decided(house, about, Outcome.DECLINED, other, reason="Two are enough.")
    assert "two trees" in words_of(compiled(house, about))[0]
    assert Draft.objects.count() == 2


def test_what_is_declined_has_an_answer_and_what_is_changed_a_wording(house, about):
    one = asks(house, about, WORDS.replace("ten", "two"), "Marasi")
    for outcome, words in ((Outcome.DECLINED, {}), (Outcome.CHANGED, {})):
        with pytest.raises(Refused):
            decided(house, about, outcome, one, **words)
    decided(house, about, Outcome.CHANGED, one, wording=WORDS.replace("ten", "five"), reason="Between both.")
    draft = compiled(house, about)
    assert "five trees" in words_of(draft)[0]
    shown = page(house, house.secretariat, f"text-returns/{one.returned.public_id}/", after(about))
    assert "Adopted with changes" in shown
    assert "Between both." in shown


def test_the_drafter_decides_by_the_page_on_those_that_are_ticked(house, about):
    one, other = asks(house, about, WORDS.replace("ten", "two")), asks(house, about, "We act now.", number=2)
    address = f"/en/rounds/{about.public_id}/amendments/"
    with the_clock_at(house.at + HOUR):
        ours = a_visitor(house.secretariat)
        none = ours.post(address, {"outcome": "adopted"})
        assert "No amendment was chosen." in none.content.decode()
        bare = ours.post(address, {"outcome": "declined", "chosen": [one.public_id]})
        assert bare.status_code == 422
        assert f'value="{one.public_id}"' in bare.content.decode()
        assert "checked" in bare.content.decode()
        done = ours.post(address, {"outcome": "adopted", "chosen": [one.public_id, other.public_id]})
    assert done.status_code == 302
    assert Settlement.objects.filter(outcome="adopted").count() == 2
    with the_clock_at(house.at + HOUR):
        assert a_visitor(a_negotiator(house)).post(address, {"outcome": "adopted"}).status_code == 404


def test_all_that_a_filter_shows_is_decided_at_once(house, about):
    asks(house, about, WORDS.replace("ten", "two"))
    asks(house, about, WORDS.replace("ten", "six"))
    alone = asks(house, about, "We act now.", number=2)
    address = f"/en/rounds/{about.public_id}/amendments/?show=colliding"
    with the_clock_at(house.at + HOUR):
        typed = {"outcome": "bracketed", "everything": "on"}
        assert a_visitor(house.secretariat).post(address, typed).status_code == 302
    assert Settlement.objects.count() == 2
    assert not alone.settlements.exists()


def test_clauses_are_inserted_left_out_moved_joined_and_split(house, about):
    sherpa = a_negotiator(house)
    returned = begin_return(about, seat=sherpa, at=house.at)
    by = {"seat": sherpa, "at": house.at}
    made = [
        insert_clause(returned, the_point(about), ClauseKind.POINT, {"en": "We sow.", "ar": "نزرع."}, **by),
        split_clause(returned, the_point(about), ["Cities should plant ten trees", "in each street by 2035."], **by),
        move_clause(returned, the_point(about, 3), None, **by),
        delete_clause(returned, the_point(about, 2), **by),
    ]
    release(returned, **by)
    decided(house, about, Outcome.ADOPTED, *made)
    draft = compiled(house, about)
    assert words_of(draft) == ["We pay.", "Cities should plant ten trees", "in each street by 2035.", "We sow."]
    assert words_of(draft, "ar") == ["ندفع.", "تغرس المدن.", "", "نزرع."]


def test_clauses_that_move_behind_one_another_and_what_is_new_behind_them_stand_in_that_order(house, about):
    sherpa = a_negotiator(house)
    returned = begin_return(about, seat=sherpa, at=house.at)
    by = {"seat": sherpa, "at": house.at}
    made = [
        move_clause(returned, the_point(about), the_point(about, 2), **by),
        move_clause(returned, the_point(about, 2), the_point(about, 3), **by),
        insert_clause(returned, the_point(about), ClauseKind.POINT, {"en": "We sow.", "ar": "نزرع."}, **by),
    ]
    release(returned, **by)
    decided(house, about, Outcome.ADOPTED, *made)
    assert words_of(compiled(house, about)) == ["We pay.", "We act.", WORDS, "We sow."]


def test_two_clauses_become_one_in_every_language(house, about):
    sherpa = a_negotiator(house)
    returned = begin_return(about, seat=sherpa, at=house.at)
    joined = join_clause(returned, the_point(about, 2), seat=sherpa, at=house.at)
    release(returned, seat=sherpa, at=house.at)
    decided(house, about, Outcome.ADOPTED, joined)
    draft = compiled(house, about)
    assert words_of(draft) == [WORDS, "We act. We pay."]
    assert words_of(draft, "ar")[1] == "نعمل. ندفع."


def test_what_is_open_goes_on_over_the_new_words_and_says_where_its_ground_changed(house, about):
    adopted = asks(house, about, WORDS.replace("ten trees", "ten oaks"))
    follows = asks(house, about, WORDS.replace("2035", "2040"), "Marasi")
    touched = asks(house, about, WORDS.replace("ten trees", "ten cedars"), "Nadira")
    silent = asks(house, about, "We act now.", "Tamra", number=2)
    decided(house, about, Outcome.ADOPTED, adopted)
    decided(house, about, Outcome.BRACKETED, follows)
    decided(house, about, Outcome.REFERRED, touched)
    draft = compiled(house, about)
    table = {one.amendment.public_id: one for one in table_of(draft)}
    assert set(table) == {follows.public_id, touched.public_id, silent.public_id}
    assert table[follows.public_id].words == words_of(draft)[0].replace("2035", "2040")
    assert not table[follows.public_id].touched
    assert table[touched.public_id].touched, "its ground was touched"
    assert "cedars" in table[touched.public_id].words
    assert all(one.settlement is None for one in table.values())
    shown = page(house, house.secretariat, f"texts/{about.text.public_id}/", after(about))
    assert "The ground under this changed" in shown
    assert "Tamra" in shown


def test_what_went_on_is_settled_in_the_next_round(house, about):
    open_still = asks(house, about, WORDS.replace("2035", "2040"))
    compiled(house, about)
    later = call_round(about.text, after(about), after(about) + RUNS, "en", seat=house.secretariat, at=after(about))
    at = after(about) + HOUR
    settle(later, [open_still.public_id], Outcome.ADOPTED, seat=house.secretariat, at=at)
    draft = compile_draft(later, seat=house.secretariat, at=later.closes + HOUR)
    assert words_of(draft)[0] == WORDS.replace("2035", "2040")
    assert table_of(draft) == []


def test_what_the_new_words_contain_already_does_not_go_on(house, about):
    one, other = (asks(house, about, WORDS.replace("ten", "two")) for _city in range(2))
    decided(house, about, Outcome.ADOPTED, one)
    assert other.pk != one.pk
    assert table_of(compiled(house, about)) == []


def test_an_amendment_to_an_amendment_stands_for_both(house, about):
    theirs = asks(house, about, WORDS.replace("ten", "two"))
    sherpa = a_negotiator(house)
    returned = begin_return(about, seat=sherpa, at=house.at)
    mine = reword_amendment(returned, theirs, WORDS.replace("ten", "three"), seat=sherpa, at=house.at)
    release(returned, seat=sherpa, at=house.at)
    decided(house, about, Outcome.ADOPTED, theirs, mine)
    assert "three trees" in words_of(compiled(house, about))[0]


def test_words_adopted_in_another_language_change_that_language_alone(house, about):
    one = asks(house, about, "تغرس المدن أشجارًا.", language="ar")
    decided(house, about, Outcome.ADOPTED, one)
    draft = compiled(house, about)
    assert words_of(draft, "ar")[0] == "تغرس المدن أشجارًا."
    assert words_of(draft)[0] == WORDS


def test_two_drafters_at_once_make_one_draft_and_an_open_round_none(house, about):
    with pytest.raises(Refused):
        compile_draft(about, seat=house.secretariat, at=about.closes)
    with the_clock_at(after(about)):
        address = f"/en/rounds/{about.public_id}/compilation/"
        answers = [a_visitor(seat).post(address).status_code for seat in (house.secretariat, house.colleague)]
    assert answers == [302, 409]
    assert Draft.objects.count() == 2


def test_nothing_is_settled_that_is_not_on_the_table(house, about):
    sherpa = a_negotiator(house)
    first = a_return(about, sherpa, WORDS.replace("ten", "two"), at=house.at)
    replaced = first.amendments.get()
    returned = begin_return(about, seat=sherpa, at=house.at + HOUR)
    private = reword(returned, the_point(about), "en", WORDS.replace("ten", "four"), seat=sherpa, at=house.at + HOUR)
    with pytest.raises(Refused):
        decided(house, about, Outcome.ADOPTED, private)
    release(returned, seat=sherpa, at=house.at + HOUR)
    with pytest.raises(Refused):
        decided(house, about, Outcome.ADOPTED, replaced)
    assert not Settlement.objects.exists()


def test_a_late_return_is_taken_until_the_next_draft_and_then_no_more(house, about):
    late, later = a_negotiator(house), a_negotiator(house)
    assert a_return(about, late, WORDS.replace("ten", "two"), at=after(about)).is_late
    compiled(house, about)
    with pytest.raises(Refused):
        begin_return(about, seat=later, at=after(about))
