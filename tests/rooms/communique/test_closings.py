"""A round is extended or closed early with a reason, and a text is negotiated by those cities alone that were named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.move_closing import move_closing
from mithaq.communique.domain.prepare import begin_return, enter_return, release
from mithaq.communique.models import ClosingMoved, Round
from mithaq.communique.queries.negotiation import rounds_running
from mithaq.communique.vocabulary import ClauseKind
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_house
from tests.factories.negotiation import a_negotiator, a_return, a_round
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


def fresh(about):
    return Round.objects.get(pk=about.pk)


@pytest.mark.parametrize(("after", "is_late"), [(-SECOND, False), (0 * SECOND, False), (SECOND, True)], ids=str)
def test_what_is_released_at_the_moved_closing_is_in_time_and_a_second_later_is_late(house, after, is_late):
    about = a_round(house)
    sherpa = a_negotiator(house)
    moved = move_closing(about, about.closes + DAY, "Ramadan.", **house.by_us)
    returned = a_return(moved, sherpa, "Other words.", at=moved.closes + after)
    assert returned.is_late is is_late


def test_a_round_closed_early_is_over_a_second_later_and_its_draft_can_be_compiled(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    now = house.at + DAY
    move_closing(about, now, "All have answered.", seat=house.secretariat, at=now)
    assert fresh(about).is_open(now)
    assert not fresh(about).is_open(now + SECOND)
    assert a_return(fresh(about), sherpa, "Too late.", at=now + SECOND).is_late
    compile_draft(fresh(about), seat=house.secretariat, at=now + SECOND)
    with pytest.raises(Refused, match="next draft"):
        move_closing(fresh(about), now + DAY, "Once more.", seat=house.secretariat, at=now + DAY)


def test_a_round_that_has_closed_is_extended_and_what_came_late_is_in_time(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    late = about.closes + timedelta(hours=2)
    returned = a_return(about, sherpa, "Other words.", at=late)
    assert returned.is_late
    move_closing(about, about.closes + DAY, "The mail was down.", seat=house.secretariat, at=late)
    returned.round.refresh_from_db()
    assert not returned.is_late


@pytest.mark.parametrize(
    ("closes", "reason", "said"),
    [
        (timedelta(days=8), " ", "Say why"),
        (timedelta(days=7), "Because.", "at this instant already"),
        (timedelta(days=-1), "Because.", "after it opens"),
        (timedelta(hours=1), "Because.", "has passed"),
    ],
    ids=["no reason", "nothing changes", "before it opens", "in the past"],
)
def test_a_closing_that_makes_no_sense_is_refused(house, closes, reason, said):
    about = a_round(house)
    with pytest.raises(Refused, match=said):
        move_closing(about, about.opens + closes, reason, seat=house.secretariat, at=house.at + DAY)
    assert fresh(about).closes == about.closes
    assert not ClosingMoved.objects.exists()


def test_all_who_negotiate_are_told_by_letter_with_the_reason_and_read_it_on_the_page(house):
    about = a_round(house)
    sherpa = a_negotiator(house)
    catch_up()
    Letter.objects.all().delete()
    with the_clock_at(house.at):
        form = {"closes": "2031-01-20T12:00", "reason": "Two cities are flooded."}
        sent = a_visitor(house.secretariat).post(reverse("communique:closing", args=[about.public_id]), form)
        assert sent.url == about.get_absolute_url()
        catch_up()
        page = page_of(a_visitor(sherpa), about.get_absolute_url())
    letter = Letter.objects.get()
    assert letter.seat == sherpa
    assert "Two cities are flooded." in letter.body
    assert "Two cities are flooded." in page
    assert "20 January 2031" in page


def test_only_the_secretariat_moves_a_closing(house):
    about = a_round(house)
    with pytest.raises(Refused):
        move_closing(about, about.closes + DAY, "Please.", seat=a_negotiator(house), at=house.at)


def test_a_text_for_some_cities_is_negotiated_by_them_alone(house):
    theirs, other = a_negotiator(house), a_negotiator(house)
    text = begin_text(
        house.cycle, "few", "to_ministers", {"en": "To the ministers"}, languages=["en"],
        negotiators=[theirs.organisation], **house.by_us,
    )  # fmt: skip
    compose(text, [Composed(ClauseKind.POINT, {"en": "Act."})], **house.by_us)
    about = a_round(house, text=text)
    release(begin_return(about, seat=theirs, at=house.at), seat=theirs, at=house.at)
    with pytest.raises(Refused, match="by other cities"):
        begin_return(about, seat=other, at=house.at)
    with pytest.raises(Refused, match="does not negotiate"):
        enter_return(about, other.organisation, "mail", house.at, **house.by_us)
    catch_up()
    assert [letter.seat for letter in Letter.objects.all()] == [theirs]
    assert [one.is_answered for one in rounds_running(house.cycle, other.organisation, house.at)] == [True]
    with the_clock_at(house.at):
        page = page_of(a_visitor(other), about.get_absolute_url())
    assert "Every city of the year has answered." in page


def test_the_list_of_texts_says_where_each_is(house):
    begin_text(house.cycle, "first", "interim", {"en": "Begun"}, languages=["en"], **house.by_us)
    waiting = begin_text(house.cycle, "second", "statement", {"en": "Issued"}, languages=["en"], **house.by_us)
    compose(waiting, [Composed(ClauseKind.POINT, {"en": "Act."})], **house.by_us)
    about = a_round(house)
    with the_clock_at(house.at):
        said = page_of(a_visitor(house.secretariat), reverse("communique:texts"))
        assert "Begin a text" not in page_of(a_visitor(a_negotiator(house)), reverse("communique:texts"))
    assert "being composed" in said
    assert "No round has been called on it yet." in said
    assert "It closes on" in said
    with the_clock_at(about.closes + SECOND):
        assert "It closed on" in page_of(a_visitor(house.secretariat), reverse("communique:texts"))
