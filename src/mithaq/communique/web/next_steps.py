"""What the secretariat and the chair can do next with a text that is being negotiated, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.communique.models import Draft, Text
from mithaq.communique.rules import may_prepare_freezing
from mithaq.communique.vocabulary import SilenceState
from mithaq.communique.web.laid import Laid
from mithaq.communique.web.rounds import state_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role


@dataclass(frozen=True)
class Step:
    """A way on, in words, and where it leads."""

    words: str
    url: str


def next_steps(text: Text, draft: Draft, laid: Laid, seat: Seat | None, at: datetime) -> list[Step]:
    """What somebody can do with the latest draft now. The first is what a text in this state usually waits for."""
    silence = laid.silence.state_at(at) if laid.silence else ""
    if silence == SilenceState.OPEN or not may_prepare_freezing(seat, text, at):
        return []
    is_the_secretariat = seat is not None and seat.role == Role.SECRETARIAT
    freezing = [] if silence == SilenceState.BROKEN else [Step(_("Freeze the text"), _of(text, "freezing"))]
    if laid.round is not None:
        waits = is_the_secretariat and state_of(laid.round, at) == "past"
        settling = Step(_("Amendments on the table"), reverse("communique:table", args=[laid.round.public_id]))
        return [settling, *freezing] if waits else []
    calling = [Step(_("Call a round"), _of(text, "new_round"))] if is_the_secretariat else []
    if silence:
        return [*freezing, *calling]
    putting = Step(_("Put the draft to silence"), _of(text, "new_silence"))
    return [putting, *calling, *freezing] if draft.number or not calling else [*calling, putting, *freezing]


def _of(text: Text, page: str) -> str:
    return reverse(f"communique:{page}", args=[text.public_id])
