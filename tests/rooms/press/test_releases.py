"""Press releases: in a pair of languages, with counted numbers, and unread before their instant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.members.vocabulary import Standing
from mithaq.press.domain.issue import issue_release
from mithaq.press.models import Release
from mithaq.press.queries import Number, filled, instants, releases_visible_to, slots_in
from tests.factories.house import a_city, a_frozen_text, a_house, a_published_text, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOT_THE_SAME = "The languages of a release must name the same figures, and each as often."
TITLE = {"en": "The year begins", "ar": "تبدأ السنة"}
BODY = {"en": "We are {cities_participating} cities.", "ar": "نحن {cities_participating} مدينة."}


@pytest.fixture
def house():
    return a_house()


def issued(house, key="begins", *, title=TITLE, body=BODY, from_=None, seat=None):
    return issue_release(house.cycle, key, title, body, from_ or house.at, seat=seat or house.secretariat, at=house.at)


def page(house, address, seat=None, at=None, language="en"):
    with the_clock_at(at or house.at + DAY):
        return page_of(a_visitor(seat), f"/{language}{address}")


def address_of(release):
    return f"/press/{release.public_id}/"


def test_a_release_is_issued_with_a_line_in_the_chronicle(house):
    release = issued(house)
    act = Act.objects.order_by("sequence").last()
    assert (act.verb, act.seat, act.at) == ("release.issued", house.secretariat, house.at)
    assert act.facts == {"released_at": house.at.isoformat()}
    assert (release.title, release.body) == (TITLE, BODY)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_the_secretariat_issues_releases(house, role):
    with pytest.raises(Refused):
        issued(house, seat=a_seated(house, role))
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"en": "{elephants}", "ar": "{elephants}"}, "There is no figure called elephants."),
        (
            {"en": "{pillars}", "ar": "أربعة"},
            NOT_THE_SAME,
        ),
        (
            {"en": "{pillars} {pillars}", "ar": "{pillars}"},
            NOT_THE_SAME,
        ),
        ({"en": "Words", "ar": " "}, "A release needs a title and a body in each of its languages."),
        ({"en": "Words"}, "A release needs a title and a body in each of its languages."),
        ({}, "A release needs a title and a body in each of its languages."),
    ],
)
def test_a_release_whose_languages_do_not_say_the_same_is_refused(house, body, sentence):
    with pytest.raises(Refused) as refused:
        issued(house, body=body)
    assert str(refused.value) == sentence
    assert not Release.objects.exists()


def test_a_release_without_languages_is_refused(house):
    with pytest.raises(Refused):
        issued(house, title={}, body={})


def test_figures_may_stand_in_another_order_in_another_language(house):
    body = {"en": "{pillars} and {papers}", "ar": "{papers} و{pillars}"}
    assert slots_in(issued(house, body=body).body["ar"]) == ["papers", "pillars"]


def test_a_release_is_not_dated_back(house):
    with pytest.raises(Refused) as refused:
        issued(house, from_=house.at - timedelta(seconds=1))
    assert str(refused.value) == "A release cannot be dated back. Choose this moment or a later one."


def test_a_key_is_issued_once(house):
    issued(house)
    with pytest.raises(Refused):
        issued(house)
    assert Release.objects.count() == 1


def test_a_release_under_embargo_is_there_for_the_secretariat_alone(house):
    release = issued(house, from_=house.at + DAY)
    before = house.at + DAY - timedelta(minutes=1)
    seats = {role: a_seated(house, role) for role in Role}
    with the_clock_at(before):
        found = {
            role for role, seat in seats.items() if a_visitor(seat).get(f"/en{address_of(release)}").status_code == 200
        }
        assert a_visitor().get(f"/en{address_of(release)}").status_code == 404
        assert str(release.title) not in page_of(a_visitor(), "/en/press/")
    assert found == {Role.SECRETARIAT}
    assert list(releases_visible_to(None, house.at + DAY)) == [release]
    assert "The year begins" in page(house, address_of(release))


def test_a_release_to_come_is_shown_to_the_secretariat_with_its_embargo(house):
    release = issued(house, from_=house.at + 5 * DAY)
    shown = strip_tags(page(house, address_of(release), house.secretariat))
    assert "Under embargo until Saturday 11 January 2031, 09:00, GMT time." in shown
    assert "under embargo" in page(house, "/press/", house.secretariat)


def test_a_number_in_a_release_is_counted_and_leads_to_its_records_as_of_the_release(house):
    a_city(house)
    shown = page(house, address_of(issued(house)))
    counted_at = house.at.strftime("%Y-%m-%dT%H%%3A%M%%3A%SZ")
    assert f'href="/en/figures/cities_participating/?as_of={counted_at}"' in shown
    assert "We are <a" in shown


def test_a_number_in_a_release_stays_as_of_the_release_and_follows_its_records(house):
    first = a_city(house)
    release = issued(house)
    a_city(house, since=house.at.date() + DAY)
    assert number_in(release, house.at + 5 * DAY) == 1
    first.memberships.get().delete()
    assert number_in(release, house.at + 5 * DAY) == 0


def number_in(release, now):
    [[_before, number, _after]] = filled(release.body["en"], release.cycle, release.released_at, now=now)
    return number.counted.value


def test_an_arabic_reader_gets_the_arabic_release_in_arabic_digits(house):
    for _number in range(12):
        a_city(house)
    shown = page(house, address_of(issued(house)), language="ar")
    assert "تبدأ السنة" in shown
    assert "١٢</a> مدينة." in shown


def test_a_release_tells_no_number_that_is_not_public(house):
    a_frozen_text(house)
    body = {"en": "{points_adopted} points", "ar": "{points_adopted} توصية"}
    release = issued(house, body=body)
    assert "[number not public yet]" in page(house, address_of(release))
    [[number, _words]] = filled(release.body["en"], house.cycle, house.at, now=house.at)
    assert number == Number("points_adopted", None)


def test_words_of_a_release_are_shown_as_words_and_never_as_markup(house):
    body = dict.fromkeys(("en", "ar"), "<script>alert(1)</script>\n\nSecond {pillars}\nline")
    shown = page(house, address_of(issued(house, body=body)))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert shown.count("<p>", shown.index('class="release"'), shown.index("Numbers as of")) == 2


def typed(**different):
    return {
        "key": "k7m2p9",
        "title_en": "The year begins",
        "title_ar": "تبدأ السنة",
        "body_en": BODY["en"],
        "body_ar": BODY["ar"],
        "released_at": "",
        **different,
    }


def send(house, fields, seat=None, at=None):
    with the_clock_at(at or house.at):
        return a_visitor(seat or house.secretariat).post("/en/press/new/", fields)


def test_the_secretariat_previews_a_release_and_nothing_is_issued(house):
    a_city(house)
    response = send(house, typed(preview="1"))
    shown = response.content.decode()
    assert "Nothing is issued yet." in shown
    assert "We are <a" in shown
    assert "نحن <a" in shown
    assert not Release.objects.exists()


def test_a_preview_shows_each_language_in_its_own_digits(house):
    for _number in range(12):
        a_city(house)
    shown = send(house, typed(preview="1")).content.decode()
    assert ">12</a> cities." in shown
    assert ">١٢</a> مدينة." in shown


def test_the_secretariat_issues_a_release_at_once(house):
    response = send(house, typed())
    release = Release.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/en/press/{release.public_id}/")
    assert abs(release.released_at - house.at) < timedelta(minutes=1)
    assert release.title == TITLE


def test_a_moment_that_is_typed_is_one_on_the_clock_of_the_seat(house):
    house.secretariat.organisation.time_zone = "Asia/Riyadh"
    house.secretariat.organisation.save()
    send(house, typed(released_at="2031-01-10T12:00"))
    assert Release.objects.get().released_at.isoformat() == "2031-01-10T09:00:00+00:00"


def test_a_form_sent_twice_is_one_release(house):
    addresses = {send(house, typed())["Location"] for _time in range(2)}
    assert Release.objects.count() == 1
    assert len(addresses) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body_ar": "نحن مدن."}, NOT_THE_SAME),
        ({"body_en": "{elephants}", "body_ar": "{elephants}"}, "There is no figure called elephants."),
        ({"released_at": "2031-01-01T12:00"}, "A release cannot be dated back. Choose a later moment, or none."),
        ({"released_at": "soon"}, "Give the day and the time, such as 2031-10-02 12:00."),
    ],
)
def test_what_is_wrong_with_a_release_is_said_and_what_was_typed_is_kept(house, fields, sentence):
    response = send(house, typed(**fields))
    shown = response.content.decode()
    assert response.status_code == 200
    assert sentence in shown
    assert "The year begins" in shown
    assert not Release.objects.exists()


def test_only_the_secretariat_finds_the_form(house):
    for seat in (None, *(a_seated(house, role) for role in Role if role != Role.SECRETARIAT)):
        with the_clock_at(house.at):
            client = a_visitor(seat)
            assert client.get("/en/press/new/").status_code == 404
            assert client.post("/en/press/new/", typed()).status_code == 404
    assert not Release.objects.exists()


def test_the_instants_of_releases_are_those_at_which_they_may_be_read(house):
    issued(house, "later", from_=house.at + DAY)
    issued(house, "now")
    assert instants(house.cycle) == [house.at, house.at + DAY]


def test_without_releases_the_page_says_who_issues_them(house):
    assert "The secretariat issues them." in page(house, "/press/")


def test_the_pages_take_the_same_queries_for_one_release_and_for_many(house):
    a_published_text(house)
    release = issued(house)
    addresses = ("/en/press/", f"/en{address_of(release)}")
    few = [counted(house, address) for address in addresses]
    for number in range(4):
        issued(house, f"more-{number}")
        a_city(house, standing=Standing.GUEST)
    assert [counted(house, address) for address in addresses] == few
    assert max(few) <= 8


def counted(house, address):
    with the_clock_at(house.at + 2 * DAY):
        return len(queries_of(a_visitor(), address))
