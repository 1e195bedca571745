"""Handing in a working paper: at once with its file, or one that was worked on here, in its latest version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.thread.weave import weave
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.domain.pages import UNKNOWN, Pages
from mithaq.taskforces.models import Group, Paper, PaperPolicy, PaperVersion
from mithaq.taskforces.queries.papers import deadline_of_papers, refuses_late
from mithaq.taskforces.rules import OUT_OF_HAND, may_look_after_papers, may_send_on, may_submit_papers
from mithaq.taskforces.vocabulary import PaperKind, Reach, Stage


def submit(
    cycle: Cycle,
    key: str,
    title: Mapping[str, str],
    *,
    file: Upload | None = None,
    group: Group | None = None,
    language: str = "",
    pages: Pages = UNKNOWN,
    note: Mapping[str, str] | None = None,
    kind: str = PaperKind.WORKING_PAPER,
    seat: Seat,
    at: datetime,
) -> Paper:
    """Hand in a paper with its file, or catalogue one whose file is not on record."""
    with transaction.atomic():
        require(may_submit_papers(seat, at))
        if cycle.papers.filter(key=key).exists():
            raise Refused(_("A paper with this key has already been handed in. Nothing was changed."))
        if file is not None:
            require_new(cycle, file)
        require_open(group)
        due = _due(cycle, kind, at) if file else None
        paper = cycle.papers.create(
            key=key,
            title=title,
            file=file,
            group=group,
            kind=kind,
            language=language,
            pages=pages.number,
            pages_source=pages.source,
            note=note or {},
            submitted_by=seat,
            submitted_at=at,
        )
        version = None
        if file is not None:
            counted = {"pages": pages.number, "pages_source": pages.source, "counted_by": pages.by}
            version = paper.versions.create(number=1, file=file, language=language, **counted, seat=seat, at=at)
        paper.steps.create(stage=Stage.SUBMITTED, version=version, due=due, seat=seat, at=at)
        weave([group] if group else [], paper)
        record(
            "paper.submitted" if file else "paper.catalogued",
            paper,
            seat=seat,
            at=at,
            facts={"sha256": file.sha256} if file else {},
        )
    return paper


def submit_latest(paper: Paper, *, seat: Seat, at: datetime) -> Paper:
    """Submit a paper in its latest version. From now on everybody sees that it is there; a late one is marked."""
    with transaction.atomic():
        paper = locked(paper)
        require(may_send_on(seat, paper, at))
        if Stage(paper.stage).is_open:
            raise Refused(OUT_OF_HAND)
        require_open(paper.group)
        latest = paper.versions.order_by("number").last()
        if latest is None:
            raise Refused(_("This paper has no version yet, so there is nothing to submit. Add one first."))
        due = _due(paper.cycle, paper.kind, at)
        paper.stage, paper.file = Stage.SUBMITTED, latest.file
        paper.language, paper.pages = latest.language or paper.language, latest.pages
        paper.pages_source = latest.pages_source
        paper.submitted_by, paper.submitted_at = seat, at
        paper.save()
        paper.steps.create(stage=Stage.SUBMITTED, version=latest, due=due, seat=seat, at=at)
        facts = {"version": latest.number, **({"sha256": latest.file.sha256} if latest.file else {})}
        record("paper.submitted", paper, seat=seat, at=at, facts=facts)
    return paper


def treat_late_papers(cycle: Cycle, refuses: bool, *, seat: Seat, at: datetime) -> PaperPolicy:
    """Say whether papers are still taken after the deadline (and marked) or refused."""
    with transaction.atomic():
        require(may_look_after_papers(seat, at))
        said = {"refuses_late": refuses, "seat": seat, "at": at}
        policy, _is_new = PaperPolicy.objects.update_or_create(cycle=cycle, defaults=said)
        record("papers.policy_set", cycle, seat=seat, at=at, facts={"refuses_late": refuses})
    return policy


def locked(paper: Paper) -> Paper:
    """The paper as it stands now, held until the end of the transaction."""
    found = Paper.objects.select_for_update(of=("self",)).select_related("group", "cycle", "file")
    return found.get(pk=paper.pk)


def require_open(group: Group | None) -> None:
    """Raises `Refused` where the group's page is not public: what is submitted names its group to everybody."""
    if group is not None and group.reach != Reach.PUBLIC:
        raise Refused(
            _(
                "What is submitted names its group to everybody, and this group's page is not public. "
                "Open the page first."
            )
        )


def require_new(cycle: Cycle, file: Upload, paper: Paper | None = None) -> None:
    """Raises `Refused` where the very same file is already a version of a paper of the cycle, and says of which.

    Of a paper that the reader may not know of (`paper` is the one that is worked on) only that it is there is said.
    """
    same = PaperVersion.objects.filter(paper__cycle=cycle, file__sha256=file.sha256).select_related("paper")
    known = same.filter(paper=paper).first() or same.exclude(paper__submitted_at=None).first() or same.first()
    if known is None:
        return
    if known.paper == paper:
        reason = _("This very file is version %(number)s of this paper already. Nothing was changed.")
        raise Refused(reason % {"number": known.number})
    if known.paper.submitted_at is not None:
        reason = _("This very file has been handed in already, as “%(title)s”. Nothing was changed.")
        raise Refused(reason % {"title": known.paper.title})
    raise Refused(_("This very file is a version of another paper in work already. Nothing was changed."))


def _due(cycle: Cycle, kind: str, at: datetime) -> datetime | None:
    """The deadline as it stands. Raises `Refused` after it where the year takes no late papers. It is one for working
    papers: a group's own recommendations come when its charter says."""
    deadline = deadline_of_papers(cycle) if kind == PaperKind.WORKING_PAPER else None
    if deadline is None:
        return None
    if at > deadline.at and refuses_late(cycle):
        raise Refused(
            _("The deadline for papers has passed, and this year takes none after it. Please write to the secretariat.")
        )
    return deadline.at
