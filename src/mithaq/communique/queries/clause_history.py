"""The words of a clause from draft to draft: what changed in each, when, and which amendments it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mithaq.communique.models import Amendment, Clause, Draft, Placement, Settlement, Text
from mithaq.communique.queries import wordings_by_draft
from mithaq.communique.queries.comparison import Told
from mithaq.communique.vocabulary import Outcome
from mithaq.core.redline import redline
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.chronicle.queries import acts_on


@dataclass(frozen=True)
class Version:
    """A clause in one draft, against the draft before it in which it stood."""

    draft: Draft
    #: When the draft was laid down; None where the record does not say.
    at: datetime | None
    wordings: Sequence[Told]
    is_first: bool
    #: The amendments to the clause that were adopted into this draft.
    adopted: Sequence[Amendment]

    @property
    def has_changed(self) -> bool:
        """Whether its words differ from those it had before."""
        return any(one.has_changed for one in self.wordings)


def history_of_clause(
    clause: Clause, text: Text, languages: Sequence[str], amendments: Iterable[Amendment]
) -> list[Version]:
    """The clause in each draft, the latest first; `amendments` are those to the clause, with their settlements.
    Three queries, none where they are remembered."""
    placements, made = _where_it_stood(clause, text)
    adopted = _adopted(amendments)
    numbers = {one.draft.pk: one.draft.number for one in placements}
    versions = []
    for place, placement in enumerate(placements):
        before = placements[place + 1] if place + 1 < len(placements) else None
        was, now = _words(before), _words(placement)
        # The first words were put in by nobody's change: they are shown as they stand.
        runs = [Told(code, redline(was.get(code, "") if before else now[code], now[code])) for code in languages
                if code in now]  # fmt: skip
        since = numbers[before.draft.pk] if before else None
        sources = [] if since is None else [one for on, one in adopted if since <= on < placement.draft.number]
        versions.append(Version(placement.draft, made.get(placement.draft.number), runs, before is None, sources))
    return versions


_stood: Memory[tuple[list[Placement], Mapping[int, datetime]]] = Memory(256, kinds=("communique.", "cycle."))


def _where_it_stood(clause: Clause, text: Text) -> tuple[list[Placement], Mapping[int, datetime]]:
    """The clause in each draft, and when each draft of the text was laid down, by its number; read once for each act
    about the text."""

    def read() -> tuple[list[Placement], Mapping[int, datetime]]:
        acts = acts_on(text).filter(verb__in=("draft.composed", "draft.compiled")).select_related(None)
        return wordings_by_draft(clause), {facts["draft"]: at for facts, at in acts.values_list("facts", "at")}

    return _stood.recall((text.pk, clause.pk), None, read)


def _words(placement: Placement | None) -> Mapping[str, str]:
    return {one.language: one.text for one in placement.wordings.all()} if placement else {}


def _adopted(amendments: Iterable[Amendment]) -> list[tuple[int, Amendment]]:
    """Those of the amendments that were adopted, each with the number of the draft on which that was decided."""
    found = []
    for one in amendments:
        latest: dict[int, Settlement] = {settled.draft_id: settled for settled in one.settlements.all()}
        found += [(settled.draft.number, one) for settled in latest.values() if settled.outcome in _TAKEN]
    return found


_TAKEN = (Outcome.ADOPTED, Outcome.CHANGED)
