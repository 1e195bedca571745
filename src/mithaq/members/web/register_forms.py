"""What the secretariat types about organisations: their record, and one form for each kind of fact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.core.names import one_line
from mithaq.foundation.actors.models import Organisation, Person
from mithaq.foundation.actors.vocabulary import Kind
from mithaq.foundation.languages.words import reader_first
from mithaq.foundation.ui.fields import zones
from mithaq.members.queries.classes import class_choices
from mithaq.members.templatetags.members import CONCEPTS
from mithaq.members.vocabulary import Bloc, FactKind
from mithaq.members.web.forms import Day
from mithaq.members.web.worded import LANGUAGES, Line, OverARecord, Words, countries

#: One other name a line: the code of its language or script, a blank or a colon, the name.
_OTHER_NAME = re.compile(r"([a-z]{2,3}(?:-[A-Za-z]{4})?(?:-[A-Z]{2})?)\s*[: ]\s*(\S.*)")


class OrganisationForm(OverARecord):
    """What is on record of an organisation itself."""

    worded = {"name": (_("Name (%(language)s)"), True), "note": (_("Note (%(language)s)"), False)}
    long = ("note",)

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    other_names = forms.CharField(
        label=_("Names in other languages and scripts"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One on each line, after the code of its language, such as: fr Montréal"),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Its days, and with them its rights, begin and end at midnight there.")
    )
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, help_text=_("In degrees; south is negative.")
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("In degrees; west is negative."),
    )
    is_gap = forms.BooleanField(
        label=_("The sources do not name it: this row stands for a gap in the record"), required=False
    )
    order = ("kind", "name", "other_names", "country", "time_zone", "latitude", "longitude", "note", "is_gap")

    def __init__(self, typed: Any = None, *, organisation: Organisation | None = None, **more: Any) -> None:
        on_record = {"time_zone": "UTC"} if organisation is None else _as_shown(organisation)
        super().__init__(typed, initial=on_record, **more)
        self.fields["country"].choices = countries(on_record.get("country", ""))  # type: ignore[attr-defined]
        places = [pair for pair in zones() if "/" in pair[0] and not pair[0].startswith(("Etc/", "posix"))]
        self.fields["time_zone"].choices = [("UTC", "UTC"), *places]  # type: ignore[attr-defined]
        in_order = (
            [f"{name}_{code}" for code in reader_first()] if name in self.worded else [name] for name in self.order
        )
        self.order_fields([field for fields in in_order for field in fields])

    def clean_other_names(self) -> dict[str, str]:
        """The names by language, each on one line."""
        names: dict[str, str] = {}
        for line in self.cleaned_data["other_names"].splitlines():
            if not line.strip():
                continue
            found = _OTHER_NAME.fullmatch(line.strip())
            if found is None or found[1] in LANGUAGES or found[1] in names:
                raise forms.ValidationError(
                    _("Write each name once, on a line of its own, after the code of its language: fr Montréal")
                )
            try:
                names[found[1]] = one_line(found[2])
            except ValueError as fault:
                raise forms.ValidationError(
                    _("A name stands on one line and holds no invisible signs. Please type it again.")
                ) from fault
        return names

    @property
    def record(self) -> dict[str, Any]:
        """The organisation's fields, as they are kept."""
        typed = self.cleaned_data
        name = {code: typed[f"name_{code}"] for code in LANGUAGES if typed[f"name_{code}"]}
        plain = ("kind", "country", "time_zone", "latitude", "longitude", "is_gap")
        note = {code: typed[f"note_{code}"] for code in LANGUAGES if typed[f"note_{code}"]}
        return {**{key: typed[key] for key in plain}, "name": {**name, **typed["other_names"]}, "note": note}


def _as_shown(organisation: Organisation) -> dict[str, Any]:
    others = [f"{code} {name}" for code, name in organisation.name.items() if code not in LANGUAGES]
    names = ("kind", "name", "country", "time_zone", "latitude", "longitude", "note", "is_gap")
    return {**{name: getattr(organisation, name) for name in names}, "other_names": "\n".join(others)}


class NewOrganisationForm(OrganisationForm):
    """A new organisation, and where it is known already, the class in which it takes part in the year."""

    standing = forms.ChoiceField(
        label=_("Takes part in the year as"),
        required=False,
        choices=lambda: [("", _("Not yet a member")), *class_choices()],
    )
    since = Day(label=_("Since the day"), required=False, input_formats=["%Y-%m-%d"])
    is_another = forms.BooleanField(
        label=_("It is another one than those of the same name on the register"), required=False
    )


