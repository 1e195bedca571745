"""Who may hand in, correct, publish, withdraw and cite studies."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, only_if
from mithaq.library.models import Study
from mithaq.library.vocabulary import Licence
from mithaq.taskforces.rules import may_submit_papers


def may_hand_in_studies(seat: Seat | None, at: datetime) -> Verdict:
    """Whoever may hand in papers hands in studies."""
    return may_submit_papers(seat, at)


def may_correct(seat: Seat | None, study: Study, at: datetime) -> Verdict:
    """The secretariat and the organisation that handed it in, until it is withdrawn."""
    return first_refusal(
        may_hand_in_studies(seat, at),
        lambda: only_if(
            seat is not None
            and (seat.role == Role.SECRETARIAT or seat.organisation_id == study.handed_in_by.organisation_id),
            _("A study is corrected by those who handed it in and by the secretariat."),
        ),
        lambda: _stands(study),
    )


def may_withdraw(seat: Seat | None, study: Study, at: datetime) -> Verdict:
    """Whoever may correct it may withdraw it."""
    return may_correct(seat, study, at)


def may_publish(seat: Seat | None, study: Study, at: datetime) -> Verdict:
    """The secretariat publishes, once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: _stands(study),
        lambda: only_if(study.public_from is None, _("This study is public already. Nothing was changed.")),
    )


def may_cite(seat: Seat | None, study: Study, at: datetime) -> Verdict:
    """Whoever may hand in papers may say on which studies they draw."""
    return first_refusal(may_submit_papers(seat, at), lambda: _stands(study))


def may_have_the_file(seat: Seat | None, study: Study) -> Verdict:
    """A file under an open licence is for everybody who sees the study, any other for those who hold a seat."""
    return only_if(
        seat is not None or Licence(study.licence).is_open,
        _("Its licence lets us give the file only to those who work in the year."),
    )


def _stands(study: Study) -> Verdict:
    return only_if(not hasattr(study, "withdrawal"), _("This study was withdrawn. Nothing was changed."))
