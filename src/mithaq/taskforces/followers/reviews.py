"""Letters to those who review a paper, and to those who wrote it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import day, number
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in
from mithaq.taskforces.models import Paper, Review
from mithaq.taskforces.queries.groups import seats_that_lead


@follows("paper.review_asked", name="taskforces.ask_the_reviewer")
def ask_the_reviewer(act: Act) -> None:
    """Tell a reviewer which paper is to be read, and by which day."""
    paper, reviewer = (
        _paper_of(act),
        Seat.objects.select_related("person", "organisation").get(public_id=act.things.get(place=1).thing),
    )
    review = paper.reviews.filter(reviewer=reviewer, asked_at=act.at, released_at=None).first()
    if review is None or not reviewer.is_held(act.at):
        return
    _write_about(paper, reviewer, act, "review_asked", lambda language: _asked_to_review(review, language))


@follows("paper.reviewed", name="taskforces.tell_of_the_review")
def tell_of_the_review(act: Act) -> None:
    """Tell those who chair the group that a review is finished, and how many comments came with it."""
    _tell_the_authors(act, "reviewed", lambda paper, language: _review_finished(paper, act))


@follows("paper.commented", name="taskforces.tell_of_the_comment")
def tell_of_the_comment(act: Act) -> None:
    """Tell those who chair the group of a comment. Those of a reviewer are told together, when the review is finished;
    those of the authors' own are not told."""
    if (
        act.seat is None
        or _paper_of(act).reviews.filter(reviewer=act.seat, released_at=None, finished_at=None).exists()
    ):
        return
    _tell_the_authors(act, "commented", lambda paper, language: _comment_came(paper))


def _paper_of(act: Act) -> Paper:
    return Paper.objects.select_related("group__cycle").get(public_id=act.things.get(place=0).thing)


def _tell_the_authors(act: Act, kind: str, letter: Callable[[Paper, str], tuple[str, str]]) -> None:
    paper = _paper_of(act)
    if paper.group is None:
        return
    for seat in seats_that_lead(paper.group, act.at):
        if seat.pk != act.seat_id:
            _write_about(paper, seat, act, kind, lambda language: letter(paper, language))


def _write_about(paper: Paper, seat: Seat, act: Act, kind: str, letter: Callable[[str], tuple[str, str]]) -> None:
    """One letter in the language that is preferred there, or in all; it leads to where the paper is reviewed."""

    def with_the_link(language: str) -> tuple[str, str]:
        subject, body = letter(language)
        opening = _("To %(person)s, for %(organisation)s.") % {
            "person": seat.person,
            "organisation": seat.organisation,
        }
        link = f"{settings.ADDRESS}{reverse('taskforces:reviews', args=[paper.public_id])}"
        closing = _("It is read and answered here:\n%(link)s") % {"link": link}
        return subject, "\n\n".join([opening, body, closing])

    codes = languages_of_letters_to(seat)
    write_in(seat, codes, with_the_link, occasion=f"{act.public_id}:{kind}", at=act.at)


def _asked_to_review(review: Review, language: str) -> tuple[str, str]:
    facts = {"paper": PerLanguage(review.paper.title), "due": day(review.due, language)}
    body = _("You are asked to review the working paper “%(paper)s” by %(due)s, and to say what you think of it.")
    return _("Please review: %(paper)s") % facts, body % facts


def _review_finished(paper: Paper, act: Act) -> tuple[str, str]:
    facts = {"paper": PerLanguage(paper.title)}
    count = int(act.facts.get("comments", 0))
    body = ngettext(
        "A review of the working paper “%(paper)s” is finished. It has brought %(count)s comment.",
        "A review of the working paper “%(paper)s” is finished. It has brought %(count)s comments.",
        count,
    )
    return _("Reviewed: %(paper)s") % facts, body % {**facts, "count": number(count)}


def _comment_came(paper: Paper) -> tuple[str, str]:
    facts = {"paper": PerLanguage(paper.title)}
    body = _("Somebody has commented on the working paper “%(paper)s”. The comment waits for an answer of the authors.")
    return _("Comment on: %(paper)s") % facts, body % facts
