"""A working paper from its outline to its publication: versions, reviews and comments, the deadline and the board."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mithaq.cycle.domain.arrange import set_deadline
from mithaq.cycle.domain.calendar import move_deadlines
from mithaq.desk.web.waiting import _papers
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.foundation.thread.models import Edge
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.taskforces.domain import papers as on_papers
from mithaq.taskforces.domain import review as on_reviews
from mithaq.taskforces.domain.papers import Content
from mithaq.taskforces.domain.set_up import enrol
from mithaq.taskforces.domain.submit import submit, submit_latest, treat_late_papers
from mithaq.taskforces.models import Paper, PaperVersion
from mithaq.taskforces.queries import papers_visible_to
from mithaq.taskforces.queries.papers import board_of
from mithaq.taskforces.vocabulary import Finding, GroupRole, PaperKind, Stage
from tests.factories.house import a_group, a_house, a_seated
from tests.factories.set_papers import set_paper
from tests.factories.visits import a_visitor, queries_of, the_clock_at
from tests.factories.word_files import paragraph, word_file
from tests.rooms.taskforces.test_the_life_of_a_group import a_file, an_inner_group, asked, chaired, page, sent

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DUE = timedelta(days=30)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def group(house):
    return a_group(house)


@pytest.fixture
def chair(house, group):
    return chaired(house, group)


def a_begun(house, group, chair, title="Clean banks"):
    return on_papers.begin(house.cycle, {"en": title}, group, "en", seat=chair, at=house.at)


def a_version(house, paper, seat, words="One.", at=None):
    file = a_file(house, words, seat=seat)
    return on_papers.add_version(paper, Content(file=file, language="en"), seat=seat, at=at or house.at)


def a_deadline(house):
    return set_deadline(house.cycle, "papers-due", "papers", {"en": "Papers are due"}, house.at + DUE, **house.by_us)


def test_those_who_work_in_a_group_begin_a_paper_and_others_do_not_find_it(house, group):
    member = chaired(house, group, GroupRole.PARTNER)
    address = f"{group.get_absolute_url()}papers/new/"
    typed = {"title_ar": "ضفاف نظيفة", "language": "ar", "kind": PaperKind.WORKING_PAPER}
    assert sent(house, member, address, **typed).status_code == 302
    paper = Paper.objects.get()
    assert (paper.stage, paper.submitted_at, paper.group) == (Stage.OUTLINE, None, group)
    assert asked(house, member, paper.get_absolute_url()).status_code == 200
    for stranger in (None, a_seated(house), a_seated(house, Role.PRESS)):
        assert asked(house, stranger, paper.get_absolute_url()).status_code == 404
        assert asked(house, stranger, address).status_code == 404
        assert "ضفاف نظيفة" not in page(house, "/en/papers/", stranger)
        assert "ضفاف نظيفة" not in page(house, group.get_absolute_url(), stranger)


def test_versions_are_added_in_the_browser_and_every_earlier_one_stays(house, group, chair):
    paper = a_begun(house, group, chair)
    desk = f"{paper.get_absolute_url()}desk/"
    for words in ("One.", "Two."):
        file = SimpleUploadedFile("paper.docx", word_file(paragraph(words)))
        typed = {
            "version-file": file,
            "version-pages": "12",
            "version-pages_source": "As printed",
            "version-note": words,
        }
        assert sent(house, chair, desk, part="version", **typed).status_code == 302
    assert [one.number for one in paper.versions.all()] == [1, 2]
    shown = page(house, paper.get_absolute_url(), chair)
    assert shown.index("Version 2") < shown.index("Version 1")
    for version in paper.versions.all():
        answered = asked(house, chair, f"/en/papers/versions/{version.public_id}/file/")
        assert answered.content == word_file(paragraph("One." if version.number == 1 else "Two."))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({}, "Choose the file, or give a link to it."),
        ({"version-link": "https://x.example/a", "version-pages": "3"}, "a number without a source is not kept"),
        ({"version-file": SimpleUploadedFile("empty.docx", b"")}, "empty"),
        ({"version-file": SimpleUploadedFile("a.docx", b"MZ")}, "whatever its name says"),
    ],
    ids=["nothing", "pages without a source", "an empty file", "no document"],
)
def test_a_version_that_cannot_be_taken_is_refused_at_its_field(house, group, chair, typed, reason):
    paper = a_begun(house, group, chair)
    answered = sent(house, chair, f"{paper.get_absolute_url()}desk/", part="version", **typed)
    assert answered.status_code == 422
    assert reason in answered.content.decode()
    assert not PaperVersion.objects.exists()


def test_the_very_same_file_is_not_taken_twice_and_it_is_said_where_it_is(house, group, chair):
    paper, other = a_begun(house, group, chair), a_begun(house, group, chair, "Dirty banks")
    a_version(house, paper, chair)
    with pytest.raises(Refused, match="version 1 of this paper"):
        a_version(house, paper, chair)
    with pytest.raises(Refused, match="of another paper in work"):
        a_version(house, other, chair)
    submit_latest(paper, seat=chair, at=house.at)
    with pytest.raises(Refused, match="as “Clean banks”"):
        submit(house.cycle, "again", {"en": "Again"}, file=a_file(house, "One."), **house.by_us)
    assert PaperVersion.objects.count() == 1


def test_a_paper_goes_from_outline_to_publication_and_each_step_has_its_author_and_hour(house, group, chair):
    paper = a_begun(house, group, chair)
    a_version(house, paper, chair)
    desk = f"{paper.get_absolute_url()}desk/"
    for part, seat in (("draft", chair), ("review", chair), ("submit", chair), ("publish", house.secretariat)):
        assert sent(house, seat, desk, part=part).status_code == 302, part
    steps = [(one.stage, one.seat) for one in paper.steps.all()]
    assert steps == [(stage, house.secretariat if stage == Stage.PUBLISHED else chair) for stage in Stage]
    paper.refresh_from_db()
    assert (paper.stage, paper.submitted_by) == (Stage.PUBLISHED, chair)


def test_the_file_is_for_the_seated_when_submitted_and_for_everybody_when_published(house, group, chair):
    paper = a_begun(house, group, chair)
    early, late = a_version(house, paper, chair), a_version(house, paper, chair, "Two.")
    submit_latest(paper, seat=chair, at=house.at)
    stranger = a_seated(house)

    def statuses(version):
        address = f"/en/papers/versions/{version.public_id}/file/"
        return [asked(house, seat, address).status_code for seat in (None, stranger, chair)]

    assert (statuses(late), statuses(early)) == ([404, 200, 200], [404, 404, 200])
    on_papers.publish(paper, **house.by_us)
    assert (statuses(late), statuses(early)) == ([200, 200, 200], [404, 404, 200])
    assert "Download the paper" in page(house, paper.get_absolute_url())


def test_a_paper_without_a_version_is_neither_reviewed_nor_submitted(house, group, chair):
    paper = a_begun(house, group, chair)
    desk = f"{paper.get_absolute_url()}desk/"
    for part in ("review", "submit"):
        answered = sent(house, chair, desk, part=part)
        assert answered.status_code == 422
        assert "This paper has no version yet" in answered.content.decode()


def test_a_member_writes_and_only_those_who_chair_send_the_paper_on(house, group, chair):
    member = chaired(house, group, GroupRole.MEMBER)
    paper = a_begun(house, group, member)
    a_version(house, paper, member)
    for refused in (
        lambda: on_papers.send_on(paper, Stage.REVIEW, seat=member, at=house.at),
        lambda: submit_latest(paper, seat=member, at=house.at),
        lambda: on_papers.publish(paper, seat=chair, at=house.at),
    ):
        with pytest.raises(Refused):
            refused()
    assert "Submit its latest version" not in page(house, f"{paper.get_absolute_url()}desk/", member)


def test_a_paper_goes_back_with_a_reason_and_its_submission_stays_on_record(house, group, chair):
    paper = a_begun(house, group, chair)
    a_version(house, paper, chair)
    submit_latest(paper, seat=chair, at=house.at)
    with pytest.raises(Refused):
        on_papers.give_back(paper, Stage.DRAFT, "We want to change it.", seat=chair, at=house.at)
    typed = {"part": "back", "back-stage": "draft", "back-reason": "The annex is missing."}
    assert sent(house, house.secretariat, f"{paper.get_absolute_url()}desk/", **typed).status_code == 302
    paper.refresh_from_db()
    assert (paper.stage, paper.submitted_at, paper.file) == (Stage.DRAFT, None, None)
    assert asked(house, None, paper.get_absolute_url()).status_code == 404
    assert "The annex is missing." in page(house, paper.get_absolute_url(), chair)
    a_version(house, paper, chair, "Two.")
    submit_latest(paper, seat=chair, at=house.at + DAY)
    assert [one.stage for one in paper.steps.all()] == ["outline", "submitted", "draft", "submitted"]


def test_a_paper_does_not_go_back_once_recommendations_have_been_read_out_of_it(house, group, chair):
    paper = a_begun(house, group, chair)
    a_version(house, paper, chair)
    submit_latest(paper, seat=chair, at=house.at)
    paper.refresh_from_db()
    read_in(paper, [Read("Plant trees.")], **house.by_us)
    other = a_group(house)
    with pytest.raises(Refused, match="Recommendations have been read out"):
        on_papers.give_back(paper, Stage.DRAFT, "Late thoughts.", **house.by_us)
    with pytest.raises(Refused, match="Recommendations have been read out"):
        on_papers.move(paper, other, "It is theirs.", **house.by_us)


def test_a_paper_in_the_wrong_group_is_moved_with_a_reason_and_its_thread_leads_to_the_right_one(house, group, chair):
    right = a_group(house)
    paper = a_begun(house, group, chair)
    typed = {"part": "move", "move-group": right.public_id, "move-reason": "Chosen by mistake."}
    assert sent(house, house.secretariat, f"{paper.get_absolute_url()}desk/", **typed).status_code == 302
    paper.refresh_from_db()
    assert paper.group == right
    assert [edge.earlier for edge in Edge.objects.filter(later=paper.public_id)] == [right.public_id]
    assert asked(house, chair, paper.get_absolute_url()).status_code == 404
    assert "Chosen by mistake." in page(house, paper.get_absolute_url(), house.secretariat)


def test_a_paper_that_is_submitted_is_not_moved_to_a_group_whose_page_is_not_public(house, group, chair):
    paper = a_begun(house, group, chair)
    a_version(house, paper, chair)
    submit_latest(paper, seat=chair, at=house.at)
    with pytest.raises(Refused, match="Open the page first"):
        on_papers.move(paper, an_inner_group(house), "It is theirs.", **house.by_us)


def test_a_reviewer_is_asked_reads_the_paper_comments_and_the_authors_answer(house, group, chair):
    paper = a_begun(house, group, chair)
    version = a_version(house, paper, chair)
    reviewer = a_seated(house)
    reviews = f"{paper.get_absolute_url()}reviews/"
    assert asked(house, reviewer, reviews).status_code == 404
    typed = {"part": "reviewers", "reviewers-addresses": reviewer.person.email, "reviewers-due": "2031-01-20"}
    assert sent(house, chair, reviews, **typed).status_code == 302
    [waiting] = _papers(reviewer, house.at)
    assert waiting.url == reviews.removeprefix("/en") or waiting.url.endswith(reviews.removeprefix("/en"))
    assert asked(house, reviewer, f"/en/papers/versions/{version.public_id}/file/").status_code == 200

    typed = {
        "part": "comment",
        "comment-text": "Which cities were asked?",
        "comment-place": "Background",
        "comment-page": "٣",
    }
    assert sent(house, reviewer, reviews, **typed).status_code == 302
    [comment] = paper.comments.all()
    assert (comment.version, comment.page) == (version, 3)
    [waiting] = _papers(chair, house.at)
    assert waiting.url.endswith("#comments")
    assert [one.due is not None for one in _papers(reviewer, house.at)] == [True]

    answering = f"/en/papers/comments/{comment.public_id}/"
    assert asked(house, reviewer, answering).status_code == 404
    refused = sent(house, chair, answering, finding=Finding.NOT_TAKEN)
    assert refused.status_code == 422
    assert "Say why it is not taken up" in refused.content.decode()
    answered = sent(house, chair, answering, finding=Finding.NOT_TAKEN, reason="They are named in annex two.")
    assert answered.status_code == 302
    assert "They are named in annex two." in page(house, reviews, reviewer)

    done = f"/en/papers/reviews/{paper.reviews.get().public_id}/"
    assert sent(house, chair, done).status_code == 409
    assert sent(house, reviewer, done).status_code == 302
    assert not list(_papers(reviewer, house.at))
    assert not list(_papers(chair, house.at))


def test_an_address_that_nobody_has_is_named_and_nobody_is_asked(house, group, chair):
    paper = a_begun(house, group, chair)
    typed = {"part": "reviewers", "reviewers-addresses": "nobody@nowhere.example", "reviewers-due": "2031-01-20"}
    answered = sent(house, chair, f"{paper.get_absolute_url()}reviews/", **typed)
    assert answered.status_code == 422
    assert "nobody@nowhere.example" in answered.content.decode()
    assert not paper.reviews.exists()


def test_a_reviewer_who_was_released_reads_the_paper_no_more_and_may_be_asked_again(house, group, chair):
    paper = a_begun(house, group, chair)
    reviewer = a_seated(house)
    by = {"seat": chair, "at": house.at}
    [review] = on_reviews.ask_for_reviews(paper, [reviewer], house.at.date() + DAY, **by)
    with pytest.raises(Refused, match="asked already"):
        on_reviews.ask_for_reviews(paper, [reviewer], house.at.date() + DAY, **by)
    on_reviews.release(review, **by)
    assert paper not in papers_visible_to(reviewer, house.at)
    with pytest.raises(Refused):
        on_reviews.finish(review, seat=reviewer, at=house.at)
    assert len(on_reviews.ask_for_reviews(paper, [reviewer], house.at.date() + DAY, **by)) == 1


def test_comments_are_not_read_by_those_who_only_read_the_submitted_paper(house, group, chair):
    paper = a_begun(house, group, chair)
    a_version(house, paper, chair)
    on_reviews.comment(paper, on_reviews.Said("An inner thought."), seat=chair, at=house.at)
    submit_latest(paper, seat=chair, at=house.at)
    stranger = a_seated(house)
    assert asked(house, stranger, f"{paper.get_absolute_url()}reviews/").status_code == 404
    shown = page(house, paper.get_absolute_url(), stranger)
    assert "An inner thought." not in shown
    assert "commented on a working paper" not in shown
    with pytest.raises(Refused):
        on_reviews.comment(paper, on_reviews.Said("Too late."), seat=chair, at=house.at)


def test_a_paper_after_the_deadline_is_taken_and_marked_unless_the_year_refuses_it(house, group, chair):
    a_deadline(house)
    early, late = a_begun(house, group, chair, "Early"), a_begun(house, group, chair, "Late")
    a_version(house, early, chair)
    a_version(house, late, chair, "Two.")
    submit_latest(early, seat=chair, at=house.at + DUE)
    after = house.at + DUE + DAY
    treat_late_papers(house.cycle, True, **house.by_us)
    with pytest.raises(Refused, match="takes none after it"):
        submit_latest(late, seat=chair, at=after)
    treat_late_papers(house.cycle, False, **house.by_us)
    submit_latest(late, seat=chair, at=after)
    assert [one.steps.last().is_late for one in (early, late)] == [False, True]
    assert "after the deadline" in page(house, late.get_absolute_url(), at=after)
    assert "after the deadline" not in page(house, early.get_absolute_url(), at=after)


def test_a_deadline_that_is_moved_afterwards_does_not_make_a_punctual_paper_late(house, group, chair):
    deadline = a_deadline(house)
    paper = a_begun(house, group, chair)
    a_version(house, paper, chair)
    submit_latest(paper, seat=chair, at=house.at + DUE)
    move_deadlines([(deadline, house.at + DAY)], "Earlier, it turned out.", **house.by_us)
    assert not paper.steps.last().is_late


def test_the_secretariat_says_in_the_browser_how_late_papers_are_treated(house, chair):
    assert asked(house, chair, "/en/papers/late/").status_code == 404
    assert sent(house, house.secretariat, "/en/papers/late/", refuses="1").status_code == 302
    assert house.cycle.paper_policy.refuses_late


def test_the_board_shows_each_group_with_how_far_its_papers_are(house, group, chair):
    a_deadline(house)
    without = a_group(house)
    paper = a_begun(house, group, chair)
    a_version(house, paper, chair)
    a_version(house, paper, chair, "Two.")
    in_work = a_begun(house, group, chair, "In work")
    submit_latest(paper, seat=chair, at=house.at + DUE + DAY)
    paper.refresh_from_db()
    at = house.at + DUE + DAY
    read_in(paper, [Read("Plant trees."), Read("Plant more trees.")], seat=house.secretariat, at=at)
    rows = {row.group: row.papers for row in board_of(house.cycle, chair, at)}
    assert rows[without] == []
    shown = {one.paper: (one.stage, one.version, one.recommendations, one.is_late) for one in rows[group]}
    assert shown == {paper: (Stage.SUBMITTED, 2, 2, True), in_work: (Stage.OUTLINE, 0, 0, False)}
    assert "In work" in page(house, "/en/papers/board/", chair, at)
    assert "In work" not in page(house, "/en/papers/board/", None, at).split("<main", 1)[1]


def test_a_group_hands_in_its_own_recommendations_as_a_paper_of_that_kind(house, group, chair):
    paper = on_papers.begin(
        house.cycle, {"en": "Our recommendations"}, group, "en", kind=PaperKind.RECOMMENDATIONS, seat=chair, at=house.at
    )
    a_version(house, paper, chair)
    submit_latest(paper, seat=chair, at=house.at)
    paper.refresh_from_db()
    read_in(paper, [Read("Warn in time.")], **house.by_us)
    assert "Recommendations of the group" in page(house, paper.get_absolute_url())


def test_pages_of_papers_take_as_few_queries_with_much_in_them_as_with_little(house, group, chair):
    paper = a_begun(house, group, chair)

    def grown(number):
        a_version(house, paper, chair, f"Number {number}.")
        on_reviews.ask_for_reviews(paper, [a_seated(house)], house.at.date() + DAY, seat=chair, at=house.at)
        on_reviews.comment(paper, on_reviews.Said(f"Thought {number}."), seat=chair, at=house.at)
        a_begun(house, group, chair, f"Another {number}")
        enrol(a_group(house), chair.organisation, GroupRole.MEMBER, house.at.date(), **house.by_us)

    def counted():
        pages = ("", "desk/", "reviews/")
        addresses = [*(f"{paper.get_absolute_url()}{last}" for last in pages), "/en/papers/", "/en/papers/board/"]
        with the_clock_at(house.at):
            return [len(queries_of(a_visitor(chair), address)) for address in addresses]

    grown(0)
    few = counted()
    for number in range(1, 4):
        grown(number)
    assert counted() == few
    assert max(few) <= 8


def test_what_changed_between_two_versions_stands_on_a_page_for_those_who_work_on_it(house, group, chair):
    paper = a_begun(house, group, chair)
    first = a_version(house, paper, chair, "Plant ten trees on every bank of the river.")
    second = a_version(house, paper, chair, "Plant many trees on every bank of the river.")
    shown = page(house, f"/en/papers/versions/{second.public_id}/changes/", chair)
    assert "1 paragraph changed; this version has 1 in all." in shown
    assert "<del>ten</del><ins>many</ins>" in shown
    assert f"/papers/versions/{second.public_id}/changes/" in page(house, paper.get_absolute_url(), chair)
    assert "There is no earlier version" in page(house, f"/en/papers/versions/{first.public_id}/changes/", chair)
    assert asked(house, a_seated(house), f"/en/papers/versions/{second.public_id}/changes/").status_code == 404


def test_a_version_that_cannot_be_compared_says_so(house, group, chair, settings):
    paper = a_begun(house, group, chair)
    a_version(house, paper, chair, "One.")
    last = a_version(house, paper, chair, "Two, and more.")
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert "no longer stored as it was received" in page(house, f"/en/papers/versions/{last.public_id}/changes/", chair)
    link = on_papers.add_version(paper, Content(link="https://x.example/a"), seat=chair, at=house.at)
    assert "only files are compared" in page(house, f"/en/papers/versions/{link.public_id}/changes/", chair)


def test_the_pages_of_a_version_are_counted_in_its_file_unless_a_person_has(house, group, chair):
    paper = a_begun(house, group, chair)
    desk = f"{paper.get_absolute_url()}desk/"
    printed = SimpleUploadedFile("two.pdf", set_paper("One.\n#pagebreak()\nTwo."))
    sent(house, chair, desk, part="version", **{"version-file": printed, "version-language": "en"})
    version = PaperVersion.objects.get()
    assert (version.pages, version.counted_by, version.pages_source) == (2, "file", "")
    assert "counted in the file" in page(house, paper.get_absolute_url(), chair)
