"""Entering a paper's recommendations once a person has decided about every candidate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.recommendations.models import Candidate, Recommendation
from mithaq.recommendations.rules import may_read_in
from mithaq.recommendations.vocabulary import Outcome
from mithaq.taskforces.models import Paper


def enter(paper: Paper, *, seat: Seat, at: datetime) -> list[Recommendation]:
    """Enter what was confirmed, in the paper's order. Refused while a candidate waits for a decision: nothing is lost
    by being overlooked, and nothing enters unseen."""
    with transaction.atomic():
        require(may_read_in(seat, at))
        candidates = list(paper.candidates.select_for_update(of=("self",)).select_related("settled"))
        waiting = sum(not hasattr(one, "settled") for one in candidates)
        if waiting:
            sentence = ngettext(
                "%(count)s recommendation has not been decided about. Nothing was entered.",
                "%(count)s recommendations have not been decided about. Nothing was entered.",
                waiting,
            )
            raise Refused(sentence % {"count": waiting})
        return read_in(paper, [_as_read(one) for one in candidates if _is_confirmed(one)], seat=seat, at=at)


def _is_confirmed(candidate: Candidate) -> bool:
    return candidate.settled.as_what == Outcome.CONFIRMED


def _as_read(candidate: Candidate) -> Read:
    return Read(
        text=candidate.text,
        language=candidate.language,
        number=candidate.number,
        theme=candidate.theme,
        proposers=tuple(candidate.proposers),
        anchor=candidate.anchor,
    )
