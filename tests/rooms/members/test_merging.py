"""Two records that are one become one: everything moves, nothing collides unseen, both addresses stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.endorsements.queries import given
from mithaq.foundation.accounts.models import Account
from mithaq.foundation.actors.models import Organisation, Person
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.mandates import is_provisional
from mithaq.members.domain.admit import give_seat, register_organisation, register_person
from mithaq.members.domain.correct import correct_person
from mithaq.members.domain.erase import erase
from mithaq.members.domain.facts import take_back
from mithaq.members.domain.invite import invite
from mithaq.members.domain.merge import merge_organisations, merge_persons
from mithaq.members.domain.offices import enter_channel
from mithaq.members.domain.unmerge import unmerge
from mithaq.members.models import Channel, Merger, Unmerging
from mithaq.members.queries import members
from mithaq.members.queries.merging import pointing_at, what_would_move
from mithaq.members.templatetags.members import RECORDS
from mithaq.taskforces.domain.set_up import enrol
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_group,
    a_house,
    a_mandate,
    a_mayor_with_a_mandate,
    a_person,
    a_seated,
    an_endorsement,
    an_organisation,
)
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def tunis(house):
    return a_city(house, "Tunis")


@pytest.fixture
def same(house):
    """The same city, registered a second time under its Arabic name."""
    return register_organisation({"kind": "city", "name": {"ar": "تونس"}}, **house.by_us)


@pytest.fixture(autouse=True)
def _today(house):
    with the_clock_at(house.at):
        yield


def test_what_hangs_on_the_other_moves_and_both_addresses_stay(house, tunis, same):
    holder = a_seated(house, Role.SHERPA, same)
    merge_organisations(tunis, same, **house.by_us)
    holder.refresh_from_db()
    assert holder.organisation == tunis
    assert Organisation.objects.get(pk=tunis.pk).name == {"ar": "تونس", "en": "Tunis"}
    answer = a_visitor().get(f"/en/members/{same.public_id}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/en/members/{tunis.public_id}/")
    assert first_broken_act() is None


def test_the_history_of_the_other_is_read_on_the_page_of_the_one(house, tunis, same):
    a_seated(house, Role.SHERPA, same)
    merge_organisations(tunis, same, **house.by_us)
    shown = page_of(a_visitor(house.secretariat), f"/en/members/{tunis.public_id}/")
    assert shown.count("registered an organisation") == 2
    assert shown.count("merged two organisations") == 1
    assert "gave a seat" in shown


def test_the_preview_counts_what_would_move_in_every_room_and_changes_nothing(house, tunis, same):
    mayor = a_seated(house, Role.MAYOR, same)
    a_mandate(house, mayor)
    an_endorsement(house, a_frozen_text(house), a_seated_member(house, same, mayor))
    moving = {one.pointing.model.__name__: (one.moving, one.colliding) for one in what_would_move(tunis, same)}
    assert moving == {"Seat": (1, 0), "Membership": (1, 1), "Endorsement": (1, 0)}
    shown = page_of(a_visitor(house.secretariat), f"/en/members/{tunis.public_id}/merging/?other={same.public_id}")
    assert "there may be only one" in shown
    assert "Participating" in shown
    assert "Guest" in shown
    assert Organisation.objects.get(pk=same.pk).merged_into is None


def a_seated_member(house, organisation, mayor):
    from mithaq.members.domain.admit import admit

    admit(house.cycle, organisation, "guest", house.at.date(), **house.by_us)
    return mayor


def test_two_memberships_of_one_year_collide_until_one_is_taken_back(house, tunis):
    twin = a_city(house, "Tunes")
    with pytest.raises(Refused):
        merge_organisations(tunis, twin, **house.by_us)
    take_back(twin.memberships.get(), "The same city", **house.by_us)
    merge_organisations(tunis, twin, **house.by_us)
    assert Organisation.objects.get(pk=twin.pk).merged_into == tunis


def test_the_secretariat_merges_in_the_browser(house, tunis, same):
    desk, address = a_visitor(house.secretariat), f"/en/members/{tunis.public_id}/merging/"
    assert "The record that is the same" in page_of(desk, address)
    assert "Only its names" in page_of(desk, f"{address}?other={same.public_id}")
    assert desk.post(address, {"other": same.public_id}).status_code == 302
    assert desk.post(address, {"other": same.public_id}).status_code == 200
    assert desk.get(f"/en/members/{same.public_id}/edit/").status_code == 404
    for seat in (None, a_seated(house)):
        assert a_visitor(seat).get(address).status_code == 404


def test_an_organisation_is_not_merged_with_itself_or_twice_or_away_under_the_own_seat(house, tunis, same):
    for kept, gone in ((tunis, tunis), (tunis, house.secretariat.organisation)):
        with pytest.raises(Refused):
            merge_organisations(kept, gone, **house.by_us)
    merge_organisations(tunis, same, **house.by_us)
    for kept, gone in ((same, an_organisation(house)), (tunis, same)):
        with pytest.raises(Refused):
            merge_organisations(kept, gone, **house.by_us)


def test_two_persons_become_one_with_both_names_seats_and_addresses(house):
    one = register_person({"name": {"en": "Amina"}, "email": "amina@tunis.example"}, **house.by_us)
    two = register_person({"name": {"ar": "أمينة"}, "email": "a.t@tunis.example", "languages": ["ar"]}, **house.by_us)
    for person in (one, two):
        enter_channel(person, "mobile", "+216", is_preferred=True, **house.by_us)
        Account.objects.of(person)
    give_seat(two, a_city(house), Role.MAYOR, house.at.date(), **house.by_us)
    merge_persons(one, two, **house.by_us)
    kept, gone = Person.objects.get(pk=one.pk), Person.objects.get(pk=two.pk)
    assert (kept.name, kept.email, kept.languages) == ({"ar": "أمينة", "en": "Amina"}, "amina@tunis.example", ["ar"])
    assert (gone.email, gone.merged_into, kept.seats.count()) == ("", one, 1)
    assert Channel.objects.filter(person=one, value="a.t@tunis.example").exists()
    assert Channel.objects.filter(person=one, is_preferred=True).count() == 1
    assert list(Account.objects.values_list("person", flat=True)) == [one.pk]
    answer = a_visitor(house.secretariat).get(f"/en/people/{two.public_id}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/en/people/{one.public_id}/")


def test_two_examiners_who_turn_out_to_be_one_person_verify_nothing(house):
    twin = register_person({"name": {"en": "Bilal Hadad"}}, **house.by_us)
    again = give_seat(twin, house.secretariat.organisation, Role.SECRETARIAT, house.at.date(), **house.by_us)
    mandate = a_mandate(house, a_seated(house, Role.MAYOR), examiners=0)
    from mithaq.members.domain.mandate import examine

    examine(mandate, seat=house.colleague, at=house.at)
    examine(mandate, seat=again, at=house.at)
    assert not is_provisional(mandate, house.at)
    merge_persons(house.colleague.person, twin, **house.by_us)
    assert is_provisional(type(mandate).objects.get(pk=mandate.pk), house.at)


def test_the_merging_of_persons_is_previewed_in_the_browser(house):
    one, two = a_person(house), a_person(house)
    give_seat(two, a_city(house), Role.MAYOR, house.at.date(), **house.by_us)
    address = f"/en/people/{one.public_id}/merging/"
    desk = a_visitor(house.secretariat)
    assert "Seats" in page_of(desk, f"{address}?other={two.public_id}")
    desk.post(address, {"other": two.public_id})
    assert Person.objects.get(pk=two.pk).merged_into == one


def test_the_other_record_is_looked_for_by_a_part_of_its_name_in_either_script(house, tunis, same):
    an_organisation(house, "Oslo")
    desk, address = a_visitor(house.secretariat), f"/en/members/{tunis.public_id}/merging/"
    asked = page_of(desk, f"{address}?name=توﻧس")
    assert same.public_id in asked
    assert "Oslo" not in asked
    assert "Oslo" in page_of(desk, address)


def test_what_both_have_is_settled_by_a_person_and_never_an_error_page(house, tunis):
    twin = a_city(house, "Tunes")
    text = a_frozen_text(house)
    group = a_group(house)
    for city in (tunis, twin):
        an_endorsement(house, text, a_mayor_with_a_mandate(house, city))
        enrol(group, city, "member", house.at.date(), **house.by_us)
    desk, address = a_visitor(house.secretariat), f"/en/members/{tunis.public_id}/merging/"
    unsettled = desk.post(address, {"other": twin.public_id})
    assert unsettled.status_code == 200
    assert "settle them" in unsettled.content.decode()
    assert Organisation.objects.get(pk=twin.pk).merged_into is None
    assert desk.post(address, {"other": twin.public_id, "settled": "on"}).status_code == 302
    assert [one.organisation for one in given(text, house.at + timedelta(days=90))] == [tunis]
    assert [one.organisation for one in group.enrolments.filter(organisation__merged_into=None)] == [tunis]
    assert Organisation.objects.get(pk=tunis.pk).memberships.count() == 1
    assert first_broken_act() is None


def test_an_undone_merger_gives_each_what_it_had_and_leaves_what_came_since(house, tunis, same):
    holder = a_seated(house, Role.SHERPA, same)
    own = a_seated(house, Role.MAYOR, tunis)
    merge_organisations(tunis, same, **house.by_us)
    since = a_seated(house, Role.MAYOR, Organisation.objects.get(pk=tunis.pk))
    merger = Merger.objects.get()
    desk = a_visitor(house.secretariat)
    assert merger.get_absolute_url() in page_of(desk, f"/en/members/{tunis.public_id}/")
    asked = page_of(desk, merger.get_absolute_url())
    assert "What was entered since stays" in asked
    assert desk.post(merger.get_absolute_url()).status_code == 302
    for seat in (holder, own, since):
        seat.refresh_from_db()
    assert (holder.organisation, own.organisation, since.organisation) == (same, tunis, tunis)
    assert Organisation.objects.get(pk=tunis.pk).name == {"en": "Tunis"}
    assert Organisation.objects.get(pk=same.pk).merged_into is None
    assert Unmerging.objects.get().stayed == {"actors.seat": 1}
    assert a_visitor().get(f"/en/members/{same.public_id}/").status_code == 200
    assert desk.get(merger.get_absolute_url()).status_code == 404
    assert first_broken_act() is None


def test_what_was_left_uncounted_counts_again_when_the_merger_is_undone(house, tunis):
    twin = a_city(house, "Tunes")
    before = members(house.cycle, house.at, ["participating"]).count()
    merge_organisations(tunis, twin, leaving=True, **house.by_us)
    assert members(house.cycle, house.at, ["participating"]).count() == before - 1
    unmerge(Merger.objects.get(), **house.by_us)
    assert members(house.cycle, house.at, ["participating"]).count() == before


def test_two_persons_are_two_again_with_their_own_addresses_and_words(house):
    one = register_person({"name": {"en": "Amina"}, "languages": ["fr"]}, **house.by_us)
    two = register_person({"name": {"ar": "أمينة"}, "email": "a.t@tunis.example", "languages": ["ar"]}, **house.by_us)
    merge_persons(one, two, **house.by_us)
    correct_person(Person.objects.get(pk=one.pk), {"languages": ["es"]}, **house.by_us)
    unmerge(Merger.objects.get(), **house.by_us)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.name, one.email, one.languages) == ({"en": "Amina"}, "", ["es"])
    assert (two.name, two.email, two.languages, two.merged_into) == ({"ar": "أمينة"}, "a.t@tunis.example", ["ar"], None)


def test_the_second_address_is_no_way_to_the_first_person_any_more(house):
    one = register_person({"name": {"en": "Amina"}, "email": "amina@tunis.example"}, **house.by_us)
    two = register_person({"name": {"en": "Amena"}, "email": "a.t@tunis.example"}, **house.by_us)
    merge_persons(one, two, **house.by_us)
    unmerge(Merger.objects.get(), **house.by_us)
    assert not one.channels.filter(is_living=True).exists()
    assert Unmerging.objects.get().stayed == {}


def test_mergers_are_undone_the_latest_first_once_and_by_the_secretariat(house, tunis, same):
    third = an_organisation(house)
    merge_organisations(tunis, same, **house.by_us)
    merge_organisations(tunis, third, **house.by_us)
    late, early = Merger.objects.all()
    with pytest.raises(Refused):
        unmerge(early, **house.by_us)
    with pytest.raises(Refused):
        unmerge(late, seat=a_seated(house), at=house.at)
    unmerge(late, **house.by_us)
    with pytest.raises(Refused):
        unmerge(late, **house.by_us)
    unmerge(early, **house.by_us)


def test_who_was_erased_after_a_merger_is_not_told_apart_again(house):
    one = register_person({"name": {"en": "Kanariya"}}, **house.by_us)
    two = register_person({"name": {"en": "Kanarienvogel"}}, **house.by_us)
    merge_persons(one, two, **house.by_us)
    erase(Person.objects.get(pk=one.pk), **house.by_us)
    assert Merger.objects.get().fields == {}
    with pytest.raises(Refused):
        unmerge(Merger.objects.get(), **house.by_us)


def test_open_invitations_of_both_to_one_address_are_seen_to_collide(house, tunis, same):
    for one, address in ((tunis, "a@b.example"), (same, "a@b.example")):
        offered = {"email": address, "name": {"en": "A"}, "role": Role.SHERPA, "starts": house.at.date()}
        invite(one, **offered, link_to=lambda word: f"https://mithaq.example/{word}", **house.by_us)
    colliding = {one.pointing.model.__name__: one.colliding for one in what_would_move(tunis, same)}
    assert colliding == {"Invitation": 1}
    shown = page_of(a_visitor(house.secretariat), f"/en/members/{tunis.public_id}/merging/?other={same.public_id}")
    assert "there may be only one" in shown


@pytest.mark.parametrize("record", [Organisation(), Person()], ids=["organisation", "person"])
def test_whatever_points_at_a_record_has_a_name_where_a_merger_lists_it(record):
    assert [kind for one in pointing_at(record) if (kind := one.model._meta.label_lower) not in RECORDS] == []
