"""How somebody proves anew that it is they, and the sentence of the rule that asks for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.chronicle.sentences import tell


class Proof(models.TextChoices):
    """What a grave act asks for, no older than five minutes."""

    NONE = "none", pgettext_lazy("proof for a grave act", "Nothing more than being signed in")
    CODE = "code", pgettext_lazy("proof for a grave act", "A code or a passkey")
    PASSKEY = "passkey", pgettext_lazy("proof for a grave act", "A passkey")


tell({"proof.required": _("%(who)s, set what proof grave acts need.")})
