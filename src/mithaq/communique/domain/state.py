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
from mithaq.communique.queries.negotiators import negotiates
from mithaq.communique.rules.silence import may_enter_statement, may_state, may_withdraw_statement
from mithaq.communique.vocabulary import StatementKind
from mithaq.core.clauses import canonical
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.formats import number
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions import Refused, mandates_in_force, require
from mithaq.foundation.things import reference_to
from mithaq.foundation.uploads.models import Upload

#: The name of the form that the hash of a statement is over.
FORM = "mithaq-statement-1"
#: What a letter may be.
EVIDENCE = ("pdf", "docx")
#: Letters that a statement may have in one language.
LONGEST = 8000


def state(
    text: Text, clause: Clause | None, kind: str, words: Mapping[str, str], *, seat: Seat, at: datetime
) -> Statement:
    """Put a statement or a reservation of one's city beside the text, of one clause or of the whole, in one language at
    least. The text itself and its hash stay as they are."""
    with transaction.atomic():
        text = _locked(text)
        require(may_state(seat, text, at))
        mandate = mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(text))[0]
        stated = _stated(text, clause, kind, words, Statement(organisation=seat.organisation, seat=seat, at=at))
        stated.mandate = mandate
        stated.save()
        facts = {"kind": stated.kind, "hash": stated.hash}
        about = [clause] if clause else []
        record("statement.released", stated, text, *about, seat=seat, at=at, mandate=mandate, facts=facts)
    return stated


def enter_statement(
    text: Text,
    city: Organisation,
    clause: Clause | None,
    kind: str,
    words: Mapping[str, str],
    source: str,
    given: datetime,
    evidence: Upload | None = None,
    *,
    seat: Seat,
    at: datetime,
) -> Statement:
    """Enter what a city sent in another way: `source` says how it came, `given` when, `evidence` is the letter itself.
    It is shown as entered."""
    with transaction.atomic():
        text = _locked(text)
        require(may_enter_statement(seat, text, at))
        if not negotiates(text, city, at):
            raise Refused(_("This city does not negotiate this text. Nothing was changed."))
        if not source.strip():
            raise Refused(_("Say where this came from. Nothing was changed."))
        if evidence is not None and evidence.kind not in EVIDENCE:
            raise Refused(_("This is neither a PDF nor a Word document. Nothing was changed. Choose another file."))
        if given > at:
            raise Refused(_("It cannot have come in later than now. Nothing was changed."))
        stated = Statement(
            organisation=city,
            is_entered=True,
            source=source.strip(),
            given_at=given,
            evidence=evidence,
            seat=seat,
            at=at,
        )
        stated = _stated(text, clause, kind, words, stated)
        stated.save()
        facts = {"kind": stated.kind, "hash": stated.hash}
        if evidence is not None:
            facts["evidence"] = evidence.sha256
        about = [clause] if clause else []
        record("statement.entered", stated, text, city, *about, seat=seat, at=at, facts=facts)
    return stated


def withdraw_statement(statement: Statement, *, seat: Seat, at: datetime) -> StatementWithdrawal:
    """Withdraw a statement. It stays on record, and says since when it does not hold."""
    with transaction.atomic():
        Text.objects.select_for_update().get(pk=statement.text_id)
        found = Statement.objects.select_related("text__cycle", "organisation", "withdrawal")
        statement = found.get(pk=statement.pk)
        require(may_withdraw_statement(seat, statement, at))
        is_theirs = seat.organisation_id == statement.organisation_id
        held = mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(statement.text)) if is_theirs else []
        mandate = held[0] if held else None
        withdrawn = StatementWithdrawal.objects.create(statement=statement, seat=seat, mandate=mandate, at=at)
        record("statement.withdrawn", statement, statement.text, seat=seat, at=at, mandate=mandate)
    return withdrawn


def _stated(text: Text, clause: Clause | None, kind: str, words: Mapping[str, str], stated: Statement) -> Statement:
    """The statement with what it says and the hash over that; not saved yet."""
    draft = shown_draft(text)
    if draft is None or (clause is not None and not draft.placements.filter(clause=clause).exists()):
        raise Refused(_("The draft has no such clause. Nothing was changed."))
    given = {code: said.replace("\r\n", "\n").strip() for code, said in words.items() if said.strip()}
    if not given or any(len(said) > LONGEST for said in given.values()):
        said = _("Write the statement in one language at least, and in %(most)s letters at most.")
        raise Refused(said % {"most": number(LONGEST)})
    stated.text, stated.draft, stated.clause, stated.words = text, draft, clause, PerLanguage(given)
    stated.kind = StatementKind(kind).value
    form = form_of_statement(stated.organisation, draft, clause, stated.kind, given)
    stated.hash = hashlib.sha256(form).hexdigest()
    return stated


def _locked(text: Text) -> Text:
    return Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)


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
