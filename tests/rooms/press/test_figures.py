"""Figures: counted from records, dated, with their evidence as far as the reader may see it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mithaq.communique.domain.freeze import publish
from mithaq.communique.models import Text
from mithaq.endorsements.domain.endorse import endorse
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.figures import count, figures
from mithaq.press.queries import evidence_visible_to, figure_with_key, figures_now, figures_of, label_of, records_behind
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mayor_with_a_mandate,
    a_published_text,
    a_seated,
    an_endorsement,
)
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


def an_unnamed_endorsement(house, text):
    mayor = a_mayor_with_a_mandate(house)
    return endorse(
        text,
        text.freezing.hash,
        languages=["en"],
        may_be_named=False,
        seat=mayor,
        at=house.at + timedelta(hours=2),
    )


def a_released_text(house):
    """Two endorsements by the release, one of a city that is not to be named."""
    text = a_frozen_text(house)
    an_endorsement(house, text)
    an_unnamed_endorsement(house, text)
    publish(text, seat=house.secretariat, at=house.at + DAY)
    return Text.objects.get(pk=text.pk)


def page(house, address, seat=None, at=None, language="en"):
    with the_clock_at(at or house.at + 2 * DAY):
        return page_of(a_visitor(seat), f"/{language}{address}")


def status(house, address, seat=None, at=None):
    with the_clock_at(at or house.at + 2 * DAY):
        return a_visitor(seat).get(f"/en{address}").status_code


def test_figures_are_values_with_relation_date_definition_and_records(house):
    city = a_city(house, "Ghaymara")
    found = figures_of(house.cycle, house.at, only_public=True)["cities_participating"]
    assert {key: found[key] for key in ("value", "relation", "as_of")} == {
        "value": 1,
        "relation": "=",
        "as_of": house.at.isoformat(),
    }
    assert set(found["definition"]) == {"en", "ar"}
    assert found["records"] == [
        {
            "kind": "members.membership",
            "id": city.memberships.get().public_id,
            "label": {"en": "Ghaymara"},
            "counts": 1,
        }
    ]


def test_figures_can_be_written_as_json_and_count_their_records(house):
    a_released_text(house)
    values = json.loads(json.dumps(figures_of(house.cycle, house.at + 2 * DAY, only_public=True)))
    assert {key: (found["value"], len(found["records"])) for key, found in values.items() if found["value"]} == {
        "cities_participating": (2, 2),
        "points_adopted": (2, 2),
        "cities_endorsing": (2, 2),
    }


def test_a_figure_that_has_nothing_to_count_yet_is_left_out(house):
    a_frozen_text(house)
    assert "cities_endorsing" not in figures_of(house.cycle, house.at, only_public=False)


def test_only_headline_figures_stand_among_the_years_figures(house):
    a_published_text(house)
    headlines = {figure.key for figure in figures() if figure.headline}
    assert set(figures_of(house.cycle, house.at + 2 * DAY, only_public=False)) <= headlines
    assert "endorsements_in_force" not in headlines


def test_a_number_that_is_not_public_is_left_out_of_the_public_figures_only(house):
    a_frozen_text(house)
    assert "points_adopted" in figures_of(house.cycle, house.at, only_public=False)
    assert "points_adopted" not in figures_of(house.cycle, house.at, only_public=True)


def test_a_city_that_is_not_to_be_named_is_counted_and_not_named(house):
    a_released_text(house)
    at = house.at + 2 * DAY
    to_all = figures_of(house.cycle, at, only_public=True)["cities_endorsing"]["records"]
    to_us = figures_of(house.cycle, at, only_public=False)["cities_endorsing"]["records"]
    assert [record["id"] is None for record in to_all] == [False, True]
    assert to_all[1]["label"]["en"] == "may not be named"
    assert [record["id"] is None for record in to_us] == [False, False]


def test_the_page_of_a_figure_counts_what_it_may_not_name(house):
    text = a_released_text(house)
    named, unnamed = text.endorsements.order_by("at")
    to_all = page(house, "/figures/cities_endorsing/")
    assert str(named) in to_all
    assert str(unnamed) not in to_all
    assert "1 record is counted that may not be named to you." in to_all
    assert str(unnamed) in page(house, "/figures/cities_endorsing/", house.secretariat)


def test_the_figures_page_shows_each_public_number_with_definition_date_and_evidence(house):
    a_city(house)
    shown = page(house, "/figures/")
    assert "Members of the cycle in the classes participating, observer and guest" in shown
    assert 'href="/en/figures/cities_participating/"' in shown


def test_a_number_before_its_release_is_there_for_the_secretariat_the_chair_and_the_auditor_alone(house):
    a_frozen_text(house)
    address = "/figures/points_adopted/"
    seats = {role: a_seated(house, role) for role in Role}
    found = {role for role, seat in seats.items() if status(house, address, seat, house.at) == 200}
    assert found == {Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR}
    assert status(house, address, None, house.at) == 404
    assert "Recommendations of the communiqué" not in page(house, "/figures/", None, house.at)


def test_a_figure_can_be_counted_as_of_an_earlier_day(house):
    a_city(house, "Early", since=house.at.date())
    a_city(house, "Late", since=house.at.date() + 2 * DAY)
    address, at = "/figures/cities_participating/", house.at + 5 * DAY
    shown = page(house, f"{address}?as_of={house.at.date()}", at=at)
    assert "Early" in shown
    assert "Late" not in shown
    assert "Late" in page(house, address, at=at)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2099-01-01", "That day has not come yet. Choose today or an earlier day."),
        ("2099-01-01T00:00:00Z", "That day has not come yet. Choose today or an earlier day."),
        ("soon", "Give the day as year, month and day, such as 2031-03-01."),
        ("2031-99-01", "Give the day as year, month and day, such as 2031-03-01."),
    ],
)
def test_a_day_that_cannot_be_counted_gets_a_sentence_and_the_number_of_today(house, asked, sentence):
    a_city(house, "Ghaymara")
    shown = page(house, f"/figures/cities_participating/?as_of={asked}")
    assert sentence in shown
    assert "Ghaymara" in shown


def test_asking_as_of_the_day_of_a_publication_to_come_betrays_nothing(house):
    a_published_text(house, at=house.at + 10 * DAY)
    day = house.at.date() + 10 * DAY
    assert status(house, f"/figures/points_adopted/?as_of={day}", at=house.at) == 404
    assert status(house, f"/figures/points_adopted/figure.json?as_of={day}", at=house.at) == 404


def test_a_figure_that_has_nothing_to_count_yet_says_so(house):
    assert "There was nothing to count on" in page(house, "/figures/cities_endorsing/")


def test_a_figure_that_is_not_declared_is_a_404(house):
    assert status(house, "/figures/elephants/") == 404


def test_the_files_hold_what_the_public_sees_whoever_asks(house):
    a_released_text(house)
    with the_clock_at(house.at + 2 * DAY):
        public, ours = (a_visitor(seat).get("/en/figures/figures.json") for seat in (None, house.secretariat))
        one = a_visitor().get("/en/figures/cities_endorsing/figure.json").json()
    assert public["Content-Disposition"] == 'attachment; filename="figures.json"'
    assert public.json()["cities_endorsing"] == ours.json()["cities_endorsing"] == one["cities_endorsing"]
    assert [record["id"] is None for record in one["cities_endorsing"]["records"]] == [False, True]


def test_taking_a_record_away_changes_exactly_the_figures_that_count_it(house):
    first, _second = a_city(house), a_city(house)
    before = figures_of(house.cycle, house.at, only_public=True)
    first.memberships.get().delete()
    after = figures_of(house.cycle, house.at, only_public=True)
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"cities_participating"}
    assert after["cities_participating"]["value"] == 1


def test_numbers_stand_in_the_readers_digits(house):
    for _number in range(12):
        a_city(house)
    assert "١٢" in page(house, "/figures/", language="ar")


def test_evidence_keeps_the_order_of_the_count(house):
    cities = [a_city(house, name) for name in ("C", "A", "B")]
    counted = count(figure_with_key("cities_participating"), house.cycle, house.at)
    evidence = evidence_visible_to(None, counted, house.at)
    assert [record.organisation for record in records_behind(evidence.references, None, house.at)] == cities
    assert evidence.unnamed == 0


def test_a_record_is_called_by_its_title_its_organisation_or_its_words(house):
    assert label_of(house.cycle) == {"en": "The year", "ar": "السنة"}
    assert label_of(a_city(house, "Ghaymara").memberships.get()) == {"en": "Ghaymara"}
    assert label_of(house.secretariat) == {"en": "Secretariat", "ar": "الأمانة"}
    assert label_of(house.secretariat.person.seats) == str(house.secretariat.person.seats)


def test_the_pages_take_the_same_queries_for_one_record_and_for_many(house):
    text = a_frozen_text(house)
    an_endorsement(house, text)
    addresses = ("/en/figures/", "/en/figures/cities_participating/", "/en/figures/cities_endorsing/")
    publish(text, seat=house.secretariat, at=house.at + DAY)
    few = [counted_queries(house, address) for address in addresses]
    for _number in range(3):
        an_endorsement(house, text, at=house.at + timedelta(hours=3))
    assert [counted_queries(house, address) for address in addresses] == few
    assert max(few) <= 8


def counted_queries(house, address):
    with the_clock_at(house.at + 2 * DAY):
        return len(queries_of(a_visitor(), address))


def test_figures_that_are_remembered_follow_the_next_act_and_the_next_minute(house):
    def cities(at):
        return {one.counted.figure.key: one.counted.value for one in figures_now(house.cycle, at)}[
            "cities_participating"
        ]

    assert cities(house.at) == 0
    a_city(house)
    a_city(house, since=house.at.date() + DAY)
    assert cities(house.at) == 1
    assert cities(house.at + DAY) == 2
    assert cities(house.at) == 1
