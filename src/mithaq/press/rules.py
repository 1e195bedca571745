"""Who may issue releases, and who may see a figure that is not public yet."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import YES, Verdict, first_refusal, has_role, only_if

#: Who sees a number before it is public (permission table: "Endorsement, before publication").
READERS_OF_EVERY_FIGURE = (Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR)


def may_issue(seat: Seat | None, at: datetime) -> Verdict:
    """Releases are issued by the secretariat."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_revise(seat: Seat | None, released_at: datetime, at: datetime) -> Verdict:
    """A release is revised by the secretariat, until it may be read."""
    still = only_if(at < released_at, _("This release may be read already. Its words stand as they were released."))
    return first_refusal(may_issue(seat, at), still)


def may_see_figure(seat: Seat | None, is_public: bool, at: datetime) -> Verdict:
    """A public number is for everybody, another one for the secretariat, the chair and the auditor."""
    if is_public:
        return YES
    inside = has_role(seat, at, *READERS_OF_EVERY_FIGURE)
    return only_if(bool(inside), _("This number is not public yet."))
