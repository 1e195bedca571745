"""What is counted about members, as of a day."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.members.queries import members_counted
from mithaq.members.queries.blocs import belonging_counted
from mithaq.members.queries.counts import members_without_chair
from mithaq.members.vocabulary import CITIES, Grouping, Standing

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

#: How each grouping is counted, whichever the class.
_BELONGING = {
    Grouping.G20: _(
        "Members of the cycle in the classes participating, observer and guest, or in the one that the title names, "
        "whose country was a state of the G20 on the day named or belonged to a union that was itself a member of the "
        "G20 on that day: the European Union, and the African Union since 9 September 2023. An organisation of which "
        "it is on record that it belongs is counted too."
    ),
    Grouping.G20_STATE: _(
        "Members of the cycle in the classes participating, observer and guest, or in the one that the title names, "
        "whose country was itself a state of the G20 on the day named. An organisation of which it is on record that "
        "it belongs is counted too."
    ),
    Grouping.EUROPEAN_UNION: _(
        "Members of the cycle in the classes participating, observer and guest, or in the one that the title names, "
        "whose country belonged to the European Union on the day named. An organisation of which it is on record that "
        "it belongs is counted too."
    ),
    Grouping.AFRICAN_UNION: _(
        "Members of the cycle in the classes participating, observer and guest, or in the one that the title names, "
        "whose country belonged to the African Union on the day named. An organisation of which it is on record that "
        "it belongs is counted too."
    ),
}


def _of_a_grouping(grouping: Grouping, standing: Standing | None) -> Figure:
    standings = (standing,) if standing else CITIES
    return publish(
        Figure(
            key=f"{standing.value if standing else 'cities'}_in_{grouping.value}",
            title=format_lazy("{}: {}", standing.heading if standing else _("Cities of all classes"), grouping.label),
            definition=_BELONGING[grouping],
            records=lambda cycle, at: belonging_counted(cycle, at, grouping, standings),
            headline=False,
            follows=FOLLOWS,
        )
    )


#: The cities of each grouping, of all classes together (None) and class by class.
BY_GROUPING = {
    grouping: {standing: _of_a_grouping(grouping, standing) for standing in (None, *CITIES)} for grouping in Grouping
}
