"""The page that says what changed between two versions of a paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from mithaq.core.reading.changes import Changes
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import changes_between
from mithaq.foundation.uploads.vocabulary import Unreadable, Why, sentence_of_a_paper
from mithaq.taskforces.models import PaperVersion
from mithaq.taskforces.queries.papers import dossier_of, versions_visible_to, works_on
from mithaq.taskforces.web.papers import trail_of

#: Changed paragraphs on one page, and comparisons that are remembered: two files never change.
PAGE, REMEMBERED = 50, 32
TOO_MUCH = (Why.TOO_SLOW, Why.TOO_HEAVY, Why.TOO_LONG)


@page(the_seated)
def version_changes(request: Request, public_id: str) -> HttpResponse:
    """What changed in a version since an earlier one, the one before it unless another is asked for (`since`)."""
    version = get_object_or_404(versions_visible_to(request.seat, request.at), public_id=public_id)
    if not works_on(request.seat, version.paper, request.at):
        raise Http404
    earlier = [one for one in dossier_of(version.paper).versions if one.number < version.number and one.file]
    asked = request.GET.get("since", "")
    since = next((one for one in earlier if str(one.number) == asked), earlier[0] if earlier else None)
    shown: dict[str, Any] = {
        "paper": version.paper,
        "version": version,
        "since": since,
        "earlier": earlier,
        "trail": trail_of(version.paper, gettext("What changed")),
    }
    if since is not None and since.file is not None and version.file is not None:
        shown |= _compared(request, since, version)
    return answer(request, "taskforces/version_changes.html", shown)


def _compared(request: Request, since: PaperVersion, version: PaperVersion) -> dict[str, Any]:
    try:
        found = _changes(_Two(_named(since), _named(version), (since.file, version.file)))
    except NotAsReceived:
        return {"refused": gettext("One of these files is no longer stored as it was received.")}
    except Unreadable as why:
        if why.code in TOO_MUCH:
            return {"refused": gettext("These versions are too long to be compared here. Both can be downloaded.")}
        return {"refused": sentence_of_a_paper(why)}
    return {"changes": found, "listed": page_of(found.changed, request, size=PAGE)}


@dataclass(frozen=True)
class _Two:
    """Two files, known by their hashes."""

    before: str
    after: str
    files: tuple[Upload | None, Upload | None] = field(compare=False)


def _named(version: PaperVersion) -> str:
    return version.file.sha256 if version.file else ""


@lru_cache(maxsize=REMEMBERED)
def _changes(two: _Two) -> Changes:
    before, after = (content_of(file) for file in two.files if file is not None)
    return changes_between(before, after)
