"""What is counted about members, as of a day."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.members.queries import members
from mithaq.members.vocabulary import CITIES, Standing

CITIES_PARTICIPATING = publish(
    Figure(
        key="cities_participating",
        title=_("Cities in the cycle"),
        definition=_(
            "Members of the cycle in the classes participating, observer and guest, on the day named, "
            "the chair city counted among them."
        ),
        records=lambda cycle, at: members(cycle, at, CITIES),
    )
)
KNOWLEDGE_PARTNERS = publish(
    Figure(
        key="knowledge_partners",
        title=_("Knowledge partners"),
        definition=_("Organisations that take part in the cycle as knowledge partners on the day named."),
        records=lambda cycle, at: members(cycle, at, [Standing.KNOWLEDGE_PARTNER]),
    )
)
ENGAGEMENT_GROUPS = publish(
    Figure(
        key="engagement_groups",
        title=_("Engagement groups"),
        definition=_(
            "Engagement groups on record as sister groups in the cycle on the day named, "
            "with this group itself counted among them."
        ),
        records=lambda cycle, at: members(cycle, at, [Standing.SISTER_GROUP]),
    )
)
