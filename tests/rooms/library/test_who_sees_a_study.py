"""A study in each of its states, asked for from every seat: who sees it, and that nothing betrays it to the others."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mithaq.core.citing import FORMS
from mithaq.desk.queries.pages import pages_saying
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.uploads.receive import receive
from mithaq.library.domain.hand_in import Said, hand_in
from mithaq.library.domain.keep import publish, withdraw
from mithaq.library.domain.name_theme import name_theme
from mithaq.library.jobs import read_studies
from mithaq.library.queries import choices_of, shelf
from mithaq.library.vocabulary import Licence
from mithaq.taskforces.domain.set_up import enrol
from mithaq.taskforces.vocabulary import GroupKind, GroupRole
from tests.factories.house import a_city, a_group, a_seated
from tests.factories.visits import a_visitor, are_the_same, the_clock_at
from tests.rooms.library.conftest import named, pdf

pytestmark = pytest.mark.django_db

STATES = ("internal", "public", "withdrawn", "withdrawn after it was public")


@pytest.fixture
def group(house):
    return a_group(house, kind=GroupKind.SPECIAL_WORKING_GROUP)


@pytest.fixture
def author(house, group):
    """Somebody of a special working group, who hands its studies in."""
    sherpa = a_seated(house)
    enrol(group, sherpa.organisation, GroupRole.MEMBER, house.at.date(), **house.by_us)
    return sherpa


@pytest.fixture
def seats(house, author):
    """Every kind of reader, the author's colleague among them."""
    colleague = a_seated(house, Role.MAYOR, author.organisation)
    return {
        "nobody": None,
        "the author": author,
        "a colleague": colleague,
        **{role: a_seated(house, role) for role in Role if role != Role.SECRETARIAT},
        Role.SECRETARIAT: house.secretariat,
    }


def a_study_in(state, house, group, author):
    """A study that the group handed in, which has come to a state."""
    by = {"seat": author, "at": house.at}
    file = receive(named(pdf("The word is zanzibar.")), **by)
    theme = name_theme(house.cycle, {"en": "Spices"}, "spices", **house.by_us)
    said = Said(
        title={"en": "Cloves"}, group=group, themes=(theme,), cities=(a_city(house, "Stone Town"),), issued="1964",
        languages=("sw",), licence=Licence.CC_BY, authors=("Bi Kidude",),
    )  # fmt: skip
    study = hand_in(house.cycle, said, file=file, **by)
    read_studies()
    if state in ("public", STATES[3]):
        publish(study, **house.by_us)
    if state.startswith("withdrawn"):
        withdraw(study, "Its figures were wrong.", **by)
    study.refresh_from_db()
    return study


def sees(state, name):
    """Who sees it, in words of this test alone."""
    if name in (Role.SECRETARIAT, Role.AUDITOR, "the author", "a colleague"):
        return True
    if name in ("nobody", Role.PRESS):
        return state == "public"
    return state in ("public", "internal")


def addresses_of(study):
    """Every address of the library that names the study, as methods and paths."""
    one = [study.public_id]
    return [
        ("GET", reverse("library:study", args=one)),
        ("GET", reverse("library:study_file", args=one)),
        *(("GET", reverse("library:citation", args=[*one, form])) for form in FORMS),
        ("GET", reverse("library:by_identifier", args=[study.identifier])),
        ("GET", reverse("library:correction", args=one)),
        ("POST", reverse("library:publication", args=one)),
        ("POST", reverse("library:withdrawal", args=one)),
        ("POST", reverse("library:drawn_on", args=one)),
    ]


@pytest.mark.parametrize("state", STATES)
def test_a_study_is_there_for_those_who_may_see_it_and_for_the_others_it_is_not(house, group, author, seats, state):
    study = a_study_in(state, house, group, author)
    read = [address for method, address in addresses_of(study) if method == "GET"][:6]
    with the_clock_at(house.at):
        for name, seat in seats.items():
            found = {a_visitor(seat).get(address, follow=True).status_code for address in read}
            assert found == ({200} if sees(state, name) else {404}), (state, name)


@pytest.mark.parametrize("state", STATES)
def test_whoever_may_not_see_a_study_is_answered_as_if_it_had_never_been(house, group, author, seats, state):
    study = a_study_in(state, house, group, author)
    never = "z" * len(study.public_id)
    with the_clock_at(house.at):
        for name, seat in seats.items():
            if sees(state, name):
                continue
            client = a_visitor(seat)
            for method, hidden in addresses_of(study):
                missing = hidden.replace(study.public_id, never).replace(study.identifier, "S2031-98")
                assert are_the_same(client, method, hidden, missing), (state, name, method, hidden)


@pytest.mark.parametrize("state", STATES)
def test_neither_searches_nor_filters_nor_counts_tell_of_a_hidden_study(house, group, author, seats, state):
    a_study_in(state, house, group, author)
    with the_clock_at(house.at):
        for name, seat in seats.items():
            client, may = a_visitor(seat), sees(state, name)
            for address in ("/en/studies/?q=zanzibar", "/en/search/?q=zanzibar", "/en/studies/"):
                page = client.get(address).content.decode()
                assert ("Cloves" in page) == may, (state, name, address)
                assert ("<mark>zanzibar</mark>" in page) == (may and "?q" in address), (state, name, address)
            assert shelf(house.cycle, seat, house.at, {}).count() == may
            offered = choices_of(house.cycle, seat, house.at)
            told = [len(offered[field]) for field in ("theme", "city", "language", "year")]
            assert told == [may] * 4, (state, name)
            assert [one.total for one in pages_saying("zanzibar", seat, house.at)] == [1] * may
