"""The transparency log: its files for everybody, the page that checks a receipt, the page that watches over it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from mithaq.endorsements.domain.log.publish import file_of_the_log
from mithaq.endorsements.queries.log import (
    key_on_record,
    latest_check,
    latest_checkpoint,
    standing_of_the_log,
    witnesses_of,
)
from mithaq.foundation import clock, kept
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, has_role
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer

#: The places in the page's sentences into which its script writes what a receipt says.
GAPS = {
    **{name: format_html('<bdi data-gap="{}"></bdi>', name) for name in ("city", "text", "person", "mandate", "words")},
    **{name: format_html('<bdi data-gap="{}" dir="ltr"></bdi>', name) for name in ("at", "origin", "witness")},
    **{name: format_html('<bdi data-gap="{}"></bdi>', name) for name in ("index", "size")},
    **{name: format_html('<code class="hash" data-gap="{}"></code>', name) for name in ("hash", "key")},
}
#: A house whose last backup is older is told so.
BACKUP_EVERY = timedelta(days=7)
_KINDS = {".json": "application/json", ".py": "text/plain; charset=utf-8"}


def the_watch(seat: Seat | None, at: datetime) -> Verdict:
    """Who watches over the log: the secretariat and the auditor."""
    return has_role(seat, at, Role.SECRETARIAT, Role.AUDITOR)


@page(everyone)
def file(request: Request, name: str) -> HttpResponse:
    """One file of the published log. Before the publication there is none, as if there were no log."""
    content = file_of_the_log(name, request.at)
    if content is None:
        raise Http404
    if name == "checkpoint":
        kind = "text/plain; charset=utf-8"
    else:
        kind = next((told for end, told in _KINDS.items() if name.endswith(end)), "application/octet-stream")
    response = HttpResponse(content, content_type=kind)
    response.headers["Access-Control-Allow-Origin"] = "*"  # what is public may be checked from anybody's page
    return response


@page(everyone)
def check(request: Request) -> HttpResponse:
    """Check a receipt. The page does it in the browser: the file is not sent anywhere."""
    state = latest_checkpoint()
    key = key_on_record() if state else None
    context = {
        "state": state,
        "key": key.key if key else "",
        "verifier": reverse("log:file", args=["verify.py"]),
        "checkpoint": reverse("log:file", args=["checkpoint"]),
        "gaps": GAPS,
    }
    return answer(request, "endorsements/check.html", context)


@page(the_watch)
def monitor(request: Request) -> HttpResponse:
    """How the log is: its last state, its witnesses, its last check, what is kept should the house be lost; an alarm
    where something does not hold."""
    known, check, backup = standing_of_the_log(), latest_check(), kept.last(kept.BACKUP)
    state = known.states[0] if known.states else None
    context = {
        "state": state,
        "size": known.size,
        "waiting": known.waiting,
        "check": check,
        "is_alarmed": check is not None and check.problem is not None,
        "unsigned": known.size - (state.size if state else 0),
        "backup": backup,
        "is_backup_owed": backup is None or clock.real_now() - backup.at > BACKUP_EVERY,
        "restored": kept.last(kept.RESTORE),
        "witnesses": [(one, _seen(one.saw)) for one in witnesses_of(state, request.at)],  # type: ignore[attr-defined]
        "log_keys": known.keys,
        "states": known.states,
        "trail": [(_("Declarations"), reverse("endorsements:declarations"))],
    }
    return answer(request, "endorsements/monitor.html", context)


def _seen(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
