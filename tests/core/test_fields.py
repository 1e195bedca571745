"""Letters with fields, as they are shown."""

from __future__ import annotations

from mithaq.core.fields import with_fields_apart


def test_a_field_stands_between_marks_that_keep_its_braces_the_right_way_round():
    assert with_fields_apart("موعده {{ deadline }}.", right_to_left=True) == "موعده \u200f\u2066{{ deadline }}\u2069."


def test_words_and_braces_that_are_no_field_stay_as_they_are():
    assert with_fields_apart("أمانة }} {{ }}", right_to_left=True) == "أمانة }} {{ }}"
