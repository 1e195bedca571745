"""What is typed about persons: their record, the offices they hold, how they are reached, the seats they get."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Person
from mithaq.foundation.actors.vocabulary import Forms, Role
from mithaq.members.queries.naming import organisations_to_choose
from mithaq.members.vocabulary import Audience, ChannelKind, OfficeKind
from mithaq.members.web.forms import Day
from mithaq.members.web.register_forms import DaysForm
from mithaq.members.web.worded import Line, OverARecord, Words, languages


class PersonForm(OverARecord):
    """What is on record of a person. The first language chosen is the one that letters are written in."""

    worded = {
        "honorific": (_("Honorific (%(language)s)"), False),
        "name": (_("Name (%(language)s)"), True),
        "family": (_("What of it is the family's name (%(language)s)"), False),
        "pronunciation": (_("How the name is said (%(language)s)"), False),
    }
    addressed_as = forms.ChoiceField(
        label=_("Forms of address"),
        required=False,
        choices=[("", _("Not on record")), *Forms.choices],
        help_text=_("For languages in which the word for an office has two forms."),
    )
    first_language = forms.ChoiceField(label=_("Language of letters"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Other languages spoken"), required=False, widget=forms.SelectMultiple({"size": 6})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Sign-in codes go there. It belongs to one person."),
    )

    def __init__(
        self, typed: Any = None, *, person: Person | None = None, may_change_address: bool, **more: Any
    ) -> None:
        on_record = {} if person is None else _as_shown(person)
        super().__init__(typed, initial=on_record, **more)
        spoken = languages(list(person.languages) if person else [])
        self.fields["languages"].choices = spoken  # type: ignore[attr-defined]
        self.fields["first_language"].choices = [("", _("Not on record")), *spoken]  # type: ignore[attr-defined]
        if not may_change_address:
            del self.fields["email"]

    @property
    def record(self) -> dict[str, Any]:
        """The person's fields, as they are kept."""
        typed = self.cleaned_data
        first, others = typed["first_language"], typed["languages"]
        record: dict[str, Any] = {name: self.words(name) for name in self.worded}
        spoken = [first, *others] if first else others
        record |= {"forms": typed["addressed_as"], "languages": list(dict.fromkeys(spoken))}
        return record | ({"email": typed["email"]} if "email" in self.fields else {})


def _as_shown(person: Person) -> dict[str, Any]:
    shown: dict[str, Any] = {
        name: getattr(person, name) for name in ("name", "family", "honorific", "pronunciation", "email")
    }
    first, others = (person.languages[0], person.languages[1:]) if person.languages else ("", [])
    return {**shown, "addressed_as": person.forms, "first_language": first, "languages": others}


class OfOrganisation(Words):
    """A form about a person in an organisation, chosen from those that the one who types may speak for."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="public_id"
    )

    def __init__(self, typed: Any = None, *, organisation: Organisation | None = None, **more: Any) -> None:
        """`organisation` is the only one that may be chosen, where it is not any on the register."""
        super().__init__(typed, **more)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(merged_into=None)
        # Shown in the order of the reader's alphabet, which the database does not know.
        listed = organisations_to_choose()
        if organisation is not None:
            field.queryset = Organisation.objects.filter(pk=organisation.pk)
            listed = [(organisation.public_id, str(organisation.name))]
        field.widget.choices = [("", _("Choose one")), *listed]
        self.order_fields(["organisation"])


class OfficeForm(OfOrganisation, DaysForm):
    """An office in the organisation's own word, its days, and whether it is held for the time being."""

    worded = {"word": (_("What the organisation calls the office (%(language)s)"), True)}
    kind = forms.ChoiceField(label=_("What it is"), choices=OfficeKind.choices)
    is_acting = forms.BooleanField(label=_("Acting, until somebody is appointed"), required=False)
    starts = Day(label=_("In office from the day"), required=False, input_formats=["%Y-%m-%d"])


class EndForm(forms.Form):
    """The last day of an office."""

    ends = Day(label=_("Last day in office"), input_formats=["%Y-%m-%d"])

    @property
    def rows(self) -> Iterable[tuple[forms.BoundField, str]]:
        """Its one field."""
        return ((bound, "") for bound in self)


class SeatForm(OfOrganisation):
    """A seat: the role in which a person acts for an organisation, and its days."""

    worded = {"title": (_("Title in the seat (%(language)s)"), False)}
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    starts = Day(label=_("From the day"), input_formats=["%Y-%m-%d"])
    ends = Day(label=_("Until the day (the last one)"), required=False, input_formats=["%Y-%m-%d"])

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        typed = super().clean()
        first, last = typed.get("starts"), typed.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("It cannot end before it began."))
        return typed


class ChannelForm(forms.Form):
    """A way to reach a person."""

    kind = forms.ChoiceField(label=_("How"), choices=ChannelKind.choices)
    value = Line(label=_("Number, address or name"), max_length=300)
    is_preferred = forms.BooleanField(label=_("This is the way the person prefers"), required=False)

    @property
    def rows(self) -> Iterable[tuple[forms.BoundField, str]]:
        """Its fields; none of them is typed in a language of its own."""
        return ((bound, "") for bound in self)

    def clean(self) -> dict[str, Any]:
        """An e-mail address reads like one."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("kind") == ChannelKind.EMAIL and typed.get("value"):
            try:
                forms.EmailField().clean(typed["value"])
            except forms.ValidationError as fault:
                self.add_error("value", fault)
        return typed


class PhotoForm(forms.Form):
    """A photo with who made it, under which terms it may be shown, from when and to whom."""

    file = forms.FileField(
        label=_("The photo"),
        help_text=_(
            "A JPEG, PNG or WebP of up to 15 megabytes. Where and when it was taken and with which camera is not kept."
        ),
        error_messages={"required": _("Choose the photo."), "empty": _("This file is empty. Choose the photo again.")},
    )
    photographer = Line(
        label=_("Who made it"), max_length=200, error_messages={"required": _("Say who made the photo.")}
    )
    licence = Line(
        label=_("Under which terms it may be shown"),
        max_length=200,
        help_text=_("The licence, or whose permission and of which day."),
        error_messages={"required": _("Say under which terms the photo may be shown.")},
    )
    source = Line(label=_("Where it comes from"), required=False, max_length=300)
    shown_from = Day(
        label=_("May be shown from the day"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Say from which day on the photo may be shown.")},
    )
    audience = forms.ChoiceField(label=_("Who may see it"), choices=Audience.choices)

    @property
    def rows(self) -> Iterable[tuple[forms.BoundField, str]]:
        """Its fields; none of them is typed in a language of its own."""
        return ((bound, "") for bound in self)
