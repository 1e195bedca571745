"""The page of a text while it is negotiated: what is proposed at each clause, and where the cities stand."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.freeze import freeze
from mithaq.communique.domain.silence import rule_silence
from mithaq.communique.domain.take_position import take_position
from mithaq.communique.models import Position
from mithaq.communique.vocabulary import Stance
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_city, a_house, a_mandate, a_seated, a_text
from tests.factories.negotiation import a_negotiator, a_return, a_round, an_amendment, the_point
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def house():
    return a_house()


def page(house, seat, address, at=None, language="en"):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/{language}/{address}")


def sent(house, seat, address, **typed):
    with the_clock_at(house.at):
        return a_visitor(seat).post(f"/en/{address}", typed)


def at_clause(shown, clause):
    """The part of the page from that clause to the next."""
    begun = shown.index(f'id="clause-{clause.public_id}"')
    rest = shown.find('id="clause-', begun + 10)
    return shown[begun : rest if rest > 0 else None]


def test_at_each_clause_stands_who_proposes_what(house):
    about = a_round(house)
    one, other = a_negotiator(house, a_city(house, "Marasi")), a_negotiator(house, a_city(house, "Nadira"))
    a_return(about, one, "Point 1 and trees.", at=house.at)
    a_return(about, other, "Point 2 and rivers.", number=2, at=house.at)
    shown = page(house, house.secretariat, f"texts/{about.text.public_id}/")
    first, second = (at_clause(shown, the_point(about, number)) for number in (1, 2))
    assert "Marasi" in first
    assert "<ins>" in first
    assert "Nadira" not in first
    assert "Nadira" in second


def test_identical_proposals_are_one_line_with_all_who_make_them(house):
    about = a_round(house)
    for name in ("Marasi", "Nadira", "Tamra"):
        a_return(about, a_negotiator(house, a_city(house, name)), "Point 1 and trees.", at=house.at)
    shown = at_clause(page(house, house.secretariat, f"texts/{about.text.public_id}/"), the_point(about))
    assert shown.count('class="card"') == 1
    assert shown.index("Marasi") < shown.index("Nadira") < shown.index("+1")


def test_in_brackets_the_proposals_stand_within_the_clause(house):
    about = a_round(house)
    a_return(about, a_negotiator(house, a_city(house, "Marasi")), "Clause 1.", at=house.at)
    shown = page(house, house.secretariat, f"texts/{about.text.public_id}/?show=brackets")
    bracket = '<span class="bracket">[<bdi>Point</bdi> / <bdi>Clause</bdi> <span class="bracket__who">(<bdi>Marasi'
    assert bracket in at_clause(shown, the_point(about))
    clean = page(house, house.secretariat, f"texts/{about.text.public_id}/?show=clean")
    assert "bracket" not in at_clause(clean, the_point(about))
    assert "Marasi" not in at_clause(clean, the_point(about))


def test_whoever_does_not_negotiate_sees_nothing_of_it(house):
    about = a_round(house)
    a_return(about, a_negotiator(house, a_city(house, "Marasi")), "Point 1 and trees.", at=house.at)
    rule_silence(house.cycle, 72, False, **house.by_us)
    freeze(about.draft, **house.by_us)
    for seat in (a_seated(house, Role.AUDITOR), house.secretariat):
        shown = page(house, seat, f"texts/{about.text.public_id}/")
        assert "Marasi" not in shown
        assert "and trees" not in shown


def test_a_sherpa_goes_from_a_clause_to_its_amendment(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    returned = an_amendment(about, sherpa, "Point 1 and trees.", at=house.at).returned
    shown = page(house, sherpa, f"texts/{about.text.public_id}/")
    way = f"/text-returns/{returned.public_id}/amendments/?clause={the_point(about, 2).public_id}"
    assert way in at_clause(shown, the_point(about, 2))
    assert returned.public_id not in page(house, house.secretariat, f"texts/{about.text.public_id}/")


def test_positions_are_appended_and_the_latest_holds(house):
    about = a_round(house)
    sherpa = a_negotiator(house, a_city(house, "Marasi"))
    clause = the_point(about)
    address = f"texts/{about.text.public_id}/positions/?clause={clause.public_id}"
    assert sent(house, sherpa, address, stance="supports").status_code == 302
    assert sent(house, sherpa, address, stance="objects", reason="Too dear.").status_code == 302
    assert list(Position.objects.values_list("stance", flat=True)) == ["supports", "objects"]
    shown = at_clause(page(house, house.secretariat, f"texts/{about.text.public_id}/"), clause)
    assert "Objects" in shown
    assert "Marasi" in shown
    assert "Supports" not in shown
    assert "Too dear." in page(house, sherpa, address)
    sent(house, sherpa, address, stance="none")
    assert "Marasi" not in at_clause(page(house, house.secretariat, f"texts/{about.text.public_id}/"), clause)


def test_a_position_on_the_whole_text_stands_above_it(house):
    about = a_round(house)
    take_position(
        about.text,
        None,
        Stance.RESERVES,
        "Our council.",
        seat=a_negotiator(house, a_city(house, "Nadira")),
        at=house.at,
    )
    shown = page(house, house.secretariat, f"texts/{about.text.public_id}/")
    assert "Nadira" in shown[: shown.index('class="rows"')]


def test_an_objection_without_a_reason_is_refused_beside_its_field(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    answered = sent(house, sherpa, f"texts/{about.text.public_id}/positions/", stance="objects", reason=" ")
    assert answered.status_code == 422
    assert "Say why your city objects." in answered.content.decode()
    with pytest.raises(Refused):
        take_position(about.text, None, Stance.OBJECTS, seat=sherpa, at=house.at)
    assert not Position.objects.exists()


def test_a_position_needs_a_mandate_to_negotiate_and_an_open_text(house):
    text = a_text(house)
    plain = a_seated(house)
    with pytest.raises(Refused):
        take_position(text, None, Stance.SUPPORTS, seat=plain, at=house.at)
    a_mandate(house, plain, Scope.NEGOTIATE)
    take_position(text, None, Stance.SUPPORTS, seat=plain, at=house.at)
    freeze(text.drafts.get(), **house.by_us)
    with pytest.raises(Refused):
        take_position(text, None, Stance.OBJECTS, "Late.", seat=plain, at=house.at)


def test_only_what_is_still_disputed_can_be_shown(house):
    about = a_round(house)
    a_return(about, a_negotiator(house), "Point 1 and trees.", at=house.at)
    take_position(about.text, the_point(about, 3), Stance.OBJECTS, "No.", seat=a_negotiator(house), at=house.at)
    take_position(about.text, the_point(about, 2), Stance.SUPPORTS, seat=a_negotiator(house), at=house.at)
    shown = page(house, house.secretariat, f"texts/{about.text.public_id}/?only=disputed")
    there = [f'id="clause-{the_point(about, number).public_id}"' in shown for number in (1, 2, 3)]
    assert there == [True, False, True]


def test_the_page_asks_as_much_of_the_database_for_many_proposals_as_for_one(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    an_amendment(about, sherpa, "Point 1 and a tree.", at=house.at)
    counts = []
    for number in (1, 3):
        for _each in range(number):
            other = a_negotiator(house)
            a_return(about, other, f"Point 1 and {number} trees.", at=house.at)
            take_position(about.text, the_point(about), Stance.CAN_ACCEPT, seat=other, at=house.at)
        with the_clock_at(house.at + HOUR):
            address = f"/en/texts/{about.text.public_id}/?"
            counts.append([len(queries_of(a_visitor(seat), address)) for seat in (sherpa, house.secretariat)])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def test_the_page_of_a_clause_tells_what_was_proposed_for_it_and_who_stood_where(house):
    about = a_round(house)
    sherpa = a_negotiator(house, a_city(house, "Marasi"))
    a_return(about, sherpa, "Point 1 and trees.", at=house.at)
    take_position(about.text, the_point(about), Stance.OBJECTS, "Too dear.", seat=sherpa, at=house.at)
    take_position(about.text, the_point(about), Stance.SUPPORTS, seat=sherpa, at=house.at)
    shown = page(house, house.secretariat, f"clauses/{the_point(about).public_id}/")
    assert "<ins>" in shown
    assert shown.index("Supports") < shown.index("Objects") < shown.index("Too dear.")


def test_a_round_waits_for_a_sherpa_until_the_city_has_answered_and_then_for_the_secretariat(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    assert "Open the round" in page(house, sherpa, "")
    assert "Open the round" not in page(house, house.secretariat, "")
    a_return(about, sherpa, "Point 1 and trees.", at=house.at)
    assert "Open the round" not in page(house, sherpa, "")
    assert "Open the round" in page(house, house.secretariat, "", about.closes + HOUR)


def first_button(shown):
    """What the page's one strong button says."""
    (said,) = re.findall(r'button--strong"[^>]*>([^<]+)<', shown)
    return said


def test_a_text_says_first_what_it_waits_for(house):
    text = a_text(house)
    address = f"texts/{text.public_id}/"
    assert first_button(page(house, house.secretariat, address)) == "Call a round"
    about = a_round(house, text=text)
    assert "button--strong" not in page(house, house.secretariat, address)
    closed = about.closes + HOUR
    assert first_button(page(house, house.secretariat, address, closed)) == "Amendments on the table"
    compile_draft(about, seat=house.secretariat, at=closed)
    assert first_button(page(house, house.secretariat, address, closed + HOUR)) == "Put the draft to silence"


def test_the_page_of_a_round_gives_its_draft_to_write_in(house):
    about = a_round(house)
    shown = page(house, a_negotiator(house), f"rounds/{about.public_id}/")
    assert "Take the draft to write in (Word, English)" in shown
    assert f"/en/texts/{about.text.public_id}/word/?language=ar&amp;draft=0" in shown
