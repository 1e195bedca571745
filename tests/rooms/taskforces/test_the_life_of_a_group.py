"""A group from its setting up to its end: who works in it, its milestones and documents, and who reads what."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mithaq.desk.queries.log import acts_visible_to
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.receive import receive
from mithaq.taskforces.domain import groups as on_groups
from mithaq.taskforces.domain import milestones as on_milestones
from mithaq.taskforces.domain.papers import begin
from mithaq.taskforces.domain.set_up import enrol, set_up
from mithaq.taskforces.models import Group, GroupDocument
from mithaq.taskforces.queries import enrolments_visible_to, groups_visible_to, leads, special_working_group, works_in
from mithaq.taskforces.queries.groups import documents_visible_to
from mithaq.taskforces.vocabulary import GroupKind, GroupRole, Reach
from tests.factories.house import a_city, a_group, a_house, a_paper, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at
from tests.factories.word_files import paragraph, word_file

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


def chaired(house, group, role=GroupRole.CHAIR):
    """Somebody whose organisation has a role in the group, by default its chair."""
    sherpa = a_seated(house)
    enrol(group, sherpa.organisation, role, house.at.date(), **house.by_us)
    return sherpa


def an_inner_group(house, reach=Reach.GROUP):
    title = {"en": "The drafters", "ar": "فريق الصياغة"}
    day = house.at.date()
    return set_up(house.cycle, "drafters", GroupKind.DRAFTING_GROUP, title, {}, day, reach=reach, **house.by_us)


def a_file(house, words="The terms.", name="terms.docx", seat=None):
    content = io.BytesIO(word_file(paragraph(words)))
    content.name = name
    return receive(content, seat=seat or house.secretariat, at=house.at)


def sent(house, seat, address, **typed):
    with the_clock_at(house.at):
        return a_visitor(seat).post(address, typed)


def asked(house, seat, address):
    with the_clock_at(house.at):
        return a_visitor(seat).get(address)


def page(house, address, seat=None, at=None):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), address)


def test_the_secretariat_sets_up_a_group_in_the_browser_and_comes_to_its_desk(house):
    typed = {
        "group-kind": GroupKind.SPECIAL_WORKING_GROUP,
        "group-title_ar": "مجموعة الفيضان",
        "group-starts": "٢٠٣١-٠١-٠٦",
        "group-reach": Reach.PUBLIC,
    }
    answered = sent(house, house.secretariat, "/en/groups/new/", **typed)
    made = Group.objects.get()
    assert answered.status_code == 302
    assert answered["Location"].endswith(f"/groups/{made.public_id}/desk/")
    assert (made.title["ar"], made.starts, made.ends) == ("مجموعة الفيضان", house.at.date(), None)


def test_a_group_without_a_name_or_that_ends_before_it_begins_is_not_set_up_and_the_fields_say_why(house):
    typed = {
        "group-kind": "task_force",
        "group-starts": "2031-02-01",
        "group-ends": "2031-01-01",
        "group-reach": "public",
    }
    answered = sent(house, house.secretariat, "/en/groups/new/", **typed)
    assert answered.status_code == 422
    assert "Give this in one language at least." in answered.content.decode()
    assert "It cannot end before it begins." in answered.content.decode()
    assert not Group.objects.exists()


def test_only_the_secretariat_sets_up_changes_and_ends_a_group(house):
    group = a_group(house)
    chair = chaired(house, group)
    for address in ("/en/groups/new/", f"{group.get_absolute_url()}change/"):
        assert asked(house, chair, address).status_code == 404
    with pytest.raises(Refused):
        on_groups.end(group, house.at.date(), "Enough.", seat=chair, at=house.at)


def test_a_group_is_changed_with_a_reason_that_stands_on_its_page(house):
    group = a_group(house)
    typed = {
        "part": "group",
        "group-title_en": "Task force on banks",
        "group-charter_en": "To look at the banks.",
        "group-starts": "2031-01-06",
        "group-reason": "The sherpas asked for a wider charter.",
    }
    assert sent(house, house.secretariat, f"{group.get_absolute_url()}change/", **typed).status_code == 302
    shown = page(house, group.get_absolute_url(), house.secretariat)
    assert "To look at the banks." in shown
    assert "The sherpas asked for a wider charter." in shown
    assert "The sherpas asked for a wider charter." not in page(house, group.get_absolute_url())


def test_nothing_is_changed_without_a_reason(house):
    group = a_group(house)
    answered = sent(
        house, house.secretariat, f"{group.get_absolute_url()}change/", part="end", **{"end-ends": "2031-03-01"}
    )
    assert answered.status_code == 422
    assert "Say why: it stays on record beside the change." in answered.content.decode()
    group.refresh_from_db()
    assert group.ends is None


def test_whoever_chairs_acts_for_the_group_until_it_ends_and_the_secretariat_after(house):
    group = a_group(house)
    chair = chaired(house, group)
    desk = f"{group.get_absolute_url()}desk/"
    assert asked(house, chair, desk).status_code == 200
    on_groups.end(group, house.at.date() + DAY, "Its work is done.", **house.by_us)
    with the_clock_at(house.at + 2 * DAY):
        assert a_visitor(chair).get(desk).status_code == 404
        assert a_visitor(house.secretariat).get(desk).status_code == 200
        assert "ended" in page_of(a_visitor(), group.get_absolute_url())


def test_a_member_of_the_group_does_not_run_it(house):
    group = a_group(house)
    member = chaired(house, group, GroupRole.MEMBER)
    assert works_in(member, group, house.at)
    assert not leads(member, group, house.at)
    assert asked(house, member, f"{group.get_absolute_url()}desk/").status_code == 404


def test_the_chair_enters_an_organisation_and_a_person_at_the_desk(house):
    group = a_group(house)
    chair = chaired(house, group)
    desk, city = f"{group.get_absolute_url()}desk/", a_city(house, "Sidrayn")
    typed = {"part": "organisation", "organisation-organisation": city.public_id, "organisation-role": "member"}
    assert sent(house, chair, desk, **typed, **{"organisation-starts": "2031-01-06"}).status_code == 302
    expert = a_seated(house, Role.SHERPA, city)
    typed = {"part": "person", "person-person": expert.public_id, "person-role": "co_chair"}
    assert sent(house, chair, desk, **typed, **{"person-starts": "2031-01-06"}).status_code == 302
    assert leads(expert, group, house.at)
    assert str(expert.person) in page(house, group.get_absolute_url(), chair)
    assert str(expert.person) not in page(house, group.get_absolute_url())


def test_a_co_chair_that_withdraws_stays_visible_with_its_days_and_the_reason(house):
    group = a_group(house)
    enrolment = enrol(group, a_city(house, "Ghaymara"), GroupRole.CO_CHAIR, house.at.date(), **house.by_us)
    typed = {"part": "end", "end-ends": "2031-09-14", "end-reason": "The city council has been dissolved."}
    address = f"/en/groups/parts/{enrolment.public_id}/"
    assert sent(house, house.secretariat, address, **typed).status_code == 302
    enrolment.refresh_from_db()
    assert (enrolment.ends.isoformat(), enrolment.reason) == ("2031-09-14", "The city council has been dissolved.")
    later = page(house, group.get_absolute_url(), at=house.at + 270 * DAY)
    assert later.index("Who worked in it at another time") < later.index("The city council has been dissolved.")
    assert asked(house, house.secretariat, address).status_code == 404


def test_an_organisation_that_gets_another_role_keeps_the_one_it_had(house):
    group = a_group(house)
    enrolment = enrol(group, a_city(house), GroupRole.MEMBER, house.at.date(), **house.by_us)
    changed = on_groups.change_role(enrolment, GroupRole.CHAIR, house.at.date() + 9 * DAY, "Elected.", **house.by_us)
    enrolment.refresh_from_db()
    assert (enrolment.ends, changed.role) == (house.at.date() + 8 * DAY, GroupRole.CHAIR)
    with pytest.raises(Refused):
        on_groups.change_role(changed, GroupRole.CHAIR, house.at.date() + 20 * DAY, "Again.", **house.by_us)


def test_a_part_does_not_end_before_it_begins_nor_twice(house):
    enrolment = enrol(a_group(house), a_city(house), GroupRole.MEMBER, house.at.date(), **house.by_us)
    with pytest.raises(Refused):
        on_groups.leave(enrolment, house.at.date() - DAY, "Too early.", **house.by_us)
    on_groups.leave(enrolment, house.at.date(), "Enough.", **house.by_us)
    with pytest.raises(Refused):
        on_groups.leave(enrolment, house.at.date(), "Enough.", **house.by_us)


def test_a_milestone_is_set_moved_with_its_earlier_day_and_reached(house):
    group = a_group(house)
    typed = {"part": "milestone", "milestone-title_en": "Outline settled", "milestone-due": "2031-02-01"}
    assert sent(house, house.secretariat, f"{group.get_absolute_url()}desk/", **typed).status_code == 302
    milestone = group.milestones.get()
    on_milestones.move_milestone(milestone, house.at.date() + 40 * DAY, "The survey is late.", **house.by_us)
    shown = page(house, group.get_absolute_url())
    assert "Outline settled" in shown
    assert "The survey is late." in shown
    with pytest.raises(Refused):
        on_milestones.reach_milestone(milestone, house.at.date() + DAY, **house.by_us)
    on_milestones.reach_milestone(milestone, house.at.date(), **house.by_us)
    assert "reached on" in page(house, group.get_absolute_url())
    with pytest.raises(Refused):
        on_milestones.cancel_milestone(milestone, "Too late.", **house.by_us)


def test_milestones_stand_in_the_calendar_feed_of_whoever_may_read_the_group(house):
    on_milestones.set_milestone(a_group(house), {"en": "Open milestone"}, house.at.date() + DAY, **house.by_us)
    on_milestones.set_milestone(an_inner_group(house), {"en": "Inner milestone"}, house.at.date(), **house.by_us)
    feed = page(house, "/en/calendars/year.ics")
    assert "Open milestone" in feed
    assert "Inner milestone" not in feed


@pytest.mark.parametrize(
    ("reach", "readers"),
    [
        (Reach.PUBLIC, {"nobody", "other", "press", "member"}),
        (Reach.SEATED, {"other", "member"}),
        (Reach.GROUP, {"member"}),
    ],
)
def test_a_group_and_its_document_are_not_there_for_those_who_may_not_read_them(house, reach, readers):
    group = an_inner_group(house, reach)
    open_group = a_group(house)
    people = {"nobody": None, "other": a_seated(house), "press": a_seated(house, Role.PRESS)}
    people["member"] = chaired(house, group, GroupRole.MEMBER)
    enrol(open_group, people["member"].organisation, GroupRole.MEMBER, house.at.date(), **house.by_us)
    laid = on_groups.lay(open_group, a_file(house), "Terms", reach, **house.by_us)
    inner = on_groups.lay(group, a_file(house), "Terms", Reach.PUBLIC, **house.by_us)
    for name, seat in people.items():
        expected = 200 if name in readers else 404
        assert asked(house, seat, group.get_absolute_url()).status_code == expected, name
        for document in (laid, inner):
            assert asked(house, seat, f"/en/groups/documents/{document.public_id}/file/").status_code == expected, name
        assert (laid.title in page(house, open_group.get_absolute_url(), seat)) == (name in readers)
        assert (group in groups_visible_to(seat, house.at)) == (name in readers)
        assert enrolments_visible_to(seat, house.at).filter(group=group).exists() == (name in readers)
    assert documents_visible_to(house.secretariat, house.at).count() == 2


def test_the_public_chronicle_and_the_public_figures_say_nothing_of_a_group_that_is_not_public(house):
    title = {"en": "Inner work"}
    day = house.at.date()
    kind = GroupKind.SPECIAL_WORKING_GROUP
    group = set_up(house.cycle, "inner", kind, title, {}, day, reach=Reach.GROUP, **house.by_us)
    before = acts_visible_to(None, house.at).count()
    enrol(group, a_city(house), GroupRole.MEMBER, day, **house.by_us)
    assert not acts_visible_to(None, house.at).filter(verb__contains="group.").exists()
    assert acts_visible_to(None, house.at).count() == before + 1  # the city was admitted to the year
    assert special_working_group(house.cycle, house.at, partners=False) == []


def test_a_group_becomes_public_and_not_inner_again_once_it_has_submitted_a_paper(house):
    group = an_inner_group(house)
    with pytest.raises(Refused, match="Open the page first"):
        a_paper(house, group=group)
    on_groups.open_to(group, Reach.PUBLIC, "It is announced.", **house.by_us)
    group.refresh_from_db()
    a_paper(house, group=group)
    with pytest.raises(Refused, match="stays public"):
        on_groups.open_to(group, Reach.GROUP, "A change of mind.", **house.by_us)


def test_the_same_file_lies_in_a_group_once_and_the_field_says_so(house):
    group = a_group(house)
    chair = chaired(house, group)
    content = word_file(paragraph("The terms."))
    for number, expected in ((1, 302), (2, 422)):
        file = SimpleUploadedFile(f"terms-{number}.docx", content)
        typed = {"part": "document", "document-file": file, "document-title": "Terms", "document-reach": "group"}
        answered = sent(house, chair, f"{group.get_absolute_url()}desk/", **typed)
        assert answered.status_code == expected
    assert "This very file lies here already, as “Terms”." in answered.content.decode()
    assert GroupDocument.objects.count() == 1


def test_a_file_that_is_no_document_is_refused_at_its_field(house):
    typed = {"part": "document", "document-file": SimpleUploadedFile("terms.docx", b"MZ"), "document-reach": "group"}
    answered = sent(house, house.secretariat, f"{a_group(house).get_absolute_url()}desk/", **typed)
    assert answered.status_code == 422
    assert "whatever its name says" in answered.content.decode()


def test_a_document_that_was_taken_away_is_read_by_nobody_and_may_be_laid_again(house):
    group = a_group(house)
    laid = on_groups.lay(group, a_file(house), "Terms", Reach.PUBLIC, **house.by_us)
    on_groups.take_away(laid, "An earlier draft.", **house.by_us)
    assert asked(house, house.secretariat, f"/en/groups/documents/{laid.public_id}/file/").status_code == 404
    with pytest.raises(Refused):
        on_groups.take_away(laid, "Again.", **house.by_us)
    assert on_groups.lay(group, a_file(house), "Terms", Reach.PUBLIC, **house.by_us) != laid


def test_a_group_with_much_in_it_takes_as_few_queries_as_one_with_little(house):
    group = a_group(house)
    chair = chaired(house, group)
    address = group.get_absolute_url()

    def grown(number):
        enrol(group, a_city(house), GroupRole.MEMBER, house.at.date(), **house.by_us)
        on_groups.seat_in(group, a_seated(house), GroupRole.MEMBER, house.at.date(), **house.by_us)
        on_milestones.set_milestone(group, {"en": f"Step {number}"}, house.at.date() + DAY, **house.by_us)
        on_groups.lay(group, a_file(house, f"Number {number}"), "", Reach.PUBLIC, **house.by_us)
        begin(house.cycle, {"en": f"Paper {number}"}, group, **house.by_us)

    def counted():
        with the_clock_at(house.at):
            return [len(queries_of(a_visitor(seat), address)) for seat in (None, chair, house.secretariat)]

    grown(0)
    few = counted()
    for number in range(1, 4):
        grown(number)
    assert counted() == few
    assert max(few) <= 8
