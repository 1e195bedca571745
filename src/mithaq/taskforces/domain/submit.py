"""Handing in a working paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.thread.weave import weave
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.models import Group, Paper
from mithaq.taskforces.rules import may_submit_papers


def submit(
    cycle: Cycle,
    key: str,
    title: Mapping[str, str],
    *,
    file: Upload | None = None,
    group: Group | None = None,
    language: str = "",
    pages: int | None = None,
    note: Mapping[str, str] | None = None,
    seat: Seat,
    at: datetime,
) -> Paper:
    """Hand in a paper with its file, or catalogue one whose file is not on record."""
    with transaction.atomic():
        require(may_submit_papers(seat, at))
        if cycle.papers.filter(key=key).exists():
            raise Refused(_("A paper with this key has already been handed in. Nothing was changed."))
        paper = cycle.papers.create(
            key=key,
            title=title,
            file=file,
            group=group,
            language=language,
            pages=pages,
            note=note or {},
            submitted_by=seat,
            submitted_at=at,
        )
        weave([group] if group else [], paper)
        record(
            "paper.submitted" if file else "paper.catalogued",
            paper,
            seat=seat,
            at=at,
            facts={"sha256": file.sha256} if file else {},
        )
    return paper
