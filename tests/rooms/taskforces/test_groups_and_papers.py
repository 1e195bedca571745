"""The pages of the groups and of the working papers."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import stored_as
from mithaq.foundation.uploads.receive import receive
from mithaq.taskforces.domain.pages import Pages
from mithaq.taskforces.domain.set_up import enrol, set_up
from mithaq.taskforces.domain.submit import submit
from mithaq.taskforces.models import Group
from mithaq.taskforces.queries import papers_visible_to, special_working_group, with_their_size
from mithaq.taskforces.vocabulary import GroupKind, GroupRole
from tests.factories.house import a_city, a_house, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at
from tests.factories.word_files import paragraph, word_file

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


def a_group(house, kind=GroupKind.TASK_FORCE, key="rivers", charter=True):
    words = {"en": "To keep the rivers clean.", "ar": "إبقاء الأنهار نظيفة."} if charter else {}
    title = {"en": f"Task force {key}", "ar": f"فريق {key}"}
    return set_up(house.cycle, key, kind, title, words, house.at.date(), **house.by_us)


def a_file(house, name="paper.docx"):
    content = io.BytesIO(word_file(paragraph("1. Measure the river (Lisbon).")))
    content.name = name
    return receive(content, **house.by_us)


def a_paper(house, key="clean", **more):
    title = {"en": f"Paper {key}", "ar": f"ورقة {key}"}
    return submit(house.cycle, key, title, **{**house.by_us, **more})


def page(house, address, seat=None, at=None):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), address)


def test_the_groups_stand_by_kind_with_how_many_work_in_them_and_how_many_papers_they_handed_in(house):
    group = a_group(house)
    for role in (GroupRole.CHAIR, GroupRole.MEMBER):
        enrol(group, a_city(house), role, house.at.date(), **house.by_us)
    enrol(group, a_city(house), GroupRole.MEMBER, house.at.date() + DAY, **house.by_us)
    for key in ("one", "two"):
        a_paper(house, key, group=group)
    [sized] = with_their_size(Group.objects.all(), house.at)
    assert (sized.members_count, sized.papers_count) == (2, 2)
    shown = page(house, "/en/groups/")
    assert "Task force rivers" in shown
    assert "Special working group" not in shown


def test_a_group_shows_its_charter_and_who_works_in_it_on_the_day(house):
    group = a_group(house)
    enrol(group, a_city(house, "Ghaymara"), GroupRole.CHAIR, house.at.date(), **house.by_us)
    enrol(group, a_city(house, "Sidrayn"), GroupRole.MEMBER, house.at.date() + DAY, **house.by_us)
    shown = page(house, group.get_absolute_url())
    assert "To keep the rivers clean." in shown
    assert "The Rivers Compact" in shown
    assert shown.index("Chair") < shown.index("Ghaymara") < shown.index("Who worked in it at another time")
    assert shown.index("Who worked in it at another time") < shown.index("Sidrayn")


def test_a_charter_that_is_not_on_record_is_named_as_a_gap(house):
    assert "Its charter is not on record" in page(house, a_group(house, charter=False).get_absolute_url())


def test_empty_places_say_who_fills_them(house):
    assert "The secretariat sets them up." in page(house, "/en/groups/")
    assert "Partners and sherpas hand them in" in page(house, "/en/papers/")
    assert "The secretariat enters organisations into a group." in page(house, a_group(house).get_absolute_url())


def test_a_paper_without_a_file_says_where_its_number_of_pages_stands(house):
    paper = a_paper(house, pages=Pages(64, "Printed edition, colophon"))
    assert "Printed edition, colophon" in page(house, paper.get_absolute_url())


def test_a_paper_shows_its_group_language_pages_and_for_whom_it_was_handed_in(house):
    group = a_group(house)
    partner = a_seated(house, Role.PARTNER)
    paper = a_paper(house, group=group, language="ar", pages=Pages(12), seat=partner)
    to_all, to_the_seated = (page(house, paper.get_absolute_url(), seat) for seat in (None, partner))
    for words in ("Task force rivers", "Arabic", "12", f"for {partner.organisation}"):
        assert words in to_all
    assert str(partner.person) not in to_all
    assert partner.sentence in to_the_seated


def test_what_is_not_known_of_a_paper_is_named_as_a_gap(house):
    note = {"en": "Only its title is known."}
    shown = page(house, a_paper(house, note=note).get_absolute_url())
    assert "Only its title is known." in shown
    assert shown.count("</svg>not on record</span>") == 3
    assert "not counted by the source" in shown


def test_a_seat_downloads_a_paper_as_it_came_in_and_the_browser_does_not_open_it(house):
    paper = a_paper(house, file=a_file(house, "ورقة العمل.docx"))
    with the_clock_at(house.at):
        response = a_visitor(a_seated(house)).get(f"{paper.get_absolute_url()}file/")
    assert response.content == word_file(paragraph("1. Measure the river (Lisbon)."))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"].endswith("wordprocessingml.document")


def test_the_public_finds_no_file_and_is_told_that_there_is_one(house):
    paper = a_paper(house, file=a_file(house))
    with the_clock_at(house.at):
        assert a_visitor().get(f"{paper.get_absolute_url()}file/").status_code == 404
    shown = page(house, paper.get_absolute_url())
    assert "whoever holds a seat can download it" in shown
    assert "/file/" not in shown


def test_a_paper_without_a_file_has_no_file_to_download(house):
    paper = a_paper(house)
    with the_clock_at(house.at):
        assert a_visitor(house.secretariat).get(f"{paper.get_absolute_url()}file/").status_code == 404


def test_a_file_that_is_no_longer_what_was_received_is_not_given_out(house):
    paper = a_paper(house, file=a_file(house))
    kept_at = stored_as(paper.file.sha256)
    default_storage.delete(kept_at)
    default_storage.save(kept_at, ContentFile(b"something else"))
    with the_clock_at(house.at):
        response = a_visitor(house.secretariat).get(f"{paper.get_absolute_url()}file/")
    assert response.status_code == 409
    assert "This file is no longer stored as it was received" in response.content.decode()


def test_a_paper_is_there_from_the_instant_at_which_it_was_handed_in(house):
    paper = a_paper(house, at=house.at + DAY)
    assert list(papers_visible_to(None, house.at)) == []
    assert list(papers_visible_to(None, house.at + DAY)) == [paper]
    with the_clock_at(house.at):
        assert a_visitor().get(paper.get_absolute_url()).status_code == 404


def test_the_thread_of_a_paper_leads_back_to_its_group(house):
    group = a_group(house)
    shown = page(house, a_paper(house, group=group).get_absolute_url())
    thread = shown[shown.index('class="thread"') :]
    assert group.get_absolute_url().removeprefix("/en") in thread


def test_a_key_is_used_for_one_paper(house):
    a_paper(house)
    with pytest.raises(Refused):
        a_paper(house)


def test_an_organisation_works_in_a_group_once(house):
    group, city = a_group(house), a_city(house)
    enrol(group, city, GroupRole.MEMBER, house.at.date(), **house.by_us)
    with pytest.raises(Refused):
        enrol(group, city, GroupRole.CHAIR, house.at.date(), **house.by_us)


def test_cities_and_partners_of_the_special_working_group_are_told_apart(house):
    group = a_group(house, GroupKind.SPECIAL_WORKING_GROUP)
    for role in (GroupRole.CO_CHAIR, GroupRole.MEMBER, GroupRole.PARTNER):
        enrol(group, a_city(house), role, house.at.date(), **house.by_us)
    roles = {
        partners: [e.role for e in special_working_group(house.cycle, house.at, partners=partners)]
        for partners in (False, True)
    }
    assert roles == {False: [GroupRole.CO_CHAIR, GroupRole.MEMBER], True: [GroupRole.PARTNER]}


def test_the_pages_take_the_same_queries_for_one_record_and_for_many(house):
    group = a_group(house)
    enrol(group, a_city(house), GroupRole.MEMBER, house.at.date(), **house.by_us)
    a_paper(house, group=group)
    pages = ("/en/groups/", group.get_absolute_url(), "/en/papers/")
    few = [counted(house, address) for address in pages]
    for number in range(3):
        enrol(group, a_city(house), GroupRole.MEMBER, house.at.date(), **house.by_us)
        a_paper(house, f"more-{number}", group=group)
        a_group(house, key=f"more-{number}")
    assert [counted(house, address) for address in pages] == few
    assert max(few) <= 8


def counted(house, address):
    with the_clock_at(house.at):
        return len(queries_of(a_visitor(house.secretariat), address))
