"""What is counted about recommendations."""

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.foundation.figures.together import shared
from mithaq.recommendations.queries import recommendations_of
from mithaq.recommendations.queries.fates import fates_are_public, with_fate
from mithaq.recommendations.vocabulary import Fate

#: What acts must concern to change these figures.
FOLLOWS = ("recommendations.", "taskforces.", "cycle.")


def _once_some_are_on_record(cycle: Any, at: datetime) -> datetime | None:
    return at if shared(("received", cycle.pk, at), recommendations_of(cycle, at).exists) else None


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

_FATES = {
    Fate.CARRIED: (
        _("Recommendations carried alone"),
        _("Recommendations that are the only source of a point."),
    ),
    Fate.MERGED: (
        _("Recommendations put together with others"),
        _("Recommendations that share a point with at least one other recommendation."),
    ),
    Fate.DROPPED: (
        _("Recommendations dropped"),
        _("Recommendations that go into no point, each with the reason on record."),
    ),
    Fate.OPEN: (
        _("Recommendations still open"),
        _("Recommendations that have gone into no point and have not been dropped."),
    ),
}


def _of_this_fate(fate: Fate, cycle: Any, at: datetime) -> list[Any]:
    return with_fate(cycle, at, fate)


#: What became of the recommendations: together these are those received. Shown on the page that says so.
FATES = {
    fate: publish(
        Figure(
            key=f"recommendations_{fate.value}",
            title=title,
            definition=definition,
            records=partial(_of_this_fate, fate),
            as_of=_once_some_are_on_record,
            is_public=fates_are_public,
            headline=False,
            follows=FOLLOWS,
        )
    )
    for fate, (title, definition) in _FATES.items()
}
