"""What is typed about groups: what they are, who works in them, their milestones and documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.ui.fields import DayField, Name
from mithaq.taskforces.domain.groups import About
from mithaq.taskforces.models import Group
from mithaq.taskforces.vocabulary import GroupKind, GroupRole, Reach
from mithaq.taskforces.web.forms import CODES, Words

CHOOSE = ("", _("Choose one"))


class Reason(Name):
    """Why something is changed. Others have relied on it, so it is asked for."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"label": _("Why"), "max_length": 300, **named})
        self.error_messages["required"] = _("Say why: it stays on record beside the change.")


class GroupForm(Words):
    """A group: what it is and is to do, from when to when, who may read its page; with the reason where it changes."""

    names = (
        ("title", _("Name (%(language)s)"), False),
        ("charter", _("Charter (%(language)s)"), True),
    )
    needed = ("title",)
    kind = forms.ChoiceField(label=_("What it is"), choices=GroupKind.choices)
    starts = DayField(label=_("Works from the day"))
    ends = DayField(label=_("Until the day (the last one)"), required=False)
    reach = forms.ChoiceField(label=_("Who may read its page"), choices=Reach.choices, initial=Reach.PUBLIC)
    reason = Reason(label=_("Why it is changed"))

    def __init__(self, typed: Any, *, today: date, group: Group | None = None) -> None:
        super().__init__(typed, prefix="group", initial=_said_of(group) if group else {"starts": today})
        self.order_fields(
            ["kind", *(f"title_{code}" for code in CODES), *(f"charter_{code}" for code in CODES), "starts", "ends"]
        )
        for name in ("kind", "reach") if group else ("reason",):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins."""
        typed = super().clean()
        first, last = typed.get("starts"), typed.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("It cannot end before it begins."))
        return typed

    @property
    def about(self) -> About:
        """What the form says of the group."""
        typed = self.cleaned_data
        return About(self.words("title"), self.words("charter"), typed["starts"], typed["ends"])


def _said_of(group: Group) -> dict[str, Any]:
    said: dict[str, Any] = {"starts": group.starts, "ends": group.ends}
    for code in CODES:
        said[f"title_{code}"], said[f"charter_{code}"] = group.title.get(code, ""), group.charter.get(code, "")
    return said


class EndedGroup(Words):
    """The last day of a group, and why it ends."""

    ends = DayField(label=_("Last day"))
    reason = Reason(label=_("Why it ends"))


class OpenedGroup(Words):
    """Who may read a group's page from now on, and why."""

    reach = forms.ChoiceField(label=_("Who may read its page"), choices=Reach.choices)
    reason = Reason()


class EnteredOrganisation(Words):
    """An organisation that works in a group from a day on."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=GroupRole.choices, initial=GroupRole.MEMBER)
    starts = DayField(label=_("From the day"))

    def __init__(self, *given: Any, organisations: Iterable[Organisation], **named: Any) -> None:
        self.known = {one.public_id: one for one in organisations}
        super().__init__(*given, **named)
        choices = [CHOOSE, *((public_id, str(one.name)) for public_id, one in self.known.items())]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Organisation:
        """The organisation."""
        return self.known[self.cleaned_data["organisation"]]


class EnteredPerson(Words):
    """A person, in the seat that they hold, who works in a group from a day on."""

    person = forms.ChoiceField(
        label=_("Person"),
        help_text=_("Those who hold a seat in an organisation that works in the group."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=GroupRole.choices, initial=GroupRole.MEMBER)
    starts = DayField(label=_("From the day"))

    def __init__(self, *given: Any, seats: Iterable[Seat], **named: Any) -> None:
        self.known = {one.public_id: one for one in seats}
        super().__init__(*given, **named)
        choices = [CHOOSE, *((public_id, one.sentence) for public_id, one in self.known.items())]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Seat:
        """The seat in which the person works there."""
        return self.known[self.cleaned_data["person"]]


class EndedPart(Words):
    """The last day of an organisation or a person in a group, and why."""

    ends = DayField(label=_("Last day"))
    reason = Reason(label=_("Why it ends"))


class ChangedRole(Words):
    """Another role of an organisation from a day on, and why."""

    role = forms.ChoiceField(label=_("New role"), choices=GroupRole.choices)
    starts = DayField(label=_("From the day"))
    reason = Reason()


class SetMilestone(Words):
    """What a group wants to have done by a day."""

    names = (("title", _("What is to be done (%(language)s)"), False),)
    needed = ("title",)
    due = DayField(label=_("By which day"))


class ReachedMilestone(Words):
    """The day on which a milestone was reached."""

    day = DayField(label=_("Reached on the day"))


class MovedMilestone(Words):
    """Another day for a milestone, and why."""

    due = DayField(label=_("New day"))
    reason = Reason()


class CancelledMilestone(Words):
    """Why a milestone is not aimed at any more."""

    reason = Reason(label=_("Why it is cancelled"))


class LaidGroupDocument(Words):
    """A file of a group, and who may read it."""

    file = forms.FileField(label=_("Document"), help_text=_("A Word document, a spreadsheet or a PDF."))
    title = Name(label=_("What it is"), required=False, max_length=200)
    reach = forms.ChoiceField(label=_("Who may read it"), choices=Reach.choices, initial=Reach.GROUP)


class OpenedDocument(Words):
    """Who may read a document from now on."""

    reach = forms.ChoiceField(label=_("Who may read it"), choices=Reach.choices)


class TakenAway(Words):
    """Why a document is taken away."""

    reason = Reason(label=_("Why it is taken away"))
