"""A text gets another title or other negotiators after it was begun, until its words are agreed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.about import name_negotiators, retitle
from mithaq.communique.models import Retitling, Text
from mithaq.communique.queries.negotiators import negotiates
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_city, a_frozen_text, a_house, a_seated, a_text
from tests.factories.negotiation import a_negotiator, a_round, a_silence
from tests.factories.visits import asked, page, sent

pytestmark = pytest.mark.django_db
TITLE = {"en": "The pact of the rivers", "ar": "ميثاق الأنهار"}


@pytest.fixture
def house():
    return a_house()


def test_a_text_is_called_otherwise_and_what_it_was_called_stays_on_record(house):
    text = a_text(house)
    before = dict(text.title)
    retitle(text, {**TITLE, "fr": " Le pacte  des fleuves "}, **house.by_us)
    text.refresh_from_db()
    assert dict(text.title) == {**TITLE, "fr": "Le pacte des fleuves"}
    assert dict(Retitling.objects.get().before) == before
    assert Act.objects.get(verb="text.retitled").facts == {"languages": ["ar", "en", "fr"]}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ({"en": "Only English"}, "each of its authentic languages"),
        ({**TITLE, "ar": "   "}, "each of its authentic languages"),
        ({**TITLE, "en": "x" * 301}, "too long"),
        ({"en": "Communiqué", "ar": "البيان"}, "already"),
    ],
    ids=["a language missing", "blank", "too long", "the same"],
)
def test_a_title_that_makes_no_sense_is_refused(house, title, said):
    text = a_text(house)
    with pytest.raises(Refused, match=said):
        retitle(text, title, **house.by_us)


def test_once_frozen_a_text_keeps_its_title_and_its_negotiators(house):
    frozen = a_frozen_text(house)
    with pytest.raises(Refused, match="frozen"):
        retitle(frozen, TITLE, **house.by_us)
    with pytest.raises(Refused, match="frozen"):
        name_negotiators(frozen, [a_city(house)], **house.by_us)


def test_while_its_words_are_put_to_silence_and_once_they_are_agreed_nothing_about_a_text_changes(house):
    silence = a_silence(house)
    for at in (house.at, silence.expires + timedelta(seconds=1)):
        with pytest.raises(Refused, match="silence"):
            retitle(silence.text, TITLE, seat=house.secretariat, at=at)
        with pytest.raises(Refused, match="silence"):
            name_negotiators(silence.text, [], seat=house.secretariat, at=at)


def test_only_the_secretariat_changes_them(house):
    text, sherpa = a_text(house), a_negotiator(house)
    with pytest.raises(Refused):
        retitle(text, TITLE, seat=sherpa, at=house.at)
    assert asked(house, sherpa, f"texts/{text.public_id}/title/").status_code == 404
    assert asked(house, sherpa, f"texts/{text.public_id}/negotiators/").status_code == 404


def test_other_cities_negotiate_a_text_from_now_on(house):
    one, other = a_negotiator(house), a_negotiator(house)
    text = a_round(house).text
    name_negotiators(text, [one.organisation], **house.by_us)
    assert negotiates(text, one.organisation, house.at)
    assert not negotiates(text, other.organisation, house.at)
    act = Act.objects.get(verb="text.negotiators_named")
    assert act.facts == {"added": [one.organisation.public_id], "taken_off": [], "all": False}
    name_negotiators(text, [], **house.by_us)
    assert negotiates(text, other.organisation, house.at)


def test_whoever_is_no_city_of_the_year_and_the_same_cities_again_are_refused(house):
    text, city = a_text(house), a_city(house)
    with pytest.raises(Refused, match="Only cities of the year"):
        name_negotiators(text, [house.secretariat.organisation], **house.by_us)
    name_negotiators(text, [city], **house.by_us)
    with pytest.raises(Refused, match="already"):
        name_negotiators(text, [city], **house.by_us)


def test_the_secretariat_changes_both_in_the_browser_and_reads_what_the_text_was_called(house):
    text, city = a_text(house), a_seated(house).organisation
    address = f"texts/{text.public_id}/"
    assert f"{address}title/" in page(house, house.secretariat, address)
    answer = sent(house, house.secretariat, f"{address}title/", title_en=TITLE["en"], title_ar=TITLE["ar"])
    assert answer.status_code == 302
    assert TITLE["en"] in page(house, house.secretariat, address)
    assert "Communiqué" in page(house, house.secretariat, f"{address}title/")
    answer = sent(house, house.secretariat, f"{address}negotiators/", negotiators=[city.public_id])
    assert answer.status_code == 302
    assert list(Text.objects.get().negotiators.all()) == [city]


def test_a_title_that_is_missing_in_a_language_is_said_at_its_field_and_the_rest_is_kept(house):
    text = a_text(house)
    answer = sent(house, house.secretariat, f"texts/{text.public_id}/title/", title_en="Another name")
    assert answer.status_code == 422
    assert "Another name" in answer.content.decode()
    assert "Write the title in this language too." in answer.content.decode()
