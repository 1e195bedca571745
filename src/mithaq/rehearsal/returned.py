"""A Word file taken into a return that is being prepared: each change that was placed becomes what the city asks for."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from mithaq.communique.domain import amend, remark
from mithaq.communique.models import Clause, Return
from mithaq.communique.queries.exported import draft_text
from mithaq.communique.vocabulary import ClauseKind, Subject
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.edits import applied
from mithaq.core.placing.change import Change, Origin, Placed, Sort
from mithaq.core.placing.outcome import edits_of
from mithaq.core.placing.place import placed
from mithaq.foundation.actors.models import Seat


def take_into(returned: Return, docx: bytes, name: str, *, seat: Seat, at: datetime) -> Placed:
    """Write what the file asks for into the return, in the place of what stands in it. Says what was placed."""
    by: Any = {"seat": seat, "at": at}
    draft = draft_text(returned.round.draft)
    found = placed(draft, read_tracked(docx), name)
    clauses = {one.public_id: one for one in Clause.objects.filter(placements__draft=returned.round.draft)}
    words = {one.id: one.words for one in draft.clauses}
    for earlier in returned.amendments.all():
        amend.drop(earlier, **by)
    for remarked in returned.comments.all():
        remark.drop_comment(remarked, **by)
    reworded: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for one in found.changes if found.origin is not Origin.OTHER else [one for one in found.changes if one.tracked]:
        clause, after = clauses.get(one.clause), clauses.get(one.other)
        if one.kind is Sort.COMMENT:
            said = one.after
            remark.comment(returned, said, clause, Subject.CLAUSE if clause else Subject.WHOLE, **by)
        elif one.kind is Sort.INSERT_CLAUSE:
            amend.insert_clause(returned, clause, ClauseKind.POINT, {one.language: one.after}, **by)
        elif clause is None:
            continue
        elif one.kind is Sort.DELETE_CLAUSE:
            amend.delete_clause(returned, clause, **by)
        elif one.kind is Sort.MOVE:
            amend.move_clause(returned, clause, after, **by)
        elif one.kind is Sort.SPLIT:
            parts = applied(words[one.clause][one.language], one.edits).split("\n")
            amend.split_clause(returned, clause, parts, **by)
        elif one.kind is Sort.JOIN:
            amend.join_clause(returned, clause, **by)
        else:
            reworded[one.clause, one.language].append(one)
    for (key, language), changes in reworded.items():
        wording = applied(words[key][language], edits_of(changes, key, language))
        amend.reword(returned, clauses[key], language, wording, **by)
    return found