class DaysForm(Words):
    """The day or days of a fact, and where it comes from."""

    starts = Day(label=_("On the day, or from the day"), input_formats=["%Y-%m-%d"])
    ends = Day(label=_("Until the day (the last one)"), required=False, input_formats=["%Y-%m-%d"])
    source = Line(
        label=_("Source"), required=False, max_length=300, help_text=_("The letter, decree or page that says so.")
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        typed: dict[str, Any] = super().clean() or {}
        first, last = typed.get("starts"), typed.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("It cannot end before it began."))
        return typed


class FormerNameForm(DaysForm):
    """A name that the organisation had; its days may be unknown."""

    worded = {"words": (_("Former name (%(language)s)"), True)}
    starts = Day(label=_("Borne from the day"), required=False, input_formats=["%Y-%m-%d"])
    ends = Day(label=_("Until the day (the last one)"), required=False, input_formats=["%Y-%m-%d"])


class BlocForm(DaysForm):
    """A bloc that its state belongs to."""

    worded = {"words": (_("Name of the bloc, where it is another one (%(language)s)"), False)}
    bloc = forms.ChoiceField(label=_("Bloc"), choices=Bloc.choices)
    starts = Day(label=_("Belongs to it from the day"), required=False, input_formats=["%Y-%m-%d"])

    def clean(self) -> dict[str, Any]:
        """Another bloc needs a name."""
        typed = super().clean()
        if typed.get("bloc") == Bloc.OTHER and not self.words("words"):
            self.add_error(f"words_{reader_first()[0]}", _("Give the bloc's name in at least one language."))
        return typed


class AnswerForm(DaysForm):
    """A step of the year: invited, accepted, declined, withdrew; may be named or not."""

    worded = {"words": (_("Remark (%(language)s)"), False)}
    ends = None  # type: ignore[assignment]


class RepresentedForm(DaysForm):
    """Who represents the organisation, or keeps its side of the liaison."""

    worded = {"words": (_("As (%(language)s)"), False)}
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Person.objects.none(),
        required=False,
        to_field_name="public_id",
        help_text=_("A person of the organisation. Register somebody new among the persons first."),
    )

    def __init__(self, typed: Any = None, *, persons: Iterable[int] = (), **more: Any) -> None:
        super().__init__(typed, **more)
        self.fields["person"].queryset = Person.objects.filter(pk__in=list(persons))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A person or an office must be named."""
        typed = super().clean()
        if not typed.get("person") and not self.words("words") and "person" not in self.errors:
            self.add_error("person", _("Choose a person, or say as what it is represented."))
        return typed


class PopulationForm(forms.Form):
    """How many people live there, by one source."""

    people = forms.IntegerField(label=_("People"), min_value=1, max_value=100_000_000)
    concept = forms.ChoiceField(label=_("What was counted"), choices=list(CONCEPTS.items()))
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1800, max_value=2200)
    source = Line(label=_("Source"), max_length=300, help_text=_("Who counted or published it, and where."))

    @property
    def rows(self) -> Iterable[tuple[forms.BoundField, str]]:
        """Its fields; none of them is typed in a language of its own."""
        return ((bound, "") for bound in self)


class ClassForm(forms.Form):
    """The class in which an organisation takes part in the year, from a day on; or the last day of its membership."""

    standing = forms.ChoiceField(
        label=_("Takes part as"), choices=lambda: [*class_choices(), ("", _("No longer a member"))]
    )
    starts = Day(label=_("From the day"), input_formats=["%Y-%m-%d"])

    def __init__(self, typed: Any = None, *, is_member: bool = False, **more: Any) -> None:
        super().__init__(typed, **more)
        if not is_member:
            self.fields["standing"].choices = class_choices()  # type: ignore[attr-defined]
        self.fields["standing"].required = not is_member
        if is_member:
            self.fields["starts"].help_text = _("The class before, or the membership, ends on the day before.")

    @property
    def rows(self) -> Iterable[tuple[forms.BoundField, str]]:
        """Its fields; none of them is typed in a language of its own."""
        return ((bound, "") for bound in self)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("What was wrong with it"), max_length=500, widget=forms.Textarea({"rows": 3}))


#: The form of each kind of fact.
FACT_FORMS: dict[str, type[DaysForm]] = {
    FactKind.FORMER_NAME: FormerNameForm,
    FactKind.BLOC: BlocForm,
    FactKind.REPRESENTED: RepresentedForm,
    FactKind.LIAISON: RepresentedForm,
    **dict.fromkeys(
        (
            FactKind.INVITED,
            FactKind.ACCEPTED,
            FactKind.DECLINED,
            FactKind.WITHDREW,
            FactKind.MAY_BE_NAMED,
            FactKind.MAY_NOT_BE_NAMED,
        ),
        AnswerForm,
    ),
}
