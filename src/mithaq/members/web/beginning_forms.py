"""The screens on which a group's first year is begun. Each is a form of its own; together they make a `Beginning`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from mithaq.core.backwards import NoWorkingDay, Week
from mithaq.core.reading.png import LARGEST, NotAPicture, WhyNot, clean_png
from mithaq.cycle.vocabulary import WEEKDAYS
from mithaq.foundation.languages.formats import writing_of
from mithaq.foundation.languages.words import both, reader_first
from mithaq.foundation.ui.fields import DayField, Days, Name, in_either, zones
from mithaq.members.domain.begin import Beginning
from mithaq.members.vocabulary import Standing

#: The languages a group may work in besides those of the interface.
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh-hans", "de", "it", "tr", "id", "hi", "ja", "ko", "sw")
WHY_NOT = {
    WhyNot.DRAWING: _("An SVG can carry programs, so it is not taken. Save the mark as a PNG and choose that."),
    WhyNot.OTHER: _("This is not a PNG picture, whatever its name says. Save the mark as a PNG and choose that."),
    WhyNot.DAMAGED: _("This picture is damaged or was not received whole. Save it again as a PNG and choose that."),
    WhyNot.TOO_LARGE: _("This picture is too large. A mark needs no more than 2,048 pixels and 300 kB."),
}


class PerLanguageForm(forms.Form):
    """A form with words per language of the interface; one language at least has to be given for each of `needed`."""

    needed: tuple[str, ...] = ()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.add_words()

    def add_words(self) -> None:
        """Add the fields that stand once for each language."""

    def add_name(self, name: str, label: Any, longest: int = 120, initial: Mapping[str, str] | None = None) -> None:
        """A field of words for each language of the interface; `label` holds %(language)s."""
        for code in reader_first():
            words = label % {"language": get_language_info(code)["name_local"]}
            given = (initial or {}).get(code, "")
            field = Name(label=words, max_length=longest, required=False, initial=given)
            self.fields[f"{name}_{code}"] = in_either(field) if name in self.needed else field

    def words(self, name: str) -> dict[str, str]:
        """What was given for `name`, per language; what was left empty is left out."""
        given = {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _name in settings.LANGUAGES}
        return {code: words for code, words in given.items() if words}

    def clean(self) -> dict[str, Any]:
        """One language at least."""
        typed: dict[str, Any] = super().clean() or {}
        first = reader_first()[0]
        for name in self.needed:
            if not self.words(name) and f"{name}_{first}" not in self.errors:
                self.add_error(f"{name}_{first}", _("Give this in one language at least."))
        return typed

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with the language that is typed into it, if it is a certain one."""
        codes = {code for code, _name in settings.LANGUAGES}
        return [(bound, code if (code := bound.name.rpartition("_")[2]) in codes else "") for bound in self]


class TheGroup(PerLanguageForm):
    """The group's name and mark."""

    needed = ("group", "mark")
    emblem = forms.FileField(
        label=_("The mark as a picture"),
        required=False,
        help_text=_("A PNG with a plain ground, square if there is one. Without it the letters stand alone."),
    )

    def add_words(self) -> None:
        """Name and short mark."""
        self.add_name("group", _("Name of the group (%(language)s)"))
        self.add_name("mark", _("Short mark in letters (%(language)s)"), 16)
        self.order_fields([*(name for name in self.fields if name != "emblem"), "emblem"])

    def clean_emblem(self) -> bytes:
        """The picture, made safe; empty where none was chosen."""
        file = self.cleaned_data["emblem"]
        if not file:
            return b""
        try:
            return clean_png(file.read(LARGEST + 1))
        except NotAPicture as refused:
            raise forms.ValidationError(WHY_NOT[refused.why]) from refused


def _languages() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"]) for code in LANGUAGES]


class TheLanguages(PerLanguageForm):
    """In which languages the group works, and in which its texts are equally valid."""

    working = forms.MultipleChoiceField(
        label=_("Languages in which the group works"),
        choices=_languages,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Letters and circulars are written in these."),
        error_messages={"required": _("Choose one language at least.")},
    )
    authentic = forms.MultipleChoiceField(
        label=_("Languages in which its texts are equally valid"),
        choices=_languages,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A text is frozen only when it is complete in each of these."),
        error_messages={"required": _("Choose one language at least.")},
    )


