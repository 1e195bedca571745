"""What is counted about the text."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.communique.queries import communique_of, points_adopted
from mithaq.foundation.figures import Figure, publish

#: What acts must concern to change these figures.
FOLLOWS = ("communique.", "cycle.")


def _freezing(cycle: Any, at: datetime) -> datetime | None:
    text = communique_of(cycle)
    frozen = getattr(text, "freezing", None)
    return frozen.at if frozen and frozen.at <= at else None


def _is_published(cycle: Any, at: datetime) -> bool:
    publication = getattr(communique_of(cycle), "publication", None)
    return publication is not None and publication.at <= at


publish(
    Figure(
        key="points_adopted",
        title=_("Recommendations of the communiqué"),
        definition=_("Numbered points of the communiqué, counted in the text as it was frozen."),
        records=points_adopted,
        as_of=_freezing,
        is_public=_is_published,
        follows=FOLLOWS,
    )
)
