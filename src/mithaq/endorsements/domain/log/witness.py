"""Witnesses: a second party that cosigns each state of the log, and catches a log that lost or changed leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.tlog.notes import COSIGNS, NotANote, Note, PublicKey, read_key, read_note
from mithaq.core.tlog.proofs import consistency_proof
from mithaq.core.tlog.witnessing import request_of
from mithaq.endorsements.domain.log.check import keep
from mithaq.endorsements.models import Checkpoint, Cosignature, Witness
from mithaq.endorsements.queries.log import Stored, latest_checkpoint, log_size, witnesses
from mithaq.endorsements.vocabulary import Problem
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.clock import real_now
from mithaq.foundation.permissions import Refused

#: Address and request → status and answer. Raises `OSError` where nobody answers.
Send = Callable[[str, str], tuple[int, str]]
#: How long a witness that did not answer as it should is left alone.
PATIENCE = timedelta(seconds=30)
#: Letters of what it answered, or of why it could not be asked, that are kept.
LONGEST = 100


class _Wrong(Exception):
    """A witness did not cosign, and why. `alarming`: it saw another log than this one."""

    def __init__(self, code: str, *, alarming: bool = False, **facts: int | str) -> None:
        super().__init__(code)
        self.code, self.facts, self.alarming = code, facts, alarming


def add_witness(key: str, address: str, *, at: datetime) -> Witness:
    """Have a second party cosign from now on, by the key that it tells and the address where it answers."""
    with transaction.atomic():
        try:
            told = read_key(key)
        except NotANote:
            raise Refused(_("This is not the key of a witness. It reads: name, plus sign, identifier, key.")) from None
        if told.kind != COSIGNS:
            raise Refused(_("This key signs logs, not what a witness saw."))
        if not address.startswith(("http://", "https://")):
            raise Refused(_("The address of a witness is one of the web."))
        if Witness.objects.filter(key=str(told)).exists():
            raise Refused(_("This witness is on record already. Nothing was changed."))
        witness = Witness.objects.create(key=str(told), address=address.rstrip("/"), since=at)
        record("witness.added", witness, seat=None, at=at, facts={"key": told.id.hex()})
    return witness


def ask_witnesses(send: Send, *, at: datetime, again: bool = False) -> int:
    """Ask those who have not cosigned the latest state; how many did. `again`: hear the others on it once more, too.

    Who does not cosign is named with the reason. A witness that saw more leaves than are here, or others, is an alarm.
    """
    state = latest_checkpoint()
    if state is None:
        return 0
    cosigned = set(state.cosignatures.values_list("witness", flat=True))
    asked = [one for one in witnesses(at) if (again or one.pk not in cosigned) and _is_due(one)]
    return sum(_asked(one, state, one.pk in cosigned, send, at) for one in asked)


def _is_due(witness: Witness) -> bool:
    return not witness.problem or witness.asked_at is None or real_now() - witness.asked_at >= PATIENCE


def _asked(witness: Witness, state: Checkpoint, is_known: bool, send: Send, at: datetime) -> int:
    try:
        line, seconds = _cosignature(witness, state, send)
    except _Wrong as why:
        _put_down(witness, Problem(why.code, {"witness": str(witness), **why.facts}), why.alarming, at)
        return 0
    except (OSError, NotANote, ValueError) as why:
        words = str(why)[:LONGEST] or type(why).__name__
        _put_down(witness, Problem("silent", {"witness": str(witness), "words": words}), False, at)
        return 0
    with transaction.atomic():
        Witness.objects.filter(pk=witness.pk).update(asked_at=real_now(), finding="", facts=None, saw_another=False)
        if is_known:
            return 0
        Cosignature.objects.create(checkpoint=state, witness=witness, line=line, seconds=seconds)
        record("checkpoint.cosigned", state, witness, seat=None, at=at, facts={"size": state.size})
    return 1


def _put_down(witness: Witness, problem: Problem, alarming: bool, at: datetime) -> None:
    """Name what is wrong with a witness. One that saw another log stays so until it says otherwise, also while down."""
    with transaction.atomic():
        about = Witness.objects.filter(pk=witness.pk)
        if alarming or not witness.saw_another:  # what it saw stays named while it is down
            about.update(finding=problem.code, facts=dict(problem.facts))
        about.update(asked_at=real_now(), saw_another=alarming or witness.saw_another)
        if alarming:
            keep(problem, log_size(), is_whole=False, at=at)


def _cosignature(witness: Witness, state: Checkpoint, send: Send) -> tuple[str, int]:
    note, key = read_note(state.note), read_key(witness.key)
    last = Cosignature.objects.filter(witness=witness).order_by("checkpoint__size").last()
    old = last.checkpoint.size if last else 0
    status, answer = _sent(witness, state, old, note, send)
    if status == 409 and answer.strip().isdecimal() and int(answer) != old:
        old = int(answer)  # it saw a state whose cosignature did not reach us, or that we no longer have
        if old > state.size:
            raise _Wrong("saw_more", alarming=True, first=state.size, last=old - 1, size=old)
        status, answer = _sent(witness, state, old, note, send)
    if status in (409, 422):
        raise _Wrong("saw_another", alarming=True, size=old)
    if status != 200:
        raise _Wrong("answered", status=str(status), words=answer.strip()[:LONGEST])
    return _good(answer, note, key)


def _sent(witness: Witness, state: Checkpoint, old: int, note: Note, send: Send) -> tuple[int, str]:
    proof = consistency_proof(old, state.size, Stored())
    return send(f"{witness.address}/add-checkpoint", request_of(old, proof, note))


def _good(answer: str, note: Note, key: PublicKey) -> tuple[str, int]:
    """The one line of an answer that is this witness's cosignature. Raises `_Wrong`."""
    for line in answer.splitlines():
        seconds = note.with_lines([line]).cosigned_at(key)
        if seconds is not None:
            return line + "\n", seconds
    raise _Wrong("cosigned_wrongly")
