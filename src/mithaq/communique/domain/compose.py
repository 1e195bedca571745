"""Beginning a text and composing a draft of it from the points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction

from mithaq.communique.models import Approval, Clause, Draft, Placement, Text, Translation, Wording
from mithaq.communique.rules import may_compose
from mithaq.communique.vocabulary import ClauseKind
from mithaq.core.text import text_hash
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import has_role, require
from mithaq.foundation.thread.weave import weave


@dataclass(frozen=True)
class Composed:
    """A clause to be: its kind, its words per language, the records it comes from, and what stands under it."""

    kind: ClauseKind
    words: Mapping[str, str]
    sources: tuple[models.Model, ...] = ()
    under: tuple[Composed, ...] = field(default=())


def begin_text(cycle: Cycle, key: str, kind: str, title: Mapping[str, str], *, seat: Seat, at: datetime) -> Text:
    """Begin a text of the cycle, still without words."""
    with transaction.atomic():
        require(has_role(seat, at, Role.SECRETARIAT))
        text = Text.objects.create(cycle=cycle, key=key, kind=kind, title=title)
        record("text.begun", text, seat=seat, at=at)
    return text


def compose(text: Text, clauses: Sequence[Composed], *, seat: Seat, at: datetime) -> Draft:
    """Lay the clauses down as the text's next draft, each on the thread of what it comes from.

    What is composed in several authentic languages at once belongs together: it counts as translated and approved.
    """
    with transaction.atomic():
        text = Text.objects.select_for_update().get(pk=text.pk)
        require(may_compose(seat, text, at))
        draft = text.drafts.create(number=text.drafts.count())
        _place(draft, clauses, None)
        _pair(draft, seat, at)
        record("draft.composed", draft.text, seat=seat, at=at, facts={"draft": draft.number})
    return draft


def _place(draft: Draft, clauses: Sequence[Composed], parent: Placement | None) -> None:
    for position, composed in enumerate(clauses, start=1):
        clause = Clause.objects.create(text=draft.text, kind=composed.kind)
        wordings = Wording.objects.bulk_create(
            Wording(clause=clause, language=language, text=words, hash=text_hash(words))
            for language, words in composed.words.items()
        )
        placement = Placement.objects.create(draft=draft, clause=clause, parent=parent, position=position)
        placement.wordings.set(wordings)
        weave(composed.sources, clause)
        _place(draft, composed.under, placement)


def _pair(draft: Draft, seat: Seat, at: datetime) -> None:
    """Record of each clause that its words in the authentic languages say the same."""
    first, *others = draft.text.cycle.authentic
    wordings: dict[int, dict[str, Wording]] = {}
    for wording in Wording.objects.filter(placements__draft=draft):
        wordings.setdefault(wording.clause_id, {})[wording.language] = wording
    paired = Translation.objects.bulk_create(
        Translation(clause_id=clause, language=code, source=said[first], wording=said[code], seat=seat, at=at)
        for clause, said in wordings.items()
        for code in others
        if first in said and code in said
    )
    Approval.objects.bulk_create(Approval(translation=one, seat=seat, at=at) for one in paired)
