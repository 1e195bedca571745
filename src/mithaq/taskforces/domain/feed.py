"""The secret address of a seat's own calendar: made, and revoked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import is_seated, require
from mithaq.taskforces.models import FeedKey

#: Hexadecimal digits of the signature in an address: 128 bits.
SIGNED_WITH = 32


def open_feed(*, seat: Seat, at: datetime) -> FeedKey:
    """Make the seat's secret address; an earlier one is revoked."""
    with transaction.atomic():
        require(is_seated(seat, at))
        seat.feed_keys.filter(revoked_at__isnull=True).update(revoked_at=at)
        key = FeedKey.objects.create(seat=seat, made_at=at)
        record("feed.opened", seat, seat=seat, at=at)
    return key


def close_feed(*, seat: Seat, at: datetime) -> None:
    """Revoke the seat's secret address: it opens nothing any more."""
    with transaction.atomic():
        require(is_seated(seat, at))
        if seat.feed_keys.filter(revoked_at__isnull=True).update(revoked_at=at):
            record("feed.closed", seat, seat=seat, at=at)


def token_of(key: FeedKey) -> str:
    """What stands in the address. The database alone does not give it away: it is signed with the site's secret."""
    return key.public_id + salted_hmac("mithaq.feed", key.public_id).hexdigest()[:SIGNED_WITH]


def key_with(token: str) -> FeedKey | None:
    """The key of an address, unless it was revoked or nobody made it."""
    key = (
        FeedKey.objects.filter(public_id=token[:-SIGNED_WITH], revoked_at__isnull=True)
        .select_related("seat__person", "seat__organisation")
        .first()
    )
    return key if key is not None and constant_time_compare(token_of(key), token) else None
