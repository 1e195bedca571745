"""Drafts of a text whose clauses keep their identity from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mithaq.communique.models import Clause, Draft, Text, Wording
from mithaq.communique.vocabulary import ClauseKind
from mithaq.core.text import text_hash


def a_next_draft(text: Text, clauses: Sequence[tuple[Clause | None, Mapping[str, str]]]) -> Draft:
    """The text's next draft out of clauses and their words there; without a clause, a new point."""
    draft = text.drafts.create(number=text.drafts.count())
    for position, (known, words) in enumerate(clauses, start=1):
        clause = known or Clause.objects.create(text=text, kind=ClauseKind.POINT)
        placement = draft.placements.create(clause=clause, position=position)
        wordings = [
            Wording.objects.get_or_create(
                clause=clause, language=language, hash=text_hash(said), defaults={"text": said}
            )[0]
            for language, said in words.items()
        ]
        placement.wordings.set(wordings)
    return draft
