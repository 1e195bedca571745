"""A group that calls its classes otherwise reads its own words in forms, and its own language before the others."""

import pytest
from django.utils.translation import override

from mithaq.cycle.models import Cycle
from mithaq.foundation.languages.words import reader_first
from mithaq.members.queries.classes import class_choices, class_heading, class_word
from mithaq.members.vocabulary import Standing
from tests.factories.house import a_house

pytestmark = pytest.mark.django_db

OWN = {"standing": "participating", "title": {"en": "Spring city", "ar": "مدينة نبع"}}


def test_a_group_chooses_between_the_classes_that_it_has_in_its_own_words():
    cycle = a_group_with(OWN)
    assert class_choices() == [("participating", "Spring city")]
    with override("ar"):
        assert class_word("participating", cycle) == class_heading("participating", cycle) == "مدينة نبع"


def test_a_group_that_named_no_classes_has_them_all_in_the_usual_words():
    cycle = a_group_with()
    assert [code for code, _word in class_choices()] == Standing.values
    assert (class_word("guest", cycle), class_heading("guest", cycle)) == ("Guest", "Guest cities")


def test_the_readers_language_stands_first():
    with override("ar"):
        assert reader_first() == ["ar", "en"]
    with override("en"):
        assert reader_first() == ["en", "ar"]


def a_group_with(*classes):
    house = a_house()
    Cycle.objects.filter(pk=house.cycle.pk).update(classes=list(classes))
    return Cycle.objects.get(pk=house.cycle.pk)
