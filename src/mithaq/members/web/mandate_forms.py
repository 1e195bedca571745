"""What is typed about a mandate: handing it in, contesting it, delegating it, and ending the seat that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.languages.formats import in_digits
from mithaq.foundation.languages.words import reader_first
from mithaq.foundation.things import Reference, reference_to
from mithaq.foundation.ui.choices import Listed, Run
from mithaq.members.domain.delegate import MOST_PROXIES
from mithaq.members.web.forms import Day

DAYS = ["%Y-%m-%d"]
ENDS_TOO_EARLY = _("The last day lies before the first one.")


def person_and_office(seat: Seat) -> str:
    """A seat in a list of choices: who sits there, and as what."""
    return f"{seat.person} · {seat.title or seat.get_role_display()}"


def as_typed(words: str) -> dict[str, str]:
    """Words on one line, under the language of the page on which they were typed."""
    return {(get_language() or "en").split("-")[0]: " ".join(words.split())}


class FromTo(forms.Form):
    """A first day and, perhaps, a last one; both are included."""

    starts = Day(label=_("First day"), input_formats=DAYS, error_messages={"required": _("Give the first day.")})
    ends = Day(label=_("Last day"), required=False, input_formats=DAYS, help_text=_("Until midnight in your city."))

    def clean_ends(self) -> date | None:
        """A last day that does not lie before the first."""
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data["ends"]
        if starts and ends and ends < starts:
            raise forms.ValidationError(ENDS_TOO_EARLY)
        return ends


class HandingIn(FromTo):
    """A mandate with the file it rests on. What is typed stays typed; only the file has to be chosen again."""

    seat = forms.ChoiceField(label=_("For whom"), error_messages={"required": _("Choose the person who is to act.")})
    scopes = forms.MultipleChoiceField(
        label=_("What it allows"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the mandate allows.")},
    )
    evidence = forms.CharField(
        label=_("What it rests on"),
        max_length=300,
        help_text=_("Such as: letter of the mayor of 6 January, no. 214."),
        error_messages={"required": _("Say what the mandate rests on.")},
    )
    file = forms.FileField(
        label=_("The letter, decree or resolution"),
        required=False,
        help_text=_("A PDF or Word file. Only your organisation, the secretariat and the auditor can open it."),
    )
    field_order = ("seat", "scopes", "starts", "ends", "evidence", "file")

    def __init__(self, seats: Iterable[Seat], *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        self._seats = {seat.public_id: seat for seat in seats}
        choices = [("", _("Choose a person")), *((key, person_and_office(one)) for key, one in self._seats.items())]
        self.fields["seat"].choices = choices  # type: ignore[attr-defined]

    @property
    def holder(self) -> Seat:
        """The seat that was chosen."""
        return self._seats[self.cleaned_data["seat"]]

    @property
    def words(self) -> dict[str, str]:
        """What the mandate rests on, under the language of the page on which it was typed."""
        return as_typed(self.cleaned_data["evidence"])


class Contesting(forms.Form):
    """Why a mandate is not good."""

    reason = forms.CharField(
        label=_("Why is it not good?"),
        max_length=600,
        widget=forms.Textarea,
        help_text=_("The holder, your organisation, the secretariat and the chair read it."),
        error_messages={"required": _("Say why, in a sentence or two.")},
    )

    @property
    def words(self) -> dict[str, str]:
        """The reason, under the language of the page on which it was typed."""
        return as_typed(self.cleaned_data["reason"])


class Delegating(FromTo):
    """To whom, in which scope, and for which matter a mandate is delegated."""

    receiver = forms.ChoiceField(label=_("To whom"), error_messages={"required": _("Choose a person.")})
    scope = forms.ChoiceField(label=_("What is delegated"))
    matter = forms.ChoiceField(label=_("For which text"), required=False)
    field_order: tuple[str, ...] = ("receiver", "scope", "matter", "starts", "ends")

    def __init__(
        self, receivers: Iterable[Seat], scopes: Iterable[str], matters: Iterable[Any], *sent: Any, **options: Any
    ) -> None:
        super().__init__(*sent, **options)
        self._seats = {seat.public_id: seat for seat in receivers}
        self._matters = {one.public_id: one for one in matters}
        people = [("", _("Choose a person")), *((key, person_and_office(one)) for key, one in self._seats.items())]
        self.fields["receiver"].choices = people  # type: ignore[attr-defined]
        self.fields["scope"].choices = [(scope, Scope(scope).label) for scope in scopes]  # type: ignore[attr-defined]
        texts = [("", _("For everything")), *((key, str(one)) for key, one in self._matters.items())]
        self.fields["matter"].choices = texts  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Seat:
        """The seat that was chosen."""
        return self._seats[self.cleaned_data["receiver"]]

    @property
    def about(self) -> Reference:
        """The text that was chosen; two empty words for everything."""
        chosen = self._matters.get(self.cleaned_data["matter"])
        return reference_to(chosen) if chosen is not None else ("", "")


class Lending(Delegating):
    """To whom of another city a vote or a signature is given, and the letter that this rests on."""

    evidence = forms.CharField(
        label=_("The letter it rests on"),
        max_length=300,
        help_text=_("Such as: letter of the mayor of 6 January, no. 214."),
        error_messages={"required": _("Say which letter the proxy rests on.")},
    )
    field_order = ("receiver", "scope", "matter", "starts", "ends", "evidence")

    def __init__(
        self,
        receivers: Callable[[], QuerySet[Seat]],
        listed: Sequence[Run],
        scopes: Iterable[str],
        matters: Iterable[Any],
        *sent: Any,
        **options: Any,
    ) -> None:
        super().__init__((), scopes, matters, *sent, **options)
        self._receivers = receivers
        self.fields["receiver"].choices = Listed(_("Choose a person"), listed)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Seat:
        """The seat that was chosen."""
        return self._receivers().get(public_id=self.cleaned_data["receiver"])

    @property
    def words(self) -> dict[str, str]:
        """The letter, under the language of the page on which it was typed."""
        return as_typed(self.cleaned_data["evidence"])


class RulingProxies(forms.Form):
    """How many proxies of other cities one person may hold."""

    most = forms.TypedChoiceField(
        label=_("Proxies that one person may hold"),
        coerce=int,
        choices=lambda: [
            (0, _("None: no city acts for another")),
            *((count, in_digits(str(count))) for count in range(1, MOST_PROXIES + 1)),
        ],
        help_text=_("It holds from now on. With none, proxies that were given count no more; what was done stays."),
    )


class Ending(forms.Form):
    """The last day of a seat or of a task in it, and why it ends."""

    last_day = Day(label=_("Last day"), input_formats=DAYS, error_messages={"required": _("Give the day.")})
    at_once = forms.BooleanField(
        label=_("End it at once, whatever the day"),
        required=False,
        help_text=_("The rights are then gone with the next request."),
    )
    reason = forms.CharField(
        label=_("Why does it end?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stays in the chronicle, where the secretariat reads it."),
        error_messages={"required": _("Say why it ends.")},
    )


class Succeeding(Ending):
    """The last day of a seat, and who sits there from the next day on, if anybody does."""

    name_en = forms.CharField(label=_("The successor's name, in English"), max_length=120, required=False)
    name_ar = forms.CharField(label=_("The successor's name, in Arabic"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("The successor's e-mail address"),
        required=False,
        error_messages={"invalid": _("This is not an e-mail address. It looks like name@city.org.")},
    )

    @property
    def names(self) -> list[tuple[forms.BoundField, str]]:
        """The fields of the successor's name, each with its language, the reader's first."""
        return [(self[f"name_{code}"], code) for code in reader_first()]

    @property
    def name(self) -> dict[str, str]:
        """The successor's name per language; empty where nobody succeeds."""
        typed = {"en": self.cleaned_data["name_en"], "ar": self.cleaned_data["name_ar"]}
        return {code: " ".join(words.split()) for code, words in typed.items() if words.strip()}

    def clean(self) -> dict[str, Any]:
        """An address alone names nobody."""
        typed = super().clean() or {}
        if typed.get("email") and not (typed.get("name_en") or typed.get("name_ar")):
            self.add_error(f"name_{reader_first()[0]}", _("Give the successor's name in at least one language."))
        if typed.get("at_once") and (typed.get("name_en") or typed.get("name_ar")):
            self.add_error("at_once", _("A successor begins on the day after. Choose the last day instead."))
        return typed
