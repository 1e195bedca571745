"""What of the library somebody sees, and how it is searched, narrowed and cited."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.desk.queries.pages import pages_saying
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.figures import count, figures
from mithaq.library.domain.keep import publish, withdraw
from mithaq.library.domain.name_theme import name_theme
from mithaq.library.queries import studies_visible_to
from tests.factories.house import a_city, a_group, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db


def shown(house, address, seat=None):
    with the_clock_at(house.at):
        return page_of(a_visitor(seat), address)


def status(house, address, seat=None):
    with the_clock_at(house.at):
        return a_visitor(seat).get(address).status_code


def test_a_study_is_seen_by_those_who_work_in_the_year_and_by_everybody_once_it_is_public(house, a_study):
    study = a_study()
    for seat in (None, a_seated(house, Role.PRESS)):
        assert not studies_visible_to(seat, house.at)
        assert status(house, study.get_absolute_url(), seat) == 404
        assert study.identifier not in shown(house, "/en/studies/?q=study", seat)
    for role in (Role.SHERPA, Role.MAYOR, Role.PARTNER, Role.AUDITOR):
        assert list(studies_visible_to(a_seated(house, role), house.at)) == [study]
    publish(study, **house.by_us)
    assert status(house, study.get_absolute_url()) == 200
    assert study.identifier in shown(house, "/en/studies/?q=study")


def test_a_withdrawn_study_is_seen_by_those_who_handed_it_in_the_secretariat_and_the_auditor(house, a_study):
    partner = a_seated(house, Role.PARTNER)
    study = a_study(partner)
    publish(study, **house.by_us)
    withdraw(study, "Its figures were wrong.", seat=partner, at=house.at)
    for seat in (partner, house.secretariat, a_seated(house, Role.AUDITOR)):
        assert "Its figures were wrong." in shown(house, study.get_absolute_url(), seat)
    for seat in (None, a_seated(house), a_seated(house, Role.PRESS)):
        assert status(house, study.get_absolute_url(), seat) == 404
        assert study.identifier not in shown(house, "/en/studies/?q=study", seat)


def test_nobody_sees_a_study_before_it_came_in(house, a_study):
    a_study(at=house.at + timedelta(days=1))
    assert not studies_visible_to(house.secretariat, house.at)


def test_the_library_says_what_will_stand_there_while_it_is_empty(house):
    assert "The studies of the year will stand here" in shown(house, "/en/studies/")


# Searching -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def floods(a_study_of_pages):
    """A study whose second page speaks English of floods and whose third Arabic."""
    return a_study_of_pages(
        "The cities count their boats.",
        "Nine cities were warned of the flood by telephone before the water came.",
        "أُنذرت تسع مدن بالفيضان قبل وصول الماء إليها.",
        title={"en": "Six Days", "ar": "ستة أيام"},
        languages=("en", "ar"),
    )


@pytest.mark.parametrize(
    ("address", "mark", "page"),
    [
        ("/en/studies/?q=floods", "<mark>flood</mark>", "page 2"),
        ("/en/studies/?q=الفيضانات", "<mark>بالفيضان</mark>", "page 3"),
        ("/ar/studies/?q=flood+warned", "<mark>flood</mark>", "الصفحة 2"),
        ("/ar/studies/?q=فيضان", "<mark>بالفيضان</mark>", "الصفحة 3"),
    ],
)
def test_a_study_is_found_by_its_pages_with_the_page_and_the_words_marked(house, floods, address, mark, page):
    found = shown(house, address, house.secretariat)
    assert floods.identifier in found
    assert mark in found
    assert page in found.replace("٢", "2").replace("٣", "3")


def test_each_page_is_searched_and_shown_in_its_own_language(house, a_study_of_pages):
    a_study_of_pages("The ferrymen hang lanterns.", "علّق المراكبية الفوانيس على ضفاف النهر.")
    found = shown(house, "/ar/studies/?q=lantern", house.secretariat)
    assert '<bdi lang="en" dir="auto">The ferrymen hang <mark>lanterns</mark>' in found


def test_what_no_study_says_is_said_to_be_nowhere(house, floods):
    assert "No study that you may see holds all of this." in shown(house, "/en/studies/?q=volcano", house.secretariat)


def test_the_search_over_everything_finds_studies_by_their_pages(house, floods):
    (finds,) = pages_saying("flood", house.secretariat, house.at)
    assert [(one.title, one.page) for one in finds.shown] == [(floods.title, 2)]
    assert pages_saying("flood", None, house.at) == []
    page = shown(house, "/en/search/?q=flood&kind=studies", house.secretariat)
    assert "Six Days" in page
    assert "<mark>flood</mark>" in page


# Narrowing -----------------------------------------------------------------------------------------------------------


def test_the_shelf_is_narrowed_by_whatever_is_known_of_a_study(house, a_study):
    city, group = a_city(house, "Ghaymara"), a_group(house)
    theme = name_theme(house.cycle, {"en": "Warning"}, "warning", **house.by_us)
    meant = a_study(
        organisations=(city,), cities=(city,), themes=(theme,), languages=("ar",), issued="2031-02", group=group
    )
    other = a_study(languages=("en",), issued="2030")
    for narrowed in (
        "theme=warning",
        f"city={city.public_id}",
        f"organisation={city.public_id}",
        f"group={group.public_id}",
        "language=ar",
        "year=2031",
        "year=2031&language=ar&q=study",
    ):
        page = shown(house, f"/en/studies/?{narrowed}", house.secretariat)
        assert meant.identifier in page, narrowed
        assert other.identifier not in page, narrowed
    for unknown in ("theme=nothing", "year=%27", "language=%22", "page=99", "city=' OR 1=1"):
        assert other.identifier in shown(house, f"/en/studies/?{unknown}", house.secretariat), unknown


def test_only_what_leads_to_a_study_that_one_may_see_is_offered(house, a_study):
    city = a_city(house, "Ghaymara")
    a_study(cities=(city,))
    publish(a_study(), **house.by_us)
    assert "Ghaymara" in shown(house, "/en/studies/", house.secretariat)
    assert "Ghaymara" not in shown(house, "/en/studies/")


# Citing --------------------------------------------------------------------------------------------------------------


def test_the_address_of_an_identifier_leads_to_its_study(house, a_study):
    study = a_study()
    with the_clock_at(house.at):
        for identifier in ("S2031-01", "s2031-1", "2031-01"):
            answer = a_visitor(house.secretariat).get(f"/en/studies/by/{identifier}/")
            assert (answer.status_code, answer["Location"]) == (302, study.get_absolute_url())
    for nothing in ("S2031-02", "S2030-01", "S2031", "x", "S2031-" + "9" * 5000, "S٢٠٣١-٠١"):
        assert status(house, f"/en/studies/by/{nothing}/", house.secretariat) == 404
    assert status(house, "/en/studies/by/S2031-01/") == 404


@pytest.mark.parametrize(("form", "said"), [("bibtex", "@techreport{S2031-01"), ("ris", "TY  - "), ("csl", '"id"')])
def test_a_study_is_cited_in_the_forms_of_reference_managers(house, a_study, form, said):
    study = a_study()
    assert said in shown(house, f"{study.get_absolute_url()}citation/{form}/", house.secretariat)
    assert status(house, f"{study.get_absolute_url()}citation/word/", house.secretariat) == 404


@pytest.mark.parametrize(("licence", "expected"), [("CC-BY-4.0", 200), ("reserved", 404), ("", 404)])
def test_a_file_is_given_to_everybody_under_an_open_licence_alone(house, a_study_of_pages, licence, expected):
    study = a_study_of_pages("Rivers rise.", licence=licence)
    publish(study, **house.by_us)
    assert status(house, f"{study.get_absolute_url()}file/") == expected
    assert status(house, f"{study.get_absolute_url()}file/", house.secretariat) == 200


# Counting ------------------------------------------------------------------------------------------------------------


def test_studies_are_counted_as_of_a_time_without_those_withdrawn(house, a_study):
    figure = next(one for one in figures() if one.key == "studies")
    study = a_study()
    a_study(at=house.at + timedelta(days=2))
    withdraw(study, "A mistake.", seat=house.secretariat, at=house.at + timedelta(days=1))
    counted = [count(figure, house.cycle, house.at + timedelta(days=days)) for days in range(3)]
    assert [found and found.value for found in counted] == [1, 0, 1]


@pytest.mark.parametrize("address", ["/en/studies/", "/en/studies/?q=study", "/en/search/?q=study", "study"])
def test_a_page_costs_eight_queries_at_most_whatever_stands_there(house, a_study, address):
    theme = name_theme(house.cycle, {"en": "Warning"}, "warning", **house.by_us)
    costs = []
    for _time in range(3):
        city = a_city(house)
        study = a_study(organisations=(city,), cities=(city,), themes=(theme,), languages=("en",))
        with the_clock_at(house.at):
            asked = study.get_absolute_url() if address == "study" else address
            costs.append(len(queries_of(a_visitor(house.secretariat), asked)))
    assert costs[0] == costs[-1]
    assert costs[0] <= 8, costs


def test_names_of_another_script_stand_in_the_order_of_the_line(house, a_study):
    study = a_study(authors=("Wiebke Osterhage", "Noor Al-Sahlawi", "ليلى <i>"))
    page = shown(house, study.get_absolute_url().replace("/en/", "/ar/"), house.secretariat)
    first, second, third = (
        f'<bdi dir="auto">{name}</bdi>' for name in ("Wiebke Osterhage", "Noor Al-Sahlawi", "ليلى &lt;i&gt;")
    )
    assert f"{first} و\u00a0{second} و{third}" in page
