"""Comments of cities as they stand beside the clauses of a draft, each with the answers to it."""

from __future__ import annotations

from collections.abc import Sequence

from mithaq.core.docx.composed import Remark
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftText


def remarks_by_clause(draft: DraftText, changes: Sequence[Change], language: str) -> dict[str, tuple[Remark, ...]]:
    """For each clause the comments on its words in one language. What is said of the whole text, or of a clause that is
    not there, stands beside the first clause. A comment without a language counts for the draft's first."""
    words = {one.id: one.words.get(language, "") for one in draft.clauses}
    first = draft.clauses[0].id if draft.clauses else ""
    answers: dict[str, list[Change]] = {}
    comments = [one for one in changes if one.kind is Sort.COMMENT and (one.language or draft.languages[0]) == language]
    for one in comments:
        if one.other:
            answers.setdefault(one.other, []).append(one)
    found: dict[str, tuple[Remark, ...]] = {}
    for one in comments:
        if not one.other:
            clause = one.clause if one.clause in words else first
            replies = [reply for key in one.ids for reply in answers.get(key, ()) if reply.file == one.file]
            found[clause] = (*found.get(clause, ()), _remark(one, words.get(clause, ""), replies, language))
    return found


def _remark(one: Change, words: str, replies: Sequence[Change], language: str) -> Remark:
    start = words.find(one.before) if one.before else -1
    where = (start, start + len(one.before)) if start >= 0 else (0, len(words))
    said = tuple(Remark(reply.author, reply.after, reply.date, language=language) for reply in replies)
    return Remark(one.author, one.after, one.date, *where, language=language, replies=said)
