"""Whether the authentic languages of a clause keep step: which changed since a person last found them to say the same.

The words with which a clause enters a text are taken to say the same. From then on every change in one language lets
the clause wait for a `Pairing` of the new words; the languages that did not change are stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from mithaq.communique.models import Draft, Pairing, Placement


@dataclass(frozen=True)
class Unpaired:
    """A clause whose languages fell out of step: the words they had when they last said the same, and which languages
    have not changed since."""

    clause: int
    was: Mapping[str, str]
    now: Mapping[str, str]
    stale: tuple[str, ...]


def words_hash(words: Mapping[str, str]) -> str:
    """The hash that names a clause's words in all their languages."""
    lines = [f"{language}\n{len(words[language])}\n{words[language]}" for language in sorted(words)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def unpaired_in(draft: Draft) -> dict[int, Unpaired]:
    """The clauses of a draft, by their keys, whose languages are out of step. No query for a first draft, else four."""
    if draft.number == 0:
        return {}
    paired = set(Pairing.objects.filter(clause__text=draft.text_id).values_list("clause_id", "hash"))
    placements = Placement.objects.filter(draft__text=draft.text_id, draft__number__lte=draft.number)
    in_step: dict[int, dict[str, str]] = {}
    behind: dict[int, Unpaired] = {}
    for placement in placements.prefetch_related("wordings").order_by("draft__number"):
        clause, now = placement.clause_id, {one.language: one.text for one in placement.wordings.all()}
        was = in_step.setdefault(clause, now)
        if now == was or (clause, words_hash(now)) in paired:
            in_step[clause] = now
            behind.pop(clause, None)
        else:
            stale = tuple(language for language in was if now.get(language) == was[language])
            behind[clause] = Unpaired(clause, was, now, stale)
    standing = set(draft.placements.values_list("clause_id", flat=True)) if behind else set()
    return {clause: one for clause, one in behind.items() if clause in standing}
