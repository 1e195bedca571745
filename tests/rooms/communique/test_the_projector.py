"""The text on the screen of the meeting, which follows the chair."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.settle import settle
from mithaq.communique.domain.show import show_clause
from mithaq.communique.vocabulary import Outcome
from mithaq.desk.queries.news import news
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.live.listeners import heard_of
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_house, a_seated
from tests.factories.negotiation import a_negotiator, a_return, a_round, the_point
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at
from tests.rooms.live.test_the_stream import event_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def house():
    return a_house()


def screen(house, about, seat, way="", at=None):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/en/texts/{about.text.public_id}/projector/{way}")


def sent(house, about, seat, clause):
    with the_clock_at(house.at):
        return a_visitor(seat).post(f"/en/texts/{about.text.public_id}/projector/", {"clause": clause})


def test_every_screen_shows_the_clause_that_the_chair_chose(house):
    about, chair, sherpa = a_round(house), a_seated(house, Role.CHAIR), a_negotiator(house)
    assert ">Point 2" not in screen(house, about, sherpa)
    assert sent(house, about, chair, the_point(about, 2).public_id).status_code == 302
    for seat in (sherpa, chair, house.secretariat):
        assert '<h1 class="projector__name">Point 2' in screen(house, about, seat)


def test_who_does_not_chair_follows_and_cannot_move_it(house):
    about, sherpa = a_round(house), a_negotiator(house)
    shown = screen(house, about, sherpa)
    assert "This page follows the chair." in shown
    assert "<form" not in shown
    assert 'http-equiv="refresh"' in shown
    assert sent(house, about, sherpa, the_point(about, 2).public_id).status_code == 404
    with pytest.raises(Refused):
        show_clause(about.text, the_point(about, 2), seat=sherpa, at=house.at)
    assert not Act.objects.filter(verb="clause.shown").exists()


def test_a_clause_of_another_text_or_none_moves_nothing(house):
    about = a_round(house)
    for clause in ("", "nonsense"):
        assert sent(house, about, house.secretariat, clause).status_code == 404


def test_open_screens_hear_of_the_move_and_it_is_nobodys_news(house):
    about, sherpa = a_round(house), a_negotiator(house)
    before = Act.objects.latest("sequence").sequence
    counted = news(sherpa, house.at)[1]
    show_clause(about.text, the_point(about, 2), **house.by_us)
    with the_clock_at(house.at):
        assert heard_of(sherpa, before, before + 1) == {before + 1}
    assert news(sherpa, house.at)[1] == counted


def test_a_move_lets_what_is_remembered_of_the_text_stand(house):
    about = a_round(house)
    with the_clock_at(house.at):
        reader, address = a_visitor(house.secretariat), f"/en/texts/{about.text.public_id}/"
        known = len(queries_of(reader, address))
        show_clause(about.text, the_point(about, 2), **house.by_us)
        assert len(queries_of(reader, address)) == known


def test_open_amendments_stand_in_brackets_and_what_changed_as_a_redline(house):
    about = a_round(house)
    asked = a_return(about, a_negotiator(house), "Point 1 and trees.", at=house.at)
    show_clause(about.text, the_point(about), **house.by_us)
    assert 'class="bracket"' in screen(house, about, house.secretariat)
    assert 'class="bracket"' not in screen(house, about, house.secretariat, "?show=clean")
    settle(about, [asked.amendments.get().public_id], Outcome.ADOPTED, **house.by_us)
    compile_draft(about, seat=house.secretariat, at=about.closes + HOUR)
    assert "<ins>" in screen(house, about, house.secretariat, at=about.closes + HOUR)


def test_the_screen_takes_eight_queries_at_most(house):
    about = a_round(house)
    a_return(about, a_negotiator(house), "Point 1 and trees.", at=house.at)
    with the_clock_at(house.at):
        address = f"/en/texts/{about.text.public_id}/projector/"
        assert len(queries_of(a_visitor(house.secretariat), address)) <= 8


def test_the_chair_puts_a_clause_on_the_screen_from_its_row_and_stays_at_the_text(house):
    about, chair, sherpa = a_round(house), a_seated(house, Role.CHAIR), a_negotiator(house)
    text, clause = f"/en/texts/{about.text.public_id}/", the_point(about, 2)
    with the_clock_at(house.at):
        browser = a_visitor(chair)
        assert 'form="on-the-screen"' in page_of(browser, text)
        assert 'form="on-the-screen"' not in page_of(a_visitor(sherpa), text)
        assert "Show on the screen of the meeting" in page_of(browser, f"/en/clauses/{clause.public_id}/")
        answer = browser.post(f"{text}projector/", {"clause": clause.public_id, "stay": "1"})
        assert answer.headers["Location"] == f"{text}#clause-{clause.public_id}"
        assert "The clause is on the screen of the meeting." in page_of(browser, text)
    assert '<h1 class="projector__name">Point 2' in screen(house, about, sherpa)


def test_two_browsers_that_are_open_are_told_of_each_move_and_show_the_clause(house):
    about = a_round(house)
    text = about.text.public_id
    with the_clock_at(house.at):
        browsers = [a_visitor(a_negotiator(house)) for _ in range(2)]
        follow = f"/live/?follow=communique.text:{text}"
        places = [event_of(browser.get(follow))[0] for browser in browsers]
        for number in (2, 3):
            show_clause(about.text, the_point(about, number), **house.by_us)
            for which, browser in enumerate(browsers):
                answer = browser.get(follow, headers={"Last-Event-ID": places[which]})
                places[which], told = event_of(answer)
                assert told == [f"communique.text:{text}"]
                assert f'"projector__name">Point {number}' in page_of(browser, f"/en/texts/{text}/projector/")
