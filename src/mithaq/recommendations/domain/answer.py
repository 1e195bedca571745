"""Asking the groups what they say to what becomes of their recommendations, and their answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import nobody_else_writes, record
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.steps import require_open
from mithaq.recommendations.models import Answer, Asking, Recommendation
from mithaq.recommendations.queries.fates import Line, asking_of, line_of
from mithaq.recommendations.rules import may_answer, may_ask
from mithaq.recommendations.vocabulary import Fate, Reply


def ask(cycle: Cycle, until: datetime, *, seat: Seat, at: datetime) -> Asking:
    """Ask the groups until a time; asked again, the later time counts. What they answered before stays."""
    with transaction.atomic():
        require(may_ask(seat, at))
        nobody_else_writes()
        require_open(cycle)
        if until <= at:
            raise Refused(_("The groups need time to answer: choose a later day. Nothing was changed."))
        asking = Asking.objects.create(cycle=cycle, until=until, seat=seat, at=at)
        record("groups.asked", cycle, seat=seat, at=at)
    return asking


def answer_to(
    recommendation: Recommendation, proposal: str, reply: str, words: str = "", *, seat: Seat, at: datetime
) -> Answer:
    """Answer for the group that wrote it to what becomes of a recommendation; answering again replaces the answer.

    `proposal` is the fingerprint of what was looked at (`queries.fates.Line.proposal`).
    """
    with transaction.atomic():
        require(may_answer(seat, recommendation.paper.group, at))
        nobody_else_writes()
        asking = asking_of(recommendation.paper.cycle, at)
        if asking is None:
            raise Refused(_("Answers are not being taken at this time. Nothing was changed."))
        _require_seen(line_of(recommendation), proposal)
        if reply not in Reply.values:
            raise Refused(_("Choose whether the group agrees, objects or comments. Nothing was changed."))
        if reply != Reply.AGREES and not words.strip():
            raise Refused(_("Say it in words: an objection needs its reason, and a comment its text."))
        given = Answer.objects.create(
            asking=asking, recommendation=recommendation, reply=reply, words=words.strip(), proposal=proposal,
            seat=seat, at=at,
        )  # fmt: skip
        record("proposal.answered", recommendation, seat=seat, at=at, facts={"reply": reply})
    return given


def _require_seen(line: Line, proposal: str) -> None:
    if line.fate == Fate.OPEN:
        raise Refused(_("Nothing is proposed for this recommendation yet. Nothing was changed."))
    if line.proposal != proposal:
        raise Refused(_("What becomes of this recommendation has changed since you looked. Read it again below."))
