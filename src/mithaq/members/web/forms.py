"""What a reader may ask of the roll of members."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits
from mithaq.members.queries.classes import class_choices
from mithaq.members.vocabulary import Grouping


class Day(forms.DateField):
    """A day in the form 2031-03-01, in whichever digits it is typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Give the day as year, month and day, such as 2031-03-01.")}

    def to_python(self, value: Any) -> date | None:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


def end_of(day: date | None, at: datetime) -> datetime:
    """The last second of a day that has passed (UTC); now, for today or where no day is asked for."""
    return at if day is None or day == at.date() else datetime.combine(day, time(23, 59, 59), UTC)


class AskedAsOf(forms.Form):
    """A day that has come, or none for today."""

    as_of = Day(label=_("As of the day"), required=False, input_formats=["%Y-%m-%d"])

    def __init__(self, asked: Any, *, today: date) -> None:
        super().__init__(asked)
        self.today = today

    def clean_as_of(self) -> date | None:
        """A day to come has no roll yet."""
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("That day has not come yet. Choose today or an earlier day."))
        return day


class AskedOfCounts(AskedAsOf):
    """The day of the counts, and whether the chair is counted among the cities."""

    chair = forms.ChoiceField(
        label=_("The chair city"),
        required=False,
        choices=[("", _("is counted")), ("not_counted", _("is not counted"))],
    )

    @property
    def day(self) -> date | None:
        """The day that is asked for; None for today, and where what was typed is no day that has come."""
        return self.cleaned_data.get("as_of") if self.is_valid() else None

    @property
    def counts_chair(self) -> bool:
        """Whether the chair is counted."""
        return not (self.is_valid() and self.cleaned_data["chair"])

    @property
    def query(self) -> str:
        """What the address of the same counts holds, with the day in it, so that it stays true when handed on."""
        day = self.day or self.today
        return f"?as_of={day.isoformat()}" + ("" if self.counts_chair else "&chair=not_counted")


class AskedOfTheRoll(AskedAsOf):
    """The day, the class and the name that a reader asks for; each may be left out."""

    standing = forms.ChoiceField(
        label=_("Class"),
        required=False,
        choices=lambda: [("", _("All classes")), *class_choices()],
        error_messages={"invalid_choice": _("There is no such class of member. Choose one from the list.")},
    )
    bloc = forms.ChoiceField(
        label=_("Belongs to"),
        required=False,
        choices=[("", _("Any bloc or none")), *Grouping.choices],
        error_messages={"invalid_choice": _("There is no such bloc. Choose one from the list.")},
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, help_text=_("In any language, or a part of it.")
    )

    field_order = ("name", "standing", "bloc", "as_of")

    def offer_blocs(self, known: set[str]) -> None:
        """Leave only the blocs in which a member stands, and the one that is asked for; none where none does."""
        asked = self.cleaned_data.get("bloc", "") if self.is_bound else ""
        offered = [(code, label) for code, label in Grouping.choices if code in known or code == asked]
        if offered:
            self.fields["bloc"].choices = [("", _("Any bloc or none")), *offered]  # type: ignore[attr-defined]
        elif not self.errors:
            del self.fields["bloc"]
