"""What is typed when a city endorses, withdraws, or is called on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Clause, Text
from mithaq.communique.queries import Reading
from mithaq.communique.vocabulary import ClauseKind
from mithaq.foundation.languages.formats import in_digits
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
    """The whole act on its way through the three screens; what was typed goes along."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    reserves = forms.ChoiceField(
        label=_("Does your city reserve its position on anything?"),
        widget=forms.RadioSelect,
        choices=[
            ("no", _("No. We endorse the text as it stands.")),
            ("yes", _("Yes. We endorse it with a reservation.")),
        ],
        error_messages={"required": _("Say whether your city endorses the text as it stands or with a reservation.")},
    )
    clause = forms.ChoiceField(label=_("What the reservation is about"), required=False)
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

    def __init__(self, reading: Reading, languages: Sequence[str], typed: Any = None, initial: Any = None) -> None:
        super().__init__(typed, initial=initial)
        self.languages = languages
        self.clauses = {key: placed.clause for key, placed in reading.by_id.items()}
        self.fields["read"].choices = [(code, code) for code in languages]  # type: ignore[attr-defined]
        self.offered = dict(_clauses_to_choose(reading))
        self.fields["clause"].choices = list(self.offered.items())  # type: ignore[attr-defined]
        self.add_words("reservation", languages, _("Your reservation, in %(language)s"))
        self.order_fields(["hash", "read", "reserves", "clause", *self._words, "may_be_named"])

    @property
    def _words(self) -> list[str]:
        return [f"reservation_{language}" for language in self.languages]

    @property
    def reservation_fields(self) -> list[forms.BoundField]:
        """The fields for the reservation's words, in the order of the languages."""
        return [self[name] for name in self._words]

    def clean(self) -> dict[str, Any]:
        """A reservation needs its words, in one language at least."""
        typed = super().clean() or {}
        if typed.get("reserves") == "yes" and not self.words("reservation", self.languages):
            self.add_error(self._words[0], _("Write the reservation in your city's words, in one language at least."))
        return typed

    @property
    def reservation(self) -> dict[str, str]:
        """The reservation's words; empty where the city endorses the text as it stands."""
        return self.words("reservation", self.languages) if self.cleaned_data["reserves"] == "yes" else {}

    @property
    def reserved_clause(self) -> Clause | None:
        """The clause it is about, or None for the whole text."""
        return self.clauses.get(self.cleaned_data["clause"]) if self.reservation else None

    @property
    def what_is_reserved(self) -> Any:
        """The words by which the clause, or the whole text, was chosen."""
        return self.offered.get(self.cleaned_data["clause"])

    @property
    def names_the_city(self) -> bool:
        """Whether the city agreed to be named."""
        return self.cleaned_data["may_be_named"] == "yes"


def _clauses_to_choose(reading: Reading) -> Iterator[tuple[str, Any]]:
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


class Calling(forms.Form):
    """From when to when the cities are called on; instants are typed on the clock of the seat that calls."""

    opens = forms.DateTimeField(
        label=_("The call opens"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    closes = forms.DateTimeField(
        label=_("The call closes"),
        help_text=_("An endorsement that comes later is still taken and shown as late."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """A call closes after it opens."""
        typed = super().clean() or {}
        if typed.get("opens") and typed.get("closes") and typed["closes"] <= typed["opens"]:
            self.add_error("closes", _("The call must close after it opens."))
        return typed
