"""What is typed to change the title of a text, or who negotiates it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.about import LONGEST_TITLE
from mithaq.communique.models import Text
from mithaq.foundation.ui.fields import Name
from mithaq.foundation.ui.templatetags.values import own_name


class Retitled(forms.Form):
    """The title in each authentic language, and in the others in which it has one or the group works."""

    def __init__(self, typed: Any, *, text: Text) -> None:
        self.codes = list(dict.fromkeys([*text.authentic, *text.cycle.working, *text.title]))
        super().__init__(typed, initial={f"title_{code}": text.title.get(code, "") for code in self.codes})
        for code in self.codes:
            label = _("Title (%(language)s)") % {"language": own_name(code)}
            is_needed = code in text.authentic
            said = {"required": _("Write the title in this language too.")}
            field = Name(label=label, required=is_needed, max_length=LONGEST_TITLE, error_messages=said)
            self.fields[f"title_{code}"] = field

    @property
    def pairs(self) -> list[tuple[forms.BoundField, str]]:
        """The titles to be typed, each with its language."""
        return [(self[f"title_{code}"], code) for code in self.codes]

    @property
    def title(self) -> dict[str, str]:
        """The titles typed, by language."""
        return {code: self.cleaned_data[f"title_{code}"] for code in self.codes}


class NamedNegotiators(forms.Form):
    """The cities that negotiate a text."""

    negotiators = forms.MultipleChoiceField(
        label=_("Only these cities negotiate it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Where none is ticked, every city of the year does."),
    )

    def __init__(self, typed: Any, *, cities: Sequence[tuple[str, str]], named: Sequence[str]) -> None:
        super().__init__(typed, initial={"negotiators": list(named)})
        fields: Any = self.fields
        fields["negotiators"].choices = cities
