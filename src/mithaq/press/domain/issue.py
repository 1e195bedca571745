"""Issuing a press release."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.press.models import Release
from mithaq.press.queries import figure_with_key, slots_in
from mithaq.press.rules import may_issue


def issue_release(
    cycle: Cycle,
    key: str,
    title: Mapping[str, str],
    body: Mapping[str, str],
    released_at: datetime,
    *,
    seat: Seat,
    at: datetime,
) -> Release:
    """Issue a release that may be read from `released_at` on. `title` and `body` hold words per language code; a figure
    stands in the body as `{its_key}`, and every language names the same figures as often."""
    with transaction.atomic():
        # The year is locked, so that a form sent twice at once meets its own first copy.
        cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
        require(may_issue(seat, at))
        if cycle.releases.filter(key=key).exists():
            raise Refused(_("This release has already been issued. Nothing was changed."))
        if released_at < at:
            raise Refused(_("A release cannot be dated back. Choose this moment or a later one."))
        require_a_pair(title, body)
        release = cycle.releases.create(key=key, title=dict(title), body=dict(body), released_at=released_at, seat=seat)
        record("release.issued", release, seat=seat, at=at, facts={"released_at": released_at.isoformat()})
    return release


def require_a_pair(title: Mapping[str, str], body: Mapping[str, str]) -> None:
    """Raise `Refused` unless every language has its title and body, and all name the same, known figures."""
    languages = {code for words in (title, body) for code in words}
    if not languages or not all(title.get(code, "").strip() and body.get(code, "").strip() for code in languages):
        raise Refused(_("A release needs a title and a body in each of its languages."))
    unknown = sorted({key for words in body.values() for key in slots_in(words) if figure_with_key(key) is None})
    if unknown:
        raise Refused(say("There is no figure called %(keys)s.") % {"keys": ", ".join(unknown)})
    if len({tuple(sorted(slots_in(words))) for words in body.values()}) > 1:
        raise Refused(_("The languages of a release must name the same figures, and each as often."))
