"""A draft and what lies on its table, as the engines that write files know them: no row of the database in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, override

from mithaq.communique.models import Amendment, Comment, Draft, Text
from mithaq.communique.queries import clauses_of, in_order
from mithaq.communique.queries.negotiation import comments_on_the_table
from mithaq.communique.queries.tabled import Tabled, table_of
from mithaq.communique.queries.translations import remembered_sheets_of
from mithaq.communique.vocabulary import AmendmentKind
from mithaq.core.clauses import Plain, canonical
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.redline import Edit, edits_between
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import number

_SORTS = {
    AmendmentKind.REPLACE: Sort.REPLACE,
    AmendmentKind.DELETE: Sort.DELETE_CLAUSE,
    AmendmentKind.MOVE: Sort.MOVE,
    AmendmentKind.SPLIT: Sort.SPLIT,
    AmendmentKind.JOIN: Sort.JOIN,
}


_read: Memory[DraftText] = Memory(64, kinds=("communique.", "cycle."))


def draft_text(draft: Draft) -> DraftText:
    """The draft with all its words, and the hash by which a copy that comes back is known. Two queries, once for each
    act."""
    return _read.recall(draft.pk, None, lambda: _draft_text(draft))


def _draft_text(draft: Draft) -> DraftText:
    clauses = tuple(
        DraftClause(one.clause.public_id, one.kind, one.number, dict(one.words), depth)
        for depth, one in in_order(clauses_of(draft))
    )
    return DraftText(tuple(draft.text.authentic), hash_of_clauses(clauses), clauses, tuple(_around(draft)))


def _around(draft: Draft) -> Iterator[str]:
    """The title of the text and the name of the draft, as they stand on the copies."""
    for language in draft.text.authentic:
        with override(language):
            yield draft.text.title.in_language(language)
            yield gettext("Draft %(number)s") % {"number": number(draft.number)}


def informal_text(text: Text, language: str) -> DraftText:
    """The draft that stands for a text in a language that is not authentic: the words that were approved, and `[…]`
    where there are none. It has no hash, so that no copy of it is taken for one of the draft. Four queries, once for
    each act."""
    clauses = tuple(
        DraftClause(
            sheet.placed.clause.public_id, sheet.placed.kind, sheet.placed.number, {language: sheet.words or "[…]"}
        )
        for sheet in remembered_sheets_of(text).get(language, [])
    )
    return DraftText((language,), "", clauses)


def hash_of_clauses(clauses: tuple[DraftClause, ...]) -> str:
    """SHA-256 over the clauses in their order with all their words, as 64 hexadecimal digits; also where a language is
    still lacking, as the hash of a frozen text is not."""
    said: list[Plain] = [
        {"id": one.id, "kind": one.kind, "number": one.number, "words": dict(one.words)} for one in clauses
    ]
    return hashlib.sha256(canonical(said)).hexdigest()


@dataclass(frozen=True)
class OnTheTable:
    """What lies before a draft. `answers` are what the secretariat decided or said, by the public identifier of the
    amendment or comment."""

    changes: list[Change]
    answers: dict[str, str]


def laid_before(draft: Draft, language: str, city: str = "") -> OnTheTable:
    """The amendments before a draft and the comments of its round, each under its city's name in a language; answers to
    comments under that of whoever answered; of all cities, or of the one with this public identifier. Six queries at
    most."""
    changes: list[Change] = []
    answers: dict[str, str] = {}
    with override(language):
        for one in table_of(draft):
            if city not in ("", one.city.public_id):
                continue
            changes.extend(_changes(one, language))
            if one.settlement is not None:
                decided = (one.settlement.get_outcome_display(), one.settlement.reason)
                answers[one.amendment.public_id] = "\n".join(filter(None, decided))
    about = getattr(draft, "round", None)
    if about is not None:
        for comment in comments_on_the_table(about).select_related("answer__seat__organisation"):
            if city not in ("", comment.returned.organisation.public_id):
                continue
            changes.extend(_remarks(comment, language))
            if hasattr(comment, "answer"):
                answers[comment.public_id] = comment.answer.said
    return OnTheTable(changes, answers)


def _changes(one: Tabled, language: str) -> Iterator[Change]:
    amendment = one.amendment
    kind = AmendmentKind(amendment.kind)
    if amendment.amends is not None:
        yield from _on_an_amendment(one, amendment.amends, language)
    elif kind is AmendmentKind.INSERT_AFTER:
        yield from _new(one, dict(amendment.words), language)
    else:
        other = amendment.after.public_id if amendment.after else ""
        yield _change(one, _SORTS[kind], language, edits=one.edits, other=other, before=one.base, after=one.words)


def _on_an_amendment(one: Tabled, amended: Amendment, language: str) -> Iterator[Change]:
    """An amendment to an amendment, as what it makes of the draft itself."""
    if amended.kind == AmendmentKind.INSERT_AFTER:
        yield from _new(one, {one.amendment.language: one.words}, language)
    elif amended.base is not None and one.words:
        edits = tuple(edits_between(amended.base.text, one.words))
        yield _change(one, Sort.REPLACE, language, edits=edits, before=amended.base.text, after=one.words)


def _new(one: Tabled, words: dict[str, str], language: str) -> Iterator[Change]:
    for each, said in words.items():
        yield _change(one, Sort.INSERT_CLAUSE, language, after=said, words_in=each)


def _change(
    one: Tabled,
    kind: Sort,
    language: str,
    *,
    edits: tuple[Edit, ...] = (),
    before: str = "",
    after: str = "",
    other: str = "",
    words_in: str = "",
) -> Change:
    amendment = one.amendment
    about = amendment.clause or (amendment.amends.clause if amendment.amends else None)
    return Change(
        clause=about.public_id if about else "",
        kind=kind,
        before=before,
        after=after,
        edits=edits,
        author=one.city.name.in_language(language),
        date=amendment.returned.given_at or amendment.at,
        ids=(amendment.public_id,),
        language=words_in or amendment.language,
        other=other,
    )


def _remarks(comment: Comment, language: str) -> Iterator[Change]:
    """A comment, and the answer to it."""
    clause = comment.clause.public_id if comment.clause else ""
    city = comment.returned.organisation.name.in_language(language)
    yield Change(
        clause,
        Sort.COMMENT,
        comment.phrase,
        comment.said,
        (),
        city,
        comment.at,
        ids=(comment.public_id,),
        language=language,
    )
    if (answer := getattr(comment, "answer", None)) is not None:
        who = answer.seat.organisation.name.in_language(language)
        yield Change(
            clause, Sort.COMMENT, "", answer.said, (), who, answer.at, language=language, other=comment.public_id
        )
