"""Papers are found by their titles and by the pages of their latest version, and by whoever may read it alone."""

from __future__ import annotations

from itertools import count

import pytest

from mithaq.desk.queries.pages import pages_saying
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.search.models import LookedInto, Passage
from mithaq.foundation.uploads.receive import receive
from mithaq.taskforces.domain import papers as on_papers
from mithaq.taskforces.domain import review as on_reviews
from mithaq.taskforces.domain.papers import Content
from mithaq.taskforces.domain.set_up import enrol
from mithaq.taskforces.domain.submit import submit, submit_latest
from mithaq.taskforces.jobs import look_into_papers, read_again
from mithaq.taskforces.queries.pages import search_papers, versions_read_by
from mithaq.taskforces.queries.papers import versions_visible_to
from mithaq.taskforces.rules import may_read_the_version
from mithaq.taskforces.vocabulary import GroupRole, Stage
from tests.factories.house import a_group, a_house, a_paper, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at
from tests.rooms.library.conftest import locked, named, pdf, scan
from tests.rooms.taskforces.test_the_life_of_a_group import chaired

pytestmark = pytest.mark.django_db

_numbers = count(1)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def group(house):
    return a_group(house)


@pytest.fixture
def chair(house, group):
    return chaired(house, group)


def pages(house, *words, seat=None, content=None):
    """A file with these words on its pages."""
    name = f"paper-{next(_numbers)}.pdf"
    return receive(named(content or pdf(*words), name), seat=seat or house.secretariat, at=house.at)


def handed_in(house, *words, title="Clean banks", content=None):
    """A paper that was handed in with these pages, and read by the worker."""
    key = f"paper-{next(_numbers)}"
    paper = submit(house.cycle, key, {"en": title}, file=pages(house, *words, content=content), **house.by_us)
    look_into_papers()
    return paper


def in_work(house, group, chair, *words, stage=Stage.DRAFT):
    """A paper with one version of these pages that came to a stage, and was read by the worker."""
    by = {"seat": chair, "at": house.at}
    paper = on_papers.begin(house.cycle, {"en": "In hand"}, group, "en", **by)
    on_papers.add_version(paper, Content(file=pages(house, *words, seat=chair), language="en"), **by)
    if stage in (Stage.DRAFT, Stage.REVIEW):
        on_papers.send_on(paper, stage, **by)
    if stage.is_open:
        submit_latest(paper, **by)
    if stage == Stage.PUBLISHED:
        on_papers.publish(paper, **house.by_us)
    look_into_papers()
    paper.refresh_from_db()
    return paper


def found(house, line, seat=None):
    """The titles found."""
    return [one.title.in_language("en") for one in search_papers(line, seat, house.at)[1]]


def shown(house, address, seat=None):
    with the_clock_at(house.at):
        return page_of(a_visitor(seat), address)


@pytest.mark.parametrize(
    ("address", "mark", "page"),
    [
        ("/en/papers/?q=floods", "<mark>flood</mark>", "page 2"),
        ("/en/papers/?q=الفيضانات", "<mark>بالفيضان</mark>", "page 3"),
        ("/ar/papers/?q=flood+warned", "<mark>flood</mark>", "الصفحة 2"),
        ("/ar/search/?q=فيضان", "<mark>بالفيضان</mark>", "الصفحة 3"),
        ("/en/search/?q=floods&kind=papers", "<mark>flood</mark>", "page 2"),
    ],
)
def test_a_paper_is_found_by_its_pages_with_the_page_and_the_words_marked(house, address, mark, page):
    handed_in(
        house,
        "The cities count their boats.",
        "Nine cities were warned of the flood by telephone.",
        "أُنذرت تسع مدن بالفيضان قبل وصول الماء إليها.",
    )
    read = shown(house, address, house.secretariat)
    assert "Clean banks" in read
    assert mark in read
    assert page in read.replace("٢", "2").replace("٣", "3")


def test_a_paper_whose_title_says_it_comes_before_those_whose_pages_do(house):
    handed_in(house, "Floods, floods and floods.", title="Water")
    handed_in(house, "Nothing of the kind.", title="The flood")
    a_paper(house)
    assert found(house, "flood", house.secretariat) == ["The flood", "Water"]


