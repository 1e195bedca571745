"""Having a paper read: asked for by a person, done by whoever takes it up, with a word about how far it is.

An order is taken up by one reader at a time. A reader who gives no sign for a while is taken to be gone (killed with
its machine, say), and the next one begins anew; what an earlier one then says is not heard any more. Reading itself
changes nothing, so beginning anew is safe, and what is found is kept in one transaction (`find`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import require
from mithaq.recommendations.domain.find import refuse_if_entered
from mithaq.recommendations.models import ReadingOrder
from mithaq.recommendations.rules import may_read_in
from mithaq.taskforces.models import Paper

#: A reader gives a sign every second; after so long without one it is gone.
GONE_AFTER = timedelta(seconds=30)
#: Beginnings after which a reading is given up: a file that ends its readers would end them for ever.
TRIES = 3
FILE_GONE = "file_gone"


class Overtaken(Exception):
    """Somebody else has begun this reading anew, or has finished it."""


def ask_to_read(paper: Paper, *, seat: Seat, at: datetime) -> ReadingOrder:
    """Have a paper's file read. One that waits or is being read is not read twice; one that failed is tried again."""
    with transaction.atomic():
        require(may_read_in(seat, at))
        Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        refuse_if_entered(paper)
        order = ReadingOrder.objects.filter(paper=paper, fault="").first()
        if order is not None:
            return order
        asked: dict[str, Any] = {"seat": seat, "at": at, "heard_at": None, "tries": 0, "done": 0, "of": 0}
        order, _new = ReadingOrder.objects.update_or_create(paper=paper, defaults={**asked, "fault": "", "facts": {}})
        record("reading.asked", paper, seat=seat, at=at)
    return order


def take_up(now: datetime, order: ReadingOrder | None = None) -> ReadingOrder | None:
    """The next order that nobody reads, or this one if nobody does; it is the caller's until `GONE_AFTER` passes
    without a sign. `now` is the real time."""
    waiting = ReadingOrder.objects.filter(Q(heard_at=None) | Q(heard_at__lt=now - GONE_AFTER), fault="")
    for found in (waiting.filter(pk=order.pk) if order else waiting)[:10]:
        began = {"tries": F("tries") + 1, "heard_at": now, "done": 0, "of": 0}
        if waiting.filter(pk=found.pk, tries=found.tries).update(**began):
            return ReadingOrder.objects.select_related("paper__file", "seat__person", "seat__organisation").get(
                pk=found.pk
            )
    return None


def say_how_far(order: ReadingOrder, done: int, of: int, now: datetime) -> None:
    """Give a sign, and say how many pages have been read. Raises `Overtaken`."""
    said = {"heard_at": now, **({"done": done, "of": of} if of else {})}
    if not ReadingOrder.objects.filter(pk=order.pk, tries=order.tries, fault="").update(**said):
        raise Overtaken


def give_up(order: ReadingOrder, fault: str, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Say that the file cannot be read, and why. The file stays, and whoever wants to may have it tried again."""
    with transaction.atomic():
        found = ReadingOrder.objects.select_for_update(of=("self",)).filter(pk=order.pk, tries=order.tries).first()
        if found is None or found.fault:
            return
        found.fault, found.facts, found.heard_at = fault, dict(facts), None
        found.save(update_fields=["fault", "facts", "heard_at"])
        record("reading.failed", found.paper, seat=found.seat, at=at, facts={"fault": fault})


def let_go(order: ReadingOrder) -> None:
    """Forget an order that nobody may carry out any more: its paper was entered, or who asked has left."""
    ReadingOrder.objects.filter(pk=order.pk).delete()
