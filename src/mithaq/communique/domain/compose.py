"""Beginning a text and composing a draft of it from the points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Approval, Clause, Draft, Placement, Text, Translation, Wording
from mithaq.communique.rules import may_begin_text, may_compose
from mithaq.communique.vocabulary import ClauseKind
from mithaq.core.text import text_hash
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.thread.weave import weave


@dataclass(frozen=True)
class Composed:
    """A clause to be: its kind, its words per language, the records it comes from, and what stands under it."""

    kind: ClauseKind
    words: Mapping[str, str]
    sources: tuple[models.Model, ...] = ()
    under: tuple[Composed, ...] = field(default=())
    #: Its identifier, where it has had one while it was composed.
    public_id: str = ""


def begin_text(
    cycle: Cycle,
    key: str,
    kind: str,
    title: Mapping[str, str],
    *,
    languages: Sequence[str] = (),
    negotiators: Sequence[Organisation] = (),
    seat: Seat,
    at: datetime,
) -> Text:
    """Begin a text of the cycle, still without words.

    `languages` are its authentic ones, the one it is negotiated in first; none: those of the year. `negotiators` are
    the cities that negotiate it; none: every city of the year.
    """
    with transaction.atomic():
        require(may_begin_text(seat, at))
        if cycle.texts.filter(key=key).exists():
            raise Refused(_("The year has a text of this name already. Nothing was changed."))
        if len(set(languages)) != len(languages):
            raise Refused(_("A language is named twice. Nothing was changed."))
        own = list(languages) if languages and list(languages) != list(cycle.authentic) else None
        text = Text.objects.create(cycle=cycle, key=key, kind=kind, title=dict(title), languages=own)
        text.negotiators.set(negotiators)
        record("text.begun", text, seat=seat, at=at)
    return text


def compose(text: Text, clauses: Sequence[Composed], *, seat: Seat, at: datetime) -> Draft:
    """Lay the clauses down as the text's next draft, each on the thread of what it comes from.

    What is composed in several authentic languages at once belongs together: it counts as translated and approved.
    """
    with transaction.atomic():
        text = Text.objects.select_for_update().get(pk=text.pk)
        require(may_compose(seat, text, at))
        draft = lay_down(text, clauses, seat=seat, at=at)
        record("draft.composed", draft.text, seat=seat, at=at, facts={"draft": draft.number})
    return draft


def lay_down(text: Text, clauses: Sequence[Composed], *, seat: Seat, at: datetime) -> Draft:
    """The clauses as the text's next draft, inside the transaction of a verb that records it."""
    draft = text.drafts.create(number=text.drafts.count())
    _place(draft, clauses, None)
    _pair(draft, seat, at)
    return draft


def _place(draft: Draft, clauses: Sequence[Composed], parent: Placement | None) -> None:
    for position, composed in enumerate(clauses, start=1):
        named = {"public_id": composed.public_id} if composed.public_id else {}
        clause = Clause.objects.create(text=draft.text, kind=composed.kind, **named)
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
    first, *others = draft.text.authentic
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
