"""The text page: both languages aligned, what stands in the margin, and who may see it when."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta

import pytest

from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.freeze import freeze, hash_of, hash_of_words, publish, record_publication
from mithaq.communique.models import Wording
from mithaq.communique.queries import clauses_visible_to, reading_of, shown_draft
from mithaq.communique.queries.rows import languages_of, row_of
from mithaq.communique.vocabulary import ClauseKind
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.guards import past_the_guards
from tests.factories.house import a_frozen_text, a_house, a_paper, a_point, a_published_text, a_seated, a_text
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
READERS_OF_DRAFTS = (Role.SECRETARIAT, Role.CHAIR, Role.CONVENER, Role.SHERPA, Role.MAYOR)


@pytest.fixture
def house():
    return a_house()


def answered(house, address, seat=None, at=None, language="en"):
    with the_clock_at(at or house.at):
        return a_visitor(seat).get(f"/{language}/{address}")


def page(house, address, seat=None, at=None):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/en/{address}")


# Who sees it --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_a_draft_is_there_for_those_who_negotiate_and_for_nobody_else(house, role):
    text = a_text(house)
    status = answered(house, f"texts/{text.public_id}/", a_seated(house, role)).status_code
    assert status == (200 if role in READERS_OF_DRAFTS else 404)


def test_a_frozen_text_is_there_for_the_auditor_too(house):
    text = a_frozen_text(house)
    assert answered(house, f"texts/{text.public_id}/", a_seated(house, Role.AUDITOR)).status_code == 200
    assert answered(house, f"texts/{text.public_id}/", a_seated(house, Role.PARTNER)).status_code == 404


def test_before_publication_a_stranger_finds_neither_the_text_nor_its_clauses_nor_its_title(house):
    text = a_frozen_text(house)
    clause = text.clauses.first()
    addresses = [f"texts/{text.public_id}/", f"texts/{text.public_id}/canonical.json", f"clauses/{clause.public_id}/"]
    assert [answered(house, address).status_code for address in addresses] == [404, 404, 404]
    shown = page(house, "texts/")
    assert "The texts of the year will stand here." in shown
    assert "Communiqué" not in shown


def test_a_published_text_is_there_for_everybody_from_its_instant_on(house):
    text = a_published_text(house, at=house.at + DAY)
    assert answered(house, f"texts/{text.public_id}/", at=house.at + DAY - timedelta(seconds=1)).status_code == 404
    assert answered(house, f"texts/{text.public_id}/", at=house.at + DAY).status_code == 200


def test_what_an_earlier_draft_said_does_not_become_public_with_the_frozen_one(house):
    text = a_text(house, points=1)
    words = {"en": "We promise the earth.", "ar": "نعد بكل شيء."}
    old = compose(text, [Composed(ClauseKind.POINT, words)], **house.by_us)
    compose(text, [Composed(ClauseKind.POINT, {"en": "We promise one tree.", "ar": "نعد بشجرة."})], **house.by_us)
    dropped = old.placements.get().clause
    freeze(text.drafts.latest("number"), **house.by_us)
    published = a_publication_of(house, text)
    assert dropped not in clauses_visible_to(None, house.at + DAY)
    assert answered(house, f"clauses/{dropped.public_id}/", at=house.at + DAY).status_code == 404
    assert "We promise the earth." not in page(house, f"texts/{published.public_id}/", at=house.at + DAY)


def a_publication_of(house, text):
    publish(text, seat=house.secretariat, at=house.at + DAY)
    return text


# What it shows ------------------------------------------------------------------------------------------------------


def test_clauses_stand_in_both_languages_with_their_numbers_each_in_its_direction(house):
    text = a_published_text(house, points=2)
    shown = page(house, f"texts/{text.public_id}/", at=house.at + DAY)
    assert (
        shown.index("We, the mayors.") < shown.index("نحن العمداء.") < shown.index("Point 1.") < shown.index("Point 2.")
    )
    assert '<div class="clause__wording" lang="ar" dir="rtl">' in shown
    assert '<div class="clause__wording" lang="en" dir="ltr">' in shown


def test_the_reader_s_own_language_comes_first(house):
    text = a_published_text(house, points=1)
    shown = answered(house, f"texts/{text.public_id}/", at=house.at + DAY, language="ar").content.decode()
    assert shown.index("نحن العمداء.") < shown.index("We, the mayors.")


def test_one_language_can_be_read_alone(house):
    text = a_published_text(house, points=1)
    shown = page(house, f"texts/{text.public_id}/?language=ar", at=house.at + DAY)
    assert "نحن العمداء." in shown
    assert "We, the mayors." not in shown


def test_paragraphs_of_both_languages_stand_beside_each_other(house):
    text = begin_text(house.cycle, "long", "communique", {"en": "Long", "ar": "طويل"}, **house.by_us)
    words = {"en": "First.\n\nSecond.", "ar": "أولًا.\n\nثانيًا."}
    compose(text, [Composed(ClauseKind.PREAMBLE, words)], **house.by_us)
    reading = reading_of(text)
    row = row_of(reading.outermost[0], languages_of(text), {})
    assert [[words.text for words in level] for level in row.paragraphs] == [["First.", "أولًا."], ["Second.", "ثانيًا."]]
    shown = page(house, f"texts/{text.public_id}/", house.secretariat)
    assert shown.index("First.") < shown.index("أولًا.") < shown.index("Second.") < shown.index("ثانيًا.")


@pytest.fixture
def in_three(house):
    titles = {"en": "Three", "ar": "ثلاث", "fr": "Trois"}
    text = begin_text(house.cycle, "three", "statement", titles, languages=tuple(titles), **house.by_us)
    words = {"en": "One.\n\nTwo.", "ar": "واحد.\n\nاثنان.", "fr": "Un.\n\nDeux."}
    compose(text, [Composed(ClauseKind.PREAMBLE, words), Composed(ClauseKind.POINT, titles)], **house.by_us)
    return text


def test_three_languages_stand_in_three_columns_which_the_page_knows_of(house, in_three):
    shown = page(house, f"texts/{in_three.public_id}/", house.secretariat)
    assert shown.count('class="clause__wordings clause__wordings--3"') == 2
    assert "text--own text--in-columns" in shown
    assert shown.index("One.") < shown.index("واحد.") < shown.index("Un.") < shown.index("Two.")


def test_of_three_languages_two_can_be_read_together_the_reader_s_own_first(house, in_three):
    shown = page(house, f"texts/{in_three.public_id}/", house.secretariat)
    for width, current in (("wide", "both"), ("medium", "en%2Car"), ("narrow", "en")):
        tabs = shown.split(f'class="text-tools__{width}"')[1].split("</nav>")[0]
        assert [part.split('"')[0] for part in tabs.split("?language=")[1:]] == [
            "both", "en%2Car", "en%2Cfr", "en", "ar", "fr",
        ]  # fmt: skip
        assert re.search(rf'language={current}"[^>]*aria-current', tabs)
    pair = page(house, f"texts/{in_three.public_id}/?language=en,fr", house.secretariat)
    assert "Deux." in pair
    assert "اثنان." not in pair
    assert "text--own" not in pair


def test_unequal_paragraphs_are_not_forced_beside_each_other(house):
    text = begin_text(house.cycle, "long", "communique", {"en": "Long", "ar": "طويل"}, **house.by_us)
    compose(text, [Composed(ClauseKind.PREAMBLE, {"en": "First.\n\nSecond.", "ar": "كلها."})], **house.by_us)
    assert row_of(reading_of(text).outermost[0], languages_of(text), {}).paragraphs == []


def test_the_margin_says_how_many_recommendations_a_clause_comes_from(house):
    point = a_point(house, a_paper(house, recommendations=3).recommendations.all())
    text = a_frozen_text(house, points=[point])
    assert "from 3 recommendations" in page(house, f"texts/{text.public_id}/", a_seated(house))
    assert "from 3 recommendations" not in page(house, f"texts/{text.public_id}/", a_seated(house, Role.AUDITOR))


def test_the_state_of_the_text_stands_on_it(house):
    text = a_text(house)
    assert "draft 0" in page(house, f"texts/{text.public_id}/", house.secretariat)
    freezing = freeze(text.drafts.get(), **house.by_us)
    shown = page(house, f"texts/{text.public_id}/", house.secretariat)
    assert freezing.hash in shown
    assert "Frozen on" in shown


def test_the_public_reads_for_which_organisation_somebody_froze_the_text_and_the_seated_read_who(house):
    text = a_published_text(house)
    address = f"texts/{text.public_id}/"
    assert "Salma Idris" not in page(house, address, at=house.at + DAY)
    assert "Salma Idris" in page(house, address, a_seated(house), at=house.at + DAY)


def test_a_text_that_was_published_elsewhere_says_that_its_words_are_not_on_record(house):
    text = begin_text(house.cycle, "old", "communique", {"en": "Old", "ar": "قديم"}, **house.by_us)
    record_publication(text, "The Gazette, 2 October", published=house.at, **house.by_us)
    shown = page(house, f"texts/{text.public_id}/")
    assert "The wording of this text is not on record" in shown
    assert "The Gazette, 2 October" in shown
    assert answered(house, f"texts/{text.public_id}/canonical.json").status_code == 404


def test_line_numbers_are_switched_by_the_address(house):
    text = a_published_text(house)
    assert "text--numbered" in page(house, f"texts/{text.public_id}/?lines=1", at=house.at + DAY)
    assert "text--numbered" not in page(house, f"texts/{text.public_id}/", at=house.at + DAY)


# The hash -----------------------------------------------------------------------------------------------------------


def test_the_canonical_form_has_the_hash_that_was_frozen(house):
    text = a_published_text(house)
    answer = answered(house, f"texts/{text.public_id}/canonical.json", at=house.at + DAY)
    assert answer["Content-Type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == text.freezing.hash
    assert json.loads(answer.content)["languages"] == ["ar", "en"]


def test_a_draft_has_no_canonical_form_yet(house):
    text = a_text(house)
    assert answered(house, f"texts/{text.public_id}/canonical.json", house.secretariat).status_code == 404


def test_hashing_what_was_read_gives_the_draft_s_own_hash(house):
    text = a_frozen_text(house)
    reading = reading_of(text)
    assert hash_of_words(text, reading.outermost) == hash_of(shown_draft(text)) == text.freezing.hash
    past_the_guards()
    Wording.objects.filter(language="en").update(text="Tampered.")
    assert hash_of_words(text, reading_of(text).outermost) != text.freezing.hash


# How often it asks --------------------------------------------------------------------------------------------------


def a_text_of(house, points):
    """Another published text of the same year, out of so many points."""
    made = [a_point(house) for _ in range(points)]
    clauses = [Composed(ClauseKind.POINT, {t.language: t.text for t in point.texts.all()}, (point,)) for point in made]
    text = begin_text(house.cycle, f"text-{points}", "communique", {"en": "Text", "ar": "نص"}, **house.by_us)
    freeze(compose(text, clauses, **house.by_us), **house.by_us)
    return a_publication_of(house, text)


@pytest.mark.parametrize(("address", "most"), [("texts/{text}/", 8), ("clauses/{clause}/", 10)])
def test_the_pages_ask_as_often_for_three_clauses_as_for_one(house, address, most):
    asked = []
    for points in (1, 3):
        text = a_text_of(house, points)
        clause = text.clauses.filter(kind="point").first()
        with the_clock_at(house.at + 2 * DAY):
            page_asked = "/en/" + address.format(text=text.public_id, clause=clause.public_id)
            asked.append(len(queries_of(a_visitor(), page_asked)))
    assert asked[0] == asked[1] <= most
