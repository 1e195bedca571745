"""Signing a state of the log, after what is new has been read and hashed once more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.tlog.checkpoints import Checkpoint as State
from mithaq.core.tlog.tree import root_of
from mithaq.endorsements.domain.log.check import keep, wrong_since
from mithaq.endorsements.domain.log.keys import signing_key
from mithaq.endorsements.models import Checkpoint, LogKey
from mithaq.endorsements.queries.log import (
    Stored,
    key_on_record,
    latest_check,
    latest_checkpoint,
    log_size,
)
from mithaq.foundation.chronicle.record import nobody_else_writes, record
from mithaq.foundation.permissions import Refused


class LogDoesNotHold(Refused):
    """The log is not what was signed; nothing is signed until a check of the whole log finds nothing wrong."""


def sign_checkpoint(*, at: datetime) -> Checkpoint | None:
    """Sign the log as it is now; the state that stands if nothing is new, None while nothing has entered.

    What is new is read back and hashed anew, and the state signed last is proved to be its beginning: the cost grows
    with the logarithm of the log and with what is new. Where that fails an alarm is put on record and `LogDoesNotHold`
    is raised.
    """
    with transaction.atomic():
        nobody_else_writes()
        last, size, key = latest_checkpoint(), log_size(), key_on_record()
        if (not size and last is None) or (last and last.size == size and last.key == key):
            return last
        check = latest_check()
        if check is not None and check.problem:
            raise LogDoesNotHold(_("A check of the log found something wrong. Nothing is signed until it is mended."))
        wrong = wrong_since(last)
        if not wrong:
            return _signed(size, at)
    keep(wrong, size, is_whole=False, at=at)
    raise LogDoesNotHold(_("The log is not what was signed. Nothing was signed, and an alarm is on record."))


def _signed(size: int, at: datetime) -> Checkpoint:
    key = signing_key(at)
    state = State(key.name, size, root_of(size, Stored()))
    row = Checkpoint.objects.create(
        size=size,
        root=state.root.hex(),
        note=str(state.signed(key)),
        key=LogKey.objects.get(key=str(key.public)),
        at=at,
    )
    record("checkpoint.signed", row, seat=None, at=at, facts={"size": size, "root": row.root})
    return row
