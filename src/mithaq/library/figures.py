"""What is counted about studies."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.library.queries import counted_studies


def _once_some_are_on_record(cycle: Any, at: datetime) -> datetime | None:
    return at if cycle.studies.filter(handed_in_at__lte=at).exists() else None


publish(
    Figure(
        key="studies",
        title=_("Studies in the library"),
        definition=_("Studies handed in to the cycle by the time named, without those withdrawn by then."),
        records=counted_studies,
        as_of=_once_some_are_on_record,
        follows=("library.", "cycle."),
    )
)
