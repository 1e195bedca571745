"""What is asked of whoever brings a list: the file, what its columns say, and what holds where a row is silent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mithaq.core.contacts.headings import Column
from mithaq.core.contacts.outcome import Otherwise
from mithaq.core.sheets.table import Sheet, column_letters
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.members.queries.classes import class_choices
from mithaq.members.vocabulary import GRAVE_ROLES
from mithaq.members.web.forms import Day
from mithaq.members.web.import_words import COLUMNS

#: So many values of a column are shown beside what it says.
_SHOWN = 3
#: A value keeps its own direction among others (FSI, PDI).
_ISOLATED = "\u2068{}\u2069"
_ORGANISATIONS = {Column.ORGANISATION, Column.ORGANISATION_EN, Column.ORGANISATION_AR}


class Bringing(forms.Form):
    """A file with a list of contacts."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "A table as .xlsx, .ods or .csv of up to 25 megabytes, with its columns in any order and its headings in "
            "any language. Nothing is taken over before you have seen what would change."
        ),
    )


class Reading(forms.Form):
    """What each column says, and what holds where a row is silent."""

    standing = forms.ChoiceField(
        label=_("Class of organisations for which the list names none"),
        required=False,
        choices=lambda: [("", _("Not admitted to the year")), *class_choices()],
        help_text=_("Who is a member already keeps the class."),
    )
    role = forms.ChoiceField(
        label=_("Role of persons for whom the list names none"),
        choices=[choice for choice in Role.choices if choice[0] not in GRAVE_ROLES],
    )
    kind = forms.ChoiceField(label=_("Kind of organisations for which the list names none"), choices=Kind.choices)
    since = Day(label=_("Members since, where the list names no day"), input_formats=["%Y-%m-%d"])

    def __init__(self, sheet: Sheet, heading: int, headings: tuple[str, ...], *typed: Any, **more: Any) -> None:
        super().__init__(*typed, **more)
        self.columns: list[str] = []
        rows = [row.cells for row in sheet.rows if row.number > heading]
        choices = [
            ("", pgettext_lazy("column of a list", "Not taken over")),
            *((c.value, w) for c, w in COLUMNS.items()),
        ]
        for place in range(max(map(len, [headings, *rows]), default=0)):
            samples = list(dict.fromkeys(cells[place] for cells in rows if place < len(cells) and cells[place]))
            title = headings[place] if place < len(headings) else ""
            if title or samples:
                name = f"column_{place}"
                self.columns.append(name)
                self.fields[name] = forms.ChoiceField(
                    label=title or gettext("Column %(letters)s") % {"letters": column_letters(place)},
                    required=False,
                    choices=choices,
                    help_text=" · ".join(map(_ISOLATED.format, samples[:_SHOWN])),
                )

    def clean(self) -> dict[str, Any]:
        """Something must name the organisation, and two columns cannot say the same."""
        typed = super().clean() or {}
        said: dict[str, str] = {}
        for name in self.columns:
            column = typed.get(name, "")
            if column and column in said:
                self.add_error(name, _("Another column says this already. Choose which of the two is taken over."))
            said.setdefault(column, name)
        if not _ORGANISATIONS & set(said):
            raise forms.ValidationError(_("No column names the organisation. Choose the one that does."))
        return typed

    @property
    def mapping(self) -> dict[int, str]:
        """The columns that are taken over, by place."""
        typed = self.cleaned_data
        return {int(name.removeprefix("column_")): typed[name] for name in self.columns if typed[name]}

    @property
    def otherwise(self) -> Otherwise:
        """What holds where a row is silent."""
        typed = self.cleaned_data
        since: date = typed["since"]
        return Otherwise(typed["standing"], typed["role"], typed["kind"], since.isoformat())
