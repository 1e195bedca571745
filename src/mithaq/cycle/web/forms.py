"""What the secretariat types into the calendar. Hours are on the clock of the active zone: the group's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from mithaq.core.backwards import NoWorkingDay, Week
from mithaq.core.days_off import countries_with_lists
from mithaq.cycle.models import Cycle, Deadline, Phase, WorkingCalendar
from mithaq.cycle.vocabulary import WEEKDAYS, Leading, PhaseKind
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.languages.formats import writing_of
from mithaq.foundation.languages.words import reader_first
from mithaq.foundation.ui.fields import DayField, Days, Instant, Name, in_either, zones

LONGEST_REASON = 300


def _countries() -> list[tuple[str, str]]:
    """The countries whose public holidays are known, by their names in the reader's language."""
    names = Locale.parse(writing_of(get_language() or "en").locale).territories
    known = [(code, names.get(code, code)) for code in countries_with_lists()]
    return [("", ""), *sorted(known, key=lambda pair: pair[1])]


class CountedFrom(forms.Form):
    """What the calendar is counted backwards from."""

    leaders_summit = DayField(label=_("First day of the leaders' summit"))
    off = forms.TypedMultipleChoiceField(
        label=_("Days of the week on which nobody works"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    holidays = Days(
        label=_("Holidays of the group"),
        required=False,
        max_length=2000,
        help_text=_("One day on each line, such as 2031-03-01."),
    )
    country = forms.ChoiceField(
        label=_("Public holidays of"),
        choices=_countries,
        required=False,
        help_text=_("The button below adds them to the days above. Days that follow the moon are estimates."),
    )
    time_zone = forms.ChoiceField(label=_("The group's clock"), choices=zones)

    def __init__(self, typed: Any, *, cycle: Cycle, kept: WorkingCalendar | None, zone: str, country: str = "") -> None:
        self.cycle = cycle
        initial: dict[str, Any] = {"off": [5, 6], "time_zone": zone}
        if kept is not None:
            initial = {
                "leaders_summit": kept.leaders_summit,
                "off": kept.off,
                "holidays": "\n".join(kept.holidays),
                "time_zone": kept.time_zone,
            }
        super().__init__(typed, initial={**initial, "country": country})

    def clean_leaders_summit(self) -> Any:
        """It lies in the year."""
        day = self.cleaned_data["leaders_summit"]
        if not self.cycle.starts < day <= self.cycle.ends:
            raise forms.ValidationError(_("The leaders' summit must lie within the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """The week leaves a working day."""
        typed: dict[str, Any] = super().clean() or {}
        try:
            if not self.errors:
                self.week.nearest(typed["leaders_summit"], -1)
        except NoWorkingDay:
            self.add_error("off", _("Leave one working day at least."))
        return typed

    @property
    def week(self) -> Week:
        """The group's week. Raises `NoWorkingDay` where every day is off."""
        return Week(frozenset(self.cleaned_data["off"]), self.cleaned_data["holidays"])


class _WithATitle(forms.Form):
    """A form with a title per language of the interface, of which one is needed."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        titles = {}
        for code in reader_first():
            label = _("What it is (%(language)s)") % {"language": get_language_info(code)["name_local"]}
            titles[f"title_{code}"] = in_either(Name(label=label, max_length=200, required=False))
        self.fields = {**titles, **self.fields}

    @property
    def title(self) -> dict[str, str]:
        """The title in the languages in which it was given."""
        given = {code: self.cleaned_data.get(f"title_{code}", "") for code, _name in settings.LANGUAGES}
        return {code: words for code, words in given.items() if words}

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with the language that is typed into it, if it is a certain one."""
        return [(bound, bound.name.removeprefix("title_") if bound.name.startswith("title_") else "") for bound in self]

    def clean(self) -> dict[str, Any]:
        """One language at least."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.title:
            self.add_error(f"title_{reader_first()[0]}", _("Give this in one language at least."))
        return typed


class NewDeadline(_WithATitle):
    """Something that is owed, and by when."""

    at = Instant(label=_("By when"))
    phase = forms.ChoiceField(label=_("Phase"), choices=PhaseKind.choices)


class NewPhase(_WithATitle):
    """A phase of a kind that the year does not have yet."""

    kind = forms.ChoiceField(label=_("Kind of phase"))
    opens = Instant(label=_("Opens"))
    closes = Instant(label=_("Closes"))

    def __init__(self, typed: Any, *, taken: Sequence[str]) -> None:
        super().__init__(typed)
        free = [(kind, label) for kind, label in PhaseKind.choices if kind not in taken]
        self.fields["kind"].choices = free  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It closes after it opens."""
        return _closing_after_opening(self, super().clean())


class Moved(forms.Form):
    """Another time for a deadline, with those that hang on it and move along."""

    at = Instant(label=_("New time"))
    also = forms.MultipleChoiceField(
        label=_("Move these by as many days"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = Name(label=_("Why"), required=False, max_length=LONGEST_REASON)

    def __init__(self, typed: Any, *, deadline: Deadline, hanging: Sequence[Deadline]) -> None:
        keys = [one.public_id for one in hanging]
        super().__init__(typed, initial={"at": deadline.at, "also": keys})
        self.fields["also"].choices = [(one.public_id, str(one.title)) for one in hanging]  # type: ignore[attr-defined]
        if not hanging:
            del self.fields["also"]


class MovedPhase(forms.Form):
    """Another time for a phase."""

    opens = Instant(label=_("Opens"))
    closes = Instant(label=_("Closes"))
    reason = Name(label=_("Why"), required=False, max_length=LONGEST_REASON)

    def __init__(self, typed: Any, *, phase: Phase) -> None:
        super().__init__(typed, initial={"opens": phase.opens, "closes": phase.closes})

    def clean(self) -> dict[str, Any]:
        """It closes after it opens."""
        return _closing_after_opening(self, super().clean())


class Cancelled(forms.Form):
    """Why something is taken out of the calendar."""

    why = Name(
        label=_("Why it is cancelled"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why it is cancelled: others have planned with it.")},
    )


class NewPillar(_WithATitle):
    """A heading under which the year's text is ordered."""


class Leader(forms.Form):
    """An organisation that chairs or convenes the year."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="public_id"
    )
    role = forms.ChoiceField(label=_("Leads the year as"), choices=Leading.choices)

    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed)
        self.fields["organisation"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]


def _closing_after_opening(form: forms.Form, typed: dict[str, Any] | None) -> dict[str, Any]:
    found = typed or {}
    opens, closes = found.get("opens"), found.get("closes")
    if opens and closes and closes <= opens:
        form.add_error("closes", _("A phase must close after it opens."))
    return found
