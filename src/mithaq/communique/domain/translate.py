"""Proposing the words of a clause in another language, and approving them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import (
    Amendment,
    Approval,
    Carrying,
    Clause,
    Draft,
    Text,
    Translation,
    Wording,
)
from mithaq.communique.queries.found import LONGEST_CLAUSE
from mithaq.communique.queries.translations import Sheet, sheets_of
from mithaq.communique.rules import may_approve, may_translate
from mithaq.core.text import text_hash
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def translate(clause: Clause, language: str, words: str, *, seat: Seat, at: datetime) -> Translation:
    """Propose the words of a clause in a language; or that the words it has still say what the other language says.

    They hold once somebody else has approved them.
    """
    with transaction.atomic():
        text = _locked(clause.text_id)
        require(may_translate(seat, text, language, at))
        words = words.replace("\r\n", "\n").strip()
        if not words or len(words) > LONGEST_CLAUSE:
            raise Refused(_("Write the words of the clause. Nothing was changed."))
        sheet = _sheet(text, clause, language)
        source = Wording.objects.filter(clause=clause, language=sheet.source_language, hash=text_hash(sheet.source))
        if sheet.source_language == language or not source.exists():
            raise Refused(_("There are no words in another language that this could be a translation of."))
        proposed = Translation.objects.create(
            clause=clause, language=language, source=source.get(), wording=_wording(clause, language, words), seat=seat,
            at=at,
        )  # fmt: skip
        record("translation.proposed", clause, seat=seat, at=at, facts={"language": language})
    return proposed


def translate_all(
    text: Text, language: str, words: Mapping[str, str], *, seat: Seat, at: datetime
) -> list[Translation]:
    """Propose the words of several clauses, by their public identifiers: all of them, or where one is refused none."""
    with transaction.atomic():
        clauses = {one.public_id: one for one in text.clauses.filter(public_id__in=list(words))}
        return [
            translate(clauses[clause], language, said, seat=seat, at=at)
            for clause, said in words.items()
            if clause in clauses
        ]


def approve(proposed: Translation, *, seat: Seat, at: datetime) -> Approval:
    """Approve a translation that somebody else proposed. In an authentic language its words go into the draft.

    Refused where the words that it translates, or those that it would replace, are no longer as they were.
    """
    with transaction.atomic():
        text = _locked(proposed.clause.text_id)
        require(may_approve(seat, proposed, at))
        draft = _latest(text)
        sheet = _sheet(text, proposed.clause, proposed.language)
        if sheet.proposal is None or sheet.proposal.pk != proposed.pk:
            raise Refused(_("What it translates has changed, or it is approved already. Nothing was changed."))
        if proposed.language in text.authentic and sheet.words != proposed.wording.text:
            _put_in(draft, proposed)
        approved = Approval.objects.create(translation=proposed, seat=seat, at=at)
        facts = {"language": proposed.language, "draft": draft.number, "hash": proposed.wording.hash}
        record("translation.approved", proposed.clause, seat=seat, at=at, facts=facts)
    return approved


def _put_in(draft: Draft, proposed: Translation) -> None:
    """Let the approved words hold in the draft. Amendments to the words before them would lose their ground."""
    placement = draft.placements.get(clause=proposed.clause)
    before = placement.wordings.filter(language=proposed.language).first()
    if before is not None:
        on_them = {"clause": proposed.clause, "language": proposed.language}
        on_the_table = Amendment.objects.filter(returned__round__draft=draft, **on_them)
        carried = Carrying.objects.filter(draft=draft, amendment__clause=proposed.clause, base=before)
        if on_the_table.exists() or carried.exists():
            raise Refused(
                _("Amendments to these words are on the table. Compile the next draft first. Nothing was changed.")
            )
        placement.wordings.remove(before)
    placement.wordings.add(proposed.wording)


def _locked(text: int) -> Text:
    return Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text)


def _latest(text: Text) -> Draft:
    return text.drafts.latest("number")


def _sheet(text: Text, clause: Clause, language: str) -> Sheet:
    for sheet in sheets_of(text).get(language, []):
        if sheet.placed.clause.pk == clause.pk:
            return sheet
    raise Refused(_("The latest draft has no such clause. Nothing was changed."))


def _wording(clause: Clause, language: str, words: str) -> Wording:
    wording, _made = Wording.objects.get_or_create(
        clause=clause, language=language, hash=text_hash(words), defaults={"text": words}
    )
    return wording
