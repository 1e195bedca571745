"""What changed since a seat looked: what others did, as far as it may read it, until it says that it has seen it."""

from __future__ import annotations

import pytest
from django.utils.timezone import localtime

from mithaq.desk.domain.look import look
from mithaq.desk.models import LastLook
from mithaq.desk.web.views import A_PAGE
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_mayor_with_a_mandate,
    a_seated,
    an_endorsement,
    an_organisation,
)
from tests.factories.readers import a_browser_of, a_stranger

CHANGES, SEEN = "/en/changes/", "/en/changes/seen/"


def changed(seat, address=CHANGES):
    """The records under which something changed, and how many acts stand under each."""
    context = a_browser_of(seat).get(address).context
    return {str(one.name or ""): len(one.lines) for one in context["changed"]}


def mark(seat, to=None):
    to = to or a_browser_of(seat).get(CHANGES).context["newest"].public_id
    return a_browser_of(seat).post(SEEN, {"to": to})


def test_what_others_did_stands_under_the_record_that_it_concerned(house):
    place = an_organisation(house, "Marsa Sidra")
    a_seated(house, Role.SHERPA, place)
    assert changed(house.colleague)["Marsa Sidra"] == 2
    assert changed(house.colleague, "/en/")["Marsa Sidra"] == 2


def test_home_shows_the_first_acts_on_a_record_and_counts_the_others(house):
    place = an_organisation(house, "Marsa Sidra")
    for _ in range(6):
        a_seated(house, Role.SHERPA, place)
    assert changed(house.colleague)["Marsa Sidra"] == 7
    assert changed(house.colleague, "/en/")["Marsa Sidra"] == 4
    assert "and 3 more" in a_browser_of(house.colleague).get("/en/").content.decode()


def test_what_one_did_oneself_is_no_news(house):
    an_organisation(house, "Marsa Sidra")
    assert changed(house.secretariat) == {}
    assert "Nothing has changed since you looked." in a_browser_of(house.secretariat).get(CHANGES).content.decode()


def test_after_marking_only_what_came_later_is_news(house):
    an_organisation(house, "Before")
    assert mark(house.colleague).status_code == 302
    assert changed(house.colleague) == {}
    an_organisation(house, "After")
    assert changed(house.colleague) == changed(house.colleague, "/en/") == {"After": 1}


def test_looking_at_the_page_marks_nothing(house):
    an_organisation(house)
    for _ in range(2):
        assert changed(house.colleague) == changed(house.colleague)
    assert not LastLook.objects.exists()


def test_what_came_while_the_page_was_open_is_not_marked_with_it(house):
    an_organisation(house, "Seen")
    shown = a_browser_of(house.colleague).get(CHANGES).context["newest"]
    an_organisation(house, "Came meanwhile")
    mark(house.colleague, shown.public_id)
    assert changed(house.colleague) == {"Came meanwhile": 1}


def test_a_look_never_goes_back(house, at_the_desk):
    first, last = Act.objects.order_by("sequence").first(), Act.objects.order_by("sequence").last()
    look(last, seat=house.colleague, at=at_the_desk)
    look(first, seat=house.colleague, at=at_the_desk)
    assert LastLook.objects.get().sequence == last.sequence


def test_a_look_is_no_line_of_the_chronicle(house, at_the_desk):
    before = Act.objects.count()
    look(Act.objects.last(), seat=house.colleague, at=at_the_desk)
    assert Act.objects.count() == before


def test_each_seat_has_its_own_mark(house):
    an_organisation(house, "Marsa Sidra")
    mark(house.colleague)
    auditor = a_seated(house, Role.AUDITOR, house.secretariat.organisation)
    assert changed(auditor)["Marsa Sidra"] == 1


def test_nobody_marks_an_act_that_they_may_not_read(house):
    given = an_endorsement(house, a_frozen_text(house))
    act = Act.objects.get(verb="endorsement.given")
    other = a_mayor_with_a_mandate(house)
    assert mark(other, act.public_id).status_code == mark(other, "missing").status_code == 404
    assert mark(given.seat, act.public_id).status_code == 302


@pytest.mark.parametrize("to", ["", "\x00", "é" * 500])
def test_a_mark_at_no_act_is_not_there(house, to):
    assert mark(house.colleague, to or " ").status_code == 404
    assert a_browser_of(house.colleague).post(SEEN).status_code == 404


def test_a_mark_is_set_by_a_post_alone(house):
    assert a_browser_of(house.colleague).get(SEEN).status_code == 405


def test_no_city_learns_from_the_changes_that_another_has_endorsed(house):
    given = an_endorsement(house, a_frozen_text(house))
    other = a_mayor_with_a_mandate(house)
    assert "endorsed the text" not in a_browser_of(other).get(CHANGES).content.decode()
    colleague = a_seated(house, Role.SHERPA, given.organisation)
    assert "endorsed the text" in a_browser_of(colleague).get(CHANGES).content.decode()


def test_strangers_have_no_such_page(house):
    assert a_stranger().get(CHANGES).status_code == 404


def test_the_day_of_the_last_look_is_told(house, at_the_desk):
    an_organisation(house)
    mark(house.colleague)
    a_city(house)
    page = a_browser_of(house.colleague).get("/en/").content.decode()
    assert "You looked last on" in page
    assert str(localtime(at_the_desk).year) in page


def test_pages_of_changes_are_as_many_as_there_are_right_after_an_act_and_after_a_look(house):
    for _ in range(A_PAGE):
        an_organisation(house)
    mark(house.colleague)
    for _ in range(A_PAGE):
        an_organisation(house)
    assert a_browser_of(house.colleague).get(CHANGES).context["page"].paginator.count == A_PAGE
    an_organisation(house)
    page = a_browser_of(house.colleague).get(CHANGES).context["page"]
    assert (page.paginator.count, page.paginator.num_pages) == (A_PAGE + 1, 2)
    mark(house.colleague)
    assert a_browser_of(house.colleague).get(CHANGES).context["page"].paginator.count == 0


def test_the_changes_cost_eight_queries_at_most_however_many_they_are(house, django_assert_max_num_queries):
    counts = []
    for many in (1, A_PAGE):
        for _ in range(many):
            an_organisation(house)
        browser = a_browser_of(house.colleague)
        browser.get(CHANGES)
        with django_assert_max_num_queries(8) as queries:
            browser.get(CHANGES)
        counts.append(len(queries))
    assert counts[0] == counts[1]
