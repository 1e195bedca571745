"""A city gives its vote to another: who may, by which rule, for whom the other acts, and what every act says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from mithaq.communique.domain.freeze import publish
from mithaq.desk.queries.log import acts_visible_to
from mithaq.endorsements.domain.endorse import endorse
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.rules import may_endorse
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.sentences import sentence_of
from mithaq.foundation.permissions import Refused, holds_mandate
from mithaq.foundation.permissions.mandates import proxies_in_force
from mithaq.foundation.things import reference_to
from mithaq.members.domain.delegate import delegate, rule_proxies, take_back
from mithaq.members.vocabulary import Standing
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mandate,
    a_mayor_with_a_mandate,
    a_seated,
    an_organisation,
)
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LETTER = {"en": "letter of 3 January, no. 7"}


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def absent(house):
    """The mayor of a city that cannot be there."""
    return a_mayor_with_a_mandate(house)


@pytest.fixture
def present(house):
    """The sherpa of a city that is there, without a mandate of any kind."""
    return a_seated(house, Role.SHERPA, a_city(house, "Ghaymara"))


@pytest.fixture
def year_with_proxies(house):
    rule_proxies(house.cycle, 2, **house.by_us)
    return house.cycle


def lent(house, giver, receiver, scope=Scope.ENDORSE, **terms):
    said = {"evidence": LETTER, "seat": giver, "at": house.at, **terms}
    return delegate(giver, receiver, scope, said.pop("starts", house.at.date()), said.pop("ends", None), **said)


def endorsed_for(house, text, city, seat, at=None):
    hashed = {"languages": ["en"], "may_be_named": True}
    return endorse(text, text.freezing.hash, city=city, seat=seat, at=at or house.at, **hashed)


def test_where_the_rules_of_the_year_know_none_no_proxy_is_given(house, absent, present):
    with pytest.raises(Refused, match="no city acts for another"):
        lent(house, absent, present)
    assert not Delegation.objects.exists()


def test_a_city_endorses_through_another_and_every_word_of_it_says_so(house, absent, present, year_with_proxies):
    text = a_frozen_text(house)
    lent(house, absent, present)
    given = endorsed_for(house, text, absent.organisation, present)
    assert (given.organisation, given.seat, given.mandate.seat) == (absent.organisation, present, absent)
    act = Act.objects.get(verb="endorsement.given")
    assert sentence_of(act).startswith(f"{present.person} of Ghaymara, by proxy for {absent.organisation}, ")
    with override("ar"):
        assert "بالوكالة عن" in sentence_of(act)
    assert act in acts_visible_to(absent, house.at)
    assert first_broken_act() is None
    with the_clock_at(house.at):
        for reader in (present, absent):
            assert "by proxy for" in page_of(a_visitor(reader), given.get_absolute_url())
    publish(text, seat=house.secretariat, at=house.at)
    with the_clock_at(house.at):
        assert f"Ghaymara, by proxy for {absent.organisation}, " in page_of(a_visitor(), given.get_absolute_url())


def test_a_proxy_lets_nobody_act_for_their_own_city(house, absent, present, year_with_proxies):
    text = a_frozen_text(house)
    lent(house, absent, present)
    assert not holds_mandate(present, Scope.ENDORSE, house.at, reference_to(text))
    assert not may_endorse(present, text, house.at)
    assert may_endorse(present, text, house.at, absent.organisation)
    with pytest.raises(Refused):
        endorsed_for(house, text, None, present)
    assert not Endorsement.objects.exists()


def test_who_holds_no_proxy_of_a_city_does_not_act_for_it(house, absent, present, year_with_proxies):
    text, other = a_frozen_text(house), a_city(house, "Other")
    lent(house, absent, present)
    for seat, city in ((present, other), (a_mayor_with_a_mandate(house), absent.organisation)):
        with pytest.raises(Refused):
            endorsed_for(house, text, city, seat)


def test_only_a_vote_or_a_signature_is_given_away(house, absent, present, year_with_proxies):
    a_mandate(house, absent, Scope.NEGOTIATE)
    with pytest.raises(Refused, match="vote or a signature"):
        lent(house, absent, present, Scope.NEGOTIATE)


def test_a_proxy_rests_on_a_letter(house, absent, present, year_with_proxies):
    with pytest.raises(Refused, match="letter"):
        lent(house, absent, present, evidence={"en": "  "})


def test_a_proxy_goes_from_one_member_city_to_the_sherpa_or_mayor_of_another(house, absent, year_with_proxies):
    guests = a_seated(house, Role.PARTNER, an_organisation(house, "University"))
    no_member = a_seated(house, Role.SHERPA, an_organisation(house, "Stranger"))
    press = a_seated(house, Role.PRESS, a_city(house, "Mirfa"))
    for receiver in (guests, no_member, press):
        with pytest.raises(Refused):
            lent(house, absent, receiver)
    assert lent(house, absent, a_seated(house, Role.MAYOR, a_city(house, "Watching", standing=Standing.OBSERVER)))


def test_nobody_holds_more_proxies_than_the_rule_allows_and_no_city_gives_two_for_one_thing(
    house, absent, present, year_with_proxies
):
    lent(house, absent, present)
    elsewhere = a_seated(house, Role.SHERPA, a_city(house))
    with pytest.raises(Refused, match="given a proxy for this already"):
        lent(house, absent, elsewhere)
    lent(house, a_mayor_with_a_mandate(house), present)
    with pytest.raises(Refused, match="as many proxies as"):
        lent(house, a_mayor_with_a_mandate(house), present)
    assert len(proxies_in_force(present, house.at)) == 2


def test_a_proxy_is_not_given_on(house, absent, present, year_with_proxies):
    lent(house, absent, present)
    with pytest.raises(Refused):
        lent(house, present, a_seated(house, Role.SHERPA, a_city(house)))


def test_the_same_proxy_sent_twice_is_on_record_once(house, absent, present, year_with_proxies):
    assert lent(house, absent, present) == lent(house, absent, present)


def test_a_proxy_ends_when_it_is_taken_back_with_the_mandate_and_with_the_rule(
    house, absent, present, year_with_proxies
):
    text, city = a_frozen_text(house), absent.organisation
    given = lent(house, absent, present)
    take_back(given, seat=absent, at=house.at + DAY)
    assert may_endorse(present, text, house.at, city)
    assert not may_endorse(present, text, house.at + DAY, city)
    lent(house, absent, present, at=house.at + DAY)
    assert may_endorse(present, text, house.at + DAY, city)
    rule_proxies(house.cycle, 0, seat=house.secretariat, at=house.at + 2 * DAY)
    assert may_endorse(present, text, house.at + 2 * DAY, city).reason.startswith("By the rules of this year")
    Mandate.objects.update(ends=house.at.date())
    assert not may_endorse(present, text, house.at + DAY, city)


def test_a_proxy_runs_to_midnight_in_the_city_that_gave_it(house, year_with_proxies):
    day, noon = house.at.date(), house.at + timedelta(hours=15)
    waikiki = a_mayor_with_a_mandate(house, a_city(house, "Waikiki", zone="Pacific/Honolulu"))
    wellington = a_seated(house, Role.SHERPA, a_city(house, "Poneke", zone="Pacific/Auckland"))
    assert waikiki.local_day(noon) == day
    lent(house, waikiki, wellington, starts=day, ends=day, at=noon)
    last_hour = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=33, minutes=30)  # 23:30 in Honolulu
    assert (waikiki.local_day(last_hour), wellington.local_day(last_hour)) == (day, day + DAY)
    assert proxies_in_force(wellington, last_hour)
    assert not proxies_in_force(wellington, last_hour + timedelta(hours=1))


def test_only_the_secretariat_rules_on_proxies_and_within_reason(house, absent):
    with pytest.raises(Refused):
        rule_proxies(house.cycle, 1, seat=absent, at=house.at)
    with pytest.raises(Refused):
        rule_proxies(house.cycle, 10, **house.by_us)


def test_a_year_s_proxies_in_the_browser(house, absent, present):
    text, mandate = a_frozen_text(house), absent.mandates.get()
    ours, theirs, other = a_visitor(house.secretariat), a_visitor(absent), a_visitor(present)
    give = f"/en/mandates/{mandate.public_id}/proxy/"
    with the_clock_at(house.at):
        assert "no city acts for another" in page_of(theirs, give)
        assert other.post("/en/proxies/", {"most": "3"}).status_code == 404
        assert ours.post("/en/proxies/", {"most": "many"}).status_code == 422
        assert ours.post("/en/proxies/", {"most": "1"}).status_code == 302
        typed = {"receiver": present.public_id, "scope": "endorse", "starts": date.isoformat(house.at.date())}
        assert "Say which letter" in theirs.post(give, typed).content.decode()
        assert theirs.post(give, {**typed, "evidence": "letter no. 7"}).status_code == 302
        for reader in (ours, theirs, other):
            assert "letter no. 7" in page_of(reader, "/en/proxies/")
        assert "letter no. 7" not in page_of(a_visitor(a_seated(house)), "/en/proxies/")
        assert "You hold the proxy of" in page_of(other, "/en/")
        here = f"/en/texts/{text.public_id}/endorse/?for={absent.organisation.public_id}"
        assert "You act for" in page_of(other, here)
        assert a_visitor(a_seated(house)).get(here).status_code == 404
        whole = {"hash": text.freezing.hash, "read": ["en"], "reserves": "no", "may_be_named": "yes"}
        assert "by proxy for" in other.post(here, {**whole, "screen": "confirm"}).content.decode()
        assert other.post(here, {**whole, "screen": "done"}).status_code == 302
    assert Endorsement.objects.get().organisation == absent.organisation


def test_the_page_of_proxies_asks_as_much_of_the_database_for_one_as_for_many(house, year_with_proxies):
    asked = []
    for count in (1, 6):
        for _ in range(count):
            lent(house, a_mayor_with_a_mandate(house), a_seated(house, Role.SHERPA, a_city(house)))
        with the_clock_at(house.at):
            asked.append(len(queries_of(a_visitor(house.secretariat), "/en/proxies/")))
    assert asked[0] == asked[1] <= 8