class TheClasses(PerLanguageForm):
    """Which classes of member the group has, and what it calls them."""

    def add_words(self) -> None:
        """A tick and a name per language for each class that is known."""
        for standing in Standing:
            usual = both(standing.label)
            tick = forms.BooleanField(label=standing.label, required=False, initial=True)
            self.fields[f"uses_{standing}"] = tick
            self.add_name(f"class_{standing}", _("The group calls it (%(language)s)"), 60, usual)

    @property
    def chosen(self) -> list[tuple[str, dict[str, str]]]:
        """The classes that the group has, with its own words or the usual ones."""
        used = [standing for standing in Standing if self.cleaned_data.get(f"uses_{standing}")]
        return [(standing.value, {**both(standing.label), **self.words(f"class_{standing}")}) for standing in used]

    @property
    def rows(self) -> list[tuple[forms.BoundField, list[tuple[forms.BoundField, str]]]]:
        """Each class: its tick, and its name in each language."""
        return [(self[f"uses_{s}"], [(self[f"class_{s}_{code}"], code) for code in reader_first()]) for s in Standing]

    def clean(self) -> dict[str, Any]:
        """A group has members."""
        typed = super().clean()
        if not self.chosen:
            raise forms.ValidationError(_("Keep one class at least: a group without members has no year."))
        return typed


class TheYear(PerLanguageForm):
    """The year's name and its calendar's first causes."""

    needed = ("title",)
    leaders_summit = DayField(
        label=_("First day of the leaders' summit"),
        help_text=_("The calendar is counted backwards from this day."),
    )
    starts = DayField(label=_("First day of the year"))
    ends = DayField(label=_("Last day of the year"))
    off = forms.TypedMultipleChoiceField(
        label=_("Days of the week on which nobody works"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        initial=[5, 6],
        widget=forms.CheckboxSelectMultiple,
    )
    holidays = Days(
        label=_("Holidays of the group"),
        required=False,
        max_length=2000,
        help_text=_("One day on each line, such as 2031-03-01."),
    )
    time_zone = forms.ChoiceField(label=_("The group's clock"), choices=zones, initial="UTC")

    def __init__(self, *typed: Any, **more: Any) -> None:
        super().__init__(*typed, **more)
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-readers-zone"] = ""

    def add_words(self) -> None:
        """What the year is called."""
        self.add_name("title", _("Name of the year (%(language)s)"))
        titles = [name for name in self.fields if name.startswith("title_")]
        self.order_fields([*titles, *(name for name in self.fields if name not in titles)])

    def clean(self) -> dict[str, Any]:
        """The summit lies in the year, and the calendar fits into it."""
        typed = super().clean()
        starts, ends, summit = (typed.get(name) for name in ("starts", "ends", "leaders_summit"))
        if starts and ends and summit and not starts < summit <= ends:
            self.add_error("leaders_summit", _("The leaders' summit must lie within the year."))
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


def _countries() -> list[tuple[str, str]]:
    known = Locale.parse(writing_of(get_language() or "en").locale).territories
    named = [(code, name) for code, name in known.items() if len(code) == 2 and code.isalpha() and code not in NOWHERE]
    return [("", ""), *sorted(named, key=lambda pair: pair[1])]


#: CLDR's groupings and placeholders that are no country.
NOWHERE = ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ")


class TheSecretariat(PerLanguageForm):
    """The secretariat, and whoever holds its first seat."""

    needed = ("secretariat", "person")
    country = forms.ChoiceField(label=_("Country of the secretariat"), choices=_countries, required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with a code that is sent there."),
        error_messages={"invalid": _("This is not an e-mail address. It looks like name@city.org.")},
    )

    def add_words(self) -> None:
        """The secretariat's name and the person's."""
        self.add_name("secretariat", _("Name of the secretariat (%(language)s)"))
        self.add_name("person", _("Your name (%(language)s)"))
        last = ("country", "email")
        self.order_fields([*(name for name in self.fields if name not in last), *last])


STEPS: dict[str, type[PerLanguageForm]] = {
    "group": TheGroup,
    "languages": TheLanguages,
    "classes": TheClasses,
    "calendar": TheYear,
    "secretariat": TheSecretariat,
}
TITLES = {
    "group": _("The group"),
    "languages": _("Languages"),
    "classes": _("Classes of member"),
    "calendar": _("The calendar"),
    "secretariat": _("The secretariat"),
    "review": _("Begin"),
}


def beginning_of(filled: Mapping[str, Any], emblem: bytes) -> Beginning:
    """The beginning that the screens make together; each of them is valid."""
    group, year, office = filled["group"], filled["calendar"], filled["secretariat"]
    return Beginning(
        group=group.words("group"),
        mark=group.words("mark"),
        emblem=emblem,
        working=filled["languages"].cleaned_data["working"],
        authentic=filled["languages"].cleaned_data["authentic"],
        classes=filled["classes"].chosen,
        title=year.words("title"),
        starts=year.cleaned_data["starts"],
        ends=year.cleaned_data["ends"],
        leaders_summit=year.cleaned_data["leaders_summit"],
        week=year.week,
        time_zone=year.cleaned_data["time_zone"],
        secretariat=office.words("secretariat"),
        country=office.cleaned_data["country"],
        person=office.words("person"),
        email=office.cleaned_data["email"],
    )


def usual_dates(today: date) -> dict[str, Any]:
    """What the calendar's screen offers before anything is typed: a year from the next month on."""
    starts = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    ends = starts + timedelta(days=364)
    return {"starts": starts, "ends": ends, "leaders_summit": ends - timedelta(days=30)}
