"""What is counted about recommendations."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.recommendations.queries import recommendations_of

#: What acts must concern to change these figures.
FOLLOWS = ("recommendations.", "taskforces.", "cycle.")


def _once_some_are_on_record(cycle: Any, at: datetime) -> datetime | None:
    return at if recommendations_of(cycle, at).exists() else None


RECEIVED = publish(
    Figure(
        key="recommendations_received",
        title=_("Recommendations received"),
        definition=_("Recommendations read out of the working papers that had been handed in by the time named."),
        records=recommendations_of,
        as_of=_once_some_are_on_record,
        follows=FOLLOWS,
    )
)
