"""What is typed when a city endorses, withdraws, or is called on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mithaq.communique.models import Text
from mithaq.communique.queries import Reading
from mithaq.communique.vocabulary import ClauseKind
from mithaq.endorsements.domain.reserved import MOST, Reserved
from mithaq.endorsements.models import Preparation
from mithaq.endorsements.vocabulary import Position
from mithaq.endorsements.web.rolls import STAGES
from mithaq.foundation.languages.formats import in_digits, number
from mithaq.foundation.ui.fields import SoughtByName
from mithaq.foundation.ui.templatetags.values import own_name

#: Letters that fit on a page of the record beside others.
LONGEST = 4000


class InLanguages(forms.Form):
    """A form with one field of words for each of a text's authentic languages."""

    def add_words(self, name: str, languages: Sequence[str], label: Any, rows: int = 5) -> None:
        """Add the fields `name_en`, `name_ar`…, none of them required."""
        for language in languages:
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=label % {"language": own_name(language)},
                widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
                max_length=LONGEST,
                required=False,
            )

    def words(self, name: str, languages: Sequence[str]) -> dict[str, str]:
        """What was typed in each language, as far as anything was."""
        typed = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in languages}
        return {language: words for language, words in typed.items() if words}


class Endorsing(InLanguages):
    """The whole act on its way through the three screens; what was typed goes along.

    There is room for as many reservations as were asked for: the fields of the first are `kind`, `clause` and
    `reservation_en`…, those of the next `kind-1`, `clause-1`, `reservation-1_en`…
    """

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    rooms = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST, required=False)
    reserves = forms.ChoiceField(
        label=_("Does your city reserve its position on anything?"),
        widget=forms.RadioSelect,
        choices=[
            ("no", _("No. We endorse the text as it stands.")),
            ("yes", _("Yes. We endorse it with a reservation.")),
        ],
        error_messages={"required": _("Say whether your city endorses the text as it stands or with a reservation.")},
    )
    may_be_named = forms.ChoiceField(
        label=_("May we name your city?"),
        help_text=_("A city that does not agree is counted, and its name is shown to nobody but the secretariat."),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Yes. Name our city on the public roll.")),
            ("no", _("No. Count our city without its name.")),
        ],
        error_messages={"required": _("Say whether the public roll may name your city.")},
    )

    def __init__(
        self, reading: Reading, languages: Sequence[str], typed: Any = None, initial: Any = None, more: int = 0
    ) -> None:
        super().__init__(typed, initial=initial)
        self.languages = languages
        self.clauses = {key: placed.clause for key, placed in reading.by_id.items()}
        self.fields["read"].choices = [(code, code) for code in languages]  # type: ignore[attr-defined]
        self.reading = reading
        asked = str((typed or initial or {}).get("rooms") or "1")
        self.room_count = max(1, min(MOST, (int(asked) if asked.isdecimal() else 1) + more))
        self.initial["rooms"] = self.room_count
        for room in range(self.room_count):
            self._add_room(room)
        rooms = [name for room in range(self.room_count) for name in self._names(room)]
        self.order_fields(["hash", "read", "rooms", "reserves", *rooms, "may_be_named"])

    def _add_room(self, room: int) -> None:
        kind, clause, *_words = self._names(room)
        self.fields[kind] = forms.ChoiceField(
            label=_("What it is"),
            choices=[
                (Position.RESERVATION, _("A reservation: we do not go along with this")),
                (Position.INTERPRETATION, _("An interpretation: this is how we understand it")),
            ],
            required=False,
        )
        self.fields[clause] = forms.ChoiceField(
            label=_("What the reservation is about"), choices=lambda: list(self.offered.items()), required=False
        )
        self.add_words(f"reservation{_suffix(room)}", self.languages, _("Your reservation, in %(language)s"))

    @cached_property
    def offered(self) -> dict[str, Any]:
        """What a reservation may be about: the words of each choice by what is sent for it."""
        return dict(clauses_to_choose(self.reading))

    def _names(self, room: int) -> list[str]:
        end = _suffix(room)
        return [f"kind{end}", f"clause{end}", *(f"reservation{end}_{language}" for language in self.languages)]

    @property
    def reservation_rooms(self) -> list[list[forms.BoundField]]:
        """The fields of each reservation: what it is, its clause, its words in each language."""
        return [[self[name] for name in self._names(room)] for room in range(self.room_count)]

    @property
    def has_room(self) -> bool:
        """Whether one more reservation may be written."""
        return self.room_count < MOST

    def clean(self) -> dict[str, Any]:
        """A reservation needs its words, in one language at least; two of a kind are not about one clause."""
        typed = super().clean() or {}
        if typed.get("reserves") != "yes":
            return typed
        said = [room for room in range(self.room_count) if self._words(room)]
        if not said:
            first = self._names(0)[2]
            self.add_error(first, _("Write the reservation in your city's words, in one language at least."))
        known: set[tuple[str, str]] = set()
        for room in said:
            kind, clause, *_rest = self._names(room)
            about = (typed.get(kind) or Position.RESERVATION, typed.get(clause, ""))
            if about in known:
                self.add_error(clause, _("Two reservations are about the same clause. Write them as one."))
            known.add(about)
        return typed

    def _words(self, room: int) -> dict[str, str]:
        return self.words(f"reservation{_suffix(room)}", self.languages)

    @property
    def reserved(self) -> list[Reserved]:
        """What is reserved or interpreted; nothing where the city endorses the text as it stands."""
        if self.cleaned_data["reserves"] != "yes":
            return []
        typed, found = self.cleaned_data, []
        for room in range(self.room_count):
            kind, clause, *_rest = self._names(room)
            if words := self._words(room):
                found.append(Reserved(words, self.clauses.get(typed[clause]), typed[kind] or Position.RESERVATION))
        return found

    def told(self, one: Reserved) -> Any:
        """The words by which the clause of a reservation, or the whole text, was chosen."""
        return self.offered.get(one.clause.public_id if one.clause else "")

    @property
    def names_the_city(self) -> bool:
        """Whether the city agreed to be named."""
        return self.cleaned_data["may_be_named"] == "yes"


