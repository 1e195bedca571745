"""Sentences of the recommendations' chronicle, what they are called on the thread, and the reader's doubts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.thread.steps import Called, call

tell(
    {
        "reading.asked": _("%(who)s, asked for a paper to be read."),
        "reading.failed": _("%(who)s, learnt that a paper whose reading they had asked for cannot be read."),
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
        "point.added_to": _("%(who)s, added recommendations to a point."),
        "point.taken_from": _("%(who)s, took recommendations out of a point."),
        "point.split": _("%(who)s, split a point in two."),
        "points.joined": _("%(who)s, put two points together."),
        "point.sent": _("%(who)s, sent a point to another pillar."),
        "points.ordered": _("%(who)s, changed the order of the points."),
        "point.taken_back": _("%(who)s, took back a step that concerned a point."),
        "recommendations.kept_together": _("%(who)s, decided that recommendations belong together."),
        "recommendations.kept_apart": _("%(who)s, decided that recommendations never go together."),
        "recommendations.left_open": _("%(who)s, left open again whether recommendations go together."),
        "recommendations.addressed": _("%(who)s, said whom recommendations address."),
        "recommendations.sent": _("%(who)s, sent recommendations to a pillar."),
        "recommendations.taken_back": _("%(who)s, took back a step that concerned recommendations."),
        "recommendations.dropped": _("%(who)s, dropped recommendations with a reason."),
        "recommendations.taken_up": _("%(who)s, took recommendations up again that had been dropped."),
        "consolidation.closed": _("%(who)s, closed the consolidation: every recommendation has its fate."),
        "consolidation.reopened": _("%(who)s, opened the consolidation again."),
        "groups.asked": _("%(who)s, asked the groups what they say to what becomes of their recommendations."),
        "proposal.answered": _("%(who)s, answered for the group what it says to what becomes of a recommendation."),
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


class Outcome(TextChoices):
    """What becomes of a candidate."""

    CONFIRMED = "confirmed", _("Confirmed")
    DISCARDED = "discarded", _("Set aside")
    JOINED = "joined", _("Joined with another")


class Fate(TextChoices):
    """What becomes of a recommendation. Every one has exactly one fate."""

    CARRIED = "carried", _("Carried alone")
    MERGED = "merged", _("Put together with others")
    DROPPED = "dropped", _("Dropped with a reason")
    OPEN = "open", _("Still open")


class Reply(TextChoices):
    """What a group says to what becomes of its recommendation."""

    AGREES = "agrees", _("Agrees")
    OBJECTS = "objects", _("Objects")
    COMMENTS = "comments", _("Comments")


class Addressed(TextChoices):
    """Whom a recommendation asks to act. The first four are those that `core.consolidation.reasons` tells apart."""

    LEADERS = "leaders", _("Heads of state and government")
    GOVERNMENTS = "governments", _("National governments")
    CITIES = "cities", _("Cities")
    INSTITUTIONS = "institutions", _("Institutions")
    OTHERS = "others", _("Others")


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
