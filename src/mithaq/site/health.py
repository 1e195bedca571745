"""Is everything running? For machines as JSON (200 or 503), for people as a page. No secret stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.foundation import kept
from mithaq.foundation.chronicle.models import Act, Head
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.site import signs
from mithaq.site.doctor import free_disk, pending_migrations

#: Bytes that must be free: below this, uploads and the database are in danger.
LEAST_DISK = 200 * 1024**2


@dataclass(frozen=True)
class Pulse:
    """What was found. Of the first four each must hold; a missing worker delays letters and nothing else."""

    database: bool
    migrations: bool
    chronicle: bool
    disk: bool
    worker: bool
    last_sign: datetime | None
    free_disk: int

    @property
    def is_well(self) -> bool:
        """Whether pages can be served and acts recorded."""
        return self.database and self.migrations and self.chronicle and self.disk


def pulse() -> Pulse:
    """Feel it: a handful of cheap queries."""
    free = free_disk()
    try:
        connection.ensure_connection()
        up_to_date = pending_migrations() == 0
        whole = up_to_date and _the_last_act_fits()
        sign = signs.last_sign() if up_to_date else None
    except DatabaseError:
        return Pulse(False, False, False, free > LEAST_DISK, False, None, free)
    return Pulse(True, up_to_date, whole, free > LEAST_DISK, signs.is_recent(sign), sign, free)


def _the_last_act_fits() -> bool:
    """The head names the last act. The whole chain is examined by `mithaq doctor`."""
    head = Head.objects.values_list("sequence", "hash").first()
    last = Act.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return head == (last or (0, "0" * 64))


@page(everyone)
def for_machines(request: HttpRequest) -> HttpResponse:
    """The pulse as JSON."""
    found = pulse()
    answer = {
        "well": found.is_well,
        "release": settings.RELEASE,
        "database": found.database,
        "migrations": found.migrations,
        "chronicle": found.chronicle,
        "worker": found.worker,
        "last_backup": _instant_of(kept.BACKUP),
        "last_restore": _instant_of(kept.RESTORE),
        "worker_last_sign": found.last_sign.isoformat() if found.last_sign else None,
        "disk": found.disk,
        "free_disk_bytes": found.free_disk,
    }
    return JsonResponse(answer, status=200 if found.is_well else 503)


def _instant_of(what: str) -> str | None:
    one = kept.last(what)
    return one.at.isoformat() if one else None


@dataclass(frozen=True)
class Part:
    """One part of the house as the page tells it."""

    title: Promise
    works: bool
    words: Promise


@page(everyone)
def for_people(request: HttpRequest) -> HttpResponse:
    """The pulse as a page."""
    found = pulse()
    context = {"parts": _parts(found), "pulse": found, "release": settings.RELEASE}
    return render(request, "desk/health.html", context, status=200 if found.is_well else 503)


def _parts(found: Pulse) -> list[Part]:
    return [
        Part(
            _("The record"),
            found.database and found.migrations,
            _("It is read and written.") if found.migrations else _("It does not answer, or is not up to date."),
        ),
        Part(
            _("The chronicle"),
            found.chronicle,
            _("Its last line fits the one before.") if found.chronicle else _("Its last line does not fit."),
        ),
        Part(
            _("Room for files"),
            found.disk,
            _("There is enough.") if found.disk else _("It is nearly used up. Papers may be refused."),
        ),
        Part(
            _("Letters and what follows from an act"),
            found.worker,
            _("They are being sent.") if found.worker else _("They wait and will be sent later. Nothing is lost."),
        ),
    ]
