"""Two recommendations that were read as one, one that was read as two, and one that was missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from mithaq.core.reading.openings import opened
from mithaq.core.text import language_of, normalised
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.decide import looked_at
from mithaq.recommendations.domain.find import ROOM, refuse_if_entered
from mithaq.recommendations.models import Candidate, Settled
from mithaq.recommendations.rules import may_read_in
from mithaq.recommendations.vocabulary import Outcome
from mithaq.taskforces.models import Paper


def divide(candidate: Candidate, place: int, version: int, *, seat: Seat, at: datetime) -> Candidate:
    """Let a second candidate begin at this place of the words, counted in letters. Both wait to be looked at again."""
    with transaction.atomic():
        candidate = looked_at(candidate, version, seat=seat, at=at)
        first, second = candidate.text[:place].strip(), candidate.text[place:].strip()
        if not first or not second:
            raise Refused(_("Choose a place inside the words: something must stand before it and after it."))
        begun = opened(second)
        following = Candidate.objects.create(
            paper=candidate.paper,
            position=_after(candidate),
            number=begun.number[:40],
            text=begun.rest or second,
            language=language_of(second, default=candidate.language),
            theme=candidate.theme,
            proposers=candidate.proposers,
            anchor=candidate.anchor,
        )
        candidate.text = first
        candidate.version += 1
        candidate.save(update_fields=["text", "version"])
        Settled.objects.filter(candidate=candidate).delete()
        facts = {"candidate": candidate.public_id, "second": following.public_id}
        record("candidate.divided", candidate.paper, seat=seat, at=at, facts=facts)
    return following


def join(candidate: Candidate, following: Candidate, seen: tuple[int, int], *, seat: Seat, at: datetime) -> Candidate:
    """Let a candidate go on with the words of the next one, which then counts no more and can be taken out again."""
    with transaction.atomic():
        candidate = looked_at(candidate, seen[0], seat=seat, at=at)
        following = looked_at(following, seen[1], seat=seat, at=at)
        if following.paper_id != candidate.paper_id or following.pk == candidate.pk:
            raise Refused(_("Only recommendations of one paper can be joined."))
        candidate.text = f"{candidate.text} {following.text}"
        candidate.proposers = list(dict.fromkeys([*candidate.proposers, *following.proposers]))
        for one in (candidate, following):
            one.version += 1
            one.save(update_fields=["text", "proposers", "version"])
        Settled.objects.filter(candidate=candidate).delete()
        Settled.objects.update_or_create(
            candidate=following,
            defaults={"as_what": Outcome.JOINED, "reason": "", "into": candidate, "seat": seat, "at": at},
        )
        facts = {"candidate": candidate.public_id, "second": following.public_id}
        record("candidate.joined", candidate.paper, seat=seat, at=at, facts=facts)
    return candidate


def mark(paper: Paper, paragraphs: Sequence[int], *, seat: Seat, at: datetime) -> Candidate:
    """Take paragraphs of the paper, by their numbers, as one recommendation that the reader missed."""
    with transaction.atomic():
        require(may_read_in(seat, at))
        refuse_if_entered(paper)
        chosen = [row for row in paper.reading.paragraphs if row[0] in set(paragraphs)]
        if not chosen:
            raise Refused(_("Mark at least one paragraph."))
        begun = opened(normalised(chosen[0][4]))
        words = "\n".join(line for line in (begun.rest, *(normalised(row[4]) for row in chosen[1:])) if line)
        if not words:
            raise Refused(_("These paragraphs hold no words but a number. Mark the one that holds the words too."))
        index, page, note = chosen[0][:3]
        candidate = Candidate.objects.create(
            paper=paper,
            position=index * ROOM + ROOM // 2,
            number=begun.number[:40],
            text=words,
            language=language_of(words, default=paper.language or "en"),
            theme=_heading_above(paper, index),
            anchor={"paragraph": index, "table": None, "row": None, "page": page, "note": note},
        )
        record("candidate.added", paper, seat=seat, at=at, facts={"candidate": candidate.public_id})
    return candidate


def _heading_above(paper: Paper, index: int) -> str:
    above = (row[4] for row in reversed(paper.reading.paragraphs) if row[0] < index and row[3] is not None)
    return normalised(next(above, ""))[:300]


def _after(candidate: Candidate) -> int:
    """A free place between a candidate and the next."""
    later = candidate.paper.candidates.filter(position__gt=candidate.position)
    following = later.aggregate(nearest=Min("position"))["nearest"]
    if following is None:
        most = candidate.paper.candidates.aggregate(last=Max("position"))["last"]
        return int(most) + ROOM // 2
    return (candidate.position + int(following)) // 2