def as_typed(prepared: Preparation) -> dict[str, Any]:
    """What was prepared, as the fields of `Endorsing` hold it."""
    typed: dict[str, Any] = {
        "reserves": "yes" if prepared.reserved else "no",
        "may_be_named": "yes" if prepared.may_be_named else "no",
        "rooms": max(1, len(prepared.reserved)),
    }
    for room, one in enumerate(prepared.reserved):
        end = _suffix(room)
        typed |= {f"kind{end}": one["kind"], f"clause{end}": one["clause"]}
        typed |= {f"reservation{end}_{language}": words for language, words in one["text"].items()}
    return typed


def _suffix(room: int) -> str:
    return f"-{room}" if room else ""


def clauses_to_choose(reading: Reading) -> Iterator[tuple[str, Any]]:
    """The whole text, and each clause by its number and title, for a list of choices."""
    yield "", _("The text as a whole")
    for _depth, placed in reading.clauses:
        if placed.kind != ClauseKind.HEADING:
            yield placed.clause.public_id, f"{in_digits(placed.number)} {placed.title}".strip()


class Withdrawing(InLanguages):
    """The reason for a withdrawal, which nobody has to give."""

    def __init__(self, text: Text, typed: Any = None) -> None:
        super().__init__(typed)
        self.languages = text.authentic
        self.add_words("reason", self.languages, _("Reason, in %(language)s"), rows=4)

    @property
    def reason(self) -> dict[str, str]:
        """What was typed, by language."""
        return self.words("reason", self.languages)


class Looking(SoughtByName):
    """Which cities of the working roll are shown, and in which order."""

    stage = forms.ChoiceField(label=_("How far they are"), required=False)
    order = forms.ChoiceField(
        label=_("In the order of"),
        required=False,
        choices=[("", _("classes and admission")), ("name", _("their names")), ("at", _("their endorsements"))],
    )

    def __init__(self, *sent: Any) -> None:
        super().__init__(*sent)
        self.fields["stage"].choices = [("", _("All")), *STAGES.items()]  # type: ignore[attr-defined]

    @property
    def typed(self) -> dict[str, str]:
        """Stage and order, each empty where nothing was asked for."""
        return self.cleaned_data if self.is_valid() else {"stage": "", "order": ""}


#: The days before the end of a call that are offered for a reminder.
DAYS_BEFORE = (
    (14, _("Two weeks before it closes")),
    (7, _("A week before it closes")),
    (3, _("Three days before it closes")),
    (1, _("A day before it closes")),
)


def reminder_days(kept: Iterable[int] = ()) -> forms.TypedMultipleChoiceField:
    """The field for the days of reminders; days that were set otherwise (`kept`) stay among the choices."""
    offered = dict(DAYS_BEFORE)
    others = {days: _days_before(days) for days in kept if days not in offered}
    return forms.TypedMultipleChoiceField(
        label=_("Remind the cities that have not answered"),
        help_text=_("They get a letter on these days, without anybody sending it. A city that has answered gets none."),
        widget=forms.CheckboxSelectMultiple,
        choices=sorted({**others, **offered}.items(), reverse=True),
        coerce=int,
        required=False,
    )


def _days_before(days: int) -> str:
    words = ngettext("%(days)s day before it closes", "%(days)s days before it closes", days)
    return words % {"days": number(days)}


class Reminding(forms.Form):
    """When the cities are reminded of a call that is open."""

    def __init__(self, kept: Sequence[int], typed: Any = None) -> None:
        super().__init__(typed, initial={"reminders": kept})
        self.fields["reminders"] = reminder_days(kept)


class Calling(forms.Form):
    """From when to when the cities are called on, and when those are reminded that do not answer; instants are typed on
    the clock of the seat that calls."""

    field_order = ("opens", "closes", "reminders")

    opens = forms.DateTimeField(
        label=_("The call opens"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    closes = forms.DateTimeField(
        label=_("The call closes"),
        help_text=_("An endorsement that comes later is still taken and shown as late."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )

    reminders = reminder_days()

    def clean(self) -> dict[str, Any]:
        """A call closes after it opens."""
        typed = super().clean() or {}
        if typed.get("opens") and typed.get("closes") and typed["closes"] <= typed["opens"]:
            self.add_error("closes", _("The call must close after it opens."))
        return typed
