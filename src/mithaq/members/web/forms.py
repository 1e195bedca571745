"""What a reader may ask of the roll of members."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits
from mithaq.members.vocabulary import Standing


class Day(forms.DateField):
    """A day in the form 2031-03-01, in whichever digits it is typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Give the day as year, month and day, such as 2031-03-01.")}

    def to_python(self, value: Any) -> date | None:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


class AskedOfTheRoll(forms.Form):
    """The day, the class and the name that a reader asks for; each may be left out."""

    as_of = Day(label=_("As of the day"), required=False, input_formats=["%Y-%m-%d"])
    standing = forms.ChoiceField(
        label=_("Class"),
        required=False,
        choices=[("", _("All classes")), *Standing.choices],
        error_messages={"invalid_choice": _("There is no such class of member. Choose one from the list.")},
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, help_text=_("In any language, or a part of it.")
    )

    def __init__(self, asked: Any, *, today: date) -> None:
        super().__init__(asked)
        self.today = today

    def clean_as_of(self) -> date | None:
        """A day to come has no roll yet."""
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("That day has not come yet. Choose today or an earlier day."))
        return day
