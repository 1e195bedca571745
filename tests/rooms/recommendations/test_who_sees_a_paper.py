"""A paper at each of its stages, asked for from every seat: its page, versions, reading, candidates and their fates."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.uploads.reading import read_whole_paper
from mithaq.foundation.uploads.receive import receive
from mithaq.recommendations.domain.decide import confirm
from mithaq.recommendations.domain.enter import enter
from mithaq.recommendations.domain.find import find
from mithaq.taskforces.domain import papers as on_papers
from mithaq.taskforces.domain.papers import Content
from mithaq.taskforces.domain.set_up import enrol
from mithaq.taskforces.domain.submit import submit_latest
from mithaq.taskforces.vocabulary import GroupRole, Stage
from tests.factories.house import a_group, a_house, a_seated
from tests.factories.visits import a_visitor, are_the_same, the_clock_at
from tests.factories.word_files import paragraph, word_file

pytestmark = pytest.mark.django_db

#: Who reads nothing of points, nor of what becomes of recommendations, until the text is public.
OUTSIDE_THE_POINTS = ("nobody", Role.PRESS, Role.AUDITOR, Role.PRESIDENCY)
#: Who reads every paper from inside, by role.
INSIDE = (Role.SECRETARIAT, Role.AUDITOR, Role.CHAIR, Role.CONVENER)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def author(house):
    """Whoever chairs the group that writes the paper."""
    return a_seated(house)


@pytest.fixture
def seats(house, author):
    others = {role: a_seated(house, role) for role in Role if role != Role.SECRETARIAT}
    return {"nobody": None, "the author": author, **others, Role.SECRETARIAT: house.secretariat}


def a_paper_at(stage, house, author):
    """A paper in two versions that has come to a stage; once it is submitted, candidates were found in it."""
    by = {"seat": author, "at": house.at}
    group = a_group(house)
    enrol(group, author.organisation, GroupRole.CHAIR, house.at.date(), **house.by_us)
    paper = on_papers.begin(house.cycle, {"en": "Cloves"}, group, "en", **by)
    for number in (1, 2):
        content = io.BytesIO(word_file(paragraph("Recommendations"), paragraph(f"1. Keep {number} cloves.")))
        content.name = "paper.docx"
        on_papers.add_version(paper, Content(file=receive(content, **by)), **by)
    if stage in (Stage.DRAFT, Stage.REVIEW):
        on_papers.send_on(paper, stage, **by)
    if stage.is_open:
        submit_latest(paper, **by)
        paper.refresh_from_db()
        find(paper, read_whole_paper(content.getvalue()), **house.by_us)
    if stage == Stage.PUBLISHED:
        on_papers.publish(paper, **house.by_us)
    paper.refresh_from_db()
    return paper


def addresses_of(paper):
    """Every address that names the paper, a version of it or what was found in it: who may open it, and the address."""
    one = [paper.public_id]
    earlier, latest = paper.versions.order_by("number")
    found = [
        ("secretariat", reverse("recommendations:candidate", args=[*one, candidate.public_id]))
        for candidate in paper.candidates.all()
    ]
    return [
        ("page", reverse("taskforces:paper", args=one)),
        ("file", reverse("taskforces:paper_file", args=one)),
        ("inside", reverse("taskforces:version_file", args=[earlier.public_id])),
        ("latest", reverse("taskforces:version_file", args=[latest.public_id])),
        ("inside", reverse("taskforces:reviews", args=one)),
        ("secretariat", reverse("recommendations:read_in", args=one)),
        ("secretariat", reverse("recommendations:paper_text", args=one)),
        *found,
    ]


def opens(what, stage, name):
    """Who may open it, in words of this test alone."""
    inside = name in INSIDE or name == "the author"
    if what == "secretariat":
        return name == Role.SECRETARIAT and stage.is_open
    if what == "inside":
        return inside
    if what == "page":
        return inside or stage.is_open
    if what == "file":
        return name != "nobody" and stage.is_open
    return inside or stage == Stage.PUBLISHED or (stage == Stage.SUBMITTED and name != "nobody")


@pytest.mark.parametrize("stage", list(Stage))
def test_each_address_of_a_paper_opens_for_those_alone_who_may(house, author, seats, stage):
    paper = a_paper_at(stage, house, author)
    with the_clock_at(house.at):
        for name, seat in seats.items():
            client = a_visitor(seat)
            for what, address in addresses_of(paper):
                status = client.get(address).status_code
                assert (status == 200) == opens(what, stage, name), (stage, name, address, status)


@pytest.mark.parametrize("stage", list(Stage))
def test_whoever_may_not_see_a_paper_is_answered_as_if_it_had_never_been(house, author, seats, stage):
    paper = a_paper_at(stage, house, author)
    known = [paper.public_id, *paper.versions.values_list("public_id", flat=True)]
    with the_clock_at(house.at):
        for name, seat in seats.items():
            client = a_visitor(seat)
            for what, hidden in addresses_of(paper):
                if opens(what, stage, name):
                    continue
                missing = hidden
                for public_id in known:
                    missing = missing.replace(public_id, "z" * len(public_id))
                assert are_the_same(client, "GET", hidden, missing), (stage, name, hidden)


def test_candidates_are_read_by_the_secretariat_alone_until_they_are_entered_and_then_by_everybody(
    house, author, seats
):
    paper = a_paper_at(Stage.SUBMITTED, house, author)
    address = reverse("recommendations:all")
    with the_clock_at(house.at):
        for name, seat in seats.items():
            for asked in (address, "/en/search/?q=cloves&kind=recommendations", "/en/coverage/"):
                assert "Keep 2 cloves" not in a_visitor(seat).get(asked).content.decode(), (name, asked)
        confirm(paper, {one.public_id: one.version for one in paper.candidates.all()}, **house.by_us)
        (entered,) = enter(paper, **house.by_us)
        fate = reverse("recommendations:fate", args=[entered.public_id])
        for name, seat in seats.items():
            client = a_visitor(seat)
            assert "Keep 2 cloves" in client.get(address).content.decode(), name
            # What becomes of it is told with the points: to those at work, until the text is public.
            assert (client.get(fate).status_code == 200) == (name not in OUTSIDE_THE_POINTS), name
            if name in OUTSIDE_THE_POINTS:
                assert are_the_same(client, "GET", fate, fate.replace(entered.public_id, "z" * 12)), name
