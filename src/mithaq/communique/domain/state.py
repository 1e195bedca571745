"""Statements and reservations of cities beside a text."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Clause, Draft, Statement, StatementWithdrawal, Text
from mithaq.communique.queries import shown_draft
from mithaq.communique.rules.silence import may_state, may_withdraw_statement
from mithaq.communique.vocabulary import StatementKind
from mithaq.core.clauses import canonical
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused, mandates_in_force, require
from mithaq.foundation.things import reference_to

#: The name of the form that the hash of a statement is over.
FORM = "mithaq-statement-1"
#: Letters that a statement may have in one language.
LONGEST = 8000


def state(
    text: Text, clause: Clause | None, kind: str, words: Mapping[str, str], *, seat: Seat, at: datetime
) -> Statement:
    """Put a statement or a reservation of one's city beside the text, of one clause or of the whole, in one language at
    least. The text itself and its hash stay as they are."""
    with transaction.atomic():
        text = Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)
        require(may_state(seat, text, at))
        draft = shown_draft(text)
        if draft is None or (clause is not None and not draft.placements.filter(clause=clause).exists()):
            raise Refused(_("The draft has no such clause. Nothing was changed."))
        given = {code: said.replace("\r\n", "\n").strip() for code, said in words.items() if said.strip()}
        if not given or any(len(said) > LONGEST for said in given.values()):
            said = _("Write the statement in one language at least, and in %(most)s letters at most.")
            raise Refused(said % {"most": number(LONGEST)})
        mandate = mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(text))[0]
        kind = StatementKind(kind)
        hashed = hashlib.sha256(form_of_statement(seat.organisation, draft, clause, kind, given)).hexdigest()
        stated = Statement.objects.create(
            text=text, draft=draft, clause=clause, organisation=seat.organisation, kind=kind, words=given, hash=hashed,
            seat=seat, mandate=mandate, at=at,
        )  # fmt: skip
        facts = {"kind": kind.value, "hash": hashed}
        about = [clause] if clause else []
        record("statement.released", stated, text, *about, seat=seat, at=at, mandate=mandate, facts=facts)
    return stated


def withdraw_statement(statement: Statement, *, seat: Seat, at: datetime) -> StatementWithdrawal:
    """Withdraw a statement. It stays on record, and says since when it does not hold."""
    with transaction.atomic():
        Text.objects.select_for_update().get(pk=statement.text_id)
        found = Statement.objects.select_related("text__cycle", "organisation", "withdrawal")
        statement = found.get(pk=statement.pk)
        require(may_withdraw_statement(seat, statement, at))
        mandate = mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(statement.text))[0]
        withdrawn = StatementWithdrawal.objects.create(statement=statement, seat=seat, mandate=mandate, at=at)
        record("statement.withdrawn", statement, statement.text, seat=seat, at=at, mandate=mandate)
    return withdrawn


def form_of_statement(
    city: Organisation, draft: Draft, clause: Clause | None, kind: str, words: Mapping[str, str]
) -> bytes:
    """The bytes that the hash of a statement is over: canonical JSON (RFC 8785), the words in NFC."""
    return canonical(
        {
            "form": FORM,
            "city": city.public_id,
            "draft": draft.public_id,
            "clause": clause.public_id if clause else None,
            "kind": str(kind),
            "words": {code: unicodedata.normalize("NFC", said) for code, said in words.items()},
        }
    )
