"""What is counted about groups and papers."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.foundation.figures.together import shared
from mithaq.taskforces.models import Paper
from mithaq.taskforces.queries import special_working_group
from mithaq.taskforces.vocabulary import PaperKind

#: What acts must concern to change these figures.
FOLLOWS = ("taskforces.", "cycle.", "actors.organisation")


def _with_known_pages(cycle: Any, at: datetime) -> list[Paper]:
    papers = cycle.papers.filter(submitted_at__lte=at, kind=PaperKind.WORKING_PAPER, pages__isnull=False)
    return shared(("pages", cycle.pk, at), lambda: list(papers))


def _once_some_are_known(cycle: Any, at: datetime) -> datetime | None:
    return at if _with_known_pages(cycle, at) else None


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
        key="pages_of_studies",
        title=_("Pages of the working papers"),
        definition=_(
            "Pages of the working papers handed in to the cycle, or catalogued with a source, by the time named: "
            "counted in the file where it has pages, else as the file or a named source says. A paper of which nobody "
            "knows them counts for none."
        ),
        records=_with_known_pages,
        weight=lambda paper: paper.pages,
        as_of=_once_some_are_known,
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
