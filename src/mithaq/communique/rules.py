"""Who may compose, freeze and publish a text."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Draft, Freezing, Text
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, only_if


def may_compose(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat composes drafts until the text is frozen."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(not is_frozen(text), _("This text is frozen; its words cannot be changed any more.")),
    )


def may_freeze(seat: Seat | None, draft: Draft, at: datetime) -> Verdict:
    """The chair or the secretariat freezes the latest draft, once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(not is_frozen(draft.text), _("This text has already been frozen. Nothing was changed.")),
        lambda: only_if(
            not draft.text.drafts.filter(number__gt=draft.number).exists(),
            _("A later draft exists. Only the latest can be frozen."),
        ),
    )


def may_publish(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The chair or the secretariat publishes a frozen text, once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(is_frozen(text), _("Only a frozen text can be published. Freeze it first.")),
        lambda: only_if(
            not hasattr(text, "publication"), _("This text has already been published. Nothing was changed.")
        ),
    )


def may_record_publication(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat records that a text was published elsewhere whose wording is not on record here."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(
            not hasattr(text, "publication"), _("This text has already been published. Nothing was changed.")
        ),
    )


def is_frozen(text: Text) -> bool:
    """Whether a draft of the text has been frozen."""
    return Freezing.objects.filter(text=text).exists()
