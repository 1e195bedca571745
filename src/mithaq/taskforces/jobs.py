"""Reading the files of papers for the search. The worker does it; only a paper's latest version is searched."""

from __future__ import annotations

from collections.abc import Iterator

from mithaq.foundation.search.files import look_into
from mithaq.foundation.search.index import forget, forget_all
from mithaq.taskforces.models import PaperVersion
from mithaq.taskforces.queries.pages import KIND, versions_to_look_into

#: Papers that are read in one round: the worker has other things to do as well.
AT_ONCE = 3


def look_into_papers(at_once: int | None = AT_ONCE) -> int:
    """Read the latest versions that wait; the number of versions."""
    return sum(_read(version) for version in versions_to_look_into()[:at_once])


def read_again() -> Iterator[tuple[int, int]]:
    """Read the latest version of every paper anew: after each, its place and how many there are. For a search index
    that was lost or is of an earlier making."""
    forget_all(KIND)
    waiting = versions_to_look_into()
    of = waiting.count()
    for place, version in enumerate(list(waiting), 1):
        _read(version)
        yield place, of


def _read(version: PaperVersion) -> int:
    """Read one, and forget the versions before it: nobody finds them any more."""
    assert version.file is not None
    look_into(KIND, version.pk, version.file)
    for earlier in PaperVersion.objects.filter(paper=version.paper_id, number__lt=version.number):
        forget(KIND, earlier.pk)
    return 1
