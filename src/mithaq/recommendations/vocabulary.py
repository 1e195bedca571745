"""Sentences of the recommendations' chronicle, what they are called on the thread, and the reader's doubts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.thread.steps import Called, call

tell(
    {
        "candidates.found": _("%(who)s, had a paper searched for recommendations."),
        "candidate.confirmed": _("%(who)s, confirmed recommendations that were found in a paper."),
        "candidate.corrected": _("%(who)s, corrected a recommendation that was found in a paper."),
        "candidate.divided": _("%(who)s, divided a recommendation that was found in a paper into two."),
        "candidate.joined": _("%(who)s, joined two pieces of one recommendation that was found in a paper."),
        "candidate.discarded": _("%(who)s, set aside what was found in a paper, with a reason."),
        "candidate.reopened": _("%(who)s, took back what was decided about a recommendation found in a paper."),
        "candidate.added": _("%(who)s, marked a recommendation in a paper that had been missed."),
        "paper.read": _("%(who)s, read the recommendations out of a paper."),
        "point.gathered": _("%(who)s, put recommendations together into one point."),
        "point.worded": _("%(who)s, gave a point its wording."),
        "points.disclosed": _("%(who)s, made the points public together with the text."),
    }
)

# The first room that shows the thread names what it begins with, too.
call(
    {
        "taskforces.group": Called(_("Group"), _("Groups")),
        "taskforces.paper": Called(_("Working paper"), _("Working papers")),
        "recommendations.recommendation": Called(
            _("Recommendation"), _("Recommendations"), brings=("paper", "paper__group"), is_bare=False
        ),
        "recommendations.point": Called(_("Point"), _("Points")),
    }
)


class Outcome(models.TextChoices):
    """What becomes of a candidate."""

    CONFIRMED = "confirmed", _("Confirmed")
    DISCARDED = "discarded", _("Set aside")
    JOINED = "joined", _("Joined with another")


#: What the reader of papers doubted, in words.
DOUBTS = {
    "number_missing": _("The paper prints no number here, though it numbers others."),
    "number_doubled": _("The paper prints this number more than once."),
    "no_proposer_found": _("No proposer was found, though others have one."),
    "proposer_unsure": _("The proposer may have been misread."),
    "theme_missing": _("No theme stands above it, though others have one."),
    "number_jumps": _("Its number does not follow the one before it: something may be missing between them."),
    "letters_unsure": _(
        "Letters out of a PDF may be others than those on its page, or stand in another order. "
        "Compare it with the picture."
    ),
    "in_a_footnote": _("It stands in a footnote."),
    "not_found_again": _("It was not found when the paper was read again."),
    "very_short": _("It is very short and may not be a recommendation."),
}