def test_only_the_latest_version_is_searched(house, group, chair):
    paper = in_work(house, group, chair, "The river falls.", "Lanterns.")
    by = {"seat": chair, "at": house.at}
    on_papers.add_version(paper, Content(file=pages(house, "The river rises.", seat=chair)), **by)
    assert found(house, "falls", chair) == []
    assert look_into_papers() == 1
    assert (found(house, "falls", chair), found(house, "rises", chair)) == ([], ["In hand"])
    assert Passage.objects.count() == 1


def test_a_new_version_that_has_not_been_read_yet_shows_nothing_of_the_earlier_one(house, group, chair):
    paper = in_work(house, group, chair, "A secret that was taken out.")
    by = {"seat": chair, "at": house.at}
    on_papers.add_version(paper, Content(link="https://papers.example/2"), **by)
    submit_latest(paper, **by)
    assert found(house, "secret", house.secretariat) == []
    assert look_into_papers() == 0


def test_a_paper_without_text_is_found_by_its_title_and_not_tried_again(house):
    for number, content in enumerate((scan(), locked()), start=1):
        handed_in(house, title=f"Pictures {number}", content=content)
    assert look_into_papers() == 0
    assert found(house, "pictures") == ["Pictures 1", "Pictures 2"]
    assert LookedInto.objects.count() == 2


def test_the_page_of_a_paper_without_text_says_that_it_cannot_be_searched(house):
    said = []
    for content in (scan(), pdf("Floods.")):
        paper = handed_in(house, content=content)
        look_into_papers()
        with the_clock_at(house.at):
            page = page_of(a_visitor(house.secretariat), paper.get_absolute_url())
        said.append("cannot be searched" in str(page))
    assert said == [True, False]


def test_the_index_is_built_anew_from_the_files(house):
    handed_in(house, "Floods."), handed_in(house, "Droughts.")
    Passage.objects.all().delete()
    assert found(house, "floods", house.secretariat) == []
    assert list(read_again()) == [(1, 2), (2, 2)]
    assert found(house, "floods", house.secretariat) == ["Clean banks"]


# Who finds what -------------------------------------------------------------------------------------------------------


@pytest.fixture
def readers(house, group, chair):
    """Somebody in every seat, and strangers and members to the group."""
    member, guest = a_seated(house), a_seated(house, Role.PARTNER)
    enrol(group, member.organisation, GroupRole.MEMBER, starts=group.starts, **house.by_us)
    seats = {role: a_seated(house, role) for role in Role}
    return {"nobody": None, "member": member, "a chair of the group": chair, "a reviewer": guest, **seats}


@pytest.mark.parametrize("stage", list(Stage))
def test_each_version_is_found_by_those_who_may_read_it_and_by_nobody_else(house, group, chair, readers, stage):
    paper = in_work(house, group, chair, "The word is zanzibar.", stage=stage)
    if not stage.is_open:
        on_reviews.ask_for_reviews(paper, [readers["a reviewer"]], house.at.date(), seat=chair, at=house.at)
    for name, seat in readers.items():
        visible = list(versions_visible_to(seat, house.at))
        read = [one for one in visible if may_read_the_version(seat, one, house.at)]
        assert list(versions_read_by(seat, house.at)) == read, (stage, name)
        assert len(found(house, "zanzibar", seat)) == len(read), (stage, name)
        finds = pages_saying("zanzibar", seat, house.at)
        assert [one.total for one in finds] == [1] * len(read), (stage, name)
        page = shown(house, "/en/papers/?q=zanzibar", seat)
        assert ("<mark>zanzibar</mark>" in page, "0 papers found" in page) == (bool(read), not read), (stage, name)


def test_a_search_among_the_papers_costs_as_many_queries_for_one_as_for_many(house):
    counts = []
    for number in range(3):
        handed_in(house, f"Floods {number}.")
        with the_clock_at(house.at):
            counts.append(len(queries_of(a_visitor(house.secretariat), "/en/papers/?q=floods")))
    assert len(set(counts)) == 1
    assert counts[0] <= 8


@pytest.mark.parametrize("line", ["\x00", "%", "'", '"', "-", "(", "ـ", "a" * 5000, "x" * 200 + " flood"])
def test_odd_questions_are_answered_like_any_others(house, line):
    handed_in(house, "Floods.")
    with the_clock_at(house.at):
        assert a_visitor(house.secretariat).get("/en/papers/", {"q": line}).status_code == 200
