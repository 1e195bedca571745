"""What is counted about the year itself."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish

#: What acts must concern to change these figures.
FOLLOWS = ("cycle.",)

publish(
    Figure(
        key="pillars",
        title=_("Pillars"),
        definition=_("Pillars under which the cycle orders its recommendations."),
        records=lambda cycle, at: cycle.pillars.all(),
        follows=FOLLOWS,
    )
)
