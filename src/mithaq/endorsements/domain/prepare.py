"""What the staff of a city does before its mandated person confirms: reading, and preparing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mithaq.communique.models import Text
from mithaq.endorsements.domain.endorse import check_hash
from mithaq.endorsements.domain.reserved import Reserved, check, kept
from mithaq.endorsements.models import Opening, Preparation
from mithaq.endorsements.rules import may_prepare
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import require


def open_text(text: Text, city: Organisation, *, seat: Seat, at: datetime) -> None:
    """Note that somebody of a city says that they have read the text under its call; once for each seat."""
    with transaction.atomic():
        text = Text.objects.select_for_update(of=("self",)).select_related("call").get(pk=text.pk)
        if not may_prepare(seat, text, at, city):
            return
        _opening, is_new = Opening.objects.get_or_create(
            call=text.call, organisation=city, seat=seat, defaults={"at": at}
        )
        if is_new:
            record("call.read", text.call, text, city, seat=seat, at=at)


def prepare(
    text: Text, city: Organisation, text_hash: str, *, may_be_named: bool, reserved: Sequence[Reserved] = (),
    seat: Seat, at: datetime,
) -> Preparation:  # fmt: skip
    """Prepare a city's endorsement. Nothing is endorsed by it; the same words prepared twice by one seat are kept
    once."""
    with transaction.atomic():
        text = Text.objects.select_for_update().get(pk=text.pk)
        require(may_prepare(seat, text, at, city))
        check_hash(text, text_hash)
        rows = kept(check(text, reserved))
        latest = text.preparations.filter(organisation=city).order_by("at", "id").last()
        if latest and (latest.seat_id, latest.reserved, latest.may_be_named) == (seat.pk, rows, may_be_named):
            return latest
        prepared = Preparation.objects.create(
            text=text, organisation=city, seat=seat, at=at, may_be_named=may_be_named, reserved=rows
        )
        record("endorsement.prepared", prepared, text, city, seat=seat, at=at)
    return prepared
