"""Evidence of an endorsement that came in from outside: entered by one person, checked by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.endorsements.domain.endorse import Given, check_hash, locked, put_on_the_register
from mithaq.endorsements.domain.examine import require_good
from mithaq.endorsements.domain.reserved import Reserved, as_reserved, check, kept
from mithaq.endorsements.models import Endorsement, Evidence, SecondCheck
from mithaq.endorsements.queries import evidence_awaiting, living_endorsement
from mithaq.endorsements.rules import may_check_evidence, may_enter_evidence
from mithaq.endorsements.vocabulary import BROUGHT, Method
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.permissions.mandates import examiners_in_favour, is_refused
from mithaq.foundation.uploads.models import Upload


@dataclass(frozen=True)
class Brought:
    """What somebody enters: a file, whose signature it bears, and what it says."""

    method: str
    file: Upload
    #: The mandate of the one who signed, or whose office wrote.
    mandate: Mandate
    signed_on: date
    may_be_named: bool
    languages: Sequence[str] = ()
    reserved: Sequence[Reserved] = ()
    #: What the check of an electronic signature found.
    validation: Mapping[str, Any] = field(default_factory=dict)


def enter_evidence(
    text: Text, city: Organisation, text_hash: str, brought: Brought, *, seat: Seat, at: datetime
) -> Evidence:
    """Put on record what came in for a city. It counts for nothing until `check_evidence`.

    The same file for the same city entered twice is one piece of evidence. Refused where the letter bears a day on
    which its signer had no mandate, or one before the text was frozen.
    """
    with transaction.atomic():
        text = locked(text)
        require(may_enter_evidence(seat, text, at, city))
        awaiting = evidence_awaiting(text, city)
        if awaiting is not None and awaiting.file_id == brought.file.pk:
            return awaiting
        if awaiting is not None or living_endorsement(text, city) is not None:
            raise Refused(
                _("This city has endorsed already, or its letter awaits the second check. Nothing was changed.")
            )
        check_hash(text, text_hash)
        if brought.method not in BROUGHT:
            raise Refused(_("Say in which way the endorsement came in. Nothing was changed."))
        if brought.method == Method.SIGNED_PDF:
            require_good(brought.validation)
        _check_day(text, city, brought, at)
        entered = Evidence.objects.create(
            text=text,
            organisation=city,
            method=brought.method,
            file=brought.file,
            mandate=brought.mandate,
            signed_on=brought.signed_on,
            text_hash=text_hash,
            languages=list(brought.languages),
            may_be_named=brought.may_be_named,
            reserved=kept(check(text, brought.reserved)),
            validation=dict(brought.validation),
            seat=seat,
            at=at,
        )
        facts = {"hash": text_hash, "file": brought.file.sha256, "method": str(brought.method)}
        record("evidence.entered", entered, text, city, seat=seat, at=at, facts=facts)
    return entered


def check_evidence(
    evidence: Evidence, text_hash: str, *, is_in_order: bool, reason: Mapping[str, str] | None = None,
    seat: Seat, at: datetime,
) -> Endorsement | None:  # fmt: skip
    """Say what another person found: in order, and the city endorses from now on; or not, with a reason. Sent twice, it
    gives back the endorsement that it made."""
    with transaction.atomic():
        text = locked(evidence.text)
        evidence = Evidence.objects.select_related("mandate__seat", "organisation", "seat").get(pk=evidence.pk)
        made = Endorsement.objects.filter(evidence=evidence, evidence__second_check__seat=seat).first()
        if made is not None and is_in_order:
            return made
        require(may_check_evidence(seat, evidence, at))
        said = {language: words.strip() for language, words in (reason or {}).items() if words.strip()}
        if not is_in_order and not said:
            raise Refused(_("Say why the evidence is turned down, so that the city can send it anew."))
        SecondCheck.objects.create(evidence=evidence, is_in_order=is_in_order, reason=said, seat=seat, at=at)
        if not is_in_order:
            record("evidence.turned_down", evidence, text, evidence.organisation, seat=seat, at=at)
            return None
        clauses = check_hash(text, text_hash)
        if evidence.text_hash != text_hash or living_endorsement(text, evidence.organisation) is not None:
            raise Refused(
                _("This city has endorsed already, or this evidence is about another text. Nothing was changed.")
            )
        record("evidence.checked", evidence, text, evidence.organisation, seat=seat, at=at)
        return put_on_the_register(
            Given(
                text=text,
                city=evidence.organisation,
                mandate=evidence.mandate,
                holder=evidence.mandate.seat,
                method=Method(evidence.method),
                text_hash=text_hash,
                clauses=clauses,
                languages=evidence.languages,
                may_be_named=evidence.may_be_named,
                reserved=as_reserved(text, evidence.reserved),
                evidence=evidence,
            ),
            seat=seat,
            at=at,
        )


def _check_day(text: Text, city: Organisation, brought: Brought, at: datetime) -> None:
    """The day that a letter bears lies between the freezing and today, where the city is, and the signer's mandate ran
    on it."""
    today, frozen = at.astimezone(city.zone).date(), text.freezing.at.astimezone(city.zone).date()
    if not frozen <= brought.signed_on <= today:
        raise Refused(_("The day of the signature lies before the freezing of the text or in the future."))
    holder = brought.mandate.seat
    if holder.organisation_id != city.pk:
        raise Refused(_("Whoever signed sits for another organisation. Nothing was changed."))
    noon = datetime.combine(brought.signed_on, time(12), tzinfo=city.zone)
    if not holder.is_held(noon) or not _ran(brought.mandate, brought.signed_on, at):
        raise Refused(_("Whoever signed had no examined mandate to endorse on that day. Nothing was changed."))


def _ran(mandate: Mandate, day: date, at: datetime) -> bool:
    """Whether a mandate to endorse covers the day of the signature; that it was examined may have come later."""
    covers = mandate.starts <= day and (mandate.ends is None or day <= mandate.ends)
    allows = mandate.scopes.filter(scope=Scope.ENDORSE).exists()
    return covers and allows and examiners_in_favour(mandate, at) > 0 and not is_refused(mandate, at)
