"""`mithaq new`: the same beginning from a terminal."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from mithaq.cli import NEW
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.site.beginning import CannotBegin, begin_from, sentence_of_what_began

GIVEN = {
    "group-ar": "رابطة مدن الواحات",
    "mark-ar": "واحات",
    "title-ar": "دورة ٢٠٣١",
    "summit": "2031-11-15",
    "days-off": "fri sat",
    "zone": "Africa/Tunis",
    "authentic": "ar",
    "secretariat-ar": "أمانة الرابطة",
    "person-ar": "ليلى",
    "email": "layla@oases.example",
}


@pytest.fixture(autouse=True)
def in_english():
    """Requests change the language of the process; a test gives it back."""
    with override("en"):
        yield


def flags(**other):
    return {**dict.fromkeys(NEW), **GIVEN, **other}


def test_a_year_is_begun_from_flags(db):
    seat = begin_from(flags())
    cycle = Cycle.objects.get()
    assert (cycle.authentic, cycle.working_calendar.off) == (["ar"], [4, 5])
    assert "رابطة مدن الواحات" in sentence_of_what_began(seat)


def test_what_is_missing_is_asked_for(db):
    asked = []

    def ask(flag):
        asked.append(flag)
        return "asked@oases.example"

    begin_from(flags(email=None), ask=ask)
    assert asked == ["email"]
    assert Seat.objects.get().person.email == "asked@oases.example"


def test_what_is_wrong_is_said_and_nothing_is_begun(db):
    with pytest.raises(CannotBegin) as refused:
        begin_from(flags(summit="soon", email="nobody"))
    assert "2031-03-01" in str(refused.value)
    assert "e-mail" in str(refused.value)
    assert not Seat.objects.exists()


def test_a_house_is_begun_once(db):
    begin_from(flags())
    with pytest.raises(CannotBegin, match="already been founded"):
        begin_from(flags())


def test_a_mark_that_is_no_png_is_refused(db, tmp_path):
    drawing = tmp_path / "mark.svg"
    drawing.write_text("<svg/>")
    with pytest.raises(CannotBegin, match="SVG"):
        begin_from(flags(emblem=str(drawing)))
