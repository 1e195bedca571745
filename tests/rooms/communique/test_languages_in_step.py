"""A change in one language lets the clause wait until somebody finds that all of them say the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.freeze import freeze
from mithaq.communique.domain.pair import pair
from mithaq.communique.domain.settle import settle
from mithaq.communique.models import Pairing
from mithaq.communique.queries import clauses_of, in_order
from mithaq.communique.queries.pairs import unpaired_in, words_hash
from mithaq.communique.vocabulary import Outcome
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_house
from tests.factories.negotiation import RUNS, a_negotiator, a_return, a_round, the_point
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WAS, NOW = {"en": "Point 1.", "ar": "توصية 1."}, {"en": "Point 1 and trees.", "ar": "توصية 1."}
BOTH = {**NOW, "ar": "توصية 1 وأشجار."}


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def draft(house):
    """A second draft, in which the English of the first point has changed."""
    about = a_round(house)
    returned = a_return(about, a_negotiator(house), NOW["en"], at=house.at)
    settle(about, [returned.amendments.get().public_id], Outcome.ADOPTED, seat=house.secretariat, at=house.at)
    return compile_draft(about, seat=house.secretariat, at=about.closes + HOUR)


def after(draft):
    return draft.text.rounds.get(draft__number=0).closes + 2 * HOUR


def the_clause(draft):
    return the_point(draft.text.rounds.get(draft__number=0))


def paired(house, draft, words, seen):
    return pair(the_clause(draft), words, words_hash(seen), seat=house.secretariat, at=after(draft))


def words_of(draft):
    return {placed.clause.pk: dict(placed.words) for _depth, placed in in_order(clauses_of(draft))}[
        the_clause(draft).pk
    ]


def test_a_changed_language_makes_the_others_of_that_clause_stale_and_no_other_clause(house, draft):
    behind = unpaired_in(draft)
    assert list(behind) == [the_clause(draft).pk]
    assert behind[the_clause(draft).pk].stale == ("ar",)
    assert dict(behind[the_clause(draft).pk].was) == WAS


def test_a_text_out_of_step_is_not_frozen_until_its_languages_are_paired(house, draft):
    by = {"seat": house.secretariat, "at": after(draft)}
    with pytest.raises(Refused):
        freeze(draft, **by)
    with the_clock_at(after(draft)):
        ours = a_visitor(house.secretariat)
        assert "not approved yet in every authentic language" in page_of(ours, f"/en/texts/{draft.text.public_id}/freezing/")
        shown = page_of(ours, f"/en/texts/{draft.text.public_id}/")
        assert "stale: العربيّة" in shown
        address = f"/en/clauses/{the_clause(draft).public_id}/pairing/"
        page = page_of(ours, address)
        assert "<ins>and trees.</ins>" in page or "<ins> and trees" in page
        typed = {"seen": words_hash(NOW), "words_en": BOTH["en"], "words_ar": BOTH["ar"]}
        assert ours.post(address, typed).status_code == 302
    assert words_of(draft) == BOTH
    assert unpaired_in(draft) == {}
    assert freeze(draft, **by).hash


def test_languages_that_say_the_same_already_are_paired_as_they_are(house, draft):
    paired(house, draft, NOW, NOW)
    assert unpaired_in(draft) == {}
    assert words_of(draft) == NOW


def test_words_that_changed_meanwhile_are_read_once_more(house, draft):
    paired(house, draft, BOTH, NOW)
    with pytest.raises(Refused):
        paired(house, draft, NOW, NOW)
    assert words_of(draft) == BOTH
    assert Pairing.objects.count() == 1


def test_every_authentic_language_has_words(house, draft):
    with pytest.raises(Refused):
        paired(house, draft, {**BOTH, "ar": " "}, NOW)


def test_once_a_draft_lies_before_the_cities_its_words_change_with_their_amendments_alone(house, draft):
    at = after(draft)
    call_round(draft.text, at, at + RUNS, "en", seat=house.secretariat, at=at)
    with pytest.raises(Refused):
        paired(house, draft, BOTH, NOW)
    paired(house, draft, NOW, NOW)
    assert unpaired_in(draft) == {}


def test_only_the_secretariat_pairs_languages(house, draft):
    with pytest.raises(Refused):
        pair(the_clause(draft), BOTH, words_hash(NOW), seat=a_negotiator(house), at=after(draft))
