"""Writing amendments into a return that is being prepared, and taking them out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.prepare import locked_return
from mithaq.communique.models import Amendment, Clause, Return, Wording
from mithaq.communique.queries.found import LONGEST_CLAUSE
from mithaq.communique.queries.negotiation import on_the_table, words_in_draft
from mithaq.communique.queries.silence import reopened
from mithaq.communique.queries.tabled import asked_words, spans_of
from mithaq.communique.rules import may_write_in
from mithaq.communique.vocabulary import CUT, AmendmentKind, ClauseKind
from mithaq.core.edits import Edit
from mithaq.core.redline import edits_between
from mithaq.core.text import text_hash
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


@dataclass(frozen=True)
class Why:
    """Why a city asks for a change, and whether it says that the change alters no meaning."""

    reason: str = ""
    is_editorial: bool = False


def reword(
    returned: Return, clause: Clause, language: str, wording: str, why: Why = Why(), *, seat: Seat, at: datetime
) -> Amendment:
    """Ask for other words of a clause, in any authentic language. Written again, it replaces what was asked before.

    Kept are the edits over the wording of the round's draft, in code points, with that wording's hash.
    """
    with transaction.atomic():
        returned = _open_for(returned, seat, at)
        base = _base(returned, clause, language)
        _is_reopened(returned, clause)
        edits = _edits(base.text, wording)
        kept = {"base": base, "base_hash": base.hash, "edits": edits, **_said(why), "seat": seat, "at": at}
        amendment, _created = Amendment.objects.update_or_create(
            returned=returned, clause=clause, language=language, kind=AmendmentKind.REPLACE, amends=None, defaults=kept
        )
        record("amendment.written", amendment, amendment.returned, seat=seat, at=at, facts=_facts(amendment))
    return amendment


def reword_amendment(
    returned: Return, other: Amendment, wording: str, why: Why = Why(), *, seat: Seat, at: datetime
) -> Amendment:
    """Ask for other words than another city asks for: over its words."""
    with transaction.atomic():
        returned = _open_for(returned, seat, at)
        if other.kind not in (AmendmentKind.REPLACE, AmendmentKind.INSERT_AFTER) or other.amends_id is not None:
            raise Refused(_("Only other words and new clauses can be amended in turn. Nothing was changed."))
        if not on_the_table(returned.round).filter(pk=other.pk).exists() or (
            other.returned.organisation_id == returned.organisation_id
        ):
            raise Refused(_("This amendment is not on the table for you to amend. Nothing was changed."))
        base = asked_words(other)
        amendment = Amendment.objects.create(
            returned=returned, kind=AmendmentKind.REPLACE, clause=other.clause, amends=other, language=other.language,
            base=other.base, base_hash=text_hash(base), edits=_edits(base, wording), **_said(why), seat=seat, at=at,
        )  # fmt: skip
        record("amendment.written", amendment, amendment.returned, seat=seat, at=at, facts=_facts(amendment))
    return amendment


def insert_clause(
    returned: Return,
    after: Clause | None,
    kind: str,
    words: Mapping[str, str],
    why: Why = Why(),
    *,
    seat: Seat,
    at: datetime,
) -> Amendment:
    """Ask for a new clause after another one, or at the beginning; in the working language at least."""
    with transaction.atomic():
        returned = _open_for(returned, seat, at)
        if after is not None:
            _stands_in_the_draft(returned, after)
        _is_reopened(returned, after)
        given = {code: _checked(said) for code, said in words.items() if said.strip()}
        language = returned.round.language
        if language not in given:
            raise Refused(_("Write the new clause in the working language of the round. Nothing was changed."))
        amendment = Amendment.objects.create(
            returned=returned, kind=AmendmentKind.INSERT_AFTER, clause=after, language=language, words=given,
            new_kind=ClauseKind(kind), **_said(why), seat=seat, at=at,
        )  # fmt: skip
        record("amendment.written", amendment, amendment.returned, seat=seat, at=at, facts=_facts(amendment))
    return amendment


def delete_clause(returned: Return, clause: Clause, why: Why = Why(), *, seat: Seat, at: datetime) -> Amendment:
    """Ask for a clause to be left out."""
    return _about_the_place(returned, clause, AmendmentKind.DELETE, why, seat=seat, at=at)


def move_clause(
    returned: Return, clause: Clause, after: Clause | None, why: Why = Why(), *, seat: Seat, at: datetime
) -> Amendment:
    """Ask for a clause to stand after another one, or at the beginning."""
    if after is not None and after.pk == clause.pk:
        raise Refused(_("A clause cannot stand after itself. Nothing was changed."))
    return _about_the_place(returned, clause, AmendmentKind.MOVE, why, after=after, seat=seat, at=at)


def join_clause(returned: Return, clause: Clause, why: Why = Why(), *, seat: Seat, at: datetime) -> Amendment:
    """Ask for a clause and the one after it to become one."""
    with transaction.atomic():
        placed = words_in_draft(returned.round.draft)
        if clause.public_id == list(placed)[-1]:
            raise Refused(_("There is no clause after this one to join it with. Nothing was changed."))
        return _about_the_place(returned, clause, AmendmentKind.JOIN, why, seat=seat, at=at)


def split_clause(
    returned: Return, clause: Clause, parts: Sequence[str], why: Why = Why(), *, seat: Seat, at: datetime
) -> Amendment:
    """Ask for a clause to become two: `parts` are its words in the working language, cut in two and otherwise as they
    are."""
    with transaction.atomic():
        returned = _open_for(returned, seat, at)
        base = _base(returned, clause, returned.round.language)
        _is_reopened(returned, clause)
        first, second = (part.strip() for part in parts)
        rest = base.text.removeprefix(first)
        if not first or not second or not base.text.startswith(first) or rest.strip() != second:
            raise Refused(
                _("To split a clause, cut its words in two and change nothing else. Other words are another amendment.")
            )
        cut = [len(first), len(base.text) - len(rest.lstrip()), CUT]
        amendment = Amendment.objects.create(
            returned=returned, kind=AmendmentKind.SPLIT, clause=clause, language=returned.round.language,
            base=base, base_hash=base.hash, edits=[cut], **_said(why), seat=seat, at=at,
        )  # fmt: skip
        record("amendment.written", amendment, amendment.returned, seat=seat, at=at, facts=_facts(amendment))
    return amendment


def drop(amendment: Amendment, *, seat: Seat, at: datetime) -> None:
    """Take an amendment out of a return that is still private."""
    with transaction.atomic():
        _open_for(amendment.returned, seat, at)
        record("amendment.dropped", amendment, amendment.returned, seat=seat, at=at, facts=_facts(amendment))
        amendment.delete()


def _open_for(returned: Return, seat: Seat, at: datetime) -> Return:
    returned = locked_return(returned)
    require(may_write_in(seat, returned, at))
    return returned


def _about_the_place(
    returned: Return,
    clause: Clause,
    kind: AmendmentKind,
    why: Why,
    *,
    after: Clause | None = None,
    seat: Seat,
    at: datetime,
) -> Amendment:
    with transaction.atomic():
        returned = _open_for(returned, seat, at)
        for one in (clause, after):
            if one is not None:
                _stands_in_the_draft(returned, one)
        _is_reopened(returned, clause)
        if returned.amendments.filter(kind=kind, clause=clause).exists():
            raise Refused(_("Your return asks for this already. Nothing was changed."))
        amendment = Amendment.objects.create(
            returned=returned, kind=kind, clause=clause, after=after, **_said(why), seat=seat, at=at
        )
        record("amendment.written", amendment, amendment.returned, seat=seat, at=at, facts=_facts(amendment))
    return amendment


def _base(returned: Return, clause: Clause, language: str) -> Wording:
    base = words_in_draft(returned.round.draft).get(clause.public_id, {}).get(language)
    if base is None:
        raise Refused(_("The draft of this round has no such clause in this language. Nothing was changed."))
    return base


def _stands_in_the_draft(returned: Return, clause: Clause) -> None:
    if not returned.round.draft.placements.filter(clause=clause).exists():
        raise Refused(_("The draft of this round has no such clause. Nothing was changed."))


def _is_reopened(returned: Return, clause: Clause | None) -> None:
    """After a broken silence only the clauses that were named are open again, and what is to stand after them."""
    named = reopened(returned.round.draft)
    if named is not None and (clause is None or clause.pk not in named):
        raise Refused(
            _("The silence on this draft was broken on other clauses; only those are open again. Nothing was changed.")
        )


def _edits(base: str, wording: str) -> list[list[object]]:
    wording = _checked(wording)
    edits: Sequence[Edit] = edits_between(base, wording)
    if not edits:
        raise Refused(_("These are the words as they stand. Change them, or take a position instead."))
    return spans_of(edits)


def _checked(wording: str) -> str:
    """The words as they are kept: line ends of one kind, none at the end."""
    wording = wording.replace("\r\n", "\n").replace(CUT, "\n\n").strip()
    if not wording:
        raise Refused(_("There are no words left. To leave a clause out, propose its deletion."))
    if len(wording) > LONGEST_CLAUSE:
        raise Refused(_("These are too many words for one clause. Nothing was changed."))
    return wording


def _said(why: Why) -> dict[str, object]:
    return {"reason": why.reason.strip(), "is_editorial": why.is_editorial}


def _facts(amendment: Amendment) -> dict[str, object]:
    return {"kind": amendment.kind, "base": amendment.base_hash}
