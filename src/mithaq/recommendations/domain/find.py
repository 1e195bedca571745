"""Keeping what was found in a paper as candidates that a person decides about, and finding it anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.reading.found import Candidate as Found
from mithaq.core.reading.found import WholeReading
from mithaq.core.text import normalised
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.models import Candidate, PaperReading, ReadingOrder
from mithaq.recommendations.rules import may_read_in
from mithaq.taskforces.models import Paper

#: Room between two paragraphs for what is divided or was missed.
ROOM = 1 << 20
NOT_FOUND_AGAIN = "not_found_again"
_PLACED = ("anchor", "doubts", "position")


@dataclass
class _Compared:
    """What a new reading means for the candidates there are."""

    #: Those that were found again, and what was found.
    again: list[tuple[Candidate, Found]] = field(default_factory=list)
    new: list[Found] = field(default_factory=list)
    #: Found before and not again, though a person decided about them or changed them.
    missed: list[Candidate] = field(default_factory=list)
    #: Found before and not again, and nobody looked at them.
    gone: list[Candidate] = field(default_factory=list)


def find(paper: Paper, whole: WholeReading, *, seat: Seat, at: datetime) -> PaperReading:
    """Keep what was found in the paper's file. Where it was read before, what people decided and corrected stays: what
    is found again moves to its place, what is not is marked and kept, and only what nobody touched goes."""
    with transaction.atomic():
        require(may_read_in(seat, at))
        refuse_if_entered(paper)
        reading, _new = PaperReading.objects.update_or_create(
            paper=paper,
            defaults={
                "sha256": paper.file.sha256 if paper.file else "",
                "read_at": at,
                "seat": seat,
                "pages": whole.document.pages,
                "found": len(whole.reading.candidates),
                "paragraphs": [
                    [one.index, one.page, one.note, one.outline, one.text]
                    for one in whole.document.paragraphs
                    if one.text.strip()
                ],
                "unread": list(whole.reading.unread),
            },
        )
        before = list(paper.candidates.select_for_update(of=("self",)).select_related("settled"))
        compared = _compared(before, whole.reading.candidates)
        _keep(paper, compared)
        facts = {"candidates": len(whole.reading.candidates), "new": len(compared.new), "missed": len(compared.missed)}
        ReadingOrder.objects.filter(paper=paper).delete()
        record("candidates.found", paper, seat=seat, at=at, facts=facts)
    return reading


def refuse_if_entered(paper: Paper) -> None:
    """Raise `Refused` where the paper's recommendations are on record: nothing is decided about candidates then."""
    if paper.recommendations.exists():
        raise Refused(_("The recommendations of this paper have already been entered. Nothing was changed."))


def _compared(before: Iterable[Candidate], found: Iterable[Found]) -> _Compared:
    waiting: dict[str, list[Candidate]] = {}
    for candidate in before:
        waiting.setdefault(normalised(candidate.as_read), []).append(candidate)
    compared = _Compared()
    for one in found:
        alike = waiting.get(normalised(one.text))
        if alike:
            compared.again.append((alike.pop(0), one))
        else:
            compared.new.append(one)
    for left in (candidate for rest in waiting.values() for candidate in rest):
        is_touched = left.version > 1 or hasattr(left, "settled") or not left.as_read
        (compared.missed if is_touched else compared.gone).append(left)
    return compared


def _keep(paper: Paper, compared: _Compared) -> None:
    for candidate, one in compared.again:
        anchored = _as_row(paper, one)
        candidate.anchor, candidate.position = anchored.anchor, anchored.position
        candidate.doubts = anchored.doubts
    for candidate in compared.missed:
        if candidate.as_read and NOT_FOUND_AGAIN not in candidate.doubts:
            candidate.doubts = [*candidate.doubts, NOT_FOUND_AGAIN]
    moved = [candidate for candidate, _one in compared.again] + compared.missed
    Candidate.objects.bulk_update(moved, _PLACED, batch_size=200)
    paper.candidates.filter(pk__in=[candidate.pk for candidate in compared.gone]).delete()
    Candidate.objects.bulk_create([_as_row(paper, one) for one in compared.new], batch_size=200)


def _as_row(paper: Paper, one: Found) -> Candidate:
    anchor: dict[str, Any] = asdict(one.anchor)
    return Candidate(
        paper=paper,
        position=one.anchor.paragraph * ROOM,
        number=one.number[:40],
        text=one.text,
        language=one.language,
        theme=one.theme[:300],
        proposers=list(one.proposers),
        anchor=anchor,
        doubts=[str(doubt) for doubt in one.doubtful],
        as_read=one.text,
    )
