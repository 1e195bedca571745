"""Revising a press release that nobody outside the secretariat has read yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.writing.versions import require_unchanged
from mithaq.press.domain.issue import require_a_pair
from mithaq.press.models import Release
from mithaq.press.rules import may_revise


def revise_release(
    release: Release,
    title: Mapping[str, str],
    body: Mapping[str, str],
    released_at: datetime,
    *,
    base: str,
    seat: Seat,
    at: datetime,
) -> Release:
    """Put other words, or another moment, in the place of those of a release under embargo. `base` is the version that
    was read before; raises `Overtaken` where somebody has changed it since."""
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release.pk)
        require(may_revise(seat, release.released_at, at))
        require_unchanged(release.stands, base)
        if released_at < at:
            raise Refused(_("A release cannot be dated back. Choose this moment or a later one."))
        require_a_pair(title, body)
        release.title, release.body, release.released_at = dict(title), dict(body), released_at
        release.save(update_fields=["title", "body", "released_at"])
        record("release.revised", release, seat=seat, at=at, facts={"released_at": released_at.isoformat()})
    return release
