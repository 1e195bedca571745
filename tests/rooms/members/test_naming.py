"""Organisations by name, as lists to choose from show them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from mithaq.foundation.actors.vocabulary import Kind
from mithaq.members.domain.correct import correct_organisation
from mithaq.members.domain.merge import merge_organisations
from mithaq.members.queries.naming import names_of_organisations, organisations_to_choose
from tests.factories.house import a_house, an_organisation


@pytest.fixture
def house(db):
    return a_house()


def names(kind=None):
    return [name for _public_id, name in organisations_to_choose(kind) if name != "Secretariat"]


def test_they_stand_in_the_order_of_the_readers_language(house):
    sea = an_organisation(house, "Zafira")
    correct_organisation(sea, {"name": {"en": "Zafira", "ar": "أفق"}}, **house.by_us)
    place = an_organisation(house, "Marsa")
    correct_organisation(place, {"name": {"en": "Marsa", "ar": "مرسى"}}, **house.by_us)
    assert names() == ["Marsa", "Zafira"]
    with override("ar"):
        assert [name for _id, name in organisations_to_choose(Kind.CITY)] == ["أفق", "مرسى"]


def test_one_that_is_new_or_called_otherwise_stands_there_at_once(house):
    assert names() == []
    place = an_organisation(house, "Marsa")
    assert names() == ["Marsa"]
    correct_organisation(place, {"name": {"en": "Ghaymara"}}, **house.by_us)
    assert names() == [names_of_organisations()[place.pk].name] == ["Ghaymara"]


def test_one_that_was_merged_into_another_is_gone_at_once(house):
    kept, gone = an_organisation(house, "Marsa"), an_organisation(house, "Marsa Nour")
    assert names() == ["Marsa", "Marsa Nour"]
    merge_organisations(kept, gone, **house.by_us)
    assert names() == ["Marsa"]


def test_one_kind_alone_can_be_asked_for(house):
    an_organisation(house, "Marsa")
    an_organisation(house, "Rivers United", kind=Kind.NETWORK)
    assert names(Kind.NETWORK) == ["Rivers United"]


def test_they_cost_one_query_after_an_act_about_one_and_none_after_another(house, django_assert_num_queries):
    an_organisation(house, "Marsa")
    names()
    with django_assert_num_queries(1):  # what happened since
        names()
