"""Long lists of choices are written as Django writes them."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from mithaq.foundation.ui.choices import Listed, Run, written

CITIES = [("", "Choose one"), ("a&b", "Marsa <Nour> & Co"), (3, "تونس"), ("3", "said twice")]
GROUPED = [("Rivers", [("n", "Nile"), ("m", "Medjerda")]), ("s", "the sea")]


def both(widget: forms.Widget, value: Any, **attributes: Any) -> tuple[Any, Any]:
    ours = written(widget)
    assert type(ours) is not type(widget)
    drawn = (one.render("place", value, {"id": "id_place", **attributes}) for one in (ours, widget))
    first, second = drawn
    return parse_html(first), parse_html(second)


@pytest.mark.parametrize("value", ["", None, "a&b", 3, "unknown"])
@pytest.mark.parametrize("choices", [CITIES, GROUPED], ids=["plain", "grouped"])
def test_a_list_to_choose_from_is_the_same(choices: list[Any], value: Any) -> None:
    ours, theirs = both(forms.Select({"class": "wide"}, choices), value, required=True, dir='"auto"')
    assert ours == theirs


@pytest.mark.parametrize("value", [None, [], ["a&b", 3], ["s", "m"]], ids=["none", "empty", "two", "across"])
@pytest.mark.parametrize("choices", [CITIES, GROUPED], ids=["plain", "grouped"])
def test_a_list_to_choose_several_from_is_the_same(choices: list[Any], value: Any) -> None:
    ours, theirs = both(forms.SelectMultiple({"class": "wide"}, choices), value)
    assert ours == theirs


def test_a_plain_label_is_escaped_even_where_the_same_was_written_as_html_before() -> None:
    marked, plain = (written(forms.Select(choices=[("a", label)])) for label in (mark_safe("<b>A</b>"), "<b>A</b>"))
    assert "<b>A</b>" in marked.render("place", None)
    assert "&lt;b&gt;A&lt;/b&gt;" in plain.render("place", None)
    assert "<b>A</b>" in marked.render("place", None)


@pytest.mark.parametrize("value", [None, [], ["a&b", 3]], ids=["none", "empty", "two"])
def test_a_list_to_tick_is_the_same(value: Any) -> None:
    choices = CITIES[1:3]
    ours, theirs = both(forms.CheckboxSelectMultiple({"class": "wide"}, choices), value, **{"aria-describedby": "help"})
    assert ours == theirs


def test_other_widgets_stay_as_they_are() -> None:
    grouped = forms.CheckboxSelectMultiple(choices=GROUPED)
    radio = forms.RadioSelect(choices=CITIES)
    assert [written(grouped), written(radio)] == [grouped, radio]


@pytest.mark.parametrize("value", ["", "a&b", "n", "unknown"])
def test_a_shared_list_is_the_same_as_its_choices_written_out(value: str) -> None:
    cities = [Run("Rivers & more", [("n", "Nile"), ("a&b", "<Marsa>")]), Run("Seas", [("s", "Sea")])]
    shared = forms.Select({}, Listed("Choose one", cities))
    in_full = forms.Select({}, [("", "Choose one"), *((run.title, list(run.options)) for run in cities)])
    drawn = [parse_html(written(one).render("place", value, {"id": "id_place"})) for one in (shared, in_full)]
    assert drawn[0] == drawn[1]
    assert parse_html(in_full.render("place", value, {"id": "id_place"})) == drawn[0]


def test_a_shared_list_is_not_gone_through_again_and_accepts_what_stands_in_it() -> None:
    choices = Listed("Choose one", [Run("Rivers", [("n", "Nile")])])

    class Asked(forms.Form):
        place = forms.ChoiceField(choices=choices)

    assert Asked({"place": "n"}).is_valid()
    assert Asked({"place": "m"}).errors == {"place": ["Select a valid choice. m is not one of the available choices."]}
    assert Asked().fields["place"].widget.choices is choices
