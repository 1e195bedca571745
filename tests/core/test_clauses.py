import hashlib
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.clauses import FrozenClause, canonical, canonical_text, frozen_hash

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def clause(public_id="c1", words=None, **others):
    return FrozenClause(public_id, "clause", "1", words or {"en": "Act.", "ar": "اعملوا."}, **others)


TITLE = {"en": "Covenant", "ar": "ميثاق"}


@given(VALUES)
def test_any_json_reader_gets_the_value_back(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 9)))
def test_the_order_in_which_an_object_was_made_does_not_matter(value):
    assert canonical(dict(reversed(list(value.items())))) == canonical(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": [1, True, None], "a": "é"}, '{"a":"é","b":[1,true,null]}'),
        # The control characters with a short escape, one without, the two that must be escaped, and DEL that must not.
        ('\b\t\n\f\r\x1f"\\/\x7f', '"\\b\\t\\n\\f\\r\\u001f\\"\\\\/\x7f"'),
        # RFC 8785, section 3.2.3: a key beyond U+FFFF sorts by its surrogates, before U+FB33.
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
        ({"\u20ac": 1, "\r": 2, "1": 3, "\u0080": 4, "\u00f6": 5}, '{"\\r":2,"1":3,"\u0080":4,"ö":5,"€":1}'),
        (-(2**53) + 1, "-9007199254740991"),
        ({}, "{}"),
    ],
)
def test_the_form_is_that_of_rfc_8785(value, written):
    assert canonical(value) == written.encode()


@pytest.mark.parametrize("value", [1.0, b"x", {1: "x"}, object(), {"x": 0.5}, {3, 4}])
def test_a_value_without_one_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800", {"\ud800": 1}])
def test_a_number_or_text_that_others_cannot_hold_is_refused(value):
    with pytest.raises(ValueError, match=r"beyond|surrogates"):
        canonical(value)


def test_a_frozen_text_has_the_form_written_here_by_hand():
    inner = clause("c2", {"en": "First.", "ar": "أولا."})
    by_hand = (
        '{"clauses":[{"clauses":[{"clauses":[],"id":"c2","kind":"clause","number":"1","words":{'
        '"ar":{"hash":"' + hashlib.sha256("أولا.".encode()).hexdigest() + '","text":"أولا."},'
        '"en":{"hash":"' + hashlib.sha256(b"First.").hexdigest() + '","text":"First."}}}],'
        '"id":"c1","kind":"clause","number":"1","words":{'
        '"ar":{"hash":"' + hashlib.sha256("اعملوا.".encode()).hexdigest() + '","text":"اعملوا."},'
        '"en":{"hash":"' + hashlib.sha256(b"Act.").hexdigest() + '","text":"Act."}}}],'
        '"form":"mithaq-text-1","languages":["ar","en"],"title":{"ar":"ميثاق","en":"Covenant"}}'
    ).encode()
    clauses = [clause(clauses=(inner,))]
    assert canonical_text(TITLE, ["en", "ar"], clauses) == by_hand
    assert frozen_hash(TITLE, ["en", "ar"], clauses) == hashlib.sha256(by_hand).hexdigest()


def test_the_smallest_text_has_this_hash():
    # printf '%s' '{"clauses":[],"form":"mithaq-text-1","languages":["en"],"title":{"en":"Covenant"}}' | sha256sum
    assert (
        frozen_hash({"en": "Covenant"}, ["en"], [])
        == "c48aab670d53aa541b7e4acecb515fae5d988eb09131702e7814f2703c47dbba"
    )


def test_the_order_of_languages_and_the_composition_of_accents_do_not_change_the_hash():
    one = [clause(words={"en": "Café", "ar": "أ"})]
    other = [clause(words={"ar": unicodedata.normalize("NFD", "أ"), "en": unicodedata.normalize("NFD", "Café")})]
    assert frozen_hash(TITLE, ["en", "ar"], one) == frozen_hash(TITLE, ["ar", "en"], other)


@pytest.mark.parametrize(
    "changed",
    [
        [clause(words={"en": "Act!", "ar": "اعملوا."})],
        [clause("c9")],
        [clause(), clause("c2")],
        [clause(clauses=(clause("c2"),))],
        [FrozenClause("c1", "heading", "1", {"en": "Act.", "ar": "اعملوا."})],
        [FrozenClause("c1", "clause", "2", {"en": "Act.", "ar": "اعملوا."})],
    ],
)
def test_any_change_of_the_text_changes_the_hash(changed):
    assert frozen_hash(TITLE, ["en", "ar"], changed) != frozen_hash(TITLE, ["en", "ar"], [clause()])


def test_the_order_of_the_clauses_is_part_of_the_text():
    first, second = clause("c1"), clause("c2")
    assert frozen_hash(TITLE, ["en", "ar"], [first, second]) != frozen_hash(TITLE, ["en", "ar"], [second, first])


@pytest.mark.parametrize(
    ("title", "languages", "clauses"),
    [
        (TITLE, ["en", "ar"], [clause(words={"en": "Act."})]),
        (TITLE, ["en", "ar"], [clause(words={"en": "Act.", "ar": "اعملوا.", "fr": "Agir."})]),
        ({"en": "Covenant"}, ["en", "ar"], []),
        (TITLE, ["en", "en", "ar"], []),
        (TITLE, ["en", "ar"], [clause(), clause(clauses=())]),
    ],
)
def test_a_text_with_a_gap_or_a_double_is_not_hashed(title, languages, clauses):
    with pytest.raises(ValueError, match=r"stands in|named twice|the identity"):
        canonical_text(title, languages, clauses)
