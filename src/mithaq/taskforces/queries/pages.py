"""Finding papers by their titles and by what stands on the pages of their latest version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mithaq.core.text import searchable, sought
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.search.models import LookedInto, Passage
from mithaq.foundation.search.queries import Find, Ranked, Ranking, ranked
from mithaq.taskforces.models import Paper, PaperVersion, Review
from mithaq.taskforces.queries import READERS_OF_MEETINGS, groups_of, papers_visible_to
from mithaq.taskforces.vocabulary import Stage

#: What the search calls a version of a paper.
KIND = "taskforces.version"


def latest_versions() -> QuerySet[PaperVersion]:
    """The latest version of each paper; only by its pages is a paper found."""
    later = PaperVersion.objects.filter(paper=OuterRef("paper"), number__gt=OuterRef("number"))
    return PaperVersion.objects.filter(~Exists(later))


def versions_to_look_into() -> QuerySet[PaperVersion]:
    """The latest versions with a file that has not been read for the search yet."""
    known = LookedInto.objects.filter(kind=KIND, subject=OuterRef("pk"))
    return latest_versions().filter(~Exists(known), file__isnull=False).select_related("file").order_by("pk")


def has_no_words_to_search(version: PaperVersion) -> bool:
    """Whether the version's file was read for the search and gave no words: it is locked, or holds pictures alone.
    One query."""
    words = Passage.objects.filter(kind=KIND, subject=version.pk)
    return LookedInto.objects.filter(~Exists(words), kind=KIND, subject=version.pk).exists()


def versions_read_by(seat: Seat | None, at: datetime) -> QuerySet[PaperVersion]:
    """The latest versions that the seat may read: what `may_read_the_version` says, as a question to the database."""
    versions = latest_versions().filter(paper__in=papers_visible_to(seat, at).order_by().values("pk"))
    if seat is not None and seat.role in READERS_OF_MEETINGS:
        return versions
    read = Q(paper__stage=Stage.PUBLISHED)
    if seat is not None and seat.is_held(at):
        read |= Q(paper__stage=Stage.SUBMITTED)
    if seat is not None and seat.role != Role.PRESS:
        asked = Review.objects.filter(reviewer=seat, released_at=None).values("paper")
        read |= Q(paper__group__in=groups_of(seat, at)) | Q(paper__in=asked)
    return versions.filter(read)


@dataclass(frozen=True)
class FoundPaper:
    """A paper that was found: by its title, by a page of its version, or by both."""

    paper: int
    public_id: str
    title: PerLanguage
    record: list[Ranked] | None


def search_papers(line: str, seat: Seat | None, at: datetime) -> tuple[Ranking, list[FoundPaper]]:
    """The papers whose title or pages say what is asked for, those first whose title does. Three queries."""
    ranking = ranked(line, {KIND: versions_read_by(seat, at)})
    return ranking, papers_in(ranking, line, seat, at)


def papers_in(ranking: Ranking, line: str, seat: Seat | None, at: datetime) -> list[FoundPaper]:
    """The papers that a line finds: by their titles, and by the versions in a ranking that was asked for
    `versions_read_by` this seat. One query."""
    by_version = {record[0].subject: record for record in ranking.records if record[0].kind == KIND}
    places = {version: place for place, version in enumerate(by_version)}
    titled, paged = [], []
    for found in _papers(by_version, seat, at):
        if _says(found.title, sought(line)):
            titled.append(found)
        elif found.record is not None:
            paged.append(found)
    return titled + sorted(paged, key=lambda one: places[one.record[0].subject] if one.record else 0)


def _papers(by_version: dict[int, list[Ranked]], seat: Seat | None, at: datetime) -> list[FoundPaper]:
    """Every paper that the seat may see, in its order, with the pages that were found of its version."""
    papers = papers_visible_to(seat, at).select_related(None)
    rows = papers.values_list("pk", "public_id", "title", F("versions__pk"))
    known: dict[int, FoundPaper] = {}
    for paper, public_id, title, version in rows:
        record = by_version.get(version)
        if record is not None or paper not in known:
            known[paper] = FoundPaper(paper, public_id, PerLanguage(title), record)
    return list(known.values())


def _says(title: PerLanguage, wanted: list[str]) -> bool:
    folded = searchable(" ".join(title.values()))
    return bool(wanted) and all(word in folded for word in wanted)


def finds_of(ranking: Ranking, shown: list[FoundPaper]) -> dict[int, Find]:
    """What is shown of some of the papers found, by the paper's key, where their pages say it. One query."""
    records = {one.paper: one.record for one in shown if one.record is not None}
    return dict(zip(records, ranking.finds(list(records.values())), strict=True))


def listed_papers(keys: list[int], seat: Seat | None, at: datetime) -> list[Paper]:
    """The papers with these keys that the seat may see, in the order of the keys. One query."""
    known = papers_visible_to(seat, at).in_bulk(keys)
    return [known[key] for key in keys if key in known]
