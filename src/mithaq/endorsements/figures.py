"""What is counted about endorsements."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.communique.queries import communique_of
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.queries import register_of, release_of
from mithaq.foundation.figures import Figure, publish

#: What acts must concern to change these figures.
FOLLOWS = ("endorsements.", "communique.", "cycle.")


def _register(cycle: Any, at: datetime) -> Any:
    text = communique_of(cycle)
    return register_of(text, at) if text else Endorsement.objects.none()


def _since_the_release(cycle: Any, at: datetime) -> datetime | None:
    return at if release_of(cycle, at) else None


CITIES_ENDORSING = publish(
    Figure(
        key="cities_endorsing",
        title=_("Cities that endorsed the communiqué at its release"),
        definition=_(
            "Members whose endorsement of the communiqué had been given, and not withdrawn, at the instant of its "
            "release; cities that did not agree to be named are counted."
        ),
        records=_register,
        as_of=release_of,
        follows=FOLLOWS,
    )
)
IN_FORCE = publish(
    Figure(
        key="endorsements_in_force",
        title=_("Endorsements in force"),
        definition=_(
            "Members whose endorsement of the communiqué has been given, and not withdrawn, at the time named; "
            "cities that did not agree to be named are counted."
        ),
        records=_register,
        as_of=_since_the_release,
        headline=False,
        follows=FOLLOWS,
    )
)
