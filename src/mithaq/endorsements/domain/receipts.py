"""The receipt that a signer takes home: what, who, for whom, when, for which hash, and what a machine can check."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from mithaq.core.docx.composed import is_rtl
from mithaq.core.printing.receipts import PrintedReceipt, Row, receipt_as_pdf
from mithaq.endorsements.domain.log.receipts import receipt_of
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.queries import is_public
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.permissions import Refused


@dataclass(frozen=True)
class Proof:
    """What there is to check of an endorsement: the receipt, or the promise of one while the text is secret."""

    #: As JSON has it; None where the log cannot sign now, or nothing was entered.
    told: dict[str, Any] | None
    #: Whether the text is public, so that the log need not wait.
    is_public: bool

    @property
    def is_final(self) -> bool:
        """Whether it is in the log, and not only promised."""
        return bool(self.told) and "checkpoint" in (self.told or {})

    @property
    def as_json(self) -> str:
        """The file that a machine checks."""
        return json.dumps(self.told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def proof_of(endorsement: Endorsement, *, at: datetime) -> Proof:
    """What there is to check of it now. The log that cannot sign keeps nobody from reading what they signed."""
    try:
        return Proof(receipt_of(endorsement, at=at), is_public(endorsement.text, at))
    except Refused:
        return Proof(None, is_public(endorsement.text, at))


def receipt_in(endorsement: Endorsement, proof: Proof, language: str) -> bytes:
    """The receipt as a PDF in a language."""
    with override(language):
        return receipt_as_pdf(_printed(endorsement, proof, language))


def rows_of(endorsement: Endorsement, language: str) -> list[Row]:
    """What a receipt says, line by line, in the active language."""
    one, zone = endorsement, endorsement.organisation.zone
    rows = [Row(_("The text"), one.text.title.in_language(language))]
    if one.text_hash:
        rows.append(Row(_("Its hash (SHA-256)"), one.text_hash, is_code=True))
    rows.append(Row(_("For whom"), one.organisation.name.in_language(language)))
    if one.seat is not None:
        rows.append(Row(_("By whom"), str(one.seat.sentence)))
    rows.append(Row(_("In which way"), str(one.get_method_display())))
    rows.append(Row(_("When"), moment(one.at, zone, language)))
    if withdrawal := getattr(one, "withdrawal", None):
        rows.append(Row(_("Withdrawn"), moment(withdrawal.at, zone, language)))
    if one.source:
        rows.append(Row(_("How we know"), one.source))
    if one.snapshot.get("evidence"):
        rows.append(Row(_("Under the mandate"), _in(one.snapshot["evidence"], language)))
    rows += [Row(str(each.get_kind_display()), _in(each.text, language)) for each in one.reservations.all()]
    named = _("with the city's name") if one.may_be_named else _("counted, without the city's name")
    rows.append(Row(_("On the public roll"), named))
    rows.append(Row(_("Number of the receipt"), one.public_id, is_code=True))
    return rows


def state_of(proof: Proof) -> str:
    """What the receipt shows by now, in words for whoever signed."""
    if proof.is_final:
        return _("Recorded for good. Anybody can check this receipt, also without this site.")
    if proof.is_public:
        return _("On record. The log enters it within a minute; the final receipt will stand at this address.")
    return _(
        "The text is secret until it is published. The group has promised in writing to record this endorsement then; "
        "the final receipt will stand at this address."
    )


def _printed(endorsement: Endorsement, proof: Proof, language: str) -> PrintedReceipt:
    facts = {
        "city": endorsement.organisation.name.in_language(language),
        "text": endorsement.text.title.in_language(language),
    }
    return PrintedReceipt(
        language=language,
        rtl=is_rtl(language),
        group=endorsement.text.cycle.title.in_language(language),
        title=_("Receipt of an endorsement"),
        vow=_vow_of(endorsement) % facts,
        rows=tuple(rows_of(endorsement, language)),
        state=state_of(proof),
        address=f"{settings.ADDRESS}{endorsement.get_absolute_url()}",
        attached=_("The receipt that a machine checks"),
        source=proof.as_json,
        at=endorsement.at,
    )


def _vow_of(endorsement: Endorsement) -> str:
    if hasattr(endorsement, "withdrawal"):
        return _("%(city)s endorsed “%(text)s” and has withdrawn since.")
    if endorsement.seat is None:
        return _("A publication names %(city)s among the cities that endorsed “%(text)s”.")
    return _("%(city)s endorses “%(text)s”.")


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")
