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

    def ask(question):
        asked.append(question)
        return "asked@oases.example"

    begin_from(flags(email=None), ask=ask)
    assert asked == ["Your e-mail address"]
    assert Seat.objects.get().person.email == "asked@oases.example"


def test_in_an_arabic_terminal_one_is_asked_in_arabic_and_answers_in_it(db):
    answers = {"اسم المجموعة (العربيّة)": "رابطة مدن الواحات", "أول أيام قمة القادة (2031-11-15)": "2031-11-15"}
    with override("ar"):
        begin_from(flags(**{"group-ar": None, "summit": None}), ask=answers.__getitem__)
    assert Cycle.objects.get().group == {"ar": "رابطة مدن الواحات"}


def test_what_was_answered_wrong_is_asked_for_again_with_the_reason_and_the_rest_is_kept(db):
    asked, answers = [], iter(["15 Nov 2031", "somewhere", "2031-11-15", "Africa/Tunis"])

    def ask(question):
        asked.append(question)
        return next(answers)

    begin_from(flags(summit=None, zone=None), ask=ask)
    first = ["First day of the leaders' summit (2031-11-15)", "The group's clock (Africa/Tunis)"]
    assert asked[:2] == first
    assert [question.splitlines()[1] for question in asked[2:]] == first
    assert "2031-03-01" in asked[2]


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
