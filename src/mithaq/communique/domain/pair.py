"""Pairing the languages of a clause: a person finds that they say the same, or makes them do so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.amend import LONGEST_CLAUSE
from mithaq.communique.models import Approval, Clause, Pairing, Text, Translation, Wording
from mithaq.communique.queries.pairs import words_hash
from mithaq.communique.rules import may_pair
from mithaq.core.text import text_hash
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def pair(clause: Clause, words: Mapping[str, str], seen: str, *, seat: Seat, at: datetime) -> Pairing:
    """Say that a clause of the latest draft says the same in these words. Words that differ from those in the draft
    take their place, as long as no round has been called on it.

    `seen` is the hash of the words that the person had in front of them.
    """
    with transaction.atomic():
        text = Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=clause.text_id)
        require(may_pair(seat, text, at))
        draft = text.drafts.latest("number")
        placement = draft.placements.filter(clause=clause).prefetch_related("wordings").first()
        if placement is None:
            raise Refused(_("The latest draft has no such clause. Nothing was changed."))
        now = {one.language: one.text for one in placement.wordings.all()}
        if words_hash(now) != seen:
            raise Refused(_("The words have changed since you opened this page. Read them once more."))
        wanted = {code: words.get(code, "").replace("\r\n", "\n").strip() for code in text.cycle.authentic}
        if not all(wanted.values()) or any(len(said) > LONGEST_CLAUSE for said in wanted.values()):
            raise Refused(_("Write the clause in every authentic language, and no longer than a clause can be."))
        if wanted != now:
            if hasattr(draft, "round"):
                raise Refused(_("This draft lies before the cities. Its words change with their amendments alone."))
            placement.wordings.set(_wording(clause, code, said) for code, said in wanted.items())
        paired, _made = Pairing.objects.get_or_create(
            clause=clause, hash=words_hash(wanted), defaults={"seat": seat, "at": at}
        )
        tie(clause, {code: _wording(clause, code, said) for code, said in wanted.items()}, seat=seat, at=at)
        record("clause.paired", clause, text, seat=seat, at=at, facts={"hash": paired.hash, "draft": draft.number})
    return paired


def tie(clause: Clause, wordings: Mapping[str, Wording], *, seat: Seat, at: datetime) -> None:
    """Record that these wordings of a clause say the same, as an approved translation of each from the first."""
    first, *others = wordings.values()
    for other in others:
        tied = Translation.objects.create(
            clause=clause, language=other.language, source=first, wording=other, seat=seat, at=at
        )
        Approval.objects.create(translation=tied, seat=seat, at=at)


def _wording(clause: Clause, language: str, words: str) -> Wording:
    wording, _made = Wording.objects.get_or_create(
        clause=clause, language=language, hash=text_hash(words), defaults={"text": words}
    )
    return wording
