"""Sentences of the recommendations' chronicle."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.chronicle.sentences import tell

tell(
    {
        "paper.read": _("%(who)s, read the recommendations out of a paper."),
        "point.gathered": _("%(who)s, put recommendations together into one point."),
        "point.worded": _("%(who)s, gave a point its wording."),
        "points.disclosed": _("%(who)s, made the points public together with the text."),
    }
)
