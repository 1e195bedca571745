"""What is counted about groups and papers."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.taskforces.queries import special_working_group
from mithaq.taskforces.vocabulary import PaperKind

#: What acts must concern to change these figures.
FOLLOWS = ("taskforces.", "cycle.", "actors.organisation")

publish(
    Figure(
        key="working_group_cities",
        title=_("Cities in the special working group"),
        definition=_(
            "Cities that work in the special working group on the day named, its co-chairs counted and the city "
            "that chairs it not counted."
        ),
        records=lambda cycle, at: special_working_group(cycle, at, partners=False),
        follows=FOLLOWS,
    )
)
publish(
    Figure(
        key="working_group_organisations",
        title=_("International organisations in the special working group"),
        definition=_("Organisations that work in the special working group as partners on the day named."),
        records=lambda cycle, at: special_working_group(cycle, at, partners=True),
        follows=FOLLOWS,
    )
)
publish(
    Figure(
        key="paper_pages",
        title=_("Pages of the working papers"),
        definition=_(
            "Pages of the working papers handed in to the cycle, or catalogued with a source, by the time named: "
            "counted in the file where it has pages, else as the file or a named source says. A paper of which nobody "
            "knows them counts for none."
        ),
        records=lambda cycle, at: cycle.papers.filter(
            submitted_at__lte=at, kind=PaperKind.WORKING_PAPER, pages__isnull=False
        ),
        weight=lambda paper: paper.pages,
        follows=FOLLOWS,
    )
)
publish(
    Figure(
        key="papers",
        title=_("Working papers"),
        definition=_("Working papers handed in to the cycle, or catalogued with a source, by the time named."),
        records=lambda cycle, at: cycle.papers.filter(submitted_at__lte=at, kind=PaperKind.WORKING_PAPER),
        follows=("taskforces.", "cycle."),
    )
)
