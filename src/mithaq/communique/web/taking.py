"""Taking in all files that are clear: a portion in each request, so that whoever waits sees how far it is, and what was
taken before it is interrupted stays taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from mithaq.communique.domain.take_file import take
from mithaq.communique.models import ReturnFile, Round
from mithaq.communique.queries.files import files_in
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused

#: So many files are taken in within about half a second.
PORTION = 8


@dataclass(frozen=True)
class Taking:
    """How far it is: files taken in or left out so far, of how many, and those that were left out."""

    done: int
    total: int
    left: str


def is_clear(one: ReturnFile) -> bool:
    """Whether nothing more has to be decided before it is taken in."""
    reading = getattr(one, "reading", None)
    placed = one.placed  # type: ignore[attr-defined]
    return (
        reading is not None
        and one.organisation_id is not None
        and one.returned_id is None
        and one.replaced_by_id is None
        and reading.unplaced <= placed
    )


def taking(request: Request, found: Sequence[ReturnFile]) -> Taking | None:
    """What is still being taken in when the page is shown between two portions; None where nothing is."""
    total, left = _number(request.GET.get("of", "")), request.GET.get("left", "")
    still = [one for one in found if is_clear(one) and one.public_id not in left.split()]
    if not still or total <= len(still):
        return None
    return Taking(total - len(still), total, left)


def take_portion(request: SeatedRequest, about: Round) -> HttpResponse:
    """Take in the next files in which nothing more has to be decided; one that cannot be taken is named and left, one
    that somebody else has taken meanwhile is in."""
    left = request.POST.get("left", "").split()
    clear = [one for one in files_in(about, request.seat, request.at) if is_clear(one) and one.public_id not in left]
    total = max(_number(request.POST.get("of", "")), len(clear))
    for one in clear[:PORTION]:
        try:
            take(one, seat=request.seat, at=request.at)
        except Refused as refused:
            if ReturnFile.objects.filter(pk=one.pk, returned=None).exists():
                left.append(one.public_id)
                messages.error(request, f"{one.name}: {refused}")
    if len(clear) > PORTION:
        return redirect(f"{request.path}?{urlencode({'of': total, 'left': ' '.join(left)})}")
    if taken := total - len(left):
        words = ngettext(
            "%(count)s file is taken into its return.", "%(count)s files are taken into their returns.", taken
        )
        messages.success(request, words % {"count": number(taken)})
    return redirect(request.path)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 5 else 0
