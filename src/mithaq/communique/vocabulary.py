"""The kinds of text and clause, and the sentences of the text's chronicle."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.thread.steps import Called, call


class TextKind(models.TextChoices):
    COMMUNIQUE = "communique", pgettext_lazy("kind of text", "Communiqué")
    STATEMENT = "statement", pgettext_lazy("kind of text", "Statement")


class ClauseKind(models.TextChoices):
    PREAMBLE = "preamble", pgettext_lazy("kind of clause", "Preamble")
    HEADING = "heading", pgettext_lazy("kind of clause", "Heading")
    POINT = "point", pgettext_lazy("kind of clause", "Point")
    SUB_POINT = "sub_point", pgettext_lazy("kind of clause", "Sub-point")
    CLOSING = "closing", pgettext_lazy("kind of clause", "Closing")


tell(
    {
        "text.begun": _("%(who)s, began a text."),
        "draft.composed": _("%(who)s, composed a draft from the points."),
        "draft.frozen": _("%(who)s, froze the text."),
        "text.published": _("%(who)s, published the text."),
        "text.published_elsewhere": _("%(who)s, recorded that the text was published elsewhere."),
    }
)

call(
    {
        "communique.text": Called(_("Text"), _("Texts")),
        "communique.clause": Called(_("Clause"), _("Clauses"), "communique:clause", is_bare=False),
    }
)
