"""What is typed about silences, statements and the chair's summary. Instants are on the clock of the active zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mithaq.communique.domain.silence import MOST_HOURS
from mithaq.communique.domain.state import LONGEST
from mithaq.communique.models import Text
from mithaq.communique.queries.silence import Rule
from mithaq.communique.vocabulary import StatementKind
from mithaq.communique.web.negotiation_forms import words
from mithaq.foundation.languages.formats import number
from mithaq.foundation.ui.fields import Instant, Name
from mithaq.foundation.ui.templatetags.values import own_name


class OpenedSilence(forms.Form):
    """Until when nobody has to speak for the draft to be agreed."""

    expires = Instant(label=_("Runs out"))

    def __init__(self, typed: Any, *, rule: Rule, at: datetime) -> None:
        offered = (at + timedelta(hours=rule.hours + 1)).replace(minute=0, second=0, microsecond=0)
        super().__init__(typed, initial={"expires": offered})
        said = ngettext(
            "At least %(count)s hour from now. What comes in by then, to the second, is in time.",
            "At least %(count)s hours from now. What comes in by then, to the second, is in time.",
            rule.hours,
        )
        self.fields["expires"].help_text = said % {"count": number(rule.hours)}


class RuledSilence(forms.Form):
    """The rule of the year."""

    hours = forms.IntegerField(
        label=_("Hours that a silence lasts at least"), min_value=1, max_value=MOST_HOURS,
        help_text=_("In the United Nations it is three days."),
    )  # fmt: skip
    is_needed = forms.BooleanField(
        label=_("A text that was negotiated is frozen only after a silence has passed"), required=False
    )


class ChosenClauses(forms.Form):
    """The clauses that a break names."""

    clause = forms.MultipleChoiceField(
        label=_("Clauses that your city speaks against"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, asked: Any, *, clauses: Sequence[tuple[str, str]]) -> None:
        super().__init__(asked)
        field: Any = self.fields["clause"]
        field.choices = clauses


class Broken(forms.Form):
    """Why the silence is broken, and the words that the city wants; for what is entered, whose it is and how it came.

    `clauses` are the identifier, name and words of each clause that is named."""

    reason = words(_("Reason"), rows=4, most=4000, help_text=_("All who negotiate read it at once."))

    def __init__(
        self,
        typed: Any,
        *,
        clauses: Sequence[tuple[str, str, str]],
        language: str,
        cities: Sequence[tuple[str, str]] | None,
    ) -> None:
        super().__init__(typed)
        self.languages: dict[str, str] = {}
        for public_id, name, stands in clauses:
            said = _("Words that the city wants in clause %(name)s") % {"name": name}
            note = _("Leave them as they stand to object without other words.")
            self.fields[f"words_{public_id}"] = words(said, required=False, help_text=note)
            self.initial[f"words_{public_id}"] = stands
            self.languages[f"words_{public_id}"] = language
        if cities is not None:
            self.fields["city"] = forms.ChoiceField(label=_("City"), choices=cities)
            self.fields["given"] = Instant(label=_("When it came in"))
            self.fields["source"] = Name(
                label=_("How it came"), max_length=300, help_text=_("For instance: mail of 3 May, with a file.")
            )
        self.order_fields(["city", "given", "source", *self.languages, "reason"])

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with the language typed into it where it is a certain one."""
        return [(bound, self.languages.get(bound.name, "")) for bound in self]

    def words_of(self, public_id: str) -> str:
        """What was typed for a clause."""
        return str(self.cleaned_data.get(f"words_{public_id}", ""))


class CalledOff(forms.Form):
    """Why a silence is called off."""

    reason = words(_("Reason"), rows=3, most=2000, help_text=_("All who negotiate are told by letter."))


class _InLanguages(forms.Form):
    """One field for the words in each of a text's languages."""

    languages: Mapping[str, str]

    def _ask(self, text: Text, label: Any, most: int) -> None:
        self.languages = {f"words_{code}": code for code in text.authentic}
        for name, code in self.languages.items():
            said = label % {"language": own_name(code)}
            self.fields[name] = words(said, rows=5, required=False, most=most)
            self.fields[name].one_is_enough = True  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with the language typed into it."""
        return [(bound, self.languages.get(bound.name, "")) for bound in self]

    @property
    def said(self) -> dict[str, str]:
        """What was typed, by language."""
        return {code: self.cleaned_data[name] for name, code in self.languages.items() if self.cleaned_data[name]}


class Stated(_InLanguages):
    """A statement or reservation beside the text."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=StatementKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )  # fmt: skip
    clause = forms.ChoiceField(label=_("What it is about"), required=False)

    def __init__(
        self, typed: Any, files: Any = None, *, text: Text, clauses: Sequence[tuple[str, str]], clause: str = ""
    ) -> None:
        super().__init__(typed, files, initial={"clause": clause})
        field: Any = self.fields["clause"]
        field.choices = [("", _("The whole text")), *clauses]
        self._ask(text, _("Words of the statement (%(language)s)"), LONGEST)

    def clean(self) -> dict[str, Any]:
        """It is given in one language at least."""
        typed: dict[str, Any] = super().clean() or {}
        if not any(typed.get(name, "").strip() for name in self.languages):
            self.add_error(next(iter(self.languages)), _("Write the statement in one language at least."))
        return typed


class EnteredStatement(Stated):
    """A statement that a city sent in another way: whose it is, how it came and when."""

    def __init__(
        self,
        typed: Any,
        files: Any,
        *,
        text: Text,
        clauses: Sequence[tuple[str, str]],
        cities: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(typed, files, text=text, clauses=clauses)
        self.fields["city"] = forms.ChoiceField(label=_("City"), choices=cities)
        self.fields["given"] = Instant(label=_("When it came in"))
        self.fields["source"] = Name(
            label=_("How it came"), max_length=300, help_text=_("For instance: letter of 3 May, no. 214.")
        )
        self.fields["evidence"] = forms.FileField(
            label=_("The city's letter"),
            required=False,
            help_text=_("A PDF or Word file. Only those who negotiate and the auditor can open it."),
        )
        self.order_fields(["city", "given", "source", "evidence", "kind", "clause", *self.languages])


class Summarised(_InLanguages):
    """What the chair says before the summary."""

    def __init__(self, typed: Any, *, text: Text) -> None:
        super().__init__(typed)
        self._ask(text, _("What the chair says before it (%(language)s)"), LONGEST)
