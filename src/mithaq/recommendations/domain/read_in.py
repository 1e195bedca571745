"""Entering the recommendations that were read out of a paper."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.reading.found import Candidate
from mithaq.core.text import text_hash
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.thread.weave import weave
from mithaq.recommendations.domain.steps import require_open
from mithaq.recommendations.models import Proposer, Recommendation, RecommendationText
from mithaq.recommendations.queries import by_name
from mithaq.recommendations.rules import may_read_in
from mithaq.taskforces.models import Paper


@dataclass(frozen=True)
class Read:
    """One recommendation as it was read: its words, and where they stand in the paper."""

    text: str
    language: str = "en"
    number: str = ""
    theme: str = ""
    proposers: tuple[str, ...] = ()
    anchor: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def read_as(candidate: Candidate) -> Read:
    """What the reader found, as it is to be entered."""
    return Read(
        text=candidate.text,
        language=candidate.language,
        number=candidate.number,
        theme=candidate.theme,
        proposers=candidate.proposers,
        anchor=asdict(candidate.anchor),
        doubts=tuple(str(doubt) for doubt in candidate.doubtful),
    )


def read_in(paper: Paper, read: list[Read], *, seat: Seat, at: datetime) -> list[Recommendation]:
    """Enter what was read, in the paper's order. A paper is read in once; proposers on the register are linked."""
    with transaction.atomic():
        require(may_read_in(seat, at))
        require_open(paper.cycle)
        if paper.recommendations.exists():
            raise Refused(_("The recommendations of this paper have already been entered. Nothing was changed."))
        entered = [
            Recommendation(
                paper=paper,
                position=position,
                number=one.number,
                theme=one.theme,
                anchor=one.anchor,
                doubts=list(one.doubts),
            )
            for position, one in enumerate(read, start=1)
        ]
        Recommendation.objects.bulk_create(entered)
        RecommendationText.objects.bulk_create(
            RecommendationText(recommendation=entry, language=one.language, text=one.text, hash=text_hash(one.text))
            for entry, one in zip(entered, read, strict=True)
        )
        _enter_proposers(entered, read)
        for entry in entered:
            weave([paper], entry)
        record("paper.read", paper, *entered, seat=seat, at=at, facts={"recommendations": len(entered)})
    return entered


def _enter_proposers(entered: list[Recommendation], read: list[Read]) -> None:
    known = by_name(name for one in read for name in one.proposers)
    Proposer.objects.bulk_create(
        Proposer(recommendation=entry, named=name, organisation=known.get(name))
        for entry, one in zip(entered, read, strict=True)
        for name in dict.fromkeys(one.proposers)
    )
