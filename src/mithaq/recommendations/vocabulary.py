"""Sentences of the recommendations' chronicle, what they are called on the thread, and the reader's doubts."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.thread.steps import Called, call

tell(
    {
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

#: What the reader of papers doubted, in words.
DOUBTS = {
    "number_missing": _("The paper prints no number here, though it numbers others."),
    "number_doubled": _("The paper prints this number more than once."),
    "no_proposer_found": _("No proposer was found, though others have one."),
    "proposer_unsure": _("The proposer may have been misread."),
    "theme_missing": _("No theme stands above it, though others have one."),
    "very_short": _("It is very short and may not be a recommendation."),
}
