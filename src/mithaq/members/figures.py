"""What is counted about members, as of a day."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.members.queries import members_counted
from mithaq.members.queries.counts import members_without_chair
from mithaq.members.vocabulary import CITIES, Standing

#: What acts must concern to change these figures.
FOLLOWS = ("members.", "cycle.", "actors.organisation")

CITIES_PARTICIPATING = publish(
    Figure(
        key="cities_participating",
        title=_("Cities in the cycle"),
        definition=_(
            "Members of the cycle in the classes participating, observer and guest, on the day named, "
            "the chair city counted among them."
        ),
        records=lambda cycle, at: members_counted(cycle, at, CITIES),
        follows=FOLLOWS,
    )
)
KNOWLEDGE_PARTNERS = publish(
    Figure(
        key="knowledge_partners",
        title=_("Knowledge partners"),
        definition=_("Organisations that take part in the cycle as knowledge partners on the day named."),
        records=lambda cycle, at: members_counted(cycle, at, [Standing.KNOWLEDGE_PARTNER]),
        follows=FOLLOWS,
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
        records=lambda cycle, at: members_counted(cycle, at, [Standing.SISTER_GROUP]),
        follows=FOLLOWS,
    )
)
PARTICIPATING = publish(
    Figure(
        key="participating_cities",
        title=_("Participating cities"),
        definition=_("Members of the cycle in the class participating on the day named, the chair city counted."),
        records=lambda cycle, at: members_counted(cycle, at, [Standing.PARTICIPATING]),
        headline=False,
        follows=FOLLOWS,
    )
)
OBSERVERS = publish(
    Figure(
        key="observer_cities",
        title=_("Observer cities"),
        definition=_("Members of the cycle in the class observer on the day named, the chair city counted."),
        records=lambda cycle, at: members_counted(cycle, at, [Standing.OBSERVER]),
        headline=False,
        follows=FOLLOWS,
    )
)
GUESTS = publish(
    Figure(
        key="guest_cities",
        title=_("Guest cities"),
        definition=_("Members of the cycle in the class guest on the day named, the chair city counted."),
        records=lambda cycle, at: members_counted(cycle, at, [Standing.GUEST]),
        headline=False,
        follows=FOLLOWS,
    )
)
CITIES_WITHOUT_CHAIR = publish(
    Figure(
        key="cities_without_chair",
        title=_("Cities in the cycle besides the chair"),
        definition=_(
            "Members of the cycle in the classes participating, observer and guest, on the day named, "
            "the chair city not counted."
        ),
        records=lambda cycle, at: members_without_chair(cycle, at, CITIES),
        headline=False,
        follows=FOLLOWS,
    )
)
PARTICIPATING_WITHOUT_CHAIR = publish(
    Figure(
        key="participating_cities_without_chair",
        title=_("Participating cities besides the chair"),
        definition=_("Members of the cycle in the class participating on the day named, the chair city not counted."),
        records=lambda cycle, at: members_without_chair(cycle, at, [Standing.PARTICIPATING]),
        headline=False,
        follows=FOLLOWS,
    )
)
