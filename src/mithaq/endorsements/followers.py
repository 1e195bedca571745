"""What the register does when the chronicle says something: letters to those whom it concerns."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.endorsements.domain.receipts import proof_of, receipt_in
from mithaq.endorsements.models import Call, Endorsement, Handover, Invitation, LogCheck, QueuedLeaf
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.forgetting import Leaving, forgets
from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.mail.enclosures import encloses
from mithaq.foundation.mail.languages import write_in
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import reference_to


@forgets
def forget_signers(leaving: Leaving, at: datetime) -> None:
    """What the log's leaves are made of goes with its salt, where it names whoever is erased: the leaves stay, the log
    stays whole, and nobody can tell any more what these say. The endorsements stay, through a seat without a name."""
    given = Endorsement.objects.filter(seat__person__in=leaving.persons).values_list("public_id", flat=True)
    signed = set(given)
    named = [
        leaf.pk
        for leaf in QueuedLeaf.objects.filter(salt__isnull=False).iterator()
        if leaf.thing in signed or leaving.is_named_in(json.dumps((leaf.payload or {}).get("by"), ensure_ascii=False))
    ]
    QueuedLeaf.objects.filter(pk__in=named).update(payload=None, salt=None)


@follows("call.opened", name="endorsements.invite")
def invite(act: Act) -> None:
    """Invite everybody who may endorse for a city, in the language that is read there."""
    _write_to_holders(act, "invitation", frozenset())


@follows("call.reminded", name="endorsements.remind")
def remind(act: Act) -> None:
    """Remind those who may endorse for a city that has not answered the call."""
    call = Call.objects.get(public_id=_subject(act))
    answered = call.text.endorsements.filter(is_living=True, at__lte=act.at).values_list("organisation", flat=True)
    awaiting = call.text.evidence.filter(second_check=None, at__lte=act.at).values_list("organisation", flat=True)
    _write_to_holders(act, "reminder", frozenset(answered) | frozenset(awaiting))


def _write_to_holders(act: Act, kind: str, answered: frozenset[int]) -> None:
    call = Call.objects.select_related("text").get(public_id=_subject(act))
    holders = Mandate.objects.filter(scopes__scope=Scope.ENDORSE).values("seat")
    delegates = Delegation.objects.filter(scope=Scope.ENDORSE).values("receiver")
    for seat in Seat.objects.filter(Q(pk__in=holders) | Q(pk__in=delegates)).select_related("person", "organisation"):
        may = seat.organisation_id not in answered and mandates_in_force(
            seat, Scope.ENDORSE, act.at, reference_to(call.text)
        )
        if may:
            languages = languages_of_letters_to(seat)
            is_reminder = kind == "reminder"
            write_in(
                seat,
                languages,
                partial(_reminder if is_reminder else _invitation, call, seat),
                occasion=f"{act.public_id}:{kind}",
                at=act.at,
            )
            Invitation.objects.get_or_create(
                call=call, seat=seat, at=act.at, defaults={"is_reminder": is_reminder, "languages": list(languages)}
            )


@follows("endorsement.given", "endorsement.registered", name="endorsements.confirm")
def confirm(act: Act) -> None:
    """Confirm an endorsement to the seat that gave it, with the hash, so that it holds more than our word."""
    endorsement = Endorsement.objects.select_related("text", "seat__person", "organisation").get(
        public_id=_subject(act)
    )
    if endorsement.seat is not None:
        letter = partial(_confirmation, endorsement)
        languages = languages_of_letters_to(endorsement.seat)
        write_in(endorsement.seat, languages, letter, occasion=f"{act.public_id}:confirmation", at=act.at)


@encloses("confirmation")
def receipt_of_letter(letter: Letter) -> list[MIMEBase]:
    """The receipt that goes with a confirmation: a PDF in each of its languages, and the file that a machine checks."""
    act = Act.objects.get(public_id=letter.occasion.partition(":")[0])
    endorsement = Endorsement.objects.select_related("text__cycle", "seat__person", "organisation").get(
        public_id=_subject(act)
    )
    proof = proof_of(endorsement, at=act.at)
    parts: list[MIMEBase] = []
    for language in letter.language.split(", "):
        pdf = MIMEApplication(receipt_in(endorsement, proof, language), "pdf")
        pdf.add_header("Content-Disposition", "attachment", filename=f"receipt-{language}.pdf")
        parts.append(pdf)
    if proof.told is not None:
        file = MIMEApplication(proof.as_json.encode(), "json")
        file.add_header("Content-Disposition", "attachment", filename="receipt.json")
        parts.append(file)
    return parts


@follows("declaration.handed_over", name="endorsements.hand_over")
def tell_the_receiver(act: Act) -> None:
    """Ask the receiver to acknowledge a hand-over, and give the other side its receipt."""
    _give_receipts(act, _handed_over)


@follows("handover.acknowledged", "handover.acknowledgement_entered", name="endorsements.acknowledge")
def tell_both_sides(act: Act) -> None:
    """Give both sides the receipt of a hand-over that was acknowledged."""
    _give_receipts(act, _acknowledged)


@follows("log.alarmed", "log.alarm_lifted", name="endorsements.alarm")
def alarm(act: Act) -> None:
    """Tell whoever sits for the secretariat that the transparency log does not hold, or holds again. The chronicle has
    one such act for an alarm, however often the log is checked meanwhile."""
    check = LogCheck.objects.get(public_id=_subject(act))
    seats = Seat.objects.filter(role=Role.SECRETARIAT).select_related("person", "organisation")
    for seat in seats:
        if seat.is_held(act.at):
            letter = partial(_alarm if act.verb == "log.alarmed" else _alarm_lifted, check, seat)
            write_in(seat, languages_of_letters_to(seat), letter, occasion=f"{act.public_id}:alarm", at=act.at)


def _alarm(check: LogCheck, seat: Seat, language: str) -> tuple[str, str]:
    return (
        _("Alarm: the transparency log does not hold"),
        _(
            "A check of the transparency log on %(at)s found this: %(problem)s.\n\n"
            "Cities can go on endorsing. Nothing is signed for the log until a check finds it whole again. Keep the "
            "database as it is, and compare it with the last backup and with what the witnesses saw.\n\n%(address)s"
        )
        % _facts_of_check(check, seat, language),
    )


def _alarm_lifted(check: LogCheck, seat: Seat, language: str) -> tuple[str, str]:
    return (
        _("The transparency log holds again"),
        _("A check of the whole transparency log on %(at)s found it sound. Its states are signed again.\n\n%(address)s")
        % _facts_of_check(check, seat, language),
    )


def _facts_of_check(check: LogCheck, seat: Seat, language: str) -> dict[str, object]:
    return {
        "at": moment(check.at, seat.organisation.zone, language),
        "problem": check.problem,
        "address": settings.ADDRESS + reverse("endorsements:monitor"),
    }


def _give_receipts(act: Act, letter: Callable[[Handover, str], tuple[str, str]]) -> None:
    one = Handover.objects.select_related(
        "declaration__text", "declaration__file", "receiver", "seat__organisation"
    ).get(public_id=_subject(act))
    there = Seat.objects.filter(organisation=one.receiver).select_related("person", "organisation")
    for seat in {one.seat_id: one.seat, **{seat.pk: seat for seat in there if seat.is_held(act.at)}}.values():
        write_in(
            seat,
            languages_of_letters_to(seat),
            partial(letter, one),
            occasion=f"{act.public_id}:handover",
            at=act.at,
        )


def _facts_of(one: Handover, language: str) -> dict[str, object]:
    return {
        "text": one.declaration.text,
        "giver": one.seat.organisation,
        "receiver": one.receiver,
        "at": moment(one.at, one.seat.organisation.zone, language),
        "hash": one.declaration.file.sha256,
        "address": settings.ADDRESS + one.get_absolute_url(),
    }


def _handed_over(one: Handover, language: str) -> tuple[str, str]:
    facts = _facts_of(one, language)
    return (
        _("Hand-over of “%(text)s”") % facts,
        _(
            "%(giver)s handed the signed declaration “%(text)s” to %(receiver)s on %(at)s.\n\n"
            "The file has this hash (SHA-256): %(hash)s\n\n"
            "The receiver is asked to acknowledge it here: %(address)s"
        )
        % facts,
    )


def _acknowledged(one: Handover, language: str) -> tuple[str, str]:
    facts = _facts_of(one, language)
    said = moment(one.acknowledgement.at, one.seat.organisation.zone, language)
    return (
        _("Receipt: “%(text)s” was handed over") % facts,
        _(
            "%(giver)s handed the signed declaration “%(text)s” to %(receiver)s on %(at)s. It was acknowledged on "
            "%(said)s.\n\n"
            "The file has this hash (SHA-256): %(hash)s\n\n"
            "The receipt stands here: %(address)s"
        )
        % {**facts, "said": said},
    )


def _subject(act: Act) -> str:
    return act.things.get(place=0).thing


def _invitation(call: Call, seat: Seat, language: str) -> tuple[str, str]:
    facts = _facts(call, seat, language)
    return (
        _("Endorsement of “%(text)s”") % facts,
        _(
            "To %(person)s, for %(organisation)s.\n\n"
            "The text “%(text)s” has been frozen, and your city is called on to endorse it. "
            "The call is open until %(until)s. Sign in to read the text and to confirm."
        )
        % facts
        + "\n\n"
        + _(
            "You are asked to read it, to say whether your city reserves its position or interprets a clause, whether "
            "your city may be named, and to confirm. Your staff can prepare all of it; only you can confirm. "
            "A letter on paper or an electronically signed PDF is taken too.\n\n%(address)s"
        )
        % facts,
    )


def _reminder(call: Call, seat: Seat, language: str) -> tuple[str, str]:
    facts = _facts(call, seat, language)
    return (
        _("Reminder: endorsement of “%(text)s”") % facts,
        _(
            "To %(person)s, for %(organisation)s.\n\n"
            "Your city has not yet answered the call to endorse “%(text)s”. The call is open until %(until)s; "
            "an endorsement that comes later is taken and shown as late.\n\n%(address)s"
        )
        % facts,
    )


def _facts(call: Call, seat: Seat, language: str) -> dict[str, Any]:
    return {
        "person": seat.person,
        "organisation": seat.organisation,
        "text": call.text,
        "until": moment(call.closes, seat.organisation.zone, language),
        "address": f"{settings.ADDRESS}{call.get_absolute_url()}",
    }


def _confirmation(endorsement: Endorsement, language: str) -> tuple[str, str]:
    facts = {
        "organisation": endorsement.organisation,
        "text": endorsement.text,
        "at": moment(endorsement.at, endorsement.organisation.zone, language),
        "hash": endorsement.text_hash,
    }
    return (
        _("%(organisation)s has endorsed “%(text)s”") % facts,
        _(
            "%(organisation)s endorsed the text “%(text)s” on %(at)s.\n\n"
            "The text you endorsed has this hash (SHA-256): %(hash)s\n\n"
            "Your receipt goes with this letter. If you did not do this, tell the secretariat at once."
        )
        % facts,
    )
