"""`mithaq resume`: a house that was brought back begins to work, and sends nothing twice."""

from __future__ import annotations

from mithaq.correspondence.jobs import write_letters
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.clock import real_now
from mithaq.foundation.mail.models import Sending
from mithaq.foundation.mail.outbox import letters_waiting
from mithaq.site.keeping.restore import end_rest


def resume(*, send_waiting: bool) -> int:
    """Let the worker work again. Letters that waited when the backup was made are noted as handed over, since the lost
    house may have sent them, or left waiting where `send_waiting` says so. The number of letters that waited."""
    while catch_up() + write_letters():
        pass
    waiting = list(letters_waiting())
    if not send_waiting:
        at = real_now()
        Sending.objects.bulk_create([Sending(letter=letter, at=at) for letter in waiting], batch_size=500)
    end_rest()
    return len(waiting)
