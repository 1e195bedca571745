"""What is typed when evidence of an endorsement is entered and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.communique.queries import Reading
from mithaq.endorsements.domain.reserved import Reserved
from mithaq.endorsements.vocabulary import BROUGHT, Position
from mithaq.endorsements.web.forms import InLanguages, clauses_to_choose
from mithaq.foundation.actors.models import Mandate
from mithaq.foundation.ui.templatetags.values import own_name


class Entering(InLanguages):
    """A letter that came in: how, by whom, of which day, with what beside the text."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    method = forms.ChoiceField(
        label=_("In which way it came in"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in BROUGHT],
        error_messages={"required": _("Say in which way it came in.")},
    )
    signer = forms.ChoiceField(
        label=_("Whose signature or letter it is"),
        error_messages={"required": _("Choose the person who signed.")},
    )
    signed_on = forms.DateField(
        label=_("The day that it bears"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("In the city's own calendar day. The signer's mandate must have run on it."),
        error_messages={"required": _("Give the day that the letter bears.")},
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_("A PDF, a photo or scan, a Word file, or the mail as you saved it (.eml)."),
        error_messages={"required": _("Choose the file of the letter."), "empty": _("This file is empty.")},
    )
    read = forms.MultipleChoiceField(
        label=_("In which languages they read the text"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("As far as the letter says."),
    )
    kind = forms.ChoiceField(label=_("What stands beside it"), required=False)
    clause = forms.ChoiceField(label=_("What the reservation is about"), required=False)
    may_be_named = forms.ChoiceField(
        label=_("May the city be named?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, the letter agrees to it.")), ("no", _("No, or it does not say."))],
        error_messages={"required": _("Say whether the public roll may name the city.")},
    )

    def __init__(self, reading: Reading, mandates: Iterable[Mandate], *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        self.languages = reading.text.authentic
        self.clauses = {key: placed.clause for key, placed in reading.by_id.items()}
        self.mandates = {one.public_id: one for one in mandates}
        choices: dict[str, Sequence[tuple[str, Any]]] = {
            "signer": [("", _("Choose a person")), *((key, one.seat.sentence) for key, one in self.mandates.items())],
            "read": [(code, own_name(code)) for code in self.languages],
            "kind": [("", _("Nothing: the text as it stands")), *Position.choices],
            "clause": list(clauses_to_choose(reading)),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.add_words("reservation", self.languages, _("Its words, in %(language)s"))
        words = [f"reservation_{language}" for language in self.languages]
        first = ["hash", "method", "signer", "signed_on", "file", "read"]
        self.order_fields([*first, "kind", "clause", *words, "may_be_named"])

    def clean(self) -> dict[str, Any]:
        """What stands beside the text has words, and words say what they are."""
        typed = super().clean() or {}
        words = self.words("reservation", self.languages)
        if typed.get("kind") and not words:
            self.add_error(f"reservation_{self.languages[0]}", _("Write down the words that the letter uses."))
        if words and not typed.get("kind"):
            self.add_error("kind", _("Say whether these words are a reservation or an interpretation."))
        return typed

    @property
    def mandate(self) -> Mandate:
        """The mandate of the person who signed."""
        return self.mandates[self.cleaned_data["signer"]]

    @property
    def reserved(self) -> list[Reserved]:
        """What stands beside the text."""
        words = self.words("reservation", self.languages)
        clause = self.clauses.get(self.cleaned_data["clause"])
        return [Reserved(words, clause, self.cleaned_data["kind"])] if words else []


class Checking(InLanguages):
    """What the second person found."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    found = forms.ChoiceField(
        label=_("What did you find?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("What was entered is what the letter says. The city endorses.")),
            ("no", _("It is not. The city does not endorse by this letter.")),
        ],
        error_messages={"required": _("Say what you found.")},
    )

    def __init__(self, languages: Sequence[str], *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        self.languages = languages
        self.add_words("reason", languages, _("Why it is turned down, in %(language)s"), rows=3)

    def clean(self) -> dict[str, Any]:
        """Whoever turns evidence down says why."""
        typed = super().clean() or {}
        if typed.get("found") == "no" and not self.reason:
            first = f"reason_{self.languages[0]}"
            self.add_error(first, _("Say why the evidence is turned down, so that the city can send it anew."))
        return typed

    @property
    def is_in_order(self) -> bool:
        """Whether the letter says what was entered."""
        return self.cleaned_data["found"] == "yes"

    @property
    def reason(self) -> dict[str, str]:
        """What was typed, by language."""
        return self.words("reason", self.languages)
