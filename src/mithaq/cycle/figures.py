"""What is counted about the year itself."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish

publish(
    Figure(
        key="pillars",
        title=_("Pillars"),
        definition=_("Pillars under which the cycle orders its recommendations."),
        records=lambda cycle, at: cycle.pillars.all(),
    )
)
