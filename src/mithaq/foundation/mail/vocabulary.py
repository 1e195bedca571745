"""Where a letter stands on its way out."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """What has become of a letter."""

    WAITING = "waiting", pgettext_lazy("letter", "waiting")
    SENT = "sent", pgettext_lazy("letter", "sent")
    FAILED = "failed", pgettext_lazy("letter", "not taken")
    BOUNCED = "bounced", pgettext_lazy("letter", "came back undelivered")
    NO_ADDRESS = "no_address", pgettext_lazy("letter", "no address on record")


#: The badge that goes with each state.
BADGES = {
    State.WAITING: "waiting",
    State.SENT: "done",
    State.FAILED: "refused",
    State.BOUNCED: "refused",
    State.NO_ADDRESS: "gap",
}
