"""Publishing and withdrawing a study, and noting that a paper draws on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.thread.weave import weave
from mithaq.library.models import Citation, Study, Withdrawal
from mithaq.library.rules import may_cite, may_publish, may_withdraw
from mithaq.taskforces.models import Paper


def publish(study: Study, *, seat: Seat, at: datetime) -> Study:
    """From now on everybody may see the study."""
    with transaction.atomic():
        study = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
        require(may_publish(seat, study, at))
        study.public_from = at
        study.save(update_fields=["public_from"])
        record("study.published", study, seat=seat, at=at)
    return study


def withdraw(study: Study, reason: str, *, seat: Seat, at: datetime) -> Withdrawal:
    """Take a study off the shelf. Its number is not given again, and papers that drew on it still say so."""
    with transaction.atomic():
        study = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
        require(may_withdraw(seat, study, at))
        if not reason.strip():
            raise Refused(_("Say why the study is withdrawn. Nothing was changed."))
        withdrawal = Withdrawal.objects.create(study=study, seat=seat, at=at, reason=reason.strip())
        record("study.withdrawn", study, seat=seat, at=at)
    return withdrawal


def cite(paper: Paper, study: Study, *, seat: Seat, at: datetime) -> Citation:
    """Note that a paper draws on a study. Saying so again changes nothing."""
    with transaction.atomic():
        require(may_cite(seat, study, at))
        citation, is_new = Citation.objects.get_or_create(study=study, paper=paper, defaults={"seat": seat, "at": at})
        if is_new:
            weave([study], paper)
            record("study.cited", paper, study, seat=seat, at=at)
    return citation
