"""How a city endorses, and the sentences of the register's chronicle."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.thread.steps import Called, call


class Method(models.TextChoices):
    """How the endorsement reached the register; each is shown as what it is."""

    CONFIRMED = "confirmed", pgettext_lazy("method of endorsement", "Confirmed here by the mandated person")
    LISTED = "listed_in_press", pgettext_lazy("method of endorsement", "Documented in a publication")


tell(
    {
        "call.opened": _("%(who)s, called on the cities to endorse the text."),
        "endorsement.given": _("%(who)s, endorsed the text."),
        "endorsement.withdrawn": _("%(who)s, withdrew an endorsement."),
        "endorsement.documented": _("%(who)s, entered an endorsement that a publication documents."),
    }
)

call({"endorsements.endorsement": Called(_("Endorsement"), _("Endorsements"))})
