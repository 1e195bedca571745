"""Form fields that several rooms ask with."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits


class Name(forms.CharField):
    """Words on one line: no line breaks, nothing invisible that could turn the words around it."""

    default_error_messages = {"unreadable": _("Write this on one line, without invisible signs.")}

    def clean(self, value: Any) -> str:
        words: str = super().clean(value)
        if any(not letter.isprintable() for letter in words):
            raise forms.ValidationError(self.error_messages["unreadable"], "unreadable")
        return words


def in_either(field: forms.Field) -> forms.Field:
    """The field as one of several, one for each language, of which one has to be filled in."""
    cast(Any, field).one_is_enough = True
    return field


class SoughtByName(forms.Form):
    """A name, or a part of it, to look for in a list."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, help_text=_("In any language, or a part of it.")
    )

    @property
    def words(self) -> str:
        """What is looked for; empty where nothing is, or nothing that could be."""
        return str(self.cleaned_data["name"]) if self.is_valid() else ""


class DayField(forms.DateField):
    """A day in the form 2031-03-01, in whichever digits it is typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Give the day as year, month and day, such as 2031-03-01.")}

    def __init__(self, **named: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **named)

    def to_python(self, value: Any) -> date | None:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


class Instant(forms.DateTimeField):
    """A day and an hour on the clock of the active zone, in whichever digits they are typed."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": _("Give the day and the time, such as 2031-10-02 12:00.")}

    def __init__(self, **named: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(input_formats=formats, **named)

    def to_python(self, value: Any) -> Any:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


class Days(forms.CharField):
    """Days, one on each line or between commas; they are given back as a set."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "ltr"})
    default_error_messages = {
        "invalid": _("Give each day as year, month and day, such as 2031-03-01, one on each line.")
    }

    def clean(self, value: Any) -> frozenset[date]:
        lines = western_digits(super().clean(value)).replace(",", "\n").replace("،", "\n").split()
        try:
            return frozenset(date.fromisoformat(line) for line in lines)
        except ValueError as fault:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from fault


@cache
def zones() -> tuple[tuple[str, str], ...]:
    """The time zones that places have, by name."""
    return tuple(
        (zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"
    )
