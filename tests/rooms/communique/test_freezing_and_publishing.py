"""The two acts that end the negotiation: read back before they are done, and done once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.freeze import freeze, publish
from mithaq.communique.models import Freezing, Publication, Text, Wording
from mithaq.communique.vocabulary import ClauseKind
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from tests.factories.guards import past_the_guards
from tests.factories.house import a_frozen_text, a_house, a_point, a_published_text, a_seated, a_text
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


def sent(house, address, seat=None, at=None, **typed):
    with the_clock_at(at or house.at):
        return a_visitor(seat or house.secretariat).post(f"/en/{address}", typed)


def page(house, address, seat=None):
    with the_clock_at(house.at):
        return page_of(a_visitor(seat or house.secretariat), f"/en/{address}")


def latest(text):
    return text.drafts.latest("number")


def test_freezing_reads_the_title_and_the_hash_back_and_then_freezes_that_draft(house):
    text = a_text(house)
    shown = page(house, f"texts/{text.public_id}/freezing/")
    assert "Communiqué" in shown
    assert "البيان" in shown
    sent(house, f"texts/{text.public_id}/freezing/", draft=latest(text).public_id)
    freezing = Freezing.objects.get()
    assert freezing.hash in shown
    assert (freezing.draft, freezing.seat) == (latest(text), house.secretariat)


def test_a_draft_that_was_overtaken_is_not_frozen_unseen(house):
    text = a_text(house)
    seen = latest(text)
    compose(text, [Composed(ClauseKind.CLOSING, {"en": "Done.", "ar": "حُرِّر."})], **house.by_us)
    answered = sent(house, f"texts/{text.public_id}/freezing/", draft=seen.public_id)
    assert "Another draft has been composed since you opened this page." in answered.content.decode()
    assert not Freezing.objects.exists()


def test_a_text_is_frozen_once_also_by_two_people_at_once(house):
    text = a_text(house)
    draft = latest(text).public_id
    first = sent(house, f"texts/{text.public_id}/freezing/", draft=draft)
    second = sent(house, f"texts/{text.public_id}/freezing/", house.colleague, draft=draft)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "already been frozen" in second.content.decode()
    assert Freezing.objects.count() == 1


def test_a_clause_without_one_authentic_language_cannot_be_frozen_and_the_page_says_why(house):
    text = begin_text(house.cycle, "half", "communique", {"en": "Half", "ar": "نصف"}, **house.by_us)
    compose(text, [Composed(ClauseKind.POINT, {"en": "Only English."})], **house.by_us)
    shown = page(house, f"texts/{text.public_id}/freezing/")
    assert "no words yet in one of the authentic languages" in shown
    assert 'name="draft"' not in shown
    with pytest.raises(Refused):
        freeze(latest(text), **house.by_us)


def test_publishing_reads_the_hash_back_and_makes_text_and_points_public(house):
    point = a_point(house)
    text = a_frozen_text(house, points=[point])
    assert text.freezing.hash in page(house, f"texts/{text.public_id}/publication/")
    answered = sent(house, f"texts/{text.public_id}/publication/", at=house.at + DAY, hash=text.freezing.hash)
    assert answered["Location"].endswith(f"/declarations/{text.public_id}/")
    point.refresh_from_db()
    assert Publication.objects.get().at == point.public_from == house.at + DAY


def test_another_hash_publishes_nothing(house):
    text = a_frozen_text(house)
    assert sent(house, f"texts/{text.public_id}/publication/", hash="0" * 64).status_code == 200
    assert not Publication.objects.exists()


def test_words_that_were_tampered_with_are_not_published(house):
    text = a_frozen_text(house)
    past_the_guards()
    Wording.objects.filter(language="ar").update(text="غير ما ثُبِّت.")
    answered = sent(house, f"texts/{text.public_id}/publication/", hash=text.freezing.hash)
    assert answered.status_code == 409
    assert "no longer have the hash they were frozen with" in answered.content.decode()
    assert not Publication.objects.exists()


def test_a_draft_cannot_be_published(house):
    text = a_text(house)
    assert "Freeze it first." in page(house, f"texts/{text.public_id}/publication/")
    with pytest.raises(Refused):
        publish(text, **house.by_us)


def test_a_text_is_published_once(house):
    text = a_published_text(house)
    assert "already been published" in page(house, f"texts/{text.public_id}/publication/")
    with pytest.raises(Refused):
        publish(Text.objects.get(), **house.by_us)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role not in (Role.SECRETARIAT, Role.CHAIR))])
@pytest.mark.parametrize("act", ["freezing", "publication"])
def test_for_others_these_pages_are_not_there(house, role, act):
    text = a_frozen_text(house)
    seat = a_seated(house, role) if role else None
    with the_clock_at(house.at):
        visitor = a_visitor(seat)
        address = f"/en/texts/{text.public_id}/{act}/"
        assert (visitor.get(address).status_code, visitor.post(address).status_code) == (404, 404)


def test_the_strong_action_on_the_text_is_the_next_one(house):
    text = a_text(house)
    assert "Freeze the text" in page(house, f"texts/{text.public_id}/")
    assert "Freeze the text" not in page(house, f"texts/{text.public_id}/", a_seated(house))
    freeze(latest(text), **house.by_us)
    assert "Publish the text" in page(house, f"texts/{text.public_id}/")
